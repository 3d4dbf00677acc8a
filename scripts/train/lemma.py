"""Train the lemmatizer: a word and its part of speech in, its dictionary form out.

    python scripts/train/lemma.py --corpora ../corpora --out build/models

A dictionary of the treebanks' words, and a small sequence model with an edit classifier for words it lacks. Words
are seen about as often as the square root of their count, so that "the" does not take most of the time.
Writes OUT/lemma.pt and OUT/lemma.json.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, job_from_args, write_result
from corpora import Row, Sentence, read_conllu, write_conllu

INFLECTED = {"ADJ", "ADV", "AUX", "NOUN", "VERB"}
KEEP_OTHERS = 4
LONGEST = 18  # characters; one web address makes a whole batch as slow as itself
MOST_COPIES = 3
SENTENCE_WORDS = 50  # the lemmatizer sees single words; this only keeps the file readable


def distinct_words(job: Job) -> tuple[list[Row], list[Row]]:
    """Words with tag and lemma, apostrophes both straight and curly: those the sequence model learns from, and those that
    only go into the dictionary (names, numbers and symbols, most of which are their own lemma, and very long words).
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for treebank in ("ewt", "gum"):
        for sentence in read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz"):
            for row in sentence.words():
                lemma, upos = row.rest[0], row.rest[1]
                for form in {row.form, row.form.replace("'", "’")}:
                    counts[form, upos, lemma] += 1
    learnt: list[Row] = []
    looked_up: list[Row] = []
    for number, ((form, upos, lemma), count) in enumerate(counts.most_common()):
        row = Row("1", form, (lemma, upos, "_", "_", "0", "root", "_"), True)
        learn = len(form) <= LONGEST and (upos in INFLECTED or number % KEEP_OTHERS == 0)
        if learn:
            learnt += [row] * min(math.isqrt(count), MOST_COPIES)
        looked_up += [row] * math.isqrt(count)
    return learnt, looked_up


def sentences_of(rows: list[Row]) -> Iterator[Sentence]:
    for start in range(0, len(rows), SENTENCE_WORDS):
        chunk = rows[start : start + SENTENCE_WORDS]
        yield Sentence(
            tuple(
                Row(str(i), row.form, (*row.rest[:4], "0" if i == 1 else "1", "root" if i == 1 else "dep", "_"), True)
                for i, row in enumerate(chunk, 1)
            )
        )


def prepare(job: Job) -> None:
    learnt, looked_up = distinct_words(job)
    write_conllu(job.work / "train.conllu", sentences_of(learnt))
    write_conllu(job.work / "dictionary.conllu", sentences_of(looked_up))
    write_conllu(job.work / "steer.conllu", read_conllu(job.corpora / "ud" / "gum.dev.conllu.xz")[::12])


def score(job: Job, model: Path) -> dict[str, dict[str, float]]:
    """Lemma accuracy in per cent on gold words and gold parts of speech."""
    import torch
    from stanza.models.lemma.data import DataLoader
    from stanza.models.lemma.trainer import Trainer
    from stanza.utils.conll import CoNLL

    trainer = Trainer(model_file=str(model), device="cpu")
    figures = {}
    for treebank in ("ewt", "gum"):
        for part in ("dev", "test"):
            file = job.work / f"{treebank}.{part}.conllu"
            write_conllu(file, read_conllu(job.corpora / "ud" / f"{treebank}.{part}.conllu.xz"))
            doc = CoNLL.conll2doc(input_file=str(file))
            words = [(word.text, word.upos) for sentence in doc.sentences for word in sentence.words]
            gold = [word.lemma for sentence in doc.sentences for word in sentence.words]
            data = DataLoader(doc, 2000, trainer.args, vocab=trainer.vocab, evaluation=True, expand_unk_vocab=True)
            predicted, edits = [], []
            with torch.no_grad():
                for batch in data:
                    lemmas, batch_edits = trainer.predict(batch, 1, data.vocab)
                    predicted += lemmas
                    edits += batch_edits
            predicted = trainer.postprocess([text for text, _ in words], predicted, edits=edits)
            predicted = trainer.ensemble(words, predicted)
            right = sum(a == b for a, b in zip(predicted, gold, strict=True))
            figures[f"{treebank} {part}"] = {"lemmas": round(100 * right / len(gold), 2)}
    return figures


def train(job: Job, epochs: int, minutes: float) -> None:
    from stanza.models import lemmatizer

    prepare(job)
    model = job.out / "lemma.pt"
    started = time.monotonic()
    with job.time_limit(minutes):
        lemmatizer.main([
            "--mode", "train", "--shorthand", "en_compact",
            "--train_file", str(job.work / "train.conllu"), "--eval_file", str(job.work / "steer.conllu"),
            "--secondary_file", str(job.work / "dictionary.conllu"), "--save_dir", str(job.out), "--save_name", model.name,
            "--hidden_dim", "100", "--emb_dim", "50",
            "--num_epoch", str(epochs), "--batch_size", "128", "--lr", "0.003", "--dropout", "0.2", "--emb_dropout", "0.1",
            "--seed", str(job.seed), "--cpu",
        ])  # fmt: skip
    write_result(job, "lemma", model, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(__doc__, "lemma", steps=10, minutes=4)
    train(job, options.steps, options.minutes)
