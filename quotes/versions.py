"""The versions of the rules and models, which decide the results; found without loading a model.

An article that was stored with other versions has to be analysed again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from quotes.language.manifest import accurate_folder, read_manifest

__all__ = ["models_version", "rules_version"]

_PACKAGE = Path(__file__).parent
# Packages that do not affect which quotes are found, and the weights, which have digests of their own. All others count, so
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
    "language/accurate",
    "language/compact",
}


def rules_version(*, wide: bool = False) -> str:
    """Eight hex digits that change with every source file and word list that affects which quotes are found.

    With `wide`, " wide" is appended.
    """
    return f"{_digest()} wide" if wide else _digest()


@cache
def _digest() -> str:
    return digest_of(_PACKAGE)


def digest_of(package: Path) -> str:
    """A digest of the names and contents of the files in a package folder that affect results."""
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        name = path.relative_to(package).as_posix()
        if not any(name.startswith((f"{ignored}/", f"{ignored}.py")) for ignored in _DECIDES_NOTHING):
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:8]


def models_version(models: str) -> str:
    """The name of a model set, its release and a digest of its weights. Raises ModelError when the compact set is missing."""
    manifest = read_manifest()
    if models == "compact":
        return f"compact {manifest.version} ({manifest.fingerprint})"
    if models == "accurate":
        larger = read_manifest(accurate_folder())
        return f"accurate {larger.version} ({manifest.fingerprint}, {larger.fingerprint})"
    # Stanza's own sets use the attribution network of the compact set.
    return f"{models} {version('stanza')} ({manifest.fingerprint})"
