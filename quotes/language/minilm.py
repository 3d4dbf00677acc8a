"""Loads MiniLM from its package: weights under the names that low-rank factors use, and the tokenizer.

transformers' BertModel has the same names and results (a test compares them), but takes as long to import as everything else
before the first quote.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from torch import Tensor, nn

__all__ = ["MiniLM", "Subwords", "load_minilm"]


class Table(nn.Embedding):
    """An embedding without random initial weights, as they are loaded from a file."""

    def reset_parameters(self) -> None:
        pass


class Linear(nn.Linear):
    """A linear layer without random initial weights."""

    def reset_parameters(self) -> None:
        pass


class Embeddings(nn.Module):
    """The embeddings of subwords and positions; all subwords have the first of BERT's two types."""

    def __init__(self, words: int, places: int, types: int, width: int, epsilon: float) -> None:
        super().__init__()
        self.word_embeddings = Table(words, width)
        self.position_embeddings = Table(places, width)
        self.token_type_embeddings = Table(types, width)
        self.LayerNorm = nn.LayerNorm(width, eps=epsilon)

    def forward(self, input_ids: Tensor, position_ids: Tensor) -> Tensor:
        states = self.word_embeddings(input_ids) + self.token_type_embeddings.weight[0]
        normal: Tensor = self.LayerNorm(states + self.position_embeddings(position_ids))
        return normal


def layer(width: int, wide: int, epsilon: float) -> nn.ModuleDict:
    """The weights of one layer; `quotes.language.encoder` computes with them."""

    def output(before: int) -> nn.ModuleDict:
        return nn.ModuleDict({"dense": Linear(before, width), "LayerNorm": nn.LayerNorm(width, eps=epsilon)})

    own = nn.ModuleDict({name: Linear(width, width) for name in ("query", "key", "value")})
    return nn.ModuleDict(
        {
            "attention": nn.ModuleDict({"self": own, "output": output(width)}),
            "intermediate": nn.ModuleDict({"dense": Linear(width, wide)}),
            "output": output(wide),
        }
    )


class MiniLM(nn.Module):
    """A BERT encoder's weights."""

    def __init__(self, config: SimpleNamespace) -> None:
        super().__init__()
        if config.hidden_act != "gelu" or config.position_embedding_type != "absolute":
            raise ValueError("not an encoder like MiniLM")
        self.config = config
        width, epsilon = config.hidden_size, config.layer_norm_eps
        self.embeddings = Embeddings(
            config.vocab_size, config.max_position_embeddings, config.type_vocab_size, width, epsilon
        )
        layers = [layer(width, config.intermediate_size, epsilon) for _ in range(config.num_hidden_layers)]
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(layers)})


class Subwords:
    """MiniLM's tokenizer, with those methods of a transformers tokenizer that Stanza and this package use."""

    def __init__(self, path: Path, longest: int) -> None:
        from tokenizers import Tokenizer

        self.tokenizer: Any = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.model_max_length = longest
        self.unk_token = "[UNK]"
        self.cls_token_id, self.sep_token_id, self.pad_token_id = map(
            self.tokenizer.token_to_id, ("[CLS]", "[SEP]", "[PAD]")
        )

    def __call__(self, words: str | Sequence[str], *, add_special_tokens: bool) -> SimpleNamespace:
        """`input_ids` of a word, or of each of several."""
        several = [words] if isinstance(words, str) else list(words)
        ids = [part.ids for part in self.tokenizer.encode_batch(several, add_special_tokens=add_special_tokens)]
        return SimpleNamespace(input_ids=ids[0] if isinstance(words, str) else ids)

    def tokenize(self, word: str) -> list[str]:
        tokens: list[str] = self.tokenizer.encode(word, add_special_tokens=False).tokens
        return tokens

    def convert_tokens_to_ids(self, tokens: Sequence[str]) -> list[int]:
        ids: list[int] = [self.tokenizer.token_to_id(token) for token in tokens]
        return ids


def load_minilm(folder: Path) -> tuple[MiniLM, Subwords]:
    """The encoder in float32, ready to be copied, and its tokenizer. Raises OSError or ValueError for missing or wrong files."""
    from safetensors.torch import load_file

    config = SimpleNamespace(**json.loads((folder / "config.json").read_text(encoding="utf-8")))
    model = MiniLM(config)
    weights: dict[str, Any] = load_file(folder / "model.safetensors")
    ours = {name: weights[name] for name in model.state_dict()}
    model.load_state_dict(ours, assign=True)
    return model.eval().requires_grad_(False), Subwords(folder / "tokenizer.json", config.max_position_embeddings)
