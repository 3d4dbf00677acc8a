"""The features of a candidate for the ranker: a table with a sentence for each, and how they are measured.

In: a mention, its candidates, the view of the article, and the guesses for neighbouring quotes. Out: a row of numbers for each
candidate, in the order of `NAMES`. A feature that does not apply is 0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Token
from quotes.speakers.candidates import Candidate, Key, View
from quotes.speakers.cast import is_subject
from quotes.speakers.descriptions import LIKE_OFFICE, determiners
from quotes.speakers.grammar import asked, asks, governors, is_asked, led_before, owner_fits
from quotes.speakers.mentions import Mention
from quotes.speakers.roles import is_role
from quotes.speakers.salience import barred

__all__ = ["FEATURES", "NAMES", "Guess", "Neighbours", "measured", "rows", "sure_names", "with_neighbours"]

FAR = 20  # sentences
LONG = 10  # mentions, quotes
MANY = 3  # persons without names
ALONE = frozenset({"he", "person"})  # forms of one person
PLACES = (
    "head",
    "title",
    "apposition",
    "inner apposition",
    "owner",
    "compound",
    "conjunct",
    "called",
    "maker",
    "inner maker",
    "outlet",
    "of",
    "preposition",
)
FORMS = ("none", "first", "second", "he", "it", "they", "pronoun", "name", "proper", "person", "body", "work", "thing")
SOURCES = (
    "salience",
    "chain",
    "named next",
    "main figure",
    "description",
    "surname",
    "body of the kind",
    "issuer",
    "brought up",
    "acronym",
    "implied owner",
    "spoke last",
    "is prominent",
    "body just named",
    "place",
    "understood",
    "beside the cue",
    "relative",
    "speaks first",
    "other part",
)
# How the cue's clause depends on the rest of its sentence, where no source was found.
JOINTS = ("root", "advcl", "acl", "xcomp", "ccomp", "conj", "nmod", "obl", "obj", "nsubj")
UNDERSTOOD = ("subject", "owner", "noun")

FEATURES: dict[str, str] = {
    **{f"form: {form}": f"The mention's form is “{form}”." for form in FORMS},
    "relative": "A relative pronoun stands for the mention.",
    "plural": "The mention is plural.",
    "definite": "The mention has a definite article, a demonstrative or an owner.",
    "indefinite": "The mention begins with “a” or “an”.",
    "owned": "The mention has an owner.",
    "owned by pronoun": "Its owner is a pronoun.",
    "gendered": "The mention tells a gender.",
    "crowd": "Its noun is one for many or for nobody in particular (“officials”).",
    "poll": "Its noun is one for polls.",
    "modifier words": "How many words besides its noun the description has that tell anything.",
    "capitals": "The description has a word in capitals.",
    "unnamed before": "The same noun has introduced somebody without a name before (“a woman”, “the woman”).",
    "unnamed near": "How many persons were introduced without a name in this sentence and the one before it.",
    "headline": "The mention stands in the first line.",
    "early": "The mention stands in the first three sentences.",
    "in quotation": "The mention stands inside quotation marks.",
    "subject": "The mention is the subject of its verb.",
    "passive": "The mention is the subject of a passive.",
    "of the cue": "The mention is the subject of the cue's verb.",
    "possessive": "The mention is an owner (“his belief”).",
    "cue passive": "The cue is a passive.",
    "passive of the cue": "The mention is the subject of a passive cue (“was asked”).",
    "cue seems": "The cue says how somebody seems, which is the writer's word.",
    "numbered": "The mention begins with a number or “another”, “some” or the like.",
    "proper owner": "The mention has an owner with a name.",
    "source elsewhere": "The mention stands in another paragraph than the cue.",
    "source score": "How sure the attribution network is of the source.",
    "cue score": "How sure it is of the cue.",
    "content score": "How sure it is of the content.",
    "source words": "How many words the source has.",
    "source parts": "In how many parts the source came.",
    "asked": "The cue asks something, and the mention is who was asked.",
    "cue negated": "The cue is negated.",
    "cue is a noun": "No source was found, and the cue is a noun.",
    "cue has a subject": "No source was found, though the cue's verb has a subject.",
    **{f"joined as: {joint}": f"No source was found, and the cue's clause depends as: {joint}." for joint in JOINTS},
    "nobody": "The candidate is that nobody is named.",
    "person": "The candidate is a person.",
    "organization": "The candidate is an organisation.",
    "group": "The candidate is several, or a people.",
    "a place": "The candidate is mostly spoken of as a place.",
    "tagged as a body": "The share of the candidate's mentions that the tagger takes for an organisation's.",
    "tagged as a thing": "The share of them that it takes for a product's or anything else's.",
    "opens the article": "The candidate is named in the first sentence.",
    "opens as subject": "As the subject of its verb.",
    "has the noun": "The candidate's name has the mention's noun (“the commission”).",
    "alone has the noun": "No other candidate's name has it.",
    "goes by another": "The candidate is a body that goes by the name of another.",
    **{
        f"place: {place}": f"The source holds the candidate's name, and it hangs on the head as: {place}."
        for place in PLACES
    },
    "directness": "How directly the source names the candidate, 0 to 1, whatever its kind: the head most, a clause least.",
    "most direct": "How directly the source names whom it names most directly.",
    "best fit": "How well the description fits the one whom it fits best.",
    "fits worse": "How much better the description fits somebody else.",
    "office unfit": "The description names an office that the article does not give the candidate.",
    "best chain": "The largest share that anybody has of the names in the chain.",
    "best salience": "The largest prominence that anybody has over all rivals.",
    "speaks for": "The mention is a work or a part, and the candidate its owner, maker or the name before it.",
    "place: clause": "The candidate's name stands in a clause inside the source.",
    "place: deep": "The candidate's name hangs on something that hangs on the head.",
    "place: apart": "The parser did not join the candidate's name to the head.",
    "names in phrase": "How many names the source holds.",
    "persons in phrase": "How many of them are persons'.",
    "closes the phrase": "The name ends the first part of the source, behind nothing but titles and descriptions.",
    "name after head": "The name follows the head.",
    "gap to head": "Words between the name and the head.",
    **{f"from: {source}": f"The candidate was proposed by: {source}." for source in SOURCES},
    "rivals by surname": "How many share the surname that the source gives.",
    "title's gender": "1 where a title before the name agrees with the candidate's gender, -1 where it contradicts.",
    "titled": "A title stands before the untagged name.",
    "as written": "The candidate is the source as written.",
    "abbreviates": "The source is short for the candidate's name.",
    "group members": "How many of those who speak together are named.",
    "group parts": "How many speak together.",
    "chain share": "The share of the names in the mention's coreference chain that are the candidate's.",
    "chain names": "How many are named in that chain.",
    "chain length": "How many names it holds.",
    "salience rank": "How many are more prominent before the mention.",
    "salience": "How prominent the candidate is, of all that agree.",
    "salience to next": "The candidate's prominence over that of its strongest rival.",
    "unnamed since": "How many who agree with the mention were introduced without a name since the candidate was named last.",
    "is the owner": "The pronoun of the described person's owner means the candidate (“his aide”).",
    "is meant": "Salience, agreement and chain together choose the candidate.",
    "owner is meant": "They choose the candidate for the owner of the mention.",
    "owner's chain": "The share of the names in the owner's coreference chain that are the candidate's.",
    "holds office": "The candidate belongs to the body of whoever holds an office (“the administration” of a president).",
    "owner by pronoun": "The candidate may be the owner of the mention.",
    "unnamed is meant": "They choose somebody who is described but not named.",
    "unnamed salience": "How prominent that one is.",
    "chain describes": "The chain of the mention holds a description of somebody unnamed.",
    "chain unnamed": "The chain names nobody.",
    "last speaker": "The candidate spoke last before the mention.",
    "last speaker distance": "Sentences since somebody spoke.",
    "turn over": "Somebody else has done something since.",
    "named next": "How many sentences after the mention the candidate is named (1 is the same one).",
    "named next as subject": "As the subject of its verb.",
    "named next fits": "The candidate is named soon after, and the article calls the candidate what the description says.",
    "named next rank": "How many are named before.",
    "byline": "The candidate's name stands in a byline.",
    "note on the author": "The candidate's name begins one of the last paragraphs.",
    "first singular": "The mention is “I” or the like.",
    "subject of cue": "The candidate is the subject or owner of the cue, where no source was found.",
    **{
        f"understood: {how}": f"No source was found, and the candidate is, in a clause above the cue: {how}."
        for how in UNDERSTOOD
    },
    "understood clauses": "How many clauses that one is above the cue.",
    "understood rank": "How many are nearer.",
    "understood passive": "It is the subject of a passive.",
    "understood by pronoun": "A pronoun there may mean the candidate.",
    "understood is meant": "Salience, agreement and chain choose the candidate for that pronoun.",
    "follows the cue": "No source was found, and the candidate's name follows the cue.",
    "agent of the cue": "“By” stands before that name.",
    "after a preposition": "A preposition stands before that name.",
    "words between": "Words between cue and name.",
    "relatives": "The description is of a relative, and how many others have the owner's surname as the candidate has.",
    "speaks first rank": "How many speak before the candidate, where a headline or lead describes somebody.",
    "signed": "A dash joins the candidate's name to the words.",
    "passive subject": "As the subject of a passive.",
    "fit: noun": "How well the description's noun fits what the candidate is called.",
    "fit: said": "The share of its other words that the article says of the candidate.",
    "fit: exact": "The article says hardly more of the candidate.",
    "fit: party": "1 where description and candidate are of one party, -1 where they are of different ones.",
    "fit: place": "1 where the article names the candidate with the description's place, -1 where only with others.",
    "fit: owner": "1 where the article says that the candidate is such a one of the owner's, -1 where of another's.",
    "fit: rivals": "How many fit in every word.",
    "fit: exact rivals": "How many of them exactly.",
    "main figure rank": "How many are named more often, where the candidate is one of the most named.",
    "other noun": "The article calls the same body by another noun.",
    "own name": "The source gives the body's whole name.",
    "body rank": "How many bodies of the kind were named later.",
    "bodies of the kind": "How many bodies of the kind the article names.",
    "body ahead": "The body is named only after the mention.",
    "body distance": "Sentences between the body's name and the mention.",
    "body as subject": "The body was named last as the subject of its verb.",
    "issuer": "The candidate issued a work of the kind.",
    "issuer rank": "How many issued one later.",
    "brought up": "The candidate is named where such a work is spoken of before or, in a headline, after.",
    "brought up inside": "It is named in the phrase of that work.",
    "brought up issuing": "It is the subject of a verb for issuing there.",
    "brought up rank": "How many works of the kind were spoken of since.",
    "brought up distance": "Sentences between the two works.",
    "brought up same noun": "That work went by the same noun.",
    "brought up ahead": "That work is mentioned only after the mention.",
    "same noun": "The work went by the same noun.",
    "work ahead": "The work is mentioned only after the mention.",
    "work distance": "Sentences between the works.",
    "through owner": "The candidate is reached through the described owner of the mention.",
    "through compound": "It is reached through the kind of body before the mention's noun (“company documents”).",
    "through maker": "It is reached through who is described as its maker.",
    "through it": "It is reached through the thing that “it” means.",
    "apposed to": "The description is apposed to the candidate's name.",
    "said of": "The description is said of the candidate.",
    "since": "Sentences since the candidate was named last.",
    "until": "Sentences until the candidate is named next.",
    "mentions since": "Mentions of other persons since the candidate was named last.",
    "bodies since": "How many other bodies were named since the candidate, which is one.",
    "only body near": "The candidate is the only body that is named in the mention's paragraph before it.",
    "share": "The candidate's mentions over those of the most mentioned of its kind.",
    "count": "How often the candidate is named.",
    "just introduced": "The candidate is named for the first time within the two sentences before.",
    "last as subject": "The candidate's last name is the subject of its verb.",
    "last as speaker": "The candidate's last name is of one who says something.",
    "last as asked": "The candidate's last name is of one who is asked something.",
    "last as asker": "The candidate's last name is of one who asks something.",
    "recency rank": "How many other candidates were named later, before the mention.",
    "last in quotation": "The candidate's last name stands inside quotation marks.",
    "last in content": "The candidate's last name stands in the content of the quote.",
    "in content": "The content of the quote names the candidate.",
    "same paragraph": "The candidate was named in the mention's paragraph before it.",
    "governs": "The candidate is the subject of a clause above the mention's in its sentence.",
    "led before": "The candidate's name is the subject of the last sentence that has a person's name as its subject.",
    "others led before": "Somebody else's name is its subject.",
    "only one near": "No other person is named in the mention's paragraph before it.",
    "barred": "Syntax forbids that the mention means the candidate.",
    "gender agrees": "1 where the genders agree, -1 where they differ, 0 where one is not known.",
    "quoted by name": "How many quotes of the article have the candidate's own name as their source, over all that have a name.",
    "previous": "How sure it is that the quote before is the candidate's.",
    "before previous": "How sure it is of the one before that.",
    "next": "How sure it is that the quote after is the candidate's.",
    "quotes since": "Quotes since one that is the candidate's.",
    "previous is another": "How sure it is that the quote before is another's.",
    "previous is near": "The quote before has its mention within the two sentences before.",
    "same sentence": "Another quote has its source in the same sentence, and how sure it is that that one is the candidate's.",
    "same source": "Another quote has the same mention, and how sure it is that that one is the candidate's.",
    "chain mate": "Another quote's mention is in the same chain, and how sure it is that that one is the candidate's.",
}
NAMES = tuple(FEATURES)
# How directly a source names its speaker, by the place of the name: an order that holds for persons and bodies alike.
DIRECTNESS = {
    "place: head": 1.0,
    "own name": 1.0,
    "place: title": 0.9,
    "place: apposition": 0.9,
    "as written": 0.6,
    "apposed to": 0.8,
    "said of": 0.8,
    "signed": 0.9,
    "byline": 0.7,
    "note on the author": 0.7,
    "place: inner apposition": 0.7,
    "titled": 0.9,
    "abbreviates": 0.9,
    "place: maker": 0.5,
    "place: owner": 0.5,
    "place: compound": 0.4,
    "place: conjunct": 0.4,
    "place: called": 0.8,
    "understood: subject": 0.5,
    "follows the cue": 0.5,
    "place: inner maker": 0.35,
    "place: outlet": 0.3,
    "place: of": 0.3,
    "place: preposition": 0.2,
    "place: apart": 0.2,
    "place: deep": 0.1,
    "place: clause": 0.05,
}
BARRING = frozenset({"he", "name", "proper"})
DESCRIBED = frozenset({"person", "body", "work", "thing"})
WORKS = frozenset({"work", "thing", "body"})
VOICES = (
    "place: owner",
    "place: maker",
    "place: compound",
    "owner is meant",
    "issuer",
    "brought up",
    "through owner",
    "through maker",
)
_INDEX = {name: i for i, name in enumerate(NAMES)}


@dataclass(frozen=True)
class Guess:
    """A guess at the speaker of a quote, for resolving the quotes around it: who, and how likely."""

    key: Key | None
    probability: float


def sure_names(mention: Mention, view: View) -> Guess:
    """The guess before anything is ranked: the individual whom the head of a source names."""
    individual = view.cast.named_by(mention.token) if mention.token is not None and mention.form == "name" else None
    return Guess(("individual", individual), 1.0) if individual is not None else Guess(None, 0.0)


class Neighbours:
    """The quotes of an article in the order of their mentions, each with a guess at its speaker."""

    def __init__(self, mentions: Sequence[Mention], guesses: Sequence[Guess], view: View) -> None:
        self.guesses = guesses
        self.mentions = mentions
        self.order = sorted(range(len(mentions)), key=lambda n: (mentions[n].at, n))
        self.place = {n: at for at, n in enumerate(self.order)}
        self.by_token: dict[Token, list[int]] = {}
        self.by_chain: dict[int, list[int]] = {}
        self.sentences = [view.sentence_number(mention.at) for mention in mentions]
        self.by_sentence: dict[int, list[int]] = {}
        self.quoted: dict[Key, int] = {}
        for n, mention in enumerate(mentions):
            if mention.token is None:
                continue
            self.by_sentence.setdefault(self.sentences[n], []).append(n)
            self.by_token.setdefault(mention.token, []).append(n)
            chain = view.document.chain_of(mention.token)
            if chain is not None:
                self.by_chain.setdefault(chain.id, []).append(n)
            if mention.form == "name" and (individual := view.cast.named_by(mention.token)) is not None:
                key: Key = ("individual", individual)
                self.quoted[key] = self.quoted.get(key, 0) + 1
        self.named = max(1, sum(self.quoted.values()))


def rows(
    mention: Mention,
    candidates: Sequence[Candidate],
    view: View,
    around: Neighbours,
) -> list[list[float]]:
    """A row for each of the `candidates`."""
    return with_neighbours(measured(mention, candidates, view), mention, candidates, around)


def with_neighbours(
    table: Sequence[Sequence[float]], mention: Mention, candidates: Sequence[Candidate], around: Neighbours
) -> list[list[float]]:
    """The rows of `table` with the features of the neighbouring quotes filled in."""
    out = []
    for candidate, known in zip(candidates, table, strict=True):
        row = list(known)
        values: dict[str, float] = {}
        _of_neighbours(values, candidate, mention, around)
        for name, value in values.items():
            row[_INDEX[name]] = value
        out.append(row)
    return out


def measured(mention: Mention, candidates: Sequence[Candidate], view: View) -> list[list[float]]:
    """A row for each of the `candidates`, without the features that depend on the speakers of other quotes."""
    shared = _of_mention(mention, view)
    context = _Context(mention, candidates, view)
    table = []
    for candidate in candidates:
        values = {**shared, **candidate.marks}
        _of_candidate(values, candidate)
        direct = [DIRECTNESS[name] for name in candidate.marks if name in DIRECTNESS]
        if values.get("closes the phrase"):
            direct.append(0.8)
        values["directness"] = max(direct, default=0.0)
        values["speaks for"] = float(mention.form in WORKS and any(candidate.marks.get(name) for name in VOICES))
        if candidate.about is not None:
            context.add(values, candidate, candidate.about)
        if values.get("named next") and values.get("fit: noun", 0.0) >= LIKE_OFFICE:
            values["named next fits"] = values.get("fit: said", 0.0)
        table.append(values)
    best = {
        "most direct": max((v["directness"] for v in table), default=0.0),
        "best fit": max((v.get("fit: noun", 0.0) * v.get("fit: said", 0.0) for v in table), default=0.0),
        "best chain": max((v.get("chain share", 0.0) for v in table), default=0.0),
        "best salience": max((v.get("salience to next", 0.0) for v in table), default=0.0),
    }
    out = []
    for candidate, values in zip(candidates, table, strict=True):
        if candidate.individual is not None and best["best fit"]:
            values["fits worse"] = best["best fit"] - values.get("fit: noun", 0.0) * values.get("fit: said", 0.0)
        row = [0.0] * len(NAMES)
        values.update(best)
        for name, value in values.items():
            at = _INDEX.get(name)
            if at is not None:
                row[at] = value
        out.append(row)
    return out


def _of_mention(mention: Mention, view: View) -> dict[str, float]:
    token, draft = mention.token, mention.draft
    values: dict[str, float] = {
        f"form: {mention.form}": 1.0,
        "relative": float(mention.relative),
        "plural": float(mention.plural),
        "definite": float(mention.definite),
        "gendered": float(mention.gender is not None),
        "source score": draft.source_score if draft.source else 0.0,
        "cue score": draft.cue_score,
        "content score": draft.content_score,
        "source words": float(min(20, sum(len(s.of(view.document.text).split()) for s in draft.source))),
        "source parts": float(len(draft.source)),
    }
    if mention.verb is not None:
        values["cue passive"] = float(mention.verb.has("Voice=Pass") or mention.verb.child("aux:pass") is not None)
        cue = view.document.within(draft.cue) if draft.cue is not None else ()
        values["cue seems"] = float(any(t.lemma.lower() in view.language.seeming for t in cue))
        values["cue negated"] = float(any(t.lower in view.language.negators for t in cue))
        values["asked"] = float(asked(mention, view))
        if mention.form == "none":
            values["cue is a noun"] = float(mention.verb.upos == "NOUN")
            values["cue has a subject"] = float(mention.verb.child("nsubj") is not None)
            values[f"joined as: {mention.verb.relation}"] = 1.0
    if token is None:
        return values
    owner = mention.owner
    word = mention.word or token
    values |= {
        "indefinite": float(any(t.lower in {"a", "an"} for t in determiners(token))),
        "owned": float(owner is not None),
        "passive of the cue": float(word.deprel == "nsubj:pass" and word.head is mention.verb),
        "numbered": float(any(t.lower in view.language.numbering for t in determiners(token, "det", "nummod", "amod"))),
        "proper owner": float(owner is not None and owner.upos == "PROPN"),
        "source elsewhere": float(draft.cue is not None and _apart(mention.at, draft.cue.start, view)),
        "owned by pronoun": float(owner is not None and owner.upos == "PRON"),
        "unnamed before": float(mention.form in DESCRIBED and view.introduced_unnamed(token)),
        "unnamed near": float(_unnamed_near(mention, view)) if mention.form in ALONE else 0.0,
        "crowd": float(token.lower in view.language.roles.crowds),
        "poll": float(token.lemma.lower() in view.language.bodies.polls),
        "modifier words": float(view.descriptions.wanted_words(token)) if mention.form in {"person", "body"} else 0.0,
        "capitals": float(any(t.text[0].isupper() for t in token.children("amod", "compound"))),
        "headline": float("\n" not in view.document.text[: mention.at].strip()),
        "early": float(token.sentence.index < 3),
        "in quotation": float(view.document.in_quotation(word.start)),
        "subject": float(is_subject(word)),
        "passive": float(word.deprel == "nsubj:pass"),
        "of the cue": float(mention.verb is not None and word.head is mention.verb),
        "possessive": float(word.deprel == "nmod:poss"),
    }
    return values


def _apart(a: int, b: int, view: View) -> bool:
    """Whether two offsets lie in different paragraphs."""
    one, other = view.document.paragraph_at(a), view.document.paragraph_at(b)
    return one is not None and other is not None and one != other


def _unnamed_near(mention: Mention, view: View) -> int:
    sentences = view.document.sentences
    first = sentences[max(0, view.sentence_number(mention.at) - 1)]
    return min(MANY, view.unnamed_between(first.start, mention.at, mention.gender))


def _of_candidate(values: dict[str, float], candidate: Candidate) -> None:
    kind: SpeakerKind | None = candidate.kind
    if candidate.key == ("nobody",):
        values["nobody"] = 1.0
        return
    if kind in {"person", "organization"}:
        values[kind] = 1.0
    else:
        values["group"] = 1.0
    for source in candidate.sources:
        values[f"from: {source}"] = 1.0


class _Context:
    """Measures the text around a mention, for every candidate that is about an individual."""

    def __init__(self, mention: Mention, candidates: Sequence[Candidate], view: View) -> None:
        self.mention = mention
        self.view = view
        anchor = mention.token or mention.verb
        self.snapshot = view.salience.at.get(anchor) if anchor is not None else None
        if self.snapshot is None and mention.owner is not None:
            self.snapshot = view.salience.at.get(mention.owner)
        self.described = mention.token if mention.form in {"person", "body"} else None
        self.office = (
            self.described is not None
            and mention.form == "person"
            and is_role(self.described)
            and self.described.lemma.lower() not in view.language.roles.any_office
        )
        owner = mention.owner if mention.form == "person" else None
        meant = view.salience.at.get(owner) if owner is not None else None
        self.owner = meant.meant if meant is not None else None
        told = mention.token if mention.form in BARRING else None
        self.barred = barred(told, view.cast) if told is not None else set()
        self.governors = governors(mention, view) if mention.form in {"he", "person", "thing"} else set()
        self.led = led_before(mention, view)
        paragraph = view.document.paragraph_at(mention.at)
        self.paragraph = paragraph.start if paragraph is not None else 0
        named = view.cast.names_within(Span(self.paragraph, mention.at)) if mention.at > self.paragraph else []
        self.near = {i for name in named if view.cast.is_person(i := view.cast.by_span[name])}
        sentence = view.document.sentence_at(mention.at)
        self.sentence = sentence.index if sentence is not None else 0
        about = {c.about for c in candidates if c.about is not None}
        self.last_named = [at for i in about if (at := view.cast.last_named(i, mention.at)) is not None]
        noun = mention.token.lemma.lower() if mention.token is not None and mention.form in WORKS else ""
        self.having = {i for i in about if noun and view.is_named_with(noun, i)}
        salience = self.snapshot.salience if self.snapshot is not None else {}
        self.salience = {i: salience.get(i, 0.0) for i in about}
        self.total = sum(self.salience.values()) or 1.0

    def add(self, values: dict[str, float], candidate: Candidate, individual: int) -> None:
        mention, view = self.mention, self.view
        cast = view.cast
        starts = cast.starts[individual]
        at = bisect_left(starts, mention.at)
        values["a place"] = float(individual in cast.places)
        values["tagged as a body"], values["tagged as a thing"] = cast.tagged[individual]
        values["opens the article"] = float(individual in view.opening)
        values["opens as subject"] = float(view.opening.get(individual, False))
        values["has the noun"] = float(individual in self.having)
        values["alone has the noun"] = float(self.having == {individual})
        values["count"] = float(min(30, len(starts)))
        values["share"] = len(starts) / view.most_named(cast.kind(individual))
        values["since"] = float(FAR)
        if at:
            last = starts[at - 1]
            values["since"] = float(min(FAR, self.sentence - view.sentence_number(last)))
            values["recency rank"] = float(min(LONG, sum(other > last for other in self.last_named)))
            if mention.form in ALONE:
                values["unnamed since"] = float(min(MANY, view.unnamed_between(last, mention.at, mention.gender)))
            values["mentions since"] = float(min(LONG, view.persons_between(last, mention.at)))
            values["same paragraph"] = float(last >= self.paragraph)
            if cast.kind(individual) == "organization":
                since = view.bodies_between(last, mention.at) - {individual}
                values["bodies since"] = float(min(LONG, len(since)))
                values["only body near"] = float(view.bodies_between(self.paragraph - 1, mention.at) == {individual})
            values["just introduced"] = float(self.sentence - view.sentence_number(starts[0]) <= 2)
            token = view.head_at(last)
            if token is not None:
                values["last as subject"] = float(is_subject(token))
                values["last as speaker"] = float(view.speaks(token))
                values["last as asked"] = float(is_asked(token))
                values["last as asker"] = float(asks(token))
                values["last in quotation"] = float(view.document.in_quotation(last))
            values["last in content"] = float(any(s.start <= last < s.end for s in mention.draft.content))
        after = bisect_left(starts, mention.at + 1)
        values["until"] = float(FAR)
        if after < len(starts):
            values["until"] = float(min(FAR, view.sentence_number(starts[after]) - self.sentence))
        values["in content"] = float(
            any(bisect_left(starts, s.start) < bisect_left(starts, s.end) for s in mention.draft.content)
        )
        values["barred"] = float(individual in self.barred)
        values["governs"] = float(individual in self.governors)
        values["led before"] = float(individual in self.led)
        values["others led before"] = float(bool(self.led - {individual}))
        values["only one near"] = float(self.near <= {individual})
        if self.described is not None and candidate.individual == individual:
            fit = view.descriptions.fit(self.described, individual)
            values["fit: noun"] = fit.noun
            values["fit: said"] = fit.said
            values["fit: exact"] = float(fit.exact)
            values["fit: party"] = fit.party
            values["fit: place"] = fit.place
            values["fit: owner"] = owner_fits(mention, individual, view)
            values["is the owner"] = float(individual == self.owner)
            values["office unfit"] = float(self.office and fit.noun == 0)
        gender = cast.genders[individual]
        if mention.gender is not None and gender is not None:
            values["gender agrees"] = 1.0 if gender == mention.gender else -1.0
        own = self.salience.get(individual, 0.0)
        others = max((s for i, s in self.salience.items() if i != individual), default=0.0)
        values["salience"] = own / self.total
        values["salience to next"] = own / (own + others) if own else 0.0
        if self.snapshot is not None:
            values["is meant"] = float(self.snapshot.meant == individual)
            values["last speaker"] = float(self.snapshot.speaker == individual)
            values["last speaker distance"] = float(min(LONG, self.snapshot.speaker_distance))
            values["turn over"] = float(self.snapshot.turn_over)


def _of_neighbours(values: dict[str, float], candidate: Candidate, mention: Mention, around: Neighbours) -> None:
    key = candidate.key
    if key == ("nobody",):
        return
    values["quoted by name"] = around.quoted.get(key, 0) / around.named
    order, guesses = around.order, around.guesses
    place = around.place[mention.number]
    before = [
        n
        for n in order[max(0, place - LONG) : place]
        if around.mentions[n].token is not mention.token or mention.token is None
    ]
    if before:
        previous = guesses[before[-1]]
        values["previous"] = previous.probability if previous.key == key else 0.0
        values["previous is another"] = previous.probability if previous.key not in (key, None) else 0.0
        values["previous is near"] = float(mention.at - around.mentions[before[-1]].at < 400)
        if len(before) > 1:
            second = guesses[before[-2]]
            values["before previous"] = second.probability if second.key == key else 0.0
    values["quotes since"] = float(next((i for i, n in enumerate(reversed(before)) if guesses[n].key == key), LONG))
    following = next((n for n in order[place + 1 : place + 4] if around.mentions[n].token is not mention.token), None)
    if following is not None:
        values["next"] = guesses[following].probability if guesses[following].key == key else 0.0
    beside = [n for n in around.by_sentence.get(around.sentences[mention.number], ()) if n != mention.number]
    values["same sentence"] = max((guesses[n].probability for n in beside if guesses[n].key == key), default=0.0)
    if mention.token is not None:
        same = [guesses[n] for n in around.by_token.get(mention.token, ()) if n != mention.number]
        values["same source"] = max((t.probability for t in same if t.key == key), default=0.0)
        chain = mention.token.sentence.document.chain_of(mention.token)
        if chain is not None:
            mates = [guesses[n] for n in around.by_chain.get(chain.id, ()) if n != mention.number]
            values["chain mate"] = max((t.probability for t in mates if t.key == key), default=0.0)
