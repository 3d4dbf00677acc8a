"""Candidates who are not the speaker because they are somebody else in the sentence: who asks, who is spoken of, whose friend
speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from quotes.document import Token
from quotes.speakers.candidates.candidate import Candidate
from quotes.speakers.candidates.context import CONTEXT, FAINT, FIRST
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.subjects import asks

__all__ = ["without_silent"]

SAME_ONE = frozenset({"apposition", "other part"})


def without_silent(proposed: list[Candidate], mention: Mention, view: View) -> list[Candidate]:
    """The candidates without those who are named inside the source, ask the speaker or are reported on, if little else proposes
    them.
    """
    inside = _named_inside(mention, view)
    others = _askers(mention, view) | _subjects_reported(mention, view)
    return [c for c in proposed if not (_is_only_inside(c, inside) or _is_only_around(c, others))]


def _named_inside(mention: Mention, view: View) -> Set[int]:
    """Everybody named within the description of a person: "*Hale*'s friend" is not Hale."""
    if mention.form != "person" or mention.whole is None:
        return frozenset()
    return frozenset(view.cast.by_span[name] for name in view.cast.names_within(mention.whole))


def _is_only_inside(candidate: Candidate, inside: Set[int]) -> bool:
    """Whether a candidate is named inside the phrase, but not where the one who speaks is named."""
    if candidate.individual not in inside:
        return False
    return not any(source in SAME_ONE or source.startswith("name: ") for source in candidate.sources)


def _is_only_around(candidate: Candidate, others: Set[int]) -> bool:
    """Whether a candidate is one of the others of the sentence, and nothing but the context proposes it."""
    return candidate.individual in others and candidate.is_only_from(CONTEXT | FAINT | FIRST)


def _askers(mention: Mention, view: View) -> set[int]:
    """Those who have asked the speaker, and so are not."""
    verb = mention.token.head if mention.token is not None else None
    if mention.token is None or verb is None:
        return set()
    asking = [*_agents(verb)]
    if verb.lemma in view.language.answering:
        asking += _subjects_asking(mention.token, verb, view)
    return {named for token in asking if (named := view.cast.named_by(token)) is not None}


def _agents(verb: Token) -> Iterator[Token]:
    """ "*Asked by Hale* whether it was his, the witness said"."""
    agents = (agent for clause in verb.children("advcl") for agent in clause.children("obl"))
    prepositions = verb.language.agent_prepositions
    return (agent for agent in agents if any(case.lower in prepositions for case in agent.children("case")))


def _subjects_asking(token: Token, verb: Token, view: View) -> Iterator[Token]:
    """ "*Hale* asked whose it was. The witness replied": in the sentence of the answer or the one before it."""
    index = token.sentence.index
    for sentence in view.document.sentences[max(0, index - 1) : index + 1]:
        for subject in sentence.tokens:
            if subject.start < verb.start and asks(subject):
                yield subject


def _subjects_reported(mention: Mention, view: View) -> set[int]:
    """Those named as the subject of what a pronoun reports: "*Hale* should not ask, he said"."""
    token = mention.token
    verb = token.head if token is not None and mention.form == "he" and token.relation == "nsubj" else None
    if verb is None:
        return set()
    clauses = verb.children("ccomp")
    if verb.deprel == "parataxis" and verb.head is not None:
        clauses.append(verb.head)
    told = (c for c in clauses if c.lemma not in view.language.speech_verbs)  # not "*Hale said* so, he added"
    subjects = (subject for clause in told for subject in clause.children("nsubj"))
    return {named for subject in subjects if (named := view.cast.of(subject)) is not None}
