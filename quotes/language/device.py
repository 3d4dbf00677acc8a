"""The device for the encoders: the CPU, or an accelerator that torch supports."""

from __future__ import annotations

import torch

from quotes.errors import ModelError

__all__ = ["KINDS", "device_named"]

KINDS = ("cpu", "cuda", "mps", "xpu")


def device_named(name: str) -> torch.device:
    """The device with a name like "cuda" or "cuda:1". ModelError when it is unknown, or this machine does not have it."""
    try:
        device = torch.device(name)
    except RuntimeError:
        device = None
    if device is None or device.type not in KINDS:
        raise ModelError(f"unknown device {name!r}; choose one of {', '.join(KINDS)}")
    try:
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        raise ModelError(f"no device {name!r} in this machine ({reason}); leave out --device to use the CPU") from error
    return device
