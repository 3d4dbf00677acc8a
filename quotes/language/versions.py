"""The releases of Stanza and transformers that `quotes.language.internals` was tried with. Needs neither of them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from quotes.errors import ModelError

__all__ = ["TRIED", "check_versions"]

# Releases with which the tests that `quotes.language.internals` names have passed: from the first to the last, without the next
# minor one.
TRIED = {"stanza": ("1.15.0", "1.15"), "transformers": ("5.23.0", "5.24")}


def check_versions() -> None:
    """Raises ModelError, with the command that helps, when an installed library is none of those that were tried."""
    for package, (first, last) in TRIED.items():
        try:
            installed = version(package)
        except PackageNotFoundError:
            raise ModelError(f"{package} is not installed; try: pip install '{wanted(package)}'") from None
        if not release(first) <= release(installed) or release(installed)[:2] > release(last)[:2]:
            raise ModelError(
                f"{package} {installed} is installed, and quotes works with {first} to {last};"
                f" try: pip install '{wanted(package)}'"
            )


def wanted(package: str) -> str:
    """The requirement in pip's words: "transformers>=5.23.0,<5.25"."""
    first, last = TRIED[package]
    major, minor = release(last)[:2]
    return f"{package}>={first},<{major}.{minor + 1}"


def release(text: str) -> tuple[int, ...]:
    """The numbers a version begins with: (5, 24, 0) of "5.24.0.dev1"."""
    numbers = []
    for part in text.partition("+")[0].split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)
