"""Annotates articles: the one path through the program.

article → parse → drafts → speakers → quotes
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from quotes.annotation import Annotated, Quote, Speaker
from quotes.article import Article, Span
from quotes.attribution import passes, speech
from quotes.attribution.cues import act_of, negated
from quotes.attribution.draft import Draft
from quotes.attribution.passes import Parts, Trace
from quotes.bounded import parse_within, within_cues, within_time
from quotes.document import Document
from quotes.document.parse import Parse
from quotes.errors import ModelError, ReadError
from quotes.failure import Failure
from quotes.forms.passes import PASSES as FORM_PASSES
from quotes.forms.speakers import who_speaks
from quotes.lang.languages import ENGLISH, language_of
from quotes.limits import DEFAULTS, Limits
from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers
from quotes.versions import rules_version
from quotes.workers import can_share, cores, in_order

if TYPE_CHECKING:
    from quotes.language.analyzer import Analyzer

__all__ = ["Failure", "annotate", "annotate_parse", "find", "to_json"]

logger = logging.getLogger(__name__)

LANGUAGE = ENGLISH.code  # of an article for which none is stated
# Words in a batch, the unit of work for a process: so small that all processes finish at about the same time.
BATCH_WORDS = 1500
PASSES = (*passes.PASSES, *FORM_PASSES, *passes.DECISION, *speech.PASSES)
CHAIN_SHOWN = 50  # mentions of a chain in a quote's evidence; all of them for every quote would take quadratic space
MOST_ARTICLES = 512  # in a batch, however short they are
CHARACTERS_A_WORD = 6


def annotate(
    articles: Iterable[Article],
    *,
    models: str = "compact",
    batch_words: int = BATCH_WORDS,
    first_batch_words: int | None = None,
    workers: int | None = 1,
    limits: Limits = DEFAULTS,
    wide: bool = False,
    device: str = "cpu",
) -> Iterator[Annotated | Failure]:
    """Annotate articles in order, a batch at a time. In place of an article that cannot be annotated comes a Failure.

    Batches have `first_batch_words` at first, then up to twice as many as the one before, at most `batch_words`; a longer article
    is a batch of its own. An article in a language without rules gets no quotes. `workers` processes share the work; None
    means as many as there are processors, or one if there is little to do. The results are the same. With a `device` of torch
    ("cuda"), the encoders run there, in one process. The models are loaded when the first article comes. Raises ModelError when
    that fails.

    `wide` also keeps attributions in PolNeAR's wide sense that readers would not call quotes: deeds ("struck down the law"),
    purposes, what things show, what is known to nobody in particular.

    >>> (result,) = quotes.annotate([quotes.Article("a1", "“It will rain all week,” said Eva Lind.")])
    >>> [(quote.content[0].of(result.article.text), result.speakers[quote.speaker].name) for quote in result.quotes]
    [('“It will rain all week,”', 'Eva Lind')]
    """
    waiting = batches(articles, first_batch_words or batch_words, batch_words)
    first = list(islice(waiting, 2))
    if not first:
        return
    waiting = chain(first, waiting)
    if device != "cpu":
        workers = 1  # the state of an accelerator does not survive a fork
    elif workers is None:
        workers = cores() if len(first) > 1 else 1
    if workers > 1 and can_share():
        yield from _share(waiting, models, workers, limits, Parts(wide=wide))
        return
    from quotes.language.pipeline import load, one_thread

    with one_thread():
        analyzer = load(models, device)
        for batch in waiting:
            yield from _annotated(batch, analyzer, limits, Parts(wide=wide))


def _share(
    waiting: Iterator[list[Article]], models: str, workers: int, limits: Limits, parts: Parts
) -> Iterator[Annotated | Failure]:
    from quotes.language.pipeline import load, one_thread

    with one_thread():
        analyzer = load(models)
        for results in in_order(
            lambda batch: list(_annotated(batch, analyzer, limits, parts)), waiting, workers, _lost
        ):
            yield from results


def _lost(batch: list[Article], reason: str) -> list[Annotated | Failure]:
    return [Failure(article.id, None, reason) for article in batch]


def _annotated(
    batch: Sequence[Article], analyzer: Analyzer, limits: Limits, parts: Parts
) -> Iterator[Annotated | Failure]:
    """Each article of a batch with its quotes, or a Failure."""
    texts = [article.text for article in batch if language_of(article.language).has_rules]
    parses = iter(parse_within(analyzer, texts, limits))
    for article in batch:
        if not language_of(article.language).has_rules:
            yield Annotated(article, (), (), analyzer.version, rules_version(wide=parts.wide))
            continue
        parse, notes = next(parses)
        if isinstance(parse, ModelError):
            yield Failure(article.id, None, str(parse))
        else:
            yield _guarded(article, parse, notes, limits, parts)


def _guarded(
    article: Article, parse: Parse, notes: tuple[str, ...], limits: Limits, parts: Parts
) -> Annotated | Failure:
    """The annotated article, or a Failure if the rules raise an error, so that the rest of the batch goes on."""
    try:
        parse, few_cues = within_cues(parse, limits)
        annotated, little_time = within_time(lambda part: annotate_parse(article, part, parts=parts), parse, limits)
        return replace(annotated, notes=(*notes, *few_cues, *little_time))
    except ReadError as error:
        return Failure(article.id, None, str(error))
    except Exception as error:
        failure = Failure.of(article.id, "finding its quotes", error)
        logger.debug("%s\n%s", failure, failure.trace)
        return failure


def batches(articles: Iterable[Article], first: int, most: int) -> Iterator[list[Article]]:
    """Batches of neighbouring articles: about `first` words, then more, up to `most`; a longer article by itself."""
    size = first
    batch: list[Article] = []
    words = 0
    for article in articles:
        more = len(article.text) // CHARACTERS_A_WORD
        if batch and more >= size:
            yield batch
            batch, words = [], 0
        batch.append(article)
        words += more
        if words >= size or len(batch) >= MOST_ARTICLES:
            yield batch
            batch, words = [], 0
            size = min(most, 2 * size)
    if batch:
        yield batch


def annotate_parse(article: Article, parse: Parse, parts: Parts = Parts()) -> Annotated:  # noqa: B008
    """The quotes and speakers of one parsed article. A pure function of the parse.

    >>> quotes.annotate_parse(quotes.Article("a1", "Rain fell."), quotes.Parse("Rain fell.", ())).quotes
    ()
    """
    if not parts.coreference:
        parse = replace(parse, chains=())
    document = Document(parse, language_of(article.language))
    drafts = find(document, parts)
    speakers = who_speaks(document, drafts)
    people = _People(speakers)
    quotes = [
        _quote(draft, resolution, people.index(resolution), document, parts)
        for draft, resolution in zip(drafts, speakers.resolutions, strict=True)
    ]
    return Annotated(article, tuple(quotes), tuple(people.speakers), parse.models, rules_version(wide=parts.wide))


def find(document: Document, parts: Parts = Parts(), *, trace: list[Trace] | None = None) -> list[Draft]:  # noqa: B008
    """The attributions of a document, without speakers, in text order. What each pass did is appended to `trace`."""
    return passes.run(document, parts, passes=PASSES, trace=trace)


class _People:
    """The speakers of an article, numbered in the order in which they are first quoted."""

    def __init__(self, known: Speakers) -> None:
        self.known = known
        self.speakers: list[Speaker] = []
        self.numbers: dict[object, int] = {}

    def index(self, resolution: Resolution) -> int | None:
        if resolution.individual is not None:
            if (number := self.numbers.get(resolution.individual)) is not None:  # saves looking up all mentions again
                return number
            return self._number(resolution.individual, self.known.speaker(resolution.individual))
        if resolution.description and resolution.kind:
            key = (resolution.kind, resolution.description.casefold())
            return self._number(key, Speaker(resolution.description, resolution.kind))
        return None

    def _number(self, key: object, speaker: Speaker) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.speakers)
            self.speakers.append(speaker)
        return self.numbers[key]


def _quote(draft: Draft, resolution: Resolution, speaker: int | None, document: Document, parts: Parts) -> Quote:
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    cue = sentence.within(draft.cue) if sentence is not None and draft.cue else ()
    kind = document.kind_of(draft.content)
    return Quote(
        content=draft.content,
        cue=(draft.cue,) if draft.cue else (),
        source=draft.source,
        source_head=resolution.head,
        kind=kind,
        act=draft.act or act_of(cue, document.language, quoted=kind != "indirect"),
        negated=negated(cue, document.language),
        speaker=speaker,
        confidence=round(draft.probability, 3),
        speaker_confidence=resolution.confidence,
        evidence={
            "rule": str(draft.rule),
            "cue_score": round(draft.cue_score, 3),
            "content_score": round(draft.content_score, 3),
            "source_score": round(draft.source_score, 3),
            "quote_score": round(draft.chance, 3),
            "steps": [*draft.steps, *resolution.steps],
            "candidates": [dict(candidate) for candidate in resolution.candidates],
            "chain": [{"start": s.start, "end": s.end, "text": s.of(document.text)} for s in _nearest(resolution)],
            "models": document.models,
            "rules": rules_version(wide=parts.wide),
        },
    )


def _nearest(resolution: Resolution) -> Sequence[Span]:
    """The mentions that led to the speaker, in text order; of a long chain, those nearest to the source."""
    if resolution.head is None or len(resolution.chain) <= CHAIN_SHOWN:
        return resolution.chain
    place = resolution.head.start
    return sorted(sorted(resolution.chain, key=lambda span: abs(span.start - place))[:CHAIN_SHOWN])


def to_json(annotated: Annotated) -> dict[str, Any]:
    """An annotated article as JSON-ready data, in the form that the scorer takes, with its text and the input's other fields.

    An unnamed speaker has `speaker` null and a `description`.

    >>> quotes.to_json(quotes.annotate_parse(quotes.Article("a1", "Rain fell."), quotes.Parse("Rain fell.", ())))
    {'id': 'a1', 'text': 'Rain fell.', 'quotes': []}
    """

    def spans(of: Sequence[Span]) -> list[list[int]]:
        return [[s.start, s.end] for s in of]

    def described(quote: Quote) -> Mapping[str, Any]:
        speaker = annotated.speakers[quote.speaker] if quote.speaker is not None else None
        named = speaker is not None and speaker.kind != "unnamed"
        return {
            "content": spans(quote.content),
            "cue": spans(quote.cue),
            "source": spans(quote.source),
            "source_head": spans([quote.source_head])[0] if quote.source_head else None,
            "speaker": speaker.name if speaker and named else None,
            "speaker_kind": speaker.kind if speaker else None,
            "description": speaker.name if speaker and not named else None,
            "roles": [role.title for role in speaker.roles] if speaker else [],
            "kind": quote.kind,
            "act": quote.act,
            "negated": quote.negated,
            "confidence": quote.confidence,
            "speaker_confidence": quote.speaker_confidence,
            "text": " … ".join(s.of(annotated.article.text) for s in quote.content),
            "evidence": dict(quote.evidence),
        }

    article = annotated.article
    facts = {k: getattr(article, k) for k in ("title", "outlet", "author", "published", "url") if getattr(article, k)}
    language = {"language": article.language} if article.language != LANGUAGE else {}
    quotes = [described(quote) for quote in annotated.quotes]
    return {**article.extra, "id": article.id, **facts, **language, "text": article.text, "quotes": quotes}
