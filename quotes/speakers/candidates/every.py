"""All generators, and how their proposals become one list of candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.authors import authors
from quotes.speakers.candidates.brought_up import brought_up
from quotes.speakers.candidates.candidate import Candidate, Key, Proposal
from quotes.speakers.candidates.described import fitting
from quotes.speakers.candidates.inside import names_inside, names_itself, other_part
from quotes.speakers.candidates.named_after import called_after_another, lately_named
from quotes.speakers.candidates.named_later import first_to_speak, named_next
from quotes.speakers.candidates.nobody import nobody
from quotes.speakers.candidates.places import country_meant, place_meant
from quotes.speakers.candidates.prominent import MOST, coreferent, main_figures, prominent
from quotes.speakers.candidates.proper import as_it_stands, same_surname
from quotes.speakers.candidates.through import apposed_to, owner_described, relatives, thing_meant
from quotes.speakers.candidates.together import group, pair_meant
from quotes.speakers.candidates.understood import beside_cue, signed, subject_of_cue, understood
from quotes.speakers.candidates.view import View
from quotes.speakers.candidates.works import issuers, last_to_speak, owners
from quotes.speakers.descriptions import LIKE_OFFICE
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.roles import is_role

__all__ = ["SOURCES", "candidates"]

Source = Callable[[Mention, View], Iterator[Proposal]]

# Generators that use the source phrase itself.
WITHIN: tuple[Source, ...] = (
    names_inside,
    same_surname,
    as_it_stands,
    other_part,
    group,
    called_after_another,
    owner_described,
    apposed_to,
    country_meant,
)
# Generators that use the rest of the article; only if the phrase does not name the speaker itself.
AROUND: tuple[Source, ...] = (
    coreferent,
    prominent,
    named_next,
    subject_of_cue,
    understood,
    beside_cue,
    signed,
    fitting,
    main_figures,
    relatives,
    first_to_speak,
    owners,
    issuers,
    brought_up,
    last_to_speak,
    lately_named,
    place_meant,
    pair_meant,
    thing_meant,
    authors,
)
# Sources that use only the context, whatever the description says.
CONTEXT = frozenset({"salience", "chain", "main figure", "named next"})
NEARBY = CONTEXT - {"named next"}
PRIOR = NEARBY - {"chain"}
OFTEN = frozenset({"main figure"})
PROMINENT = 2  # of the most prominent, whom a description may mean whatever it fits
SAME_ONE = frozenset({"apposition", "other part"})
FAINT = frozenset({"spoke last", "is prominent", "named next", "main figure"})
AHEAD = 3  # sentences
UNLIKE = 0.2  # a body whose kind is no likelier than this
SOURCES = (*WITHIN, *AROUND, nobody)


def candidates(mention: Mention, view: View) -> list[Candidate]:
    """The candidates for a mention, without duplicates, in the order of the generators; "nobody" is always one."""
    sources = (*WITHIN, nobody) if names_itself(mention, view) else SOURCES
    proposed = merged(proposal for source in sources for proposal in source(mention, view))
    if by_signature := [c for c in proposed if "signature" in c.sources]:
        return by_signature
    if any("body's own name" in c.sources for c in proposed):
        return [c for c in proposed if c.key != ("nobody",)]
    if any("name: outlet" in c.sources or ("issuer" in c.sources and not _far_ahead(c)) for c in proposed):
        proposed = [c for c in proposed if not set(c.sources) <= FAINT]
    inside, askers = _named_inside(mention, view), _askers(mention, view)
    askers |= _subjects_reported(mention, view)
    another = _fits_somebody(proposed, mention, view)
    proposed = [
        c
        for c in proposed
        if not (_contradicted(c, mention, view, another) or _only_inside(c, inside) or _only_asked(c, askers))
    ]
    return _fitting(proposed, mention, view)


def _far_ahead(candidate: Candidate) -> bool:
    """Whether the work that a candidate issued is spoken of only much later."""
    return candidate.marks.get("work ahead", 0) > 0 and candidate.marks.get("work distance", 0) > AHEAD


def _fitting(proposed: list[Candidate], mention: Mention, view: View) -> list[Candidate]:
    """The candidates, without those that the description does not fit if it fits another one in every word: if a court of appeals
    is named, "the appeals court" is not the Supreme Court; if a union is named, "the union" is not a mining company.
    """
    token = mention.token
    if token is None or mention.form not in {"person", "body"}:
        return proposed
    fits = {
        c.key: view.descriptions.fit(token, c.individual)
        for c in proposed
        if c.individual is not None and c.kind != "group"  # no "*Ostranan* company" is the Ostranans
    }
    if not any(fit.noun >= LIKE_OFFICE and fit.said == 1 for fit in fits.values()):
        return proposed
    kept = []
    for candidate in proposed:
        fit = fits.get(candidate.key)
        prominent = candidate.marks.get("salience rank", MOST) < PROMINENT
        nameless = fit is not None and 0 < fit.noun < LIKE_OFFICE and fit.said == 1  # its name tells no kind
        if prominent and (mention.form == "person" or nameless):
            # the ranker weighs who fits against who has just been spoken of
            kept.append(candidate)
            continue
        loose = set(candidate.sources) <= CONTEXT - {"chain"} | {"description"}
        if fit is None or not loose or (fit.noun > UNLIKE and fit.said > 0):
            kept.append(candidate)
    return kept


def _named_inside(mention: Mention, view: View) -> frozenset[int]:
    """Everybody named within the description of a person: "*Hale*'s friend" is not Hale."""
    if mention.form != "person" or mention.whole is None:
        return frozenset()
    return frozenset(view.cast.by_span[name] for name in view.cast.names_within(mention.whole))


def _only_inside(candidate: Candidate, inside: frozenset[int]) -> bool:
    """Whether a candidate is named inside the phrase, but not where the one who speaks is named."""
    if candidate.individual not in inside:
        return False
    return not any(source in SAME_ONE or source.startswith("name: ") for source in candidate.sources)


def _fits_somebody(proposed: list[Candidate], mention: Mention, view: View) -> bool:
    """Whether the noun of a description fits one of the candidates; if a place stands before it, every word."""
    token = mention.token
    if token is None or mention.form != "person":
        return False
    _, places = _named_before(token, view)
    fits = [view.descriptions.fit(token, c.individual) for c in proposed if c.individual is not None]
    return any(fit.noun >= LIKE_OFFICE and (fit.said == 1 or not places) for fit in fits)


def _contradicted(candidate: Candidate, mention: Mention, view: View, another: bool) -> bool:
    """Whether the article calls a candidate from the context something contradictory: a nurse is not "the judge".

    If the description fits nobody (not `another`), the most prominent may have an office that the article does not tell.
    """
    token, individual = mention.token, candidate.individual
    if (
        token is None
        or individual is None
        or mention.form not in {"person", "body"}
        or not set(candidate.sources) <= CONTEXT | {"speaks first"}
    ):
        return False
    owner = mention.owner
    if owner is not None and owner.lower in view.language.pronouns.first:  # "*our* correspondent", "*my* father"
        return mention.form == "person" and view.descriptions.fit(token, individual).noun < LIKE_OFFICE
    if not set(candidate.sources) <= CONTEXT:
        return False
    if mention.form == "body":
        return view.descriptions.fit(token, individual).noun == 0
    if owner is not None and owner.upos != "PRON" and set(candidate.sources) <= NEARBY - {"chain"}:
        return (
            view.descriptions.fit(token, individual).noun < LIKE_OFFICE
        )  # "*Hale's* doctor": nobody who is merely near
    lemma = token.lemma.lower()
    roles = view.language.roles
    if not is_role(token) or lemma in roles.any_office:
        return False
    offices = roles.nouns - roles.any_office
    facts = [fact for fact in view.facts.of.get(individual, ()) if fact.head in offices]
    fit = view.descriptions.fit(token, individual)
    bodies, places = _named_before(token, view)
    prominent = _is_prominent(candidate) if places else candidate.marks.get("salience rank") == 0.0
    if fit.noun == fit.said == 0 and set(candidate.sources) <= PRIOR and (bodies or (places and not prominent)):
        return True  # "the *FBI* director": nobody of whom the article says neither
    if fit.noun == 0 and fit.place < 0:
        return True  # "the *Ostranan* senator": nobody from elsewhere whom the article calls no such thing
    if another and fit.noun == 0 and set(candidate.sources) <= OFTEN:
        return True  # "the clerk", where a clerk is named: nobody who is merely often named
    if prominent and not another:
        return False
    return bool(facts) and fit.noun == 0


def _is_prominent(candidate: Candidate) -> bool:
    """Whether a candidate is among the most prominent before the mention or the most named of the article."""
    marks = candidate.marks
    return min(marks.get("salience rank", MOST), marks.get("main figure rank", MOST)) < PROMINENT


def _named_before(token: Token, view: View) -> tuple[bool, bool]:
    """Whether the name of a body, and whether that of a place or party, stands before a noun of office: "the *FBI* director",
    "the *Ostranan* senator". The office that a place owns ("*Norcrest*'s mayor") is held in a body.
    """
    cast, parties = view.cast, view.language.places.party_of
    named = [t for t in token.children("compound", "amod", "nmod:poss") if cast.kind_of(t) == "organization"]
    loose = [t for t in named if t.deprel != "nmod:poss" and (cast.of(t) in cast.places or fold(t.text) in parties)]
    return len(loose) < len(named), bool(loose)


def _askers(mention: Mention, view: View) -> set[int]:
    """Those who have asked the speaker, and so are not: "*Asked by Hale* whether it was his, the witness said", "*Hale* asked
    whose it was. The witness replied".
    """
    verb = mention.token.head if mention.token is not None else None
    agents = (
        [agent for clause in verb.children("advcl") for agent in clause.children("obl")] if verb is not None else []
    )
    prepositions = view.language.agent_prepositions
    by = [agent for agent in agents if any(case.lower in prepositions for case in agent.children("case"))]
    if verb is not None and verb.lemma in view.language.answering and mention.token is not None:
        index = mention.token.sentence.index
        said = [t for sentence in view.document.sentences[max(0, index - 1) : index + 1] for t in sentence.tokens]
        asking = view.language.asking
        by += [
            t
            for t in said
            if t.start < verb.start and t.deprel == "nsubj" and t.head is not None and t.head.lemma in asking
        ]
    return {named for agent in by if (named := view.cast.named_by(agent)) is not None}


def _subjects_reported(mention: Mention, view: View) -> set[int]:
    """Those named as the subject of what a pronoun reports: "*Hale* should not ask, he said"."""
    token = mention.token
    verb = token.head if token is not None and mention.form == "he" and token.relation == "nsubj" else None
    if verb is None:
        return set()
    clauses = verb.children("ccomp")
    if verb.deprel == "parataxis" and verb.head is not None:
        clauses.append(verb.head)
    told = [
        clause for clause in clauses if clause.lemma not in view.language.speech_verbs
    ]  # not "*Hale said* so, he added"
    subjects = [subject for clause in told for subject in clause.children("nsubj")]
    return {named for subject in subjects if (named := view.cast.of(subject)) is not None}


def _only_asked(candidate: Candidate, askers: set[int]) -> bool:
    """Whether a candidate has asked or is spoken of, and nothing but the context proposes it."""
    return candidate.individual in askers and set(candidate.sources) <= CONTEXT | FAINT | {"speaks first"}


def merged(proposals: Iterable[Proposal]) -> list[Candidate]:
    by_key: dict[Key, list[Proposal]] = {}
    for proposal in proposals:
        by_key.setdefault(proposal.key, []).append(proposal)
    return [_one(key, of) for key, of in by_key.items()]


def _one(key: Key, proposals: list[Proposal]) -> Candidate:
    first = proposals[0]
    marks: dict[str, float] = {}
    for proposal in proposals:
        for name, value in proposal.marks.items():
            marks.setdefault(name, value)
    return Candidate(
        key=key,
        name=first.name,
        kind=first.kind,
        individual=first.individual,
        about=first.about if first.about is not None else first.individual,
        members=first.members,
        sources=tuple(dict.fromkeys(p.source for p in proposals)),
        reasons=tuple(dict.fromkeys(p.reason for p in proposals)),
        marks=marks,
        chain=next((p.chain for p in proposals if p.chain), ()),
    )
