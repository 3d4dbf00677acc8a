"""Train the dependency parser that teaches the reader of words: heads and UD relations, nothing but an encoder below it.

    python scripts/train/depparse.py --corpora ../corpora --out build/models
    python scripts/train/depparse.py … --start-from en_compact_parser.pt   # skip the first two stages

Three stages over EWT and GUM: Adadelta from nothing, Adam with the encoder held still, then AdamW for parser and adapters
together, falling linearly. Between the second and the third, word and lemma embeddings are taken out: lemmas are gold in
training but predicted in use, and the two tables are a third of the weights. An interrupted stage resumes at its checkpoint
in OUT/work/depparse.
Writes OUT/depparse.pt and OUT/depparse.json.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, encoder_folder, fast_encoder, job_from_args, linear_decay, write_result
from corpora import read_conllu, restyle, style_for, write_conllu

# Batches of hundreds of two-word sentences cost minutes, and very long sentences gigabytes.
MIN_WORDS, MAX_WORDS = 4, 70

FIRST_STAGES = [
    "--word_emb_dim", "75", "--bert_start_finetuning", "0", "--bert_warmup_steps", "100",
    "--second_optim_start_step", "1400", "--max_steps", "2200",
]  # fmt: skip
ARCHITECTURE = [
    "--no_pretrain", "--no_upos", "--no_xpos", "--no_ufeats", "--no_char", "--bert_finetune", "--use_peft",
    "--lora_rank", "32", "--lora_alpha", "64", "--lora_dropout", "0.0", "--bert_hidden_layers", "4",
    "--hidden_dim", "256", "--num_layers", "1", "--deep_biaff_hidden_dim", "200",
]  # fmt: skip


def prepare(job: Job) -> None:
    """train.conllu in mixed typography; dev and test as they are; a mixed half of dev to steer by."""
    rng = random.Random(job.seed)
    train, steer = [], []
    for treebank in ("ewt", "gum"):
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz"):
            if MIN_WORDS <= len(sentence.words()) <= MAX_WORDS:
                train.append(restyle(sentence, style_for(rng)))  # noqa: PERF401
        for part in ("dev", "test"):
            sentences = read_conllu(job.corpora / "ud" / f"{treebank}.{part}.conllu.xz")
            write_conllu(job.work / f"{treebank}.{part}.conllu", sentences)
            if part == "dev":
                steer += [s for s in sentences[::6] if len(s.words()) <= MAX_WORDS]
    write_conllu(job.work / "train.conllu", train)
    write_conllu(job.work / "steer.conllu", steer)


def without_embeddings(source: Path, target: Path) -> None:
    """Take word and lemma embeddings out of a parser: their tables, and the input columns that read them."""
    import torch

    checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    config, weights = checkpoint["config"], checkpoint["model"]
    width = 2 * config["word_emb_dim"]
    if width:
        for name in ("word_emb.weight", "lemma_emb.weight"):
            del weights[name]
        inputs = weights["drop_replacement"].shape[0]
        for name, value in weights.items():
            if value.dim() and value.shape[-1] == inputs and not name.endswith("bias"):
                weights[name] = value[..., width:].clone()
        config["word_emb_dim"] = 0
    config["second_stage"] = False
    torch.save(checkpoint, target)


def keep_vocabulary(source: Path) -> None:
    """Make Stanza read its training data with the vocabulary of the model that is continued, not a new one."""
    import torch
    from stanza.models import parser
    from stanza.models.pos.vocab import MultiVocab

    known = MultiVocab.load_state_dict(torch.load(source, map_location="cpu", weights_only=True)["vocab"])
    loader = parser.DataLoader

    def load(doc: Any, batch_size: int, args: dict[str, Any], pretrain: Any, vocab: Any = None, **kwargs: Any) -> Any:
        return loader(doc, batch_size, args, pretrain, vocab=vocab or known, **kwargs)

    parser.DataLoader = load


def train(job: Job, options: argparse.Namespace) -> None:
    from stanza.models import parser
    from stanza.models.depparse.trainer import Trainer

    prepare(job)
    fast_encoder()
    model = job.out / "depparse.pt"
    common = [
        "--mode", "train", "--lang", "en", "--shorthand", "en_compact", "--bert_model", encoder_folder(),
        "--train_file", str(job.work / "train.conllu"), "--eval_file", str(job.work / "steer.conllu"),
        "--batch_size", "1200", "--seed", str(job.seed), "--cpu", *ARCHITECTURE,
    ]  # fmt: skip
    started = time.monotonic()
    first = options.start_from
    if first is None:
        first = job.work / "first.pt"
        if not (job.work / "first.done").exists():
            parser.main(
                [
                    *common,
                    *FIRST_STAGES,
                    "--save_dir",
                    str(job.work),
                    "--save_name",
                    first.name,
                    "--eval_interval",
                    "200",
                ]
            )
            (job.work / "first.done").touch()
    start = job.work / "start.pt"
    without_embeddings(first, start)
    keep_vocabulary(start)
    linear_decay(Trainer, model, steps=options.steps, minutes=options.minutes, warmup=100)
    with job.time_limit(options.minutes + 3):
        parser.main([
            *common, "--word_emb_dim", "0", "--continue_from", str(start), "--optim", "adamw",
            "--no_second_optim", "--no_plateau",
            "--lr", "0.0008", "--bert_learning_rate", "0.5", "--bert_start_finetuning", "0", "--bert_warmup_steps", "0",
            "--word_dropout", "0.1", "--dropout", "0.33", "--max_steps", str(options.steps), "--eval_interval", "250",
            "--save_dir", str(job.out), "--save_name", model.name,
            "--checkpoint_save_name", str(job.work / "checkpoint.pt"),
        ])  # fmt: skip
    write_result(job, "depparse", model, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(
        __doc__, "depparse", steps=3000, minutes=90, extra=lambda p: p.add_argument("--start-from", type=Path)
    )
    train(job, options)
