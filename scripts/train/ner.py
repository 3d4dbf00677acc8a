"""Train the entity recogniser that teaches the reader of words, on news from fifty countries.

    python scripts/train/ner.py --corpora ../corpora --out build/models

Reads ner/worldwide.{train,dev,test}.tsv.xz, whose units are paragraphs; training sees half of them whole and half cut into
sentences, as the pipeline will show them. Where a token has two tags, the first (outer) one counts. MiniLM with LoRA, a
small character model for case, BiLSTM and CRF. Writes OUT/ner.pt and OUT/ner.json;
`prepare` is for reader.py, too.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, encoder_folder, fast_encoder, job_from_args, linear_decay, write_result
from corpora import DASHES, QUOTE_STYLES, STYLE_WEIGHTS

Token = tuple[str, str]

WHOLE_PARAGRAPHS = 0.4
STEER = 5  # every fifth sentence of dev decides which step is kept
MAX_WORDS = 150  # the few longer paragraphs are always cut into sentences
FINAL = {".", "?", "!"}
CLOSERS = {'"', "”", "’", "'", ")", "''"}
OPENERS = {'"', "“", "‘", "'", "(", "``"}
KEEP_STYLE = 0.4


def read_tsv(path: Path) -> Iterator[list[Token]]:
    """Paragraphs as lists of (word, first tag); article separators are dropped."""
    tokens: list[Token] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 2 and cells[0]:
                if cells[0] != "-DOCSTART-":
                    tokens.append((cells[0], cells[1]))
            elif tokens:
                yield tokens
                tokens = []
    if tokens:
        yield tokens


def sentences(paragraph: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut after final punctuation and its closing marks where a capital follows and no entity is cut."""
    start = i = 0
    while i < len(paragraph):
        if paragraph[i][0] in FINAL:
            end = i + 1
            while end < len(paragraph) and paragraph[end][0] in CLOSERS:
                end += 1
            after = end
            while after < len(paragraph) and paragraph[after][0] in OPENERS:
                after += 1
            if after < len(paragraph) and paragraph[after][0][:1].isupper() and not paragraph[end][1].startswith("I-"):
                yield list(paragraph[start:end])
                start = end
            i = end
        else:
            i += 1
    if start < len(paragraph):
        yield list(paragraph[start:])


def restyled(tokens: list[Token], rng: random.Random) -> list[Token]:
    """Other quotation marks, apostrophes and dashes for the same words."""
    if rng.random() < KEEP_STYLE:
        return tokens
    style = rng.choices(QUOTE_STYLES, STYLE_WEIGHTS)[0]
    dash = rng.choice(DASHES)[0]
    out: list[Token] = []
    is_open = False
    for text, tag in tokens:
        if text in {'"', "“", "”", "``", "''"} and style.open and style.close:
            is_open = not is_open
            text = style.open if is_open else style.close
        elif text in {"-", "–", "—", "--"} and tag == "O":
            text = dash
        elif len(text) > 1 and style.apostrophe:
            text = text.replace("'", style.apostrophe).replace("’", style.apostrophe)
        out.append((text, tag))
    return out


def write_json(path: Path, units: Sequence[Sequence[Token]]) -> None:
    document = [[{"text": text, "ner": tag} for text, tag in unit] for unit in units]
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def prepare(job: Job) -> None:
    rng = random.Random(job.seed)
    units: list[list[Token]] = []
    for paragraph in read_tsv(job.corpora / "ner" / "worldwide.train.tsv.xz"):
        whole = len(paragraph) <= MAX_WORDS and rng.random() < WHOLE_PARAGRAPHS
        pieces = [paragraph] if whole else list(sentences(paragraph))
        units += [restyled(piece, rng) for piece in pieces]
    write_json(job.work / "train.json", [unit for unit in units if len(unit) <= MAX_WORDS])
    for part in ("dev", "test"):
        paragraphs = list(read_tsv(job.corpora / "ner" / f"worldwide.{part}.tsv.xz"))
        cut = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
        write_json(job.work / f"{part}.json", cut)
        if part == "dev":
            write_json(job.work / "steer.json", cut[::STEER])


def train(job: Job, steps: int, minutes: float) -> None:
    from stanza.models import ner_tagger
    from stanza.models.ner.trainer import Trainer

    prepare(job)
    fast_encoder()
    model = job.out / "ner.pt"
    linear_decay(Trainer, model, steps=steps, minutes=minutes)
    started = time.monotonic()
    arguments = [
        "--mode", "train", "--shorthand", "en_compact",
        "--train_file", str(job.work / "train.json"), "--eval_file", str(job.work / "steer.json"),
        "--save_dir", str(job.out), "--save_name", model.name, "--no_pretrain", "--word_emb_dim", "0",
        "--bert_model", encoder_folder(), "--bert_finetune", "--use_peft", "--lora_rank", "24", "--lora_alpha", "48",
        "--lora_dropout", "0.0", "--bert_hidden_layers", "4", "--char_emb_dim", "32", "--char_hidden_dim", "48",
        "--hidden_dim", "256", "--dropout", "0.3", "--optim", "adamw", "--lr", "0.0015", "--bert_learning_rate", "0.3",
        "--lr_decay", "0", "--min_lr", "-1", "--batch_size", "32", "--max_batch_words", "1000",
        "--max_steps", str(steps), "--eval_interval", "150", "--seed", str(job.seed), "--cpu",
    ]  # fmt: skip
    if job.resume and model.exists():
        arguments += ["--finetune", "--finetune_load_name", str(model)]
    with job.time_limit(minutes + 3):
        ner_tagger.main(arguments)
    write_result(job, "ner", model, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(__doc__, "ner", steps=1600, minutes=25)
    train(job, options.steps, options.minutes)
