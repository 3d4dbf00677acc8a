"""Coreference corpora in, the documents that Stanza's wl_coref trainer reads out.

A document is a dictionary: document_id, cased_words, sent_id, part_id, speaker, deprel, head (word index or "null"),
span_clusters ([start, end) word spans), word_clusters (head words, in the same order), head2span, lang. Chains of one
mention are left out.
"""

from __future__ import annotations

import csv
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Mention", "gap", "gum", "litbank", "mentions", "pieces", "typeset"]

Document = dict[str, Any]

# "(12-person-new…" opens, "12)" closes, "(12-person-…)" does both; "12[1/2]" is the first of two parts of one mention.
BRACKET = re.compile(
    r"\((?P<open>[^-()\[\]|]+(?:\[\d+/\d+\])?)(?:-[^()]*)?(?P<single>\))?|(?P<close>[^-()\[\]|]+(?:\[\d+/\d+\])?)\)"
)
PART = re.compile(r"(.*)\[(\d+)/(\d+)\]$")


@dataclass(frozen=True)
class Mention:
    """A mention of `entity` over words [start, end) of a sentence; of a discontinuous one, its first part."""

    entity: str
    start: int
    end: int


def mentions(cells: Sequence[str]) -> list[Mention]:
    """Decode one sentence's bracket column, a cell a word ("" or "_" for nothing), into mentions ordered by their ends.

    Brackets nest and may cross; two open ones of the same entity close innermost first. Raises ValueError when
    unbalanced.
    """
    open_at: dict[str, list[int]] = defaultdict(list)
    parts: list[Mention] = []
    for index, cell in enumerate(cells):
        for match in BRACKET.finditer(cell):
            if match["open"]:
                if match["single"]:
                    parts.append(Mention(match["open"], index, index + 1))
                else:
                    open_at[match["open"]].append(index)
            elif open_at[match["close"]]:
                parts.append(Mention(match["close"], open_at[match["close"]].pop(), index + 1))
            else:
                raise ValueError(f"word {index}: {match['close']!r} closes, but was never opened")
    left = [key for key, starts in open_at.items() if starts]
    if left:
        raise ValueError(f"never closed: {', '.join(left)}")
    whole: list[Mention] = []
    for mention in parts:
        part = PART.match(mention.entity)
        if part is None:
            whole.append(mention)
        elif part[2] == "1":
            whole.append(Mention(part[1], mention.start, mention.end))
    return whole


@dataclass
class _Sentence:
    words: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # 0-based in the sentence, -1 for the root
    deprel: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


def gum(path: Path, *, one_chain_a_word: bool) -> list[Document]:
    """Read GUM's CoNLL-U. With `one_chain_a_word` (for training), of two mentions with one head the longer stays."""
    documents: list[Document] = []
    for name, sentences in _conllu(path):
        documents.append(_document(name, sentences, lang="en", one_chain_a_word=one_chain_a_word))
    return documents


def litbank(path: Path) -> list[Document]:
    """Read LitBank's CoNLL columns. It has no trees (heads follow a rule) and marks only some kinds of entity, so
    `loss_rows` limits the training loss to the heads in its chains.
    """
    documents: list[Document] = []
    name, sentences, sentence = "", list[_Sentence](), _Sentence()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#begin document"):
                name, sentences, sentence = line.split("(", 1)[1].split(")")[0], [], _Sentence()
            elif line.startswith("#end document"):
                if sentence.words:
                    sentences.append(sentence)
                    sentence = _Sentence()
                documents.append(_document(name, sentences, lang="litbank", one_chain_a_word=True))
            elif line.strip():
                columns = line.split("\t")
                sentence.words.append(columns[3])
                sentence.cells.append(columns[-1])
            elif sentence.words:
                sentences.append(sentence)
                sentence = _Sentence()
    for document in documents:
        document["loss_rows"] = sorted(head for cluster in document["word_clusters"] for head in cluster)
    return documents


def gap(path: Path) -> list[Document]:
    """Read GAP: a document a text, with `pair` = (pronoun word, candidate name words before it, index of the right one
    or None) and `names` = [((start, end), right?), …] for scoring. `pair` is None where the right name only follows.
    """
    documents: list[Document] = []
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            words, starts = _tokenize(row["Text"])
            pronoun = _word_at(starts, int(row["Pronoun-offset"]))
            names: list[tuple[tuple[int, int], bool]] = []
            for letter in "AB":
                offset = int(row[f"{letter}-offset"])
                last = _word_at(starts, offset + len(row[letter]) - 1)
                names.append(((_word_at(starts, offset), last + 1), row[f"{letter}-coref"].upper() == "TRUE"))
            before = [(span, right) for span, right in names if span[0] < pronoun]
            right_ones = [index for index, (_, right) in enumerate(before) if right]
            pair = None
            if before and (right_ones or not any(right for _, right in names)):
                pair = (pronoun, [span[0] for span, _ in before], right_ones[0] if right_ones else None)
            sentence_of = _sentences(words)
            document = _flat(row["ID"], words, sentence_of, "gap")
            document.update(pronoun=pronoun, names=names, pair=pair, gender=row["Pronoun"].lower())
            documents.append(document)
    return documents


def pieces(document: Document, limit: int) -> list[Document]:
    """Cut a document at sentence ends into pieces of about equal length and at most about `limit` words."""
    total = len(document["cased_words"])
    count = -(-total // limit)
    if count == 1:
        return [document]
    sentence_of = document["sent_id"]
    cuts = [0]
    for number in range(1, count):
        cut = total * number // count
        while cut < total and sentence_of[cut] == sentence_of[cut - 1]:
            cut += 1
        if cuts[-1] < cut < total:
            cuts.append(cut)
    return [
        _piece(document, start, end, number)
        for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], total], strict=True))
    ]


QUOTES = {
    '"': "“”",
    "``": "““",
    "''": "””",
    "“": '""',
    "”": '""',
    "'": "’’",
    "’": "''",
    "-": "––",
    "–": "--",
    "—": "--",
}


def typeset(document: Document, chance: random.Random) -> Document:
    """Set the quotation marks, apostrophes and dashes of half of the documents the other way, as news sites do."""
    if chance.random() < 0.5:
        return document
    opened = False
    words: list[str] = []
    for word in document["cased_words"]:
        if word in QUOTES:
            words.append(QUOTES[word][opened])
            opened ^= word == '"'
        else:
            words.append(word.replace("'", "’") if "'" in word else word.replace("’", "'"))
    return {**document, "cased_words": words}


def _conllu(path: Path) -> Iterator[tuple[str, list[_Sentence]]]:
    name, sentences, sentence = "", list[_Sentence](), _Sentence()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if sentences:
                    yield name, sentences
                name, sentences = line.split("=", 1)[1].strip(), []
            elif line and line[0] != "#":
                columns = line.split("\t")
                if columns[0].isdigit():
                    sentence.words.append(columns[1])
                    sentence.upos.append(columns[3])
                    sentence.heads.append(int(columns[6]) - 1)
                    sentence.deprel.append(columns[7])
                    entities = [item[7:] for item in columns[9].split("|") if item.startswith("Entity=")]
                    sentence.cells.append(entities[0] if entities else "")
            elif not line and sentence.words:
                sentences.append(sentence)
                sentence = _Sentence()
    if sentences:
        yield name, sentences


def _document(name: str, sentences: Sequence[_Sentence], *, lang: str, one_chain_a_word: bool) -> Document:
    words = [word for sentence in sentences for word in sentence.words]
    sentence_of = [number for number, sentence in enumerate(sentences) for _ in sentence.words]
    document = _flat(name, words, sentence_of, lang)
    chains: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    offset = 0
    for sentence in sentences:
        for mention in mentions(sentence.cells):
            span = (mention.start + offset, mention.end + offset)
            chains[mention.entity][span] = offset + _head(sentence, mention.start, mention.end)
        if sentence.heads:
            start = offset
            document["head"][start : start + len(sentence.words)] = [
                head + offset if head >= 0 else "null" for head in sentence.heads
            ]
            document["deprel"][start : start + len(sentence.words)] = sentence.deprel
        offset += len(sentence.words)
    kept = [chain for chain in chains.values() if len(chain) > 1]
    if one_chain_a_word:
        best: dict[int, tuple[int, tuple[int, int]]] = {}
        for chain in kept:
            for span, head in chain.items():
                best[head] = max(best.get(head, (0, span)), (span[1] - span[0], span))
        kept = [{span: head for span, head in chain.items() if best[head][1] == span} for chain in kept]
        seen: set[int] = set()
        once: list[dict[tuple[int, int], int]] = []
        for chain in kept:
            chain = {span: head for span, head in chain.items() if head not in seen}
            seen.update(chain.values())
            if len(chain) > 1:
                once.append(chain)
        kept = once
    _set_chains(document, kept)
    return document


def _set_chains(document: Document, chains: Sequence[dict[tuple[int, int], int]]) -> None:
    ordered = sorted(sorted(chain.items()) for chain in chains)
    document["span_clusters"] = [[span for span, _ in chain] for chain in ordered]
    document["word_clusters"] = [[head for _, head in chain] for chain in ordered]
    document["head2span"] = sorted((head, *span) for chain in ordered for span, head in chain)


def _flat(name: str, words: list[str], sentence_of: list[int], lang: str) -> Document:
    return {
        "document_id": name,
        "part_id": 0,
        "cased_words": words,
        "sent_id": sentence_of,
        "speaker": ["_"] * len(words),
        "deprel": ["_"] * len(words),
        "head": ["null"] * len(words),
        "span_clusters": [],
        "word_clusters": [],
        "head2span": [],
        "lang": lang,
    }


def _piece(document: Document, start: int, end: int, number: int) -> Document:
    piece = {key: value[start:end] for key, value in document.items() if key in ("cased_words", "speaker", "deprel")}
    first = document["sent_id"][start]
    piece["sent_id"] = [sentence - first for sentence in document["sent_id"][start:end]]
    piece["head"] = [head if head == "null" else head - start for head in document["head"][start:end]]
    chains: list[dict[tuple[int, int], int]] = []
    for spans, heads in zip(document["span_clusters"], document["word_clusters"], strict=True):
        chain = {
            (a - start, b - start): head - start for (a, b), head in zip(spans, heads, strict=True) if start <= a < end
        }
        if len(chain) > 1:
            chains.append(chain)
    piece.update(document_id=document["document_id"], part_id=number, lang=document["lang"])
    _set_chains(piece, chains)
    if "loss_rows" in document:
        piece["loss_rows"] = sorted(head for cluster in piece["word_clusters"] for head in cluster)
    return piece


PREPOSITIONS = frozenset(
    (
        "of",
        "in",
        "at",
        "on",
        "from",
        "with",
        "for",
        "to",
        "by",
        "who",
        "whom",
        "whose",
        "which",
        "that",
        ",",
        "(",
        "--",
        "-",
        "and",
    )
)
TITLES = frozenset(
    (
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms.",
        "miss",
        "dr.",
        "sir",
        "lady",
        "lord",
        "madame",
        "captain",
        "colonel",
        "uncle",
        "aunt",
        "father",
        "mother",
    )
)


def _head(sentence: _Sentence, start: int, end: int) -> int:
    """The head word of a mention: a conjunction joining its heads, else the first word whose head lies outside. Without
    a tree: the first word of a name after titles, else the last before a preposition, comma or relative pronoun.
    """
    if not sentence.heads:
        stop = next((index for index in range(start + 1, end) if sentence.words[index].lower() in PREPOSITIONS), end)
        names = [index for index in range(start, stop) if sentence.words[index].lower() not in TITLES]
        if names and all(sentence.words[index][:1].isupper() for index in range(start, stop)) and len(names) > 1:
            return names[0]
        return stop - 1
    depth: dict[int, int] = {}
    for index in range(start, end):
        steps, word = 0, index
        while start <= sentence.heads[word] < end and steps < end - start:
            word, steps = sentence.heads[word], steps + 1
        depth[index] = steps
    # The conjunction stands for the pair, so that "A and B" and "A" have different heads; it depends on the second.
    for index in range(start, end):
        second = sentence.heads[index]
        if sentence.deprel[index] == "cc" and depth.get(second) == 1 and sentence.deprel[second] == "conj":
            return index
    return next((index for index in range(start, end) if depth[index] == 0), start)


TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?=\W|$)|\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Gen|Col|Lt|Capt)\.|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b"
    r"|\d[\d,.]*\d|\w+|``|''|--|[^\w\s]"
)


def _tokenize(text: str) -> tuple[list[str], list[int]]:
    matches = list(TOKEN.finditer(text))
    return [match.group() for match in matches], [match.start() for match in matches]


def _word_at(starts: Sequence[int], offset: int) -> int:
    return max(index for index, start in enumerate(starts) if start <= offset)


def _sentences(words: Sequence[str]) -> list[int]:
    number, numbers = 0, list[int]()
    for index, word in enumerate(words):
        numbers.append(number)
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in {".", "!", "?"} and following[:1].isupper():
            number += 1
    return numbers
