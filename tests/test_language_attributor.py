"""The attribution network's layers: padding changes nothing."""

from __future__ import annotations

import pytest


@pytest.mark.models
@pytest.mark.parametrize("lengths", [(5, 9, 7), (9, 9, 9), (1, 9, 9)], ids=str)
def test_a_block_reads_each_row_as_if_it_were_alone(lengths: tuple[int, ...]) -> None:
    import torch

    from quotes.language.attributor import Block

    torch.manual_seed(2)
    block = Block(48, 6, 0.0).eval()
    rows = torch.randn(len(lengths), max(lengths), 48)
    found = block(rows, torch.arange(max(lengths)) < torch.tensor(lengths)[:, None])
    for row, among, length in zip(rows, found, lengths, strict=True):
        (alone,) = block(row[None, :length], torch.ones(1, length, dtype=torch.bool))
        torch.testing.assert_close(among[:length], alone, atol=1e-5, rtol=1e-5)
