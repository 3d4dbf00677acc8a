"""`import quotes`: what the library offers, that it is lazy, and that its examples run."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import quotes

ROOT = Path(__file__).resolve().parents[1]


def test_every_name_is_there_and_documented() -> None:
    for name in quotes.__all__:
        value = getattr(quotes, name)
        assert name == "__version__" or value.__doc__, name
    assert set(quotes.__all__) <= set(dir(quotes))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = quotes.nothing


def test_a_name_means_the_same_to_a_type_checker() -> None:
    source = (ROOT / "quotes/__init__.py").read_text("utf-8")
    block = source[source.index("if TYPE_CHECKING:") : source.index("__version__ =")]
    typed = {
        (module, name.strip())
        for module, names in re.findall(r"from (quotes\.\w+) import (.+)", block)
        for name in names.split(",")
    }
    assert typed == {(module, name) for name, module in quotes._HOME_OF.items()}
    assert {name for _, name in typed} | {"__version__"} == set(quotes.__all__)


def test_no_name_is_also_a_module_that_would_take_its_place() -> None:
    modules = {path.stem for path in (ROOT / "quotes").iterdir()}
    assert not modules & set(quotes.__all__)


def test_importing_the_library_loads_next_to_nothing() -> None:
    code = (
        "import sys, quotes; quotes.Article; quotes.read; quotes.Store; "
        "sys.exit(bool({'torch', 'stanza', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_command_loads_only_what_it_needs() -> None:
    code = (
        "import sys; from quotes.cli.commands import app_for; app_for(['annotate', 'store']); "
        "sys.exit(bool({'sqlite_utils', 'torch', 'quotes.store'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


EXAMPLES = ("Article", "Store", "annotate_parse", "explain", "read", "to_json")


@pytest.mark.parametrize("name", [*EXAMPLES, pytest.param("annotate", marks=pytest.mark.models)])
def test_the_example_of_what_it_documents_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    value = getattr(quotes, name)
    (test,) = doctest.DocTestFinder(recurse=False).find(value, name, globs={"quotes": quotes, "Path": Path})
    assert test.examples
    results = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(test)
    assert results.failed == 0


def test_everything_that_does_something_has_an_example() -> None:
    does = {name for name in quotes.__all__ if inspect.isfunction(getattr(quotes, name))}
    assert does <= {*EXAMPLES, "annotate"}


def test_types_travel_with_the_package() -> None:
    assert (ROOT / "quotes/py.typed").exists()


@pytest.mark.models
def test_the_example_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert "Tom Harding" in capsys.readouterr().out
