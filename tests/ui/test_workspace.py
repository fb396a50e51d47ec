"""The workspace through the real window, by real keys, on a real store: what a person judged is what is stored."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.qt import type_text
from tests.helpers.workbench import COMPARE, RANK, RATE, SEVERAL, Workbench, make_task
from ui.questions.ranking import RankingQuestion
from ui.questions.text import TextQuestion


def pair(name: str, **more: str):
    return make_task(name, COMPARE, ["First **answer**", "Second answer"], **more)


# Answering by keyboard


def test_a_comparison_from_reading_to_the_next_task_by_keyboard_alone(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"), backwards=True)
    bench.open("t1")
    assert bench.view.footer.message() == "Still missing: the preference"
    bench.press("2")
    assert bench.stored("t1") == {
        "better": {"verdict": "preferred", "winner": "t1-1", "strength": 2, "pair": ["t1-0", "t1-1"]}
    }, "A is the last candidate of the task: shown first"
    assert [pane.is_preferred() for pane in bench.view.stage.panes] == [True, False]
    assert bench.view.footer.message() == "Ready to submit"
    bench.press("N")
    type_text(bench.window, "It is right.")
    bench.press("Ctrl+Return")
    body = bench.sent("t1")
    assert body["answers"]["better"]["winner"] == "t1-1"
    assert body["answers"]["why"] == {"text": "It is right."}
    assert body["shown"] == {
        "display_order": ["t1-1", "t1-0"],
        "question_order": ["better", "why"],
        "content_engine": "hd-content/1",
    }
    assert bench.task.session.task.id == "t2"
    assert bench.notices()[0] == "Submitted"
    assert bench.view.questions["why"].answer() is None


def test_several_questions_by_keyboard_alone(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]))
    bench.open("t1")
    bench.press("6", "J", "4", "J", "1", "3", "N")
    type_text(bench.window, "two words")
    bench.press("Ctrl+Return")
    answers = bench.sent("t1")["answers"]
    assert answers["better"] == {
        "verdict": "preferred",
        "winner": "t1-1",
        "strength": 2,
        "pair": ["t1-0", "t1-1"],
    }
    assert answers["true"] == {"value": 4}
    assert answers["wrong"] == {"selected": ["a", "c"]}
    assert answers["why"] == {"text": "two words"}
    assert bench.window.navigator.name() == "queue", "there was no further task"


def test_k_goes_back_and_the_digit_goes_to_the_question_at_hand(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]))
    bench.open("t1")
    bench.press("J", "2", "K", "1", "K", "3")
    stored = bench.stored("t1")
    assert stored["true"] == {"value": 2}
    assert stored["better"]["strength"] == -1
    assert bench.view.footer.message() == "Still missing: the reason"


def test_a_ranking_with_ties_by_keyboard_alone(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c", "d"]))
    bench.open("t1")
    assert bench.view.stage.one_at_a_time()
    bench.press("2", "B", "1", "C", "2", "D", "0", "Ctrl+Return")
    assert bench.sent("t1")["answers"] == {
        "order": {"tiers": [["t1-1"], ["t1-0", "t1-2"]], "unacceptable": ["t1-3"]}
    }


def test_a_nine_way_ranking_by_arrows(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, [f"answer {n}" for n in range(9)]))
    bench.open("t1")
    bench.press("1")
    for _ in range(8):
        bench.press("Down", "Alt+Up")
    question = bench.view.questions["order"]
    assert isinstance(question, RankingQuestion)
    assert question.order_text() == "A > B > C > D > E > F > G > H > I"
    bench.press("=", "Alt+Down", "+")
    pane = bench.view.stage.current()
    assert pane is not None and pane.letter == "I", "the response at hand is the one that is read"
    bench.press("Ctrl+Return")
    assert len(bench.sent("t1")["answers"]["order"]["tiers"]) == 9


def test_esc_puts_a_dragged_response_back_and_does_not_leave_the_task(bench: Workbench) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c"]))
    bench.open("t1")
    question = bench.view.questions["order"]
    assert isinstance(question, RankingQuestion)
    row = question.rank_list().rows["t1-2"]
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(100, 15))
    QTest.mouseMove(row, QPoint(100, -160))
    bench.press("Esc")
    assert bench.window.navigator.name() == "workspace"
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(100, -160))
    assert question.order_text() == ""
    bench.press("Esc")
    assert bench.window.navigator.name() == "queue"


def test_a_rating_by_keyboard_alone(bench: Workbench) -> None:
    bench.lease(make_task("t1", RATE, ["the only answer"]))
    bench.open("t1")
    assert len(bench.view.stage.panes) == 1
    bench.press("4", "N")
    type_text(bench.window, "Good.")
    bench.press("Ctrl+Return")
    assert bench.sent("t1")["answers"] == {"good": {"value": 4}, "why": {"text": "Good."}}


def test_letters_and_digits_are_text_in_a_text_field(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "ab12sfu")
    bench.press("Esc", "3")
    stored = bench.stored("t1")
    assert stored["why"] == {"text": "ab12sfu"}
    assert stored["better"]["strength"] == -1
    assert bench.window.navigator.name() == "workspace", "Esc left the field, not the task"
    bench.press("Esc")
    assert bench.window.navigator.name() == "queue"


def test_buttons_are_pressed_by_space_and_enter(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.view.questions["better"].focus_first()
    bench.press("Space")
    assert bench.stored("t1")["better"]["strength"] == -3


# What is missing


def test_submitting_too_early_says_what_is_missing_and_brings_it_forward(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]))
    bench.open("t1")
    bench.press("J", "J", "Ctrl+Return")
    current = bench.view.current_question()
    assert current is not None and current.question.id == "better"
    assert bench.view.footer.message() == "Still missing: 1, 2, the reason"
    bench.press("1", "J", "2", "Ctrl+Return")
    focused = QApplication.focusWidget()
    reason = bench.view.reason
    assert reason is not None and focused is reason.field
    type_text(bench.window, "one")
    assert "2 words" in bench.view.footer.message()


# Skipping and flagging


def test_skip_with_a_reason_by_one_key(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.press("1", "S", "2")
    body = bench.sent("t1")
    assert body["skip"] == {"reason": COMPARE.skip_reasons[1], "note": "", "escape": ""}
    assert body["answers"] == {}
    assert bench.task.session.task.id == "t2"


def test_esc_closes_the_reasons_and_the_digit_answers_again(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("S", "Esc", "7")
    assert bench.stored("t1")["better"]["strength"] == 3
    assert bench.window.navigator.name() == "workspace"


def test_a_flag_with_a_note_goes_with_the_submission_and_can_be_taken_back(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.press("F", "N")
    type_text(bench.window, "see line 3")
    bench.press("Esc", "F", "1")
    assert bench.task.session.flag is not None
    bench.press("F", "0")
    assert bench.task.session.flag is None
    bench.press("F", "N")
    type_text(bench.window, "typo")
    bench.press("Return", "3", "1", "Ctrl+Return")
    assert bench.sent("t1")["flag"] == {"reason": COMPARE.flag_reasons[2], "note": "typo"}


def test_a_flag_is_undone_and_made_again_like_an_answer_also_in_another_run(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("2", "F", "1")
    type_text(bench.window, "typo")
    bench.press("Esc", "Alt+Q")
    bench.open("t1")
    bench.press("Ctrl+Z")
    assert bench.task.session.flag is None and bench.view.footer.flag_button.label() == "Flag"
    assert bench.view.footer.message() == "Ready to submit", "the answer stays"
    bench.press("Ctrl+Z")
    assert bench.stored("t1") == {}
    bench.press("Ctrl+Y", "Ctrl+Y")
    flag = bench.task.session.flag
    assert flag is not None and flag.note == "typo" and bench.view.footer.flag_button.label() == "Flagged"


def test_what_is_typed_right_after_a_flag_is_its_note_and_fires_no_key(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.press("F", "2")
    type_text(bench.window, "usual 7 days, not 5")
    assert bench.stored("t1") == {} and bench.task.session.task.id == "t1"
    bench.press("Return", "7")
    assert not bench.view.footer.is_choosing()
    assert bench.stored("t1")["better"]["strength"] == 3, "Enter went back to answering"
    bench.press("Ctrl+Return")
    assert bench.sent("t1")["flag"] == {"reason": COMPARE.flag_reasons[1], "note": "usual 7 days, not 5"}


@pytest.mark.parametrize("leave", ["Esc", "Ctrl+Return", "Alt+Q"])
def test_the_note_of_a_flag_is_kept_however_it_is_left(bench: Workbench, leave: str) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("F", "1")
    type_text(bench.window, "typo")
    bench.press(leave)
    row = bench.store.drafts.live("t1")
    assert row is not None and row.draft["flag"] == {"reason": COMPARE.flag_reasons[0], "note": "typo"}
    assert leave == "Alt+Q" or not bench.view.footer.is_choosing()


def test_the_note_of_a_flag_is_on_the_disk_soon_after_the_last_key(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("F", "1")
    type_text(bench.window, "typo")
    assert bench.task._settle.interval() <= 1_000, "soon, whatever else the computer does"
    qtbot.waitUntil(lambda: bench.store.drafts.live("t1").draft["flag"]["note"] == "typo")


@pytest.mark.parametrize("begin", ["S", "F"])
def test_a_note_typed_before_its_reason_fires_no_key(bench: Workbench, begin: str) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.press("1", "Ctrl+Return")
    bench.press(begin)
    type_text(bench.window, "usapbrk/")
    assert bench.task.session.task.id == "t2", "U did not undo the last submit"
    assert bench.view.footer.is_choosing() and not bench.view.is_raw() and not bench.view.prompt.is_folded()
    assert bench.window.navigator.name() == "workspace"


# Undo


def test_undo_goes_over_all_questions_and_redo_comes_back(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]))
    bench.open("t1")
    bench.press("1", "2", "J", "5")
    bench.press("Ctrl+Z")
    assert "true" not in bench.stored("t1")
    bench.press("Ctrl+Z")
    assert bench.stored("t1")["better"]["strength"] == -3
    assert bench.view.questions["better"].answer() == bench.stored("t1")["better"]
    bench.press("Ctrl+Shift+Z", "Ctrl+Y")
    assert bench.stored("t1")["true"] == {"value": 5}
    bench.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert bench.stored("t1") == {}


def test_undo_in_a_text_field_takes_back_the_text(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("1", "N")
    type_text(bench.window, "words")
    bench.press("Ctrl+Z")
    reason = bench.view.reason
    assert reason is not None and reason.answer() is None
    assert QApplication.focusWidget() is reason.field
    assert bench.stored("t1")["better"]["strength"] == -3


def test_undo_of_the_submit_is_exactly_as_it_was(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["long " * 3_000, "b"]), pair("t2"))
    bench.open("t1")
    bench.press("3", "N")
    type_text(bench.window, "because")
    bench.press("Esc", "Space", "Space")
    place = bench.view.stage.panes[0].content.reading.place()
    assert place[0] > 0
    bench.press("Ctrl+Return")
    assert bench.task.session.task.id == "t2"
    bench.press("U")
    assert bench.task.session.task.id == "t1"
    assert bench.view.questions["better"].answer() == bench.stored("t1")["better"]
    assert bench.view.questions["why"].answer() == {"text": "because"}
    assert bench.view.stage.panes[0].content.reading.place() == place
    bench.press("Ctrl+Z")
    assert "why" not in bench.stored("t1"), "the steps of undo are there again too"


def test_a_submit_waits_for_the_disk_once(bench: Workbench) -> None:
    """Where the person looks goes to the disk with the submission, not in a commit of its own before it."""
    bench.lease(make_task("t1", COMPARE, ["long " * 3_000, "b"]), pair("t2"))
    bench.open("t1")
    bench.press("3", "N")
    type_text(bench.window, "because")
    bench.press("Esc", "Space", "Space")
    bench.task._look.stop()  # neither of them may save in between, however slow the machine is
    bench.task._settle.stop()
    synced: list[int] = []
    bench.store._db.on_commit = lambda counts: synced.append(counts.seals)
    bench.press("Ctrl+Return")
    bench.store._db.on_commit = None
    assert bench.sent("t1")["answers"]["why"] == {"text": "because"}
    assert synced.count(1) == len(synced) == 1, f"the disk was waited for {len(synced)} times"


# Saved at once


def test_text_is_on_the_disk_soon_after_the_last_key(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "first words")
    assert bench.task._settle.interval() <= 1_000, "soon, whatever else the computer does"
    qtbot.waitUntil(lambda: bench.stored("t1") == {"why": {"text": "first words"}})


@pytest.mark.parametrize("leave", ["Tab", "Alt+Q", "Esc"])
def test_text_is_on_the_disk_when_its_field_is_left(bench: Workbench, leave: str) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "words")
    bench.press(leave)
    assert bench.stored("t1") == {"why": {"text": "words"}}


# The list of questions


def test_a_question_is_chosen_with_the_mouse(bench: Workbench) -> None:
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]))
    bench.open("t1")
    strip = bench.view.strip
    assert strip is not None
    QTest.mouseClick(strip._steps["wrong"], Qt.MouseButton.LeftButton)
    bench.press("2")
    assert bench.stored("t1") == {"wrong": {"selected": ["b"]}}
    assert strip._steps["wrong"].accessibleDescription() == "answered"


def test_a_text_beside_the_content_is_reached_by_walking(bench: Workbench) -> None:
    bench.lease(make_task("t1", RATE, ["x"]))
    bench.open("t1")
    bench.press("J", "N")
    focused = QApplication.focusWidget()
    widget = bench.view.questions["why"]
    assert isinstance(widget, TextQuestion) and focused is widget.field


def test_three_panes_have_a_best_picker(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["a", "b", "c"]), backwards=True)
    bench.open("t1")
    assert not bench.view.stage.one_at_a_time() and len(bench.view.stage.in_sight()) == 3
    bench.press("1", "Ctrl+Return")
    assert bench.sent("t1")["answers"]["better"] == {
        "verdict": "preferred",
        "winner": "t1-2",
        "pair": None,
    }
