"""Imports Stanza without the packages that only its training needs: they take longer to import than Stanza itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["lean_imports"]


class NoTokenizer:
    """In the place of transformers' AutoTokenizer."""

    @staticmethod
    def from_pretrained(*_: Any, **__: Any) -> None:
        return None


# Stanza's trainers use transformers, its coreference names these two in annotations, and makes a tokenizer that we replace.
# networkx is for graphs of enhanced dependencies.
STAND_INS: dict[str, dict[str, Any]] = {
    "transformers": {"AutoModel": object, "AutoTokenizer": NoTokenizer},
    "networkx": {},
}


@contextmanager
def lean_imports() -> Iterator[None]:
    """In the block, modules that import transformers or networkx get a stand-in, which imports them when something else is used.

    A package that has been imported before stays.
    """
    absent = [name for name in STAND_INS if name not in sys.modules]
    sys.modules.update((name, stand_in(name)) for name in absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def stand_in(name: str) -> ModuleType:
    module = ModuleType(name)

    def real(key: str) -> Any:
        if key.startswith("__"):  # what the import system asks for
            raise AttributeError(key)
        return getattr(import_module(name), key)

    module.__dict__.update(STAND_INS[name], __getattr__=real)
    return module
