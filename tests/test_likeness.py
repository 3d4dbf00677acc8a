"""Quotes compared by meaning: the vectors beside the database, the search over them, and the table of a published copy."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from conftest import Quotes
from examples import example_article

from quotes.errors import QuotesError
from quotes.likeness import Vectors, cells, file_neighbours, folder_of, library, neighbours
from quotes.likeness.neighbours import alike, all_alike
from quotes.likeness.vectors import DIMENSIONS, quantized
from quotes.store import Store

SAID = [
    ("Eva Lind", "Taxes on companies must come down"),
    ("Tomas Okafor", "Taxes on firms must come down"),
    ("Eva Lind", "The new bridge opens in spring"),
    ("Mira Sol", "Our striker is injured and will miss the match"),
    ("Tomas Okafor", "Taxes on companies must come down"),
    ("Mira Sol", "Businesses ought to be taxed less"),
]


def by_words(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Vectors for tests of everything but the model: texts that share words point the same way."""
    made = np.zeros((len(texts), DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            made[row, sum(map(ord, word)) % DIMENSIONS] += 1
    norms: npt.NDArray[np.float32] = np.linalg.norm(made, axis=1, keepdims=True)
    return made / np.maximum(norms, 1e-9)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        for number, (name, words) in enumerate(SAID, start=1):
            store.save(example_article(number, name, words), run)
        store.end_run(run, failures=0)
    return path


def sync(path: Path, asked: list[str]) -> Vectors:
    """The vectors of a database, made where they are missing; `asked` gets what had to be read for it."""

    def embed(texts: list[str]) -> npt.NDArray[np.float32]:
        asked.extend(texts)
        return by_words(texts)

    vectors = Vectors(folder_of(path))
    with Store.open(path, write=False) as store, store.reading() as db:
        vectors.sync(db, embed)
    return vectors


def test_vectors_are_made_once(filled: Path) -> None:
    asked: list[str] = []
    assert len(sync(filled, asked).rows) == len(asked) == 6
    assert len(sync(filled, asked).rows) == len(asked) == 6


def test_only_what_changed_is_read_again(filled: Path) -> None:
    sync(filled, [])
    with Store.open(filled) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        store.save(example_article(3, "Eva Lind", "The new bridge opens in autumn"), run)
        store.save(example_article(7, "Eva Lind", "It will rain"), run)
        store.forget("article-004")
        store.end_run(run, failures=0)
    asked: list[str] = []
    vectors = sync(filled, asked)
    assert sorted(asked) == ["It will rain", "The new bridge opens in autumn"]
    with sqlite3.connect(filled) as db:
        contents = dict(db.execute("SELECT number, content FROM quotes"))
    expected = quantized(by_words([contents[number] for number in vectors.numbers.tolist()]))
    assert len(vectors.rows) == 6 and (vectors.rows == expected).all()


def test_an_interrupted_first_reading_goes_on(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.likeness.vectors._BATCH", 2)
    calls: list[str] = []

    def interrupted(texts: list[str]) -> npt.NDArray[np.float32]:
        if calls:
            raise KeyboardInterrupt
        calls.extend(texts)
        return by_words(texts)

    with Store.open(filled, write=False) as store, store.reading() as db, pytest.raises(KeyboardInterrupt):
        Vectors(folder_of(filled)).sync(db, interrupted)
    asked: list[str] = []
    assert len(sync(filled, asked).rows) == 6
    assert len(asked) == 4


@pytest.mark.parametrize("damage", ["truncate", "garbage", "keys", "other model"])
def test_damaged_vectors_are_made_anew(filled: Path, damage: str) -> None:
    right = sync(filled, []).rows.copy()
    folder = folder_of(filled)
    if damage == "truncate":
        (folder / "vectors").write_bytes((folder / "vectors").read_bytes()[:1000])
    elif damage == "garbage":
        (folder / "about.json").write_text("not JSON")
    elif damage == "keys":
        (folder / "keys").unlink()
    else:
        about = json.loads((folder / "about.json").read_text())
        (folder / "about.json").write_text(json.dumps({**about, "model": "another"}))
    vectors = sync(filled, [])
    assert len(vectors.rows) == 6 and sorted(map(bytes, vectors.rows)) == sorted(map(bytes, right))


def test_bytes_cost_little_of_a_likeness() -> None:
    made = np.random.default_rng(1).normal(size=(300, DIMENSIONS)).astype(np.float32)
    made[1:] += made[0]  # so that some are alike
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    (rows,), (likenesses,) = library.exact(quantized(made), quantized(made[:1]), 300)
    assert rows[0] == 0 and np.abs(likenesses - (made @ made[0])[rows]).max() < 0.02


def test_comparing_all_in_blocks_finds_what_comparing_one_by_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.likeness.neighbours._BLOCK", 70)
    random = np.random.default_rng(2)
    made = np.repeat(random.normal(size=(60, DIMENSIONS)), 5, axis=0) + 0.6 * random.normal(size=(300, DIMENSIONS))
    rows = quantized((made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32))
    keys, likenesses = library.exact(rows, rows[100:200], 32)
    found = alike(rows, np.arange(100, 200), np.arange(300))
    for (numbers, likeness), right, values in zip(found, keys, likenesses, strict=True):
        assert set(numbers) == set(right[values >= 0.6]) and np.abs(likeness - values[: len(numbers)]).max() < 1e-3
    assert len(found) == 100 and all(len(numbers) > 1 for numbers, _ in found)


def topical(count: int) -> cells.Rows:
    """Vectors in a made-up order: ten say about the same (cosine 0.7), ten such groups share a theme, ten themes a topic."""
    random = np.random.default_rng(3)
    made = np.zeros((count, DIMENSIONS))
    for together, share in ((1000, 0.3), (100, 0.2), (10, 0.2), (1, 0.3)):
        parts = random.normal(size=(count // together, DIMENSIONS))
        made += np.repeat(np.sqrt(share) * parts / np.linalg.norm(parts, axis=1, keepdims=True), together, axis=0)
    return quantized((made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32))[random.permutation(count)]


@pytest.fixture
def small_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_EXACT", 1000)
    monkeypatch.setattr(neighbours, "_BLOCK", 1500)
    monkeypatch.setattr(cells, "_CELL", 32)
    monkeypatch.setattr(cells, "_PROBED", 8)


@pytest.mark.usefixtures("small_cells")
def test_nearby_cells_hold_what_is_likest() -> None:
    rows = topical(6000)
    everything = np.arange(len(rows))
    compared = sum(len(places) * len(members) for places, members in cells.Cells(rows).probed(everything))
    assert compared < len(rows) ** 2 / 10
    seen: list[int] = []
    right = shared = 0
    for numbers, found in all_alike(rows):
        seen += numbers.tolist()
        for number, (others, _), (best, _) in zip(numbers, found, alike(rows, numbers, everything), strict=True):
            assert others[0] == number
            right += len(best[1:6])
            shared += len(set(best[1:6]) & set(others[1:6]))
    assert sorted(seen) == everything.tolist()
    assert right > 4 * len(rows) and shared / right >= 0.95


@pytest.mark.usefixtures("small_cells")
def test_neighbours_are_the_same_however_the_products_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = topical(3000)

    def found() -> dict[int, tuple[list[int], list[float]]]:
        pairs = (
            (n, alike) for numbers, some in all_alike(rows) for n, alike in zip(numbers.tolist(), some, strict=True)
        )
        return {number: (others.tolist(), likenesses.tolist()) for number, (others, likenesses) in pairs}

    once = found()
    monkeypatch.setattr(cells, "_BATCH", 7)
    monkeypatch.setattr(neighbours, "_BLOCK", 2000)
    assert len(once) == len(rows) and found() == once
    whole = rows[:50].astype(np.int64) @ rows.T.astype(np.int64)
    assert (rows[:50].astype(np.float32) @ rows.T.astype(np.float32) == whole).all()


def test_a_small_database_is_compared_with_all_of_it() -> None:
    rows = topical(2000)
    everything = np.arange(len(rows))
    for numbers, found in all_alike(rows):
        for (others, likeness), (best, true) in zip(found, alike(rows, numbers, everything), strict=True):
            assert (others == best).all() and (likeness == true).all()


@pytest.mark.usefixtures("small_cells")
def test_rows_that_are_all_alike_or_all_zero_end_in_cells_too() -> None:
    alike_all, zero = np.ones((2000, DIMENSIONS), np.int8), np.zeros((2000, DIMENSIONS), np.int8)
    for rows, looked_at in ((alike_all, 32), (zero, 0)):
        found = [others for _, some in all_alike(rows) for others, _ in some]
        assert [len(others) for others in found] == [looked_at] * 2000


def test_neighbours_are_other_words_of_other_articles(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.likeness.neighbours._ALIKE", 0.2)
    vectors = sync(filled, [])
    assert file_neighbours(filled, vectors) > 0
    with sqlite3.connect(filled) as db:
        pairs = db.execute(
            """SELECT a.content, b.content, likeness FROM similar
            JOIN quotes a ON a.id = quote_id JOIN quotes b ON b.id = other_id"""
        ).fetchall()
    found = {(a, b) for a, b, _ in pairs}
    assert ("Taxes on firms must come down", "Taxes on companies must come down") in found
    assert all(a != b for a, b in found) and all(0.2 <= likeness <= 1 for _, _, likeness in pairs)
    assert len([pair for pair in pairs if pair[0] == "Taxes on firms must come down"]) == len(
        {pair[1] for pair in pairs if pair[0] == "Taxes on firms must come down"}
    )


def test_refusals(quotes: Quotes, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for more in (["taxes"], ["--sort", "newest"]):
        assert "leave out words and --sort" in quotes("search", *more, "--like", "lower taxes").stderr
    assert "needs a few words" in quotes("search", "--like", "  ").stderr
    monkeypatch.setitem(__import__("sys").modules, "usearch", None)
    with pytest.raises(QuotesError, match="quotes-attribution"):
        library.exact(np.zeros((1, DIMENSIONS), np.int8), np.zeros((1, DIMENSIONS), np.int8), 1)


@pytest.mark.models
def test_other_words_of_the_same_meaning_are_found(quotes: Quotes, filled: Path) -> None:
    result = quotes("search", "--like", "corporate taxes ought to be cut", "--json", "--limit", "4")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert all("tax" in row["content"].lower() for row in found) and len(found) == 4
    assert [row["likeness"] for row in found] == sorted((row["likeness"] for row in found), reverse=True)
    only = json.loads(quotes("search", "--like", "corporate taxes", "--speaker", "Mira Sol", "--json").stdout)
    assert [row["content"] for row in only] == ["Businesses ought to be taxed less", SAID[3][1]]


@pytest.mark.models
def test_vectors_are_those_of_the_sentence_encoder() -> None:
    from quotes.language.manifest import encoder_folder
    from quotes.language.sentences import embed

    transformers = pytest.importorskip("sentence_transformers")
    texts = ["It will rain.", "A much longer sentence, which says that taxes must come down soon.", ""]
    theirs = transformers.SentenceTransformer(str(encoder_folder()), device="cpu").encode(
        texts, normalize_embeddings=True
    )
    assert np.abs(embed(texts) - theirs).max() < 1e-4


@pytest.mark.models
def test_a_published_copy_has_similar_statements(quotes: Quotes, filled: Path) -> None:
    result = quotes("publish", "site.db", "--similar")
    assert result.exit_code == 0, result.output
    with sqlite3.connect("site.db") as db:
        rows = db.execute(
            "SELECT b.content FROM similar JOIN quotes a ON a.id = quote_id JOIN quotes b ON b.id = other_id"
            " WHERE a.content LIKE 'Businesses%' ORDER BY likeness DESC"
        ).fetchall()
    assert rows and all("tax" in content.lower() for (content,) in rows)
    with Store.open("site.db", write=False) as store:
        assert [finding.name for finding in store.examine() if finding.problem] == []
