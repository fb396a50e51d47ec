"""Conversations, patches, JSON, tables and formulas as they are seen."""

from __future__ import annotations

import json

import pytest

from hdclient.content.tree import Message
from hdclient.model.content import ContentBlock
from tests.ui.test_renderers_positions import played
from ui.renderers.formats import CODE_LANGUAGE, CODE_LINE, QUOTE_BARS
from ui.renderers.speakers import speaker

pytestmark = pytest.mark.usefixtures("qapp")


def lines(kind: str, text: str, name: int = 0) -> list[tuple[str, object]]:
    """(text, property) of every block of the document."""
    document = played(ContentBlock(kind=kind, text=text))
    found = []
    block = document.begin()
    while block.isValid():
        found.append((block.text(), block.blockFormat().property(name) if name else None))
        block = block.next()
    return found


def test_a_turn_stands_beside_a_bar_below_its_speaker() -> None:
    turns = [
        {"role": "user", "name": "Ann", "content": "a\n\n> b"},
        {"role": "tool", "tool_call_id": "c1", "content": ""},
    ]
    shown = lines("chat", json.dumps(turns), QUOTE_BARS)
    assert [text for text, _ in shown][:4] == ["User: Ann", "a", "b", "Tool result (c1)"]
    bars = [len(str(bar).split()) if bar else 0 for _, bar in shown]
    assert bars[:4] == [0, 1, 2, 0]
    assert "This message is empty." in shown[4][0]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Message("assistant", ()), "Assistant"),
        (Message("critic", (), name="B"), "critic: B"),
        (Message("SYSTEM", ()), "System"),
        (Message("x" * 1_000, (), name="y" * 1_000, call="z" * 1_000), None),
        (Message("evil\u202e", (), name="a\nb\u200b", call="c\r"), "evil⟨RLO⟩: a⟨LF⟩b⟨ZWSP⟩ (c⟨CR⟩)"),
        (Message("r" * 81, (), name="n" * 80), "r" * 80 + "…: " + "n" * 80),
    ],
)
def test_who_speaks(message: Message, words: str | None) -> None:
    assert speaker(message) == words if words else len(speaker(message)) < 300


def test_a_patch_shows_its_signs_and_both_numbers() -> None:
    patch = "--- a/x.py\n+++ b/x.py\n@@ -9,2 +9,3 @@\n same\n-old\n+new\n+more\n"
    shown = lines("diff", patch, CODE_LINE)
    assert [text for text, _ in shown] == patch.splitlines()
    assert [str(number).split() for _, number in shown][3:] == [["9", "9"], ["10"], ["10"], ["11"]]
    assert lines("diff", patch, CODE_LANGUAGE)[0][1] == "x.py"


def test_json_has_numbered_lines() -> None:
    assert [number for _, number in lines("json", '{\n"a": 1\n}', CODE_LINE)] == ["1", "2", "3"]


def test_a_table_and_formulas_are_there() -> None:
    assert {"a", "b", "1", "2"} <= {text for text, _ in lines("table", "a,b\n1,2")}
    undrawn = [text for text, _ in lines("math", "x^2\n\ny") if text]
    assert undrawn == ["$$x^2$$", "$$y$$"], "not drawn yet: its source, marked"
