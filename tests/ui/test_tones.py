"""Every tone that a label is given is one that there is: one that is not shows only when the label is first made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ui import theme

UI = Path(__file__).parents[2] / "ui"
LABELS = ("Label", "ElidedLabel")


def tones() -> Iterator[tuple[str, str]]:
    """(place, tone) of every label whose tone is written where it is made."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LABELS:
                given = [*node.args[2:3], *(one.value for one in node.keywords if one.arg == "tone")]
                for one in given:
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield f"{path.name}:{node.lineno}", one.value


def test_every_tone_of_a_label_is_there() -> None:
    found = list(tones())
    assert len(found) > 100
    assert [one for one in found if one[1] not in theme.TONES] == []
