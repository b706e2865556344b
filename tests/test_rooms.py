"""The map of rooms: who may import whom, how large, and who knows MkDocs."""

import ast
import sys
from pathlib import Path

import pytest

from golden import ROOT
from pairing import ROOMS

HOOKS = ROOT / "hooks"
PAIRING = HOOKS / "pairing"
FILES = sorted(PAIRING.rglob("*.py"))
SOURCES = [file for folder in ("hooks", "scripts", "tests") for file in sorted((ROOT / folder).rglob("*.py"))]


def room(file: Path) -> str:
    """The room that a file belongs to: its module or package right below pairing."""
    return file.relative_to(PAIRING).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    """The modules that a file imports, by full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            module = str(node.module)
            found |= {f"{module}.{name.name}" for name in node.names} if module == "pairing" else {module}
    return found


def test_the_map_is_complete() -> None:
    assert {room(file) for file in FILES} - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PAIRING)))
def test_a_room_imports_only_rooms_above_it(file: Path) -> None:
    here = room(file)
    allowed = set(ROOMS[: ROOMS.index(here) + 1]) if here in ROOMS else set()
    used = {name.split(".")[1] for name in imports(file) if name.startswith("pairing.")}
    assert used <= allowed


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PAIRING)))
def test_the_domain_knows_nothing_of_mkdocs(file: Path) -> None:
    assert not {name for name in imports(file) if name.split(".")[0] in ("mkdocs", "material", "properdocs")}


def test_the_domain_asks_no_clock() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert not [word for word in ("today(", ".now(", "time.time(", "import random") if word in text], file


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_sizes(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= (60 if file.parent == HOOKS else 400)
    assert ast.get_docstring(ast.parse(text)) or not text, "every file says in a line what it is"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} does not fit on a screen"


def test_no_file_hides_the_standard_library() -> None:
    names = {file.stem for folder in (HOOKS, ROOT / "scripts", ROOT / "tests") for file in folder.glob("*.py")}
    assert not names & set(sys.stdlib_module_names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PAIRING)))
def test_public_things_have_docstrings(file: Path) -> None:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node) or file.name == "addresses.py", f"{file}: {node.name}"


def test_views_see_documents_only_through_the_gate() -> None:
    for file in [*(PAIRING / "views").glob("*.py"), PAIRING / "api.py"]:
        assert "data.documents" not in file.read_text(encoding="utf-8"), file
