"""Minimal texts, one a construction, each with the quotes that must be found in it. Their parses lie in fixtures/parses.

scripts/freeze-parses renews those; test_attribution and test_forms check the quotes, from the frozen parses and from the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from speaker_cases import CASES as SPEAKER_CASES
from speaker_cases import RULES as SPEAKER_RULES

from quotes.article import Article
from quotes.document import Document
from quotes.document.frozen import thaw
from quotes.document.parse import Parse
from quotes.engine import annotate_parse, to_json

__all__ = ["CASES", "FORMS", "OTHERS", "PARSES", "Case", "Form", "frozen", "frozen_document", "frozen_quotes", "texts"]

PARSES = Path(__file__).parent / "fixtures/parses"


def texts() -> dict[str, str]:
    """All the texts by the names of their frozen parses."""
    found = {name: case.text for name, case in CASES.items()}
    found |= {name: form.text for name, form in FORMS.items()}
    found |= OTHERS
    found |= {f"speaker {name}": case.text for name, case in SPEAKER_CASES.items()}
    found |= {f"source {name}": case.text for name, case in SPEAKER_RULES.items()}
    known = {file_name(name): text for name, text in found.items()}
    number = len(CASES) + len(FORMS) + len(OTHERS) + len(SPEAKER_CASES) + len(SPEAKER_RULES)
    assert len(known) == number, "a name stands for two texts"
    return known


def file_name(name: str) -> str:
    """What the file with the parse of a text is called."""
    return name.replace(" ", "-").replace(",", "").replace("'", "")


@cache
def frozen(name: str) -> Parse:
    """The frozen parse of a construction or a seed."""
    return thaw((PARSES / f"{file_name(name)}.json").read_text("utf-8"))


def frozen_document(name: str) -> Document:
    return Document(frozen(name))


def frozen_quotes(name: str) -> list[dict[str, Any]]:
    """The quotes that the engine finds in a frozen parse, as `quotes annotate` prints them."""
    parse = frozen(name)
    found: list[dict[str, Any]] = to_json(annotate_parse(Article(name, parse.text), parse))["quotes"]
    return found


@dataclass(frozen=True)
class Case:
    """A text and one quote that must be found in it: words of its content, its speaker, and whatever else is given."""

    text: str
    content: str
    speaker: str | None
    kind: str | None = None
    act: str | None = None
    negated: bool | None = None


CASES = {
    "clausal complement": Case(
        "Finance Minister Anna Keller said on Monday that the budget would be balanced within two years.",
        "that the budget would be balanced within two years",
        "Anna Keller",
        "indirect",
        "speech",
    ),
    "cue after": Case(
        "“We will not close a single school,” Mayor Tom Harding told reporters.",
        "“We will not close a single school,”",
        "Tom Harding",
        "direct",
    ),
    "inverted": Case(
        "The bridge will reopen in May, said Laura Chen, the city’s chief engineer.",
        "The bridge will reopen in May",
        "Laura Chen",
        "indirect",
    ),
    "split quote": Case(
        "“The numbers are wrong,” said Peter Novak, “and everybody in this room knows it.”",
        "“The numbers are wrong,” … “and everybody in this room knows it.”",
        "Peter Novak",
        "direct",
    ),
    "straight marks": Case(
        '"The numbers are wrong," said Peter Novak. "Everybody knows it."',
        '"The numbers are wrong," … "Everybody knows it."',
        "Peter Novak",
        "direct",
    ),
    "single marks": Case(
        "‘We don’t expect the players’ union to agree,’ said the club’s chairman, David Price.",
        "‘We don’t expect the players’ union to agree,’",
        "David Price",
        "direct",
    ),
    "mixed": Case(
        "Senator Maria Lopez said the plan was “a gift to polluters” and would be stopped.",
        "the plan was “a gift to polluters” and would be stopped",
        "Maria Lopez",
        "mixed",
    ),
    "infinitive": Case(
        "Governor Helen Brooks urged residents to leave their homes before the storm.",
        "residents to leave their homes before the storm",
        "Helen Brooks",
        "indirect",
    ),
    "according to": Case(
        "Unemployment fell to four percent in March, according to the Labor Department.",
        "Unemployment fell to four percent in March",
        "Labor Department",
        "indirect",
    ),
    "participle": Case(
        "President Jonas Weber defended the decision, noting that the army had asked for it twice.",
        "that the army had asked for it twice",
        "Jonas Weber",
        "indirect",
    ),
    "nominal cue": Case(
        "Prime Minister Karin Dahl expressed confidence that the talks would succeed before Christmas.",
        "that the talks would succeed before Christmas",
        "Karin Dahl",
        "indirect",
    ),
    "possessive": Case(
        "Robert Hale’s claim that the votes had been counted twice is under investigation.",
        "that the votes had been counted twice",
        "Robert Hale",
        "indirect",
    ),
    "negated": Case(
        "Daniel Osei did not say whether he would run for a second term.",
        "whether he would run for a second term",
        "Daniel Osei",
        "indirect",
        negated=True,
    ),
    "thought": Case(
        "Nina Petrova believes that the court will decide in her favor.",
        "that the court will decide in her favor",
        "Nina Petrova",
        "indirect",
        "thought",
    ),
    "conjoined cues": Case(
        "Paul Meyer apologized for the delay and promised that the refunds would be paid by Friday.",
        "that the refunds would be paid by Friday",
        "Paul Meyer",
        "indirect",
    ),
    "pronoun": Case(
        "Judge Susan Clarke opened the hearing at noon. She said the witness had been threatened.",
        "the witness had been threatened",
        "Susan Clarke",
        "indirect",
    ),
    "organisation": Case(
        "The World Health Organization warned on Tuesday that the disease was spreading faster than expected.",
        "that the disease was spreading faster than expected",
        "World Health Organization",
        "indirect",
    ),
    "unnamed": Case(
        "A senior official who asked not to be named said the deal was dead.",
        "the deal was dead",
        None,
        "indirect",
    ),
    "apposed name": Case(
        "An attorney for the family, Mark Delgado, said on Friday that the suit would go on.",
        "that the suit would go on",
        "Mark Delgado",
        "indirect",
    ),
    "body": Case(
        "Emma Harding lost by nine votes. The Harding campaign said on Tuesday that it would ask for a recount.",
        "that it would ask for a recount",
        "Harding campaign",
        "indirect",
    ),
    "poll": Case(
        "A Quillman University poll found that most voters were still undecided.",
        "that most voters were still undecided",
        "Quillman University",
        "indirect",
    ),
    "two roles, one person": Case(
        "Rosa Vidal, a former judge and senator, said the law would not survive.",
        "the law would not survive",
        "Rosa Vidal",
        "indirect",
    ),
    "role": Case(
        "Mayor Denise Calder opened the meeting. The mayor said the pool would close in June.",
        "the pool would close in June",
        "Denise Calder",
        "indirect",
    ),
    "re-opened marks": Case(
        "“We waited for three hours,” said nurse Emily Grant.\n\n“Nobody came. Nobody called.\n\n“In the end we walked.”",
        "“We waited for three hours,” … “Nobody came. Nobody called.\n\n“In the end we walked.”",
        "Emily Grant",
        "direct",
    ),
}


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
    "turns between single marks": Form(
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

# Texts without quotes, and texts that only the golden files look at.
OTHERS: dict[str, str] = {
    "acronym that is a pronoun": (
        "The WHO said that vaccines would reach ten countries by June. “We must stay alert,” the WHO added in a statement."
    ),
    "firm of a surname": (
        "Martin Keller, who founded the heating firm Keller, is 71. Keller said in a statement that it would recall 40,000"
        " heaters. “I knew nothing of this,” Martin Keller told reporters."
    ),
    "father and son": (
        "George Hale Sr. founded the mill. George Hale Jr. runs it now. “My father never slept,” Hale Jr. said."
        " “He never let me,” the younger Hale added. “I slept well,” George Hale Sr. said."
    ),
    "scare quotes": "The so-called “experts” met at the “Blue Room” on Friday to taste wine.",
    "titles of works": "She directed “The Long Winter” in 1998 and “Harbor Lights” in 2004.",
    "no quote at all": "The town lies on a river and has a small harbor.",
    "statements in a row": (
        "“The mayor has no idea what this means,” said Laura Chen, who runs a bakery. “We open at four in the morning.”\n\n"
        "“I have lost half of my customers since the bridge closed,” said Peter Novak, a butcher.\n\n"
        "“Nobody asked us before they closed it. Nobody came to look at the street or at what is left of it.”\n\n"
        "The city plans to reopen the bridge in May."
    ),
    "headline without speaker": "The storm: what we know so far\n\nIt was a cold day on the coast.",
    "interposed clause": "The harbor, Peter Novak says, will never be the same again.",
    "passive with agent": "Residents were told by the police to stay away from the river.",
    "nested attribution": (
        "Laura Chen said that Mayor Tom Harding had promised her that the school would stay open, and that she believed him."
    ),
    "question asked": "Asked whether he would run again, Daniel Osei said he had not decided. “Ask me in spring,” he added.",
    "negated thought": "Nina Petrova does not believe that the factory will reopen this year.",
    "adjective as cue": "Helen Brooks is confident that the dam will hold through the winter.",
    "statement as cue": (
        "“The talks have failed,” the ministry said in a statement on Friday. “There will be no second round.”"
    ),
    "quotation goes on": (
        "“We lost everything,” said Rosa Vidal. “The house is gone. The boats are gone. Nobody has come to help us.”"
    ),
    "hard wrapped": (
        "Mayor Denise Calder told the council on Monday night that the old pool\n"
        "on Mill Street would close in June. “We have repaired it three times in\n"
        "ten years, and it leaks again,” she said after the meeting. Councillor\n"
        "Peter Novak disagreed. He said that the town could afford one more\n"
        "repair, and that the children had nowhere else to go."
    ),
    "two women": (
        "Judge Susan Clarke met lawyer Emily Grant in the corridor. Grant said the hearing had gone badly. "
        "She added that she would appeal. Clarke declined to comment."
    ),
    "spokeswoman": (
        "The airline will cut forty routes. A spokeswoman, Karin Dahl, said the crews had been told. "
        "“Nobody will be dismissed,” she said."
    ),
    "book speaks": "Jonas Weber wrote a memoir last year. The book says that the army knew of the raid.",
    "group": "Residents and shopkeepers said the noise had become unbearable.",
    "pull quote": (
        "The hospital was full on Saturday night.\n\n"
        "“We waited for three hours and nobody came to help us, not even a nurse,” said Emily Grant, who had brought her son.\n\n"
        "“We waited for three hours and nobody came to help us”\n\n"
        "The hospital said it was sorry. Its director, Peter Novak, promised an inquiry."
    ),
    "guillemets": "«The strait stays open,» said Foreign Minister Jonas Weber. «Nobody will close it.»",
}
