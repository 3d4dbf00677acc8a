"""Quotations that no draft claims, on texts of which only sentences and cues are known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conllu import parse, proposal, span

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.attribution.marks import run_on
from quotes.attribution.unclaimed import with_unclaimed
from quotes.document import Document, Parse, Proposal
from quotes.document.parse import Sentence

QUOTED = "“We will open the bridge on Monday.”"


def plain(text: str, *proposals: Proposal) -> Document:
    """Sentences end with a full stop and the mark after it."""
    ends = [m.end() for m in re.finditer(r"[.:]”?(?=\s|$)|\w(?=\n)", text)]
    starts = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends[:-1])]
    sentences = tuple(Sentence(n, a, b, ()) for n, (a, b) in enumerate(zip(starts, ends, strict=True)))
    return Document(Parse(text, sentences, proposals=proposals))


def draft(text: str, cue: str, content: str, source: str) -> Draft:
    return Draft((span(text, content),), span(text, cue), (span(text, source),), Rule.NETWORK, 0.9)


@pytest.mark.parametrize(
    "before",
    ["Lind explained it by saying: ", "Lind answered:\n\n", "After asking her, ", "Lind, saying to all of us, "],
)
def test_a_cue_without_content_right_before_a_quotation_introduces_it(before: str) -> None:
    text = f"{before}{QUOTED} Nobody minds."
    cue = next(word for word in ("saying", "answered", "asking") if word in before)
    (found,) = with_unclaimed([], plain(text, proposal(text, cue)))
    assert found.content == (span(text, QUOTED),)
    assert found.cue is not None and found.cue.of(text) == cue


@pytest.mark.parametrize(
    "before",
    [
        "Lind spoke. The mayor, too: ",
        "Lind spoke,\n\n",
        "Lind spoke ",
        "Lind spoke of what the book that she has long wanted to write says, ",
    ],
)
def test_a_cue_further_off_introduces_nothing(before: str) -> None:
    text = f"{before}{QUOTED} Nobody minds."
    assert with_unclaimed([], plain(text, proposal(text, "spoke"))) == []


def test_a_quotation_after_what_somebody_says_is_by_the_same() -> None:
    text = f"Lind promised that she would act. {QUOTED} Nobody minds."
    promised = draft(text, "promised", "that she would act", "Lind")
    first, second = with_unclaimed([promised], plain(text))
    assert first == promised
    assert (second.content, second.source) == ((span(text, QUOTED),), promised.source)


def test_a_paragraph_that_is_a_quotation_is_by_whom_the_one_before_quotes() -> None:
    text = f"Lind promised that she would act.\n\n{QUOTED}\n\n“It is high time. Everybody knows that.”"
    promised = draft(text, "promised", "that she would act", "Lind")
    first, second = with_unclaimed([promised], plain(text))
    assert first == promised
    assert second.content == (Span(text.index(QUOTED), len(text)),)
    assert second.source == promised.source and second.content_score < 0.9
    assert second.steps == ("the quotation follows what the same source says",)


@pytest.mark.parametrize(
    ("more", "added"), [("“I would like to stay here.”", True), ('"I would like to stay here."', False)]
)
def test_a_paragraph_in_other_marks_is_another_text(more: str, added: bool) -> None:
    text = f"“It is finished,” said Lind.\n\n{QUOTED}\n\n{more}"
    (found,) = with_unclaimed([draft(text, "said", "“It is finished,”", "Lind")], plain(text))
    assert found.content[-1] == Span(text.index(QUOTED), len(text) if added else text.index(QUOTED) + len(QUOTED))


def test_a_question_is_answered_by_somebody_else() -> None:
    text = f"“Will you open it?” said Lind. “On which day of the week?”\n\n{QUOTED}"
    said = draft(text, "said", "“Will you open it?”", "Lind")
    (found,) = with_unclaimed([said], plain(text))
    assert [s.of(text) for s in found.content] == ["“Will you open it?”", "“On which day of the week?”"]


def test_a_quotation_has_its_first_paragraphs() -> None:
    text = "It rained.\n\n“We will stay.\n\n“We like it,” said Lind."
    (found,) = with_unclaimed([draft(text, "said", "“We like it,”", "Lind")], plain(text))
    assert [s.of(text) for s in found.content] == ["“We will stay.\n\n“We like it,”"]


@pytest.mark.parametrize(
    ("before", "drafts"),
    [("Nobody said that “we will stay.", 1), ("“We will stay.", 2)],
    ids=["not a paragraph", "somebody else's"],
)
def test_only_paragraphs_that_nobody_has_are_added(before: str, drafts: int) -> None:
    text = f"It rained, Reed knew.\n\n{before}\n\n“We like it,” said Lind."
    known = [draft(text, "knew", "“We will stay.", "Reed")] if drafts > 1 else []
    given = [*known, draft(text, "said", "“We like it,”", "Lind")]
    assert with_unclaimed(given, plain(text)) == given


@pytest.mark.parametrize("more", [QUOTED, "“Never.”"])
def test_after_a_quotation_it_is_more_of_it(more: str) -> None:
    text = f"“It is finished,” said Lind of the rumours of late. {more} Nobody minds."
    (found,) = with_unclaimed([draft(text, "said", "“It is finished,”", "Lind")], plain(text))
    assert [s.of(text) for s in found.content] == ["“It is finished,”", more]


@pytest.mark.parametrize(
    "text",
    [
        f"Lind promised that she would act.\n\n{QUOTED} Nobody minds.",
        f"Lind promised that she would act.\n\nIt rained.\n\n{QUOTED}",
        f"Lind promised that she would act\n\n{QUOTED}",
        f"Lind promised that she would act!\n\n{QUOTED}",
        f"Lind promised that she would act. It rained. {QUOTED}",
        "Lind promised that she would act. The “we will open the bridge on Monday” was forgotten.",
        "Lind promised that she would act. “We will open.”",
    ],
    ids=[
        "not all of another paragraph",
        "another paragraph between",
        "a headline",
        "a headline with a mark",
        "another sentence between",
        "part of a sentence",
        "short",
    ],
)
def test_other_quotations_are_nobodys(text: str) -> None:
    promised = draft(text, "promised", "that she would act", "Lind")
    assert with_unclaimed([promised], plain(text)) == [promised]


def test_a_claimed_quotation_stays_with_whom_it_is() -> None:
    text = f"Lind promised that she would act. {QUOTED} Nobody minds, said Reed."
    drafts = [draft(text, "promised", "that she would act", "Lind"), draft(text, "said", QUOTED, "Reed")]
    assert with_unclaimed(drafts, plain(text)) == drafts


WHOLE = "“We will open the bridge on Monday at noon.”"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Rain fell.\n\nIt rained.\n\n{WHOLE}\n\nNobody minds.", 1),
        (f"{WHOLE}\n\nIt rained.", 0),
        (f"It rained.\n\n{WHOLE} Nobody minds.", 0),
        ("It rained.\n\n“A book about the many old bridges of this river”\n\nNobody minds.", 0),
        (f"It rained.\n\n{QUOTED}\n\nNobody minds.", 0),
    ],
    ids=["a paragraph", "the headline", "not alone", "a title", "short"],
)
def test_a_paragraph_that_is_a_quotation_is_a_quote_of_nobody_known(text: str, found: int) -> None:
    drafts = with_unclaimed([], plain(text))
    assert [([s.of(text) for s in d.content], d.cue, d.source) for d in drafts] == [([WHOLE], None, ())] * found


@pytest.mark.parametrize(("verb", "cue"), [("say", True), ("illustrate", False)])
def test_a_paragraph_that_is_a_quotation_continues_no_deed(verb: str, cue: bool) -> None:
    tokens = f"""
    1 Lind   Lind   PROPN _ _          2 nsubj
    2 {verb} {verb} VERB  _ Tense=Past 0 root
    3 books  book   NOUN  _ _          2 obj
    4 .      .      PUNCT _ _          2 punct
    """
    known = parse(tokens)
    doc = Document(replace(known, text=f"{known.text}\n\n{WHOLE}"))
    *_, last = with_unclaimed([draft(doc.text, verb, "books", "Lind")], doc)
    assert (last.content, last.cue is not None) == ((span(doc.text, WHOLE),), cue)


@pytest.mark.parametrize(("between", "parts"), [(". ", 2), (" was ", 1)])
def test_a_quotation_goes_on_behind_a_source_but_not_behind_its_verb(between: str, parts: int) -> None:
    text = f"“It was so cold in there,” said Lind{between}“glad to be back in town again” and left."
    (found,) = run_on([draft(text, "said", "“It was so cold in there,”", "Lind")], plain(text))
    assert len(found.content) == parts
