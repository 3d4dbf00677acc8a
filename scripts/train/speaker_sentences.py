"""Sentences written for the ranker of speakers: constructions too rare in the corpora for their weights to be learned there.

Each template holds a text, the source in it (its last occurrence), and who that is; None where nobody may be named. `examples`
fills them with made-up names. The texts of the tests are others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Sentence", "examples"]

FILLS = 5  # of each template
SEED = 7
MEN = "Robert Harlan|Peter Quist|Daniel Osei|Thomas Varga|Mark Ellery|Kevin Lomax|Paul Brandvold|James Ockham".split(
    "|"
)
WOMEN = (
    "Helen Farrow|Ruth Castell|Laura Benning|Maria Okonjo|Anna Lindqvist|Susan Trask|Karen Duval|Julia Merrow".split(
        "|"
    )
)
SURNAMES = "Stroud Pellet Corrigan Haverly Munro Dacosta Winslow Barrow".split()
BODIES = (
    "Harbour Commission|Northfield Institute|Census Bureau|Transport Department|Federal Lands Agency|Coastal Trust|"
    "Institute for Rural Policy|Office of Water Quality"
).split("|")
SCHOOLS = "Marlow University|Denholm College|Fairmont University|Kestrel University|Suffield University".split("|")
PAPERS = "The Daily Courier|The Port Herald|The Evening Ledger|The Tribune|The Valley Post".split("|")
COURTS = "Eastern Court of Appeals|Supreme Court|Ninth Circuit Court|High Court|State Court of Appeals".split("|")
COMMITTEES = (
    "House Committee on Forestry|Senate Committee on Trade|Council Committee on Housing|House Budget Committee".split(
        "|"
    )
)
COMPANIES = "Tallow Bank|Norcrest Energy|Ferris Motors|Ardent Foods|Calder Steel".split("|")
ROLES = "senator governor minister judge mayor professor sheriff director".split()
SAID = "the plan would cost millions|the bridge was not safe|nobody had been told|taxes would have to rise|it was too late".split(
    "|"
)

TEMPLATES: tuple[tuple[str, str, str | None], ...] = (
    # works speak for who made or issued them
    ("{p} wrote a memoir of the war years. The book says {x}.", "The book", "{p}"),
    ("{p} published an essay on Monday. The piece said {x}.", "The piece", "{p}"),
    ("{p} resigned on Friday. {His} statement said {x}.", "{His} statement", "{p}"),
    ("{p} sent a letter to the board. In the letter were two claims. The letter said {x}.", "The letter", "{p}"),
    ("The {b} released a report on Tuesday. The report said {x}.", "The report", "{b}"),
    ("The {b} issued a study in May. Few people read it. The study found that {x}.", "The study", "{b}"),
    ("A report by the {b} found that {x}.", "A report by the {b}", "{b}"),
    ("Data from the {b} show that {x}.", "Data from the {b}", "{b}"),
    ("{b} records show that {x}.", "{b} records", "{b}"),
    ("The {b}'s analysis found that {x}.", "The {b}'s analysis", "{b}"),
    ("Emails released by the {b} show that {x}.", "Emails released by the {b}", "{b}"),
    ("An investigation by {n} found that {x}.", "An investigation by {n}", "{n}"),
    ("An article in {n} said {x}.", "An article in {n}", "{n}"),
    ("A {u} poll found that {x}.", "A {u} poll", "{u}"),
    ("A {u} poll put {p} ahead in May. The poll said {x}.", "The poll", "{u}"),
    ("A {u} survey was published in May. Turnout was low. The survey found that {x}.", "The survey", "{u}"),
    ("New poll puts {p} ahead\n\nThe {u} poll of 900 voters was taken in May.", "New poll", "{u}"),
    ("The {c} ruled against the city on Monday. The ruling said {x}.", "The ruling", "{c}"),
    ("The {l} campaign released an ad on Monday. The ad says {x}.", "The ad", "{l} campaign"),
    ("A statement from the {l} campaign said {x}.", "A statement from the {l} campaign", "{l} campaign"),
    ("{k}'s board said {x}.", "{k}'s board", "{k}"),
    ("The report into the fire that killed {p} found that {x}.", "The report into the fire that killed {p}", None),
    ("A book about {p} says {x}.", "A book about {p}", None),
    ("A video of {p} suggests that {x}.", "A video of {p}", None),
    ("{p} spent years at sea. The book says {x}.", "The book", None),
    ("A new poll shows that {x}. {p} was in Denver on Monday.", "A new poll", None),
    # who is named inside the phrase of another
    ("A woman who was robbed by {m} has revealed that {x}.", "A woman who was robbed by {m}", None),
    ("A man who worked for {p} says {x}.", "A man who worked for {p}", None),
    ("{p}'s friend says {x}.", "{p}'s friend", None),
    ("{p}'s neighbor said {x}.", "{p}'s neighbor", None),
    ("An analyst at {k} said {x}.", "An analyst at {k}", None),
    ("A spokesman for the {b} said {x}.", "A spokesman for the {b}", None),
    ("A spokeswoman for {p} said {x}.", "A spokeswoman for {p}", None),
    ("A {k} executive said {x}.", "A {k} executive", None),
    ("An attorney for {p}, {q}, said {x}.", "An attorney for {p}, {q},", "{q}"),
    ("{p}'s running mate, Gov. {q} of Ohio, said {x}.", "{p}'s running mate, Gov. {q} of Ohio,", "{q}"),
    ("{q}, a lawyer for {p}, said {x}.", "{q}, a lawyer for {p},", "{q}"),
    ("{k} chief executive {p} said {x}.", "{k} chief executive {p}", "{p}"),
    ("The former governor and ambassador {p} said {x}.", "The former governor and ambassador {p}", "{p}"),
    ("{q}, who once worked for {p}, said {x}.", "{q}, who once worked for {p},", "{q}"),
    # descriptions
    ("{p}, a {r}, arrived at noon. Reporters were waiting. The {r} said {x}.", "The {r}", "{p}"),
    ("{R} {p} arrived at noon. The {r} said {x}.", "The {r}", "{p}"),
    ("{p}, an engineer, arrived at noon. The {r} said {x}.", "The {r}", None),
    ("{p}, a dentist, met {q}, a farmer, on Sunday. The {r} said {x}.", "The {r}", None),
    (
        "{R} {p} met {R} {q} in May. It rained for days. The hall was empty. The trains stopped. The {r} said {x}.",
        "The {r}",
        None,
    ),
    ("{p}, 37, was arrested on Monday. The 37-year-old said {x}.", "The 37-year-old", "{p}"),
    ("{p}, an expert on tides, visited the port. The expert said {x}.", "The expert", "{p}"),
    ("{p} was robbed on Sunday. The victim said {x}.", "The victim", "{p}"),
    ("{p} won on Tuesday. {q}, a lawyer for {p}, was in the hall. {L}'s lawyer said {x}.", "{L}'s lawyer", "{q}"),
    ("{p} was in town on Monday. A {r} said {x}.", "A {r}", None),
    ("{p} was in town on Monday. One official said {x}.", "One official", None),
    ("{p} was in town on Monday. Officials said {x}.", "Officials", None),
    ("Experts said {x}. {p} was not there.", "Experts", None),
    # bodies
    ("The {b} met on Monday. It was a long day. The {z} said {x}.", "The {z}", "{b}"),
    ("The {d} met on Monday. The panel said {x}.", "The panel", "{d}"),
    ("The {d} met on Monday. The newspaper said {x}.", "The newspaper", None),
    ("The {b} met on Monday. The company said {x}.", "The company", None),
    ("{k} opened a plant in May. The company said {x}.", "The company", "{k}"),
    ("A federal appeals court ruled for the city.\n\nThe {c} sat in May.", "A federal appeals court", "{c}"),
    ("{p} spoke in Denver. {P}'s campaign said {x}.", "{P}'s campaign", "{L} campaign"),
    ("The {l} campaign opened an office. The campaign said {x}.", "The campaign", "{l} campaign"),
    ("{p} spoke in Denver. {His} campaign said {x}.", "{His} campaign", "{L} campaign"),
    ("The {b} met in May. It said {x}.", "It", "{b}"),
    # names
    ("{W} {l} and Peter {l} own the mill. {W} lives abroad. {l} said {x}.", "{l}", "Peter {l}"),
    ("{W} {l} and Peter {l} own the mill. Mrs. {l} said {x}.", "Mrs. {l}", "{W} {l}"),
    # pronouns
    ("{m} spoke of {q}'s plan. “We will sue,” {M} said. “It is our right,” he said.", "he", "{m}"),
    ("{m} said that {q} had lied to the council. He said {x}.", "He", "{m}"),
    ("{w} met {m} on Monday. She said {x}.", "She", "{w}"),
    ("{m} was treated in Leeds. A doctor spoke to reporters. She said {x}.", "She", None),
    ("“He is the most wanted man of all,” {m} said of {q}. “Find him,” he said.", "he", "{m}"),
    # passives and impersonal cues
    ("{p} was asked whether {x}.", "{p}", None),
    ("{p} was accused of knowing that {x}.", "{p}", None),
    ("Asked about the bridge, {p} said {x}.", "{p}", "{p}"),
    # works of whom the article speaks, and how bodies are called (at the end: the draws of the others stay)
    ("The {b} said it would spend a million on an ad. It rained in May. The ad says {x}.", "The ad", "{b}"),
    ("{p} spoke in Denver. {L}'s campaign sent voters an email. The email said {x}.", "The email", "{L} campaign"),
    ("{k} is out with a new ad. The hall was empty. The ad says {x}.", "The ad", "{k}"),
    ("{n} put the story on its front page. The editorial said {x}.", "The editorial", "{n}"),
    ("The {b} criticized an ad on Monday. The ad said {x}.", "The ad", None),
    ("{n} wrote about a lawsuit. It rained. The lawsuit said {x}.", "The lawsuit", None),
    ("{k} opened a plant in May. A new study found that {x}.", "A new study", None),
    ("The results of a {u} poll show that {x}.", "The results of a {u} poll", "{u}"),
    ("An average of polls compiled by the {b} shows that {x}.", "An average of polls compiled by the {b}", "{b}"),
    ("An editorial in {n} said {x}.", "An editorial in {n}", "{n}"),
    ("A group called the {b} said {x}.", "A group called the {b}", "{b}"),
    (
        "President {p} spoke on Monday. It was a long day. The administration said {x}.",
        "The administration",
        "{L} administration",
    ),
    ("{n} reported on Monday that the mill had closed. The newspaper said {x}.", "The newspaper", "{n}"),
    ("Police said {x}. The {b} met on Monday.", "Police", None),
    ("The {b} put out a report in April. {k} put out a report in May. The report found that {x}.", "The report", "{k}"),
    (
        "{k} issued a report on Monday. The {b} issued a report on Friday. In the report, {x}. The report said {x}.",
        "The report",
        "{b}",
    ),
    ("The {L} campaign followed the {l} campaign to Denver. The campaign said {x}.", "The campaign", "{l} campaign"),
    (
        "The {l} campaign raised less than the {L} campaign in May. The campaign said {x}.",
        "The campaign",
        "{L} campaign",
    ),
)


@dataclass(frozen=True)
class Sentence:
    """A made-up text with one quote: its words, the source mention, and who that is; None where nobody is named."""

    text: str
    source: str
    speaker: str | None


def examples() -> Iterator[Sentence]:
    """Every template filled with several sets of names, the same ones each time."""
    draw = random.Random(SEED)
    for text, source, speaker in TEMPLATES:
        for _ in range(FILLS):
            names = _names(draw)
            filled = text.format_map(names), source.format_map(names), speaker.format_map(names) if speaker else None
            yield Sentence(*filled)


def _names(draw: random.Random) -> dict[str, str]:
    man, other = draw.sample(MEN, 2)
    woman = draw.choice(WOMEN)
    person = draw.choice((man, woman))
    body = draw.choice(BODIES)
    role = draw.choice(ROLES)
    kinds = {"Commission": "commission", "Bureau": "bureau", "Department": "department", "Agency": "agency"}
    kind = next((noun for word, noun in kinds.items() if word in body), "office" if "Office" in body else "institute")
    kind = "trust" if "Trust" in body else kind
    return {
        "p": person,
        "P": person,
        "L": person.split()[-1],
        "q": other,
        "m": man,
        "M": man.split()[-1],
        "w": woman,
        "W": woman.split()[0],
        "l": draw.choice(SURNAMES),
        "b": body,
        "z": kind,
        "u": draw.choice(SCHOOLS),
        "n": draw.choice(PAPERS),
        "c": draw.choice(COURTS),
        "d": draw.choice(COMMITTEES),
        "k": draw.choice(COMPANIES),
        "r": role,
        "R": role.capitalize(),
        "x": draw.choice(SAID),
        "His": "His" if person == man else "Her",
    }
