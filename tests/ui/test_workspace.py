"""The workspace through the real window, by real keys, on a real store: what a person judged is what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.events import TasksChanged
from tests.helpers.qt import settle, type_text
from tests.helpers.workbench import COMPARE, RANK, RATE, SEVERAL, Workbench, make_task
from ui.pages.stage import PaneGrid, ReaderStage
from ui.questions.ranking import RankingQuestion
from ui.questions.text import TextQuestion


@pytest.fixture
def bench(tmp_path: Path, qapp: QApplication) -> Iterator[Workbench]:
    made = Workbench(tmp_path)
    yield made
    made.close()


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
    assert isinstance(bench.view.stage, ReaderStage)
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
    assert body["skip"] == {"reason": COMPARE.skip_reasons[1], "note": ""}
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
    bench.view.footer.chooser.choose(2)
    settle()
    bench.press("1", "Ctrl+Return")
    assert bench.sent("t1")["flag"] == {"reason": COMPARE.flag_reasons[2], "note": "typo"}


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


# Saved at once


def test_text_is_on_the_disk_soon_after_the_last_key(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "first words")
    qtbot.waitUntil(lambda: bench.stored("t1") == {"why": {"text": "first words"}}, timeout=1_000)


@pytest.mark.parametrize("leave", ["Tab", "Alt+Q", "Esc"])
def test_text_is_on_the_disk_when_its_field_is_left(bench: Workbench, leave: str) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "words")
    bench.press(leave)
    assert bench.stored("t1") == {"why": {"text": "words"}}


# Reading


def test_space_pages_the_pane_at_hand(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["long " * 3_000, "long " * 3_000]))
    bench.open("t1")
    first, second = (pane.content.reading.verticalScrollBar() for pane in bench.view.stage.panes)
    bench.press("Space")
    assert first.value() > 0 and second.value() == 0
    bench.press("B", "Space", "Space")
    assert second.value() > first.value()
    bench.press("Shift+Space", "Shift+Space")
    assert second.value() == 0


def test_the_panes_scroll_together_when_wanted(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["long " * 3_000, "longer " * 6_000]))
    bench.open("t1")
    first, second = (pane.content for pane in bench.view.stage.panes)
    bench.press("Y", "Space", "Space")
    assert first.fraction() > 0
    assert second.fraction() == pytest.approx(first.fraction(), abs=0.02)
    bench.press("Y", "Space")
    assert second.fraction() != pytest.approx(first.fraction(), abs=0.02)


def test_one_pane_alone_and_flipping_in_place(bench: Workbench) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    panes = bench.view.stage.panes
    bench.press("Ctrl+2")
    assert [pane.isVisible() for pane in panes] == [False, True]
    bench.press("Tab")
    assert [pane.isVisible() for pane in panes] == [True, False]
    bench.press("B")
    assert [pane.isVisible() for pane in panes] == [False, True]
    bench.press("Ctrl+2")
    assert [pane.isVisible() for pane in panes] == [True, True]
    bench.press("Ctrl+1", "Esc")
    assert [pane.isVisible() for pane in panes] == [True, True]
    assert bench.window.navigator.name() == "workspace"


def test_raw_text_and_the_folded_prompt(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="The *whole* prompt", system="You are kind."))
    bench.open("t1")
    bench.press("R")
    assert bench.view.stage.panes[0].content.reader().toPlainText() == "First **answer**"
    bench.press("R")
    assert bench.view.stage.panes[0].content.reader().toPlainText() == "First answer"
    bench.press("P")
    assert not bench.view.prompt.view.isVisible()
    bench.press("P")
    assert bench.view.prompt.view.isVisible()
    assert not bench.view.prompt.views()[0].isVisible(), "the system prompt is shown on demand"
    bench.view.prompt.show_system(True)
    assert bench.view.prompt.views()[0].isVisible()


def test_the_prompt_takes_at_most_its_share(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="long prompt " * 2_000))
    view = bench.open("t1")
    assert view.prompt.height() <= 0.3 * view.height() + 40


@pytest.mark.parametrize(
    ("count", "width", "rows"), [(2, 1280, [2]), (3, 1280, [2, 1]), (3, 1500, [3]), (4, 1280, [2, 2])]
)
def test_panes_lie_in_reading_order(bench: Workbench, count: int, width: int, rows: list[int]) -> None:
    bench.lease(make_task("t1", COMPARE, ["x"] * count))
    bench.open("t1")
    bench.window.resize(width, 800)
    settle()
    places = [pane.mapTo(bench.view, pane.rect().topLeft()) for pane in bench.view.stage.panes]
    assert [(p.y(), p.x()) for p in places] == sorted((p.y(), p.x()) for p in places)
    tops = sorted({p.y() for p in places})
    assert [sum(p.y() == top for p in places) for top in tops] == rows


# Pausing


def test_a_pause_covers_the_task_and_counts_no_time(bench: Workbench) -> None:
    bench.lease(pair("t1", prompt="secret prompt"))
    bench.open("t1")
    bench.press("N")
    type_text(bench.window, "half a")
    bench.press("Ctrl+.")
    assert bench.page.cover() is not None
    assert not bench.view.isVisible()
    bench.press("1", "S", "Ctrl+Return")
    assert bench.stored("t1") == {"why": {"text": "half a"}}, "no key reaches the covered task"
    before = bench.task.session.timing()[0]
    clock = bench.work.clock
    clock.advance(30_000)  # type: ignore[attr-defined]
    assert bench.task.session.timing()[0] == before
    bench.press("Ctrl+.")
    assert bench.view.isVisible()
    reason = bench.view.reason
    assert reason is not None and QApplication.focusWidget() is reason.field
    type_text(bench.window, " sentence")
    bench.press("Esc")
    assert bench.stored("t1") == {"why": {"text": "half a sentence"}}


# News of the open task


def test_a_withdrawal_is_told_without_moving_anything(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(pair("t1"))
    bench.open("t1")
    bench.press("2", "N")
    before = [pane.geometry() for pane in bench.view.stage.panes], bench.view.footer.geometry()
    focused = QApplication.focusWidget()
    bench.store.tasks.withdraw("t1", "the prompt was wrong")
    bench.hub.publish(TasksChanged(("t1",)))
    qtbot.waitUntil(lambda: "withdrawn" in bench.page.banner())
    settle()
    assert ([pane.geometry() for pane in bench.view.stage.panes], bench.view.footer.geometry()) == before
    assert QApplication.focusWidget() is focused
    assert "the prompt was wrong" in bench.page.banner()
    assert bench.stored("t1")["better"]["strength"] == -2
    bench.press("Esc", "Ctrl+Return")
    assert bench.sent("t1")["answers"]["better"]["strength"] == -2, "late work is offered and kept"


def test_news_of_another_task_say_nothing(bench: Workbench) -> None:
    bench.lease(pair("t1"), pair("t2"))
    bench.open("t1")
    bench.store.tasks.withdraw("t2", "gone")
    bench.page.refresh(TasksChanged(("t2",)))
    assert bench.page.banner() == ""


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
    assert isinstance(bench.view.stage, PaneGrid)
    bench.press("1", "Ctrl+Return")
    assert bench.sent("t1")["answers"]["better"] == {
        "verdict": "preferred",
        "winner": "t1-2",
        "strength": 1,
        "pair": None,
    }
