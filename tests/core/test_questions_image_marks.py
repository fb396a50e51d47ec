"""Marks on pictures: what may stand where, what is said of it, and Label Studio's form of it, both ways."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.formats import EXPORTERS, IMPORTERS, Record
from hdclient.formats.foreign import records_from
from hdclient.formats.mapping import Unfit
from hdclient.model.base import InvalidValue
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.task import Candidate, Task
from hdclient.model.template import Question
from hdclient.questions.base import TaskFacts
from hdclient.questions.image_marks import IMAGE_MARKS, ImageMarksOptions
from hdclient.templates.lint import lint_text
from tests.helpers.judged import UNHURRIED, question, record, task

WIDTH, HEIGHT, SHA = 1023, 479, "a" * 64
TYPES: Any = [
    {"id": "artefact", "label": "Artefact"},
    {"id": "boxed", "label": "Boxed", "shapes": ["box"], "severities": False, "note": "required"},
    {"id": "missing", "label": "Missing", "words": True, "severities": False},
    {"id": "unsafe", "label": "Unsafe", "whole": True, "alone": True, "severities": False},
]
OPTIONS: Any = {
    "types": TYPES,
    "severities": [{"id": "major", "label": "Major"}],
    "where": ["responses", "slot:photo"],
    "words_in": ["prompt"],
    "max_marks": 2,
    "allow_overlap": False,
}
PICTURE = ContentBlock(
    kind="image", asset=Asset(sha256=SHA, media_type="image/png", size=9, name="x.png"), alt="A house"
)


def asked(**options: Any) -> Question:
    return question("image_marks", **{**OPTIONS, **options})


def region(shape: str = "point", *points: list[int], **more: Any) -> dict[str, Any]:
    at = {"kind": "region", "shape": shape, "points": [*points] or [[5, 5]], "width": WIDTH, "height": HEIGHT}
    return {"part": "candidate:a", "block": 0, "at": {**at, "sha256": SHA, **more}}


def mark(anchor: Any = None, kind: str = "artefact", **more: Any) -> dict[str, Any]:
    severity = {"severity": "major"} if kind == "artefact" else {}
    return {"type": kind, "anchor": anchor or region(), **severity, **more}


def said(*marks: Any, about: bool = False, **options: Any) -> list[str]:
    facts = TaskFacts(
        candidates={"a": (PICTURE,)}, slots={"prompt": (ContentBlock(kind="text", text="Why?"),)}
    )
    more = {"about": facts} if about else {}
    found = IMAGE_MARKS.check(asked(**options), {"marks": list(marks)}, ("a", "b"), **more)
    return [one.text for one in found]


def test_what_may_stand_where() -> None:
    words = {"kind": "words", "start": 0, "end": 3, "sha256": "0" * 64, "quote": "Why"}
    assert said(mark(), mark(region("box", [9, 9], [20, 30]), "boxed", note="It floats"), about=True) == []
    assert said(mark({"part": "prompt", "block": 0, "at": words}, "missing"), about=True) == []
    assert said(mark({"part": "candidate:a", "block": 0, "at": None}, "unsafe")) == []


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ([mark(kind="unknown")], "a type that this question does not know"),
        ([mark({**region(), "part": "candidate:z"})], "a part that this question is not about"),
        ([mark({**region(), "part": "prompt"})], "a part that this question is not about"),
        ([mark(region("point"), "boxed", note="x")], "a shape that this question does not take"),
        ([mark({"part": "candidate:a", "block": 0, "at": None})], "needs a place in a picture"),
        ([mark(region(), "unsafe")], "of a whole picture, not of a place"),
        ([mark(region(), "missing")], "a part that this question is not about"),
        ([mark(region("point", [WIDTH + 1, 0]))], "outside its picture"),
        ([mark(region("point", [1, 1], [2, 2]))], "too few corners, or too many"),
        ([mark(region("area", [1, 1], [2, 2]))], "too few corners, or too many"),
        ([mark(region("box", [1, 1], [1, 9]))], "no extent"),
        ([mark(), mark(region("point", [9, 9], width=99))], "one picture has two sizes"),
        ([mark(region("point", [n, n])) for n in (1, 20, 40)], "At most 2 marks"),
        ([mark(region("box", [1, 1], [9, 9])), mark(region("box", [8, 8], [20, 20]))], "lie upon each other"),
        ([mark(region("box", [9, 9], [20, 30]), "boxed")], "needs an explanation"),
        ([{**mark(), "severity": None}], "how severe"),
        ([mark({"part": "candidate:a", "at": None}, "unsafe"), mark()], "stands alone"),
    ],
)
def test_what_may_not(marks: list[Any], says: str) -> None:
    (text,) = said(*marks)
    assert says in text


def test_a_picture_that_is_not_in_the_task_has_no_marks() -> None:
    assert "not in this task" in said(mark(region("point", [1, 1], sha256="b" * 64)), about=True)[0]
    assert "not in this task" in said(mark({**region(), "block": 4}), about=True)[0]
    assert said(mark({**region(), "block": 4})) == [], "without the task, only the task could tell"


def test_boxes_that_only_touch_do_not_lie_upon_each_other() -> None:
    assert said(mark(region("box", [1, 1], [9, 9])), mark(region("box", [9, 1], [20, 20]))) == []


def test_types_of_words_need_parts_with_words() -> None:
    with pytest.raises(InvalidValue):
        ImageMarksOptions.of({"types": TYPES})


def test_lint_finds_a_slot_that_is_not_there() -> None:
    template = {
        "schema": "hd.template/1",
        "id": "t",
        "version": 1,
        "title": "T",
        "layout": "single",
        "questions": [{"id": "q", "kind": "image_marks", "title": "Q", "options": OPTIONS}],
    }
    findings, made = lint_text(json.dumps(template))
    assert made is None and ["photo" in one.text for one in findings if one.level == "error"] == [True]
    assert lint_text(json.dumps({**template, "slots": [{"id": "photo"}]}))[1] is not None


# Label Studio

COORDINATES = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)).map(list)
BOXES = st.tuples(COORDINATES, st.integers(1, 99), st.integers(1, 99)).map(
    lambda one: [
        [min(one[0][0], WIDTH - one[1]), min(one[0][1], HEIGHT - one[2])],
        [min(one[0][0], WIDTH - one[1]) + one[1], min(one[0][1], HEIGHT - one[2]) + one[2]],
    ]
)
MARKS = st.one_of(
    COORDINATES.map(lambda one: mark(region("point", one))),
    BOXES.map(lambda one: mark(region("box", *one), "boxed", note="It floats")),
    st.lists(COORDINATES, min_size=3, max_size=9)
    .filter(lambda one: all(len({point[axis] for point in one}) > 1 for axis in (0, 1)))  # it has an extent
    .map(lambda one: mark(region("area", *one), note="Six")),
)


def shown(answer: Any, **options: Any) -> Record:
    made: Task = task(asked(max_marks=None, allow_overlap=True, where=["responses"], **options))
    made = made.changed(
        candidates=(Candidate(id="a", content=(PICTURE,)), Candidate(id="b", content=(PICTURE,)))
    )
    return record(made, {"image_marks": answer})


def there_and_back(one: Record) -> tuple[Any, list[Record], dict[str, int]]:
    made, report = EXPORTERS["labelstudio"].rows([one])
    (row,) = [json.loads(json.dumps(row)) for row in made]
    return row, list(IMPORTERS["labelstudio"].read(row)), dict(report.reduced)


@UNHURRIED
@given(marks=st.lists(MARKS, min_size=1, max_size=6))
def test_places_go_to_label_studio_and_come_back_to_the_pixel(marks: list[Any]) -> None:
    row, (found,), reduced = there_and_back(shown({"marks": marks}))
    assert found.answers["image_marks"] == {"marks": marks}
    assert found.task.candidate("a").content == (PICTURE,)
    assert set(reduced) <= {"files left out"}
    kinds = {one["type"] for one in row["annotations"][0]["result"]}
    assert kinds <= {"rectanglelabels", "keypointlabels", "polygonlabels", "choices"}


def test_words_and_the_config_go_too(tmp_path: Any) -> None:
    from hdclient.formats import write_export

    words = {
        "kind": "words",
        "start": 0,
        "end": 3,
        "sha256": "0" * 64,
        "quote": "Why",
        "prefix": "",
        "suffix": "",
    }
    anchor = {"part": "prompt", "block": 0, "at": {**words, "nth": 0, "total": 1}}
    one = shown(
        {"marks": [mark(anchor, "missing"), mark(region("box", [9, 9], [20, 30]), "boxed", note="x")]}
    )
    write_export(tmp_path, EXPORTERS["labelstudio"], [one], created="", filters={})
    config = (tmp_path / "label_config.xml").read_text("utf-8")
    assert '<Image name="picture_2" value="$picture_2"/>' in config
    assert '<RectangleLabels name="image_marks" toName="picture_1,picture_2">' in config
    assert '<Labels name="image_marks" toName="prompt">' in config
    (found,) = list(records_from(IMPORTERS["labelstudio"], tmp_path / "data.json"))
    assert isinstance(found, Record) and found.answers == one.answers


@pytest.mark.parametrize("answer", [{"marks": [], "nothing": True}, {"marks": [mark(link=region())]}])
def test_what_label_studio_has_no_result_for_is_said_in_json(answer: Any) -> None:
    _, (found,), reduced = there_and_back(shown(answer, link="optional"))
    assert reduced["answer written as JSON text"] == 1 and found.answers["image_marks"] == answer


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"to_name": "picture_9"}, "annotations.result.to_name"),
        ({"original_width": None}, "annotations.result.value"),
        ({"value": {"x": "left", "y": 1, "keypointlabels": ["artefact"]}}, "annotations.result.value"),
        ({"value": {"x": 1, "y": 1, "keypointlabels": []}}, "annotations.result.value.keypointlabels"),
    ],
)
def test_places_that_are_none_are_refused(changed: Any, column: str) -> None:
    row, _, _ = there_and_back(shown({"marks": [mark()]}))
    row["annotations"][0]["result"][0].update(changed)
    with pytest.raises(Unfit) as caught:
        list(IMPORTERS["labelstudio"].read(row))
    assert caught.value.column == column
