"""Words are marked so that they can be found and translated: constants, with everything put in by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[2]
TEXTS = {"tr": slice(0, 1), "trn": slice(0, 2), "trc": slice(0, 2)}


def sources() -> list[Path]:
    return [path for package in ("hdclient", "ui") for path in sorted((ROOT / package).rglob("*.py"))]


def calls(path: Path) -> Iterator[tuple[str, ast.Call, str]]:
    """(name, call, place) of every marked sentence of a file; not of the module that defines them."""
    if path == ROOT / "hdclient" / "words.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS:
            yield node.func.id, node, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_only_constants_are_marked() -> None:
    """An f-string or a sum of strings would never be found in a catalogue."""
    wrong = [
        place
        for path in sources()
        for name, call, place in calls(path)
        for text in call.args[TEXTS[name]]
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value)
    ]
    assert wrong == []


def test_what_a_sentence_names_is_given_and_nothing_else() -> None:
    wrong = []
    for path in sources():
        for name, call, place in calls(path):
            given = {keyword.arg for keyword in call.keywords} | ({"count"} if name == "trn" else set())
            texts = [text.value for text in call.args[TEXTS[name]] if isinstance(text, ast.Constant)]
            named = {
                field for text in texts for _, field, _, _ in Formatter().parse(text) if field is not None
            }
            if given and (named - given or given - named - {"count"}):
                wrong.append(f"{place}: {sorted(named ^ given)}")
    assert wrong == []
