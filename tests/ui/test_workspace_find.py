"""Find in the prompt and all responses: counted, marked, walked through by keys, and back to where one was."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.content import ContentBlock
from tests.helpers.qt import press, settle, type_text, unnamed
from tests.helpers.workbench import COMPARE, RANK, Workbench, make_task
from ui.components.sheet import sheet_over
from ui.pages.comparing import Marking
from ui.pages.find_in_task import FindInTask
from ui.pages.whole_sheet import WholeSheet
from ui.renderers.difference_marks import FINDINGS, Look
from ui.renderers.table_grid import TableGrid

FILLER = "\n\n".join(f"Paragraph {number} speaks of nothing." for number in range(60))


def finder(bench: Workbench) -> FindInTask:
    found = bench.view.find
    assert isinstance(found, FindInTask)
    return found


def look_for(bench: Workbench, qtbot: QtBot, words: str) -> FindInTask:
    bench.press("Ctrl+F")
    type_text(bench.window, words)
    qtbot.waitUntil(lambda: not finder(bench).finding.is_under_way())
    settle()
    return finder(bench)


def here(bench: Workbench) -> list[str]:
    """The words at hand, with the name of their text."""
    found = []
    for content in bench.view.contents():
        for mark in content.marks(content.is_raw()).marks(FINDINGS):
            if mark.look is Look.FOUND_HERE:
                cursor = QTextCursor(content.reader().document())
                cursor.setPosition(mark.start)
                cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
                top, bottom = content.reader().cursorRect(cursor).top(), content.reader().viewport().height()
                seen = content.isVisible() and 0 <= top <= bottom
                found.append(
                    f"{content.accessibleName()}: {cursor.selectedText()}{'' if seen else ' unseen'}"
                )
    return found


def opened(bench: Workbench, *texts: str, prompt: str = "The sky?", system: str = "") -> None:
    bench.lease(
        make_task("t1", COMPARE if len(texts) < 5 else RANK, list(texts), prompt=prompt, system=system)
    )
    bench.open("t1")


def test_it_is_counted_and_marked_everywhere_and_walked_through_in_order(
    bench: Workbench, qtbot: QtBot
) -> None:
    opened(bench, f"sky\n\n{FILLER}\n\nthe **sk**y", "blue `sky` sea")
    bench.press("A")
    found = look_for(bench, qtbot, "sky")
    assert found.finding.counts() == [1, 2, 1]
    assert found.bar.count.text() == "2 of 4", "it begins in the response at hand"
    assert [button.label() for button in found.bar._buttons] == ["Prompt 1", "A 2", "B 1"]
    seen = here(bench)
    for _ in range(3):
        bench.press("F3")
        seen += here(bench)
    assert seen == ["Response A: sky", "Response A: sky", "Response B: sky", "Prompt: sky"]
    bench.press("Shift+F3")
    assert here(bench) == ["Response B: sky"]
    press(bench.window, "Return")
    assert here(bench) == ["Prompt: sky"]
    assert unnamed(found.bar) == []


def test_esc_leads_back_to_where_one_was(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, f"{FILLER}\n\nfar", f"{FILLER}\n\nfar", system="far")
    bench.press("B", "P")
    bars = [pane.content.reader().verticalScrollBar() for pane in bench.view.stage.panes]
    bars[1].setValue(200)
    look_for(bench, qtbot, "far")
    bench.press("F3", "F3")
    assert bars[0].value() > 200 and not bench.view.prompt.is_folded()
    bench.press("Esc")
    assert [bar.value() for bar in bars] == [0, 200]
    assert bench.view.prompt.is_folded() and not bench.view.prompt.shows_system()
    assert not finder(bench).is_open() and here(bench) == []
    assert bench.view.stage.panes[1].isAncestorOf(QApplication.focusWidget())


def test_esc_leads_back_from_the_text_too_and_the_button_stays(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, f"{FILLER}\n\nfar", "b")
    bar = bench.view.stage.panes[0].content.reader().verticalScrollBar()
    look_for(bench, qtbot, "far")
    assert bar.value() > 0
    bench.view.stage.panes[0].content.setFocus()
    bench.press("Esc")
    assert bar.value() == 0 and bench.window.navigator.name() == "workspace"
    look_for(bench, qtbot, "far")
    finder(bench).bar.closed.emit()
    assert bar.value() > 0 and not finder(bench).is_open()


def test_a_response_that_is_not_in_sight_is_turned_to(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, *(f"answer {n}" + (" needle" if n == 6 else "") for n in range(9)))
    look_for(bench, qtbot, "needle")
    assert here(bench) == ["Response G: needle"]
    bench.press("Esc")
    assert bench.view.stage.panes[0].isVisible()


def test_case_and_whole_words(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, "Sky sky skyline", "b")
    found = look_for(bench, qtbot, "sky")
    for button, count in ((found.bar.case, 2), (found.bar.whole, 1)):
        button.click()
        qtbot.waitUntil(lambda: not found.finding.is_under_way())
        assert found.finding.counts()[1] == count


def test_raw_text_is_looked_through_when_it_is_shown(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, "a **bold** word", "b")
    found = look_for(bench, qtbot, "**bold**")
    assert found.bar.count.text() == "Not found"
    bench.view.stage.panes[0].content.setFocus()
    bench.press("R")
    qtbot.waitUntil(lambda: not found.finding.is_under_way())
    assert found.finding.counts() == [0, 1, 0]
    assert here(bench) == ["Response A: **bold**"]


def test_marks_of_differences_stay_below_what_is_found(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, "one red fox", "one blue fox")
    comparing = bench.view.stage.comparing
    with qtbot.waitSignal(comparing.done):
        comparing.set_mode(Marking.DIMMED)
    content = bench.view.stage.panes[0].content
    before = content.marks(False).marks()
    look_for(bench, qtbot, "fox")
    assert content.marks(False).marks() == before and content.marks(False).marks(FINDINGS)
    bench.press("Esc")
    assert content.marks(False).marks() == before and not content.marks(False).marks(FINDINGS)
    assert content.reading.extraSelections()


def test_what_is_only_in_the_viewer_is_said_and_found_there(bench: Workbench, qtbot: QtBot) -> None:
    rows = "\n".join(f"| {n} | {'needle' if n % 100 == 99 else 'hay'} |" for n in range(1_000))
    opened(bench, f"| n | what |\n|---|---|\n{rows}", "b")
    found = look_for(bench, qtbot, "needle")
    assert found.finding.counts() == [0, 0, 0]
    assert found.bar._buttons[1].label() == "A 0 + 10"
    assert found.bar.count.text() == "10 in all of what Response A shows in part: Enter opens it"
    bench.press("Return")
    sheet = sheet_over(bench.window)
    assert isinstance(sheet, WholeSheet) and isinstance(sheet.view, TableGrid)
    qtbot.waitUntil(lambda: sheet.find.finding.counts() == [10])
    assert sheet.view.grid.currentIndex().row() == 99
    press(bench.window, "F3")
    assert sheet.view.grid.currentIndex().row() == 199
    press(bench.window, "Esc")
    assert sheet.isVisible() and sheet.find.bar.isHidden()
    press(bench.window, "Esc")
    assert sheet_over(bench.window) is None
    assert finder(bench).is_open()


def test_large_code_is_looked_through_in_its_viewer(bench: Workbench, qtbot: QtBot) -> None:
    lines = "\n".join(
        f"value_{n} = {n}  # {'needle' if n % 5_000 == 4_999 else 'hay'}" for n in range(20_000)
    )
    bench.lease(make_task("t1", COMPARE, [ContentBlock(kind="code", text=lines, language="python"), "b"]))
    qtbot.waitUntil(bench.open("t1").stage.panes[0].content.has_more)
    bench.press("A", "Return")
    sheet = sheet_over(bench.window)
    assert isinstance(sheet, WholeSheet)
    press(bench.window, "Ctrl+F")
    type_text(bench.window, "needle")
    qtbot.waitUntil(lambda: sheet.find.finding.counts() == [4])
    press(bench.window, "F3")
    assert sheet.find.bar.count.text() == "2 of 4"
    press(bench.window, "Esc", "Esc")


def test_f3_goes_on_with_what_was_looked_for_before(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, "one two one", "one")
    look_for(bench, qtbot, "one")
    bench.press("Esc", "F3")
    qtbot.waitUntil(lambda: not finder(bench).finding.is_under_way())
    assert finder(bench).is_open() and finder(bench).finding.counts() == [0, 2, 1]


def test_what_is_selected_is_looked_for(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, "alpha beta", "beta")
    reader = bench.view.stage.panes[0].content.reading
    cursor = reader.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)
    reader.setFocus()
    bench.press("Ctrl+F")
    assert finder(bench).bar.field.text() == "alpha"
    qtbot.waitUntil(lambda: finder(bench).finding.counts() == [0, 1, 0])
