"""Small texts whose source mention is easily given to the wrong one, as seen on news. Their parses lie in fixtures/parses.

`source` is the mention (its last occurrence); `speaker` who it is, None where nobody may be named.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers

__all__ = ["CASES", "Case", "check"]


@dataclass(frozen=True)
class Case:
    """A text, a source mention in it (its last occurrence), and the name of who it is; None where nobody may be named."""

    text: str
    source: str
    speaker: str | None
    group: bool = False


def check(case: Case, resolution: Resolution, found: Speakers) -> None:
    """Assert that the answer is whom the case says."""
    if case.group:
        assert (resolution.kind, resolution.description) == ("group", case.speaker), resolution
        return
    named = found.speaker(resolution.individual).name if resolution.individual is not None else None
    if named is None and resolution.kind in ("person", "organization"):
        named = resolution.description
    assert named == case.speaker, resolution.candidates


CASES = {
    # -- whoever is only named inside the phrase
    "robbed by": Case(
        "A woman who was robbed by Victor Hale has revealed that she moved abroad.",
        "A woman who was robbed by Victor Hale",
        None,
    ),
    "killed in the report": Case(
        "The report by the Harbour Safety Board into the collision that killed Lena Brandt found that the radar was off.",
        "The report by the Harbour Safety Board into the collision that killed Lena Brandt",
        "Harbour Safety Board",
    ),
    "pal": Case("Victor Hale left at two. Hale's pal says he was asleep by three.", "Hale's pal", None),
    "analyst at": Case("An analyst at Norcrest Energy said prices would fall.", "An analyst at Norcrest Energy", None),
    "representative for": Case(
        "A representative for Mr. Hale said the papers were filed. Victor Hale was abroad.",
        "A representative for Mr. Hale",
        None,
    ),
    "running mate": Case(
        "Victor Hale's running mate, Gov. Daniel Ortiz of Ohio, said the road would be built.",
        "Victor Hale's running mate, Gov. Daniel Ortiz of Ohio,",
        "Daniel Ortiz",
    ),
    "member of the panel": Case(
        "“It is late,” said Rep. Ruth Calloway of Vermont, the panel's youngest member.",
        "Rep. Ruth Calloway of Vermont, the panel's youngest member",
        "Ruth Calloway",
    ),
    "two roles and a name": Case(
        "Former shipyard director and council candidate Ruth Calloway said the docks were empty.",
        "Former shipyard director and council candidate Ruth Calloway",
        "Ruth Calloway",
    ),
    "poll by two": Case(
        "A poll by the Marlow Institute and Kestrel University found that most were undecided.",
        "A poll by the Marlow Institute and Kestrel University",
        "Marlow Institute; Kestrel University",
        group=True,
    ),
    # -- pronouns
    "of whom is spoken": Case(
        "“He is the most wanted man in the country,” Inspector Paul Weaver said of Victor Hale. “We will find him,” he said.",
        "he",
        "Paul Weaver",
    ),
    "just begun to speak": Case(
        "Victor Hale has run the port since May. Hale wants new cranes, and Hale has the money. Tom Harding, a docker, said"
        " the cranes were dear. He said the men would strike.",
        "He",
        "Tom Harding",
    ),
    "long dead": Case(
        "Lena Brandt died in 1998. Ruth Moss, her daughter, opened the museum on Sunday. Moss said the house was full of letters."
        " She said the garden would follow.",
        "She",
        "Ruth Moss",
    ),
    # -- descriptions
    "age": Case(
        "Tom Harding, 37, was robbed on Sunday. The 37-year-old said he was well.", "The 37-year-old", "Tom Harding"
    ),
    "expert": Case(
        "Helen Moss, an expert on tides, visited the port. The expert explained that the wall was low.",
        "The expert",
        "Helen Moss",
    ),
    "prime minister": Case(
        "Prime Minister Ana Dahl met the unions in Oslo. The prime minister suggested that taxes would fall.",
        "The prime minister",
        "Ana Dahl",
    ),
    "nominee": Case(
        "Republican nominee Victor Hale met Democrat Ruth Calloway in Ohio. The Republican nominee said the vote was close.",
        "The Republican nominee",
        "Victor Hale",
    ),
    "the office of another": Case(
        "Victor Hale spoke in Denver on Monday. Hale was late. Connecticut's tax commissioner said no records had been leaked.",
        "Connecticut's tax commissioner",
        None,
    ),
    "department": Case(
        "The State Department closed two embassies. The department said the staff were safe.",
        "The department",
        "State Department",
    ),
    "a source": Case("Ruth Calloway met the mayor on Monday. A source said the talks were short.", "A source", None),
    # -- one surname
    "plainly the one": Case(
        "Peter Brandt runs the mill. Peter Brandt bought it in May. His sister Laura Brandt lives abroad."
        " Brandt said it was for sale.",
        "Brandt",
        "Peter Brandt",
    ),
    # -- bodies and their works
    "dotted": Case("The F.B.I. said the files were old.", "The F.B.I.", "F.B.I."),
    "board": Case(
        "Norcrest Bank lost money in May. Norcrest Bank's board said it would sell the fleet.",
        "Norcrest Bank's board",
        "Norcrest Bank",
    ),
    "poll": Case(
        "A Marwick University poll found that most voters were undecided.",
        "A Marwick University poll",
        "Marwick University",
    ),
    "records": Case(
        "The Federal Election Commission (FEC) met in May. FEC records show that nobody paid.",
        "FEC records",
        "Federal Election Commission",
    ),
    "released by": Case(
        "Emails released by OpenHarbour show that the board knew.", "Emails released by OpenHarbour", "OpenHarbour"
    ),
    "investigation by": Case(
        "An investigation by The Port Herald found that the wall was cracked.",
        "An investigation by The Port Herald",
        "The Port Herald",
    ),
    "analysis": Case(
        "The Tide Institute's analysis shows that the sea will rise.", "The Tide Institute's analysis", "Tide Institute"
    ),
    "campaign of": Case(
        "Ruth Calloway's campaign said the debate was off.", "Ruth Calloway's campaign", "Calloway campaign"
    ),
    "implied campaign": Case(
        "Ruth Calloway plans a speech in Ohio on Monday. The campaign says taxes will be its subject.",
        "The campaign",
        "Calloway campaign",
    ),
    "spelled out once": Case(
        "The Northern Fishing Council (NFC) met in Bergen. It rained. The NFC said stocks were low.",
        "The NFC",
        "Northern Fishing Council",
    ),
    # -- passives and questions
    "asked whether": Case("Asked whether he would go on, Tom Harding said he would.", "Tom Harding", "Tom Harding"),
    # -- no names
    "lawmakers": Case("Lawmakers said the bill was rushed. Ruth Calloway was absent.", "Lawmakers", None),
    "experts": Case("Experts said the wall was low. Helen Moss built it.", "Experts", None),
    # -- layout
    "signed with a dash": Case(
        "Readers wrote to us.\n\n“The bridge should stay.” — Ruth Calloway\n\n“The mill is ugly.” — Tom Harding",
        "Tom Harding",
        "Tom Harding",
    ),
}
