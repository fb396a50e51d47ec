"""What people read is words: no sentence is built with the name of a Python class."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def class_names_in_sentences(path: Path) -> list[str]:
    """Places where `….__name__` is put into an f-string. Logs take it as an argument, and may."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for sentence in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(sentence, ast.JoinedStr)
        for node in ast.walk(sentence)
        if isinstance(node, ast.Attribute) and node.attr == "__name__"
    ]


def test_no_sentence_names_a_class() -> None:
    sources = [*(ROOT / "hdclient").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    assert len(sources) > 100
    assert [place for path in sources for place in class_names_in_sentences(path)] == []
