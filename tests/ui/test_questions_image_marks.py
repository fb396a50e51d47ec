"""Marks on pictures: drawn, moved, stretched, typed, explained and removed by keys and by mouse, and sent."""

from __future__ import annotations

import hashlib
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hdclient.model.content import ContentBlock
from hdclient.model.task import Task
from hdclient.model.template import Layout, Question, Template
from hdclient.questions import QUESTION_KINDS
from tests.helpers.picture_files import png
from tests.helpers.qt import clipped, press, same_names, settle, too_small, type_text, unnamed, without_role
from tests.helpers.workbench import Workbench, make_task
from ui.components import roles
from ui.questions.image_marks import ImageMarksQuestion

WIDE, HIGH = 200, 100
PIXELS = png(WIDE, HIGH)
SHA = hashlib.sha256(PIXELS).hexdigest()
OTHER = png(60, 80, "#993333")
TYPES: Any = [
    {"id": "artefact", "label": "Artefact"},
    {"id": "misplaced", "label": "Misplaced", "shapes": ["box"], "note": "required"},
    {"id": "missing", "label": "Missing", "words": True},
    {"id": "unsafe", "label": "Unsafe", "whole": True},
]
OPTIONS: Any = {
    "types": TYPES,
    "severities": [{"id": "major", "label": "Major"}, {"id": "minor", "label": "Minor"}],
    "words_in": ["prompt"],
}


def image(bench: Workbench, data: bytes) -> ContentBlock:
    asset = bench.work.keep_file(data, "image/png", "x.png")
    return ContentBlock(kind="image", asset=asset, alt="A lighthouse")


def template(layout: Layout = Layout.SINGLE, **options: Any) -> Template:
    asked = Question(
        id="marks", kind="image_marks", title="Mark what is wrong", options={**OPTIONS, **options}
    )
    return Template(id="image", version=1, title="Image", layout=layout, questions=(asked,))


def opened(bench: Workbench, qtbot: QtBot, *pictures: bytes, **options: Any) -> ImageMarksQuestion:
    files = pictures or (PIXELS,)
    layout = Layout.SINGLE if len(files) == 1 else Layout.COMPARE
    task: Task = make_task("t1", template(layout, **options), [image(bench, data) for data in files])
    bench.lease(task)
    bench.open("t1")
    one = widget(bench)
    qtbot.waitUntil(one.canvas.has_image)
    settle(3)
    return one


def widget(bench: Workbench) -> ImageMarksQuestion:
    found = bench.view.questions["marks"]
    assert isinstance(found, ImageMarksQuestion)
    return found


def places(one: ImageMarksQuestion) -> list[tuple[str, str, Any]]:
    answer: Any = one.answer() or {"marks": []}
    return [
        (mark["type"], mark["anchor"]["at"]["shape"], [list(p) for p in mark["anchor"]["at"]["points"]])
        for mark in answer["marks"]
        if mark["anchor"].get("at", {}).get("kind") == "region"
    ]


def left(one: ImageMarksQuestion) -> list[str]:
    kind = QUESTION_KINDS["image_marks"]
    found = kind.check(one.question, one.answer(), one.lineup.stored, one.about)  # type: ignore[arg-type]
    return [problem.text for problem in found]


def test_points_boxes_and_regions_are_drawn_typed_and_sent_by_keys_alone(
    bench: Workbench, qtbot: QtBot
) -> None:
    one = opened(bench, qtbot)
    bench.press("Ctrl+I", "Return")
    assert places(one) == [("artefact", "point", [[100, 50]])]
    assert left(one) == ["Say how severe each mark is."]
    bench.press("Q", "Esc", "2")
    bench.press("Ctrl+Right", "Ctrl+Down", "Return", "Ctrl+Right", "Ctrl+Right", "Ctrl+Down", "Return")
    assert places(one)[1] == ("misplaced", "box", [[101, 51], [103, 52]])
    bench.press("Q", "N")
    type_text(bench.window, "It floats")
    press(bench.window, "Esc")
    bench.press("Ctrl+I", "Esc", "1", "Ctrl+B")
    bench.press("Return", "Ctrl+Left", "Return", "Ctrl+Up", "Ctrl+Up", "Return", "Return")
    assert places(one)[2][1] == "area" and len(places(one)[2][2]) == 3
    bench.press("Q")
    assert left(one) == []
    before = one.answer()
    one.set_answer(before)
    assert one.answer() == before
    bench.press("Ctrl+Return")
    sent = bench.sent("t1")["answers"]["marks"]
    assert sent["marks"][0]["anchor"] == {
        "part": "candidate:t1-0",
        "block": 0,
        "at": {
            "kind": "region",
            "shape": "point",
            "points": [[100, 50]],
            "width": WIDE,
            "height": HIGH,
            "sha256": SHA,
        },
    }
    assert sent["marks"][1]["note"] == "It floats" and sent["marks"][1]["severity"] == "major"


def test_marks_are_moved_stretched_walked_and_removed_by_keys(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench, qtbot)
    bench.press("2", "Ctrl+I", "Return", "Ctrl+Right", "Ctrl+Down", "Return")
    assert places(one) == [("misplaced", "box", [[100, 50], [101, 51]])]
    bench.press("Ctrl+Left", "Ctrl+Shift+Right", "Ctrl+Shift+Right", "Ctrl+Shift+Down")
    assert places(one) == [("misplaced", "box", [[99, 50], [102, 52]])]
    for _ in range(30):
        bench.press("Right")
    assert places(one)[0][2] == [[WIDE - 3, 50], [WIDE, 52]], "it stops at the edge, as it is"
    for _ in range(30):
        bench.press("Shift+Down")
    assert places(one)[0][2] == [[WIDE - 3, 50], [WIDE, HIGH]]
    bench.press("Esc")
    assert one._draft.at_hand() is None
    bench.press("Return", "Ctrl+Left", "Ctrl+Up", "Return")
    assert len(places(one)) == 2
    bench.press("Esc", "PgUp")
    assert one._draft.at_hand() is not None
    bench.press("Del", "Del")
    assert one.answer() is None
    bench.press("Ctrl+Z")
    assert len(places(one)) == 1


def test_the_mouse_draws_moves_and_takes_corners(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench, qtbot)

    def at(x: int, y: int) -> QPoint:
        return one.canvas.place_of((x, y)).toPoint()

    def drag(start: QPoint, *to: QPoint) -> None:
        QTest.mousePress(one.canvas, Qt.MouseButton.LeftButton, pos=start)
        for place in to:
            QTest.mouseMove(one.canvas, place)
        QTest.mouseRelease(one.canvas, Qt.MouseButton.LeftButton, pos=to[-1])
        settle()

    one.pictures.shapes.choose("box")
    drag(at(20, 20), at(40, 30), at(60, 50))
    assert places(one) == [("artefact", "box", [[20, 20], [60, 50]])]
    drag(at(30, 30), at(40, 35))
    assert places(one) == [("artefact", "box", [[30, 25], [70, 55]])]
    drag(at(70, 55), at(90, 90))
    assert places(one) == [("artefact", "box", [[30, 25], [90, 90]])]
    one.pictures.shapes.choose("area")
    drag(at(150, 10), at(180, 10), at(180, 40), at(150, 40))
    assert places(one)[1][1] == "area"
    QTest.mouseClick(one.canvas, Qt.MouseButton.LeftButton, pos=at(5, 95))
    assert one._draft.at_hand() is None and len(places(one)) == 2
    QTest.mouseClick(one.canvas, Qt.MouseButton.LeftButton, pos=at(40, 40))
    assert one._draft.current == 0


def test_words_of_the_prompt_and_the_whole_picture_are_marked(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench, qtbot)
    bench.press("3")
    assert one.answer() is None and "Select words" in one._told.text()
    view = bench.view.prompt.view
    view.reader().setFocus()
    view.reader().setTextCursor(view.reader().document().find("sky"))
    bench.press("3", "Q", "4", "Q")
    answer: Any = one.answer()
    assert [(mark["type"], mark["anchor"]["part"]) for mark in answer["marks"]] == [
        ("missing", "prompt"),
        ("unsafe", "candidate:t1-0"),
    ]
    assert answer["marks"][0]["anchor"]["at"]["quote"] == "sky" and left(one) == []


def test_each_picture_has_its_own_marks(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench, qtbot, PIXELS, OTHER)
    assert [shown.part for shown in one.pictures.shown] == ["candidate:t1-0", "candidate:t1-1"]
    bench.press("Ctrl+I", "Return", "Ctrl+I")
    qtbot.waitUntil(lambda: one.canvas.picture_size().width() == 60)
    bench.press("Return")
    answer: Any = one.answer()
    assert [mark["anchor"]["part"] for mark in answer["marks"]] == ["candidate:t1-0", "candidate:t1-1"]
    assert [mark["anchor"]["at"]["width"] for mark in answer["marks"]] == [WIDE, 60]
    assert [row.title for row in one.list.rows.rows] == ["A · Artefact", "B · Artefact"]
    assert one.list.rows.rows[0].text == "Point at 100, 50"
    one.list.setFocus()
    bench.press("Up")
    assert one.pictures.current == 0 and len(one.canvas.marks()) == 1


def test_what_cannot_be_is_refused_with_its_reason(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench, qtbot)
    bench.press("Ctrl+I", "Return", "Q")
    answer: Any = one.answer()
    mark = answer["marks"][0]

    def changed(**at: Any) -> list[str]:
        anchor = {**mark["anchor"], "at": {**mark["anchor"]["at"], **at}}
        one.set_answer({"marks": [{**mark, "anchor": anchor}]})
        return left(one)

    assert changed(points=[[WIDE + 1, 5]]) == ["A mark lies outside its picture."]
    assert changed(shape="box", points=[[5, 5], [5, 9]]) == ["A mark on the picture has no extent."]
    assert changed(shape="area", points=[[5, 5], [6, 6]]) == [
        "A mark on the picture has too few corners, or too many."
    ]
    assert changed(sha256="0" * 64) == ["A mark stands on a picture that is not in this task."]
    assert changed() == []


def test_covered_pictures_are_covered_here_too(bench: Workbench, qtbot: QtBot) -> None:
    task = make_task("t1", template(), [image(bench, PIXELS)])
    bench.lease(task.changed(content_warning="Violence"))
    bench.open("t1")
    one = widget(bench)
    settle(10)
    assert bench.view.stage.panes[0].content.is_covered() and not one.canvas.has_image()
    assert "A lighthouse" not in one.canvas.accessibleName()
    bench.press("A", "O")
    qtbot.waitUntil(one.canvas.has_image)


def test_it_is_read_only_in_the_history_and_marks_can_still_be_walked(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench, qtbot)
    bench.press("Ctrl+I", "Return", "Q", "Esc", "Ctrl+Right", "Return", "Q")
    before = one.answer()
    one.set_read_only(True)
    bench.press("Ctrl+I", "Ctrl+Right", "Return", "1", "Del")
    assert one.answer() == before
    assert "rank.next" in one.handlers() and "digit.1" not in one.handlers()
    one.handlers()["rank.previous"]()
    assert one._draft.current == 0


def test_everything_has_a_name_a_role_and_room(bench: Workbench, qtbot: QtBot) -> None:
    roles.install()
    one = opened(bench, qtbot, PIXELS, OTHER)
    bench.press("Ctrl+I", "Return")
    assert one.canvas.accessibleName().endswith(", 1 mark")
    assert unnamed(one) == [] and without_role(one) == [] and same_names(one) == []
    assert too_small(one) == [] and clipped(one) == []


def test_the_picture_stays_where_it_is_while_marks_are_drawn(bench: Workbench, qtbot: QtBot) -> None:
    """It would be drawn upon wrongly, if it changed its size when the mark at hand is let go of."""
    one = opened(bench, qtbot)
    bench.press("Ctrl+I", "Return", "Esc")
    size, place = one.canvas.size(), one.canvas.place_of((10, 10))
    for keys in (
        ("Ctrl+Right", "Return"),
        ("Esc",),
        ("2", "Ctrl+Right", "Return"),
        ("Right", "Down", "Return", "Esc"),
    ):
        bench.press(*keys)
        settle(3)
        assert (one.canvas.size(), one.canvas.place_of((10, 10))) == (size, place), keys
    assert [shape for _, shape, _ in places(one)] == ["point", "point", "box"]
