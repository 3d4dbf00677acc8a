"""MiniLM for every processor: loaded once, copied without its embeddings, adapters merged, in the CPU's fastest arithmetic.

A processor of the compact set stores LoRA adapters only. Each gets a copy of the encoder's layers (the embeddings, two thirds
of the weights, are shared), its adapter is merged into that copy, and the copy is wrapped in `FastEncoder`.
"""

from __future__ import annotations

import copy
import logging
import os
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from quotes.language.manifest import encoder_folder

__all__ = ["FastEncoder", "FreshEncoders", "HiddenStates", "merge_adapters", "precision", "wrap"]

logger = logging.getLogger(__name__)

# Rows a time through the encoder, sorted by length, so that short sentences are not padded to the longest of a batch.
CHUNK_ROWS = 32


class HiddenStates(NamedTuple):
    """What Stanza reads of a transformer's output: float32 tensors [rows, subwords, 384], the embeddings' first."""

    hidden_states: tuple[Tensor, ...]
    last_hidden_state: Tensor


def precision() -> torch.dtype:
    """bfloat16 where the CPU multiplies it natively, float32 elsewhere; $QUOTES_PRECISION (bf16 or f32) decides otherwise."""
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


class FastEncoder(nn.Module):
    """A BERT encoder that takes what Stanza passes and answers in float32, whatever it computes in.

    Rows are run in chunks of similar length. Called like a transformers model; `hidden_states` has all layers.
    """

    _hf_peft_config_loaded = False

    def __init__(self, bert: Any, dtype: torch.dtype) -> None:
        super().__init__()
        self.bert = bert.eval().requires_grad_(False)
        self.config = bert.config
        self.dtype = dtype
        for module in bert.modules():
            if isinstance(module, nn.Linear):
                # Autocast would convert the matrices anew for every chunk of every batch.
                module.to(dtype)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: Any) -> HiddenStates:
        rows, width = input_ids.shape
        lengths = attention_mask.sum(dim=1)
        if rows <= CHUNK_ROWS and int(lengths.min()) * 2 > width:
            return as_states(self.layers(input_ids, attention_mask))
        order = lengths.argsort()
        chunks = []
        for chosen in torch.split(order, CHUNK_ROWS):
            longest = max(int(lengths[chosen].max()), 1)
            states = self.layers(input_ids[chosen, :longest], attention_mask[chosen, :longest])
            chunks.append([nn.functional.pad(state, (0, 0, 0, width - longest)) for state in states])
        back = order.argsort()
        return as_states([torch.cat(layer)[back] for layer in zip(*chunks, strict=True)])

    def layers(self, input_ids: Tensor, attention_mask: Tensor) -> list[Tensor]:
        """Hidden states of all layers for one padded chunk, as float32."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.dtype == torch.bfloat16):
            output = self.bert(input_ids, attention_mask=attention_mask, output_hidden_states=True)
        return [state.float() for state in output.hidden_states]


def as_states(states: list[Tensor]) -> HiddenStates:
    return HiddenStates(tuple(states), states[-1])


class FreshEncoders(dict[str, Any]):
    """For Stanza's FoundationCache: answers every name with a new copy of MiniLM, so that no two processors share adapters."""

    def __init__(self) -> None:
        super().__init__()
        self.original: Any = None

    def __contains__(self, name: object) -> bool:
        return name is not None

    def __getitem__(self, name: str) -> Any:
        from stanza.models.common.foundation_cache import BertRecord

        if self.original is None:
            self.original = load_encoder()
        model, tokenizer = self.original
        embeddings = model.embeddings
        return BertRecord(copy.deepcopy(model, {id(embeddings): embeddings}), tokenizer, {})


def load_encoder() -> tuple[Any, Any]:
    """MiniLM and its tokenizer from the installed package, without a look at the network."""
    from stanza.models.common import bert_embedding
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    folder = str(encoder_folder())
    model, tokenizer = bert_embedding.load_bert(folder, local_files_only=True)
    return model, tokenizer


def merge_adapters(bert: Any) -> Any:
    """Add every LoRA adapter to the layer it adapts and take the wrappers out; the same model, plain again."""
    from peft.tuners.tuners_utils import BaseTunerLayer

    for name, module in list(bert.named_modules()):
        if isinstance(module, BaseTunerLayer):
            module.merge()
            parent_name, _, child = name.rpartition(".")
            setattr(bert.get_submodule(parent_name), child, module.get_base_layer())
    bert._hf_peft_config_loaded = False
    return bert


class InBfloat16(nn.Module):
    """A module that computes in bfloat16 and answers in float32."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, *inputs: Tensor) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            result: Tensor = self.inner(*inputs)
        return result.float()


def wrap(model: Any, dtype: torch.dtype) -> None:
    """Replace the encoder of a Stanza model (tagger, parser, NER, …) by its merged, fast form. No encoder: nothing happens.

    The parser's relation scorer, which scores some fifty relations for every pair of words, goes the same way.
    """
    bert = getattr(model, "bert_model", None)
    if bert is None or isinstance(bert, FastEncoder):
        return
    model.bert_model = FastEncoder(merge_adapters(bert), dtype)
    model.peft_name = None
    if dtype == torch.bfloat16 and hasattr(model, "deprel"):
        model.deprel = InBfloat16(model.deprel)
