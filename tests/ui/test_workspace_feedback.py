"""Feedback beside the work: it shares the room with the prompt, the responses and the questions."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hdclient.model.review import Comment, Decision, Feedback, Review, Severity
from hdclient.model.template import Template
from tests.helpers.qt import SMALL, WIDE, clipped, settle
from tests.helpers.stores import make_review, send_all
from tests.helpers.workbench import COMPARE, RANK, RATE, Workbench, make_task
from ui.components.badges import Chip
from ui.components.labels import Label
from ui.pages.said_text import SaidText
from ui.pages.workspace import LATER_MS


def feedback() -> Feedback:
    facts = {"submission_id": "s1", "revision": 1}
    review = Review(id="r1", decision=Decision.RETURN, summary="Look at the third one again. " * 4, **facts)
    comments = tuple(
        Comment(id=f"c{n}", text="This is not what the rule says. " * 4, severity=Severity.ISSUE, **facts)
        for n in range(3)
    )
    return Feedback(task_id="t1", submission_id="s1", revision=1, reviews=(review,), comments=comments)


def place(widget: QWidget, view: QWidget) -> QRect:
    return QRect(widget.mapTo(view, widget.rect().topLeft()), widget.size())


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["small", "wide"])
@pytest.mark.parametrize(
    ("template", "count"), [(RANK, 6), (RATE, 1), (COMPARE, 2)], ids=["rank", "rate", "compare"]
)
def test_no_panel_lies_over_another(bench: Workbench, template: Template, count: int, size: QSize) -> None:
    texts = [f"Answer {n} " * 80 for n in range(count)]
    bench.lease(make_task("t1", template, texts, prompt="What is asked? " * 120))
    view = bench.open("t1", size)
    view.show_feedback(feedback())
    settle()
    panel = view.feedback_panel()
    assert panel is not None
    panels = [view.prompt, *view.stage.panes, panel, view.footer, *([view.side] if view.side else [])]
    places = {type(one).__name__: place(one, view) for one in panels if one.isVisible()}
    shown = [place(one, view) for one in panels if one.isVisible()]
    assert not any(one.intersects(other) for one, other in combinations(shown, 2)), places
    assert all(view.rect().contains(one) for one in shown), places
    assert panel.area.viewport().height() >= 80, "some lines of it can be read"
    assert clipped(panel) == []
    if view.side is not None:
        assert clipped(view.side) == []


def test_work_that_came_back_says_its_revision_and_no_number_of_a_new_task(
    bench: Workbench, qtbot: QtBot
) -> None:
    bench.lease(*(make_task(name, COMPARE, ["a", "b"]) for name in ("t1", "t2")))
    bench.open("t1")
    submission = bench.task.session.submission_id
    bench.press("1", "Ctrl+Return")
    top = bench.window.frame.top
    qtbot.waitUntil(lambda: top.place.text().startswith("Task 2 of 2"))
    bench.store.outbox.release_all()
    send_all(bench.store)
    row = bench.store.drafts.get(submission, 1)
    assert row is not None
    bench.store.feedback.put_review(make_review(row))
    bench.open(bench.desk.rework(submission))
    assert top.place.text() == "Revision 2  ·  Compare two responses"
    QTest.qWait(2 * LATER_MS)
    assert top.place.text() == "Revision 2  ·  Compare two responses"
    bench.open("t2")
    qtbot.waitUntil(lambda: top.place.text().startswith("Task 2 of 2"))


def test_what_a_reviewer_wrote_is_shown_as_it_was_meant(bench: Workbench, qtbot: QtBot) -> None:
    text = (
        "Not **true**:\n\n- see `rule 2`\n- and [this](https://example.org)\n\n```python\nx = 1\n```"
        + "\n\nMore." * 30
    )
    facts = {"submission_id": "s1", "revision": 1}
    comments = tuple(
        Comment(id=f"c{at}", text=said, severity=Severity.ISSUE, **facts)
        for at, said in enumerate((text, "Plain words."))
    )
    bench.lease(make_task("t1", RATE, ["an answer"]))
    view = bench.open("t1")
    view.show_feedback(Feedback(task_id="t1", submission_id="s1", revision=1, comments=comments))
    panel = view.feedback_panel()
    assert panel is not None
    (said,) = panel.findChildren(SaidText)
    qtbot.waitUntil(said.reading.is_loaded)
    settle()
    words = said.reading.toPlainText()
    assert "**" not in words and "Not true:" in words and "x = 1" in words
    assert said.height() >= said.reading.content_height(), "all of it is seen; the panel scrolls"
    assert said.reading.verticalScrollBar().maximum() == 0
    assert "Plain words." in [label.text() for label in panel.findChildren(Label)]
    with qtbot.waitSignal(view.link_asked) as asked:
        said.link_asked.emit("https://example.org", "this")
    assert asked.args == ["https://example.org", "this"]


def test_a_reply_stands_below_its_comment_and_says_who_wrote_it(bench: Workbench) -> None:
    facts = {"submission_id": "s1", "revision": 1}
    comments = (
        Comment(id="c1", text="Name the words.", severity=Severity.BLOCKING, author="r", **facts),
        Comment(id="c2", text="The next remark.", severity=Severity.ISSUE, author="r", **facts),
        Comment(id="c3", text="I will.", severity=Severity.NIT, author="me", reply_to="c1", **facts),
        Comment(id="c4", text="Not sent yet.", severity=Severity.NIT, reply_to="c1", **facts),
        Comment(id="c5", text="Thank you.", severity=Severity.NIT, author="r", reply_to="c1", **facts),
    )
    bench.lease(make_task("t1", RATE, ["an answer"]))
    view = bench.open("t1")
    view.show_feedback(Feedback(task_id="t1", submission_id="s1", revision=1, comments=comments), "me")
    panel = view.feedback_panel()
    assert panel is not None
    assert [chip.text() for chip in panel.findChildren(Chip)] == ["Has to be changed", "Issue"]
    shown = sorted(panel.area.findChildren(Label), key=lambda one: place(one, view).y())
    assert [one.text() for one in shown] == [
        *("Name the words.", "You", "I will.", "You", "Not sent yet.", "Reviewer", "Thank you."),
        "The next remark.",
    ]
