"""What the grammar of its sentence tells of one word: a subject or not, who says, asks or is asked, what is reported."""

from __future__ import annotations

from quotes.document import Token

__all__ = ["asks", "is_asked", "is_reported", "is_subject", "speaks"]

FOLLOWING = ["as", "for"]


def is_subject(token: Token) -> bool:
    """Whether a token is an active subject; a passive without auxiliary ("called on") counts as active, as a parser's mistake."""
    if token.head is None or token.relation != "nsubj":
        return False
    return token.deprel != "nsubj:pass" or token.head.child("aux:pass") is None


def speaks(token: Token) -> bool:
    """Whether a token is somebody who says something: the subject of a reporting verb, or after "according to"."""
    verb = token.head
    if verb is not None and verb.upos == "VERB" and verb.lemma in token.language.speech_verbs:
        inverted = token.deprel == "obj" and verb.index < token.index and verb.child("nsubj", "csubj") is None
        if inverted or is_subject(token):
            return True
    before = [t.lower for t in token.sentence.tokens[max(0, token.index - 4) : token.index]]
    return "according" in before or before[-2:] == FOLLOWING


def is_reported(token: Token) -> bool:
    """Whether a token is in a clause that depends on a reporting verb."""
    at = token
    for governor in token.ancestors():
        if at.relation in {"ccomp", "xcomp"} and governor.lemma in token.language.speech_verbs:
            return True
        at = governor
    return False


def is_asked(token: Token) -> bool:
    """Whether a token is whom somebody asks: "they asked *Hale* why", "*Hale* was asked"."""
    verb = token.head
    if verb is None or verb.lemma not in token.language.asking:
        return False
    return token.relation in {"obj", "iobj"} or token.deprel == "nsubj:pass"


def asks(token: Token) -> bool:
    """Whether a token is who asks: "*Hale* asked why"."""
    verb = token.head
    return verb is not None and verb.lemma in token.language.asking and token.deprel == "nsubj"
