"""Beyond news: a text of each form, through the real compact models, from raw text to speakers; and texts that are not of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.attribution.letters import letter
from quotes.attribution.posts import post_drafts
from quotes.document.marks import quotations
from quotes.engine import annotate, to_json


@dataclass(frozen=True)
class Form:
    """A text, and who says what in it: (speaker or description, content, rule or None for any)."""

    text: str
    quotes: tuple[tuple[str | None, str, str | None], ...]


FORMS = {
    "interview": Form(
        "Marta Olsen runs the largest ferry line on the fjord. We met her in Bergen.\n\n"
        "**Q.** When did you know the crews would walk out?\n\n"
        "**A.** On Sunday night. I told my deputy to cancel everything.\n\n**Q.** Are you angry?\n\n**A.** No. I am tired.",
        (
            ("interviewer", "When did you know the crews would walk out?", "transcript"),
            ("Marta Olsen", "On Sunday night. I told my deputy to cancel everything.", "transcript"),
            ("Marta Olsen", "No. I am tired.", "transcript"),
        ),
    ),
    "transcript": Form(
        "An edited transcript of the talk with Governor Helen Brooks.\n\nJohn Reyes: Governor, did the dam hold?\n\n"
        "Helen Brooks: It did hold.\n\nWe had engineers there for six weeks.\n\nReyes: Critics say you waited too long.\n\n"
        "Brooks: Critics were not there. (Laughs.)",
        (
            ("John Reyes", "Governor, did the dam hold?", "transcript"),
            ("Helen Brooks", "It did hold. … We had engineers there for six weeks.", "transcript"),
            ("John Reyes", "Critics say you waited too long.", "transcript"),
            ("Helen Brooks", "Critics were not there.", "transcript"),
        ),
    ),
    "signed post": Form(
        "The candidate slept badly.\n\nNothing on the harbor. Nothing on the strike. A lost evening!\n\n"
        "— Laura B. Chen (@laurachen) September 27, 2016\n\nThe station did not answer.",
        (("Laura B. Chen", "Nothing on the harbor. Nothing on the strike. A lost evening!", "post"),),
    ),
    "quoted post": Form(
        'The senator answered.\n\n"I have read the report. All of it." — Maria Lopez (@marialopez) May 3, 2017\n\nIt rained.',
        (("Maria Lopez", '"I have read the report. All of it."', "post"),),
    ),
    "headed posts": Form(
        "Reaction came quickly.\n\nPeter Novak (@pnovak): Worst decision in ten years. Shameful.\n\n"
        "Anna Keller (@annakeller): Finally some common sense.\n\nThe league meets again on Friday.",
        (
            ("Peter Novak", "Worst decision in ten years. Shameful.", "post"),
            ("Anna Keller", "Finally some common sense.", "post"),
        ),
    ),
    "headline, speaker first": Form(
        "Brooks: I will veto the budget\n\nGovernor Helen Brooks opened the new session on Monday.",
        (("Helen Brooks", "I will veto the budget", None),),
    ),
    "headline, words first": Form(
        "'I will win': Harding vows to fight on\n\nMayor Tom Harding spoke to supporters on Sunday.",
        (("Tom Harding", "'I will win'", "headline"),),
    ),
    "headline, says": Form(
        "Economy will shrink next year, says central bank\n\nThe central bank cut its forecast on Thursday.",
        (("central bank", "Economy will shrink next year", None),),
    ),
    "headline, dash": Form(
        "Dam was safe, engineers knew - Brooks\n\nGovernor Helen Brooks opened the new dam on Monday.",
        (("Helen Brooks", "Dam was safe, engineers knew", "headline"),),
    ),
    "letter": Form(
        "Dear Governor Brooks,\n\nI write to ask that you stop the sale of the water works. "
        "I fear that the promise has been forgotten.\n\nYours faithfully,\nPeter Novak, chairman of the Water Users' League",
        (("Peter Novak", "that the promise has been forgotten", None),),
    ),
    "turns": Form(
        "Marta Olsen closed the door of the boathouse.\n\n“You should not have come,” said Marta.\n\n"
        "“I had no choice,” Tom Reed answered. “They were on the road.”\n\n“Who was on the road?”\n\n"
        "“Men from the mill. Four of them.”\n\n“Did they see you?”\n\n“I think not,” said Tom.\n\nShe put out the lamp.",
        (
            ("Marta Olsen", "“You should not have come,”", None),
            ("Tom Reed", "“I had no choice,” … “They were on the road.”", None),
            ("Marta Olsen", "“Who was on the road?”", "turn"),
            ("Tom Reed", "“Men from the mill. Four of them.”", "turn"),
            ("Marta Olsen", "“Did they see you?”", "turn"),
            ("Tom Reed", "“I think not,”", None),
        ),
    ),
    "single marks": Form(
        "'I won't go with you,' said Tom Reed. 'You can't make me.'\n\n"
        "'Nobody's making you,' Marta Olsen replied. 'But the boat leaves at six, and the boys' things are packed.'\n\n"
        "'Then unpack them.'\n\n'I will not.'\n\nThe kettle began to sing.",
        (
            ("Tom Reed", "'I won't go with you,' … 'You can't make me.'", None),
            (
                "Marta Olsen",
                "'Nobody's making you,' … 'But the boat leaves at six, and the boys' things are packed.'",
                None,
            ),
            ("Tom Reed", "'Then unpack them.'", "turn"),
            ("Marta Olsen", "'I will not.'", "turn"),
        ),
    ),
    "nested marks": Form(
        "Marta Olsen sat down. “He told me, ‘Never sell the boat,’ and I never did,” said she to the notary.",
        (("Marta Olsen", "“He told me, ‘Never sell the boat,’ and I never did,”", None),),
    ),
    "dialogue dashes": Form(
        "Marta Olsen was at the window when he came in.\n\n— I will go tomorrow, said Marta. The boat is ready.\n\n"
        "— You will not, said Tom Reed.\n\n— And who will stop me?\n\n— The weather, Marta. Look at it.\n\nShe looked.",
        (
            ("Marta Olsen", "I will go tomorrow … The boat is ready.", "dialogue dash"),
            ("Tom Reed", "You will not", "dialogue dash"),
            ("Marta Olsen", "And who will stop me?", "turn"),
            ("Tom Reed", "The weather, Marta. Look at it.", "turn"),
        ),
    ),
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[dict[str, Any]]]:
    quotes = {}
    for result in annotate(Article(name, form.text) for name, form in FORMS.items()):
        assert isinstance(result, Annotated)
        quotes[result.article.id] = to_json(result)["quotes"]
    return quotes


@pytest.mark.models
@pytest.mark.parametrize("name", FORMS)
def test_form(name: str, found: dict[str, list[dict[str, Any]]]) -> None:
    seen = [(q["speaker"] or q["description"], q["text"], q["evidence"]["rule"]) for q in found[name]]
    for speaker, content, rule in FORMS[name].quotes:
        assert [(s, r if rule else None) for s, c, r in seen if c == content] == [(speaker, rule)], seen


@pytest.mark.models
@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_found_twice(name: str, found: dict[str, list[dict[str, Any]]]) -> None:
    taken: set[int] = set()
    for quote in found[name]:
        own = {i for start, end in quote["content"] for i in range(start, end)}
        assert not own & taken or quote["evidence"]["rule"] in {"clausal complement", "infinitive"}, quote["text"]
        taken |= own


@pytest.mark.models
def test_turns_are_less_sure_and_say_why(found: dict[str, list[dict[str, Any]]]) -> None:
    quotes = {q["text"]: q for q in found["turns"]}
    turn = quotes["“Who was on the road?”"]
    assert turn["confidence"] < min(q["confidence"] for q in quotes.values() if q["evidence"]["rule"] != "turn")
    assert any("Tom Reed and Marta Olsen alternate" in step for step in turn["evidence"]["steps"])
    assert turn["source"] == turn["cue"] == [] and turn["kind"] == "direct"


@pytest.mark.models
def test_statements_in_a_row_are_no_conversation() -> None:
    text = (
        "“The mayor has no idea what this means,” said Laura Chen, who runs a bakery. “We open at four in the morning.”\n\n"
        "“I have lost half of my customers since the bridge closed,” said Peter Novak, a butcher.\n\n"
        "“Nobody asked us before they closed it. Nobody came to look at the street or at what is left of it.”\n\n"
        "The city plans to reopen the bridge in May."
    )
    (result,) = annotate([Article("a", text)])
    assert isinstance(result, Annotated)
    assert not any(q["evidence"]["rule"] == "turn" for q in to_json(result)["quotes"])


@pytest.mark.models
@pytest.mark.parametrize(
    "headline",
    ["The storm: what we know so far", "Election 2016: The night that changed everything", "Winter fair - a day out"],
)
def test_colons_and_dashes_in_headlines_need_a_speaker(headline: str) -> None:
    (result,) = annotate([Article("a", f"{headline}\n\nIt was a cold day on the coast.")])
    assert isinstance(result, Annotated)
    assert result.quotes == ()


@pytest.mark.parametrize(
    "text",
    [
        "The handle — Laura Chen (@laurachen) on most networks — has two million followers.",
        "Write to us at @herald: we read all letters." + " And more." * 60,
        "The senator (@marialopez) spoke for an hour.",
    ],
)
def test_handles_in_ordinary_sentences_are_no_posts(text: str) -> None:
    assert post_drafts(text, quotations(text)) == []


def test_a_letter_needs_salutation_and_signature() -> None:
    body = "I read your article with dismay."
    text = f"To the Editor:\n\n{body}\n\nSincerely,\n\nAnna Keller\nPortland"
    whole = letter(text)
    assert whole is not None
    assert (whole.salutation.of(text), whole.signature.of(text)) == ("To the Editor:", "Anna Keller")
    assert letter(f"To the Editor:\n\n{body}\n\nIt rained.") is None
    assert letter(f"{body}\n\nSincerely,\n\nAnna Keller") is None
