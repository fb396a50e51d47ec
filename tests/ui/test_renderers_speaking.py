"""A comment speaks of lines, cells, messages and pictures where it means them; and all of it by keys alone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor, Cell, Lines, Region, Selector, Turn, Words
from hdclient.model.base import sha256_hex
from hdclient.model.content import Asset, ContentBlock
from tests.helpers.picture_files import png
from tests.helpers.qt import press, settle, show
from ui import theme
from ui.renderers.anchored import Anchored
from ui.renderers.caret import has_caret, set_caret
from ui.renderers.content_view import ContentSources, ContentView
from ui.renderers.document import selected_text
from ui.renderers.pictures import PictureShelf
from ui.renderers.speaking import Standing, spoken_of, standing
from ui.renderers.trees import Trees

TEXT = """\
# A title 😀

Some **bold words** and `code`, then some words again.

| fruit | price |
|-------|-------|
| pear  | three |
| fig   | three |

```python
def f(x):
    return x + 1

print(f(2))
```

> quoted words
"""
CHAT = json.dumps([{"role": "user", "content": "First question"}, {"role": "assistant", "content": "Answer"}])
PICTURE = png(40, 20)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ContentView]:
    shelf = PictureShelf({sha256_hex(PICTURE): PICTURE}.get)
    made = ContentView("Response A", ContentSources(Trees(None), shelf))
    qtbot.addWidget(made)
    yield made
    shelf.close()


def markdown(text: str = TEXT) -> ContentBlock:
    return ContentBlock(kind="markdown", text=text)


def put(view: ContentView, *blocks: ContentBlock) -> Anchored:
    view.set_blocks(blocks)
    view.show_now()
    show(view)
    settle()
    return Anchored(view, "candidate:a")


def select(view: ContentView, words: str, nth: int = 0) -> None:
    """Selects the nth occurrence of words in the document in sight."""
    document = view.reader().document()
    cursor = document.find(words)
    for _ in range(nth):
        cursor = document.find(words, cursor)
    assert not cursor.isNull(), words
    view.reader().setTextCursor(cursor)


def words_at(text: Anchored, place: Standing) -> str:
    cursor = QTextCursor(text.content.reader().document())
    cursor.setPosition(place.start)
    cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
    return selected_text(cursor)


def said(text: Anchored, words: str, nth: int = 0) -> Selector:
    select(text.content, words, nth)
    anchor = spoken_of(text)
    assert anchor is not None and anchor.part == "candidate:a" and anchor.at is not None
    return anchor.at


def test_what_is_whole_is_spoken_of_as_such(view: ContentView) -> None:
    text = put(view, markdown(), ContentBlock(kind="chat", text=CHAT))
    line = said(text, "    return x + 1")
    assert isinstance(line, Lines) and (line.first, line.last) == (1, 1)
    cell = said(text, "three", 1)
    assert isinstance(cell, Cell) and (cell.row, cell.column, cell.row_name) == (2, 1, "fig")
    turn = said(text, "First question")
    assert isinstance(turn, Turn) and turn.turn == 0
    words = said(text, "bold words")
    assert isinstance(words, Words) and words.quote == "bold words"
    assert isinstance(said(text, "return"), Words)


def test_several_lines_that_are_touched_are_lines(view: ContentView) -> None:
    text = put(view, markdown())
    select(view, "def f")
    cursor = view.reader().textCursor()
    cursor.setPosition(cursor.selectionStart())
    cursor.movePosition(QTextCursor.MoveOperation.Down, QTextCursor.MoveMode.KeepAnchor)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 6)
    view.reader().setTextCursor(cursor)
    anchor = spoken_of(text)
    assert anchor is not None and isinstance(anchor.at, Lines)
    assert (anchor.at.first, anchor.at.last) == (0, 1)
    assert words_at(text, standing(text, anchor)) == "def f(x):\n    return x + 1"


def test_a_picture_is_spoken_of_whole(view: ContentView) -> None:
    asset = Asset(sha256=sha256_hex(PICTURE), media_type="image/png", size=len(PICTURE))
    text = put(view, markdown("Look:"), ContentBlock(kind="image", asset=asset, alt="a field"))
    view.reader().selectAll()
    cursor = view.reader().textCursor()
    cursor.setPosition(cursor.selectionEnd() - 1)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    if not cursor.hasSelection():
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
    view.reader().setTextCursor(cursor)
    anchor = spoken_of(text)
    assert anchor is not None and isinstance(anchor.at, Region)
    assert (anchor.block, anchor.at.points, anchor.at.width) == (1, ((0, 0), (40, 20)), 40)
    assert standing(text, anchor).is_seen()
    gone = put(view, markdown("Look:"))
    assert standing(gone, anchor).sureness is Sureness.LOST


def test_the_caret_speaks_of_its_line(view: ContentView) -> None:
    text = put(view, markdown())
    select(view, "return")
    text.clear_selection()
    assert spoken_of(text) is None
    anchor = spoken_of(text, at_caret=True)
    assert anchor is not None and isinstance(anchor.at, Lines) and anchor.at.first == 1


def test_words_are_selected_by_keys_alone(view: ContentView) -> None:
    text = put(view, markdown("Some bold words."))
    set_caret(view.reading, True)
    view.reading.setFocus(Qt.FocusReason.OtherFocusReason)
    press(view, "Ctrl+Right", "Ctrl+Shift+Right", "Ctrl+Shift+Right")
    anchor = spoken_of(text)
    assert anchor is not None and isinstance(anchor.at, Words)
    assert anchor.at.quote == "bold words"
    set_caret(view.reading, False)
    assert not has_caret(view.reading)


def test_in_another_text_a_place_is_found_again_or_lost(view: ContentView) -> None:
    text = put(view, markdown())
    kept = [said(text, "words again"), said(text, "    return x + 1"), said(text, "three", 1)]
    text = put(view, markdown("New beginning.\n\n" + TEXT))
    for at, expected in zip(kept, ("words again", "    return x + 1", "three"), strict=True):
        place = standing(text, Anchor(part="candidate:a", at=at))
        assert place.sureness is Sureness.MOVED
        assert words_at(text, place) == expected
    text = put(view, markdown("Nothing of it is left here."))
    for at in kept:
        assert standing(text, Anchor(part="candidate:a", at=at)).sureness is Sureness.LOST


def test_random_selections_survive_another_look_and_width(view: ContentView, qapp: QApplication) -> None:
    text = put(view, markdown())
    view.resize(700, 500)
    chance, kept = random.Random(5), list[tuple[str, bytes]]()
    limit = view.reader().document().characterCount() - 1
    while len(kept) < 60:
        cursor = QTextCursor(view.reader().document())
        cursor.setPosition(chance.randrange(limit))
        end = min(limit, cursor.position() + chance.randrange(1, 30))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        view.reader().setTextCursor(cursor)
        anchor = spoken_of(text)
        if anchor is not None:
            kept.append((words_at(text, standing(text, anchor)), msgspec.json.encode(anchor)))
    assert len({type(msgspec.json.decode(packed, type=Anchor).at) for _, packed in kept}) > 1
    theme.apply(qapp, theme.Look("dark", scale=1.25, content_px=20))
    view.resize(380, 500)
    view.reading.theme_changed()
    settle()
    for words, packed in kept:
        assert words_at(text, standing(text, msgspec.json.decode(packed, type=Anchor))) == words
