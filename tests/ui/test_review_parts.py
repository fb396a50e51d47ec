"""Comments on parts of an answer: a cell of a rubric, a gap of a ranking, a step, a row; and on what is asked item by
item. They come to the trainer, and are lost, and said to be, when there is no such part any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor, Field, Gap, Step
from hdclient.model.review import Severity
from hdclient.model.template import Question, Template
from hdclient.model.template_parts import Group, Over
from tests.helpers.judged import VALID_OPTIONS
from tests.helpers.qt import settle
from tests.helpers.review_room import ReviewRoom

LETTERS = "xyz"
CANDIDATES = [{"id": one, "content": [{"kind": "text", "text": f"Answer {one}"}]} for one in LETTERS]
POINTS = [{"value": number, "label": str(number)} for number in range(1, 4)]
CRITERIA = [{"id": "right", "title": "Right"}, {"id": "short", "title": "Short"}]


def asked(kind: str, **options: Any) -> Question:
    return Question(id=kind, kind=kind, title=kind.title(), options=options or VALID_OPTIONS[kind])


ALL = Template(
    id="parts",
    version=1,
    title="Parts",
    groups=(Group(id="each", over=Over.CANDIDATES),),
    questions=(
        asked("ranking"),
        asked("rubric"),
        asked("steps"),
        asked("checklist"),
        asked("comparison", criteria=CRITERIA),
        asked("rating", points=POINTS).changed(group="each"),
    ),
)
BEST = {"verdict": "preferred", "winner": "x", "pair": None}
GIVEN: dict[str, Any] = {
    "ranking": {"tiers": [["z"], ["x", "y"]], "unacceptable": []},
    "rubric": {"cells": {one: {"x": {"value": 1}, "y": {"value": 0}} for one in LETTERS}},
    "steps": {"ratings": {"x": 1, "y": 1}},
    "checklist": {"items": {"x": "yes", "y": "no"}},
    "comparison": {**BEST, "criteria": {"right": BEST, "short": BEST}},
    **{f"rating@{one}": {"value": 2} for one in LETTERS},
}


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[ReviewRoom]:
    made = ReviewRoom(tmp_path, tasks=1, template=ALL, candidates=CANDIDATES)
    desk = made.ann.desk
    session = desk.open(made.ann.ready()[0])
    for name, value in GIVEN.items():
        session.set_answer(name, value)
    session.submit()
    desk.close()
    made.last = session.submission_id
    made.ann.sync()
    made.rita.sync()
    made.open()
    made.press("Return")
    yield made
    made.close()


def at_question(room: ReviewRoom, key: str) -> Any:
    """The question, with the keyboard."""
    view = room.review.view
    view.ask(key)
    widget = view.questions[key]
    widget.focus_first()
    settle(3)
    return widget


def say(room: ReviewRoom, words: str) -> Anchor:
    """Says something of what is at hand. Returns what it is about."""
    room.press("C")
    room.type(words)
    room.press("Ctrl+Return")
    anchor = room.review.session.comments[-1].anchor
    assert anchor is not None
    return anchor


def to_row(room: ReviewRoom, name: str) -> None:
    """A row of the ranking."""
    at_question(room, "ranking").rank_list().rows[name].setFocus()
    settle(2)


def to_criterion(room: ReviewRoom) -> None:
    widget = at_question(room, "rubric")
    widget.show_candidate("y")
    room.press("Down")


def to_step(room: ReviewRoom) -> None:
    at_question(room, "steps")
    room.press("Down")


def to_proposition(room: ReviewRoom) -> None:
    at_question(room, "checklist").rows[1].focus_first()


def to_comparison(room: ReviewRoom) -> None:
    at_question(room, "comparison").rows[1].focus_first()


PARTS: list[tuple[str, Callable[[ReviewRoom], object], Field | Gap | Step, str]] = [
    ("ranking", lambda room: to_row(room, "y"), Gap(above=("z",), below=("x", "y")), "between"),
    ("rubric", to_criterion, Field(criterion="y", candidate="y"), "“It is rude”, Response"),
    ("steps", to_step, Step(step=1, quote="Two"), "step 2, “Two”"),
    ("checklist", to_proposition, Field(criterion="y"), "“It is true”"),
    ("comparison", to_comparison, Field(criterion="short"), "“Short”"),
]


@pytest.mark.parametrize(("key", "go", "at", "words"), PARTS, ids=[part[0] for part in PARTS])
def test_a_part_of_an_answer_is_commented_on(
    room: ReviewRoom, key: str, go: Callable[[ReviewRoom], object], at: Any, words: str
) -> None:
    go(room)
    anchor = say(room, "Not so.")
    assert anchor == Anchor(part=f"question:{key}", at=at)
    (note,) = room.review.commented.notes()
    assert note.sureness is Sureness.EXACT and words in note.about, note.about
    widget = room.review.view.questions[key]
    assert widget.knows(at) and widget.spot(at) is not None
    elsewhere = {"ranking": Gap(above=("x",), below=("z",)), "steps": Step(step=1, quote="Other")}
    assert not widget.knows(elsewhere.get(key, Field(criterion="none", candidate="x")))


def test_the_first_of_a_ranking_stands_for_the_whole(room: ReviewRoom) -> None:
    to_row(room, "z")
    assert say(room, "All of it.") == Anchor(part="question:ranking")


def test_what_is_asked_of_each_response_is_commented_on_and_answered_otherwise(room: ReviewRoom) -> None:
    letter = room.review.session.letters["y"]
    at_question(room, "rating@y")
    assert say(room, "Too good.") == Anchor(part="question:rating@y")
    assert f"Rating: Response {letter}" in room.review.commented.notes()[0].about
    at_question(room, "rating@y")
    room.press("T", "1", "Ctrl+Return")
    (proposed,) = room.review.session.proposed
    assert (proposed.question, proposed.answer) == ("rating@y", {"value": 1})
    note = next(one for one in room.review.commented.notes() if one.change)
    assert f"Rating: Response {letter}" in note.about and note.change == ("2 · 2", "1 · 1")
    room.press("2", "Ctrl+Return")
    room.send()
    work = room.ann.desk.answering.feedback(room.last).reviews[-1].proposed
    assert [one.question for one in work] == ["rating@y"]


def test_a_gap_that_is_gone_after_the_rework_is_lost_and_stands_at_the_top(room: ReviewRoom) -> None:
    to_row(room, "x")
    say(room, "Why so far apart?")
    room.press("C")
    room.review.writing.editor.severity.choose(Severity.BLOCKING)
    room.type("And this.")
    room.press("Ctrl+Return", "3", "Ctrl+Return")
    room.send()
    desk = room.ann.desk
    session = desk.open(desk.rework(room.last))
    assert session.questions[-1].title.startswith("Rating: Response ")
    session.set_answer("ranking", {"tiers": [["y"], ["x"], ["z"]], "unacceptable": []})
    session.submit()
    desk.close()
    room.ann.sync()
    room.rita.sync()
    settle(10)
    room.page.show_list()
    room.press("Return")
    notes = room.review.commented.notes()
    gap = next(one for one in notes if one.text == "Why so far apart?")
    assert gap.sureness is Sureness.LOST and notes[0] is gap
