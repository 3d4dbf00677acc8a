"""The releases of Stanza and transformers with which `quotes.language.internals` was tried. Imports neither of them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from quotes.errors import ModelError

__all__ = ["TRIED", "check_versions"]

# The first and the last release with which the tests that `quotes.language.internals` names have passed; patch releases after the
# last one are allowed too.
TRIED = {"stanza": ("1.15.0", "1.15"), "transformers": ("5.23.0", "5.24")}


def check_versions() -> None:
    """Raise ModelError, with the command to fix it, if an installed library was not tried."""
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
    """The requirement for pip: "transformers>=5.23.0,<5.25"."""
    first, last = TRIED[package]
    major, minor = release(last)[:2]
    return f"{package}>={first},<{major}.{minor + 1}"


def release(text: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version: (5, 24, 0) for "5.24.0.dev1"."""
    numbers = []
    for part in text.partition("+")[0].split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)
