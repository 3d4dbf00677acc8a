"""Train the multi-word-token splitter: "don't" in, "do" and "n't" out, cut where the characters are.

    python scripts/train/mwt.py --corpora ../corpora --out build/models

Every token of the treebanks that is its words written together, with both kinds of apostrophe. Writes OUT/mwt.pt and mwt.json.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, job_from_args, write_result
from corpora import Sentence, read_conllu, write_conllu

KEEP_COPIES = 20  # the commonest contraction occurs 3,000 times; its first copies say all


def is_exact(sentence: Sentence) -> bool:
    """Every multi-word token is its words' characters, in order; a few in the treebanks are corrected spellings."""
    return all(row.form == "".join(part.form for part in parts) for row, parts in sentence.tokens() if row.is_range)


def curly(sentence: Sentence) -> Sentence:
    return replace(sentence, rows=tuple(replace(row, form=row.form.replace("'", "’")) for row in sentence.rows))


def training_sentences(job: Job) -> Iterator[Sentence]:
    """Sentences with multi-word tokens, in straight and curly copies, without the hundredth "don't"."""
    seen: dict[str, int] = {}
    for treebank in ("ewt", "gum"):
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz"):
            if not is_exact(sentence):
                continue
            forms = [row.form for row, _ in sentence.tokens() if row.is_range]
            if any(seen.get(form, 0) < KEEP_COPIES for form in forms):
                for form in forms:
                    seen[form] = seen.get(form, 0) + 1
                yield sentence
                if any("'" in form for form in forms):
                    yield curly(sentence)


def prepare(job: Job) -> None:
    write_conllu(job.work / "train.conllu", training_sentences(job))
    dev = [s for s in read_conllu(job.corpora / "ud" / "gum.dev.conllu.xz") if is_exact(s)]
    write_conllu(job.work / "steer.conllu", dev)


def score(job: Job, model: Path) -> dict[str, dict[str, float]]:
    """Share of multi-word tokens, in per cent, split into exactly the gold words, case aside."""
    from stanza.models.mwt.data import DataLoader
    from stanza.models.mwt.trainer import Trainer
    from stanza.utils.conll import CoNLL

    trainer = Trainer(model_file=str(model), device="cpu")
    figures = {}
    for treebank in ("ewt", "gum"):
        for part in ("dev", "test"):
            sentences = [s for s in read_conllu(job.corpora / "ud" / f"{treebank}.{part}.conllu.xz") if is_exact(s)]
            file = job.work / f"{treebank}.{part}.conllu"
            write_conllu(file, sentences)
            gold = [
                (row.form, " ".join(part.form for part in parts).lower())
                for sentence in sentences
                for row, parts in sentence.tokens()
                if row.is_range
            ]
            doc = CoNLL.conll2doc(input_file=str(file))
            data = DataLoader(doc, 500, trainer.args, vocab=trainer.vocab, evaluation=True, expand_unk_vocab=True)
            predicted = [words for batch in data.to_loader() for words in trainer.predict(batch, vocab=data.vocab)]
            predicted = trainer.ensemble([form for form, _ in gold], predicted)
            right = sum(words.lower() == want for words, (_, want) in zip(predicted, gold, strict=True))
            figures[f"{treebank} {part}"] = {"exact": round(100 * right / len(gold), 2)}
    return figures


def train(job: Job, epochs: int, minutes: float) -> None:
    from stanza.models import mwt_expander

    prepare(job)
    model = job.out / "mwt.pt"
    started = time.monotonic()
    with job.time_limit(minutes):
        mwt_expander.main([
            "--mode", "train", "--lang", "en", "--shorthand", "en_compact",
            "--train_file", str(job.work / "train.conllu"), "--eval_file", str(job.work / "steer.conllu"),
            "--gold_file", str(job.work / "steer.conllu"), "--save_dir", str(job.out), "--save_name", model.name,
            "--hidden_dim", "64", "--emb_dim", "32", "--force_exact_pieces", "--augment_apos", "0.05",
            "--num_epoch", str(epochs), "--batch_size", "64", "--seed", str(job.seed), "--cpu",
        ])  # fmt: skip
    write_result(job, "mwt", model, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(__doc__, "mwt", steps=12, minutes=3)
    train(job, options.steps, options.minutes)
