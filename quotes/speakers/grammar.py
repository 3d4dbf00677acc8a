"""What the grammar around a mention tells of who it is: subjects above it and before it, owners, and whether it was asked."""

from __future__ import annotations

from quotes.speakers.candidates import View
from quotes.speakers.mentions.mention import Mention

__all__ = ["asked", "governors", "led_before", "owner_fits"]

LED_WITHIN = 3  # sentences
MAIN_CLAUSES = frozenset({"root", "parataxis", "conj"})


def asked(mention: Mention, view: View) -> bool:
    """Whether the mention is asked by somebody: "*asked* whether it was so, Hale said", "Hale *was asked*"."""
    verb, word = mention.verb, mention.word
    if verb is None or word is None or verb.lemma not in view.language.asking:
        return False
    if not (verb.has("VerbForm=Part") or verb.has("Voice=Pass")) or (verb.has("Tense=Pres")):
        return False
    if word.head is not verb:
        return True
    agent = any(case.lower in view.language.agent_prepositions for case in word.children("case"))
    return not agent and (word.deprel == "nsubj:pass" or verb.child("aux") is None)


def governors(mention: Mention, view: View) -> set[int]:
    """Those whose names are the subjects of clauses above the mention's own: "*Hale* hurt his cause when *he* agreed"."""
    at = mention.word.head if mention.word is not None else None
    if at is None:
        return set()
    above: set[int] = set()
    for clause in at.ancestors():
        subject = clause.child("nsubj")
        individual = view.cast.named_by(subject) if subject is not None else None
        if individual is not None:
            above.add(individual)
    return above


def led_before(mention: Mention, view: View) -> set[int]:
    """The persons whose names are subjects of main clauses in the last sentence that has any, not far before the mention's."""
    sentence = view.document.sentence_at(mention.at)
    if sentence is None:
        return set()
    inside = view.document.in_quotation
    for before in reversed(view.document.sentences[max(0, sentence.index - LED_WITHIN) : sentence.index]):
        led: set[int] = set()
        for token in before.tokens:
            verb = token.head
            if (
                token.relation == "nsubj"
                and verb is not None
                and verb.relation in MAIN_CLAUSES
                and not inside(token.start)
            ):
                individual = view.cast.named_by(token)
                if individual is not None and view.cast.is_person(individual):
                    led.add(individual)
        if led:
            return led
    return set()


def owner_fits(mention: Mention, individual: int, view: View) -> float:
    """Whether the article calls the individual this owner's: "his lawyer", after "Hale's lawyer, Ruth Moss".

    1 if so, -1 if it calls the individual another one's, else 0.
    """
    token, owner, cast = mention.token, mention.owner, view.cast
    if token is None or owner is None:
        return 0.0
    snapshot = view.salience.at.get(owner)
    whose = cast.named_by(owner)
    if whose is None and snapshot is not None and isinstance(snapshot.meant, int):
        whose = snapshot.meant
    lemma, same_office = token.lemma.lower(), view.language.roles.same_office
    said = {w for fact in view.facts.of.get(individual, ()) if same_office(lemma, fact.head) for w in fact.words}
    owners = {who for surname, bearers in cast.surnames.items() if surname in said for who in bearers} - {individual}
    if whose is None or not owners:
        return 0.0
    return 1.0 if whose in owners else -1.0
