"""The encoder without padding gives what transformers and Stanza give with it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.models

SENTENCES = [
    ["“", "Never", ",", "”", "said", "Okafor", "."],
    ["Yes", "."],
    ["The", "unbuildable", "bridge", "\u00ad", "was", "built", "in", "2019", "."],
    ["No", "."],
]


def test_words_are_embedded_as_stanza_embeds_them() -> None:
    import torch
    from stanza.models.common.bert_embedding import extract_bert_embeddings

    from quotes.language.encoder import FastEncoder, FreshEncoders, embed_words

    bert, tokenizer, _ = FreshEncoders()["test"]
    mix = torch.nn.Linear(4, 1, bias=False)
    for ends in (False, True):
        with torch.no_grad():
            bert.eval()
            expected = extract_bert_embeddings("", tokenizer, bert, SENTENCES, "cpu", ends, bert_layer_mix=mix)
            fast = FastEncoder(bert, torch.float32)
            found = embed_words("", tokenizer, fast, SENTENCES, "cpu", ends, bert_layer_mix=mix)
        for one, other in zip(found, expected, strict=True):
            torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)


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
