#!/usr/bin/env python3
"""Train the attribution network on PolNeAR.

    scripts/train/attribution.py --corpora DIR --out DIR

Reads polnear/train.jsonl.xz and polnear/dev.jsonl.xz under --corpora. A checkpoint in --out after every epoch lets a run that
was cut off go on where it stood. Writes OUT/attribution.pt (encoder layers and heads, half precision), its figures to
OUT/attribution.json, and the articles it was not shown to OUT/held.jsonl, for confidence.py.

The encoder is trained whole: after 300 steps content exact F1 on dev was 42.5 against 39.8 with LoRA of rank 32. Dropout, masked
words and averaged weights (Polyak and Juditsky 1992) keep six epochs from overfitting. The mean of the averages after epochs 4
and 6 is better than either (content exact F1 on dev 67.6 against 67.2 and 67.2); from it one more epoch starts, at half the rate,
and the mean of where it starts and ends is packed (as Izmailov et al. 2018 average over a cyclic rate; recall of indirect
quotes 70.4 against 69.6).
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from common import encoder_folder

from quotes.language.attributor import AttributionNet
from quotes.language.labels import CONDITIONED, TAGS, bioes, cue_spans
from quotes.language.windows import Encoded, Window, encode, windows

DROPOUT = 0.1
POOL = 1 << 23
HIDDEN_WORDS = 0.05  # of the word pieces are masked, so that no cue is known by one word only
ENCODER_RATE = 0.3  # the encoder's learning rate, as a part of the heads'
SMOOTHING = 0.02  # of the annotated labels
AVERAGE_OVER = 1 / 0.0015  # steps of the running average of the weights, which is what is measured and packed
WINDOWS = (110, 300)  # tokens; training cuts every article differently in every epoch


@dataclass(frozen=True)
class Phase:
    """Epochs under one schedule: the rate falls as a cosine over `span` epochs, averaging starts after `average_from` steps."""

    epochs: int
    span: int
    rate: float
    average_from: int


FIRST = Phase(epochs=6, span=6, rate=8e-4, average_from=200)
AGAIN = Phase(epochs=1, span=3, rate=4e-4, average_from=100)


def read(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


def restyle(text: str, rng: random.Random) -> str:
    """The same text, character for character, in another typographic style: curly or straight marks, dashes."""
    style = rng.random()
    if style < 0.2:
        text = text.translate(str.maketrans("“”‘’", "\"\"''"))
    elif style < 0.35:
        marks, out = False, []
        for ch in text:
            if ch == "\n":
                marks = False
            if ch == '"':
                marks = not marks
                ch = "“" if marks else "”"
            out.append("’" if ch == "'" else ch)
        text = "".join(out)
    if rng.random() < 0.2:
        text = text.replace("—", "–")
    return text


class Examples:
    """Windows of a document with gold token spans: tags, cues, and per cue its source and content spans."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.text = document["text"]
        self.attributions = [
            {k: [tuple(s) for s in a.get(k) or []] for k in ("source", "cue", "content")}
            for a in document["attributions"]
        ]
        self.discard = [tuple(s) for s in document.get("discard") or []]

    def windows(self, rng: random.Random | None) -> Iterator[tuple[Encoded, Window, dict[str, Any]]]:
        encoded = encode(restyle(self.text, rng) if rng else self.text)
        starts = [s for s, _ in encoded.tokens]
        ends = [e for _, e in encoded.tokens]

        def to_tokens(span: tuple[int, int]) -> tuple[int, int] | None:
            first = bisect_right(ends, span[0])
            last = bisect_left(starts, span[1])
            return (first, last) if first < last else None

        spans = [
            {k: [t for t in map(to_tokens, a[k]) if t] for k in ("source", "cue", "content")} for a in self.attributions
        ]
        discarded = {i for s, e in self.discard for i, t in enumerate(encoded.tokens) if t.start < e and t.end > s}
        for window in windows(encoded, rng.randint(*WINDOWS)) if rng else windows(encoded):
            a, b = window.first, window.last

            def clip(span: tuple[int, int], a: int = a, b: int = b) -> tuple[int, int] | None:
                first, last = max(span[0], a), min(span[1], b)
                return (first - a, last - a) if first < last else None

            local = [{k: [c for c in map(clip, s[k]) if c] for k in s} for s in spans]
            tagged = [
                (x, y, name)
                for s in local
                for key, name in (("cue", "CUE"), ("source", "SOU"), ("content", "CON"))
                for x, y in s[key]
            ]
            labels = bioes(b - a, tagged, TAGS)
            for i in range(a, b):
                if i in discarded:
                    labels[i - a] = -100
            yield (
                encoded,
                window,
                {"tags": labels, "cues": [(s["cue"][0], s["source"], s["content"]) for s in local if s["cue"]]},
            )


class Dropout(nn.Module):
    """Dropout by slices of one pool of random masks: torch draws its random numbers on one thread, a third of a step's time."""

    def __init__(self, pool: Tensor) -> None:
        super().__init__()
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        at = random.randrange(len(self.pool) - x.numel())
        return x * self.pool[at : at + x.numel()].view_as(x).to(x.dtype)


def build(encoder_dir: Path) -> AttributionNet:
    """MiniLM with frozen embeddings, which all models of the package share, trainable layers, and fresh heads."""
    from transformers import AutoModel, AutoTokenizer

    encoder = AutoModel.from_pretrained(encoder_dir, add_pooling_layer=False, attn_implementation="sdpa")
    encoder.embeddings.requires_grad_(False)
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    pool = (torch.rand(POOL) >= DROPOUT).to(torch.bfloat16) / (1 - DROPOUT)
    for layer in encoder.encoder.layer:
        layer.attention.output.dropout = Dropout(pool)
        layer.output.dropout = Dropout(pool)
    tokenizer = AutoTokenizer.from_pretrained(encoder_dir)

    def hide(
        module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        ids = kwargs["input_ids"]
        if module.training:
            ids = torch.where(torch.rand(ids.shape) < HIDDEN_WORDS, tokenizer.mask_token_id, ids)
        return args, {**kwargs, "input_ids": ids}

    encoder.register_forward_pre_hook(hide, with_kwargs=True)
    return AttributionNet(encoder, tokenizer)


def loss_of(net: AttributionNet, batch: list[tuple[Encoded, Window, dict[str, Any]]]) -> Tensor:
    states = net.states([(e, w) for e, w, _ in batch])
    lengths = [w.last - w.first for _, w, _ in batch]
    tag_scores = net.tag(states).float()
    loss = smooth_loss(tag_scores, gold_tags(batch, tag_scores.shape[1]))
    with torch.no_grad():
        log_chances = tag_scores.log_softmax(-1)
    cues, targets = gold_cues(batch)
    for row, first, last in false_cues(batch, cues, log_chances):
        cues.append((row, first, last))
        targets.append([])
    if not cues:
        return loss
    scores, ranges = net.condition(states, lengths, cues)
    return loss + smooth_loss(scores.float(), gold_roles(ranges, targets, scores.shape[1]))


def smooth_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Cross-entropy of scores [rows, tokens, labels] with gold [rows, tokens], where -100 does not count."""
    return nn.functional.cross_entropy(scores.transpose(1, 2), gold, ignore_index=-100, label_smoothing=SMOOTHING)


def gold_tags(batch: Sequence[tuple[Encoded, Window, dict[str, Any]]], longest: int) -> Tensor:
    """The tags of each window [windows, longest], -100 after its end."""
    gold = torch.full((len(batch), longest), -100)
    for row, (_, window, g) in enumerate(batch):
        gold[row, : window.last - window.first] = torch.tensor(g["tags"])
    return gold


def gold_cues(
    batch: Sequence[tuple[Encoded, Window, dict[str, Any]]],
) -> tuple[list[tuple[int, int, int]], list[list[tuple[int, int, str]]]]:
    """The annotated cues of all windows (row, first, last), and the spans of each cue's source and content."""
    cues, targets = [], []
    for row, (_, _, g) in enumerate(batch):
        for cue, source, content in g["cues"]:
            cues.append((row, *cue))
            targets.append([(x, y, "SOU") for x, y in source] + [(x, y, "CON") for x, y in content])
    return cues, targets


def false_cues(
    batch: Sequence[tuple[Encoded, Window, dict[str, Any]]],
    cues: Sequence[tuple[int, int, int]],
    log_chances: Tensor,
) -> list[tuple[int, int, int]]:
    """What is taken for a cue by tag log-probabilities [windows, tokens, tags], touches none of `cues`, and is not set aside."""
    false = []
    for row, (_, window, g) in enumerate(batch):
        taken = [(first, last) for at, first, last in cues if at == row]
        for x, y in cue_spans(log_chances[row, : window.last - window.first], 0.2):
            if not any(x < d and c < y for c, d in taken) and g["tags"][x] != -100:
                false.append((row, x, y))
    return false


def gold_roles(
    ranges: Sequence[tuple[int, int]], targets: Sequence[Sequence[tuple[int, int, str]]], longest: int
) -> Tensor:
    """The labels of source and content in each cue's token range [cues, longest], -100 after its end."""
    roles = torch.full((len(ranges), longest), -100)
    for i, ((a, b), spans) in enumerate(zip(ranges, targets, strict=True)):
        near = [(max(x, a) - a, min(y, b) - a, k) for x, y, k in spans if x < b and y > a]
        roles[i, : b - a] = torch.tensor(bioes(b - a, near, CONDITIONED))
    return roles


def batches(
    items: list[Any], tokens: int, rng: random.Random, size: Callable[[Any], int] | None = None
) -> list[list[Any]]:
    """Windows of like length together, about `tokens` tokens a batch, batches in random order.

    `size` tells the tokens of an item; else items are as `Examples.windows` gives them.
    """
    size = size or (lambda item: item[1].last - item[1].first)
    items = sorted(items, key=lambda item: size(item) + rng.randint(-15, 15))
    out: list[list[Any]] = [[]]
    for item in items:
        if out[-1] and (len(out[-1]) + 1) * size(item) > tokens:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def weights(net: AttributionNet) -> dict[str, Tensor]:
    """What training changed: the encoder's layers and the heads."""
    return {k: v for k, v in net.state_dict().items() if not k.startswith("encoder.embeddings.")}


def evaluate(net: AttributionNet, documents: list[dict[str, Any]], threshold: float) -> dict[str, Any]:
    from quotes.evaluation import score

    predicted = []
    for d in documents:
        e = encode(d["text"])
        ws = [(e, w) for w in windows(e)]
        quotes = []
        for i in range(0, len(ws), 8):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                for row in net.propose(ws[i : i + 8], threshold):
                    quotes += [{"content": p.content, "cue": [p.cue], "source": p.source} for p in row if p.content]
        predicted.append({"id": d["id"], "quotes": quotes})
    return score(documents, predicted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="MiniLM's folder; default: the installed package's")
    parser.add_argument("--batch-tokens", type=int, default=1000)
    parser.add_argument("--held", type=int, default=60, help="training articles kept back, to fit confidence on")
    parser.add_argument("--seed", type=int, default=20261122)
    args = parser.parse_args()
    if args.encoder is None:
        args.encoder = Path(encoder_folder())
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    documents = read(args.corpora / "polnear/train.jsonl.xz")
    held = set(random.Random(7).sample(range(len(documents)), args.held))
    write_lines(args.out / "held.jsonl", [d for i, d in enumerate(documents) if i in held])
    train = [Examples(d) for i, d in enumerate(documents) if i not in held]
    dev = read(args.corpora / "polnear/dev.jsonl.xz")
    net = build(args.encoder)
    rates = {True: ENCODER_RATE, False: 1.0}
    groups: list[dict[str, Any]] = [
        {
            "scale": rate,
            "params": [
                p for n, p in net.named_parameters() if p.requires_grad and n.startswith("encoder.") == is_encoder
            ],
        }
        for is_encoder, rate in rates.items()
    ]
    parameters = [p for group in groups for p in group["params"]]
    print(f"{sum(p.numel() for p in parameters):,} parameters to train", file=sys.stderr)

    def fresh_optimizer() -> torch.optim.Optimizer:
        return torch.optim.AdamW([dict(group) for group in groups], lr=FIRST.rate, weight_decay=0.01, fused=True)

    optimizer = fresh_optimizer()
    checkpoint = args.out / "attribution.checkpoint.pt"
    start_epoch, seconds = 0, 0.0
    average: list[Tensor] | None = None
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        net.load_state_dict(state["weights"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        start_epoch, seconds, average = state["epoch"], state["seconds"], state["average"]
    for epoch in range(start_epoch, FIRST.epochs + AGAIN.epochs):
        phase, before = (FIRST, 0) if epoch < FIRST.epochs else (AGAIN, FIRST.epochs)
        if epoch == before > 0:
            net.load_state_dict(packed(args.out, epoch), strict=False)
            optimizer, average = fresh_optimizer(), None
        rng = random.Random(args.seed + epoch)
        items = [w for e in train for w in e.windows(rng)]
        plan = batches(items, args.batch_tokens, rng)
        net.train()
        began = time.time()
        running = 0.0
        for step, batch in enumerate(plan):
            done = (epoch - before) * len(plan) + step
            falling = 0.5 * (1 + math.cos(math.pi * done / len(plan) / phase.span))
            rate = phase.rate * min(1.0, (done + 1) / 100) * falling
            for group in optimizer.param_groups:
                group["lr"] = rate * group["scale"]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(net, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            if done >= phase.average_from:
                average = averaged(average, parameters, done - phase.average_from)
            running = 0.98 * running + 0.02 * float(loss.detach()) if step else float(loss.detach())
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step}/{len(plan)} loss {running:.4f} {time.time() - began:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
        seconds += time.time() - began
        torch.save(
            {
                "weights": weights(net),
                "average": average,
                "optimizer": optimizer.state_dict(),
                "epoch": epoch + 1,
                "seconds": seconds,
            },
            f"{checkpoint}.new",
        )
        Path(f"{checkpoint}.new").replace(checkpoint)
        last = [p.detach().clone() for p in parameters]
        net.eval()
        with torch.no_grad():
            torch._foreach_copy_(parameters, average or last)
            torch.save({k: v.half() for k, v in weights(net).items()}, args.out / f"epoch-{epoch + 1}.pt")
            net.load_state_dict(packed(args.out, epoch + 1), strict=False)
            torch.save({k: v.half() for k, v in weights(net).items()}, args.out / "attribution.pt")
            figures = {f"polnear dev, cues from {t}": flat(evaluate(net, dev, t)) for t in (0.3, 0.5)}
            torch._foreach_copy_(parameters, last)
        result = {
            "processor": "attribution",
            "seed": args.seed,
            "epochs": epoch + 1,
            "seconds": round(seconds),
            "versions": {name: version(name) for name in ("torch", "transformers")},
            "measured": "F1 of quotes.evaluation from raw text, the network alone: no rules, parse or speakers",
            "figures": figures,
        }
        (args.out / "attribution.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
        print(json.dumps(result), flush=True)


def packed(folder: Path, epoch: int) -> dict[str, Tensor]:
    """What is packed after `epoch`: the mean of the weights then and two epochs before; or then and where its phase began."""
    last = torch.load(folder / f"epoch-{epoch}.pt", weights_only=True)
    if epoch > FIRST.epochs:
        return mean(last, packed(folder, FIRST.epochs))
    earlier = folder / f"epoch-{epoch - 2}.pt"
    return mean(last, torch.load(earlier, weights_only=True)) if earlier.exists() else mean(last, last)


def mean(a: dict[str, Tensor], b: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: (a[name].float() + b[name].float()) / 2 for name in a}


def averaged(
    average: list[Tensor] | None, parameters: Sequence[Tensor], steps: int, over: float = AVERAGE_OVER
) -> list[Tensor]:
    """The running average of the weights after one more step (exponential, over `over` steps; over all while they are few)."""
    with torch.no_grad():
        if average is None:
            return [p.detach().clone() for p in parameters]
        torch._foreach_lerp_(average, list(parameters), 1 / min(over, steps + 10))
        return average


def flat(figures: dict[str, Any]) -> dict[str, float]:
    return {name: figures[name]["F1"] for name in ("content exact", "content overlap", "attribution", "all exact")}


if __name__ == "__main__":
    main()
