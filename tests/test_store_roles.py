"""What a speaker was called and belonged to, when, and by whom; what she was at a date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Quotes
from examples import annotate, quote, speaker
from test_store import save

from quotes.article import Article
from quotes.lang.languages import ENGLISH
from quotes.query import ROLES_SEEN, affiliations, roles, roles_at
from quotes.speakers.affiliation import affiliation_of
from quotes.store import Store


@pytest.mark.parametrize(
    ("role", "affiliation"),
    [
        ("spokeswoman for the Harbour Board", "Harbour Board"),
        ("president of Ostrana", "Ostrana"),
        ("chief economist at Voltmere", "Voltmere"),
        ("Harbour Board chairwoman", "Harbour Board"),
        ("Harbour Board's chairwoman", "Harbour Board"),
        ("EU foreign policy chief", "EU"),
        ("minister of Finance of Ostrana", "Ostrana"),
        ("director of Passenger Traffic at Ostrana Rail", "Ostrana Rail"),
        ("consul of Ostrana in Velmora", "Ostrana"),
        ("UN director of Partnerships", "UN"),
        ("head of Sarn council", "Sarn council"),
        ("former Bank of Ostrana governor", "Ostrana"),
        # No body is named here, or it is a matter, a rank or a nation.
        ("secretary of State", None),
        ("Deputy Prime minister", None),
        ("Foreign Affairs minister", None),
        ("Ostranan activist", None),
        ("MP", None),
        ("CEO", None),
        ("mayor", None),
        ("coach of the year", None),
        ("Harbour Prize winner", None),
        ("<script>alert(1)</script>", None),
    ],
)
def test_a_role_says_where_it_is_held(role: str, affiliation: str | None) -> None:
    assert affiliation_of(role, ENGLISH.roles) == affiliation


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Kim Vale, councillor in 2023, mayor of Harrowgate from 2024, in two outlets."""
    path = tmp_path / "quotes.db"
    seen = [
        ("2023-02-01", "Coast Daily", "Councillor"),
        ("2023-11-20", "Coast Daily", "Councillor"),
        ("2024-03-01", "Coast Daily", "mayor of Harrowgate"),
        ("2024-09-05T08:00:00+02:00", "The Lantern", "mayor of Harrowgate"),
        (None, "The Lantern", "spokeswoman for the Harbour Board"),
    ]
    with Store.open(path, create=True) as store:
        for number, (day, outlet, role) in enumerate(seen):
            text = f"{role} Kim Vale spoke at noon. “We open gate {number},” Vale said."
            who = speaker(text, "Kim Vale", "Vale", role=role, gender="female")
            said = quote(text, f"“We open gate {number},”", cue="said", source="Vale", who=0)
            save(store, annotate(Article(f"a{number}", text, "Gates", outlet, published=day), [said], [who]))
    return path


def seen(path: Path) -> list[dict[str, Any]]:
    with Store.open(path, write=False) as store, store.reading() as db:
        (vale,) = db.query("SELECT id FROM speakers")
        return list(db.query(ROLES_SEEN, {"id": vale["id"]}))


def test_roles_have_days_and_outlets(path: Path) -> None:
    known = roles(seen(path))
    assert [(row["role"], row["articles"], row["first"], row["last"]) for row in known] == [
        ("Councillor", 2, "2023-02-01", "2023-11-20"),
        ("mayor of Harrowgate", 2, "2024-03-01", "2024-09-05"),
        ("spokeswoman for the Harbour Board", 1, None, None),
    ]
    assert known[1]["outlets"] == [
        {"outlet": "Coast Daily", "articles": 1, "first": "2024-03-01", "last": "2024-03-01", "article_id": "a2"},
        {"outlet": "The Lantern", "articles": 1, "first": "2024-09-05", "last": "2024-09-05", "article_id": "a3"},
    ]
    assert [(row["affiliation"], row["first"]) for row in affiliations(seen(path))] == [
        ("Harrowgate", "2024-03-01"),
        ("Harbour Board", None),
    ]


@pytest.mark.parametrize(
    ("date", "then", "before", "after"),
    [
        ("2024-05", ["mayor of Harrowgate"], [], []),
        ("2023", ["Councillor"], [], []),
        ("2023-02-01", ["Councillor"], [], []),
        ("2024-01", [], ["Councillor"], ["mayor of Harrowgate"]),
        ("2022", [], [], ["Councillor"]),
        ("2025-01-31", [], ["mayor of Harrowgate"], []),
    ],
)
def test_what_she_was_then(path: Path, date: str, then: list[str], before: list[str], after: list[str]) -> None:
    at = roles_at(roles(seen(path)), date)
    assert {name: [row["role"] for row in rows] for name, rows in at.items()} == {
        "then": then,
        "before": before,
        "after": after,
    }


def test_the_command_says_what_she_was_then(quotes: Quotes, path: Path) -> None:
    shown = quotes("speakers", "show", "Kim Vale", "--at", "2024-05").stdout
    assert "at 2024-05" in shown and "mayor of Harrowgate (2 articles; 2024-03-01 to 2024-09-05" in shown
    details = json.loads(quotes("speakers", "show", "Kim Vale", "--at", "2024-05", "--json").stdout)
    assert details["at"]["date"] == "2024-05" and details["at"]["then"][0]["affiliation"] == "Harrowgate"
    assert {row["published"][:4] for row in details["latest"]} == {"2023", "2024"}
    assert "no article says" in quotes("speakers", "show", "Kim Vale", "--at", "2024-01").stdout
    assert "not a date" in quotes("speakers", "show", "Kim Vale", "--at", "May").stderr
    assert "--at needs a NAME" in quotes("speakers", "show", "--at", "2024").stderr
