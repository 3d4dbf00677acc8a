"""The files of the model sets: which ones are installed and intact, and how to download Stanza's published English models.

Nothing here loads a model; torch is imported only after a download, to see which encoders the models need.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from quotes.errors import ModelError
from quotes.language.manifest import (
    ENCODER_SHA256,
    MPNET_SHA256,
    Manifest,
    accurate_folder,
    encoder_folder,
    encoder_problem,
    mpnet_parts,
    mpnet_problem,
    read_manifest,
)

__all__ = [
    "MODEL_SETS",
    "PROCESSORS",
    "STANZA_PACKAGES",
    "Installed",
    "State",
    "download",
    "installed",
    "stanza_folder",
]

State = Literal["ok", "not checked", "missing", "damaged"]

PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner", "coref")
STANZA_PACKAGES = {"stanza": "default", "stanza-accurate": "default_accurate"}
MODEL_SETS = ("compact", "accurate", *STANZA_PACKAGES)


@dataclass(frozen=True)
class Installed:
    """One file of a model set. `digest` is SHA-256 for our own, MD5 for Stanza's, as Stanza publishes it; sizes in bytes."""

    set: str
    processor: str
    version: str
    path: str
    bytes: int
    digest: str
    state: State
    problem: str | None = None


def stanza_folder() -> Path:
    """Stanza's resource folder: $STANZA_RESOURCES_DIR, or its default in the user's cache."""
    override = os.environ.get("STANZA_RESOURCES_DIR")
    if override:
        return Path(override)
    from quotes.language.internals import resources

    return Path(resources.DEFAULT_MODEL_DIR)


def installed(sets: Sequence[str] = MODEL_SETS, *, check: bool = False) -> list[Installed]:
    """The files of the sets. With `check`, all digests are computed; otherwise only presence and sizes are checked.

    A set with nothing of it installed, be it Stanza's models or the accurate set's encoder, has no files.
    """
    files: list[Installed] = []
    for name in sets:
        if name == "compact":
            files += compact_files(check)
        elif name == "accurate":
            files += accurate_files(check)
        else:
            files += stanza_files(name, check)
    return files


def compact_files(check: bool) -> Iterator[Installed]:
    yield from packaged("compact", read_manifest(), check)
    weights = encoder_folder() / "model.safetensors"
    size = weights.stat().st_size if weights.is_file() else 0
    problem = (encoder_problem() if check else None) if size else "missing"
    yield Installed(
        "compact", "encoder (MiniLM-L6)", "0.1.0", str(weights), size, ENCODER_SHA256, state_of(problem, check), problem
    )


def accurate_files(check: bool) -> Iterator[Installed]:
    """What the accurate set has instead of the compact one's, if its encoder is installed."""
    try:
        parts = mpnet_parts()
    except ModelError:
        return
    yield from packaged("accurate", read_manifest(accurate_folder()), check)
    problem = mpnet_problem() if check else None
    yield Installed(
        "accurate",
        "encoder (MPNet)",
        "0.0.1",
        str(parts[0]),
        sum(part.stat().st_size for part in parts),
        MPNET_SHA256,
        state_of(problem, check),
        problem,
    )


def packaged(name: str, manifest: Manifest, check: bool) -> Iterator[Installed]:
    """The files of a set that are in this package."""
    for file in manifest.files.values():
        size = file.path.stat().st_size if file.path.is_file() else 0
        if not size:
            problem: str | None = "missing"
        elif check or size != file.bytes:
            problem = file.problem()
        else:
            problem = None
        yield Installed(
            set=name,
            processor=file.processor,
            version=file.version,
            path=str(file.path),
            bytes=size,
            digest=file.sha256,
            state=state_of(problem, check),
            problem=problem,
        )


def state_of(problem: str | None, check: bool) -> State:
    if problem is None:
        return "ok" if check else "not checked"
    return "missing" if problem == "missing" else "damaged"


def stanza_files(name: str, check: bool) -> Iterator[Installed]:
    """All models and dependencies of a Stanza set, if Stanza's list of resources is there."""
    folder = stanza_folder()
    try:
        resources = json.loads((folder / "resources.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    files = []
    for processor, package in wanted(resources, STANZA_PACKAGES[name]):
        path = folder / "en" / processor / f"{package}.pt"
        md5 = resources["en"][processor][package]["md5"]
        size = path.stat().st_size if path.is_file() else 0
        problem = "missing" if not path.is_file() else "digest differs" if check and md5_of(path) != md5 else None
        files.append(Installed(name, processor, package, str(path), size, md5, state_of(problem, check), problem))
    if any(file.state != "missing" for file in files):
        yield from files


def md5_of(path: Path) -> str:
    md5 = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            md5.update(block)
    return md5.hexdigest()


def wanted(resources: dict[str, Any], package: str) -> list[tuple[str, str]]:
    """(processor, model name) of every file of one of Stanza's packages that we use, dependencies included."""
    from quotes.language.internals import resources as stanzas

    listed = stanzas.maintain_processor_list(resources, "en", None, selection(resources, package))
    listed = stanzas.flatten_processor_list(stanzas.add_dependencies(resources, "en", listed))
    return [(item[0], item[1]) for item in listed]


def selection(resources: dict[str, Any], package: str) -> dict[str, str]:
    """The processors of a package that we use, in the form that Stanza takes."""
    offered = resources.get("en", {}).get("packages", {}).get(package, {})
    return {name: package for name in PROCESSORS if name in offered or name in offered.get("optional", {})}


def download(name: str, *, resources_url: str | None = None, model_url: str | None = None) -> list[Installed]:
    """Download a Stanza set with `stanza.download` into Stanza's resource folder; return its files, checked.

    `resources_url` is the folder with resources_VERSION.json; `model_url` is a pattern with {resources_version}, {lang} and
    {filename}. Raises ModelError, on one line, when there is no network, or files are missing or damaged.
    """
    if name not in STANZA_PACKAGES:
        raise ModelError(f"{name!r} cannot be downloaded; choose one of {', '.join(STANZA_PACKAGES)}")
    import stanza
    from requests import RequestException

    from quotes.language.internals import resources as common

    folder = stanza_folder()
    places = {
        "resources_url": resources_url or common.DEFAULT_RESOURCES_URL,
        "model_url": model_url or common.DEFAULT_MODEL_URL,
    }
    try:
        common.download_resources_json(str(folder), places["resources_url"])
        resources = json.loads((folder / "resources.json").read_text(encoding="utf-8"))
        chosen = selection(resources, STANZA_PACKAGES[name])
        if not chosen:
            raise ModelError(f"{places['resources_url']} offers no English package {STANZA_PACKAGES[name]!r}")
        stanza.download(
            "en", str(folder), package=None, processors=chosen, verbose=False, download_json=False, **places
        )
        fetch_encoders([Path(file.path) for file in stanza_files(name, check=False)])
    except ModelError:
        raise
    except (RequestException, OSError) as error:
        raise ModelError(f"cannot download the models {name!r}: {reason(error)}; is there a network?") from error
    except (ValueError, KeyError) as error:
        raise ModelError(f"the download of the models {name!r} is damaged: {reason(error)}; try again") from error
    return list(stanza_files(name, check=True))


def fetch_encoders(paths: Sequence[Path]) -> None:
    """Load every transformer that downloaded models need, so that it is in the cache when there is no network later."""
    import torch

    from quotes.language.internals import load_bert

    names = set()
    for path in paths:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        config = checkpoint.get("config") if isinstance(checkpoint, dict) else None
        names.add(config.get("bert_model") if isinstance(config, dict) else None)
    for encoder in sorted(filter(None, names)):
        load_bert(encoder)


def reason(error: BaseException) -> str:
    """The first line of the innermost error's message."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__ or error
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
