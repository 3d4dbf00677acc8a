#!/usr/bin/env python3
"""Fit the ranker of speakers, its calibration and its floor; print how well it does on articles that it has not seen.

    scripts/train/speakers.py TRAIN.jsonl[.xz] SPEAKERS.jsonl NEWS.jsonl[.xz] [--parses FILE] [--compare] [--write]

TRAIN are articles with gold attributions, SPEAKERS who these belong to ("kind" person, organization, group, unnamed or
none); only articles with speakers count. NEWS are the raw articles to which data/news_speakers.jsonl tells who each quote
belongs to that the engine found in them. All are parsed by the compact models; --parses keeps the parses in a file and
takes them from it the next time. Each gold attribution is an example twice: as the engine found it, and with its gold
source. The right candidate is the one with the gold name; nobody, where gold names nobody; nobody with less weight where no
candidate is right. The other 742 articles of TRAIN with attributions have speakers in data/speaker_labels.jsonl, labelled for
this project; constructions that are rare are taught by the sentences of speaker_sentences.py. Prints,
as JSON, by five-fold cross-validation over articles: the speakers' figures of `quotes evaluate`, for the articles of SPEAKERS
and for those labelled here, the calibration error, and the share of each source of candidates. --compare does the same for a
conditional logit and gradient-boosted trees on the same features. --write puts the weights, fitted on all, into
quotes/speakers/ranker.json. Takes some five minutes with parses at hand.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from speaker_sentences import examples as sentences

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.attribution.passes import Parts
from quotes.document import Document
from quotes.document.parse import Parse
from quotes.engine import find
from quotes.evaluation import Words, pair, plain_name
from quotes.lang.languages import ENGLISH
from quotes.language.pipeline import load
from quotes.lines import read_lines
from quotes.speakers.candidates import Candidate, View, candidates
from quotes.speakers.decision import CLIPPED, Calibration, verdict
from quotes.speakers.features.neighbours import Guess, Neighbours, sure_names
from quotes.speakers.features.rows import rows
from quotes.speakers.features.table import NAMES
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.ranker import LARGEST, Ranker, softmax
from quotes.speakers.views import view_of

DATA = Path(__file__).parent / "data"
LABELS = DATA / "speaker_labels.jsonl"
NEWS_LABELS = DATA / "news_speakers.jsonl"
OUT = Path(__file__).resolve().parents[2] / "quotes" / "speakers" / "ranker.json"
FOLDS = 5
SEED = 1
L2 = 3.0  # of the logit: of 1, 3 and 10 the best in cross-validation
# The networks; of the few settings tried, none was better by more than chance.
NETWORKS, HIDDEN, EPOCHS, BATCH = 4, 64, 16, 256
RATE, DECAY, DROPPED_IN, DROPPED = 0.003, 0.1, 0.1, 0.3
SMALLEST_SCALE = 0.05  # features that hardly ever differ get no huge weights
UNREACHABLE = 0.3  # weight of an example none of whose candidates is right
JOINT = 0.5  # weight of an example whose gold is several speakers
NEWS = 2.0  # weight of an example of raw news: a gold attribution is an example twice, as found and with gold's spans
FLOOR = (
    0.52  # of the calibrated probability of a name that is shown: below about even odds names do more harm than good
)
GOLD_SCORE = 0.97  # what the network gives to spans that are right
NOBODY = NAMES.index("nobody")

Predict = Callable[[Any], Any]


@dataclass
class Asked:
    """A mention with candidates, its gold entry, its rows in the present pass, and the candidates' shares in it."""

    mention: Mention
    candidates: list[Candidate]
    gold: Mapping[str, Any] | None
    rows: list[list[float]]
    shares: Any = None


@dataclass
class Example:
    """The quotes of one article: as the engine finds them (`from_engine`) or as gold has them.

    `origin` is where its speakers are from: "gold", "labelled" for this project, "news" likewise, or a "sentence".
    """

    article: str
    from_engine: bool
    view: View
    asked: list[Asked] = field(default_factory=list)
    origin: str = "gold"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("speakers", type=Path)
    parser.add_argument("news", type=Path)
    parser.add_argument("--parses", type=Path, help="where parses are kept")
    parser.add_argument("--compare", action="store_true", help="measure a linear model and trees, too")
    parser.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    args = parser.parse_args()
    listed: dict[str, dict[str, Any]] = {}
    more = list(read_lines(LABELS))
    here = {entry["doc"] for entry in more}
    for entry in [*read_lines(args.speakers), *more]:
        listed.setdefault(entry["doc"], {})[entry["id"]] = entry
    gold = [d for d in read_lines(args.train) if d["id"] in listed]
    written = [
        {"id": f"sentence {n}", "text": s.text, "source": s.source, "speaker": s.speaker}
        for n, s in enumerate(sentences())
    ]
    news = labelled_news(args.news)
    parses = parsed([*gold, *news, *written], args.parses)
    origins = {d["id"]: "labelled" if d["id"] in here else "gold" for d in gold} | {d["id"]: "news" for d in news}
    listed |= {d["id"]: {a["id"]: a for a in d["attributions"]} for d in news}
    examples = [
        example
        for d in (*gold, *news)
        if d["id"] in parses
        for example in examples_of(d, parses[d["id"]], listed[d["id"]], origins[d["id"]])
    ]
    fold = folds(examples)
    examples += [example_of(d, parses[d["id"]]) for d in written if d["id"] in parses]
    result: dict[str, Any] = {"articles": len(gold) + len(news), "seen as": "five-fold cross-validation over articles"}
    if args.compare:
        first_pass(examples)
        for name, fit in (("conditional logit", fit_logit), ("boosted trees", fit_trees)):
            shares = held_out(examples, fold, fit)
            result[f"{name}, first pass"] = figures(examples, shares, Calibration((1, 0), (1, 0), 0.0))
    first_pass(examples)
    shares = held_out(examples, fold, fit_networks)
    result["networks, first pass"] = figures(examples, shares, Calibration((1, 0), (1, 0), 0.0))
    first = fit_networks(*table(examples))[1]
    second_pass(examples, shares)
    shares = held_out(examples, fold, fit_networks)
    result["networks, second pass"] = figures(examples, shares, Calibration((1, 0), (1, 0), 0.0))
    second = fit_networks(*table(examples))[1]
    scale = calibrated(examples, shares)
    result["with floor"] = {
        **figures([e for e in examples if e.origin in ("gold", "sentence")], shares, scale),
        "calibration error": round(held_out_error(examples, shares, fold), 3),
        "floor": scale.floor,
    }
    for origin in ("labelled", "news"):
        result[f"with floor, {origin}"] = figures([e for e in examples if e.origin == origin], shares, scale)
    result["candidates"] = sources(examples)
    print(json.dumps(result, indent=1))
    if args.write:
        write(first, second, scale, result["with floor"])


# -- examples --------------------------------------------------------------------------------------------------------


def parsed(texts: Sequence[Mapping[str, Any]], kept: Path | None) -> dict[str, Parse]:
    """The parses of texts by their ids, from the file `kept` as far as they are there; what is not, is added to it."""
    known = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}
    missing = [d for d in texts if d["id"] not in known or known[d["id"]].text != d["text"]]
    if missing:
        parses = load("compact").parse([d["text"] for d in missing])
        known |= {d["id"]: p for d, p in zip(missing, parses, strict=True) if isinstance(p, Parse)}
        if kept:
            kept.write_bytes(pickle.dumps(known))
    return known


def example_of(written: Mapping[str, Any], parse: Parse) -> Example:
    """A sentence of speaker_sentences.py: its source, with what governs it as cue and the rest of the sentence as content."""
    document = Document(parse)
    start = written["text"].rindex(written["source"])
    source = Span(start, start + len(written["source"]))
    head = document.head_of(source)
    assert head is not None
    verb = head.head or head
    tokens = verb.sentence.tokens
    first = next((t for t in reversed(verb.children("aux"))), verb)
    cue = Span(min(first.start, verb.start), verb.end)
    after = Span(verb.end, verb.sentence.end)
    content = after if after.end - after.start > 2 else Span(tokens[0].start, source.start)
    draft = Draft((content,), cue, (source,), Rule.NETWORK, 0.9, (), GOLD_SCORE, GOLD_SCORE, GOLD_SCORE)
    view = view_of(document, [draft])
    (mention,) = view.mentions
    speaker = written["speaker"]
    gold = {"speaker": speaker or "", "kind": "person" if speaker else "unnamed"}
    return Example(written["id"], False, view, [Asked(mention, candidates(mention, view), gold, [])], "sentence")


def labelled_news(path: Path) -> list[dict[str, Any]]:
    """Raw articles with labels, in the form of gold articles; an attribution is its own entry in the list of speakers."""
    attributions: dict[str, list[dict[str, Any]]] = {}
    for entry in read_lines(NEWS_LABELS):
        of = attributions.setdefault(entry["doc"], [])
        of.append({**entry, "id": str(len(of))})
    return [d | {"attributions": attributions[d["id"]]} for d in read_lines(path) if d["id"] in attributions]


def examples_of(gold: Mapping[str, Any], parse: Parse, listed: Mapping[str, Any], origin: str) -> list[Example]:
    """The quotes of an article as the engine finds them and, but for raw news, which has no gold quotes, with gold's spans.

    `listed` has the speakers by the numbers of the attributions.
    """
    drafts = find(Document(parse), Parts(wide=True))
    entries = [listed.get(number) if number else None for number in aligned(gold, drafts)]
    examples = [_example(gold["id"], parse, drafts, entries, origin, from_engine=True)]
    if origin != "news":
        wanted = [a for a in gold["attributions"] if a["content"]]
        entries = [listed.get(a["id"]) for a in wanted]
        examples.append(_example(gold["id"], parse, list(map(gold_draft, wanted)), entries, origin, from_engine=False))
    return examples


def _example(
    article: str,
    parse: Parse,
    drafts: Sequence[Draft],
    entries: Sequence[Mapping[str, Any] | None],
    origin: str,
    *,
    from_engine: bool,
) -> Example:
    view = view_of(Document(parse), drafts)
    asked = [Asked(m, candidates(m, view), entry, []) for m, entry in zip(view.mentions, entries, strict=True)]
    return Example(article, from_engine, view, asked, origin)


def gold_draft(attribution: Mapping[str, Any]) -> Draft:
    def spans(key: str) -> tuple[Span, ...]:
        return tuple(Span(start, end) for start, end in attribution.get(key) or ())

    cue = spans("cue")
    whole = Span(cue[0].start, cue[-1].end) if cue else None
    return Draft(spans("content"), whole, spans("source"), Rule.NETWORK, 0.9, (), GOLD_SCORE, GOLD_SCORE, GOLD_SCORE)


def aligned(gold: Mapping[str, Any], drafts: Sequence[Draft]) -> list[str | None]:
    """For each draft the number of the gold attribution whose content it overlaps by half."""
    words = Words(gold["text"])
    wanted = [(a["id"], w) for a in gold["attributions"] if (w := words.of(a["content"]))]
    given = [words.of([(s.start, s.end) for s in d.content]) for d in drafts]
    gold_of = {p.predicted: wanted[p.gold][0] for p in pair([w for _, w in wanted], given) if p.jaccard >= 0.5}
    return [gold_of.get(n) for n in range(len(drafts))]


def folds(examples: Sequence[Example]) -> dict[str, int]:
    articles = sorted({e.article for e in examples})
    random.Random(SEED).shuffle(articles)
    return {article: n % FOLDS for n, article in enumerate(articles)}


def first_pass(examples: Sequence[Example]) -> None:
    for example in examples:
        guesses = [sure_names(a.mention, example.view) for a in example.asked]
        with_guesses(example, guesses)


def second_pass(examples: Sequence[Example], shares: Mapping[int, Any]) -> None:
    """Rows that know the neighbours' answers, as a ranker gave them that had not seen the article."""
    for example in examples:
        guesses = []
        for asked in example.asked:
            best = int(shares[id(asked)].argmax())
            key = asked.candidates[best].key
            guesses.append(Guess(None, 0.0) if key == ("nobody",) else Guess(key, float(shares[id(asked)][best])))
        with_guesses(example, guesses)


def with_guesses(example: Example, guesses: Sequence[Guess]) -> None:
    around = Neighbours(example.view.mentions, guesses, example.view)
    for asked in example.asked:
        asked.rows = rows(asked.mention, asked.candidates, example.view, around)


def target(asked: Asked) -> tuple[list[float], float]:
    """The share of each candidate that would be right, and the weight of the example.

    Of one with a name who speaks with others without ("she and her husband"), labels name the one: that teaches nothing.
    """
    gold, proposed = asked.gold, asked.candidates
    assert gold is not None
    names = {plain_name(n) for n in (gold["speaker"] or "").split(";")} - {""}
    if gold["kind"] == "person" and any(
        c.key[0] == "group" and names & set(map(plain_name, c.name.split(";"))) for c in proposed
    ):
        return [0.0] * len(proposed), 0.0
    nobody = [float(c.key == ("nobody",)) for c in proposed]
    if gold["kind"] in ("unnamed", "none"):
        return nobody, 1.0
    if gold["kind"] == "group":
        right = [float(c.kind == "group" and (c.key[0] == "group" or plain_name(c.name) in names)) for c in proposed]
        weight = JOINT
    else:
        right = [float(c.key != ("nobody",) and plain_name(c.name) in names) for c in proposed]
        right = (
            right
            if any(right)
            else [float(c.kind == gold["kind"] and any(_alike(c.name, n) for n in names)) for c in proposed]
        )
        weight = 1.0
    return (right, weight) if any(right) else (nobody, weight * UNREACHABLE if gold["kind"] != "group" else weight)


def _alike(name: str, wanted: str) -> bool:
    """Whether a candidate's name is a part of the wanted one, or holds it, or is its acronym: the same one, otherwise written."""
    words, other = plain_name(name).split(), wanted.split()
    if not words or set(words) <= {"the", "of", "a"}:
        return False
    if set(words) <= set(other) or set(other) <= set(words):
        return words[-1] == other[-1] or words[0] == other[0]
    letters = "".join(words), "".join(other)
    return letters[0] in ENGLISH.bodies.initials(wanted) or letters[1] in ENGLISH.bodies.initials(name)


@dataclass
class Table:
    """All rows of some examples; `bounds` are where each mention's begin."""

    x: Any
    y: Any
    bounds: Any
    weight: Any


def table(examples: Sequence[Example]) -> tuple[Table]:
    x: list[list[float]] = []
    y: list[float] = []
    bounds, weight = [0], []
    for example in examples:
        for asked in example.asked:
            if asked.gold is None:
                continue
            right, much = target(asked)
            if not any(right):  # somebody else, where "nobody" is no candidate; or not to be learned from
                continue
            x += asked.rows
            y += [r / sum(right) for r in right]
            bounds.append(len(x))
            weight.append(much * (NEWS if example.origin == "news" else 1.0))
    return (Table(np.array(x), np.array(y), np.array(bounds), np.array(weight)),)


# -- models ----------------------------------------------------------------------------------------------------------


def fit_networks(data: Table) -> tuple[Predict, Ranker]:
    """The ranker of the product: the mean of small networks that differ in where they began."""
    scale = np.maximum(data.x.std(axis=0), SMALLEST_SCALE)
    x = np.clip(data.x / scale, -LARGEST, LARGEST).astype(np.float32)
    parts = [_network(x, data, seed) for seed in range(NETWORKS)]
    ranker = Ranker(
        scale.round(4),
        np.concatenate([p[0] for p in parts], axis=1),
        np.concatenate([p[1] for p in parts]),
        np.concatenate([p[2] for p in parts]),
        np.stack([p[3] for p in parts], axis=1),
    )
    return ranker.shares, ranker


def _network(x: Any, data: Table, seed: int) -> tuple[Any, Any, Any, Any]:
    """One hidden layer beside a linear one, with a softmax over the candidates of a mention: weights in, biases, weights out,
    weights of the linear layer.
    """
    import torch
    from torch.nn.functional import dropout

    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    inner = torch.nn.Linear(x.shape[1], HIDDEN)
    outer, direct = torch.nn.Linear(HIDDEN, 1, bias=False), torch.nn.Linear(x.shape[1], 1, bias=False)
    layers = torch.nn.ModuleList([inner, outer, direct])
    rows, wanted = torch.tensor(x), torch.tensor(data.y, dtype=torch.float32)
    sizes = np.diff(data.bounds)
    much = torch.tensor(np.repeat(data.weight, sizes), dtype=torch.float32)
    optimizer = torch.optim.AdamW(layers.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        mixed = order.permutation(len(sizes))
        for start in range(0, len(mixed), BATCH):
            drawn = mixed[start : start + BATCH]
            at = torch.tensor(np.concatenate([np.arange(data.bounds[m], data.bounds[m + 1]) for m in drawn]))
            mention = torch.tensor(np.repeat(np.arange(len(drawn)), sizes[drawn]))
            part = rows[at]
            units = dropout(torch.relu(inner(dropout(part, DROPPED_IN))), DROPPED)
            scores = (outer(units) + direct(part)).squeeze(1)
            most = torch.full((len(drawn),), -1e9).scatter_reduce(0, mention, scores.detach(), "amax")[mention]
            total = torch.zeros(len(drawn)).index_add(0, mention, (scores - most).exp())
            log_share = scores - most - total.log()[mention]
            loss = -(much[at] * wanted[at] * log_share).sum() / len(drawn)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    with torch.no_grad():
        return (
            inner.weight.T.numpy().copy(),
            inner.bias.numpy().copy(),
            outer.weight[0].numpy().copy(),
            direct.weight[0].numpy().copy(),
        )


def fit_logit(data: Table) -> tuple[Predict, None]:
    """A conditional logit: a weight a feature, and one more where the candidate is "nobody"."""
    scale = np.maximum(data.x.std(axis=0), SMALLEST_SCALE)
    mention = np.repeat(np.arange(len(data.bounds) - 1), np.diff(data.bounds))
    z = data.x / scale
    z = np.hstack([z, z * data.x[:, [NOBODY]]])
    much = data.weight[mention]

    def loss(weights: Any) -> tuple[float, Any]:
        share, log_share = shares_of(z @ weights, data.bounds, mention)
        slope = z.T @ (much * (share - data.y)) + 2 * L2 * weights
        return float(-(much * data.y * log_share).sum() + L2 * weights @ weights), slope

    weights = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    plain, nobody = weights[: len(scale)] / scale, weights[len(scale) :] / scale
    return lambda rows: softmax(_array(rows) @ plain + (_array(rows) @ nobody) * _array(rows)[:, NOBODY]), None


def _array(rows: Any) -> Any:
    return np.asarray(rows, dtype=np.float64)


def shares_of(scores: Any, bounds: Any, mention: Any) -> tuple[Any, Any]:
    """The softmax of scores within each mention, and its logarithm."""
    centred = scores - np.maximum.reduceat(scores, bounds[:-1])[mention]
    log_share = centred - np.log(np.add.reduceat(np.exp(centred), bounds[:-1]))[mention]
    return np.exp(log_share), log_share


def fit_trees(data: Table, trees: int = 150, rate: float = 0.1) -> tuple[Predict, None]:
    """Gradient-boosted regression trees with a softmax over the candidates of a mention."""
    from sklearn.tree import DecisionTreeRegressor

    numbers = np.random.default_rng(SEED)
    mention = np.repeat(np.arange(len(data.bounds) - 1), np.diff(data.bounds))
    much = data.weight[mention]
    scores = np.zeros(len(data.x))
    grown: list[tuple[Any, Any]] = []
    for _ in range(trees):
        share, _ = shares_of(scores, data.bounds, mention)
        slope, bend = much * (data.y - share), much * np.maximum(share * (1 - share), 1e-3)
        drawn = (numbers.random(len(data.bounds) - 1) < 0.7)[mention]
        tree = DecisionTreeRegressor(
            max_depth=4, min_samples_leaf=10, max_features=0.4, random_state=int(numbers.integers(1 << 31))
        )
        path = tree.fit(data.x[drawn], slope[drawn]).decision_path(data.x[drawn])
        value = rate * (path.T @ slope[drawn]) / (path.T @ bend[drawn] + 2)
        scores += value[tree.apply(data.x)]
        grown.append((tree, value))
    return lambda rows: softmax(sum(value[tree.apply(_array(rows))] for tree, value in grown)), None


def held_out(
    examples: Sequence[Example], fold: Mapping[str, int], fit: Callable[[Table], tuple[Predict, Any]]
) -> dict[int, Any]:
    """The shares of every mention's candidates, by a model that has not seen the article."""
    shares: dict[int, Any] = {}
    for number in range(FOLDS):
        predict, _ = fit(*table([e for e in examples if fold.get(e.article) != number]))
        for example in examples:
            if fold.get(example.article, 0) == number:
                for asked in example.asked:
                    shares[id(asked)] = predict(asked.rows)
    return shares


# -- figures ---------------------------------------------------------------------------------------------------------


def found_quotes(examples: Sequence[Example]) -> list[Asked]:
    return [a for e in examples if e.from_engine for a in e.asked if a.gold is not None]


def right(asked: Asked, choice: int) -> bool:
    """Whether a candidate is right as `quotes evaluate` counts it; for gold that names nobody, whether it names nobody."""
    gold, chosen = asked.gold, asked.candidates[choice]
    assert gold is not None
    if gold["kind"] in ("person", "organization"):
        return chosen.key != ("nobody",) and plain_name(chosen.name) in {
            plain_name(n) for n in gold["speaker"].split(";")
        }
    return not chosen.named


def figures(examples: Sequence[Example], shares: Mapping[int, Any], scale: Calibration) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for asked in found_quotes(examples):
        assert asked.gold is not None
        decided = verdict(asked.candidates, shares[id(asked)], scale)
        named = asked.candidates[decided.choice].named
        ok = right(asked, decided.choice)
        kind = asked.gold["kind"]
        counts[f"{kind} found"] += 1
        counts[f"{kind} right"] += ok
        if kind != "group":
            counts["named"] += named
            counts["wrong"] += named and not ok
    named_kinds = ("person", "organization")
    nobody = counts["unnamed found"] + counts["none found"]
    return {
        "right of found": percent(
            sum(counts[f"{k} right"] for k in named_kinds), sum(counts[f"{k} found"] for k in named_kinds)
        ),
        "person right of found": percent(counts["person right"], counts["person found"]),
        "organization right of found": percent(counts["organization right"], counts["organization found"]),
        "wrong of named answers": percent(counts["wrong"], counts["named"]),
        "nobody given a name": percent(nobody - counts["unnamed right"] - counts["none right"], nobody),
    }


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def platt(asked: Sequence[Asked], shares: Mapping[int, Any], *, named: bool) -> tuple[float, float]:
    """Slope and intercept for the answers that name somebody, or nobody."""
    x, y = [], []
    for one in asked:
        best = int(shares[id(one)].argmax())
        if one.candidates[best].named == named:
            share = min(max(float(shares[id(one)][best]), CLIPPED), 1 - CLIPPED)
            x.append([np.log(share / (1 - share))])
            y.append(right(one, best))
    model = LogisticRegression(C=10).fit(np.array(x), np.array(y))
    return round(float(model.coef_[0][0]), 3), round(float(model.intercept_[0]), 3)


def calibrated(examples: Sequence[Example], shares: Mapping[int, Any]) -> Calibration:
    asked = found_quotes(examples)
    return Calibration(platt(asked, shares, named=True), platt(asked, shares, named=False), FLOOR)


def held_out_error(examples: Sequence[Example], shares: Mapping[int, Any], fold: Mapping[str, int]) -> float:
    """The expected calibration error (ten bins) of the best candidates, calibrated on the other folds' articles."""
    chances, oks = [], []
    for number in range(FOLDS):
        scale = calibrated([e for e in examples if fold.get(e.article) != number], shares)
        for one in found_quotes([e for e in examples if fold.get(e.article) == number]):
            best = int(shares[id(one)].argmax())
            chances.append(scale.probability(float(shares[id(one)][best]), named=one.candidates[best].named))
            oks.append(right(one, best))
    p, y = np.array(chances), np.array(oks)
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins)))


def sources(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Of each source: for which share of the mentions it proposes somebody, the right one, and the right one alone."""
    asked = [a for a in found_quotes(examples) if a.gold and a.gold["kind"] in ("person", "organization")]
    proposed: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for one in asked:
        proposed.update({s for c in one.candidates for s in c.sources})
        of_right = {s for i, c in enumerate(one.candidates) if c.named and right(one, i) for s in c.sources}
        reached.update(of_right)
        if len(of_right) == 1:
            alone.update(of_right)
        reached["any"] += bool(of_right)
    names = [n for n, _ in reached.most_common()]
    return {
        n: {
            "proposes": percent(proposed[n], len(asked)),
            "reaches": percent(reached[n], len(asked)),
            "alone": percent(alone[n], len(asked)),
        }
        for n in names
    }


def write(first: Ranker, second: Ranker, scale: Calibration, measured: Mapping[str, float]) -> None:
    data = {
        "figures": measured,
        "first": first.to_json(),
        "second": second.to_json(),
        "calibration": {"named": scale.named, "nobody": scale.nobody, "floor": scale.floor},
    }
    OUT.write_text(json.dumps(data, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8")


if __name__ == "__main__":
    main()
