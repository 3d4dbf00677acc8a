"""Words by which English texts show their form: labels of interviews, stage directions, salutations, dates, headlines."""

from __future__ import annotations

from quotes.lang.en.roles import ROLES
from quotes.lang.language import FormWords

__all__ = ["FORMS"]

FORMS = FormWords(
    # Who asks and who answers, as the label of a line; often numbered.
    askers=("Q", "QUESTION", "Question"),
    answerers=("A", "ANSWER", "Answer"),
    # Last words of labels that name a part in the conversation instead of a person.
    parts=ROLES.nouns
    | frozenset(
        "chair audience question male female man woman voice operator interviewer narrator crowd all video audio".split()
    ),
    # Small words inside a name that is a label.
    name_particles=("de", "van", "von", "al", "bin"),
    # What transcripts put into brackets beside what is said.
    sounds="applause|laughs?|laughter|laughing|cheers?|cheering|cross-?talk|inaudible|pauses?|music|sighs?",
    # Words by which somebody speaks of those who take part in a talk.
    involved=r"\b(?:I|we|you|my|our|your|me|us)\b|\bI['’]",
    month="(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*",
    salutation=r"(?i:(?:My )?Dear\b[^\n.?!]{0,60}?[,:]|To (?:the Editors?|Whom It May Concern)\b[,:.]?)",
    letter_closing=r"(?:(?:Yours|Your|Sincerely|Respectfully|Faithfully|Truly|Regards|Cordially|Best|Kind|Kindest|Warm|Warmest"
    r"|With|Many thanks|Thank you|Love|Cheers|In solidarity|Gratefully)\b[\w ']{0,40})[,.]?$",
    # How a line begins that a page of letters to the editor has.
    letter_openings=("LETTERS", "Letters", "Dear ", "To the Editor", "To the editor"),
    # Nouns without a name that headlines give words to: offices, trades and these.
    headline_speakers=ROLES.nouns
    | frozenset(
        """poll survey report study analysis newspaper paper media police officials experts scientists researchers doctors
        lawyers prosecutors witnesses sources source analysts economists lawmakers union court judges watchdog ministry
        government campaign camp lawsuit records documents emails data leaders critics family""".split()
    ),
    # Between a headline's speaker and what is spoken about: "Keller *on* taxes: …".
    headline_topics=("on", "to", "at", "in", "after", "about", "over"),
)
