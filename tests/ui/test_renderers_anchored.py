"""Selections as anchors, marks that stay when content is shown otherwise, and the way to a place."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor, Words
from tests.helpers.contrast import contrast
from tests.helpers.qt import settle
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui import theme
from ui.renderers.anchored import Anchored, Stroke, apart
from ui.renderers.content_view import ContentView
from ui.renderers.difference_marks import COMMENTS, Look, Mark, Tint
from ui.tokens import PALETTES, tint

TEXT = (
    "# Head\n\nThe **bold sky** is `blue` & wide 🌍 today.\n\n```python\nx = 1  # sky\ny = 2\n```\n\n"
    + "\n\n".join(f"Paragraph {number} of many." for number in range(80))
)


def opened(bench: Workbench, text: str = TEXT) -> Anchored:
    bench.lease(make_task("t1", COMPARE, [text, "other"]))
    view = bench.open("t1")
    return Anchored(view.stage.panes[0].content, "candidate:t1-0")


def select(content: ContentView, words: str) -> None:
    cursor = content.reader().document().find(words)
    assert not cursor.isNull(), words
    content.reader().setTextCursor(cursor)


def marked(content: ContentView, layer: str = COMMENTS) -> list[str]:
    found = []
    for mark in content.marks(content.is_raw()).marks(layer):
        cursor = QTextCursor(content.reader().document())
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        found.append(cursor.selectedText())
    return found


def words_of(anchor: Anchor | None) -> Words:
    assert anchor is not None and isinstance(anchor.at, Words)
    return anchor.at


@pytest.mark.parametrize("words", ["bold sky", "sky is blue", "🌍 today", "x = 1", "Paragraph 70"])
def test_a_selection_is_an_anchor_that_is_marked_and_found_again(bench: Workbench, words: str) -> None:
    text = opened(bench)
    select(text.content, words)
    anchor = text.selection()
    assert words_of(anchor).quote == words
    assert anchor is not None and (anchor.part, anchor.block) == ("candidate:t1-0", 0)
    text.paint(COMMENTS, [Stroke(anchor, Look.HERE)])
    assert marked(text.content) == [words]
    assert text.find(anchor).sureness is Sureness.EXACT
    text.paint(COMMENTS, [])
    assert marked(text.content) == []


def test_marks_stay_when_it_is_played_again_and_in_the_raw_text(bench: Workbench) -> None:
    text = opened(bench)
    select(text.content, "sky is blue")
    anchor = text.selection()
    assert anchor is not None
    text.paint(COMMENTS, [Stroke(anchor, Look.HERE)])
    text.content.set_reveals(True)
    settle()
    assert marked(text.content) == ["sky is blue"]
    text.content.set_raw(True)
    settle()
    assert marked(text.content) == ["sky** is `blue"]
    select(text.content, "y = 2")
    raw = text.selection()
    assert words_of(raw).quote == "y = 2"
    text.content.set_raw(False)
    settle()
    assert marked(text.content) == ["sky is blue"]
    assert raw is not None
    text.paint(COMMENTS, [Stroke(raw, Look.HERE)])
    assert marked(text.content) == ["y = 2"]


def test_spaces_around_a_selection_do_not_belong_to_it(bench: Workbench) -> None:
    text = opened(bench)
    select(text.content, " is ")
    assert words_of(text.selection()).quote == "is"
    text.clear_selection()
    assert text.selection() is None


def test_ends_move_by_words_and_never_past_each_other(bench: Workbench) -> None:
    text = opened(bench)
    select(text.content, "bold sky")
    anchor = text.selection()
    assert anchor is not None
    assert words_of(text.moved(anchor, 0, 2)).quote == "bold sky is blue"
    assert words_of(text.moved(anchor, -1, -1)).quote == "The bold"
    assert words_of(text.moved(anchor, 1, 0)).quote == "sky"
    assert text.moved(anchor, 2, 0) is None
    assert text.moved(anchor, -5, 0) is None


def test_going_there_scrolls_and_a_lost_place_moves_nothing(bench: Workbench) -> None:
    text = opened(bench)
    select(text.content, "Paragraph 70")
    anchor = text.selection()
    bar = text.content.reader().verticalScrollBar()
    bar.setValue(0)
    assert anchor is not None and text.go_to(anchor) is Sureness.EXACT
    settle()
    assert bar.value() > 0
    bar.setValue(0)
    lost = Anchor(
        part="candidate:t1-0", at=Words(start=1, end=5, sha256="0" * 64, quote="never written here")
    )
    assert text.go_to(lost) is Sureness.LOST and bar.value() == 0


def test_marks_upon_each_other_are_parted_and_the_shorter_one_is_seen_whole() -> None:
    marks = [Mark(0, 10, Tint(0)), Mark(3, 6, Tint(1)), Mark(8, 12, Tint(2)), Mark(20, 22, Tint(0))]
    assert apart(marks) == [
        Mark(0, 3, Tint(0)),
        Mark(3, 6, Tint(1, crowded=True)),
        Mark(6, 8, Tint(0)),
        Mark(8, 10, Tint(2, crowded=True)),
        Mark(10, 12, Tint(2)),
        Mark(20, 22, Tint(0)),
    ]
    here = apart([Mark(0, 10, Tint(0, here=True)), Mark(3, 6, Tint(1))])
    assert {mark.look.number for mark in here if isinstance(mark.look, Tint)} == {0}


def test_words_can_be_read_on_every_ground_of_a_kind() -> None:
    for tokens in PALETTES.values():
        for number in range(len(tokens.slots)):
            for strong in (False, True):
                ground = tint(tokens, number, strong=strong)
                assert contrast(tokens.text, ground) >= 4.5
                assert contrast(tokens.slots[number], ground) >= 3
    assert theme.color("tint0") != theme.color("tint0.strong") != theme.color("tint1")
