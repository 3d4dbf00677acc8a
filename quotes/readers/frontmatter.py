"""Splits off the YAML front matter, between "---" lines, with which a file may begin."""

from __future__ import annotations

import re
from typing import Any

from quotes.errors import ReadError

__all__ = ["split"]

_BLOCK = re.compile(r"\s*---[ \t]*\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FACT = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(.*))?")


def split(text: str) -> tuple[dict[str, Any], str]:
    """(facts, rest of the text); without front matter, no facts and the whole text.

    Values stay as written ("2025-03-04", "yes" and "007" are text). Raises ReadError for a block that is clearly meant as front
    matter but is not valid.
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, text
    facts = _facts(block[1])
    if facts is None:
        return {}, text
    return facts, text[block.end() :].lstrip("\n")


def _facts(block: str) -> dict[str, Any] | None:
    """The block's facts; None if it is not front matter but prose between two rules."""
    import yaml

    if not block.strip():
        return {}
    # The Base loaders make text, lists and mappings only; the one in C rejects deep nesting, for which the other takes minutes.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    meant = _FACT.match(block.lstrip())
    try:
        # Nested aliases can turn a few kilobytes into gigabytes.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=loader)):
            raise ReadError("front matter with YAML aliases (*name); write the values out")
        facts = yaml.load(block, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        facts = _lines(block)  # "title: Mayor: no" is not valid YAML, but clear enough
        if facts is None and meant:
            raise ReadError(f"front matter that is not valid YAML{_place(error)}") from error
    if not isinstance(facts, dict) or not all(isinstance(key, str) for key in facts):
        return None
    return facts


def _lines(block: str) -> dict[str, Any] | None:
    facts = {}
    for line in filter(str.strip, block.splitlines()):
        fact = _FACT.fullmatch(line.rstrip())
        if fact is None:
            return None
        value = (fact[2] or "").strip()
        quoted = re.fullmatch(r"(['\"])(.*)\1", value)
        facts[fact[1]] = quoted[2] if quoted else value
    return facts


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "" if mark is None else f" (line {mark.line + 2})"
