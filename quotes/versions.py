"""What decided a result: the version of the rules and of the models, without loading any model.

An article whose stored versions differ from these has to be analysed again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from quotes.language.manifest import read_manifest

__all__ = ["models_version", "rules_version"]

_PACKAGE = Path(__file__).parent
# Packages that only carry results in and out, and the weights, which have digests of their own. All others count, so
# that a new one is not forgotten.
_DECIDES_NOTHING = {
    "_site",
    "archive",
    "cli",
    "evaluation",
    "identity",
    "ingestion",
    "query",
    "readers",
    "store",
    "wording",
    "language/compact",
}


def rules_version(*, wide: bool = False) -> str:
    """Eight hex digits that change with any source or word list that has a say in which quotes an article has.

    " wide" follows them where what no reader would call a quote is kept.
    """
    return f"{_digest()} wide" if wide else _digest()


@cache
def _digest() -> str:
    return digest_of(_PACKAGE)


def digest_of(package: Path) -> str:
    """The digest of the files of a package folder that decide results: their names and contents."""
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        name = path.relative_to(package).as_posix()
        if not any(name.startswith((f"{ignored}/", f"{ignored}.py")) for ignored in _DECIDES_NOTHING):
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:8]


def models_version(models: str) -> str:
    """The name of a model set, its release and a digest of its weights. Raises ModelError when the compact set is missing."""
    manifest = read_manifest()
    # Stanza's own sets work with the attribution network of the compact one.
    release = manifest.version if models == "compact" else version("stanza")
    return f"{models} {release} ({manifest.fingerprint})"
