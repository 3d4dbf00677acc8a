"""Whom a mention means is read with the words of the document's language, and with no others."""

from __future__ import annotations

import pytest
from conllu import entity, parse, span

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.lang.language import Language
from quotes.lang.languages import ENGLISH
from quotes.lang.speakers import BodyWords, NameWords, PronounWords, RoleWords
from quotes.speakers.candidates import View
from quotes.speakers.views import view_of

TEXT = """
        1 Anna   Anna   PROPN _ _ 3 nsubj
        2 Keller Keller PROPN _ _ 1 flat
        3 kam    kommen VERB  _ _ 0 root
        4 .      .      PUNCT _ _ 3 punct

        1 Sie   sie   PRON  _ _ 2 nsubj
        2 sagte sagen VERB  _ _ 0 root
        3 ,     ,     PUNCT _ _ 6 punct
        4 es    es    PRON  _ _ 6 nsubj
        5 sei   sein  AUX   _ _ 6 cop
        6 spät  spät  ADJ   _ _ 2 ccomp
        7 .     .     PUNCT _ _ 2 punct
"""
GERMAN = Language(
    "de",
    "German",
    speech_verbs=frozenset(["sagen"]),
    pronouns=PronounWords(gender={"sie": "female", "er": "male"}, neuter=frozenset(["es"])),
    names=NameWords(female_names=frozenset(["anna"]), honorifics=frozenset(["frau"])),
    roles=RoleWords(nouns=frozenset(["kanzler", "kanzlerin"])),
    bodies=BodyWords(alike=(frozenset(["gericht", "kammer"]),)),
)


def view(language: Language) -> View:
    parsed = parse(TEXT)
    parsed = parse(TEXT, entities=(entity(parsed.text, "Anna Keller"),))
    draft = Draft(
        (span(parsed.text, "es sei spät"),), span(parsed.text, "sagte"), (span(parsed.text, "Sie"),), Rule.CLAUSE, 0.9
    )
    return view_of(Document(parsed, language), [draft])


def test_pronouns_and_names_are_those_of_the_language() -> None:
    seen = view(GERMAN)
    (mention,) = seen.mentions
    assert (mention.form, mention.gender) == ("he", "female")  # the form of all pronouns that tell a gender
    assert mention.token is not None and seen.salience.at[mention.token].meant == seen.cast.of(seen.document.tokens[0])
    assert seen.cast.genders == ["female"]


@pytest.mark.parametrize("language", [ENGLISH, Language("de", "German")])
def test_of_another_language_nothing_is_recognised(language: Language) -> None:
    (mention,) = view(language).mentions
    assert (mention.form, mention.gender) == ("pronoun", None)


def test_titles_and_nouns_of_another_language_are_none() -> None:
    assert GERMAN.names.is_title("Frau") and not GERMAN.names.is_title("Mrs.")
    assert GERMAN.names.untitled("Frau Keller") == "Keller" and ENGLISH.names.untitled("Frau Keller") == "Frau Keller"
    assert GERMAN.bodies.like("gericht") == {"gericht", "kammer"} and not GERMAN.bodies.like("court")
