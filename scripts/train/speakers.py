#!/usr/bin/env python3
"""Fit the ranker of speakers, its calibration and its floor; print how well it does on articles that it has not seen.

    scripts/train/speakers.py TRAIN.jsonl[.xz] SPEAKERS.jsonl [--parses FILE] [--compare] [--write]

TRAIN are articles with gold attributions, SPEAKERS who these belong to ("kind" person, organization, group, unnamed or
none); only articles with speakers count. They are parsed by the compact models; --parses keeps the parses in a file and
takes them from it the next time. Each gold attribution is an example twice: as the engine found it, and with its gold
source. The right candidate is the one with the gold name; nobody, where gold names nobody; nobody with less weight where no
candidate is right. Constructions that are rare there are taught by the sentences of speaker_sentences.py; nothing is
measured on those. Prints, as JSON, by five-fold cross-validation over articles: the speakers' figures of `quotes evaluate`,
the calibration error, and the share of each source of candidates. --compare does the same for gradient-boosted trees and a
small neural network on the same features. --write puts the weights, fitted on all, into quotes/speakers/ranker.json. Takes
about a minute with parses at hand.
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
from quotes.document import Document
from quotes.document.parse import Parse
from quotes.engine import find
from quotes.evaluation import Words, pair, plain_name
from quotes.language.pipeline import load
from quotes.lines import read_lines
from quotes.speakers.candidates import Candidate, View, candidates
from quotes.speakers.decision import CLIPPED, Calibration, verdict
from quotes.speakers.features import NAMES, Neighbours, Told, rows, sure_names
from quotes.speakers.mentions import Mention
from quotes.speakers.ranker import GROUPS, Ranker, group_of, softmax
from quotes.speakers.views import view_of

OUT = Path(__file__).resolve().parents[2] / "quotes" / "speakers" / "ranker.json"
FOLDS = 5
SEED = 1
L2 = 3.0  # of 1, 3 and 10 the best in cross-validation
SMALLEST_SCALE = 0.05  # features that hardly ever differ get no huge weights
UNREACHABLE = 0.3  # weight of an example none of whose candidates is right
JOINT = 0.5  # weight of an example whose gold is several speakers
FLOOR = 0.5  # of the calibrated probability of a name that is shown: below it more names are wrong than right
GOLD_SCORE = 0.97  # what the network gives to spans that are right
NOBODY = NAMES.index("nobody")

Predict = Callable[[Any, Any], Any]


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
    """The quotes of one article: as the engine finds them (`found`) or as gold has them."""

    article: str
    found: bool
    view: View
    asked: list[Asked] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("speakers", type=Path)
    parser.add_argument("--parses", type=Path, help="where parses are kept")
    parser.add_argument("--compare", action="store_true", help="measure trees and a network too")
    parser.add_argument("--write", action="store_true", help=f"write {OUT.name}")
    args = parser.parse_args()
    listed: dict[str, dict[str, Any]] = {}
    for entry in read_lines(args.speakers):
        listed.setdefault(entry["doc"], {})[entry["id"]] = entry
    gold = [d for d in read_lines(args.train) if d["id"] in listed]
    written = [
        {"id": f"sentence {n}", "text": s.text, "source": s.source, "speaker": s.speaker}
        for n, s in enumerate(sentences())
    ]
    parses = parsed([*gold, *written], args.parses)
    examples = [e for d in gold if d["id"] in parses for e in examples_of(d, parses[d["id"]], listed[d["id"]])]
    fold = folds(examples)
    examples += [example_of(d, parses[d["id"]]) for d in written if d["id"] in parses]
    result: dict[str, Any] = {"articles": len(gold), "seen as": "five-fold cross-validation over articles"}
    if args.compare:
        for name, fit in (("boosted trees", fit_trees), ("small network", fit_network)):
            first_pass(examples)
            shares = held_out(examples, fold, fit)
            result[f"{name}, first pass"] = figures(examples, shares, Calibration((1, 0), (1, 0), 0.0))
    first_pass(examples)
    shares = held_out(examples, fold, fit_logit)
    result["conditional logit, first pass"] = figures(examples, shares, Calibration((1, 0), (1, 0), 0.0))
    first = fit_logit(*table(examples))[1]
    second_pass(examples, shares)
    shares = held_out(examples, fold, fit_logit)
    result["conditional logit, second pass"] = figures(examples, shares, Calibration((1, 0), (1, 0), 0.0))
    second = fit_logit(*table(examples))[1]
    scale = calibrated(examples, shares)
    result["with floor"] = {
        **figures(examples, shares, scale),
        "calibration error": round(held_out_error(examples, shares, fold), 3),
        "floor": scale.floor,
    }
    result["candidates"] = sources(examples)
    print(json.dumps(result, indent=1))
    if args.write:
        write(first, second, scale)


# -- examples --------------------------------------------------------------------------------------------------------


def parsed(texts: Sequence[Mapping[str, Any]], kept: Path | None) -> dict[str, Parse]:
    """The parses of texts by their ids, from the file `kept` as far as they are there; what is not, is added to it."""
    found = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}
    missing = [d for d in texts if d["id"] not in found or found[d["id"]].text != d["text"]]
    if missing:
        parses = load("compact").parse([d["text"] for d in missing])
        found |= {d["id"]: p for d, p in zip(missing, parses, strict=True) if isinstance(p, Parse)}
        if kept:
            kept.write_bytes(pickle.dumps(found))
    return found


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
    return Example(written["id"], False, view, [Asked(mention, candidates(mention, view), gold, [])])


def examples_of(gold: Mapping[str, Any], parse: Parse, listed: Mapping[str, Any]) -> list[Example]:
    document = Document(parse)
    drafts = find(document)
    numbers = aligned(gold, drafts)
    wanted = [a for a in gold["attributions"] if a["content"]]
    both = [
        (True, drafts, [listed.get(n) if n else None for n in numbers]),
        (False, [gold_draft(a) for a in wanted], [listed.get(a["id"]) for a in wanted]),
    ]
    out = []
    for found, of, entries in both:
        view = view_of(document, of)
        example = Example(gold["id"], found, view)
        for mention, entry in zip(view.mentions, entries, strict=True):
            example.asked.append(Asked(mention, candidates(mention, view), entry, []))
        out.append(example)
    return out


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
    found = {p.predicted: wanted[p.gold][0] for p in pair([w for _, w in wanted], given) if p.jaccard >= 0.5}
    return [found.get(n) for n in range(len(drafts))]


def folds(examples: Sequence[Example]) -> dict[str, int]:
    articles = sorted({e.article for e in examples})
    random.Random(SEED).shuffle(articles)
    return {article: n % FOLDS for n, article in enumerate(articles)}


def first_pass(examples: Sequence[Example]) -> None:
    for example in examples:
        told = [sure_names(a.mention, example.view) for a in example.asked]
        with_told(example, told)


def second_pass(examples: Sequence[Example], shares: Mapping[int, Any]) -> None:
    """Rows that know the neighbours' answers, as a ranker gave them that had not seen the article."""
    for example in examples:
        told = []
        for asked in example.asked:
            best = int(shares[id(asked)].argmax())
            key = asked.candidates[best].key
            told.append(Told(None, 0.0) if key == ("nobody",) else Told(key, float(shares[id(asked)][best])))
        with_told(example, told)


def with_told(example: Example, told: Sequence[Told]) -> None:
    around = Neighbours(example.view.mentions, told, example.view)
    for asked in example.asked:
        asked.rows = rows(asked.mention, asked.candidates, example.view, around)


def target(asked: Asked) -> tuple[list[float], float]:
    """The share of each candidate that would be right, and the weight of the example."""
    gold, found = asked.gold, asked.candidates
    assert gold is not None
    names = {plain_name(n) for n in (gold["speaker"] or "").split(";")} - {""}
    nobody = [float(c.key == ("nobody",)) for c in found]
    if gold["kind"] in ("unnamed", "none"):
        return nobody, 1.0
    if gold["kind"] == "group":
        right = [float(c.kind == "group" and (c.key[0] == "group" or plain_name(c.name) in names)) for c in found]
        weight = JOINT
    else:
        right = [float(c.key != ("nobody",) and plain_name(c.name) in names) for c in found]
        weight = 1.0
    return (right, weight) if any(right) else (nobody, weight * UNREACHABLE if gold["kind"] != "group" else weight)


@dataclass
class Table:
    """All rows of some examples; `bounds` are where each mention's begin, `groups` which weights its form shares."""

    x: Any
    y: Any
    bounds: Any
    weight: Any
    groups: Any


def table(examples: Sequence[Example]) -> tuple[Table]:
    x: list[list[float]] = []
    y: list[float] = []
    bounds, weight, groups = [0], [], []
    for example in examples:
        for asked in example.asked:
            if asked.gold is None:
                continue
            right, much = target(asked)
            x += asked.rows
            y += [r / sum(right) for r in right]
            bounds.append(len(x))
            weight.append(much)
            groups.append(group_of(asked.mention.form))
    return (Table(np.array(x), np.array(y), np.array(bounds), np.array(weight), np.array(groups)),)


# -- models ----------------------------------------------------------------------------------------------------------


def fit_logit(data: Table) -> tuple[Predict, Any]:
    """Weights as Ranker has them: a row for all, one a group, one for nobody."""
    scale = np.maximum(data.x.std(axis=0), SMALLEST_SCALE)
    mention = np.repeat(np.arange(len(data.bounds) - 1), np.diff(data.bounds))
    z = (data.x / scale).astype(np.float32)
    parts = [np.arange(len(z)), *(np.flatnonzero(data.groups[mention] == g) for g in range(len(GROUPS)))]
    parts.append(np.flatnonzero(data.x[:, NOBODY]))
    blocks = [np.ascontiguousarray(z[part]) for part in parts]
    much = data.weight[mention]

    def loss(theta: Any) -> tuple[float, Any]:
        weights = theta.reshape(len(blocks), -1)
        scores = np.zeros(len(z))
        for block, part, own in zip(blocks, parts, weights.astype(np.float32), strict=True):
            scores[part] += block @ own
        share, log_share = shares_of(scores, data.bounds, mention)
        off = (much * (share - data.y)).astype(np.float32)
        slope = np.concatenate([block.T @ off[part] for block, part in zip(blocks, parts, strict=True)])
        return float(-(much * data.y * log_share).sum() + L2 * theta @ theta), slope.astype(np.float64) + 2 * L2 * theta

    start = np.zeros(len(blocks) * len(NAMES))
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    weights = theta.reshape(len(blocks), -1) / scale
    ranker = Ranker(weights)
    return ranker.scores, weights


def shares_of(scores: Any, bounds: Any, mention: Any) -> tuple[Any, Any]:
    """The softmax of scores within each mention, and its logarithm."""
    centred = scores - np.maximum.reduceat(scores, bounds[:-1])[mention]
    log_share = centred - np.log(np.add.reduceat(np.exp(centred), bounds[:-1]))[mention]
    return np.exp(log_share), log_share


def fit_trees(data: Table, trees: int = 150, rate: float = 0.1) -> tuple[Predict, Any]:
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
    return lambda x, _: sum(value[tree.apply(np.array(x))] for tree, value in grown), None


def fit_network(data: Table, hidden: int = 48, epochs: int = 60) -> tuple[Predict, Any]:
    """One hidden layer with a softmax over the candidates of a mention."""
    import torch

    torch.manual_seed(SEED)
    scale = np.maximum(data.x.std(axis=0), SMALLEST_SCALE)
    model = torch.nn.Sequential(
        torch.nn.Linear(len(NAMES), hidden), torch.nn.ReLU(), torch.nn.Dropout(0.3), torch.nn.Linear(hidden, 1)
    )
    x = torch.tensor(data.x / scale, dtype=torch.float32)
    y = torch.tensor(data.y, dtype=torch.float32)
    mention = torch.tensor(np.repeat(np.arange(len(data.bounds) - 1), np.diff(data.bounds)))
    much = torch.tensor(data.weight, dtype=torch.float32)[mention]
    count = len(data.bounds) - 1
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.05)
    for _ in range(epochs):
        model.train()
        scores = model(x).squeeze(1).clamp(-30, 30)
        total = torch.zeros(count).index_add(0, mention, scores.exp())
        loss = -(much * y * (scores - total.log()[mention])).sum() / count
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()

    def predict(rows_of: Any, _: int) -> Any:
        with torch.no_grad():
            return model(torch.tensor(np.array(rows_of) / scale, dtype=torch.float32)).squeeze(1).numpy().astype(float)

    return predict, None


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
                    shares[id(asked)] = softmax(predict(asked.rows, group_of(asked.mention.form)))
    return shares


# -- figures ---------------------------------------------------------------------------------------------------------


def found_quotes(examples: Sequence[Example]) -> list[Asked]:
    return [a for e in examples if e.found for a in e.asked if a.gold is not None]


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


def write(first: Any, second: Any, scale: Calibration) -> None:
    data = {
        "first": {name: [round(float(w), 4) for w in first[:, n]] for n, name in enumerate(NAMES)},
        "second": {name: [round(float(w), 4) for w in second[:, n]] for n, name in enumerate(NAMES)},
        "calibration": {"named": scale.named, "nobody": scale.nobody, "floor": scale.floor},
    }
    OUT.write_text(json.dumps(data, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8")


if __name__ == "__main__":
    main()
