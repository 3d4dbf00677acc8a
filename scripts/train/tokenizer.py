"""Train the tokenizer: characters in, token, sentence and multi-word-token ends out.

    python scripts/train/tokenizer.py --corpora ../corpora --out build/models

Reads ud/{ewt,gum}.{train,dev,test}.conllu.xz, lays them out as running text (SpaceAfter, newpar, newdoc), adds a copy that
looks like news (see `newsify`), trains `stanza.models.tokenizer`, and writes OUT/tokenize.pt and OUT/tokenize.json.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Job, job_from_args, write_result
from corpora import Row, Sentence, paragraphs, read_conllu, restyle, style_for

HIDDEN = 64
MAX_SEQLEN = 300  # three average sentences, as Stanza's own run script computes for English

SPEAKERS = ("he", "she", "they", "Smith", "the minister", "a spokesman", "Mr. Jones", "Ms Okafor", "Dr. Lee", "police")
CUES = ("said", "told reporters", "added", "wrote", "asked", "told the AP on Monday", "says", "explained")
INVERTED_CUES = ("said", "says", "added", "wrote", "explained")


def word(form: str, space_after: bool, upos: str = "X") -> Row:
    return Row("1", form, ("_", upos, "_", "_", "_", "_", "_"), space_after)


def words(text: str) -> list[Row]:
    """Rows for a phrase whose tokens are separated by spaces; a final period of an abbreviation stays on its word."""
    return [word(form, True) for form in text.split()]


def renumber(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows with ids that count from 1 again after rows were added or dropped."""
    out: list[Row] = []
    next_id = 1
    for row in rows:
        if row.is_range:
            first, last = (int(n) for n in row.id.split("-"))
            out.append(replace(row, id=f"{next_id}-{next_id + last - first}"))
        else:
            out.append(replace(row, id=str(next_id)))
            next_id += 1
    return tuple(out)


def has_quotes(sentence: Sentence) -> bool:
    return any(row.form in {'"', "“", "”", "``", "''", "‘", "«", "»"} for row in sentence.rows)


def headline(sentence: Sentence, rng: random.Random) -> Sentence:
    """A line of its own without final punctuation, often In Title Case or IN CAPITALS."""
    rows = list(sentence.rows)
    if rows[-1].form in {".", "!", "?"} and len(rows) > 3:
        rows.pop()
    case = rng.random()
    if case < 0.45:
        rows = [
            replace(row, form=row.form[:1].upper() + row.form[1:]) if "'" not in row.form[:1] else row for row in rows
        ]
    elif case < 0.6:
        rows = [replace(row, form=row.form.upper()) for row in rows]
    rows[-1] = replace(rows[-1], space_after=True)
    return Sentence(renumber(rows), new_paragraph=True)


def attributed(sentence: Sentence, rng: random.Random) -> Sentence:
    """The sentence inside quotation marks with who said it before or after: one sentence still."""
    rows = list(sentence.rows)
    final = rows[-1].form
    if final not in {".", "!", "?"} or len(rows) < 4:
        return sentence
    speaker = rng.choice(SPEAKERS)
    subject = words(speaker)
    cue = words(rng.choice(CUES))
    if rng.random() < 0.35:
        opener = [*words(speaker[0].upper() + speaker[1:]), *cue]
        opener[-1] = replace(opener[-1], space_after=False)
        mark = word(rng.choice([",", ":"]), True)
        rows[-1] = replace(rows[-1], space_after=False)
        return replace(
            sentence, rows=renumber([*opener, mark, word('"', False, "PUNCT"), *rows, word('"', True, "PUNCT")])
        )
    rows[-1] = replace(rows[-1], form="," if final == "." else final, space_after=False)
    if speaker not in {"he", "she", "they"} and rng.random() < 0.5:
        tail = [*words(rng.choice(INVERTED_CUES)), *subject]
    else:
        tail = [*subject, *cue]
    tail[-1] = replace(tail[-1], space_after=False)
    return replace(
        sentence,
        rows=renumber([word('"', False, "PUNCT"), *rows, word('"', True, "PUNCT"), *tail, word(".", True, "PUNCT")]),
    )


def quoted(group: Sequence[Sentence], opens: bool, closes: bool) -> list[Sentence]:
    """A paragraph of a long quotation: a mark at its start, and one at its end if the quotation ends there."""
    group = list(group)
    if opens:
        group[0] = replace(group[0], rows=renumber([word('"', False, "PUNCT"), *group[0].rows]))
    if closes:
        rows = group[-1].rows
        group[-1] = replace(
            group[-1], rows=renumber([*rows[:-1], replace(rows[-1], space_after=False), word('"', True, "PUNCT")])
        )
    return group


def newsify(groups: Sequence[list[Sentence]], rng: random.Random) -> list[list[Sentence]]:
    """A copy of the paragraphs as a newspaper would print them: other marks and dashes, headlines, quotations that are
    re-opened at each paragraph, sentences given to speakers.
    """
    out: list[list[Sentence]] = []
    quotation_left = 0
    style = style_for(rng)
    for group in groups:
        if group[0].new_document:
            style = style_for(rng)
        plain = not any(has_quotes(sentence) for sentence in group)
        ends_well = group[-1].rows[-1].form in {".", "!", "?"}
        if quotation_left:
            if plain and ends_well:
                quotation_left -= 1
                group = quoted(group, True, quotation_left == 0)
            else:
                quotation_left = 0
        elif plain and ends_well and len(group) > 1 and rng.random() < 0.08:
            quotation_left = rng.choice([0, 1, 1, 2])
            group = quoted(group, True, quotation_left == 0)
        else:
            group = [attributed(s, rng) if not has_quotes(s) and rng.random() < 0.12 else s for s in group]
        if rng.random() < 0.06:
            candidates = [s for s in group if 4 <= len(s.rows) <= 14 and not has_quotes(s)]
            if candidates:
                out.append([restyle(headline(rng.choice(candidates), rng), style)])
        out.append([restyle(sentence, style) for sentence in group])
    return out


def write_text(
    groups: Iterable[Sequence[Sentence]], text_file: Path, label_file: Path
) -> Counter[tuple[str, tuple[str, ...]]]:
    """Running text and, character for character, its labels: 0 inside, 1 token end, 2 sentence end, 3 multi-word token
    end, 4 both. Returns the multi-word tokens with their words.
    """
    expansions: Counter[tuple[str, tuple[str, ...]]] = Counter()
    with text_file.open("w", encoding="utf-8") as text, label_file.open("w", encoding="utf-8") as labels:
        for group in groups:
            characters: list[str] = []
            marks: list[str] = []
            for sentence in group:
                tokens = list(sentence.tokens())
                for i, (row, parts) in enumerate(tokens):
                    end = (2 if i == len(tokens) - 1 else 1) + (2 if row.is_range else 0)
                    if row.is_range:
                        expansions[row.form, tuple(part.form.lower() for part in parts)] += 1
                    characters.append(row.form.replace("\n", " ") + " " * row.space_after)
                    marks.append("0" * (len(row.form) - 1) + str(end) + "0" * row.space_after)
            line = "".join(characters).rstrip()
            if line:
                text.write(line + "\n\n")
                labels.write("".join(marks)[: len(line)] + "\n\n")
    return expansions


def write_expansions(path: Path, expansions: Counter[tuple[str, tuple[str, ...]]]) -> None:
    path.write_text(json.dumps(list(expansions.items()), ensure_ascii=False), encoding="utf-8")


def prepare(job: Job) -> None:
    """Write train, dev and test text with labels under OUT/work/tokenize."""
    rng = random.Random(job.seed)
    train: list[list[Sentence]] = []
    for treebank in ("ewt", "gum"):
        groups = list(paragraphs(read_conllu(job.corpora / "ud" / f"{treebank}.train.conllu.xz")))
        train += groups
        train += newsify(groups, rng)
    write_expansions(job.work / "train-mwt.json", write_text(train, job.work / "train.txt", job.work / "train.labels"))
    for treebank in ("ewt", "gum"):
        for part in ("dev", "test"):
            groups = list(paragraphs(read_conllu(job.corpora / "ud" / f"{treebank}.{part}.conllu.xz")))
            expansions = write_text(groups, job.work / f"{treebank}.{part}.txt", job.work / f"{treebank}.{part}.labels")
            write_expansions(job.work / f"{treebank}.{part}-mwt.json", expansions)


def score(job: Job, model: Path) -> dict[str, dict[str, float]]:
    """Token and sentence F1 from raw text, by exact boundaries, on dev and test of each treebank."""
    from stanza.models.tokenization.data import TokenizationDataset
    from stanza.models.tokenization.trainer import Trainer
    from stanza.models.tokenization.utils import predict

    trainer = Trainer(model_file=str(model), device="cpu")
    figures: dict[str, dict[str, float]] = {}
    for treebank in ("ewt", "gum"):
        for part in ("dev", "test"):
            files = {
                "txt": str(job.work / f"{treebank}.{part}.txt"),
                "label": str(job.work / f"{treebank}.{part}.labels"),
            }
            data = TokenizationDataset(trainer.args, input_files=files, vocab=trainer.vocab, evaluation=True)
            predictions, _ = predict(trainer, data, 32, 1000, use_regex_tokens=True, num_workers=0)
            figures[f"{treebank} {part}"] = boundaries_f1(data.labels(), predictions)
    return figures


def boundaries_f1(gold: Sequence[Sequence[int]], predicted: Sequence[Sequence[int]]) -> dict[str, float]:
    """F1 of exact spans, in per cent: tokens (labels 1-4) and sentences (labels 2 and 4)."""

    def spans(labels: Sequence[int], ends: set[int]) -> set[tuple[int, int]]:
        ranges, start = set(), 0
        for i, label in enumerate(labels):
            if label in ends:
                ranges.add((start, i))
                start = i + 1
        return ranges

    figures = {}
    for name, ends in (("tokens", {1, 2, 3, 4}), ("sentences", {2, 4}), ("multi-word tokens", {3, 4})):
        right = in_gold = in_predicted = 0
        for gold_labels, predicted_labels in zip(gold, predicted, strict=True):
            a, b = list(gold_labels), [int(x) for x in predicted_labels]
            if name == "multi-word tokens":
                g = {i for i, x in enumerate(a) if x in ends}
                p = {i for i, x in enumerate(b) if x in ends}
                right, in_gold, in_predicted = right + len(g & p), in_gold + len(g), in_predicted + len(p)
                continue
            gs, ps = spans(a, ends), spans(b, ends)
            right, in_gold, in_predicted = right + len(gs & ps), in_gold + len(gs), in_predicted + len(ps)
        figures[name] = round(200 * right / max(1, in_gold + in_predicted), 2)
    return figures


def train(job: Job, steps: int, minutes: float) -> None:
    from stanza.models import tokenizer

    prepare(job)
    model = job.out / "tokenize.pt"
    started = time.monotonic()
    arguments = [
        "--mode", "train", "--lang", "en", "--shorthand", "en_compact",
        "--txt_file", str(job.work / "train.txt"), "--label_file", str(job.work / "train.labels"),
        "--dev_txt_file", str(job.work / "gum.dev.txt"), "--dev_label_file", str(job.work / "gum.dev.labels"),
        "--mwt_json_file", str(job.work / "gum.dev-mwt.json"),
        "--save_dir", str(job.out), "--save_name", model.name, "--use_mwt",
        "--max_seqlen", str(MAX_SEQLEN), "--batch_size", "32", "--hidden_dim", str(HIDDEN), "--unit_dropout", "0.1",
        "--dropout", "0.2", "--lr0", "0.003", "--anneal_after", str(steps // 3), "--anneal", "0.9",
        "--eval_steps", "500", "--report_steps", "100", "--steps", str(steps), "--seed", str(job.seed), "--cpu",
    ]  # fmt: skip
    with job.time_limit(minutes):
        tokenizer.main(arguments)
    write_result(job, "tokenize", model, seconds=time.monotonic() - started)


if __name__ == "__main__":
    job, options = job_from_args(__doc__, "tokenize", steps=9000, minutes=12)
    train(job, options.steps, options.minutes)
