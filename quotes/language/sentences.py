"""What a sentence means, as a vector: MiniLM as it is packaged, before any of our models adapts it.

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
from quotes.language.manifest import ENCODER_SHA256

__all__ = ["DIMENSIONS", "MODEL", "embed"]

DIMENSIONS = 384
MODEL = f"all-MiniLM-L6-v2 {ENCODER_SHA256[:16]}"
_LONGEST = 256  # word pieces, as the encoder was trained; what comes after them does not count
_BATCH = 64


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """A row of 384 numbers for each text, of length 1: the product of two is their likeness, the cosine.

    Raises ModelError where the encoder is not installed.
    """
    import torch

    model, tokenizer = _encoder()
    made = np.empty((len(texts), DIMENSIONS), np.float32)
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))  # little padding
    for start in range(0, len(order), _BATCH):
        rows = order[start : start + _BATCH]
        pieces = tokenizer(
            [texts[row] for row in rows], padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt"
        )
        with torch.inference_mode():
            states = model(**pieces).last_hidden_state
            mask = pieces["attention_mask"].unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(1) / mask.sum(1)
            made[rows] = torch.nn.functional.normalize(mean, dim=1).float().numpy()
    return made


@cache
def _encoder() -> tuple[Any, Any]:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from quotes.language.encoder import load_encoder

    try:
        model, tokenizer = load_encoder()
    except Exception as error:
        raise ModelError(
            f"cannot load the encoder: {' '.join(str(error).split())[:200]}; try: quotes models verify"
        ) from error
    return model.eval(), tokenizer
