"""Comments on places of pictures: drawn upon them by keys, kept in pixels, shown over the picture and beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.anchor import Region
from hdclient.model.base import sha256_hex
from tests.helpers.picture_files import png
from tests.helpers.qt import clipped, same_names, settle, unnamed
from tests.helpers.review_room import ReviewRoom
from ui.components.sheet import sheet_over
from ui.pages.place_sheet import PlaceSheet
from ui.pages.region_overlay import RegionOverlay

WIDE, HIGH = 300, 200
PIXELS = png(WIDE, HIGH)
ASSET = {"sha256": sha256_hex(PIXELS), "media_type": "image/png", "size": len(PIXELS), "name": "x.png"}
CANDIDATES = [
    {"id": "x", "content": [{"kind": "image", "asset": ASSET, "alt": "A lighthouse"}]},
    {"id": "y", "content": [{"kind": "text", "text": "Answer y"}]},
]
Enter = Callable[[], ReviewRoom]


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path, candidates=CANDIDATES, files=(PIXELS,))
    made.work()
    made.open()
    made.press("Return")
    yield made
    made.close()


def asked(room: ReviewRoom, qtbot: QtBot) -> PlaceSheet:
    """The sheet that C opens on the picture of the response."""
    pane = next(one for one in room.review.view.stage.panes if one.candidate_id == "x")
    pane.content.setFocus()
    settle(3)
    room.press("C")
    sheet = sheet_over(room.window)
    assert isinstance(sheet, PlaceSheet)
    qtbot.waitUntil(sheet.canvas.has_image)
    return sheet


def comment(room: ReviewRoom) -> Any:
    (found,) = room.review.session.comments
    return found


def test_a_box_is_drawn_by_keys_and_the_card_stands_beside_it(room: ReviewRoom, qtbot: QtBot) -> None:
    sheet = asked(room, qtbot)
    assert not sheet.done.isEnabled() and unnamed(sheet) == [] and same_names(sheet) == []
    assert clipped(sheet) == []
    room.press("Ctrl+Down", "Return", "Ctrl+Right", "Ctrl+Down", "Return")
    assert sheet.done.isEnabled()
    room.press("Ctrl+Return")
    room.type("This is no lighthouse.")
    room.press("Ctrl+Return")
    made = comment(room)
    at = made.anchor.at
    assert made.text == "This is no lighthouse." and made.anchor.part == "candidate:x"
    assert isinstance(at, Region) and at.sha256 == ASSET["sha256"]
    assert (at.shape, at.points, at.width, at.height) == ("box", ((150, 101), (151, 102)), WIDE, HIGH)
    about = room.review.commented.notes()[0].about
    assert about.endswith("a place in the image: Box at 150, 101, 1 wide and 1 high")
    places = room.review.commented.places
    settle(5)
    box = places._regions.box(made.anchor)
    assert box is not None
    text = places.texts["candidate:x"]
    (overlay,) = text.content.reading.viewport().findChildren(RegionOverlay)
    assert overlay.isVisible()
    beside = room.review.commented.margin
    (top,) = places.tops([made.anchor], beside)
    there = beside.mapFromGlobal(text.content.reading.viewport().mapToGlobal(QPoint(0, box.top())))
    assert abs(top - there.y()) <= 1, "the card stands where the place is, and not where its picture begins"


def test_all_of_the_picture_is_a_place_too_and_esc_is_none(room: ReviewRoom, qtbot: QtBot) -> None:
    sheet = asked(room, qtbot)
    room.press("Return", "Esc", "Esc")
    assert sheet_over(room.window) is None and room.review.writing.editor.isHidden()
    sheet = asked(room, qtbot)
    sheet._end(None)
    room.type("Not what was asked for.")
    room.press("Ctrl+Return")
    made = comment(room)
    assert made.anchor.at.points == ((0, 0), (WIDE, HIGH))
    assert room.review.commented.notes()[0].about.endswith("all of the picture")


def test_the_trainer_gets_the_place(room: ReviewRoom, qtbot: QtBot) -> None:
    asked(room, qtbot)
    room.press("1", "Return", "Ctrl+Left", "Ctrl+Return")
    room.type("Look here.")
    room.press("Ctrl+Return", "1", "Ctrl+Return")
    room.send()
    (got,) = room.ann.desk.answering.feedback(room.last).comments
    assert isinstance(got.anchor.at, Region) and got.anchor.at.points == ((149, 100),)  # type: ignore[union-attr]


def test_text_is_commented_as_before(room: ReviewRoom) -> None:
    pane = next(one for one in room.review.view.stage.panes if one.candidate_id == "y")
    cursor = pane.content.reader().document().find("Answer")
    pane.content.setFocus()
    pane.content.reader().setTextCursor(cursor)
    room.press("C")
    assert sheet_over(room.window) is None and not room.review.writing.editor.isHidden()
