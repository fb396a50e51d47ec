"""The layer of marks on a picture: what is painted in parts is what would be painted as a whole."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from hdclient.questions.regions import Points
from ui.components.mark_layer import MarkLayer
from ui.components.marked_canvas import PlacedMark

SIZE = QSize(300, 200)
FRAME = "here"


def places(points: Points) -> list[QPointF]:
    return [QPointF(x + 0.5, y + 0.25) for x, y in points]


def painted(layer: MarkLayer, marks: list[PlacedMark], frame: str = FRAME, ratio: float = 1.0) -> QImage:
    return layer.pixels(marks, frame, places, SIZE, ratio).toImage()


def mark(chance: random.Random) -> PlacedMark:
    x, y = chance.randrange(20, 260), chance.randrange(20, 160)
    points: dict[str, Points] = {
        "point": ((x, y),),
        "box": ((x, y), (x + 40, y + 25)),
        "area": ((x, y), (x + 30, y + 5), (x + 12, y + 30)),
    }
    shape = chance.choice(("point", "box", "area"))
    return PlacedMark(shape, points[shape], chance.randrange(12))  # type: ignore[arg-type]


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_marks_that_come_and_go_leave_what_a_whole_painting_shows(qtbot: QtBot, ratio: float) -> None:
    chance = random.Random(5)
    layer, marks = MarkLayer(), [mark(chance) for _ in range(40)]
    marks.append(marks[3])  # the same mark twice is two marks
    painted(layer, marks, ratio=ratio)
    for _ in range(25):
        if chance.random() < 0.6:
            marks.pop(chance.randrange(len(marks)))
        if chance.random() < 0.6:
            marks.insert(chance.randrange(len(marks)), mark(chance))
        assert painted(layer, marks, ratio=ratio) == painted(MarkLayer(), marks, ratio=ratio)


def test_many_marks_and_another_place_of_the_picture_are_painted_anew(qtbot: QtBot) -> None:
    chance = random.Random(6)
    layer = MarkLayer()
    for frame in ("here", "there", "there"):
        marks = [mark(chance) for _ in range(30)]
        assert painted(layer, marks, frame) == painted(MarkLayer(), marks, frame)
    layer.forget()
    assert painted(layer, marks, "there") == painted(MarkLayer(), marks, "there")
