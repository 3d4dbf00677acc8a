"""Libraries whose insides are used are refused in versions that were never tried, with the command that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.errors import ModelError
from quotes.language import versions
from quotes.language.versions import TRIED, check_versions, release, wanted

ROOT = Path(__file__).parents[1]


def test_the_installed_versions_are_among_those_tried() -> None:
    check_versions()


@pytest.mark.parametrize("found", ["5.22.9", "5.25.0", "6.0.0"])
def test_an_untried_version_is_named_with_the_command_that_helps(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    monkeypatch.setattr(versions, "version", lambda package: found if package == "transformers" else "1.15.0")
    with pytest.raises(ModelError) as refused:
        check_versions()
    message = str(refused.value)
    assert found in message and "pip install 'transformers>=5.23.0,<5.25'" in message and "\n" not in message


@pytest.mark.parametrize("found", ["5.23.0", "5.24.0", "5.24.3", "5.24.1+cpu"])
def test_later_corrections_of_a_tried_version_are_taken(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    monkeypatch.setattr(versions, "version", lambda package: found if package == "transformers" else "1.15.2")
    check_versions()


def test_pyproject_asks_for_what_was_tried() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"{wanted("transformers").replace(".0,", ",")}"' in text
    assert f'"stanza=={TRIED["stanza"][0]}"' in text
    assert release("5.24.0.dev1") == (5, 24, 0)
