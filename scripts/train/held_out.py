"""Measure the packed models on dev and test, as they run in use, and write the figures into OUT/<processor>.json.

python scripts/train/held_out.py --corpora ../corpora --out build/models [processor …]
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import reading
from common import Job, seed_everything, write_result

from quotes.language.manifest import read_manifest

MODULES = {"tokenize": "tokenizer", "mwt": "mwt", "lemma": "lemma"}


def measure(corpora: Path, out: Path, processor: str) -> None:
    """Run a trainer's `score` on OUT/<processor>.pt with the data that its training prepared; what reads words has its own."""
    if processor in reading.SCORES:
        figures = reading.SCORES[processor](corpora)
        write_result(Job(corpora, out, out), processor, out / f"{processor}.pt", figures=figures)
        return
    trainer = importlib.import_module(MODULES[processor])
    job = Job(corpora, out, out / "work" / processor)
    job.work.mkdir(parents=True, exist_ok=True)
    trainer.prepare(job)
    packed = read_manifest().files[processor].path
    write_result(job, processor, out / f"{processor}.pt", figures=trainer.score(job, packed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("processors", nargs="*", choices=[[], *MODULES, *reading.SCORES], default=[])
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    seed_everything(1, options.threads)
    for processor in options.processors or [*MODULES, *reading.SCORES]:
        measure(options.corpora, options.out, processor)


if __name__ == "__main__":
    main()
