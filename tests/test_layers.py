"""Nothing imports upwards: each module of quotes/ uses only its own layer and those below it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "quotes"

# From the ground up. Modules of one line may use each other; a new one goes into the lowest line that it can.
LAYERS = (
    "span",
    "article deadline errors failure files limits lines sigint wording workers",
    "annotation lang names query",
    "bounded document readers",
    "language versions",  # the only ones that know torch and stanza
    "attribution",
    "identity speakers",
    "forms",
    "store",
    "engine",
    "explanation evaluation ingestion",
    "archive likeness watching",
    "cli",
    "__main__",
)
LAYER_OF = {name: number for number, names in enumerate(LAYERS) for name in names.split()}


# Rules read the language of their Document; which one that is, others say.
RULES = frozenset({"attribution", "forms", "speakers"})


def top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def modules(path: Path) -> frozenset[str]:
    """The modules that a file imports, wherever in the file: "torch", "quotes.lang.languages"."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module.split(".")[0] == "quotes":  # a name imported from a package may be a module of it
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def imported(path: Path) -> set[str]:
    """The modules and packages right under quotes/ that a file imports."""
    names = {name.split(".")[1] for name in modules(path) if name.startswith("quotes.")}
    return {name for name in names if (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists()}


FILES = [
    path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py" and "_site" not in path.parts
]


def test_every_module_has_its_layer() -> None:
    unplaced = {top(path) for path in FILES} - set(LAYER_OF)
    assert not unplaced, f"add to LAYERS: {', '.join(sorted(unplaced))}"


def test_every_package_is_in_the_table_of_contributing() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"_site"}
    rows = re.findall(r"^\| `quotes/(\w+)` \|", (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    assert set(rows) == packages


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_imports_upwards(path: Path) -> None:
    own = LAYER_OF[top(path)]
    upwards = [name for name in imported(path) if LAYER_OF[name] > own]
    assert not upwards, f"{path.relative_to(PACKAGE)} imports {', '.join(upwards)}, which stand above it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_one_layer_knows_torch(path: Path) -> None:
    used = {"torch", "stanza", "transformers", "peft"} & {name.split(".")[0] for name in modules(path)}
    assert not used or top(path) == "language", f"{path.relative_to(PACKAGE)} imports {', '.join(used)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_words_of_a_language_come_with_the_document(path: Path) -> None:
    """No rule names a language: that an article is in English is said where it is read, parsed or stored."""
    barred = {"quotes.lang.en"} if top(path) != "lang" else set()
    barred |= {"quotes.lang.languages"} if top(path) in RULES else set()
    used = sorted(name for name in modules(path) if any(name == b or name.startswith(f"{b}.") for b in barred))
    assert not used, f"{path.relative_to(PACKAGE)} imports {', '.join(used)}; ask the Document's language instead"
