"""MPNet for training: all layers frozen in bfloat16, the upper ones adapted by low-rank factors (LoRA: Hu et al. 2021).

Dropout is that of attribution.py; an eager forward pass with the same results as `quotes.language.encoder.FastEncoder`.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import torch
from attribution import DROPOUT, HIDDEN_WORDS, POOL, Dropout
from torch import Tensor, nn
from torch.nn import functional

from quotes.language.attributor import AttributionNet
from quotes.language.bert import Bert, load_mpnet
from quotes.language.encoder import distance_buckets
from quotes.language.manifest import mpnet_files

__all__ = ["MPNet", "build", "packed"]

RANK = 32
SCALING = 2.0
FROZEN = 4  # of twelve layers, the first ones stay as they are: a fifth less time
PARTS = ("query", "key", "value")


class LowRank(nn.Module):
    """A frozen linear layer, or several of one input, each with factors B A and a bias that are trained; none for rank 0."""

    weight: Tensor
    bias: Tensor

    def __init__(self, layers: list[Any], rank: int) -> None:
        super().__init__()
        weight = torch.cat([layer.weight for layer in layers])
        self.register_buffer("weight", weight.bfloat16(), persistent=False)
        self.register_buffer("bias", torch.cat([layer.bias for layer in layers]), persistent=False)
        self.rank, self.parts = rank, len(layers)
        if rank:
            out, width = weight.shape
            self.below = nn.Parameter(torch.randn(self.parts * rank, width) / math.sqrt(width))
            self.above = nn.Parameter(torch.zeros(self.parts, out // self.parts, rank))
            self.shift = nn.Parameter(torch.zeros(out))

    def forward(self, x: Tensor) -> Tensor:
        y = functional.linear(x, self.weight, self.bias.to(x.dtype))
        if not self.rank:
            return y
        narrow = functional.linear(x, self.below.to(x.dtype)) * SCALING
        pairs = zip(narrow.chunk(self.parts, -1), self.above.to(x.dtype), strict=True)
        return y + torch.cat([functional.linear(part, above) for part, above in pairs], -1) + self.shift.to(x.dtype)

    def packed(self, names: list[str]) -> dict[str, Tensor]:
        """The factors and whole biases, by the names of the layers."""
        below, bias = self.below.detach().chunk(self.parts), (self.bias + self.shift.detach()).chunk(self.parts)
        state = {}
        for number, name in enumerate(names):
            state[f"{name}.lora_A.weight"] = below[number]
            state[f"{name}.lora_B.weight"] = self.above.detach()[number]
            state[f"{name}.bias"] = bias[number]
        return state


class Block(nn.Module):
    """One layer."""

    def __init__(self, layer: Any, heads: int, rank: int, pool: Tensor) -> None:
        super().__init__()
        own = layer.attention.self
        self.heads = heads
        self.qkv = LowRank([own[name] for name in PARTS], rank)
        self.mixed = LowRank([layer.attention.output.dense], rank)
        self.wide = LowRank([layer.intermediate.dense], rank)
        self.narrow = LowRank([layer.output.dense], rank)
        self.mixed_norm = layer.attention.output.LayerNorm.requires_grad_(bool(rank))
        self.norm = layer.output.LayerNorm.requires_grad_(bool(rank))
        self.drop = Dropout(pool)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, length, width = x.shape
        query, key, value = self.qkv(x).view(rows, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2) + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        x = normal(self.mixed_norm, x + self.drop(self.mixed(mixed)))
        return normal(self.norm, x + self.drop(self.narrow(functional.gelu(self.wide(x)))))

    def packed(self, name: str) -> dict[str, Tensor]:
        state = self.qkv.packed([f"{name}.attention.self.{part}" for part in PARTS])
        state |= self.mixed.packed([f"{name}.attention.output.dense"])
        state |= self.wide.packed([f"{name}.intermediate.dense"]) | self.narrow.packed([f"{name}.output.dense"])
        for place, norm in (("attention.output", self.mixed_norm), ("output", self.norm)):
            state |= {f"{name}.{place}.LayerNorm.{key}": value.detach() for key, value in norm.state_dict().items()}
        return state


def normal(norm: nn.LayerNorm, x: Tensor) -> Tensor:
    return functional.layer_norm(x, norm.normalized_shape, norm.weight.to(x.dtype), norm.bias.to(x.dtype), norm.eps)


class MPNet(nn.Module):
    """Called like a transformers model: subword ids and a mask [rows, length] to states [rows, length, 768]."""

    def __init__(self, bert: Bert, mask_id: int) -> None:
        super().__init__()
        assert bert.relative is not None
        self.config, self.mask_id, self.relative = bert.config, mask_id, bert.relative
        self.embeddings = bert.embeddings.bfloat16().requires_grad_(False)
        pool = (torch.rand(POOL) >= DROPOUT).bfloat16() / (1 - DROPOUT)
        layers: Any = bert.encoder["layer"]
        self.blocks = nn.ModuleList(
            Block(layer, bert.config.num_attention_heads, RANK if number >= FROZEN else 0, pool)
            for number, layer in enumerate(layers)
        )

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> SimpleNamespace:
        if self.training:
            input_ids = torch.where(torch.rand(input_ids.shape) < HIDDEN_WORDS, self.mask_id, input_ids)
        length = input_ids.shape[1]
        with torch.autocast("cpu", enabled=False):
            x = self.embeddings(input_ids, torch.arange(length)[None])
            near = self.relative[distance_buckets(length, len(self.relative))].permute(2, 0, 1)
            padding = torch.zeros(attention_mask.shape).masked_fill(attention_mask == 0, -1e4)
            bias = (near[None] + padding[:, None, None]).bfloat16()
            for block in self.blocks:
                x = block(x, bias)
        return SimpleNamespace(last_hidden_state=x)


def build() -> AttributionNet:
    """The attribution network over MPNet, with fresh factors and heads."""
    with mpnet_files() as read:
        bert, tokenizer = load_mpnet(read)
    mask_id = tokenizer.convert_tokens_to_ids(["<mask>"])[0]
    return AttributionNet(MPNet(bert, mask_id), tokenizer)


def packed(net: AttributionNet) -> dict[str, Tensor]:
    """What `quotes.language.attributor.load_attributor` reads: factors, biases and norms of adapted layers, and the heads."""
    state = {name: value for name, value in net.state_dict().items() if not name.startswith("encoder.")}
    for number, block in enumerate(net.encoder.blocks):
        if number >= FROZEN:
            of_block = block.packed(f"encoder.layer.{number}")
            state |= {f"encoder.{name}": value for name, value in of_block.items()}
    return {name: value.half() for name, value in state.items()} | {"lora_scaling": torch.tensor(SCALING)}
