"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import typer.testing
from hypothesis import settings
from typer.testing import CliRunner, Result

Quotes = Callable[..., Result]

# A machine that does something else at the same time is no fault of the code. The same examples come on every run, so that
# whether a change passes is no matter of luck.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.load_profile("any machine")

# Read the signatures of all commands once, not at each call of CliRunner.
typer.testing._get_command = cache(typer.testing._get_command)


# What `scripts/test --fast` leaves out for the time that it takes: tests that start processes or servers, and those that go
# through many orders of events or large databases.
SLOW_FILES = frozenset(
    """test_archive test_cli_completion test_cli_interrupts test_cli_output test_coref test_identity_store test_serve
    test_site_plans test_store_faults test_store_migrations test_store_scale test_workers""".split()
)
SLOW_TESTS = frozenset(
    """test_a_killed_writer_leaves_whole_articles test_a_run_gives_the_same_addresses_in_any_order
    test_an_environment_is_made_where_there_is_none test_an_error_is_one_line_where_there_is_no_terminal
    test_history_does_not_matter test_importing_the_library_loads_next_to_nothing
    test_a_published_address_is_never_given_to_somebody_else test_no_color_means_no_escape_codes
    test_nothing_loads_torch_until_it_is_needed test_the_module_runs_as_the_command
    test_the_order_of_articles_does_not_matter test_who_is_who_does_not_depend_on_the_order_of_articles""".split()
)


# Of few tests and much work: begun first where processes share the files, so that none is left with one of them in the end.
LONG_FILES = """test_store_batches test_archive test_engine test_browser test_language_pipeline test_store_faults
    test_identity_store test_cli_output test_cli_interrupts test_cli_completion""".split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))
    for item in items:
        if item.path.stem in SLOW_FILES or item.name.partition("[")[0] in SLOW_TESTS:
            item.add_marker(pytest.mark.slow)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write tests/golden from what comes out now")


@pytest.fixture
def quotes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Quotes:
    """The command line: `quotes("search", "rain")` runs it in an empty folder, on an 80-column terminal without colour."""
    from quotes.cli.commands import app_for

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_DB", raising=False)
    for name, value in {"COLUMNS": "80", "LINES": "50", "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(app_for(words), words, input=input, prog_name="quotes")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
