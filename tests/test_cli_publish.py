"""`quotes publish`: a copy, whole or cut to days and outlets, in which nothing of the rest is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Quotes
from examples import example_article

from quotes.store import Store


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        for number in range(1, 7):
            name = ("Eva Lind", "Tomas Okafor")[number % 2]
            words = f"It will rain for {number} days in the secret valley"
            store.save(example_article(number, name, words, outlet=("Lantern", "Courier")[number % 2]), run)
        store.end_run(run, failures=0)
    return path


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ((), [1, 2, 3, 4, 5, 6]),
        (("--since", "2025-01-03"), [3, 4, 5, 6]),
        (("--since", "2025-01-02", "--until", "2025-01-04"), [2, 3, 4]),
        (("--outlet", "Courier"), [1, 3, 5]),
        (("--outlet", "Courier", "--outlet", "Lantern", "--until", "2025-01-01"), [1]),
    ],
)
def test_a_copy_has_what_was_asked_for_and_nothing_else(
    quotes: Quotes, filled: Path, options: tuple[str, ...], left: list[int]
) -> None:
    result = quotes("publish", "site.db", *options)
    assert result.exit_code == 0, result.output
    assert f"site.db: {len(left)} article" in result.stdout
    with Store.open("site.db") as store:
        assert [row["article_id"] for row in store.quotes()] == [f"article-{n:03}" for n in sorted(left, reverse=True)]
        assert [finding.name for finding in store.examine() if finding.problem] == []
        named = {row["name"] for row in store.speakers()}
    assert named == {("Eva Lind", "Tomas Okafor")[number % 2] for number in left}
    data = Path("site.db").read_bytes()
    for number in range(1, 7):
        assert (f"rain for {number} days".encode() in data) is (number in left)
    assert sorted(file.name for file in filled.parent.iterdir()) == ["quotes.db", "site.db"]


def test_refusals(quotes: Quotes, filled: Path) -> None:
    assert "is the database itself" in quotes("publish", "quotes.db").stderr
    assert "is not a date" in quotes("publish", "a.db", "--since", "2025-13-01").stderr
    assert "is later than" in quotes("publish", "a.db", "--since", "2025-02-01", "--until", "2025-01-01").stderr
    Path("other.db").write_bytes(b"SQLite format 3\0 but somebody else's")
    assert "never replaced" in quotes("publish", "other.db", "--force").stderr
    assert quotes("publish", "site.db").exit_code == 0
    assert "never replaced" in quotes("publish", "site.db").stderr
    again = quotes("publish", "site.db", "--force", "--outlet", "Nobody", "--json")
    assert json.loads(again.stdout)["articles"] == 0
