"""Sentence vectors, by MiniLM as it is packaged, without any adaptation.

Source: all-MiniLM-L6-v2 (Wang et al. 2020, MiniLM; Reimers & Gurevych 2019, Sentence-BERT), mean of the last layer's states.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from quotes.errors import ModelError
from quotes.language.manifest import ENCODER_SHA256, encoder_folder
from quotes.wording import one_line

__all__ = ["DIMENSIONS", "MODEL", "embed"]

DIMENSIONS = 384
MODEL = f"all-MiniLM-L6-v2 {ENCODER_SHA256[:16]}"
_LONGEST = 256  # subwords, as in the encoder's training; further ones are ignored
_BATCH = 64


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """A vector [384] of length 1 for each text; the product of two vectors is their cosine.

    Raises ModelError when the encoder is not installed.
    """
    import torch

    encoder, tokenizer = _encoder()
    made = np.empty((len(texts), DIMENSIONS), np.float32)
    for start in range(0, len(texts), _BATCH):
        pieces = tokenizer(texts[start : start + _BATCH], add_special_tokens=True).input_ids
        states = encoder.encode([ids if len(ids) <= _LONGEST else [*ids[: _LONGEST - 1], ids[-1]] for ids in pieces])
        mean = torch.stack([row.mean(0) for row in states])
        made[start : start + _BATCH] = torch.nn.functional.normalize(mean, dim=1).numpy()
    return made


@cache
def _encoder() -> tuple[Any, Any]:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch

    from quotes.language.bert import load_minilm
    from quotes.language.encoder import FastEncoder

    try:
        model, tokenizer = load_minilm(encoder_folder())
    except Exception as error:
        raise ModelError(f"cannot load the encoder: {one_line(error)[:200]}; try: quotes models verify") from error
    return FastEncoder(model, torch.float32), tokenizer
