#!/usr/bin/env python3
"""Learn which drafts a reader would call a quote, and which are speech: fits quotes/attribution/speech.json.

    scripts/train/speech.py [--corpora DIR] [--parses DIR] [--act] [--check]

Two logistic regressions over the features of quotes/attribution/speech_features.py. The first, speech, thought, deed or nothing,
learns from scripts/train/data/speech.jsonl: cues of raw news labelled by the guidelines beside it, matched to the engine's drafts
by their cue. The second, speech or thought, learns from the quotes among them, from polnear/train.speakers.jsonl, which tells it
of the attributions of 96 articles, and from scripts/train/data/act.jsonl, which tells it of doubtful ones in 542 others. The
articles' parses are kept in --parses, made by the compact models when missing; with them the fit takes minutes. Prints, as JSON,
figures from ten-fold cross-validation over articles; --act leaves the first as it is, --check writes nothing.
"""

from __future__ import annotations

import argparse
import json
import lzma
import pickle
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from quotes.article import Span
from quotes.attribution import passes
from quotes.attribution.draft import Draft, overlap
from quotes.attribution.speech import LABELS, LEAST
from quotes.attribution.speech_features import features
from quotes.document import Document, Parse
from quotes.evaluation import Words, pair
from quotes.forms.passes import PASSES as FORM_PASSES
from quotes.lang.en.kinds import SCORER

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "quotes/attribution/speech.json"
LABELLED = Path(__file__).parent / "data/speech.jsonl"
ACTS = Path(__file__).parent / "data/act.jsonl"
FOLDS = 10
# Features seen less often are left out.
LABEL_SEEN = 3
ACT_SEEN = 2
# Inverse strength of the penalty: best of 2, 1, 0.5, 0.33, 0.25, 0.2 and of 0.8, 0.4, 0.2, 0.1 by cross-validation.
LABEL_FREEDOM = 0.25
ACT_FREEDOM = 0.4


@dataclass(frozen=True)
class Example:
    """A draft's features, its label, and its article. Of a "quote" it is not said whether it is speech or thought."""

    features: dict[str, float]
    label: str
    article: str

    @property
    def as_label(self) -> str:
        """One of LABELS: a quote for speech, which most are."""
        return "speech" if self.label == "quote" else self.label


def read(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def parsed(name: str, texts: dict[str, str], folder: Path) -> dict[str, Parse]:
    """The parses of `texts` by article, from the folder where they are kept."""
    path = folder / f"parses.{name}.pkl"
    kept: dict[str, Parse] = pickle.loads(path.read_bytes()) if path.exists() else {}
    missing = [i for i in texts if i not in kept or kept[i].text != texts[i]]
    if missing:
        from quotes.language.pipeline import load

        print(f"parsing {len(missing)} articles for {path}", file=sys.stderr)
        parses = load("compact").parse([texts[i] for i in missing])
        kept |= {i: p for i, p in zip(missing, parses, strict=True) if isinstance(p, Parse)}
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(kept))
    return {i: kept[i] for i in texts if i in kept}


def proposed(parse: Parse) -> tuple[Document, list[Draft]]:
    """What the engine finds in an article before it asks what a reader would call a quote."""
    document = Document(parse)
    drafts = passes.run(document, passes=(*passes.PASSES, *FORM_PASSES, *passes.DECISION))
    return document, [d for d in drafts if d.cue]


def labelled(news: dict[str, Parse]) -> Iterator[Example]:
    """The labels of raw news whose cue the engine still proposes."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for entry in read(LABELLED):
        wanted.setdefault(entry["doc"], []).append(entry)
    for article, entries in wanted.items():
        document, drafts = proposed(news[article])
        for entry in entries:
            cue = (Span(*entry["cue"]),)
            draft = max(drafts, key=lambda d: overlap(cue, [d.cue] if d.cue else []), default=None)
            if draft and draft.cue and overlap(cue, [draft.cue]):
                yield Example(features(draft, document, SCORER), entry["label"], article)


def flagged(
    gold: Sequence[dict[str, Any]], flags: Sequence[dict[str, Any]], parses: dict[str, Parse]
) -> Iterator[Example]:
    """PolNeAR's attributions that have a flag and that the engine finds, speech or thought."""
    speech: dict[str, dict[str, bool]] = {}
    for entry in flags:
        speech.setdefault(entry["doc"], {})[entry["id"]] = entry["speech"]
    for article in (a for a in gold if a["id"] in speech):
        document, drafts = proposed(parses[article["id"]])
        words = Words(article["text"])
        wanted = [words.of(a["content"]) for a in article["attributions"]]
        for match in pair(wanted, [words.of(d.content) for d in drafts]):
            flag = speech[article["id"]].get(article["attributions"][match.gold]["id"])
            if match.jaccard >= 0.5 and flag is not None:
                label = "speech" if flag else "thought"
                yield Example(features(drafts[match.predicted], document, SCORER), label, article["id"])


class Model:
    """A logistic regression over named features."""

    def __init__(self, examples: Sequence[Example], freedom: float, seen: int, without: str) -> None:
        """`seen`: how often a feature must occur; `without`: a pattern of the names of features to leave out."""
        counts = Counter(name for e in examples for name in e.features)
        self.known = {name for name, count in counts.items() if count >= seen and not re.search(without, name)}
        self.columns = DictVectorizer()
        rows = self.columns.fit_transform([self._known(e) for e in examples])
        self.regression = LogisticRegression(C=freedom, max_iter=2000).fit(rows, [e.as_label for e in examples])

    def _known(self, example: Example) -> dict[str, float]:
        return {name: value for name, value in example.features.items() if name in self.known}

    def chances(self, examples: Sequence[Example], labels: Sequence[str]) -> Any:
        """Probabilities, examples by labels."""
        chances = self.regression.predict_proba(self.columns.transform([self._known(e) for e in examples]))
        return chances[:, [list(self.regression.classes_).index(label) for label in labels]]

    def weights(self, labels: Sequence[str]) -> dict[str, list[float]]:
        """For each feature, "" standing for the intercept, a weight for each label; of two labels, for the one given."""
        rows = np.column_stack([self.regression.intercept_[:, None], self.regression.coef_])
        order = [0] if len(labels) == 1 else [list(self.regression.classes_).index(label) for label in labels]
        names = ["", *self.columns.get_feature_names_out()]
        table = {name: [round(float(v), 3) for v in rows[order, n]] for n, name in enumerate(names)}
        return {name: row for name, row in table.items() if not name or max(map(abs, row)) >= 0.01}


def label_model(news: Sequence[Example]) -> Model:
    """What somebody did not say is a quote, marked as negated."""
    return Model(news, LABEL_FREEDOM, LABEL_SEEN, without=r"^negated")


def act_model(examples: Sequence[Example]) -> Model:
    """The network knows PolNeAR's training articles, so that its scores there say too much."""
    return Model([e for e in examples if e.label in {"speech", "thought"}], ACT_FREEDOM, ACT_SEEN, without=" score$")


def held_out(examples: Sequence[Example], train: Any, labels: Sequence[str]) -> Any:
    """Probabilities, examples by labels, each from a model that did not learn from the example's article."""
    chances = np.zeros((len(examples), len(labels)))
    for kept, held in GroupKFold(FOLDS).split(examples, groups=[e.article for e in examples]):
        model = train([examples[n] for n in kept])
        chances[held] = model.chances([examples[n] for n in held], labels)
    return chances


def label_figures(news: Sequence[Example]) -> dict[str, float]:
    chances = held_out(news, label_model, LABELS)
    truth = np.array([LABELS.index(e.as_label) for e in news])
    told = np.array([e.label != "quote" for e in news])
    quote, kept = truth < 2, chances[:, :2].sum(axis=1) >= LEAST
    return {
        "labels": len(news),
        "quotes among them": percent(quote.sum(), len(news)),
        "quotes among those kept": percent((quote & kept).sum(), kept.sum()),
        "quotes that are kept": percent((quote & kept).sum(), quote.sum()),
        "quote or not, right": percent((quote == kept).sum(), len(news)),
        "label right": percent((chances.argmax(axis=1) == truth)[told].sum(), told.sum()),
    }


def act_figures(news: Sequence[Example], flags: Sequence[Example], doubtful: Sequence[Example]) -> dict[str, float]:
    quotes = [e for e in news if e.label in {"speech", "thought"}]
    acts = [*flags, *doubtful, *quotes]
    speech = held_out(acts, act_model, ["speech"])[:, 0] >= 0.5
    right = np.split(speech == np.array([e.label == "speech" for e in acts]), np.cumsum([len(flags), len(doubtful)]))
    return {
        "act labels": len(acts),
        "act right in PolNeAR": percent(right[0].sum(), len(flags)),
        "act right in PolNeAR, doubtful": percent(right[1].sum(), len(doubtful)),
        "act right in news": percent(right[2].sum(), len(quotes)),
    }


def percent(part: float, whole: float) -> float:
    return round(100 * float(part) / float(whole), 1) if whole else 0.0


def table(weights: dict[str, list[float]]) -> str:
    return "{\n" + ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in weights.items()) + "\n }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora", metavar="DIR")
    parser.add_argument("--parses", type=Path, default=ROOT / ".cache", metavar="DIR", help="where parses are kept")
    parser.add_argument("--act", action="store_true", help="fit speech or thought only, leave the labels as they are")
    parser.add_argument("--check", action="store_true", help="print the figures, write nothing")
    args = parser.parse_args()
    polnear = args.corpora / "polnear"
    flags = read(polnear / "train.speakers.jsonl")
    acts = read(ACTS)
    listed = {entry["doc"] for entry in (*flags, *acts)}
    gold = [d for d in read(polnear / "train.jsonl.xz") if d["id"] in listed]
    wanted = {entry["doc"] for entry in read(LABELLED)}
    texts = {d["id"]: d["text"] for d in read(args.corpora / "news.jsonl.xz") if d["id"] in wanted}
    news = list(labelled(parsed("news", texts, args.parses)))
    parses = parsed("polnear", {d["id"]: d["text"] for d in gold}, args.parses)
    flagged_examples, doubtful = (list(flagged(gold, entries, parses)) for entries in (flags, acts))
    act_measured = act_figures(news, flagged_examples, doubtful)
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    measured = (stored["figures"] if args.act else label_figures(news)) | act_measured
    print(json.dumps(measured, indent=1))
    if not args.check:
        labels = stored["labels"] if args.act else label_model(news).weights(LABELS)
        # Of two classes, sklearn weighs the second in alphabetical order: thought.
        act = act_model([*news, *flagged_examples, *doubtful]).weights(["thought"])
        figures_line = json.dumps(measured)
        text = f'{{\n "figures": {figures_line},\n "labels": {table(labels)},\n "act": {table(act)}\n}}\n'
        WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
