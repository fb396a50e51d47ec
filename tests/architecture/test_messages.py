"""Every message about a person's work says what happened, what it means for the work, and what can be done."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from hdclient import errors

ROOT = Path(__file__).parents[2]
PLACES = (
    *("hdclient/session", "hdclient/store", "hdclient/accounts", "hdclient/backends", "hdclient/sync"),
    *("hdclient/app.py", "hdclient/errors.py", "ui/shell", "ui/pages", "ui/start.py"),
)
NO_PERSON = "hdclient/backends/memory.py"
"""The backend of tests, which nobody reads."""
SENTENCES = ("what", "meaning", "remedy")
NAMES = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.HdError)
}


def sources() -> list[Path]:
    found = [
        path
        for place in PLACES
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    return sorted(path for path in found if path.relative_to(ROOT).as_posix() != NO_PERSON)


def short_ones(text: str) -> Iterator[int]:
    """Lines where an error is made with a sentence left out or empty."""
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES):
            continue
        if any(isinstance(one, ast.Starred) for one in node.args):
            continue
        given = dict(zip(SENTENCES, node.args, strict=False))
        given |= {one.arg: one.value for one in node.keywords if one.arg in SENTENCES}
        blank = [one for one in given.values() if isinstance(one, ast.Constant) and not one.value]
        if len(given) < len(SENTENCES) or blank:
            yield node.lineno


def test_no_sentence_is_left_out() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in sources()
        for line in short_ones(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_sentence_that_is_left_out_is_found() -> None:
    assert (
        list(short_ones('StoreFull("Full.", "Kept.", "Free some.")\nWorkError("a", remedy="c", meaning="b")'))
        == []
    )
    assert list(
        short_ones('StoreFull("Full.")\nWorkError("Gone.", "", "Do this.")\nWorkError("a", remedy="c")')
    ) == [
        1,
        2,
        3,
    ]
