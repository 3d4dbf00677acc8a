"""Words that show the form of an English text: labels of interviews, stage directions, salutations, dates, headlines."""

from __future__ import annotations

from quotes.lang.en.roles import ROLES
from quotes.lang.language import FormWords

__all__ = ["FORMS"]

FORMS = FormWords(
    # Labels of lines for those who ask and who answer; often numbered.
    askers=("Q", "QUESTION", "Question"),
    answerers=("A", "ANSWER", "Answer"),
    # Last words of labels that name a part in the conversation instead of a person.
    parts=ROLES.nouns
    | frozenset(
        "chair audience question male female man woman voice operator interviewer narrator crowd all video audio".split()
    ),
    # Small words inside names in labels.
    name_particles=("de", "van", "von", "al", "bin"),
    # Sounds that transcripts put into brackets.
    sounds="applause|laughs?|laughter|laughing|cheers?|cheering|cross-?talk|inaudible|pauses?|music|sighs?",
    # Words with which speakers refer to those who take part in a conversation.
    involved=r"\b(?:I|we|you|my|our|your|me|us)\b|\bI['’]",
    month="(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*",
    salutation=r"(?i:(?:My )?Dear\b[^\n.?!]{0,60}?[,:]|To (?:the Editors?|Whom It May Concern)\b[,:.]?)",
    letter_closing=r"(?:(?:Yours|Your|Sincerely|Respectfully|Faithfully|Truly|Regards|Cordially|Best|Kind|Kindest|Warm|Warmest"
    r"|With|Many thanks|Thank you|Love|Cheers|In solidarity|Gratefully)\b[\w ']{0,40})[,.]?$",
    # Beginnings of letters on a page of letters to the editor.
    letter_openings=("LETTERS", "Letters", "Dear ", "To the Editor", "To the editor"),
    # Nouns without a name that may be a headline's source, besides offices and trades.
    headline_speakers=ROLES.nouns
    | frozenset(
        """poll survey report study analysis newspaper paper media police officials experts scientists researchers doctors
        lawyers prosecutors witnesses sources source analysts economists lawmakers union court judges watchdog ministry
        government campaign camp lawsuit records documents emails data leaders critics family""".split()
    ),
    # Between a headline's speaker and what is spoken about: "Keller *on* taxes: …".
    headline_topics=("on", "to", "at", "in", "after", "about", "over"),
)
