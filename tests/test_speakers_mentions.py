"""To whom "who" and "that" refer, also where the parser joins their clause to another noun. Parses written by hand."""

from __future__ import annotations

import pytest
from conllu import document, entity
from test_speakers_candidates import words

from quotes.document import Document
from quotes.speakers.cast import Cast
from quotes.speakers.mentions.antecedent import antecedent

AIDE = ("An DET 2 det", "aide NOUN 0 root", "in ADP 5 case", "the DET 5 det", "office NOUN 2 nmod")
SHARE = ("Some PRON 2 nsubj", "back VERB 0 root", "Hale PROPN 2 obj", ", PUNCT 2 punct", "40 NUM 6 nummod")
DIRECTOR = (
    "Strategist NOUN 0 root",
    "and CCONJ 3 cc",
    "director NOUN 1 conj",
    "Ruth PROPN 3 flat",
    "Moss PROPN 4 flat",
)


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        ((*AIDE, "who PRON 7 nsubj", "left VERB 2 acl"), "aide"),
        ((*AIDE, "who PRON 7 nsubj", "left VERB 5 acl"), "aide"),  # an office is nobody
        ((*AIDE, "that PRON 7 nsubj", "left VERB 5 acl"), "office"),
        ((*AIDE, "who PRON 8 nsubj", "seem VERB 2 acl", "said VERB 7 xcomp"), "aide"),
        ((*AIDE, "who PRON 7 nsubj", "left VERB 2 parataxis"), "office"),  # joined to no noun: the nearest
        ((*SHARE, "percent NOUN 2 obl", "who PRON 8 nsubj", "left VERB 3 acl"), "percent"),
        ((*SHARE, "votes NOUN 2 obl", "who PRON 8 nsubj", "left VERB 3 acl"), "Hale"),
        ((*DIRECTOR, ", PUNCT 7 punct", "who PRON 8 nsubj", "left VERB 1 acl"), "Ruth"),
        ((*DIRECTOR, ", PUNCT 7 punct", "that PRON 8 nsubj", "left VERB 1 acl"), "Strategist"),
    ],
)
def test_the_antecedent_of_a_relative_pronoun(lines: tuple[str, ...], meant: str) -> None:
    parsed = read(words(*lines))
    word = next(t for t in parsed.tokens if t.text in {"who", "that"})
    found = antecedent(word, Cast(parsed))
    assert found is not None
    assert found.text == meant


def read(conllu: str) -> Document:
    """The document with the persons whom its sentence names."""
    text = document(conllu).text
    return document(conllu, entities=tuple(entity(text, name) for name in ("Hale", "Ruth Moss") if name in text))
