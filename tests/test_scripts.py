"""scripts/run, scripts/test and what they share, in a small copy of the project whose .venv only notes what is asked.

The scripts themselves are the real ones. That they truly install, ingest and serve is shown by running them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from packaging.requirements import Requirement

from quotes.readers.formats import ARTICLES, Format

ROOT = Path(__file__).parents[1]


def script(name: str) -> ModuleType:
    """A Python script of scripts/ as a module."""
    loader = SourceFileLoader(f"{name}_script", str(ROOT / "scripts" / name))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


lock = script("lock")
copy_shared = script("copy-shared")
docs = script("docs")
measured = docs.measured
SCRIPTS = ("scripts/run", "scripts/test", "scripts/coverage", ".ci/run")

# Stands for .venv/bin/python and .venv/bin/quotes: writes its arguments to the file "asked".
NOTES_ARGUMENTS = """#!/bin/sh
case "$*" in
    "-m pip --version" | "--version") echo "Python 3.11" ;;
    -) echo hatchling ;;
    *)
        echo "$(basename "$0") $*" | sed 's/^python -m //' >>asked
        [ ! -e broken ] || { echo "no such package"; exit 3; }
        ;;
esac
"""
FULL = [
    "pip install --constraint constraints.txt hatchling",
    "pip install --constraint constraints.txt --no-build-isolation .",
]
SOURCES_ONLY = ["pip install --no-build-isolation --no-deps --force-reinstall ."]
INGEST = "quotes ingest seeds/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the scripts with a few sources and an environment that notes what is asked of it."""
    for name in SCRIPTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "scripts/environment.sh", tmp_path / "scripts/environment.sh")
    for name in (
        "pyproject.toml",
        "constraints.txt",
        "README.md",
        "LICENSE",
        "quotes/__init__.py",
        "datasette/settings.json",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name in ("python", "quotes"):
        program = tmp_path / ".venv/bin" / name
        program.write_text(NOTES_ARGUMENTS)
        program.chmod(0o755)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/chromium").symlink_to("/bin/true")  # so that no test installs one
    return tmp_path


def call(project: Path, *command: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("QUOTES_", "PYTHON"))}
    variables.setdefault("PATH", f"{project}/tools:{os.environ['PATH']}")
    return subprocess.run(
        [str(project / command[0]), *command[1:]],
        cwd=cwd or project,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def asked(project: Path) -> list[str]:
    """What the environment was asked since the last time."""
    notes = project / "asked"
    lines = notes.read_text().splitlines() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return lines


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_executable_and_well_formed(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / name)], check=True)


@pytest.mark.parametrize("name", ["scripts/run", "scripts/test"])
def test_help_is_printed_and_nothing_done(project: Path, name: str) -> None:
    done = call(project, name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: {name} ")
    assert asked(project) == []


def test_run_installs_ingests_and_serves(project: Path) -> None:
    assert call(project, "scripts/run", "--port", "8002").returncode == 0
    assert asked(project) == [*FULL, INGEST, "quotes serve --port 8002"]


def test_a_second_run_installs_nothing(project: Path) -> None:
    call(project, "scripts/run", "--no-serve")
    assert asked(project) == [*FULL, INGEST]
    call(project, "scripts/run", "--no-serve")
    assert asked(project) == [INGEST]


@pytest.mark.parametrize("changed", ["quotes/__init__.py", "datasette/settings.json", "quotes/new.py", "README.md"])
def test_changed_sources_are_installed_without_their_requirements(project: Path, changed: str) -> None:
    call(project, "scripts/run", "--no-serve")
    asked(project)
    (project / changed).write_text("changed")
    call(project, "scripts/run", "--no-serve")
    assert asked(project) == [*SOURCES_ONLY, INGEST]


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed(project: Path, changed: str) -> None:
    call(project, "scripts/run", "--no-serve")
    asked(project)
    (project / changed).write_text("changed")
    call(project, "scripts/run", "--no-serve")
    assert asked(project) == [*FULL, INGEST]


def test_compiled_files_are_no_change(project: Path) -> None:
    call(project, "scripts/run", "--no-serve")
    asked(project)
    (project / "quotes/__pycache__").mkdir()
    (project / "quotes/__pycache__/a.pyc").write_text("compiled")
    call(project, "scripts/run", "--no-serve")
    assert asked(project) == [INGEST]


def test_a_failed_installation_says_why_and_is_tried_again(project: Path) -> None:
    (project / "broken").touch()
    done = call(project, "scripts/run")
    assert done.returncode != 0
    assert "failed (exit code 3)" in done.stderr and "no such package" in done.stderr
    assert asked(project) == FULL[:1]
    (project / "broken").unlink()
    assert call(project, "scripts/run", "--no-serve").returncode == 0
    assert asked(project) == [*FULL, INGEST]


def test_the_database_is_the_caller_s(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project / ".venv/bin/quotes").write_text('#!/bin/sh\necho "$QUOTES_DB" >>asked\n')
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for options, variables, database in [
        ([], {}, "quotes.db"),
        (["--db", "mine.db"], {}, f"{elsewhere}/mine.db"),
        (["--db=/tmp/mine.db"], {}, "/tmp/mine.db"),
        ([], {"QUOTES_DB": "theirs.db"}, f"{elsewhere}/theirs.db"),
    ]:
        assert call(project, "scripts/run", "--no-serve", *options, cwd=elsewhere, **variables).returncode == 0
        assert asked(project)[-1] == database
    assert call(project, "scripts/run", "--db").returncode == 2


def test_an_old_python_is_named_and_nothing_made(project: Path, tmp_path: Path) -> None:
    shutil.rmtree(project / ".venv")
    old = tmp_path / "old"
    old.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (old / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
        (old / name).chmod(0o755)
    done = call(project, "scripts/run", PATH=f"{old}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr and "Python 3.9.2" in done.stderr
    assert not (project / ".venv").exists()


def test_an_environment_is_made_where_there_is_none(project: Path) -> None:
    shutil.rmtree(project / ".venv")
    (project / "make").write_text('source scripts/environment.sh; create_environment "$(find_python)"')
    subprocess.run(["bash", "-euo", "pipefail", "make"], cwd=project, check=True, capture_output=True, timeout=120)
    subprocess.run([project / ".venv/bin/python", "-m", "pip", "--version"], check=True, capture_output=True)


def test_tests_install_the_test_extra_and_run_every_check(project: Path) -> None:
    done = call(project, "scripts/test", "-k", "some test")
    assert done.returncode == 0, done.stderr
    *first, one, other = asked(project)
    rest = [one, other]
    assert first == [
        "pip install --constraint constraints.txt hatchling",
        "pip install --constraint constraints.txt --no-compile --no-build-isolation .[test]",
        "pip check",
        "ruff check .",
        "ruff format --check .",
    ]
    assert sorted(rest) == ["mypy", "pytest -k some test"]  # at the same time


def test_the_whole_suite_runs_in_two_processes_and_shows_its_coverage(project: Path) -> None:
    done = call(project, "scripts/test")
    assert done.returncode == 0, done.stderr
    noted = asked(project)
    assert "pytest -n logical --maxprocesses 2 --dist loadfile --no-loadscope-reorder" in noted
    assert "coverage report" in noted


@pytest.mark.parametrize(
    ("fails", "name"),
    [("-m mypy", "Types"), ("-m coverage report", "Coverage"), ("-m ruff check .", "Lint")],
)
def test_a_failed_check_lets_the_tests_run_and_fails_in_the_end(project: Path, fails: str, name: str) -> None:
    program = project / ".venv/bin/python"
    program.write_text(NOTES_ARGUMENTS.replace("    *)\n", f'    "{fails}") echo "why"; exit 1 ;;\n    *)\n'))
    done = call(project, "scripts/test")
    assert done.returncode == 1
    assert any(line.startswith("pytest") for line in asked(project))
    assert done.stdout.splitlines()[-1] == f"scripts/test: failed, see above: {name}"
    assert "why" in done.stdout.splitlines()


def test_failing_tests_fail_the_script_with_pytest_s_code(project: Path) -> None:
    program = project / ".venv/bin/python"
    program.write_text(NOTES_ARGUMENTS.replace("    *)\n", '    "-m pytest"*) echo "1 failed"; exit 5 ;;\n    *)\n'))
    done = call(project, "scripts/test")
    assert done.returncode == 5
    assert done.stdout.splitlines()[-1] == "1 failed"


def test_the_newest_packages_have_an_environment_of_their_own(project: Path) -> None:
    (project / ".venv").rename(project / ".venv-newest")
    program = project / ".venv-newest/bin/python"
    assert call(project, "scripts/test", "--newest", "-k", "some test").returncode == 0
    newest = "pip install --upgrade --upgrade-strategy eager"
    done = asked(project)
    assert done[:2] == [f"{newest} hatchling", f"{newest} --no-compile --no-build-isolation .[test]"]
    # What differs from constraints.txt is of no interest where nothing failed.
    assert sorted(done[-2:]) == ["mypy", "pytest -k some test"]
    program.write_text(NOTES_ARGUMENTS.replace("    *)\n", '    "-m pytest"*) exit 1 ;;\n    *)\n'))
    assert call(project, "scripts/test", "--newest").returncode == 1
    assert asked(project)[-1] == "python scripts/lock --differences"
    assert not (project / ".venv").exists()


def test_constraints_allow_every_requirement() -> None:
    """Whoever adds a requirement to pyproject.toml runs scripts/lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = lock.read(ROOT / "constraints.txt")
    extras = project["project"]["optional-dependencies"].values()
    for text in (*project["build-system"]["requires"], *project["project"]["dependencies"], *chain(*extras)):
        wanted = Requirement(text)
        version = locked.get(lock.canonical(wanted.name))
        assert version is not None and version in wanted.specifier, f"{text}: {version}; run scripts/lock"


def test_constraints_name_no_place() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if not line.startswith("#")):
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", line), line


def test_packages_that_differ_from_the_locked_ones_are_listed() -> None:
    locked = {"torch": "2.13.0", "typer": "0.29.2", "rich": "15.0.0"}
    found = {"torch": lock.public("2.13.0+cpu"), "typer": "0.30.1", "new": "1", "quotes-attribution": "0.1.0"}
    assert lock.differences(locked, found) == [
        "new 1 (constraints.txt: none)",
        "typer 0.30.1 (constraints.txt: 0.29.2)",
    ]


def test_continuous_integration_requires_the_browser(project: Path) -> None:
    program = project / ".venv/bin/python"
    program.write_text(
        NOTES_ARGUMENTS.replace("    *)\n", '    "-m pytest"*) echo "$QUOTES_REQUIRE_BROWSER" ;;\n    *)\n')
    )
    done = call(project, ".ci/run", CI="true")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "1")


def test_without_chromium_and_the_right_to_install_it_the_tests_say_so(project: Path, tmp_path: Path) -> None:
    tools = tmp_path / "few"  # a PATH with what the script uses and neither chromium nor apt-get
    tools.mkdir()
    for name in (
        "bash",
        "dirname",
        "mktemp",
        "rm",
        "cat",
        "find",
        "sort",
        "xargs",
        "sha256sum",
        "basename",
        "sed",
        "sh",
    ):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    done = call(project, "scripts/test", PATH=str(tools))
    assert done.returncode == 0, done.stderr
    assert "Browser tests are skipped: Chromium is missing" in done.stdout
    done = call(project, ".ci/run", PATH=str(tools))
    assert "Browser tests will fail: Chromium is missing" in done.stdout


def test_the_site_carries_what_it_shares_with_the_package() -> None:
    for path, text in copy_shared.copies():
        assert path.exists() and path.read_text("utf-8") == text, "run scripts/copy-shared"
    shared = {path.name for path in (ROOT / "quotes/query").glob("*.py")}
    assert {path.name for path in (copy_shared.SITE / "query").glob("*.py")} == shared, "run scripts/copy-shared"


def test_every_script_in_python_is_type_checked() -> None:
    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["files"])
    files = (path for path in (ROOT / "scripts").rglob("*") if path.is_file() and not path.suffix)
    found = {
        path.relative_to(ROOT).as_posix() for path in files if path.read_bytes().startswith(b"#!/usr/bin/env python3")
    }
    assert found == {name for name in named if name.startswith("scripts/")}, (
        "name it in pyproject.toml: tool.mypy.files"
    )


def test_the_documentation_is_what_the_program_says() -> None:
    for path, text in docs.written().items():
        assert path.exists() and path.read_text("utf-8") == text, "run scripts/docs"


def test_what_was_measured_is_kept_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "RESULTS", tmp_path / "results")
    columns, rows = ("input", "seconds"), [("a | b", 1.5), ("", 2)]
    measured.record("speed", columns, rows, None)
    assert not (tmp_path / "results").exists()
    measured.record("speed", columns, rows, "a laptop")
    table, said = measured.shown(tmp_path / "results/speed.json").split("\n\n")
    assert table == measured.markdown(columns, rows) == "| input | seconds |\n|---|---|\n| a / b | 1.5 |\n|  | 2 |"
    assert "a laptop; " in said and " cores" in said


def test_every_kept_table_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    kept = {path.stem for path in measured.RESULTS.glob("*.json")}
    assert kept == set(re.findall(r"<!-- measured (\w+): written by scripts/docs -->", text))


def test_the_documentation_has_every_format_a_reader_takes() -> None:
    listed = {name for names, _ in ARTICLES for name in names}
    assert listed == set(get_args(Format)) - {"unknown"}


def test_fast_leaves_out_models_browser_and_what_is_slow(project: Path) -> None:
    assert call(project, "scripts/test", "--fast", "-k", "some test").returncode == 0
    expected = (
        "pytest -m not models and not browser and not slow -n logical --maxprocesses 4 --dist loadfile -k some test"
    )
    assert expected in asked(project)


def test_what_is_called_slow_exists() -> None:
    from conftest import LONG_FILES, SLOW_FILES, SLOW_TESTS

    text = {path.stem: path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")}
    assert text.keys() >= SLOW_FILES | set(LONG_FILES)
    assert {name for name in SLOW_TESTS if not any(f"def {name}(" in code for code in text.values())} == set()
