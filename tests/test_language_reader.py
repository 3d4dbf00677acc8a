"""The words of a text are read once, in rows of whole sentences, for all heads."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.models

SENTENCES = [
    ["“", "Never", ",", "”", "said", "Okafor", "."],
    ["The", "unbuildable", "bridge", "was", "built", "."],
    ["No"],
]


@pytest.fixture(scope="module")
def reader() -> Any:
    from quotes.language.pipeline import load

    return load("compact").pipeline.processors["encoder"]


def test_a_word_has_the_state_of_its_last_subword_in_each_heads_mix(reader: Any) -> None:
    from quotes.language.encoder import pieces_of

    with torch.inference_mode():
        states = reader.read(SENTENCES)
        ((ids, ends),) = pieces_of(reader.tokenizer).rows(*SENTENCES)
        (every,) = reader.encoder.encode([ids], mixes=reader.mixes)
    assert [len(part.syntax) for part in states] == [7, 6, 1] and len(ends) == 14
    for number, head in enumerate(("syntax", "entities", "coreference")):
        found = torch.cat([getattr(part, head) for part in states])
        torch.testing.assert_close(found.float(), every[ends, number], atol=0.05, rtol=0.05)
    assert not torch.equal(states[0].syntax, states[0].entities)


def test_the_sentences_of_a_row_are_read_together(reader: Any) -> None:
    sentence, before = ["He", "left", "."], ["said"] * 400
    with torch.inference_mode():
        alone, after_one, in_a_new_row = (
            reader.read(sentences)[-1].syntax.float()
            for sentences in ([sentence], [["Yes", "."], sentence], [["said"] * 509, sentence])
        )
        (cut, _) = reader.read([before * 2, sentence])
    assert not torch.allclose(after_one, alone, atol=0.01)
    torch.testing.assert_close(in_a_new_row, alone, atol=0.05, rtol=0.05)
    assert len(cut.syntax) == 800


@pytest.mark.models
def test_a_councillor_is_read_as_somebody_with_a_title(reader: Any) -> None:
    import torch

    with torch.inference_mode():
        short, known = (reader.read([[title, "Rao", "asked", "why"]])[0] for title in ("Cllr", "Dr"))
        other = reader.read([["Lord", "Rao", "asked", "why"]])[0]
    assert torch.equal(short.coreference, known.coreference)
    assert not torch.equal(short.coreference, other.coreference)
