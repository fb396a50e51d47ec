"""The review pages under the same questions as all others: the list, a review with comments, the editors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.model.review_policy import QuickComment
from tests.accessibility.audits import AUDITS
from tests.helpers.qt import SMALL, WIDE
from tests.helpers.review_room import ReviewRoom
from tests.ui.conftest import light_look, standard_keys  # noqa: F401
from ui.components import roles


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    roles.install()
    made = ReviewRoom(tmp_path, quick=(QuickComment(text="Name the rule that you used."),))
    yield made
    made.close()


def faults(room: ReviewRoom) -> list[str]:
    """What any of the questions finds on the window."""
    return [f"{name}: {one}" for name, ask in AUDITS.items() for one in ask(room.page)]


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_list_review_and_editors_are_reached_heard_and_seen(room: ReviewRoom, size: object) -> None:
    room.work()
    room.open(size)  # type: ignore[arg-type]
    assert faults(room) == []
    room.press("Return")
    room.select("Answer")
    room.press("C")
    assert faults(room) == []
    room.review.writing.editor.field.setFocus()
    room.type("This is not an answer.")
    room.press("Ctrl+Return")
    room.press("T")
    assert faults(room) == []
    room.press("Ctrl+Return", "J")
    assert faults(room) == []
