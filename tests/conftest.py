"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

Quotes = Callable[..., Result]

# A machine that does something else at the same time is no fault of the code. The same examples come on every run, so that
# whether a change passes is no matter of luck.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write tests/golden from what comes out now")


@pytest.fixture
def quotes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Quotes:
    """The command line: `quotes("search", "rain")` runs it in an empty folder, on an 80-column terminal without colour."""
    from quotes.cli import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_DB", raising=False)
    for name, value in {"COLUMNS": "80", "LINES": "50", "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=input, prog_name="quotes")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
