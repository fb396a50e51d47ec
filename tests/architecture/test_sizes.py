"""Files, functions and classes stay small enough to read in one go. Exceptions are listed by name, with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("hdclient", "ui", "tests", "packaging")

FILE_LINES = 400
FUNCTION_LINES = 40
CLASS_LINES = 300
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "controller", "core"}

# path[:name] → why it may be longer. This list may only shrink.
EXCEPTIONS: dict[str, str] = {}


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def too_long(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{name}: {lines} lines (limit {FILE_LINES})"
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        limit = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > limit:
            yield f"{name}:{node.name}: {length} lines (limit {limit})"


def test_files_functions_and_classes_are_small() -> None:
    found = [entry for path in sources() for entry in too_long(path)]
    keys = {entry.rsplit(": ", 1)[0] for entry in found}
    assert sorted(entry for entry in found if entry.rsplit(": ", 1)[0] not in EXCEPTIONS) == []
    assert sorted(set(EXCEPTIONS) - keys) == [], "these are small enough now: take them off the list"


def test_every_module_says_what_it_is_for() -> None:
    silent = []
    for path in sources():
        if path.parts[len(ROOT.parts)] == "tests" and path.name in ("__init__.py", "conftest.py"):
            continue
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))):
            silent.append(path.relative_to(ROOT).as_posix())
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path.stem for package in ("hdclient", "ui") for path in (ROOT / package).rglob("*")}
    assert named & FORBIDDEN_NAMES == set()


@pytest.mark.parametrize("package", ["hdclient", "ui"])
def test_no_star_imports(package: str) -> None:
    stars = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []
