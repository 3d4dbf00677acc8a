#!/usr/bin/env python3
"""Train the reader of words and its heads: one encoder for tags, heads and relations, entities and coreference.

    scripts/train/reader.py --corpora DIR --out DIR --teachers DIR [--steps N] [--gold-steps N]

DIR of the teachers has depparse.pt, pos.pt, ner.pt and coref.pt, as depparse.py, pos.py, ner.py and coref.py train them, each
over an encoder of its own. The reader begins as the coreference model's encoder without its third layer. First it learns what the
teachers find in raw news and in the training texts of all corpora: the states of words that coreference reads, and what parser,
tagger and recogniser know of a word after their recurrent layers (the squared difference, over the variance of what is wanted;
Sun et al. 2019, "Patient Knowledge Distillation"). Then it learns the annotation of all corpora as well, a batch of each at every
step. What is done is not done again: the teachers' states, the first part, and the second. Writes OUT/encoder.pt, pos.pt,
depparse.pt, ner.pt and coref.pt, packed, and their JSON results; `pack.py --as-is --models OUT --to quotes/language/compact
encoder pos depparse ner coref` puts them into the package. Takes some two hours on two cores, and 8 GB of memory.
"""

from __future__ import annotations

import argparse
import copy
import json
import lzma
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import coref
import ner
from common import Job, job_from_args, write_result
from corpora import read_conllu, restyle, style_for
from pack import half, without_paths
from pos import labels_of
from stanza.models.coref.dataset import CorefDataset
from stanza.models.ner.utils import bio2_to_bioes, to_bio2
from stanza.models.pos.vocab import MultiVocab
from teachers import EntityTeacher, Teachers, padded

from quotes.document.paragraphs import readable
from quotes.language.encoder import FreshEncoders, add_factors, pieces_of
from quotes.language.internals import VOCAB_PREFIX_SIZE, Document
from quotes.language.layout import join
from quotes.language.parser import with_ones
from quotes.language.pipeline import load
from quotes.language.tagger import TagNet, simplified, surface
from quotes.language.whole import whole_sentences

KEPT = (0, 1, 3, 4, 5)  # of the coreference model's layers; without another one, its states change more
HEADS = ("syntax", "entities", "coreference")
ATTENTION_HEADS = 12
ROW_SUBWORDS, GOLD_SUBWORDS = 1536, 768
RATE, GOLD_RATE = 3e-4, 2e-4
FASTER = 4  # heads and mixes learn so many times as fast as layers
WARMUP = 60
LONGEST_SENTENCE = 160  # tokens
# How much each difference from a teacher counts.
STATES = {"coreference": 1.5, "arcs": 1.5, "root": 0.2, "tags": 0.5, "syntax": 0.2, "entities": 1.0, "labels": 3.0}
# How much each loss counts in the second part.
GOLD = {"heads": 1.0, "tags": 0.5, "entities": 4.0, "coreference": 0.7, "spans": 0.5, "teachers": 0.5}
SIDE_CORPORA = {"gap": 0.7, "litbank": 0.5}


@dataclass(frozen=True)
class Text:
    """Sentences of words that are read together; `tokens` has for each sentence how many words each of its tokens has."""

    sentences: list[list[str]]
    tokens: list[list[int]]

    def token_texts(self) -> list[list[str]]:
        return [
            ["".join(words[end - count : end]) for count, end in zip(counts, accumulate(counts), strict=True)]
            for words, counts in zip(self.sentences, self.tokens, strict=True)
        ]


@dataclass(frozen=True)
class Taught:
    """What the teachers' encoders give for a sentence: the root and its words for the parser, its words for coreference [words,
    width], and its tokens for the recogniser.
    """

    words: list[str]
    tokens: list[str]
    last: list[int]  # each token's last word
    syntax: Tensor
    coreference: Tensor
    entities: Tensor


class EntityHead(nn.Module):
    """The recogniser, begun as the teacher's, over states that are mapped to be like those of its encoder."""

    def __init__(self, teacher: EntityTeacher, width: int) -> None:
        super().__init__()
        self.like = nn.Linear(width, width)
        self.input, self.output = copy.deepcopy(teacher.transform), copy.deepcopy(teacher.output)
        self.recurrent = copy.deepcopy(teacher.recurrent)
        self.steps = nn.Parameter(teacher.steps.clone())
        self.requires_grad_(True)

    def forward(self, states: Tensor, letters: Tensor, lengths: Sequence[int]) -> tuple[Tensor, Tensor]:
        """What is like the teacher's states [tokens, width], and the scores of labels [sentences, longest, labels]."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            like = self.like(states).float()
        words = torch.cat([self.dropped(like), functional.dropout(letters, 0.1, self.training)], 1)
        rows = pad_sequence(list(torch.split(self.dropped(self.input(words)), list(lengths))), batch_first=True)
        packed = pack_padded_sequence(rows, list(lengths), batch_first=True, enforce_sorted=False)
        return like, self.output(self.dropped(padded(self.recurrent(packed)[0])))

    def dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, 0.2, self.training)


class Net(nn.Module):
    """The encoder's layers in float32, each head's mix of them, and what the heads have of their own."""

    def __init__(self, teachers: Teachers) -> None:
        super().__init__()
        encoders = FreshEncoders()
        plain = encoders["reader"]
        self.pieces = pieces_of(plain.tokenizer)
        self.embeddings = plain.model.embeddings.requires_grad_(False)
        layers = coref_encoder(teachers).encoder["layer"]
        self.layers: Any = nn.ModuleList(layers[number] for number in KEPT).float().requires_grad_(True)
        first, others = -3.0, [0.0] * (len(KEPT) - 1)
        late = [-2.0] * (len(KEPT) - 1) + [3.0]
        self.mixes = nn.Parameter(torch.tensor([[first, *others], [first, *others], late]))
        parser, entities = teachers.parser, teachers.entities
        width: int = plain.model.config.hidden_size
        self.words = nn.Linear(width, width)
        nn.init.eye_(self.words.weight)
        nn.init.zeros_(self.words.bias)
        self.like_syntax = nn.Linear(width, width)
        self.arcs, self.root = nn.Linear(width, len(parser.weight)), nn.Linear(width, len(parser.weight))
        self.tags = nn.Linear(width, width, bias=False)
        self.entities = EntityHead(entities, width)

    def forward(self, rows: Sequence[list[int]]) -> list[Tensor]:
        """For each row of subwords' ids its states in the heads' mixes, [heads, subwords, width]."""
        longest = -(-max(map(len, rows)) // 32) * 32
        ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        ids = functional.pad(ids, (0, longest - ids.shape[1]))
        real = torch.arange(longest) < torch.tensor([len(row) for row in rows])[:, None]
        weights = self.mixes.softmax(1)
        mixed: Any = 0
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.embeddings(ids, torch.arange(longest)[None].expand_as(ids))
            for number, layer in enumerate(self.layers):
                query, key, value = (
                    layer["attention"]["self"][name](x).view(len(rows), longest, ATTENTION_HEADS, -1).transpose(1, 2)
                    for name in ("query", "key", "value")
                )
                seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=real[:, None, None, :])
                out = layer["attention"]["output"]
                x = out["LayerNorm"]((out["dense"](seen.transpose(1, 2).flatten(2)) + x).float())
                wide = functional.gelu(layer["intermediate"]["dense"](x))
                x = layer["output"]["LayerNorm"]((layer["output"]["dense"](wide) + x).float())
                mixed = mixed + weights[:, number, None, None, None] * x
        return [mixed[:, row, : len(ids)] for row, ids in enumerate(rows)]

    def read(self, texts: Sequence[Sequence[Sequence[str]]]) -> list[Tensor]:
        """For each text of sentences, the states of its words in the heads' mixes [heads, words, width]."""
        split = [self.pieces.rows(*sentences) for sentences in texts]
        states = iter(self([ids for rows in split for ids, _ in rows]))
        return [torch.cat([next(states)[:, ends] for _, ends in rows], 1) for rows in split]


def coref_encoder(teachers: Teachers) -> Any:
    """A copy of the coreference teacher's layers that can be trained: MiniLM with its low-rank factors added."""
    bert = FreshEncoders()["coref"].model
    settings = teachers.coref.settings
    add_factors(bert, teachers.coref.factors, settings["lora_alpha"] / settings["lora_rank"])
    return bert


class Heads(nn.Module):
    """What of the heads starts from the teachers': scorers of arcs and relations, the tagger, coreference."""

    def __init__(self, teachers: Teachers) -> None:
        super().__init__()
        parser = teachers.parser
        assert parser.tagger is not None
        self.arc_weights = nn.ParameterList(weight.clone() for weight, _ in parser.arcs)
        self.arc_biases = nn.ParameterList(bias.detach().clone() for _, bias in parser.arcs)
        self.relation_weight, self.relation_bias = (nn.Parameter(part.clone()) for part in parser.relations)
        known = parser.tagger.net
        weights = {name: weight.clone() for name, weight in known.state_dict().items()}
        seen = weights["hidden.weight"].shape[1] - known.case.embedding_dim * (1 + len(known.endings))
        width = len(weights["hidden.weight"])
        weights["hidden.weight"] = torch.cat([torch.eye(width), weights["hidden.weight"][:, seen:]], 1)
        self.tagger = TagNet(width, known.sizes, 0.3)
        self.tagger.load_state_dict(weights)
        self.coref = GivenWords.of(teachers.coref.model)
        self.coref_parts = nn.ModuleDict(
            {name: getattr(self.coref, name) for name in ("rough_scorer", "pw", "a_scorer", "sp")}
        )
        self.coref_parts.requires_grad_(True)


class GivenWords(coref.Trainer):
    """The coreference model over words that it is given."""

    given: Tensor

    @classmethod
    def of(cls, model: Any) -> GivenWords:
        model.__class__ = cls
        turned: GivenWords = model
        return turned

    def _words(self, _doc: Any) -> Tensor:
        return self.given


def differences(net: Net, teachers: Teachers, texts: Sequence[Sequence[Taught]]) -> dict[str, Tensor]:
    """How far the net is from its teachers in some texts, for each of STATES: squared differences over variances."""
    read = net.read([[sentence.words for sentence in text] for text in texts])
    parts = [
        part
        for words, text in zip(read, texts, strict=True)
        for part in torch.split(words, [len(s.words) for s in text], 1)
    ]
    pairs = sorted(zip(parts, [s for text in texts for s in text], strict=True), key=lambda pair: -len(pair[1].words))
    sentences = [sentence for _, sentence in pairs]
    syntax, coreference = (torch.cat([part[head] for part, _ in pairs]) for head in (0, 2))
    seen, root_states = teachers.parser.read([sentence.syntax for sentence in sentences])
    roots = torch.stack([part[0, -1] for part, _ in pairs])
    assert teachers.parser.tagger is not None
    tagger = teachers.parser.tagger.net.hidden.weight[:, : seen.shape[1]]
    by_tokens = sorted(pairs, key=lambda pair: -len(pair[1].tokens))
    lengths = [len(sentence.tokens) for _, sentence in by_tokens]
    letters = [teachers.entities.letters.of(sentence.tokens) for _, sentence in by_tokens]
    states = torch.cat([part[1, sentence.last] for part, sentence in by_tokens])
    entities, labels = net.entities(states, torch.cat(letters), lengths)
    labels = torch.cat([row[:length] for row, length in zip(labels, lengths, strict=True)])
    hidden = teachers.parser.hidden
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = {
            "coreference": net.words(coreference),
            "arcs": net.arcs(syntax),
            "root": net.root(roots),
            "tags": net.tags(syntax),
            "syntax": net.like_syntax(syntax),
            "entities": entities,
            "labels": labels,
        }
    wanted = {
        "coreference": torch.cat([sentence.coreference for sentence in sentences]).float(),
        "arcs": hidden(seen),
        "root": hidden(root_states),
        "tags": seen @ tagger.T,
        "syntax": torch.cat([sentence.syntax[1:] for sentence in sentences]).float(),
        "entities": torch.cat([sentence.entities for _, sentence in by_tokens]).float(),
        "labels": teachers.entities.scores([sentence.entities for _, sentence in by_tokens], letters),
    }
    if not SPREAD:
        SPREAD.update({name: float(value.var(0).mean()) for name, value in wanted.items()})
    return {name: ((found[name].float() - wanted[name]) ** 2).mean() / SPREAD[name] for name in STATES}


SPREAD: dict[str, float] = {}  # variances of what is wanted, from the first and largest batch


def raw_texts(corpora: Path) -> Iterator[Text]:
    """Raw news and PolNeAR's training articles."""
    processors = load("compact").pipeline.processors
    for path in (corpora / "news.jsonl.xz", corpora / "polnear/train.jsonl.xz"):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                joined = join(readable(json.loads(line)["text"]))
                with torch.inference_mode():
                    document = whole_sentences(processors["tokenize"].process(Document([], text=joined.text)))
                    document = processors["mwt"].process(document)
                yield Text(
                    [[word.text for word in sentence.words] for sentence in document.sentences],
                    [[len(token.words) for token in sentence.tokens] for sentence in document.sentences],
                )


def coref_texts(data: Path) -> Iterator[Text]:
    """The training texts of the coreference model, those that GAP's batches join apart."""
    for name in ("train", "litbank", "gap"):
        for document in json.loads((data / f"{name}.json").read_text(encoding="utf-8")):
            borders = [0, *document.get("breaks", ()), len(document["cased_words"])]
            for start, end in pairwise(borders):
                sentences: dict[int, list[str]] = {}
                for word, number in zip(
                    document["cased_words"][start:end], document["sent_id"][start:end], strict=True
                ):
                    sentences.setdefault(number, []).append(word)
                yield plain_text(sentences.values())


def plain_text(sentences: Iterator[list[str]] | Any) -> Text:
    """A text all of whose tokens are single words."""
    short = [list(words) for words in sentences if len(words) <= LONGEST_SENTENCE]
    return Text(short, [[1] * len(words) for words in short])


def states_of(teachers: Teachers, text: Text) -> list[Taught]:
    """What the teachers' encoders give for a text's sentences, in half precision."""
    lengths = [len(words) for words in text.sentences]
    tokens = text.token_texts()
    with torch.inference_mode():
        parts = zip(
            text.sentences,
            tokens,
            text.tokens,
            teachers.parser.embed(text.sentences),
            torch.split(teachers.coref.words(text.sentences), lengths),
            teachers.entities.embed(tokens),
            strict=True,
        )
        return [
            Taught(words, texts, [end - 1 for end in accumulate(counts)], *(part.bfloat16().clone() for part in states))
            for words, texts, counts, *states in parts
        ]


def rows_of(pieces: Any, sentences: Sequence[Taught]) -> Iterator[list[Taught]]:
    """The sentences of a text that the encoder takes in one row; a sentence longer than a row is left out."""
    row: list[Taught] = []
    size = 0
    room = pieces.tokenizer.model_max_length - 2
    for sentence in sentences:
        own = sum(map(len, pieces.of(sentence.words)))
        if row and size + own > room:
            yield row
            row, size = [], 0
        if own <= room:
            row.append(sentence)
            size += own
    if row:
        yield row


def taught_rows(job: Job, teachers: Teachers, pieces: Any) -> list[list[Taught]]:
    """Rows of all texts with the teachers' states, which are kept in the scratch folder."""
    path = job.work / "states.pt"
    if not path.exists():
        texts = [*raw_texts(job.corpora), *coref_texts(job.work / "coref")]
        for treebank in ("ewt", "gum"):
            trees = tree_texts(job, treebank, random.Random(job.seed))
            texts += [plain_text([row.form for row in sentence.words()] for sentence in group) for group in trees]
        torch.save(
            [[vars(sentence) for sentence in states_of(teachers, text)] for text in texts if text.sentences], path
        )
    texts_ = torch.load(path, mmap=True)
    return [row for text in texts_ for row in rows_of(pieces, [Taught(**sentence) for sentence in text])]


def batches(
    rows: Sequence[Sequence[Taught]], pieces: Any, most: int, rng: random.Random
) -> Iterator[list[Sequence[Taught]]]:
    """Batches of rows of similar length, again and again, in a random order."""
    sizes = [sum(len(ids) for sentence in row for ids in pieces.of(sentence.words)) for row in rows]
    while True:
        order = sorted(range(len(rows)), key=lambda i: sizes[i] + rng.random() * 40)
        found: list[list[int]] = [[]]
        for number in order:
            if found[-1] and (len(found[-1]) + 1) * (sizes[number] + 2) > most:
                found.append([])
            found[-1].append(number)
        rng.shuffle(found)
        yield from ([rows[number] for number in batch] for batch in found)


class Learner:
    """AdamW with a rate that rises in WARMUP steps, then falls to nothing in a line; heads and mixes learn faster."""

    def __init__(self, net: Net, others: Sequence[nn.Module], steps: int, rate: float, decay: float) -> None:
        self.layers = list(net.layers.parameters())
        layers = {id(parameter) for parameter in self.layers}
        every = [p for module in (net, *others) for p in module.parameters() if p.requires_grad]
        self.heads = list({id(p): p for p in every if id(p) not in layers}.values())
        self.optimizer = torch.optim.AdamW(
            [{"params": self.layers, "times": 1}, {"params": self.heads, "times": FASTER}],
            weight_decay=decay,
            betas=(0.9, 0.98),
        )
        self.steps, self.rate, self.done = steps, rate, 0

    def step(self) -> None:
        now = self.rate * min(1.0, (self.done + 1) / WARMUP) * max(0.02, 1 - self.done / self.steps)
        for group in self.optimizer.param_groups:
            group["lr"] = now * group["times"]
        for part in (self.layers, self.heads):
            nn.utils.clip_grad_norm_(part, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.done += 1


def report(name: str, step: int, losses: dict[str, Tensor]) -> None:
    if not step % 50:
        print(name, step, {k: round(float(v.detach()), 3) for k, v in losses.items()}, file=sys.stderr, flush=True)


def learn_states(net: Net, teachers: Teachers, rows: Sequence[list[Taught]], steps: int) -> None:
    learner = Learner(net, [], steps, RATE, 0.0)
    rng = random.Random(1)
    with torch.no_grad():
        differences(net, teachers, rng.sample(list(rows), min(24, len(rows))))
    for batch in batches(rows, net.pieces, ROW_SUBWORDS, rng):
        losses = differences(net, teachers, batch)
        torch.stack([STATES[name] * loss for name, loss in losses.items()]).sum().backward()  # type: ignore[no-untyped-call]
        learner.step()
        report("states", learner.done, losses)
        if learner.done == steps:
            return


@dataclass(frozen=True)
class Trees:
    """Successive sentences of a treebank: letters [words, …], labels of the tagger, heads and relations of each word."""

    sentences: list[list[str]]
    letters: Tensor
    tags: Tensor
    heads: list[Tensor]
    relations: list[Tensor]


@dataclass(frozen=True)
class Named:
    """Successive sentences of tokens with the numbers of their labels."""

    sentences: list[list[str]]
    labels: list[Tensor]


def tree_texts(job: Job, treebank: str, rng: random.Random) -> list[list[Any]]:
    """A treebank's training sentences in the typography of news, some successive ones together."""
    sentences = [
        restyle(sentence, style_for(rng))
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz")
        if 2 <= len(sentence.words()) <= 70
    ]
    return list(together(sentences, lambda sentence: len(sentence.words()), rng))


def together(items: Sequence[Any], size: Any, rng: random.Random) -> Iterator[list[Any]]:
    """Successive items in groups of different sizes, from one sentence to all that a row takes."""
    group: list[Any] = []
    words, most = 0, 0
    for item in items:
        if group and words >= most:
            yield group
            group, words = [], 0
        if not group:
            most = rng.choice((40, 120, 250, 350))
        group.append(item)
        words += size(item)
    if group:
        yield group


def gold_trees(job: Job, teachers: Teachers, rng: random.Random) -> list[Trees]:
    tagger = teachers.parser.tagger
    assert tagger is not None
    numbers = teachers.parser.vocabulary._unit2id
    made = []
    for treebank in ("ewt", "gum"):
        for group in tree_texts(job, treebank, rng):
            rows = [sentence.words() for sentence in group]
            texts = simplified([[row.form for row in words] for words in rows])
            every = [row for words in rows for row in words]
            tags = labels_of([(row.rest[1], row.rest[3]) for row in every], tagger.upos, tagger.features)
            heads = [torch.tensor([int(row.rest[4]) for row in words]) for words in rows]
            plain = [[numbers.get(row.rest[5], numbers[row.rest[5].split(":")[0]]) for row in words] for words in rows]
            relations = [torch.tensor(ids) - VOCAB_PREFIX_SIZE for ids in plain]
            made.append(Trees(texts, torch.cat([surface(words) for words in texts]), tags, heads, relations))
    return made


def gold_names(job: Job, teachers: Teachers, rng: random.Random) -> list[Named]:
    ner.prepare(Job(job.corpora, job.out, job.work))
    units = json.loads((job.work / "train.json").read_text(encoding="utf-8"))
    numbers = {label: number for number, label in enumerate(teachers.entities.labels) if label}
    made = []
    for group in together(units, len, rng):
        tags = [bio2_to_bioes(to_bio2([token["ner"] for token in unit])) for unit in group]
        labels = [torch.tensor([numbers[tag] for tag in of]) for of in tags]
        made.append(Named([[token["text"] for token in unit] for unit in group], labels))
    return made


def forever(items: Sequence[Any], rng: random.Random) -> Iterator[Any]:
    while True:
        yield from rng.sample(list(items), len(items))


def taken(items: Iterator[Any], words: int) -> list[Any]:
    """The next items, of so many words at least."""
    found: list[Any] = []
    while sum(len(sentence) for item in found for sentence in item.sentences) < words:
        found.append(next(items))
    return found


def tree_losses(net: Net, heads: Heads, texts: Sequence[Trees]) -> dict[str, Tensor]:
    """The losses of Stanza's graph parser, a word, and the tagger's."""
    read = torch.cat([states[0] for states in net.read([text.sentences for text in texts])])
    lengths = [len(words) for text in texts for words in text.sentences]
    ends = torch.tensor(lengths).cumsum(0) - 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        roots, words, seen = net.root(read[ends]), net.arcs(read), net.tags(read)
        scores = heads.tagger(seen.float(), torch.cat([text.letters for text in texts]))
    rows = [torch.cat([root[None], part]) for root, part in zip(roots, torch.split(words, lengths), strict=True)]
    states = functional.dropout(pad_sequence(rows, batch_first=True).float().relu(), 0.33).chunk(8, -1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        arc, side, far = (
            (with_ones(states[2 * i]) @ weight).float() @ with_ones(states[2 * i + 1]).float().transpose(1, 2) + bias
            for i, (weight, bias) in enumerate(zip(heads.arc_weights, heads.arc_biases, strict=True))
        )
    longest = arc.shape[1]
    place = torch.arange(longest)
    offset = place[None, :] - place[:, None]
    distance = -torch.log((offset.abs() - (1 + functional.softplus(far))) ** 2 / 2 + 1)
    arc = arc + functional.logsigmoid(side * offset.sign()).detach() + distance.detach()
    padding = place[None, :] > torch.tensor(lengths)[:, None]
    arc = arc.masked_fill(torch.eye(longest, dtype=torch.bool)[None] | padding[:, None, :], float("-inf"))
    row = torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(lengths))
    word = torch.cat([torch.arange(1, length + 1) for length in lengths])
    head = torch.cat([part for text in texts for part in text.heads])
    relation = torch.cat([part for text in texts for part in text.relations])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        between = with_ones(states[6][row, word]) @ heads.relation_weight.flatten(1)
        between = between.view(-1, *heads.relation_weight.shape[1:])
        above = with_ones(states[7][row, head])[:, None, :].to(between.dtype)
        relations = (above @ between)[:, 0].float() + heads.relation_bias
    sides = side[row, word, head] / 2
    total = functional.cross_entropy(arc[row, word], head) + functional.cross_entropy(relations, relation)
    total = total + functional.cross_entropy(torch.stack([-sides, sides], 1), (offset[word, head] > 0).long())
    total = total - distance[row, word, head].mean()
    tags = torch.cat([text.tags for text in texts])
    parts = scores.float().split(heads.tagger.sizes, -1)
    return {
        "heads": total,
        "tags": torch.stack([functional.cross_entropy(part, tags[:, n]) for n, part in enumerate(parts)]).sum(),
    }


def entity_loss(net: Net, teachers: Teachers, texts: Sequence[Named]) -> Tensor:
    read = torch.cat([states[1] for states in net.read([text.sentences for text in texts])])
    letters = teachers.entities.letters.of([token for text in texts for tokens in text.sentences for token in tokens])
    lengths = [len(tokens) for text in texts for tokens in text.sentences]
    _, scores = net.entities(read, letters, lengths)
    labels = pad_sequence([part for text in texts for part in text.labels], batch_first=True)
    return surprise(scores, labels, lengths, net.entities.steps)


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


def coref_losses(net: Net, heads: Heads, document: Any, spans: float) -> dict[str, Tensor]:
    """Stanza's losses of coreference and of mentions' spans; `spans` is how many mentions a document has on average."""
    model = heads.coref
    with torch.autocast("cpu", dtype=torch.bfloat16):
        model.given = net.words(torch.cat([states[2] for states in net.read(document_rows(document))])).float()
    result = model.run(document)
    weight = SIDE_CORPORA.get(document.get("lang", ""), 1.0)
    losses = {"coreference": weight * model._coref_criterion(result.coref_scores, result.coref_y)}
    if result.span_y is not None and len(result.span_y):
        edges = zip(result.span_scores.unbind(2), result.span_y, strict=True)
        losses["spans"] = weight * sum(model._span_criterion(*edge) for edge in edges) / spans / 2
    return losses


def document_rows(document: Any) -> list[list[list[str]]]:
    """The texts of a document for coreference, each its sentences of words: GAP's join several."""
    texts: list[dict[int, list[str]]] = [{}]
    starts = set(document.get("breaks", ()))
    for number, (word, sentence) in enumerate(zip(document["cased_words"], document["sent_id"], strict=True)):
        if number in starts:
            texts.append({})
        texts[-1].setdefault(sentence, []).append(word)
    return [list(sentences.values()) for sentences in texts]


def learn_gold(job: Job, net: Net, heads: Heads, teachers: Teachers, rows: Sequence[list[Taught]], steps: int) -> None:
    rng = random.Random(2)
    trees = forever(gold_trees(job, teachers, rng), rng)
    names = forever(gold_names(job, teachers, rng), rng)
    data = job.work / "coref"
    model = heads.coref
    sides = [
        (CorefDataset(str(data / name), model.config, model.tokenizer), often)
        for name, often in (("gap.json", coref.GAP_STEPS), ("litbank.json", coref.LITBANK_STEPS))
    ]
    mixture = coref.Mixture(CorefDataset(str(data / "train.json"), model.config, model.tokenizer), sides)
    documents = forever(range(len(mixture)), rng)
    states = batches(rows, net.pieces, GOLD_SUBWORDS, rng)
    learner = Learner(net, [heads], steps, GOLD_RATE, 0.01)
    net.train()
    heads.train()
    model.training = True
    while learner.done < steps:
        losses: dict[str, Tensor] = {}
        tasks: list[Callable[[], dict[str, Tensor]]] = [
            lambda: tree_losses(net, heads, taken(trees, 700)),
            lambda: {"entities": entity_loss(net, teachers, taken(names, 500))},
            lambda: coref_losses(net, heads, mixture[next(documents)], mixture.avg_span),
            lambda: {"teachers": taught_loss(net, teachers, next(states))},
        ]
        for losses_of in tasks:
            own = losses_of()
            torch.stack([GOLD[name] * loss for name, loss in own.items()]).sum().backward()  # type: ignore[no-untyped-call]
            losses |= own
        learner.step()
        report("gold", learner.done, losses)


def taught_loss(net: Net, teachers: Teachers, batch: Sequence[Sequence[Taught]]) -> Tensor:
    return torch.stack([STATES[name] * loss for name, loss in differences(net, teachers, batch).items()]).sum()


def linear(layer: nn.Linear) -> dict[str, Tensor]:
    return {"weight": layer.weight.detach(), "bias": layer.bias.detach()}


def first_layer(head: EntityHead) -> dict[str, Tensor]:
    """The recogniser's map and its first layer as one."""
    (width, _), layer = head.like.weight.shape, head.input
    states, letters = layer.weight.detach()[:, :width], layer.weight.detach()[:, width:]
    weight = torch.cat([states @ head.like.weight.detach(), letters], 1)
    return {"weight": weight, "bias": layer.bias.detach() + states @ head.like.bias.detach()}


def packed(net: Net, heads: Heads, teachers: Teachers) -> dict[str, Any]:
    """The files of the package, by processor."""
    parser, entities = teachers.parser, teachers.entities
    assert parser.tagger is not None
    tagger = {name: weight.detach() for name, weight in heads.tagger.state_dict().items()}
    width = net.tags.weight.shape[0]
    hidden = tagger["hidden.weight"]
    tagger["hidden.weight"] = torch.cat([hidden[:, :width] @ net.tags.weight.detach(), hidden[:, width:]], 1)
    arcs = zip(heads.arc_weights, heads.arc_biases, strict=True)
    settings = {"lora": False, "bert_finetune": False, "device": "cpu", "log_norms": False}
    return {
        "encoder": {
            "layers": {f"layer.{name}": weight.detach() for name, weight in net.layers.state_dict().items()},
            "mixes": net.mixes.softmax(1).detach(),
        },
        "pos": {
            "upos": parser.tagger.upos,
            "features": parser.tagger.features,
            "states": width,
            "model": tagger,
        },
        "depparse": {
            "hidden": linear(net.arcs),
            "root": linear(net.root),
            "arcs": [{"weight": weight.detach(), "bias": bias.detach()} for weight, bias in arcs],
            "relations": {"weight": heads.relation_weight.detach(), "bias": heads.relation_bias.detach()},
            "vocabulary": MultiVocab({"deprel": parser.vocabulary}).state_dict(),
        },
        "ner": {
            "letters": entities.packed_letters,
            "input": first_layer(net.entities),
            "recurrent": {
                "lstm": {name: weight.detach() for name, weight in net.entities.recurrent.lstm.state_dict().items()},
                **dict(zip(("hidden", "cell"), net.entities.recurrent.first, strict=True)),
            },
            "output": linear(net.entities.output),
            "steps": net.entities.steps.detach(),
            "labels": entities.labels,
        },
        "coref": {
            "config": without_paths(teachers.coref.settings) | settings,
            "epochs_trained": teachers.coref.epochs,
            "we": teachers.coref.heads["we"],
            "words": linear(net.words),
            **{
                name: {key: weight.detach() for key, weight in part.state_dict().items()}
                for name, part in heads.coref_parts.items()
            },
        },
    }


def train(job: Job, options: argparse.Namespace) -> None:
    started = time.monotonic()
    coref.convert(job.corpora, job.work / "coref")
    teachers = Teachers.load(options.teachers)
    net = Net(teachers)
    first, second = job.work / "first.pt", job.work / "second.pt"
    rows = taught_rows(job, teachers, net.pieces)
    if not first.exists():
        learn_states(net, teachers, rows, options.steps)
        torch.save(net.state_dict(), first)
    net.load_state_dict(torch.load(first))
    heads = Heads(teachers)
    if not second.exists():
        learn_gold(job, net, heads, teachers, rows, options.gold_steps)
        torch.save({"net": net.state_dict(), "heads": heads.state_dict()}, second)
    state = torch.load(second)
    net.load_state_dict(state["net"])
    heads.load_state_dict(state["heads"])
    for name, model in packed(net, heads, teachers).items():
        path = job.out / f"{name}.pt"
        torch.save(half(model), path)
        write_result(job, name, path, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(
        __doc__,
        "reader",
        steps=2300,
        minutes=0,
        extra=lambda p: (
            p.add_argument("--teachers", type=Path, required=True, help="folder with the packed teachers"),
            p.add_argument("--gold-steps", type=int, default=1300),
        ),
    )
    train(job, options)
