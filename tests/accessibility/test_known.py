"""The page of qualification under the same questions as all others: before and after answers, and in writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from tests.accessibility.audits import AUDITS
from tests.helpers.care_room import CareRoom
from tests.helpers.exam_room import ExamRoom
from tests.helpers.qt import SMALL, WIDE
from tests.ui.conftest import light_look, standard_keys  # noqa: F401
from ui import theme
from ui.components import roles


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ExamRoom]:
    roles.install()
    made = ExamRoom(tmp_path)
    yield made
    made.close()


@pytest.fixture
def care(tmp_path: Path, qapp: QApplication) -> Iterator[CareRoom]:
    roles.install()
    made = CareRoom(tmp_path)
    yield made
    made.close()


def faults(room: ExamRoom | CareRoom) -> list[str]:
    """What any of the questions finds on the page."""
    return [f"{name}: {one}" for name, ask in AUDITS.items() for one in ask(room.page)]


LOOKS = pytest.mark.parametrize(
    ("size", "look"),
    [(WIDE, theme.Look("light")), (WIDE, theme.Look("light", scale=2.0)), (SMALL, theme.Look("dark"))],
    ids=["wide", "large", "small-dark"],
)


@LOOKS
def test_where_one_stands_and_what_was_expected_are_reached_heard_and_seen(
    room: ExamRoom, qapp: QApplication, size: QSize, look: theme.Look
) -> None:
    theme.apply(qapp, look)
    room.open(size)
    assert faults(room) == []
    room.press("Return")
    room.judge(right=False)
    room.sync()
    assert faults(room) == []
    room.press("D")
    room.type("Both are as good.")
    assert faults(room) == []
    room.press("Ctrl+Return")
    room.sync()
    assert faults(room) == []


@LOOKS
def test_who_disagrees_and_who_may_work_are_reached_heard_and_seen(
    care: CareRoom, qapp: QApplication, size: QSize, look: theme.Look
) -> None:
    theme.apply(qapp, look)
    care.open(size)
    assert faults(care) == []
    care.disagree("The other is **as good**.")
    care.press("Ctrl+R")
    care.sync()
    care.press("K", "K", "K", "K", "3", "W")
    care.type("You are right.")
    assert "Their answer" in care.words() and faults(care) == []
    care.press("Esc", "J")
    assert "are needed" in care.words() and faults(care) == []
