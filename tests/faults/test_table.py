"""docs/reliability.md maps every known fault to tests: the tests must exist, and a row without one must say why."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| ([PNSCA]\d+) \| ([^|]+) \| ([^|]+) \|")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
IDS = {
    f"{letter}{n + 1}"
    for letter, count in zip("PNSCA", (28, 19, 25, 15, 13), strict=True)
    for n in range(count)
}
REASONS = ("Not there yet: ", "Cannot be tested here: ")


def rows() -> list[tuple[str, str, str]]:
    """(id, fault, what covers it) of each row."""
    text = (ROOT / "docs" / "reliability.md").read_text()
    return [match.groups() for line in text.splitlines() if (match := ROW.fullmatch(line))]  # type: ignore[misc]


@cache
def names_in(file: str) -> frozenset[str]:
    """The test functions of a file."""
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_fault_has_one_row() -> None:
    found = [row[0] for row in rows()]
    assert len(found) == len(set(found)) == 100
    assert set(found) == IDS


@pytest.mark.parametrize(("number", "covered"), [(row[0], row[2]) for row in rows()])
def test_every_test_that_is_named_exists(number: str, covered: str) -> None:
    named = NAMED.findall(covered)
    assert covered.count("::") == len(named), "a name that cannot be read"
    for file, name in named:
        assert name.startswith("test_") and name in names_in(file), f"{number}: {file}::{name}"
    assert bool(named) != covered.startswith(REASONS), "a row names tests, or says why there are none"


def test_every_test_that_the_page_names_is_there() -> None:
    """Those of review work too, which are beside the hundred faults."""
    named = NAMED.findall((ROOT / "docs" / "reliability.md").read_text())
    assert len(named) > 100
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []
