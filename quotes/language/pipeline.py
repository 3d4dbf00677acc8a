"""Loads language models, each set once in a process: the only module that does.

`load("compact")` loads the models in this package, `load("accurate")` the same with a larger attribution network;
`load("stanza")` and `load("stanza-accurate")` load Stanza's published English models from its resource folder. All become a
`stanza.Pipeline` and are used in the same way.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.errors import ModelError, first_line
from quotes.language.analyzer import Analyzer
from quotes.language.lean import lean_imports
from quotes.language.manifest import Manifest, accurate_folder, mpnet_files, mpnet_parts, read_manifest
from quotes.language.sets import MODEL_SETS, STANZA_PACKAGES, selection, stanza_folder
from quotes.language.versions import check_versions
from quotes.versions import models_version

if TYPE_CHECKING:
    import torch

    from quotes.language.attributor import Attributor
    from quotes.language.encoder import FreshEncoders

__all__ = ["MODEL_SETS", "load", "one_thread"]

# Subtracted from every coreference link's score: fewer links, but more of them right. On GAP validation, precision 65.5 instead
# of 60.6 with 0, F1 72.8 instead of 71.3; on PolNeAR dev, 73.0 instead of 72.7 % of the speakers of found quotes are right.
COREF_CAUTION = 0.5

# Words in a batch.
BATCH_SIZES = {"lemma": 2000, "mwt": 1000}

# A constant of malloc.h, and how many bytes of freed memory the C library keeps.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 1 << 29
# Sizes of matrices for which torch caches code. Its default of 1,024 takes a gigabyte for each process; with 64, four articles of
# 5,300 words take 0.9 instead of 1.2 GB, and a twentieth more time.
KEPT_SHAPES = "64"

_loading = threading.Lock()


def load(models: str = "compact", device: str = "cpu") -> Analyzer:
    """The analyzer of a model set, loaded once in a process; its encoders run on `device`.

    Raises ModelError when the set is unknown, missing or damaged, or the machine lacks the device.
    """
    if models not in MODEL_SETS:
        raise ModelError(f"unknown model set {models!r}; choose one of {', '.join(MODEL_SETS)}")
    with _loading:
        return _load(models, device)


@contextmanager
def one_thread() -> Iterator[None]:
    """Run models in one thread in the block, and in the processes that are forked in it.

    Small models are hardly faster in two threads, and on a busy machine these spend several times as long waiting for each other.
    """
    forget_shapes()
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def keep_memory() -> None:
    """Let the C library keep freed memory: returning it and requesting it again doubles the time of attention.

    Has an effect only with glibc.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform.startswith("linux") else None
    if mallopt is not None:
        for setting in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
            mallopt(setting, KEPT_BYTES)


def forget_shapes() -> None:
    """Limit the number of matrix sizes for which torch caches code: each article has new sizes, and each takes a megabyte.

    Has an effect only before torch is loaded.
    """
    for kept in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(kept, KEPT_SHAPES)


@cache
def _load(models: str, device: str) -> Analyzer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    forget_shapes()
    check_versions()
    keep_memory()
    logging.getLogger("stanza").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            # Stanza still uses names that transformers has deprecated.
            warnings.simplefilter("ignore", FutureWarning)
            from quotes.language.device import device_named

            where = device_named(device)
            return published(models, where) if models in STANZA_PACKAGES else packaged(models, where)
    except ModelError:
        raise
    except ModuleNotFoundError as error:
        wanted = "quotes-attribution[stanza]" if error.name == "peft" else error.name
        raise ModelError(
            f"cannot load the models {models!r}: {error.name} is not installed; try: pip install {wanted}"
        ) from error
    except Exception as error:
        raise ModelError(
            f"cannot load the models {models!r}: {first_line(error)}; try: quotes models verify"
        ) from error


def packaged(models: str, device: torch.device) -> Analyzer:
    """The models in this package: encoders on `device`; the rest runs on the CPU."""
    manifest = read_manifest()
    larger = read_manifest(accurate_folder()) if models == "accurate" else None
    if larger:
        mpnet_parts()  # says at once if it is not installed
    for file in (*manifest.files.values(), *(larger.files.values() if larger else ())):
        if not file.path.is_file() or file.path.stat().st_size != file.bytes:
            raise ModelError(f"{file.path.name}: {file.problem()}; reinstall the package")
    with lean_imports():
        import stanza

        from quotes.language.internals import FoundationCache
    from quotes.language.encoder import FreshEncoders, precision

    cache = FoundationCache()
    cache.bert = FreshEncoders()
    dtype = precision()
    pipeline = stanza.Pipeline(
        "en",
        dir=str(manifest.folder),
        # Stanza needs a list of what it could download; with a JSON object without "en", it uses the given paths.
        resources_filepath=str(manifest.folder / "manifest.json"),
        package=None,
        # Stanza needs at least one processor; this one reads no file, and is replaced by ours.
        processors={"tokenize": "compact"},
        tokenize_model_path="",
        tokenize_pretokenized=True,
        allow_unknown_language=True,
        download_method=None,
        use_gpu=False,
        verbose=False,
        foundation_cache=cache,
    )
    for name in ("tokenize", "mwt", "lemma"):
        if name in manifest.files:
            pipeline.processors[name] = plain_processor(name, manifest.files[name].path, pipeline, dtype)
    if "encoder" in manifest.files:
        pipeline.processors |= reading_processors(manifest, cache, dtype, device)
    network = large_attributor(larger, device) if larger else attributor(manifest, cache.bert, device)
    return Analyzer(pipeline, models_version(models), network)


def plain_processor(name: str, path: Path, pipeline: Any, dtype: torch.dtype) -> Any:
    """One of our processors that read no states of words, from a packed file."""
    from quotes.language.internals import PackedExpander
    from quotes.language.lemmas import Lemmatizer
    from quotes.language.tokens import Tokenizer

    made: dict[str, Any] = {"tokenize": partial(Tokenizer, dtype), "mwt": PackedExpander, "lemma": Lemmatizer}
    config: dict[str, Any] = {"lang": "en", "mode": "predict", "model_path": str(path)}
    if name in BATCH_SIZES:
        config["batch_size"] = BATCH_SIZES[name]
    return made[name](config, pipeline, "cpu")


def reading_processors(manifest: Manifest, cache: Any, dtype: torch.dtype, device: torch.device) -> dict[str, Any]:
    """The encoder on `device`, and those processors that read the states of words it gives."""
    import torch

    from quotes.language.coref_model import Coreference
    from quotes.language.entities import EntityRecogniser
    from quotes.language.parser import Parser
    from quotes.language.reader import Reader
    from quotes.language.tagger import Tagger

    def packed(name: str) -> Any:
        return torch.load(files[name].path, map_location="cpu", weights_only=True)

    files = manifest.files
    bert = cache.bert["reader"]
    made: dict[str, Any] = {"encoder": Reader.load(files["encoder"].path, bert.model, bert.tokenizer, dtype, device)}
    if "depparse" in files:  # it tags as well, before words get lemmas by their part of speech
        tagger = Tagger.load(files["pos"].path, dtype) if "pos" in files else None
        made["pos"] = Parser(packed("depparse"), tagger, dtype)
    if "ner" in files:
        made["ner"] = EntityRecogniser(packed("ner"), dtype)
    if "coref" in files:
        made["coref"] = Coreference(files["coref"].path, cache, dtype, caution=COREF_CAUTION)
    return made


def attributor(manifest: Manifest, encoders: FreshEncoders, device: torch.device) -> Attributor | None:
    """The attribution network of the compact set, which Stanza's sets share; None if the folder of models lacks it."""
    from quotes.language.attributor import load_attributor

    file = manifest.files.get("attribution")
    if file is None:
        return None
    record = encoders["attribution"]
    return load_attributor(file.path, record.model, record.tokenizer, device)


def large_attributor(manifest: Manifest, device: torch.device) -> Attributor:
    """The attribution network of the accurate set, over MPNet. Raises ModelError when MPNet is not installed."""
    from quotes.language.attributor import load_attributor
    from quotes.language.bert import load_mpnet

    with mpnet_files() as read:
        bert, tokenizer = load_mpnet(read)
    return load_attributor(manifest.files["attribution"].path, bert, tokenizer, device)


def published(models: str, device: torch.device) -> Analyzer:
    """Stanza's own English models, which `quotes models download` has downloaded."""
    import stanza

    folder = stanza_folder()
    resources = folder / "resources.json"
    if not resources.is_file():
        raise ModelError(
            f"the models {models!r} are not in {folder}; download them with: quotes models download {models}"
        )
    pipeline = stanza.Pipeline(
        "en",
        dir=str(folder),
        package=None,
        processors=selection(json.loads(resources.read_text(encoding="utf-8")), STANZA_PACKAGES[models]),
        download_method=None,
        device=str(device),
        verbose=False,
    )
    from quotes.language.encoder import FreshEncoders

    return Analyzer(pipeline, models_version(models), attributor(read_manifest(), FreshEncoders(), device))
