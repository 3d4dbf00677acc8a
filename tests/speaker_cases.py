"""Small texts whose source mention is easily given to the wrong one, as seen on news. Their parses lie in fixtures/parses.

`source` is the mention (its last occurrence); `speaker` who it is, None where nobody may be named.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers

__all__ = ["CASES", "RULES", "Case", "check"]


@dataclass(frozen=True)
class Case:
    """A text, a source mention in it (its last occurrence), and the name of who it is; None where nobody may be named.

    `refused`: too unsure to be shown, nobody is named; the right one is one of the two best candidates.
    """

    text: str
    source: str
    speaker: str | None
    group: bool = False
    refused: bool = False


def check(case: Case, resolution: Resolution, found: Speakers) -> None:
    """Assert that the answer is whom the case says."""
    if case.refused:
        assert (resolution.individual, resolution.kind) == (None, None), resolution
        assert case.speaker in [candidate["name"] for candidate in resolution.candidates[:2]], resolution
        return
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
        refused=True,
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

# A minimal text for each rule, and counter-examples; the source is the subject of whatever it does.
RULES = {
    # -- names
    "a slip of the pen is the same person": Case(
        "Stephanie Kramer opened the session. Stephnie Kramer then left. Kramer said it was late.",
        "Kramer",
        "Stephanie Kramer",
    ),
    "a short form is the same person": Case(
        "Michael Osgood runs the port. Mike Osgood said the cranes were safe.", "Mike Osgood", "Michael Osgood"
    ),
    "a generation may be left out": Case(
        "Former Mayor Robert L. Haynes sued. Robert L. Haynes Jr. said he was ready.",
        "Robert L. Haynes Jr.",
        "Robert L. Haynes Jr.",
    ),
    "of spouses, a title tells": Case(
        "Laura Brandt and Peter Brandt own the mill. Mrs. Brandt said it was for sale.", "Mrs. Brandt", "Laura Brandt"
    ),
    "of spouses, whom the article calls by a first name is not the surname": Case(
        "Laura Brandt and Peter Brandt own the mill. Laura lives abroad. Brandt said it was for sale.",
        "Brandt",
        "Peter Brandt",
    ),
    "an acronym that the article defines": Case(
        "The march was called by the Union of Harbor Workers (UHW). Thousands came. UHW said there would be more.",
        "UHW",
        "Union of Harbor Workers",
    ),
    "the last words of one longer name": Case(
        "The National Fisheries Council met in Bergen. The Fisheries Council said stocks were low.",
        "The Fisheries Council",
        "National Fisheries Council",
    ),
    "an office's last word is no given name": Case(
        "Secretary of State Karen Mills said the border would stay open.",
        "Secretary of State Karen Mills",
        "Karen Mills",
    ),
    # -- pronouns
    "the last speaker goes on": Case(
        "Mayor Tom Harding spoke of Governor Paul Weaver's plan. “We will sue,” Harding said. “It is our right,” he added.",
        "he",
        "Tom Harding",
    ),
    "who is talked about does not talk": Case(
        "Daniel Reyes said that Paul Weaver had lied to the council. He said the papers proved it.",
        "He",
        "Daniel Reyes",
    ),
    "a pronoun agrees in gender": Case(
        "Anna Keller met Robert Hale on Monday. She said the talks were short.", "She", "Anna Keller"
    ),
    "an unnamed person stands between": Case(
        "Robert Hale was treated in Leeds. A doctor spoke to reporters afterwards. She said the wound was deep.",
        "She",
        None,
    ),
    # -- descriptions
    "a state in a party tag": Case(
        "Ruth Calloway (D-Vt.) voted against the bill. Tom Price of the press office declined to comment. "
        "The Vermont senator said it was rushed. Senator Calloway will vote again.",
        "The Vermont senator",
        "Ruth Calloway",
    ),
    "a like office": Case(
        "Helen Moss, the family's physician, arrived at noon. The doctor said the boy was well.",
        "The doctor",
        "Helen Moss",
    ),
    "the barest title": Case(
        "President Dahl met French President Luc Morel in Oslo. The president said the visit had gone well.",
        "The president",
        "Dahl",
    ),
    "an owner's lawyer": Case(
        "An attorney for Hale, Simon Okafor, filed the papers. Robert Hale was absent. Hale's lawyer said the case was weak.",
        "Hale's lawyer",
        "Simon Okafor",
    ),
    "a headline's noun": Case(
        "Former navy doctor warns\n\nHelen Moss, who was the navy's chief doctor, said the virus was back.",
        "Former navy doctor",
        "Helen Moss",
    ),
    "a description that fits two is nobody": Case(
        "Senator Ruth Calloway met Senator James Whitby and Senator Mark Oduya. Reporters waited outside for hours. It rained. "
        "Nobody came out. The trains stopped. The senator said the bill was dead.",
        "The senator",
        None,
    ),
    "another's description is not taken": Case(
        "Helen Moss, a nurse, arrived at noon. The judge said the court would rise.", "The judge", None
    ),
    "two roles of one person": Case(
        "Ruth Calloway lost. The former judge and senator said it was over. Senator Ruth Calloway, a judge once, left.",
        "The former judge and senator",
        "Ruth Calloway",
    ),
    # -- bodies
    "a body of like kind": Case(
        "The House Committee on Fisheries met on Monday. The panel said the quotas were too high.",
        "The panel",
        "House Committee on Fisheries",
    ),
    "a lede's body, named next": Case(
        "A federal appeals court ruled against the city.\n\nThe Northern Court of Appeals sat in May.",
        "A federal appeals court",
        "Northern Court of Appeals",
    ),
    "a body of another kind is not taken": Case(
        "The Harbor Workers Union met on Monday. The newspaper said the strike was over.", "The newspaper", None
    ),
    "a poll named before": Case(
        "A Marwick University poll put Reyes ahead. The poll found that most voters were undecided.",
        "The poll",
        "Marwick University",
    ),
    "a headline's poll": Case(
        "New poll shows Reyes ahead\n\nThe Marwick University poll put Reyes ahead by nine points.",
        "New poll",
        "Marwick University",
    ),
    # -- works
    "an owner's words": Case(
        "Robert Hale resigned on Friday. His statement said the board had failed.", "His statement", "Robert Hale"
    ),
    "a book that somebody wrote": Case(
        "Helen Moss wrote a memoir of her years at sea. The book says the captain drank.", "The book", "Helen Moss"
    ),
    "a ruling": Case(
        "The Supreme Court ruled against the city. The ruling said the fines were too high.",
        "The ruling",
        "Supreme Court",
    ),
    "a book of nobody's": Case("Helen Moss went to sea for years. The book says the captain drank.", "The book", None),
    # -- forms
    "a signed letter": Case(
        "LETTERS.\n\nI believe that the bridge should stay.\n\nRobert Hale.\n\nThe mill is ugly.\n\nAnna Keller.",
        "I",
        "Robert Hale",
    ),
    "the first person of nobody's": Case("I believe that the bridge should stay. Robert Hale built it.", "I", None),
    "a pronoun and another": Case(
        "Anna Keller runs the mill. She and her husband said it was for sale.",
        "She and her husband",
        "Anna Keller; her husband",
        group=True,
    ),
    # -- bodies called after somebody, and those that own something
    "a campaign just named": Case(
        "Ruth Moss is abroad. Moss's campaign defends the film. It says the figures are right.", "It", "Moss campaign"
    ),
    "of two campaigns the last": Case(
        "Victor Hale and Ruth Moss ran for mayor. The Hale campaign spent more than the Moss campaign. The campaign said the"
        " figures were wrong.",
        "The campaign",
        "Moss campaign",
    ),
    "the statement of a described body": Case(
        "The State Department closed two embassies. The department's statement says the staff are safe.",
        "The department's statement",
        "State Department",
    ),
    "of two reports the last": Case(
        "The Tide Institute published a report in May. The Wave Centre published a report in June. The report said the sea"
        " would rise.",
        "The report",
        "Wave Centre",
    ),
    "her letter": Case("Anna Keller left in May. Her letter says the mill was old.", "Her letter", "Anna Keller"),
    "its report": Case(
        "The Tide Institute opened in May. Its report says the sea will rise.", "Its report", "Tide Institute"
    ),
    # -- relative clauses, and what is said of somebody
    "an investor who": Case("Ruth Moss, an investor who says the bank is safe, sold her shares.", "who", "Ruth Moss"),
    "the investor who": Case("Ruth Moss is the investor who said the bank was safe.", "who", "Ruth Moss"),
    "whoever": Case("Whoever said that the mill was old was wrong.", "Whoever", None),
    # -- what rules a reading out
    "you": Case("Anna Keller smiled. You said the mill was old.", "You", None),
    "not whom the pronoun reports on": Case(
        "Victor Hale and Tom Harding met. He said Victor Hale had lied.", "He", "Tom Harding"
    ),
    "how somebody seems": Case(
        "Victor Hale runs the port. Hale seemed to say that the cranes were safe.", "Hale", "Victor Hale"
    ),
    "a headline's senator": Case(
        "Senator says the bill was rushed\n\nSenator Ruth Calloway spoke in Vermont on Monday.",
        "Senator",
        "Ruth Calloway",
    ),
}
