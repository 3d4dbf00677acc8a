"""scripts/run, scripts/test and what they share, in a small copy of the project whose .venv only notes what is asked.

The scripts themselves are the real ones. That they truly install, ingest and serve is shown by running them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = ("scripts/run", "scripts/test", ".ci/run")

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
FULL = ["pip install hatchling", "pip install --no-build-isolation ."]
SOURCES_ONLY = ["pip install --no-build-isolation --no-deps --force-reinstall ."]
INGEST = "quotes ingest seeds/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the scripts with a few sources and an environment that notes what is asked of it."""
    for name in SCRIPTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "scripts/environment.sh", tmp_path / "scripts/environment.sh")
    for name in ("pyproject.toml", "README.md", "LICENSE", "quotes/__init__.py", "datasette/settings.json"):
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


def test_changed_requirements_are_installed(project: Path) -> None:
    call(project, "scripts/run", "--no-serve")
    asked(project)
    (project / "pyproject.toml").write_text("changed")
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
    assert asked(project) == [
        "pip install hatchling",
        "pip install --no-build-isolation .[test]",
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "pytest -k some test",
    ]


def test_a_failed_check_lets_the_tests_run_and_fails_in_the_end(project: Path) -> None:
    program = project / ".venv/bin/python"
    program.write_text(NOTES_ARGUMENTS.replace("    *)\n", '    "-m mypy") exit 1 ;;\n    *)\n'))
    done = call(project, "scripts/test")
    assert done.returncode == 1
    assert asked(project)[-1] == "pytest"
    assert done.stdout.splitlines()[-1] == "scripts/test: failed before pytest, see above: Types"


def test_failing_tests_fail_the_script_with_pytest_s_code(project: Path) -> None:
    program = project / ".venv/bin/python"
    program.write_text(NOTES_ARGUMENTS.replace("    *)\n", '    "-m pytest") echo "1 failed"; exit 5 ;;\n    *)\n'))
    done = call(project, "scripts/test")
    assert done.returncode == 5
    assert done.stdout.splitlines()[-1] == "1 failed"


def test_continuous_integration_requires_the_browser(project: Path) -> None:
    program = project / ".venv/bin/python"
    program.write_text(
        NOTES_ARGUMENTS.replace("    *)\n", '    "-m pytest") echo "$QUOTES_REQUIRE_BROWSER" ;;\n    *)\n')
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
