"""What stands around an article and is none of it, paragraph by paragraph, and what only looks like it."""

from __future__ import annotations

import pytest

from quotes.document.furniture import capital_headings, furniture


@pytest.mark.parametrize(
    "text",
    [
        "MORE: Mayor says taxes will rise in spring",
        "Read more: Nurses “tired and angry”, says union",
        "READ NEXT",
        "READ NEXT: Doctors warn of a long winter",
        "Read more about the harbour plan here",
        "[Also read: Ferry crews vote to strike]",
        "ALSO READ Ferry crews vote to strike",
        "Related: What the mayor said in March",
        "• See also: The pier, a history",
        "Don't miss – five walks along the coast",
        "More from The Lantern",
        "Most read",
        "Story continues below advertisement",
        "Would you like to comment on this article? Sign in to have your say.",
        "Sign up for our newsletter: we promise that we will never spam you.",
        "Get the day's headlines in your inbox every morning",
        "Follow Ada Fell on Twitter and tell her what you think",
        "Follow us on Facebook, where readers say what they like",
        "Have your say: do you think the pier should close?",
        "This article was first published in The Lantern and is reproduced with permission.",
        "The post Mayor says that taxes must rise appeared first on The Lantern.",
        "Do you have a story? Tell our reporters what you know.",
        "Email us: desk@lantern.example",
        "The mayor says goodbye to the crew of the ferry. Photo: Ada Fell/Lantern",
        "Passengers claim that the ferry was late (Photo by Omar Reyes)",
        "© The Lantern",
    ],
)
def test_furniture(text: str) -> None:
    assert furniture([text]) == {0}


@pytest.mark.parametrize(
    "text",
    [
        "“Read more,” the teacher said.",
        "“Subscribe to hope,” she told them.",
        "Read more than one book a week, the librarian said, and you will sleep better.",
        "More than 200 people came, police said.",
        "More: that was all Oliver asked for, and he said so before the whole board, which had never heard the like of it from"
        " a boy of his age and station, and whose chairman, Mr Hale, dropped his spoon and his jaw at the same time.",
        "Follow the money, the prosecutor said.",
        "The post was vacant, she said.",
        "The report says that the bridge is safe.",
        "Support for the plan is falling, a poll found.",
        "Contacted, the deputy attorney general said he knew of no such plan.",
        "The photo shows what the mayor said it would.",
        "Related agencies have been told to clear the canals, the minister said.",
        "Advertising costs money, he added.",
        "Ada Fell is a reporter at The Lantern who was arrested on Monday.",
        "Listen to what I say, the coach said.",
        "The story was published on Monday, and the mayor denied it.",
    ],
)
def test_prose(text: str) -> None:
    assert (
        furniture([text, "The council meets again.", "It will vote.", "The mayor will speak.", "So will others."])
        == set()
    )


def test_authors_are_described_at_the_end() -> None:
    prose = [
        "Mayor Tom Harding said no.",
        "Ada Fell is a reporter who was arrested on Monday, the police say.",
        "More prose.",
    ]
    notes = ["Jo Reed is a reporter at The Lantern and believes in local news.", "Follow her on Twitter: @joreed"]
    assert furniture([*prose, "And prose.", "And prose.", "And prose.", *notes]) == {6, 7}
    assert furniture(["Jo Reed is a writer."]) == set()  # all that there is
    agency = ["Reporting by Jo Reed; editing by Ada Fell"]
    assert furniture(["Mayor Tom Harding said no."] * 5 + agency) == {5}


def test_headings_in_capitals() -> None:
    prose = (
        "Mayor Tom Harding said on Monday that taxes must rise, and that the board of the harbour was to blame for it."
    )
    headline, section = "MAYOR SAYS: TAXES MUST RISE", "WHAT THE MAYOR SAID NEXT"
    assert capital_headings([headline, prose, prose, section, prose]) == {0, 3}
    assert capital_headings([prose, prose, prose, prose, "MR HALE: I DO NOT REMEMBER THAT."]) == set()  # a transcript
    assert capital_headings(["“TAXES MUST RISE,” SAYS MAYOR", prose]) == set()  # said between marks
    assert capital_headings(["NATO SAYS NO", prose]) == set()  # too short to tell
    assert capital_headings([prose.upper(), headline]) == set()  # all of it is in capitals
