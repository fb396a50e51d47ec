"""Marks on pictures in review: shown as they were given, and proposed otherwise with the question's own picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.template import Question, Template
from tests.helpers.review_room import ReviewRoom
from tests.ui.test_review_pictures import ASSET, CANDIDATES, HIGH, PIXELS, WIDE
from ui.questions.image_marks import ImageMarksQuestion

MARKED = Template(
    id="marked",
    version=1,
    title="Mark the picture",
    questions=(
        Question(id="better", kind="comparison", title="Which is better?", required=False),
        Question(
            id="marks",
            kind="image_marks",
            title="Mark what is wrong",
            options={"types": [{"id": "wrong", "label": "Wrong"}]},
        ),
    ),
)
AT = {"kind": "region", "shape": "point", "points": [[10, 20]], "width": WIDE, "height": HIGH}
GIVEN: Any = {
    "marks": [
        {
            "type": "wrong",
            "anchor": {"part": "candidate:x", "block": 0, "at": {**AT, "sha256": ASSET["sha256"]}},
        }
    ]
}


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path, template=MARKED, candidates=CANDIDATES, files=(PIXELS,))
    made.ann.answer(made.ann.ready()[0], marks=GIVEN)
    made.ann.sync()
    made.rita.sync()
    made.open()
    made.press("Return")
    yield made
    made.close()


def test_marks_are_seen_and_proposed_otherwise(room: ReviewRoom, qtbot: QtBot) -> None:
    given = room.review.view.questions["marks"]
    assert isinstance(given, ImageMarksQuestion) and given.is_read_only()
    qtbot.waitUntil(given.canvas.has_image)
    assert [mark.points for mark in given.canvas.marks()] == [((10, 20),)]
    room.review.writing.suggest("marks")
    editor = room.review.writing.suggestion
    assert editor is not None and isinstance(editor.widget, ImageMarksQuestion)
    mine = editor.widget
    qtbot.waitUntil(mine.canvas.has_image)
    assert mine.answer() == GIVEN and room.review.session.proposed == ()
    mine.canvas.placed.emit("box", ((5, 5), (9, 9)))
    (proposed,) = room.review.session.proposed
    answer: Any = proposed.answer
    assert [mark["anchor"]["at"]["shape"] for mark in answer["marks"]] == ["point", "box"]
