"""Where the encoders compute: the processor, or an accelerator that torch knows."""

from __future__ import annotations

import torch

from quotes.errors import ModelError

__all__ = ["KINDS", "device_named"]

KINDS = ("cpu", "cuda", "mps", "xpu")


def device_named(name: str) -> torch.device:
    """The device that a name like "cuda" or "cuda:1" means. ModelError when it is unknown or not in this machine."""
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
        raise ModelError(
            f"no device {name!r} in this machine ({reason}); leave --device out for the processor"
        ) from error
    return device
