"""Universal Dependencies files in, lists of sentences out; and the typography of news put on them.

Treebanks write most quotation marks as `"` and most dashes as `-`. News writes “curly”, ‘single’, en and em dashes. Every
trainer here passes its training sentences through `restyle`, which changes characters and spacing, never the analysis.
"""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

__all__ = ["QUOTE_STYLES", "Row", "Sentence", "paragraphs", "read_conllu", "restyle", "style_for", "write_conllu"]


@dataclass(frozen=True)
class Row:
    """One CoNLL-U line: a word, or a multi-word token when `id` is a range ("3-4"). Empty nodes are left out on reading."""

    id: str
    form: str
    rest: tuple[str, ...]  # lemma, upos, xpos, feats, head, deprel, deps
    space_after: bool

    @property
    def is_range(self) -> bool:
        return "-" in self.id


@dataclass(frozen=True)
class Sentence:
    """Rows in file order; `new_paragraph` says that a paragraph or document starts here."""

    rows: tuple[Row, ...]
    new_paragraph: bool = False
    new_document: bool = False

    def tokens(self) -> Iterator[tuple[Row, tuple[Row, ...]]]:
        """Surface tokens with the words of each; a plain word is its own token."""
        covered = 0
        for i, row in enumerate(self.rows):
            if row.is_range:
                first, covered = (int(n) for n in row.id.split("-"))
                yield row, self.rows[i + 1 : i + 2 + covered - first]
            elif int(row.id) > covered:
                yield row, (row,)

    def words(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.is_range)


def read_conllu(path: Path) -> list[Sentence]:
    """All sentences of a (possibly xz-compressed) CoNLL-U file."""
    opener = lzma.open if path.suffix == ".xz" else open
    sentences: list[Sentence] = []
    rows: list[Row] = []
    paragraph = document = False
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                paragraph = document = True
            elif line.startswith("# newpar"):
                paragraph = True
            elif line and not line.startswith("#"):
                cells = line.split("\t")
                if "." not in cells[0]:
                    rows.append(Row(cells[0], cells[1], tuple(cells[2:9]), "SpaceAfter=No" not in cells[9].split("|")))
            elif not line and rows:
                sentences.append(Sentence(tuple(rows), paragraph, document))
                rows, paragraph, document = [], False, False
    return sentences


def write_conllu(path: Path, sentences: Iterable[Sentence]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for sentence in sentences:
            text = "".join(row.form + " " * row.space_after for row, _ in sentence.tokens()).strip()
            out.write(f"# text = {text}\n")
            for row in sentence.rows:
                out.write("\t".join((row.id, row.form, *row.rest, "_" if row.space_after else "SpaceAfter=No")) + "\n")
            out.write("\n")


def paragraphs(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences grouped as the treebank's `newpar` and `newdoc` say."""
    group: list[Sentence] = []
    for sentence in sentences:
        if sentence.new_paragraph and group:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


@dataclass(frozen=True)
class Style:
    """How one document writes quotation marks, apostrophes and dashes. None leaves the treebank's own."""

    open: str | None = None
    close: str | None = None
    apostrophe: str | None = None
    dash: str | None = None
    dash_spaces: bool | None = None


QUOTE_STYLES: tuple[Style, ...] = (
    Style("“", "”", "’"),
    Style('"', '"', "'"),
    Style("“", "”", "'"),
    Style("‘", "’", "’"),
    Style("'", "'", "'"),
    Style("«", "»", "’"),
)
STYLE_WEIGHTS = (50, 20, 8, 12, 6, 4)
DASHES: tuple[tuple[str, bool], ...] = (
    ("—", False),
    ("–", True),
    ("—", True),
    ("--", True),
    ("-", True),
    ("--", False),
)
DASH_WEIGHTS = (30, 30, 15, 10, 10, 5)
KEEP_STYLE = 0.3

OPENING = {"“", "``", "«"}
CLOSING = {"”", "''", "’’", "»"}
STRAIGHT = '"'


def style_for(rng: random.Random) -> Style:
    """A document's style, drawn so that most of the training data looks like news and some stays as it was."""
    if rng.random() < KEEP_STYLE:
        return Style()
    style = rng.choices(QUOTE_STYLES, STYLE_WEIGHTS)[0]
    dash, spaces = rng.choices(DASHES, DASH_WEIGHTS)[0]
    return replace(style, dash=dash, dash_spaces=spaces)


@dataclass
class Restyler:
    """Rewrites rows in one style; remembers whether a straight quotation mark is open, sentence by sentence."""

    style: Style
    open: bool = field(default=False)

    def form(self, row: Row, previous_space: bool) -> str:
        form, style = row.form, self.style
        upos = row.rest[1]
        if form in OPENING and style.open:
            self.open = True
            return style.open
        if form in CLOSING and style.close:
            self.open = False
            return style.close
        if form == STRAIGHT and style.open and style.close:
            # An opening mark has a space before and none after; where spacing does not tell, they alternate.
            opens = previous_space and not row.space_after
            closes = row.space_after and not previous_space
            self.open = opens or (not closes and not self.open)
            return style.open if self.open else style.close
        if style.apostrophe and upos != "PUNCT":
            return form.replace("'", style.apostrophe).replace("’", style.apostrophe)
        return form


def is_clause_dash(row: Row, previous_space: bool) -> bool:
    """A dash that sets off words, as against a hyphen inside a compound or a range of numbers."""
    if row.form in {"—", "--"}:
        return True
    return row.form in {"-", "–"} and row.rest[1] == "PUNCT" and row.space_after and previous_space


def restyle(sentence: Sentence, style: Style) -> Sentence:
    """The same sentence in another typography: same rows, same analysis, other characters and spaces."""
    restyler = Restyler(style)
    spaces: dict[str, bool] = {}
    forms: dict[str, str] = {}
    previous: Row | None = None
    previous_space = True
    for row, words in sentence.tokens():
        forms[row.id] = restyler.form(row, previous_space)
        if row.is_range:
            for word in words:
                forms[word.id] = restyler.form(word, False)
        if style.dash and previous is not None and is_clause_dash(row, previous_space):
            forms[row.id] = style.dash
            if style.dash_spaces is not None:
                spaces[previous.id] = spaces[row.id] = style.dash_spaces
        previous = row
        previous_space = spaces.get(row.id, row.space_after)
    rows = tuple(
        replace(row, form=forms.get(row.id, row.form), space_after=spaces.get(row.id, row.space_after))
        for row in sentence.rows
    )
    if rows:
        rows = (*rows[:-1], replace(rows[-1], space_after=sentence.rows[-1].space_after))
    return replace(sentence, rows=rows)
