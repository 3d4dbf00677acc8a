"""Words by which English texts show their form: labels of interviews, stage directions, salutations, dates, headlines."""

from __future__ import annotations

import re

__all__ = [
    "ABOUT",
    "INVOLVED",
    "LETTER_CLOSING",
    "MONTH",
    "NAME_PARTICLES",
    "PARTIES",
    "SALUTATION",
    "SOUNDS",
    "SPEAKING_NOUNS",
]

# Who asks and who answers, as the label of a line; often numbered.
PARTIES = "Q|A|QUESTION|ANSWER|Question|Answer"
# Small words inside a name that is a label.
NAME_PARTICLES = "de|van|von|al|bin"
# What transcripts put into brackets beside what is said.
SOUNDS = "applause|laughs?|laughter|laughing|cheers?|cheering|cross-?talk|inaudible|pauses?|music|sighs?"
# Words by which somebody speaks of those who take part in a talk.
INVOLVED = re.compile(r"\b(?:I|we|you|my|our|your|me|us)\b|\bI['’]")

SALUTATION = re.compile(
    r"(?:My )?Dear\b[^\n.?!]{0,60}?[,:]|To (?:the Editors?|Whom It May Concern)\b[,:.]?", re.IGNORECASE
)
LETTER_CLOSING = re.compile(
    r"(?:(?:Yours|Your|Sincerely|Respectfully|Faithfully|Truly|Regards|Cordially|Best|Kind|Kindest|Warm|Warmest|With|Many thanks"
    r"|Thank you|Love|Cheers|In solidarity|Gratefully)\b[\w ']{0,40})[,.]?$"
)

MONTH = "(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"

# Nouns that headlines let speak without a name, beside those for offices and trades.
SPEAKING_NOUNS = frozenset(
    """poll survey report study analysis newspaper paper media police officials experts scientists researchers doctors lawyers
    prosecutors witnesses sources source analysts economists lawmakers union court judges watchdog ministry government
    campaign camp lawsuit records documents emails data leaders critics family""".split()
)
# Between a headline's speaker and what is spoken about: "Keller *on* taxes: …".
ABOUT = re.compile(r"\s(?:on|to|at|in|after|about|over)\s", re.IGNORECASE)
