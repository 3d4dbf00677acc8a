"""Whom layout names: labels of transcripts and interviews, signatures of posts and letters, turns. No model takes part."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conllu import entity, span

from quotes.annotation import Act
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document, Parse
from quotes.document.parse import Sentence, Word
from quotes.forms.post import post_drafts
from quotes.forms.speakers import who_speaks
from quotes.forms.transcript import transcript_drafts

TOKEN = re.compile(r"[\w’]+|[^\w\s]")


def read(text: str, *people: str, bodies: tuple[str, ...] = (), subjects: tuple[str, ...] = ()) -> Document:
    """A text whose lines are sentences and whose names are known; `subjects` are words that are one of their sentence."""
    sentences = []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        words = []
        for i, match in enumerate(TOKEN.finditer(text, *line.span())):
            form = match[0]
            upos = "PROPN" if form[0].isupper() else "PUNCT" if not form[0].isalnum() else "NOUN"
            relation = "root" if i == 0 else "nsubj" if form in subjects else "dep"
            words.append(Word(i, form, form.lower(), upos, "", -1 if i == 0 else 0, relation, *match.span()))
        sentences.append(Sentence(number, *line.span(), tuple(words)))
    types = dict.fromkeys(people, "Person") | dict.fromkeys(bodies, "Organization")
    counts = {name: len(re.findall(rf"\b{name}\b", text)) for name in types}
    entities = [entity(text, name, types[name], n + 1) for name in types for n in range(counts[name])]
    return Document(Parse(text, tuple(sentences), entities=tuple(sorted(entities, key=lambda e: e.start))))


def named(document: Document, drafts: list[Draft]) -> list[str | None]:
    """The names or descriptions that the answers for `drafts` have."""
    speakers = who_speaks(document, drafts)
    name = speakers.view.cast.name
    return [a.description if a.individual is None else name(a.individual) for a in speakers.resolutions]


INTERVIEW = "Helen Brooks runs the dam. {}\n\nQ: Did it hold?\n\nA: It did.\n\nQ: And the town?\n\nA: It is dry."


@pytest.mark.parametrize(
    ("introduction", "people", "q", "a"),
    [
        ("Brooks met Tom Reyes.", ("Helen Brooks", "Brooks", "Tom Reyes"), "interviewer", "Helen Brooks"),
        ("Nobody else spoke.", (), "interviewer", "interviewee"),
    ],
)
def test_whoever_the_introduction_names_most_answers(
    introduction: str, people: tuple[str, ...], q: str, a: str
) -> None:
    document = read(INTERVIEW.format(introduction), *people)
    assert named(document, transcript_drafts(document)) == [q, a, q, a]


def test_the_other_subject_of_the_introduction_asks() -> None:
    text = "Helen Brooks runs the dam.\n\nBrooks spoke as Tom Reyes listened." + INTERVIEW[INTERVIEW.index("\n\nQ:") :]
    document = read(text, "Helen Brooks", "Brooks", "Tom Reyes", subjects=("Brooks", "Reyes"))
    assert named(document, transcript_drafts(document)) == ["Tom Reyes", "Helen Brooks"] * 2


@pytest.mark.parametrize(
    ("subjects", "q", "a"),
    [(("Brooks", "Reyes"), "Tom Reyes", "Helen Brooks"), (("Brooks",), "interviewer", "interviewee")],
)
def test_of_two_named_as_often_the_last_subject_asks(subjects: tuple[str, ...], q: str, a: str) -> None:
    text = "Helen Brooks runs the dam.\n\nTom Reyes went to see it." + INTERVIEW[INTERVIEW.index("\n\nQ:") :]
    document = read(text, "Helen Brooks", "Tom Reyes", subjects=subjects)
    assert named(document, transcript_drafts(document)) == [q, a] * 2


@pytest.mark.parametrize(
    ("bodies", "asker"), [(("Ellery Echo",), "Ellery Echo"), (("Ellery Echo", "Dam Board"), "interviewer")]
)
def test_the_only_body_at_the_end_of_the_introduction_asks(bodies: tuple[str, ...], asker: str) -> None:
    introduction = f"Helen Brooks runs the dam.\n\nThis is what Brooks told {' and '.join(bodies)}."
    text = introduction + INTERVIEW[INTERVIEW.index("\n\nQ:") :]
    document = read(text, "Helen Brooks", "Brooks", bodies=bodies)
    assert named(document, transcript_drafts(document)) == [asker, "Helen Brooks"] * 2


def test_labels_name_persons_parts_and_strangers() -> None:
    text = (
        "Minister Anna Dale met the council.\n\nTHE MODERATOR: Who had the wheel?\n\nMS DALE: Nobody.\n\n"
        "CAPT ROSS: I had.\n\nTHE MODERATOR: Thank you.\n\nAD: So be it.\n\nMS DALE: It was Ross.\n\nCAPT ROSS: Yes."
    )
    document = read(text, "Anna Dale")
    # Initials may be a person's own; a stranger's label becomes a name without title and capitals.
    assert named(document, transcript_drafts(document)) == [
        "moderator",
        "Anna Dale",
        "Ross",
        "moderator",
        "Anna Dale",
        "Anna Dale",
        "Ross",
    ]


@pytest.mark.parametrize(
    ("signature", "people", "name", "kind"),
    [
        ("Ann Lee (@annlee)", ("Ann Lee",), "Ann Lee", "person"),
        ("Bo Park (@bopark)", (), "Bo Park", "person"),
        ("BBCNEWS (@bbcnews)", (), "BBCNEWS", "organization"),
    ],
)
def test_a_post_belongs_to_who_signs_it(signature: str, people: tuple[str, ...], name: str, kind: str) -> None:
    document = read(f"It rained on Ann Lee.\n\nWe are open again!\n— {signature} May 3, 2017", *people)
    (resolution,) = who_speaks(document, post_drafts(document)).resolutions
    assert (named(document, post_drafts(document)), resolution.kind) == ([name], kind)


LETTER = "Dear Governor Brooks,\n\nI fear that you are wrong.\n\nYours faithfully,\nPeter Novak, Mill Street"
PAGE = "LETTERS\n\nI fear the dam will go.\n\nAda Birch\n\nI hope it stays.\n\nPeter Novak"


@pytest.mark.parametrize(
    ("text", "content", "people", "name"),
    [
        (LETTER, "that you are wrong", (), "Peter Novak"),
        (LETTER, "that you are wrong", ("Peter Novak",), "Peter Novak"),
        (PAGE, "the dam will go", ("Ada Birch", "Peter Novak"), "Ada Birch"),
        (PAGE, "it stays", ("Ada Birch", "Peter Novak"), "Peter Novak"),
    ],
)
def test_the_first_person_of_a_letter_signs_it(text: str, content: str, people: tuple[str, ...], name: str) -> None:
    document = read(text, *people)
    source = span(text[: text.index(content)], "I", nth=text[: text.index(content)].count("I"))
    assert named(document, [Draft((span(text, content),), None, (source,), Rule.CLAUSE, 0.9)]) == [name]


@pytest.mark.parametrize(
    ("after", "act", "name"), [("Brooks", None, "Helen Brooks"), ("Reyes", None, None), ("Brooks", "thought", None)]
)
def test_a_quotation_between_two_quotes_of_one_person_is_that_persons(
    after: str, act: Act | None, name: str | None
) -> None:
    text = f"Helen Brooks said no.\n\n“It will never hold.”\n\nAnd {after} said yes. Tom Reyes left."
    document = read(text, "Helen Brooks", "Tom Reyes", "Brooks", "Reyes")
    first, last = (
        Draft((span(text, content),), span(text, "said", nth), (span(text, who),), Rule.NETWORK, 0.9, act=kind)
        for nth, content, who, kind in ((1, "no", "Helen Brooks", None), (2, "yes", f"{after}", act))
    )
    if after == "Brooks":
        last = replace(last, source=(span(text, "Brooks", 2),))
    alone = Draft((span(text, "“It will never hold.”"),), None, (), Rule.PARAGRAPH, 0.9)
    assert named(document, [first, alone, last])[1] == name
