#!/usr/bin/env python3
"""Teach an entity recogniser with fewer layers what the whole one knows.

    scripts/train/shorten.py --corpora DIR --out DIR --start FILE [--layers N] [--steps N] [--epochs N]

FILE is the ner.pt of ner.py: MiniLM's six layers with low-rank factors, under a BiLSTM and a CRF. The short one has the first
layers only, with factors of a higher rank, and a linear map behind them. First it learns the states that the whole one gives to
the words of raw news (their squared difference, over their variance; the hidden states of Sun et al. 2019, "Patient Knowledge
Distillation"), then the annotation and the states together, head and all. Goes on after the first part, if that is done. Writes
OUT/ner.pt, packed, with the map within the head's first layer, and OUT/ner.json; `pack.py --as-is --models OUT --to
quotes/language/compact ner` puts it into the package. A step takes about a second and a half on one core.
"""

from __future__ import annotations

import argparse
import copy
import json
import lzma
import math
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from common import Job, write_result
from ner import prepare
from pack import half, pack
from stanza.models.ner.utils import bio2_to_bioes, to_bio2

from quotes.document.paragraphs import readable
from quotes.language.encoder import FreshEncoders, embed, pieces_of
from quotes.language.internals import Document, EntityParts, without_factors
from quotes.language.layout import join
from quotes.language.pipeline import load, processor, whole_sentences

PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
RANK = 96
BATCH_SUBWORDS = 1500
LONGEST = 120  # tokens in a sentence of raw news
STATES_RATE, GOLD_RATE = 2e-3, 6e-4
WARMUP = 40
STATES = 0.3  # the part of the states' difference in the second loss
DROPPED_IN, DROPPED = 0.2, 0.3
HEADS = 12

Sentence = Sequence[str]


class Short(nn.Module):
    """The first layers of the encoder with factors W + B·A, a map, and a head that starts from the whole recogniser's."""

    def __init__(self, whole: Any, factors: dict[str, Tensor], scaling: float, layers: int) -> None:
        super().__init__()
        parts = EntityParts.of(whole.trainers)
        bert = FreshEncoders()["short"].model
        self.pieces, self.letters = pieces_of(whole.tokenizer), whole.letters
        self.embeddings = bert.embeddings.requires_grad_(False)
        self.layers = copy.deepcopy(bert.encoder["layer"][:layers]).requires_grad_(False)
        self.below, self.above = nn.ParameterDict(), nn.ParameterDict()
        for number in range(layers):
            for part in PARTS:
                out, width = self.layers[number].get_parameter(f"{part}.weight").shape
                below, above = torch.randn(RANK, width) / math.sqrt(width), torch.zeros(out, RANK)
                name = f"encoder.layer.{number}.{part}.lora_A.weight"
                if name in factors:
                    rank = len(factors[name])
                    below[:rank] = factors[name].float()
                    above[:, :rank] = factors[name.replace("lora_A", "lora_B")].float() * scaling
                key = f"{number}.{part}".replace(".", "_")
                self.below[key], self.above[key] = nn.Parameter(below), nn.Parameter(above)
        width = bert.config.hidden_size
        self.map = nn.Linear(width, width)
        nn.init.eye_(self.map.weight)
        nn.init.zeros_(self.map.bias)
        # In plain float32: the product's parts have frozen weights in the CPU's order.
        self.transform, self.output, self.lstm = (
            copy.deepcopy(part).float().requires_grad_(True)
            for part in (parts.transform, parts.output, parts.recurrent.lstm)
        )
        self.hidden, self.cell = (
            nn.Parameter(t.float().clone()) for t in (parts.recurrent.hidden, parts.recurrent.cell)
        )
        self.transitions = nn.Parameter(parts.steps.float().clone())

    def _linear(self, number: int, part: str, x: Tensor) -> Tensor:
        layer = self.layers[number].get_submodule(part)
        key = f"{number}.{part}".replace(".", "_")
        return functional.linear(x, layer.weight + self.above[key] @ self.below[key], layer.bias)

    def states(self, sentences: Sequence[Sentence]) -> list[Tensor]:
        """For each sentence, the mapped states of its words' last subwords [words, width]."""
        split = [self.pieces.rows(words) for words in sentences]
        rows = [ids for of in split for ids, _ in of]
        longest = -(-max(map(len, rows)) // 32) * 32
        ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        ids = functional.pad(ids, (0, longest - ids.shape[1]))
        real = torch.arange(longest) < torch.tensor([len(row) for row in rows])[:, None]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.embeddings(ids, torch.arange(longest)[None].expand_as(ids))
            for number, layer in enumerate(self.layers):
                query, key, value = (
                    self._linear(number, f"attention.self.{name}", x)
                    .view(len(rows), longest, HEADS, -1)
                    .transpose(1, 2)
                    for name in ("query", "key", "value")
                )
                mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=real[:, None, None, :])
                mixed = mixed.transpose(1, 2).flatten(2)
                x = self._normal(layer["attention"], self._linear(number, "attention.output.dense", mixed) + x)
                wide = functional.gelu(self._linear(number, "intermediate.dense", x))
                x = self._normal(layer, self._linear(number, "output.dense", wide) + x)
            mapped = iter(self.map(x).float())
        return [torch.cat([next(mapped)[last] for _, last in of]) for of in split]

    @staticmethod
    def _normal(layer: Any, x: Tensor) -> Tensor:
        normal: Tensor = layer["output"]["LayerNorm"](x.float())
        return normal

    def scores(self, states: Sequence[Tensor], sentences: Sequence[Sentence]) -> Tensor:
        """The scores of labels [sentences, words, labels]."""
        lengths = [len(words) for words in sentences]
        with torch.no_grad():
            letters = self.letters.of([word for words in sentences for word in words]).float().split(lengths)
        words = torch.cat([pad_sequence(list(part), batch_first=True) for part in (states, letters)], -1)
        inner = functional.dropout(self.transform(functional.dropout(words, DROPPED_IN)), DROPPED)
        packed = pack_padded_sequence(inner, lengths, batch_first=True, enforce_sorted=False)
        first = tuple(state.expand(-1, len(lengths), -1).contiguous() for state in (self.hidden, self.cell))
        out, _ = pad_packed_sequence(self.lstm(packed, first)[0], batch_first=True)
        scores: Tensor = self.output(functional.dropout(out, DROPPED))
        return scores


def surprise(scores: Tensor, labels: Tensor, lengths: Sequence[int], transitions: Tensor) -> Tensor:
    """The negative log-likelihood a word of label sequences [sentences, words] in a CRF (Lafferty et al. 2001)."""
    sizes = torch.tensor(lengths)
    real = torch.arange(scores.shape[1]) < sizes[:, None]
    given = (scores.gather(2, labels[:, :, None])[:, :, 0] * real).sum(1)
    given = given + (transitions[labels[:, :-1], labels[:, 1:]] * real[:, 1:]).sum(1)
    total = scores[:, 0]
    for place in range(1, scores.shape[1]):
        further = (total[:, :, None] + transitions).logsumexp(1) + scores[:, place]
        total = torch.where(real[:, place, None], further, total)
    return (total.logsumexp(1) - given).sum() / sizes.sum()


def batches(sentences: Sequence[Sentence], rng: random.Random) -> list[list[int]]:
    """The numbers of sentences of similar length, in a random order."""
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]) + rng.random() * 6)
    out: list[list[int]] = [[]]
    for number in order:
        if out[-1] and (len(out[-1]) + 1) * len(sentences[number]) > BATCH_SUBWORDS:
            out.append([])
        out[-1].append(number)
    rng.shuffle(out)
    return out


def raw_sentences(corpora: Path) -> Iterator[list[str]]:
    """The tokens of the sentences of raw news and of PolNeAR's training articles."""
    tokenizer = load("compact").pipeline.processors["tokenize"]
    for path in (corpora / "news.jsonl.xz", corpora / "polnear/train.jsonl.xz"):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                joined = join(readable(json.loads(line)["text"]))
                with torch.inference_mode():
                    document = whole_sentences(tokenizer.process(Document([], text=joined.text)))
                for sentence in document.sentences:
                    if 2 <= len(sentence.tokens) <= LONGEST:
                        yield [token.text for token in sentence.tokens]


def falling(optimizer: torch.optim.Optimizer, step: int, steps: int, rate: float) -> None:
    """Set the rate: it rises in WARMUP steps, then falls to nothing in a line."""
    for group in optimizer.param_groups:
        group["lr"] = rate * min(1.0, (step + 1) / WARMUP) * max(0.02, 1 - step / steps)


def learn_states(net: Short, whole: Any, sentences: Sequence[Sentence], steps: int) -> None:
    learned = [*net.below.values(), *net.above.values(), *net.map.parameters()]
    optimizer = torch.optim.AdamW(learned, weight_decay=0.0, betas=(0.9, 0.98))
    rng, done = random.Random(1), 0
    while done < steps:
        for batch in batches(sentences, rng)[: steps - done]:
            falling(optimizer, done, steps, STATES_RATE)
            loss = apart(net.states([sentences[i] for i in batch]), taught(whole, [sentences[i] for i in batch]))
            update(loss, optimizer, learned)
            done += 1
            if done % 100 == 0:
                print(f"states {done}/{steps} {float(loss.detach()):.4f}", file=sys.stderr, flush=True)


def learn_labels(net: Short, whole: Any, units: Sequence[Sequence[dict[str, str]]], epochs: float) -> None:
    labels = EntityParts.of(whole.trainers).vocabulary
    sentences = [[token["text"] for token in unit] for unit in units]
    tags = [bio2_to_bioes(to_bio2([token["ner"] for token in unit])) for unit in units]
    gold = [torch.tensor([number for (number,) in labels.map([[tag] for tag in of])]) for of in tags]
    learned = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, weight_decay=0.01)
    rng, done = random.Random(2), 0
    steps = round(epochs * len(batches(sentences, rng)))
    while done < steps:
        for batch in batches(sentences, rng)[: steps - done]:
            falling(optimizer, done, steps, GOLD_RATE)
            some = [sentences[i] for i in batch]
            states = net.states(some)
            wanted = pad_sequence([gold[i] for i in batch], batch_first=True)
            loss = surprise(net.scores(states, some), wanted, [len(words) for words in some], net.transitions)
            update(loss + STATES * apart(states, taught(whole, some)), optimizer, learned)
            done += 1
            if done % 100 == 0:
                print(f"labels {done}/{steps} {float(loss.detach()):.4f}", file=sys.stderr, flush=True)


def taught(whole: Any, sentences: Sequence[Sentence]) -> Tensor:
    """The states of the whole recogniser for all words."""
    with torch.inference_mode():
        states = torch.cat(embed(whole.encoder, whole.tokenizer, sentences, whole.mix))
    return states.clone()


def apart(states: Sequence[Tensor], wanted: Tensor) -> Tensor:
    """The squared difference of states over the variance of those wanted."""
    return ((torch.cat(list(states)) - wanted) ** 2).mean() / wanted.var(0).mean()


def update(loss: Tensor, optimizer: torch.optim.Optimizer, learned: Sequence[Tensor]) -> None:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(learned, 1.0)
    optimizer.step()


def packed(net: Short, checkpoint: dict[str, Any]) -> dict[str, Any]:
    """The packed file of the whole recogniser with the short one's weights; the map is within the head's first layer."""
    transform, width = net.transform, net.map.out_features
    first = cast(Tensor, transform.weight)
    of_states = first[:, :width]
    weights = (
        checkpoint["model"]
        | {
            "bert_layer_mix.weight": torch.zeros(1, 1),  # Stanza's way to say: the last layer alone
            "input_transform.weight": torch.cat([of_states @ net.map.weight, first[:, width:]], 1),
            "input_transform.bias": transform.bias + of_states @ net.map.bias,
            "taggerlstm_h_init": net.hidden,
            "taggerlstm_c_init": net.cell,
            "tag_clfs.0.weight": net.output.weight,
            "tag_clfs.0.bias": net.output.bias,
            "crits.0._transitions": net.transitions,
            **{f"taggerlstm.lstm.{name}": weight for name, weight in net.lstm.named_parameters()},
        }
    )
    factors: dict[str, Tensor] = {}
    for number in range(len(net.layers)):
        for part in PARTS:
            key, name = f"{number}.{part}".replace(".", "_"), f"encoder.layer.{number}.{part}"
            factors |= {f"{name}.lora_A.weight": net.below[key], f"{name}.lora_B.weight": net.above[key]}
    modules = ["query", "key", "value", "output.dense", "intermediate.dense"]
    settings = {"bert_hidden_layers": 1, "lora_rank": RANK, "lora_alpha": RANK, "lora_target_modules": modules}
    detached = {
        name: {k: v.detach() for k, v in of.items()} for name, of in (("model", weights), ("bert_lora", factors))
    }
    return {**checkpoint, **half(detached), "config": checkpoint["config"] | settings}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--steps", type=int, default=1500, help="of the first part")
    parser.add_argument("--epochs", type=float, default=2.0, help="of the second")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    work = args.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    job = Job(args.corpora, args.out, work, args.seed)
    torch.manual_seed(args.seed)
    began = time.monotonic()
    prepare(job)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ner.pt"
        pack(args.start, path)
        _, factors, scaling = without_factors(path)
        whole = processor("ner", path, load("compact").pipeline, torch.bfloat16, torch.device("cpu"))
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    units = json.loads((work / "train.json").read_text(encoding="utf-8"))
    net = Short(whole, factors, scaling, args.layers)
    half_way = work / "states.pt"
    if half_way.exists():
        net.load_state_dict(torch.load(half_way, weights_only=True))
    else:
        raw = [*raw_sentences(args.corpora), *([token["text"] for token in unit] for unit in units)]
        learn_states(net, whole, raw, args.steps)
        torch.save(net.state_dict(), half_way)
    learn_labels(net, whole, units, args.epochs)
    model = args.out / "ner.pt"
    torch.save(packed(net, checkpoint), model)
    note = (
        f"taught by a recogniser with six layers and rank 24, trained by ner.py: its states on raw news and PolNeAR's texts "
        f"({args.steps} steps), then {args.epochs:g} epochs of the annotation as well; the seconds are those of this"
    )
    write_result(job, "ner", model, seconds=time.monotonic() - began, note=note)


if __name__ == "__main__":
    main()
