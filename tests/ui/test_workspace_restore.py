"""Coming back to a task: after leaving, after a crash, in another direction, at other sizes; and what is read only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.errors import StoreFull
from hdclient.model.anchor import Anchor, Words
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.review import Comment, Decision, Review, Severity
from hdclient.model.submission import SubmissionState
from hdclient.session.desk import Desk
from tests.helpers.qt import (
    settle,
    type_text,
)
from tests.helpers.stores import send_all
from tests.helpers.workbench import COMPARE, RANK, SEVERAL, Workbench, make_task


def pair(name: str, **more: str):
    return make_task(name, COMPARE, ["First **answer**", "Second answer"], **more)


def crash(bench: Workbench) -> None:
    """The program dies and starts again: nothing is closed, the new one sees only what is in the store."""
    bench.desk = Desk(bench.store, bench.hub, bench.work.clock, content_engine="hd-content/1")
    bench.window.navigator.drop("workspace", "queue")
    bench.window.navigator.show("queue")


def look_is_saved(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.task._look.isActive() and not bench.task._settle.isActive())


# Restoring


def test_everything_is_as_it_was_after_a_crash(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(make_task("t1", SEVERAL, ["long " * 3_000, "other " * 3_000], prompt="p", system="s"))
    bench.open("t1")
    bench.press("2", "J", "B", "Space", "Space", "P")
    bench.view.prompt.show_system(True)
    place = bench.view.stage.panes[1].content.reading.place()
    look_is_saved(bench, qtbot)
    crash(bench)
    view = bench.open("t1")
    current = view.current_question()
    assert view.questions["better"].answer() == bench.stored("t1")["better"]
    assert current is not None and current.question.id == "true"
    assert view.stage.panes[1].content.reading.place() == place
    assert view.stage.panes[0].content.reading.place() == (0, 0)
    assert view.prompt.is_folded()
    assert view.prompt.shows_system()
    assert view.stage.panes[1].isAncestorOf(QApplication.focusWidget())


def test_the_cursor_in_a_text_comes_back(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "one two three")
    for _ in range(6):
        bench.press("Left")
    look_is_saved(bench, qtbot)
    bench.task.save_look()
    crash(bench)
    bench.open("t1")
    reason = bench.view.reason
    assert reason is not None and QApplication.focusWidget() is reason.field
    assert reason.field.textCursor().position() == 7


def test_after_a_crash_while_typing_the_cursor_stands_behind_the_last_saved_letter(
    bench: Workbench, qtbot: QtBot
) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    look_is_saved(bench, qtbot)
    type_text(bench.window, "one two three")
    qtbot.waitUntil(lambda: {"text": "one two three"} in bench.stored("t1").values())
    assert bench.looked("t1")["focus"][2] == len("one two three")
    crash(bench)
    bench.open("t1")
    type_text(bench.window, " four")
    reason = bench.view.reason
    assert reason is not None and reason.answer() == {"text": "one two three four"}


def test_free_places_of_a_ranking_survive_a_crash_at_once(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c", "d"]))
    bench.open("t1")
    bench.press("3")
    assert bench.looked("t1")["states"] == {"order": [[], [], ["t1-0"]]}  # in the same write as the answer
    crash(bench)
    bench.open("t1")
    bench.press("B", "1")
    assert bench.stored("t1")["order"]["tiers"] == [["t1-1"], ["t1-0"]]


def test_free_places_of_a_ranking_come_back_by_undo(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c", "d"]))
    bench.open("t1")
    bench.press("3", "0", "Ctrl+Z", "B", "1")
    assert bench.stored("t1")["order"]["tiers"] == [["t1-1"], ["t1-0"]]


def test_free_places_of_a_ranking_come_back_by_undo_in_another_run(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c", "d"]))
    bench.open("t1")
    bench.press("3", "0")
    crash(bench)
    bench.open("t1")
    bench.press("Ctrl+Z", "B", "1")
    assert bench.stored("t1")["order"]["tiers"] == [["t1-1"], ["t1-0"]]


def test_another_free_place_of_the_same_order_is_saved(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c", "d"]))
    bench.open("t1")
    bench.press("1", "3")
    assert bench.looked("t1")["states"] == {"order": [[], [], ["t1-0"]]}


def test_solo_raw_and_together_come_back(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("Y", "R", "Ctrl+2")
    bench.press("Alt+Q")
    view = bench.open("t1")
    assert view.stage.is_solo() and view.stage.scrolls_together() and view.is_raw()
    assert [pane.isVisible() for pane in view.stage.panes] == [False, True]


def test_free_places_of_a_ranking_come_back(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c", "d"]))
    bench.open("t1")
    bench.press("3", "Alt+Q")
    bench.open("t1")
    bench.press("B", "1", "C", "2", "D", "4", "Ctrl+Return")
    assert bench.sent("t1")["answers"]["order"]["tiers"] == [["t1-1"], ["t1-2"], ["t1-0"], ["t1-3"]]


def test_facts_of_another_version_are_passed_over(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.task.session.set_view(
        focus=["text", "gone", 3],
        places={"x": [1], "t1-0": ["a", 2]},
        states=[1],
        pane=7,
        question="gone",
        solo="x",
    )
    bench.press("Alt+Q")
    view = bench.open("t1")
    assert view.stage.current() is not None
    bench.press("1")
    assert bench.stored("t1")


# What cannot be shown


def test_a_blocked_task_is_never_half_shown(bench: Workbench) -> None:
    strange = ContentBlock(kind="hologram", text="x")
    bench.lease(pair("t1"), make_task("t2", COMPARE, [strange, "b"]))
    bench.open("t1")
    bench.press("1", "Ctrl+Return")
    assert bench.window.navigator.name() == "queue", "a blocked task is not offered as the next one"
    assert not bench.window.navigator.open_task("t2")
    assert any("cannot be shown" in notice for notice in bench.notices())


def test_a_next_task_that_turns_out_unshowable_leads_back(bench: Workbench, monkeypatch) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.page.ahead.stop()
    monkeypatch.setattr(
        "hdclient.templates.blocking.blocked_reason",
        lambda task: "It holds a hologram." if task.id == "t2" else "",
    )
    bench.press("1", "Ctrl+Return")
    cover = bench.page.cover()
    assert cover is not None and "hologram" in cover.text
    assert bench.sent("t1")["answers"]
    bench.press("Esc")
    assert bench.window.navigator.name() == "queue"


# Read only


def test_what_was_sent_can_be_looked_at_and_not_changed(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.press("2", "Ctrl+Return")
    view = bench.open("t1")
    bench.press("5", "N", "S", "Ctrl+Return", "Ctrl+Z")
    assert bench.sent("t1")["answers"]["better"]["strength"] == -2
    assert view.questions["better"].answer() == bench.sent("t1")["answers"]["better"]
    assert not view.footer.submit_button.isVisible()
    assert "Submitted" in view.footer.message()
    bench.press("Space", "R", "B")
    assert view.is_raw()


# Feedback


def returned(bench: Workbench) -> Callable[[], None]:
    """t1 is submitted, sent, and comes back with a comment."""
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.press("2", "Ctrl+Return")
    bench.desk.close()
    send_all(bench.store)
    found = bench.store.submissions.of_task("t1")
    assert found is not None and found.state is SubmissionState.ACCEPTED
    review = Review(
        id="r1",
        submission_id=found.submission_id,
        revision=1,
        decision=Decision.RETURN,
        summary="Look at step 4.",
    )
    comment = Comment(
        id="c1",
        submission_id=found.submission_id,
        revision=1,
        text="This is right, see the rule.",
        severity=Severity.BLOCKING,
        rule="2.3",
        anchor=Anchor(part="candidate:t1-1", at=Words(start=0, end=4, sha256="", quote="Call  it.")),
    )
    bench.store.feedback.put_review(review)
    bench.store.feedback.put_comment(comment)
    return lambda: None


def test_returned_work_opens_as_revision_two_with_the_feedback_beside_it(bench: Workbench) -> None:
    returned(bench)
    found = bench.store.submissions.of_task("t1")
    assert found is not None
    bench.window.navigator.show("queue")
    view = bench.open(bench.desk.rework(found.submission_id))
    assert bench.task.session.revision == 2
    panel = view.feedback_panel()
    assert panel is not None and panel.isVisible()
    said = " ".join(label.text() for label in panel.findChildren(type(view.prompt._caption)))
    assert "Look at step 4." in said
    assert "This is right, see the rule." in said
    assert "On Response B, “Call it.”" in said
    assert view.questions["better"].answer() is not None, "the answers of revision 1 are there to be changed"
    bench.press("6", "Ctrl+Return")
    assert bench.sent("t1")["revision"] == 2
    assert bench.desk.queue().feedback[0].feedback.read or not bench.desk.queue().attention


# Pictures and links


def test_a_picture_is_zoomed_by_enter_and_the_keys_of_the_page_rest(bench: Workbench, qtbot: QtBot) -> None:
    from tests.ui.test_renderers_pictures import png

    asset: Asset = bench.work.keep_file(png(300, 200), "image/png", "sky.png")
    shown = ContentBlock(kind="image", asset=asset, alt="A blue sky")
    bench.lease(make_task("t1", COMPARE, [shown, "words"]))
    bench.open("t1")
    assert bench.view.stage.panes[0].measure() == "300 × 200 pixels"
    bench.press("Return")
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "Picture of Response A: A blue sky"
    bench.press("1", "7")
    assert bench.stored("t1") == {}, "digits are the viewer's now"
    bench.press("Esc", "7")
    assert bench.stored("t1")["better"]["strength"] == 3


def test_a_link_asks_over_the_window(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["see [this](https://example.org/x)", "b"]))
    bench.open("t1")
    bench.view.stage.panes[0].content.reading.link_asked.emit("https://example.org/x", "x")
    settle()
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "Stay here"
    bench.press("Esc", "2")
    assert bench.stored("t1")["better"]["strength"] == -2


def test_a_window_with_words_that_cannot_be_saved_closes_at_the_second_word_only(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.lease(make_task("t1", COMPARE, ["one", "two"]))
    bench.open("t1")

    def full(*_: object, **__: object) -> None:
        raise StoreFull("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store.drafts, "save", full)
        bench.press("2")
        assert not bench.window.close() and bench.window.isVisible()
        (said,) = [text for text in bench.window.frame.notices.texts() if "Closing it again" in text]
        assert said.startswith("The disk is full.")
        assert bench.view.isVisible() and bench.stored("t1") == {}
    bench.press("3")
    assert bench.stored("t1") != {}, "it goes on, and saves as soon as it can"
    with monkeypatch.context() as patch:
        patch.setattr(bench.store.drafts, "save", full)
        bench.press("1")
        assert bench.window.close()
