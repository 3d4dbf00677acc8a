"""Linear layers with ordered weights give the same bits as torch's own."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.models


@pytest.mark.parametrize("shape", [(1, 384), (1001, 384), (0, 384), (3, 50, 384)], ids=str)
@pytest.mark.parametrize("bias", [True, False])
def test_results_are_the_same_bits(shape: tuple[int, ...], bias: bool) -> None:
    import torch

    from quotes.language.linear import OrderedLinear, ordered

    torch.manual_seed(1)
    linear = torch.nn.Linear(384, 102, bias=bias).to(torch.bfloat16).requires_grad_(False)
    made = ordered(linear)
    assert isinstance(made, OrderedLinear)
    rows = torch.randn(shape).to(torch.bfloat16)
    assert torch.equal(made(rows), linear(rows))
    turned = rows.transpose(0, -2)  # in another order than in memory
    assert torch.equal(made(turned), linear(turned.contiguous()))


def test_only_layers_in_bfloat16_are_ordered_wherever_they_are() -> None:
    import torch
    from torch import nn

    from quotes.language.linear import OrderedLinear, order_weights

    net = nn.ModuleDict({"one": nn.Linear(4, 3), "more": nn.Sequential(nn.LayerNorm(4), nn.Linear(4, 3))})
    order_weights(net)
    assert not any(isinstance(part, OrderedLinear) for part in net.modules())
    net.to(torch.bfloat16)
    order_weights(net)
    assert [name for name, part in net.named_modules() if isinstance(part, OrderedLinear)] == ["one", "more.1"]
