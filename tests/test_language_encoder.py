"""The encoder without padding gives what transformers give with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Quotes

pytestmark = pytest.mark.models


def transformers_own() -> tuple[Any, Any]:
    """The encoder and its tokenizer as transformers load them."""
    from transformers import AutoModel, AutoTokenizer

    from quotes.language.manifest import encoder_folder

    folder = str(encoder_folder())
    return AutoModel.from_pretrained(folder, attn_implementation="eager").eval(), AutoTokenizer.from_pretrained(folder)


def test_subwords_are_those_of_transformers() -> None:
    from quotes.language.encoder import FreshEncoders

    _, theirs = transformers_own()
    ours = FreshEncoders()["test"].tokenizer
    words = [
        "Unbuildable",
        "Cafés",
        "don't",
        "ﬁ",
        "\u200b",
        "日本",
        "😀",
        "x" * 300,
        "naïve",
        "[SEP]",
        "1,000.50",
        "\x00",
    ]
    assert ours(words, add_special_tokens=False).input_ids == theirs(words, add_special_tokens=False).input_ids
    for word in words:
        assert ours.tokenize(word) == theirs.tokenize(word)
        assert ours.convert_tokens_to_ids(ours.tokenize(word)) == theirs.convert_tokens_to_ids(theirs.tokenize(word))
    for name in ("cls_token_id", "sep_token_id", "pad_token_id", "unk_token", "model_max_length"):
        assert getattr(ours, name) == getattr(theirs, name), name


def test_a_sentence_too_long_for_the_encoder_comes_in_rows() -> None:
    from quotes.language.encoder import FreshEncoders, Pieces

    tokenizer = FreshEncoders()["test"].tokenizer
    words = ["a-" * 1000, *["unbuildable"] * 300, "end"]
    rows = Pieces(tokenizer).rows(words)
    assert len(rows) > 1 and all(len(ids) <= 512 for ids, _ in rows)
    assert sum(len(ends) for _, ends in rows) == len(words)
    assert [tokenizer.cls_token_id, *tokenizer("end", add_special_tokens=False).input_ids] == [
        rows[-1][0][0],
        rows[-1][0][rows[-1][1][-1]],
    ]


def test_a_row_has_as_many_whole_sentences_as_the_encoder_takes() -> None:
    from quotes.language.encoder import FreshEncoders, Pieces

    pieces = Pieces(FreshEncoders()["test"].tokenizer)
    sentences = [["said"] * length for length in (200, 300, 11, 520, 1, 0, 3)]
    rows = pieces.rows(*sentences)
    assert [len(ends) for _, ends in rows] == [500, 11, 510, 14]
    assert all(len(ids) == len(ends) + 2 and ends == list(range(1, len(ends) + 1)) for ids, ends in rows)
    assert pieces.rows(["said"] * 510) == [([101, *[2056] * 510, 102], list(range(1, 511)))]


def test_low_rank_factors_are_added_to_the_layers_they_name() -> None:
    import torch

    from quotes.language.encoder import add_factors

    encoder = torch.nn.ModuleDict({"query": torch.nn.Linear(5, 7), "key": torch.nn.Linear(5, 7)})
    before = {name: layer.weight.detach().clone() for name, layer in encoder.items()}
    below, above = torch.randn(2, 5), torch.randn(7, 2)
    factors = {"base_model.model.query.lora_A.weight": below, "base_model.model.query.lora_B.weight": above}
    add_factors(encoder, factors, 0.5)
    torch.testing.assert_close(encoder["query"].weight.detach(), before["query"] + above @ below / 2)
    assert torch.equal(encoder["key"].weight, before["key"])
    with pytest.raises(KeyError):
        add_factors(encoder, {"query.lora_A.weight": below}, 0.5)


def test_rows_of_all_lengths_are_encoded_as_transformers_encodes_each() -> None:
    import torch
    from transformers import BertConfig, BertModel

    from quotes.language.encoder import FastEncoder

    torch.manual_seed(4)
    config = BertConfig(vocab_size=50, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=80)
    bert = BertModel(config).eval()
    rows = [torch.randint(50, (length,)).tolist() for length in (3, 70, 32, 33, 5, 64, 1, 100, 31)]
    wanted = [[0], [3, 69], [], [32, 1], [4], [0, 63, 2], [0], list(range(100)), [30]]
    mixes = torch.tensor([[0.25, 0.75], [0.0, 1.0], [1.0, -1.0]])
    with torch.no_grad():
        hidden = [bert(torch.tensor([row]), output_hidden_states=True).hidden_states for row in rows]
        expected = [layers[-1][0] for layers in hidden]
        encoder = FastEncoder(bert, torch.float32)
        found = encoder.encode(rows)
        some = encoder.encode(rows, wanted)
        mixed = encoder.encode(rows, wanted, mixes)
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)
    for few, places, other in zip(some, wanted, expected, strict=True):
        torch.testing.assert_close(few, other[places], atol=1e-4, rtol=1e-4)
    for few, places, (_, first, second) in zip(mixed, wanted, hidden, strict=True):
        for number, (a, b) in enumerate(mixes.tolist()):
            sums = (a * first + b * second)[0, places]
            torch.testing.assert_close(few[:, number], sums, atol=1e-4, rtol=1e-4)


def test_an_encoder_on_another_device_mixes_nothing_with_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Torch's device "meta" computes shapes alone, and refuses tensors of other devices, as a GPU does."""
    from contextlib import nullcontext

    import torch
    from transformers import BertConfig, BertModel

    from quotes.language import encoder as module

    config = BertConfig(vocab_size=50, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=80)
    rows = [torch.randint(50, (length,)).tolist() for length in (3, 70, 32, 33, 5)]
    wanted = [[0], [3, 69], [], [32, 1], [4]]
    elsewhere = module.FastEncoder(BertModel(config).eval(), torch.bfloat16, "meta")
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())
    brought: list[torch.device] = []

    def cpu(tensor: torch.Tensor) -> torch.Tensor:
        brought.append(tensor.device)
        return torch.zeros(tensor.shape)

    monkeypatch.setattr(torch.Tensor, "cpu", cpu)
    states = elsewhere.encode(rows, wanted, torch.full((3, 2), 0.5))
    assert [tuple(state.shape) for state in states] == [(len(places), 3, 48) for places in wanted]
    assert {device.type for device in brought} == {"meta"}
    assert {state.device.type for state in states} == {"cpu"}


@pytest.mark.parametrize("name", ["toaster", "meta", "", "cuda:99"])
def test_a_device_that_is_not_there_is_one_line(name: str) -> None:
    from quotes.errors import ModelError
    from quotes.language.device import device_named

    with pytest.raises(ModelError) as refused:
        device_named(name)
    assert repr(name) in str(refused.value) and "\n" not in str(refused.value)


def test_the_processor_named_is_the_processor_left_unnamed(quotes: Quotes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“We will not close a single school,” said Mayor Anna Feldt.", encoding="utf-8")
    plain, named = (quotes("annotate", "a.txt", *more) for more in ((), ("--device", "cpu")))
    assert plain.exit_code == 0 and '"Anna Feldt"' in plain.stdout and named.stdout == plain.stdout
    for command in (("annotate", "a.txt"), ("ingest", "a.txt", "--db", "some.db")):
        refused = quotes(*command, "--device", "toaster")
        assert refused.exit_code == 1
        assert refused.stderr.splitlines()[-1] == "error: unknown device 'toaster'; choose one of cpu, cuda, mps, xpu"


@pytest.fixture
def mpnet(tmp_path: Path) -> Path:
    """A folder with a small MPNet of random weights, and its tokenizer."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(5)
    sizes = {"hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 80}
    MPNetModel(MPNetConfig(vocab_size=50, max_position_embeddings=402, **sizes)).save_pretrained(tmp_path)
    words = {word: number for number, word in enumerate(["<s>", "<pad>", "</s>", "[UNK]", "said"])}
    Tokenizer(WordPiece(words, unk_token="[UNK]")).save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_mpnet_gives_what_transformers_give(mpnet: Path) -> None:
    import torch
    from transformers import MPNetModel

    from quotes.language.bert import load_mpnet
    from quotes.language.encoder import FastEncoder

    theirs = MPNetModel.from_pretrained(mpnet, attn_implementation="eager").eval()
    ours, tokenizer = load_mpnet(lambda name: (mpnet / name).read_bytes())
    # No padding: transformers count places from the first subword that is not 1, the number of padding.
    rows = [torch.randint(2, 50, (length,)).tolist() for length in (1, 3, 70, 33, 64, 400)]
    with torch.no_grad():
        expected = [theirs(torch.tensor([row])).last_hidden_state[0] for row in rows]
    for one, other in zip(FastEncoder(ours, torch.float32).encode(rows), expected, strict=True):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)
    assert (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.model_max_length) == (0, 2, 400)
    assert tokenizer(["said"], add_special_tokens=False).input_ids == [[4]]
