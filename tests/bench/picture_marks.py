"""200 marks on one picture of two megapixels: walking them, moving one, drawing another and taking it away.

By key events in the real window on a real store; each change is on the disk when its turn ends. Processor time of the
thread of the screens.
"""

from __future__ import annotations

import json
import math
import random
from typing import Any

from PySide6.QtWidgets import QApplication

from hdclient.model.anchor import Anchor, Region
from hdclient.model.base import canonical
from hdclient.model.content import ContentBlock
from hdclient.model.template import Layout, Question, Template
from tests.bench.desks import workbench
from tests.bench.report import Result, at_most, shown
from tests.bench.turn import quiet_garbage, turn_ms
from tests.helpers.picture_files import photograph, saved
from tests.helpers.workbench import Workbench, make_task
from ui import main as screens
from ui.questions.content_desk import ShownPart
from ui.questions.image_marks import ImageMarksQuestion

MARKS, STEPS = 200, 60
WIDE, HIGH = 1_600, 1_200
OPTIONS: Any = {
    "types": [{"id": f"t{number}", "label": f"Type {number}"} for number in range(5)],
    "severities": [{"id": "major", "label": "Major"}, {"id": "minor", "label": "Minor"}],
}


def measure() -> list[Result]:
    """The slowest turn of each thing that is done."""
    screens.application()
    with workbench() as bench, quiet_garbage():
        return _figures(bench)


def _figures(bench: Workbench) -> list[Result]:
    question = _opened(bench)
    answer = {"marks": _marks(question.pictures.shown[0])}
    opened = turn_ms(lambda: question.set_answer(answer))
    question.answer_changed.emit(question.answer())
    assert len(bench.stored("t1")["marks"]["marks"]) == MARKS
    walked = [turn_ms(lambda: bench.press("Up")) for _ in range(STEPS)]
    bench.press("Ctrl+I")
    passed = [turn_ms(lambda: bench.press("PgUp")) for _ in range(STEPS)]
    moved = [turn_ms(lambda: bench.press("Right")) for _ in range(STEPS)]
    bench.press("Esc")
    drawn = [turn_ms(lambda way=way: _put(bench, way)) for way in ["Ctrl+Left", "Ctrl+Up"] * 10]
    bench.press("PgUp")
    removed = [turn_ms(lambda: bench.press("Delete")) for _ in drawn]
    zoomed = [turn_ms(lambda by=by: question.canvas.zoom_by(by)) for by in (1.25, 1.25, 1.25, 0.8, 0.8, 0.8)]
    assert len(bench.stored("t1")["marks"]["marks"]) == MARKS
    return [
        at_most(f"{MARKS} marks on a picture are shown, CPU time", opened, "ms", 150),
        at_most("from a mark to the one before, in the list, slowest turn", max(walked), "ms", 50),
        at_most("… on the picture, slowest turn", max(passed), "ms", 50),
        at_most("a mark is moved and saved, slowest turn", max(moved), "ms", 50),
        at_most("a point is put and saved, slowest turn", max(drawn), "ms", 50),
        at_most("a mark is removed and saved, slowest turn", max(removed), "ms", 50),
        shown("a step of zoom, with all marks painted anew, slowest turn", max(zoomed), "ms"),
    ]


def _opened(bench: Workbench) -> ImageMarksQuestion:
    asset = bench.work.keep_file(saved(photograph(WIDE, HIGH, 1), "JPG"), "image/jpeg", "harbour.jpg")
    asked = Question(id="marks", kind="image_marks", title="Mark what is wrong", options=OPTIONS)
    template = Template(id="image", version=1, title="Image", layout=Layout.SINGLE, questions=(asked,))
    bench.lease(
        make_task("t1", template, [ContentBlock(kind="image", asset=asset, alt="A photograph of a harbour")])
    )
    bench.open("t1")
    question = bench.view.questions["marks"]
    assert isinstance(question, ImageMarksQuestion)
    while not question.canvas.has_image():
        QApplication.processEvents()
    return question


def _marks(shown_part: ShownPart) -> list[dict[str, Any]]:
    """Points, boxes and regions of 24 corners, all over the picture, as they are stored."""
    chance = random.Random(3)
    made = []
    for number in range(MARKS):
        x, y = chance.randrange(60, WIDE - 120), chance.randrange(60, HIGH - 120)
        ring = tuple((x + round(30 * math.cos(at / 4)), y + round(30 * math.sin(at / 4))) for at in range(24))
        shape, points = (
            ("point", ((x, y),)),
            ("box", ((x, y), (x + 60, y + 40))),
            ("area", ring),
        )[number % 3]
        at = Region(shape=shape, points=points, width=WIDE, height=HIGH, sha256=shown_part.sha256)  # type: ignore[arg-type]
        anchor = Anchor(part=shown_part.part, block=shown_part.block, at=at)
        made.append({"type": f"t{number % 5}", "severity": "minor", "anchor": anchor.plain()})
    return list(json.loads(canonical(made)))


def _put(bench: Workbench, way: str) -> None:
    """A point beside the last one, and lets go of it."""
    bench.press(way, "Return", "Esc")
