"""Encoders: MiniLM is loaded once, copied without its embeddings, adapted, and run in the CPU's fastest arithmetic.

The reader of words and the attribution network store whole layers of their own; the embeddings, two thirds of the weights, are
shared. The accurate set's network stores only low-rank factors (LoRA: Hu et al. 2021), which are added to MPNet's layers.
"""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from quotes.language.bert import load_minilm
from quotes.language.linear import order_weights
from quotes.language.manifest import encoder_folder

__all__ = [
    "EncoderOutput",
    "FastEncoder",
    "FreshEncoders",
    "Pieces",
    "add_factors",
    "attend",
    "pieces_of",
    "precision",
]


# Subwords in a batch: enough for full speed, and few enough for a layer's output to stay in the CPU's cache. With 2,048, two
# workers take 3 % less time, and 60 MB more.
CHUNK_SUBWORDS = 1024
# The same on an accelerator, which is best at large matrices; not measured.
DEVICE_CHUNK_SUBWORDS = 16_384
# For attention, rows are padded to a multiple of so many subwords.
STEP = 32
# Words whose subwords are cached: some ten megabytes.
REMEMBERED = 1 << 16
# From this distance on, MPNet has one bias for all.
FARTHEST = 128
# Only so many subwords of a very long "word" (an address, a line of dashes) are read; the encoder takes 512 in a row.
WORD_SUBWORDS = 500


class EncoderOutput(NamedTuple):
    """The part of a transformer's output that is used: float32 [rows, subwords, width]."""

    last_hidden_state: Tensor


def precision() -> torch.dtype:
    """bfloat16 if the CPU multiplies it natively, else float32; $QUOTES_PRECISION (bf16 or f32) overrides that."""
    wanted = os.environ.get("QUOTES_PRECISION", "")
    if wanted in {"bf16", "f32"}:
        return torch.bfloat16 if wanted == "bf16" else torch.float32
    return torch.bfloat16 if has_fast_bf16() else torch.float32


def has_fast_bf16() -> bool:
    """Whether this CPU has instructions that multiply bfloat16 (AVX-512 BF16 or AMX; Arm's BF16)."""
    for check in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        supported = getattr(torch.cpu, check, None)
        if supported is not None and supported():
            return True
    return False


@dataclass(frozen=True)
class Group:
    """Rows of about the same length, padded for attention to a multiple of STEP, at which the CPU multiplies fastest.

    Between packed subwords and padded rows, the numbers of a head are moved as one part: `padded` [3 · rows · heads · length] are
    the numbers of the parts of query, key and value in the padded rows, `packed` [subwords · heads] those of the parts of packed
    subwords in what attention gives. `bias` [rows, 1, 1, STEP] is minus infinity at padding, of which there is none before a
    row's last STEP places; None if there is no padding.
    """

    start: int
    end: int
    shape: tuple[int, int]
    padded: Tensor
    packed: Tensor
    bias: Tensor | None

    def on(self, device: torch.device) -> Group:
        """The same group on a device."""
        if device.type == "cpu":
            return self
        bias = None if self.bias is None else self.bias.to(device)
        return replace(self, padded=self.padded.to(device), packed=self.packed.to(device), bias=bias)


def grouped(lengths: Sequence[int], heads: int, dtype: torch.dtype) -> list[Group]:
    """The groups for successive rows of these lengths, which are sorted, shortest first."""
    groups = []
    start = 0
    parts = torch.arange(3 * heads).view(3, 1, heads, 1)
    for width, same in groupby(lengths, key=lambda length: -(-length // STEP) * STEP):
        sizes = torch.tensor(list(same))
        ends = sizes.cumsum(0)
        within = torch.arange(width)
        real = within < sizes[:, None]
        # Any subword may stand where the bias takes it out.
        places = start + ((ends - sizes)[:, None] + within).where(real, 0)
        padded = places[:, None] * (3 * heads) + parts
        row, place = real.nonzero(as_tuple=True)
        packed = (row[:, None] * heads + torch.arange(heads)) * width + place[:, None]
        tail = real[:, width - STEP :]
        bias = torch.zeros(tail.shape, dtype=dtype).masked_fill(~tail, float("-inf"))[:, None, None]
        end = start + int(ends[-1])
        shape = (len(sizes), width)
        groups.append(Group(start, end, shape, padded.flatten(), packed.flatten(), None if bool(tail.all()) else bias))
        start = end
    return groups


def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None) -> Tensor:
    """Attention [rows, heads, length, width] by plain products: on CPUs with bfloat16 faster than PyTorch's own kernel.

    `bias` [rows or 1, heads or 1, length or 1, places] is added to the scores of the last places.
    """
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if bias is not None:
        scores[..., -bias.shape[-1] :] += bias
    mixed: Tensor = scores.softmax(-1) @ value
    return mixed


class Layer(nn.Module):
    """One block of a BERT encoder over packed rows: one multiplication for query, key and value, and no padding."""

    def __init__(self, layer: Any, heads: int, dtype: torch.dtype) -> None:
        super().__init__()
        attention = layer.attention
        parts = (attention.self.query, attention.self.key, attention.self.value)
        weight = torch.cat([part.weight for part in parts]).detach()
        self.heads = heads
        self.qkv = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
        self.qkv.weight = nn.Parameter(weight)
        self.qkv.bias = nn.Parameter(torch.cat([part.bias for part in parts]).detach())
        self.mixed = attention.output.dense
        self.mixed_norm = attention.output.LayerNorm
        self.wide = layer.intermediate.dense
        self.narrow = layer.output.dense
        self.norm = layer.output.LayerNorm
        self.to(dtype).requires_grad_(False)

    def forward(self, x: Tensor, groups: Sequence[Group], kept: Tensor | None = None) -> Tensor:
        """`x` [subwords, width] has the rows one after the other, in the order of `groups`. Returns the states of the subwords in
        `kept`, or of all.
        """
        width = x.shape[1] // self.heads
        parts = self.qkv(x).view(-1, width)
        mixed = torch.empty_like(x)
        for group in groups:
            rows, length = group.shape
            padded = parts.index_select(0, group.padded).view(3, rows, self.heads, length, width)
            query, key, value = padded.unbind(0)
            attended = attend(query, key, value, group.bias).view(-1, width)
            torch.index_select(attended, 0, group.packed, out=mixed[group.start : group.end].view(-1, width))
        if kept is not None:
            mixed, x = mixed.index_select(0, kept), x.index_select(0, kept)
        x = self.mixed_norm(self.mixed(mixed).add_(x))
        out: Tensor = self.norm(self.narrow(functional.gelu(self.wide(x))).add_(x))
        return out


def distance_buckets(length: int, buckets: int) -> Tensor:
    """For every pair of places in a row, [length, length], the bucket of their distance, as in T5 (Raffel et al. 2020).

    Half of the buckets are for places before, half for those after; small distances have one each, larger ones share them on a
    logarithmic scale up to FARTHEST.
    """
    places = torch.arange(length)
    offset = places[None, :] - places[:, None]
    half = buckets // 2
    exact = half // 2
    distance = offset.abs()
    scale = (half - exact) / math.log(FARTHEST / exact)
    far = exact + ((distance.clamp(min=1) / exact).log() * scale).long()
    return torch.where(distance < exact, distance, far.clamp(max=half - 1)) + half * (offset > 0)


class FastEncoder(nn.Module):
    """An encoder without padding; its results are float32, whatever it computes in.

    All rows are stored one after the other, sorted by length. Operations on single subwords run on all of them at once, attention
    on rows of about the same length. Called like a transformers model, it takes and returns padded rows.
    """

    def __init__(self, bert: Any, dtype: torch.dtype, device: str | torch.device = "cpu") -> None:
        super().__init__()
        self.config = bert.config
        self.dtype = dtype
        self.device = torch.device(device)
        self.embeddings = bert.embeddings.eval().requires_grad_(False)
        self.relative: Tensor | None = getattr(bert, "relative", None)
        self.biases: dict[int, Tensor] = {}
        self.blocks = nn.ModuleList(
            Layer(layer, bert.config.num_attention_heads, dtype) for layer in bert.encoder.layer
        )
        self.to(self.device)
        order_weights(self.blocks)

    def encode(
        self,
        rows: Sequence[Sequence[int]],
        wanted: Sequence[Sequence[int]] | None = None,
        mixes: Tensor | None = None,
    ) -> list[Tensor]:
        """The last layer's states [subwords, width] of each row of subword ids.

        With `wanted`, only the states of the subwords at these places of each row; the last layer computes no others. With
        `mixes` [mixes, layers], sums of all layers' states instead, [subwords, mixes, width]. The states are on the CPU,
        whatever the device.
        """
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        states: list[Tensor] = [torch.empty(0)] * len(rows)
        for chosen in chunks(order, rows, CHUNK_SUBWORDS if self.device.type == "cpu" else DEVICE_CHUNK_SUBWORDS):
            lengths = [len(rows[number]) for number in chosen]
            groups = [
                self._with_distances(group).on(self.device)
                for group in grouped(lengths, self.config.num_attention_heads, self.dtype)
            ]
            ids = torch.tensor([id_ for number in chosen for id_ in rows[number]])
            places = torch.cat([torch.arange(length) for length in lengths])
            kept = None
            if wanted is not None:
                starts = accumulate(lengths, initial=0)
                kept = torch.tensor(
                    [start + i for start, number in zip(starts, chosen, strict=False) for i in wanted[number]],
                    dtype=torch.long,
                )
                lengths = [len(wanted[number]) for number in chosen]
            # The caller's autocast would convert the results of the norms to float32.
            with torch.no_grad(), torch.autocast(self.device.type, enabled=False):
                ids, places = ids.to(self.device), places.to(self.device)
                kept = kept if kept is None else kept.to(self.device)
                x = self.embeddings(input_ids=ids[None], position_ids=places[None])[0].to(self.dtype)
                layers = []
                for left, block in zip(range(len(self.blocks) - 1, -1, -1), self.blocks, strict=True):
                    x = block(x, groups, None if left else kept)
                    if mixes is not None or not left:
                        layers.append((x if kept is None or not left else x.index_select(0, kept)).float())
                if mixes is None:
                    (found,) = layers
                else:
                    found = torch.einsum("ml,lsw->smw", mixes.to(self.device), torch.stack(layers))
            for number, part in zip(chosen, found.cpu().split(lengths), strict=True):
                states[number] = part
        return states

    def _with_distances(self, group: Group) -> Group:
        """The group with the bias for the distance of two subwords, [rows, heads, length, length], if the encoder has one."""
        if self.relative is None:
            return group
        length = group.shape[1]
        if length not in self.biases:
            bias = self.relative[distance_buckets(length, len(self.relative))].permute(2, 0, 1)
            self.biases[length] = bias[None].to(self.dtype)
        bias = self.biases[length]
        if group.bias is not None:
            bias = bias.repeat(group.shape[0], 1, 1, 1)
            bias[..., -group.bias.shape[-1] :] += group.bias
        return replace(group, bias=bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: Any) -> EncoderOutput:
        lengths = attention_mask.sum(dim=1).tolist()
        rows = [ids[:length] for ids, length in zip(input_ids.tolist(), lengths, strict=True)]
        return EncoderOutput(nn.utils.rnn.pad_sequence(self.encode(rows), batch_first=True))


def chunks(order: Sequence[int], rows: Sequence[Sequence[int]], most: int) -> Iterator[list[int]]:
    """Batches of successive numbers of rows in `order`, of up to `most` subwords, with at least one row."""
    chosen: list[int] = []
    size = 0
    for number in order:
        if chosen and size + len(rows[number]) > most:
            yield chosen
            chosen, size = [], 0
        chosen.append(number)
        size += len(rows[number])
    if chosen:
        yield chosen


class Pieces:
    """The subwords of words, cached: few different words make up most of a text, and every processor asks for all of them."""

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        self.known: dict[str, list[int]] = {}

    def of(self, words: Sequence[str]) -> list[list[int]]:
        """A list of ids for each word; a word for which the tokenizer returns nothing counts as a dash, as in Stanza."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        missing = [word for word in dict.fromkeys(words) if word not in self.known]
        if missing:
            dash = self.tokenizer("-", add_special_tokens=False).input_ids
            new_ids = self.tokenizer(missing, add_special_tokens=False).input_ids
            self.known.update((word, ids[:WORD_SUBWORDS] or dash) for word, ids in zip(missing, new_ids, strict=True))
        return [self.known[word] for word in words]

    def rows(self, *sentences: Sequence[str]) -> list[tuple[list[int], list[int]]]:
        """Rows of subwords' ids between the tokenizer's special tokens, and the place of each word's last subword in its row.

        A row has as many successive sentences as the encoder takes; a sentence that is longer than that is split.
        """
        first, last = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        room = self.tokenizer.model_max_length
        rows: list[tuple[list[int], list[int]]] = []
        ids, ends = [first], list[int]()
        for words in sentences:
            split = self.of(words)
            fits = len(ids) + sum(map(len, split)) < room
            for number, pieces in enumerate(split):
                if (not number and not fits and ends) or len(ids) + len(pieces) >= room:
                    rows.append(([*ids, last], ends))
                    ids, ends = [first], []
                ids += pieces
                ends.append(len(ids) - 1)
        return [*rows, ([*ids, last], ends)]


@lru_cache(maxsize=4)
def pieces_of(tokenizer: Any) -> Pieces:
    return Pieces(tokenizer)


class FreshEncoders(dict[str, Any]):
    """For Stanza's FoundationCache: returns a new copy of MiniLM for every name, so that no two processors share adapters."""

    def __init__(self) -> None:
        super().__init__()
        self.original: Any = None

    def __contains__(self, name: object) -> bool:
        return name is not None

    def __getitem__(self, name: str) -> Any:
        from quotes.language.internals import BertRecord

        if self.original is None:
            self.original = load_minilm(encoder_folder())
        model, tokenizer = self.original
        embeddings = model.embeddings
        return BertRecord(copy.deepcopy(model, {id(embeddings): embeddings}), tokenizer, {})


def add_factors(bert: nn.Module, factors: Mapping[str, Tensor], scaling: float) -> None:
    """Add low-rank factors to the weights they adapt: W += scaling · B A, computed in float32.

    `factors` are named as peft saves them: "LAYER.lora_A.weight" [rank, in] and "LAYER.lora_B.weight" [out, rank]. Raises
    KeyError when a factor lacks its partner, AttributeError when the encoder lacks the layer.
    """
    with torch.no_grad():
        for name, below in factors.items():
            layer, is_below, _ = name.rpartition(".lora_A.weight")
            if is_below:
                above = factors[f"{layer}.lora_B.weight"]
                weight = bert.get_parameter(f"{layer.removeprefix('base_model.model.')}.weight")
                weight.add_(above.float() @ below.float(), alpha=scaling)
