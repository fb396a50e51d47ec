"""The rewrite, by keys: begun with a response, written, previewed, compared, searched; and what is pasted."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from hdclient.model.template import Layout, Question, Template
from hdclient.questions import QUESTION_KINDS
from tests.helpers.qt import clipped, press, same_names, settle, too_small, type_text, unnamed, without_role
from tests.helpers.workbench import Workbench, make_task
from ui.questions.base import Lineup
from ui.questions.rewrite import CHANGES, PREVIEW, WRITE, RewriteQuestion

FIRST = "The sky is **blue**, because of scattering.\n\nIt is wide."
SECOND = "The sky is green."


def template(*, layout: Layout = Layout.COMPARE, **options: Any) -> Template:
    asked = Question(id="new", kind="rewrite", title="Write it anew", options=options)
    return Template(id="rewrite", version=1, title="Rewrite", layout=layout, questions=(asked,))


def opened(bench: Workbench, **options: Any) -> RewriteQuestion:
    bench.lease(make_task("t1", template(**options), [FIRST, SECOND]))
    bench.open("t1")
    return widget(bench)


def widget(bench: Workbench) -> RewriteQuestion:
    found = bench.view.questions["new"]
    assert isinstance(found, RewriteQuestion)
    return found


def counted(one: RewriteQuestion, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: bool(one.change_words()))
    return one.change_words()


def left(one: RewriteQuestion) -> list[str]:
    kind = QUESTION_KINDS["rewrite"]
    found = kind.check(one.question, one.answer(), one.lineup.stored, one.about)  # type: ignore[arg-type]
    return [problem.text for problem in found]


def test_a_response_is_copied_in_changed_compared_and_sent_by_keys_alone(
    bench: Workbench, qtbot: QtBot
) -> None:
    one = opened(bench, note="required")
    bench.press("F4")
    assert one.field.toPlainText() == FIRST and bench.stored("t1")["new"] == {"text": FIRST, "base": "t1-0"}
    assert counted(one, qtbot) == "against Response A: no difference"
    type_text(bench.window, " Very wide.")
    assert one.field.toPlainText() == FIRST + " Very wide."
    assert counted(one, qtbot).endswith("2 words in, 0 words out")
    press(bench.window, "Esc")
    bench.press("2")
    assert one.views.value() == CHANGES and one.stack.currentWidget() is one.tracked
    assert "against Response B" in counted(one, qtbot)
    settle(3)
    assert "green" in one.tracked.toPlainText() and "scattering" in one.tracked.toPlainText()
    assert left(one) == ["Say what you changed, and why."]
    bench.press("Shift+N")
    type_text(bench.window, "How wide")
    press(bench.window, "Esc")
    assert left(one) == []
    before = one.answer()
    assert before == {"text": FIRST + " Very wide.", "base": "t1-0", "note": "How wide"}
    one.set_answer(before)
    assert one.answer() == before
    bench.press("Ctrl+Return")
    assert bench.sent("t1")["answers"]["new"] == before


def test_copying_in_is_a_step_of_its_own_that_undo_takes_back(bench: Workbench) -> None:
    one = opened(bench)
    bench.press("N")
    type_text(bench.window, "mine")
    press(bench.window, "F4")
    type_text(bench.window, "!")
    assert one.field.toPlainText() == FIRST + "!"
    for text in (FIRST, "mine", ""):
        bench.press("Ctrl+Z")
        assert one.field.toPlainText() == text
    assert one.answer() is None
    bench.press("Ctrl+Y")
    assert one.field.toPlainText() == "mine"


def test_the_preview_shows_what_is_written_as_content_is_shown(bench: Workbench) -> None:
    one = opened(bench)
    bench.press("N")
    type_text(bench.window, "a **bold** word")
    press(bench.window, "F2")
    settle(5)
    assert one.views.value() == PREVIEW and one._preview is not None
    shown = one._preview.widget()
    assert one.stack.currentWidget() is shown
    assert "a bold word" in shown.reader().toPlainText()  # type: ignore[attr-defined]
    bench.press("F2", "F2")
    assert one.views.value() == WRITE and one.stack.currentWidget() is one.field


def test_the_limits_are_of_words_and_of_characters(bench: Workbench) -> None:
    one = opened(bench, min_words=2, max_chars=20, must_differ=True)
    one.set_answer({"text": "one"})
    assert left(one) == ["At least 2 words are needed; there are 1 so far."]
    one.set_answer({"text": "one and many more words"})
    assert left(one) == ["At most 20 characters are taken; there are 23."]
    one.set_answer({"text": SECOND + "  ", "base": "t1-1"})
    assert left(one) == ["The text is still the same as what it began with."]


def pasting(one: RewriteQuestion, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    one.field.insertFromMimeData(data)
    settle()


def made(qtbot: QtBot, paste: str) -> RewriteQuestion:
    asked = Question(id="new", kind="rewrite", title="Write it anew", options={"paste": paste})
    found = RewriteQuestion(asked, Lineup())
    qtbot.addWidget(found)
    return found


def test_what_is_pasted_is_counted_and_never_kept(qtbot: QtBot) -> None:
    one = made(qtbot, "record")
    pasting(one, "from elsewhere")
    assert one.answer() == {"text": "from elsewhere", "pasted": {"times": 1, "characters": 14}}
    pasting(one, "elsewhere")
    assert one.answer() == {"text": "from elsewhereelsewhere", "pasted": {"times": 1, "characters": 14}}
    one.field.clear()
    assert one.answer() == {"text": "", "pasted": {"times": 1, "characters": 14}}
    assert QUESTION_KINDS["rewrite"].is_blank(one.answer())  # type: ignore[arg-type]


def test_pasting_can_be_asked_for_refused_or_allowed(qtbot: QtBot) -> None:
    one = made(qtbot, "ask")
    pasting(one, "from elsewhere")
    assert one.answer() is None and "Paste again" in one._count_label.text()
    pasting(one, "from elsewhere")
    assert one.answer() == {"text": "from elsewhere", "pasted": {"times": 1, "characters": 14}}
    one = made(qtbot, "refuse")
    pasting(one, "from elsewhere")
    assert one.answer() is None and "by hand" in one._count_label.text()
    one = made(qtbot, "allow")
    pasting(one, "from elsewhere")
    assert one.answer() == {"text": "from elsewhere"}


def test_what_stands_in_the_task_is_not_pasted_from_elsewhere(bench: Workbench) -> None:
    one = opened(bench, paste="record")
    pasting(one, "because of scattering")
    assert one.answer() == {"text": "because of scattering"}


def test_find_and_replace_is_one_step(bench: Workbench) -> None:
    one = opened(bench)
    one.set_answer(None)
    bench.press("N")
    type_text(bench.window, "Red and red and RED")
    press(bench.window, "Ctrl+R")
    one.bar.wanted.setText("red")
    one.bar.other.setText("blue")
    assert one.bar.find() and one.field.textCursor().selectedText() == "Red"
    one.bar.replace()
    assert one.field.toPlainText() == "blue and red and RED"
    one.bar.replace_all()
    assert one.field.toPlainText() == "blue and blue and blue"
    one.bar.wanted.setText("not there")
    one.bar.replace_all()
    assert one.field.toPlainText() == "blue and blue and blue"
    press(bench.window, "Ctrl+R")
    assert one.bar.isHidden() and bench.window.focusWidget() is one.field


def test_it_is_read_only_in_the_history_and_can_still_be_compared(bench: Workbench, qtbot: QtBot) -> None:
    one = opened(bench)
    one.set_answer({"text": "The sky is blue.", "base": "t1-1", "note": "Colour"})
    one.set_read_only(True)
    pasting(one, "more")
    assert one.field.isReadOnly() and one.note.isReadOnly() and one.begin.isHidden()
    assert set(one.handlers()) == {"rewrite.view", "rewrite.replace", "digit.1", "digit.2"}
    one.handlers()["digit.2"]()
    assert counted(one, qtbot).endswith("1 word in, 1 word out")


@pytest.mark.parametrize("layout", [Layout.COMPARE, Layout.SINGLE])
def test_everything_has_a_name_a_role_and_room(bench: Workbench, layout: Layout) -> None:
    texts = [FIRST, SECOND] if layout is Layout.COMPARE else [FIRST]
    bench.lease(make_task("t1", template(layout=layout, max_words=50), texts))
    bench.open("t1")
    one = widget(bench)
    one._replace()
    settle()
    assert unnamed(one) == [] and without_role(one) == [] and same_names(one) == []
    assert too_small(one) == [] and clipped(one) == []


def test_thirty_kilobytes_are_typed_without_a_long_turn(bench: Workbench) -> None:
    """By the thread's own computing time, half of the keys: what else the computer does is no finding."""
    words = "The **sky** is blue because of scattering, and `code` is here too, with some words more. "
    long = "\n\n".join(words * 5 for _ in range(68))
    bench.lease(make_task("t1", template(max_words=9_000, paste="record"), [long, SECOND]))
    bench.open("t1")
    one = widget(bench)
    bench.press("F4")
    assert len(long) > 30_000 and one.field.toPlainText() == long
    took = []
    for letter in "words typed into a long text":
        began = time.thread_time()
        type_text(bench.window, letter)
        took.append(time.thread_time() - began)
    assert sorted(took)[len(took) // 2] < 0.05
    assert one.field.toPlainText() == long + "words typed into a long text"
