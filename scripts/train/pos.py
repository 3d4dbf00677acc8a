"""Train the tagger: universal part of speech and morphological features, from words alone.

    python scripts/train/pos.py --corpora ../corpora --out build/models

MiniLM with LoRA under a small BiLSTM. The encoder is uncased, so a small character model adds what case tells.
Treebank tags (xpos) are left out: nothing here reads them. Writes OUT/pos.pt and OUT/pos.json.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, as_in_use, encoder_folder, fast_encoder, job_from_args, linear_decay, write_result
from corpora import Row, Sentence, read_conllu, restyle, style_for, write_conllu

MAX_WORDS = 70  # longer sentences make a whole batch slow; they are under 1 % of the data
ENCODER = ["--bert_finetune", "--use_peft", "--lora_dropout", "0.0", "--bert_hidden_layers", "4"]


def without_xpos(sentence: Sentence) -> Sentence:
    return replace(sentence, rows=tuple(blank_xpos(row) for row in sentence.rows))


def blank_xpos(row: Row) -> Row:
    lemma, upos, _, *rest = row.rest
    return replace(row, rest=(lemma, upos, "_", *rest))


def prepare(job: Job) -> None:
    """train.conllu in mixed typography, and dev and test of each treebank as they are."""
    rng = random.Random(job.seed)
    train = []
    for treebank in ("ewt", "gum"):
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz"):
            if len(sentence.words()) <= MAX_WORDS:
                train.append(without_xpos(restyle(sentence, style_for(rng))))  # noqa: PERF401
        for part in ("dev", "test"):
            sentences = read_conllu(job.corpora / "ud" / f"{treebank}.{part}.conllu.xz")
            write_conllu(job.work / f"{treebank}.{part}.conllu", [without_xpos(s) for s in sentences])
    write_conllu(job.work / "train.conllu", train)
    dev = [
        without_xpos(sentence)
        for treebank in ("ewt", "gum")
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.dev.conllu.xz")[::6]
    ]
    write_conllu(job.work / "steer.conllu", dev)


def score(job: Job, model: Path) -> dict[str, dict[str, float]]:
    """UPOS and feature accuracy in per cent on gold words."""
    import torch
    from stanza.models.pos.data import Dataset
    from stanza.models.pos.trainer import Trainer
    from stanza.utils.conll import CoNLL

    trainer = as_in_use(Trainer(model_file=str(model), device="cpu", args={"bert_model": encoder_folder()}))
    figures = {}
    for treebank in ("ewt", "gum"):
        for part in ("dev", "test"):
            doc = CoNLL.conll2doc(input_file=str(job.work / f"{treebank}.{part}.conllu"))
            data = Dataset(doc, trainer.args, None, vocab=trainer.vocab, evaluation=True, sort_during_eval=True)
            right = {"UPOS": 0, "features": 0}
            with torch.no_grad():
                for batch in data.to_loader(batch_size=100):
                    for index, words in zip(batch.idx, trainer.predict(batch), strict=True):
                        for word, (upos, _, feats) in zip(doc.sentences[index].words, words, strict=True):
                            right["UPOS"] += word.upos == upos
                            right["features"] += (word.feats or "_") == feats
            figures[f"{treebank} {part}"] = {k: round(100 * v / doc.num_words, 2) for k, v in right.items()}
    return figures


def train(job: Job, steps: int, minutes: float) -> None:
    from stanza.models import tagger
    from stanza.models.pos.trainer import Trainer

    prepare(job)
    fast_encoder()
    model = job.out / "pos.pt"
    linear_decay(Trainer, model, steps=steps, minutes=minutes)
    if job.resume and model.exists():
        # The treebanks and the seed are the same, so the vocabulary is too; the optimizer starts afresh.
        tagger.Trainer = partial(Trainer, model_file=str(model))
    started = time.monotonic()
    arguments = [
        "--mode", "train", "--lang", "en", "--shorthand", "en_compact",
        "--train_file", str(job.work / "train.conllu"), "--eval_file", str(job.work / "steer.conllu"),
        "--save_dir", str(job.out), "--save_name", model.name,
        "--no_pretrain", "--bert_model", encoder_folder(), *ENCODER, "--lora_rank", "16", "--lora_alpha", "32",
        "--word_emb_dim", "0", "--char_emb_dim", "32", "--char_hidden_dim", "64", "--transformed_dim", "64",
        "--hidden_dim", "192", "--num_layers", "1", "--share_hid", "--tag_emb_dim", "0", "--deep_biaff_hidden_dim", "256",
        "--dropout", "0.3", "--word_dropout", "0.1", "--optim", "adamw", "--lr", "0.002", "--bert_learning_rate", "0.25",
        "--no_second_optim", "--batch_size", "64", "--max_steps", str(steps),
        "--eval_interval", "200", "--fix_eval_interval", "--seed", str(job.seed), "--cpu",
    ]  # fmt: skip
    with job.time_limit(minutes + 3):
        tagger.main(arguments)
    write_result(job, "pos", model, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(__doc__, "pos", steps=1200, minutes=15)
    train(job, options.steps, options.minutes)
