"""Loads the encoders from their packages: weights under the names that low-rank factors use, and the tokenizer.

MiniLM is a BERT encoder (Devlin et al. 2019). MPNet (Song et al. 2020), which the accurate set adapts, differs from it by a bias
of attention that depends on the distance between two subwords, and has no types of subwords. transformers' models have the same
results (a test compares them), but take as long to import as everything else before the first quote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["Bert", "Subwords", "load_minilm", "load_mpnet"]

# Our names of the parts of an MPNet layer, and its own.
MPNET_PARTS = {
    "attention.self.query": "attention.attn.q",
    "attention.self.key": "attention.attn.k",
    "attention.self.value": "attention.attn.v",
    "attention.output.dense": "attention.attn.o",
    "attention.output.LayerNorm": "attention.LayerNorm",
}
MPNET_FIRST_PLACE = 2  # the first subword's position in its table; those before are for padding


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


class Bert(nn.Module):
    """An encoder's weights; `relative` [buckets, heads] is MPNet's bias of attention by distance, None for a BERT encoder."""

    def __init__(self, config: SimpleNamespace) -> None:
        super().__init__()
        self.relative: Tensor | None = None
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
    """An encoder's tokenizer, with those methods of a transformers tokenizer that Stanza and this package use."""

    def __init__(self, tokenizer: Any, longest: int, special: tuple[str, str, str]) -> None:
        """`special` are the tokens before and after a row, and for padding."""
        self.tokenizer = tokenizer
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.model_max_length = longest
        self.unk_token = "[UNK]"
        self.cls_token_id, self.sep_token_id, self.pad_token_id = map(self.tokenizer.token_to_id, special)

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


def load_minilm(folder: Path) -> tuple[Bert, Subwords]:
    """The encoder in float32, ready to be copied, and its tokenizer. Raises OSError or ValueError for missing or wrong files."""
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    config = SimpleNamespace(**json.loads((folder / "config.json").read_text(encoding="utf-8")))
    subwords = Subwords(
        Tokenizer.from_file(str(folder / "tokenizer.json")), config.max_position_embeddings, ("[CLS]", "[SEP]", "[PAD]")
    )
    return filled(config, load_file(folder / "model.safetensors")), subwords


def load_mpnet(read: Callable[[str], bytes]) -> tuple[Bert, Subwords]:
    """MPNet in float32, and its tokenizer; `read` returns a file of its folder. Raises OSError, KeyError or ValueError."""
    from safetensors.torch import load
    from tokenizers import Tokenizer

    published = json.loads(read("config.json"))
    longest = published["max_position_embeddings"] - MPNET_FIRST_PLACE
    config = SimpleNamespace(
        **published | {"max_position_embeddings": longest, "type_vocab_size": 1, "position_embedding_type": "absolute"}
    )
    theirs = load(read("model.safetensors"))
    weights = {mpnet_name(name): weight for name, weight in theirs.items()}
    places = "embeddings.position_embeddings.weight"
    weights[places] = weights[places][MPNET_FIRST_PLACE:]
    weights["embeddings.token_type_embeddings.weight"] = torch.zeros(1, config.hidden_size)
    model = filled(config, weights)
    model.relative = theirs["encoder.relative_attention_bias.weight"]
    tokenizer = Tokenizer.from_str(read("tokenizer.json").decode())
    return model, Subwords(tokenizer, longest, ("<s>", "</s>", "<pad>"))


def mpnet_name(name: str) -> str:
    """Our name for one of MPNet's weights."""
    for ours, its in MPNET_PARTS.items():
        name = name.replace(f".{its}.", f".{ours}.")
    return name


def filled(config: SimpleNamespace, weights: Mapping[str, Tensor]) -> Bert:
    """The encoder with these weights; others, such as the pooler's, are left out."""
    model = Bert(config)
    model.load_state_dict({name: weights[name] for name in model.state_dict()}, assign=True)
    return model.eval().requires_grad_(False)
