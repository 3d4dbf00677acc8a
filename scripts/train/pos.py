"""Train the tagger: universal part of speech and morphological features, from the states in which the parser reads words.

    python scripts/train/pos.py --corpora ../corpora --out build/models

The parser (depparse.py) must be packed first, as OUT/depparse.pt: its states of all training words are computed once, and a small
network learns to read tags off them. Treebank tags (xpos) are left out: nothing here reads them. Writes OUT/pos.pt, packed, which
reader.py needs, and OUT/pos.json.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, job_from_args, write_result
from corpora import Sentence, read_conllu, restyle, style_for
from pack import half
from stanza.models.common.foundation_cache import FoundationCache
from teachers import ParserTeacher

from quotes.language.encoder import FreshEncoders
from quotes.language.heads import by_length
from quotes.language.tagger import Tagger, TagNet, simplified, surface

TREEBANKS = ("ewt", "gum")
MAX_WORDS = 70  # longer sentences make a whole batch slow; they are under 1 % of the data
BATCH_WORDS = 1200
RATE, DECAY, DROPOUT = 0.003, 0.01, 0.3
LOST = 0.05  # of all words, whose states training leaves out


@dataclass(frozen=True)
class Words:
    """All words of some sentences: the parser's states, `surface`, part of speech and features ("Number=Sing|…" or "_")."""

    states: Tensor
    letters: Tensor
    upos: list[str]
    feats: list[str]


def words_of(parser: ParserTeacher, sentences: Sequence[Sentence]) -> Words:
    texts = simplified([[row.form for row in sentence.words()] for sentence in sentences])
    parts: list[Tensor] = []
    order: list[int] = []
    with torch.inference_mode():
        for batch in by_length([len(words) for words in texts], 4000):
            parts.append(parser.read(parser.embed([texts[number] for number in batch]))[0].half())
            order += batch
    rows = [row for number in order for row in sentences[number].words()]
    letters = torch.cat([surface(texts[number]) for number in order])
    return Words(torch.cat(parts).clone(), letters, [row.rest[1] for row in rows], [row.rest[3] for row in rows])


def values_of(feats: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in feats.split("|")) if feats != "_" else {}


def labels_of(words: Sequence[tuple[str, str]], upos: Sequence[str], features: Mapping[str, Sequence[str]]) -> Tensor:
    """The numbers that the network is to give, [words, 1 + features], for words' parts of speech and features."""
    numbers = {name: {value: n for n, value in enumerate(values)} for name, values in features.items()}
    rows = []
    for tag, feats in words:
        given = values_of(feats)
        rows.append([upos.index(tag), *(known.get(given.get(name, ""), 0) for name, known in numbers.items())])
    return torch.tensor(rows)


def batches(count: int) -> Iterator[Tensor]:
    yield from torch.split(torch.randperm(count), BATCH_WORDS)


def learn(words: Words, epochs: int, steer: Any) -> Tagger:
    upos = sorted(set(words.upos))
    values: dict[str, set[str]] = {}
    for feats in set(words.feats):
        for name, value in values_of(feats).items():
            values.setdefault(name, set()).add(value)
    features = {name: ["", *sorted(values[name])] for name in sorted(values, key=str.lower)}
    wanted = labels_of(list(zip(words.upos, words.feats, strict=True)), upos, features)
    net = TagNet(words.states.shape[1], [len(upos), *map(len, features.values())], DROPOUT)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * -(-len(wanted) // BATCH_WORDS)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        net.train()
        for chosen in batches(len(wanted)):
            states = words.states[chosen].float() * (torch.rand(len(chosen), 1) >= LOST)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(states, words.letters[chosen])
            parts = torch.split(scores.float(), net.sizes, -1)
            loss = torch.stack([cross_entropy(part, wanted[chosen, n]) for n, part in enumerate(parts)]).sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        net.eval()
        print(f"epoch {epoch + 1}: {steer(Tagger(upos, features, net.float(), torch.float32))}", flush=True)
        net.requires_grad_(True)
    return Tagger(upos, features, net, torch.float32)


def accuracy(tagger: Tagger, words: Words) -> dict[str, float]:
    """UPOS and feature accuracy in per cent on gold words."""
    with torch.inference_mode():
        states = words.states.to(tagger.dtype)
        rows = torch.cat(
            [
                tagger.net.best(s, x)
                for s, x in zip(torch.split(states, 4000), torch.split(words.letters, 4000), strict=True)
            ]
        ).tolist()
    upos = sum(tagger.upos[row[0]] == tag for row, tag in zip(rows, words.upos, strict=True))
    feats = sum((tagger.feats(row[1:]) or "_") == tag for row, tag in zip(rows, words.feats, strict=True))
    return {"UPOS": round(100 * upos / len(rows), 2), "features": round(100 * feats / len(rows), 2)}


def train(job: Job, epochs: int) -> None:
    cache = FoundationCache()
    cache.bert = FreshEncoders()
    parser = ParserTeacher(job.out / "depparse.pt", None, cache)
    rng = random.Random(job.seed)
    started = time.monotonic()
    parts = {
        f"{treebank} {part}": words_of(parser, read_conllu(job.corpora / "ud" / f"{treebank}.{part}.conllu.xz"))
        for treebank in TREEBANKS
        for part in ("dev", "test")
    }
    sentences = [
        restyle(sentence, style_for(rng))
        for treebank in TREEBANKS
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz")
        if len(sentence.words()) <= MAX_WORDS
    ]
    words = words_of(parser, sentences)
    print(f"{len(words.upos):,} words read", flush=True)
    tagger = learn(words, epochs, lambda t: {k: accuracy(t, w) for k, w in parts.items() if k.endswith("dev")})
    model = job.out / "pos.pt"
    torch.save(
        {
            "upos": tagger.upos,
            "features": tagger.features,
            "states": words.states.shape[1],
            "model": half(tagger.net.state_dict()),
        },
        model,
    )
    packed = Tagger.load(model, torch.bfloat16)
    figures = {name: accuracy(packed, part) for name, part in parts.items()}
    write_result(job, "pos", model, seconds=time.monotonic() - started, figures=figures)


if __name__ == "__main__":
    job, options = job_from_args(__doc__, "pos", steps=16, minutes=30)  # of `steps` each is an epoch
    train(job, options.steps)
