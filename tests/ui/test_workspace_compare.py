"""Comparing responses in the workspace: marks, what the headers say, going from one difference to the next."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.content import ContentBlock
from tests.helpers.qt import settle
from tests.helpers.workbench import COMPARE, RANK, RATE, Workbench, make_task
from ui import theme
from ui.pages.comparing import Marking
from ui.pages.panes import ResponsePane
from ui.renderers.difference_marks import DifferenceMarks, Look

ONE = "# Sky\n\nThe sky is **blue** 😀 because of air.\n\n- short waves\n- Rayleigh\n\nIt ends here."
TWO = (
    "# Sky\n\nThe sky is **violet** 😀 because of air.\n\n- short waves\n- Rayleigh\n\nIt ends here, mostly."
)
FAR = "# Sky\n\nThe sky is **blue** 😀 because of dust.\n\n- short waves\n- Rayleigh\n\nIt ends here."


@pytest.fixture
def two(bench: Workbench) -> Workbench:
    bench.lease(make_task("t1", COMPARE, [ONE, TWO]), make_task("t2", COMPARE, [ONE, TWO]))
    bench.open("t1")
    return bench


def mark(bench: Workbench, qtbot: QtBot, *keys: str) -> None:
    """Presses keys, and waits until what they ask for is compared."""
    bench.press(*keys)
    qtbot.waitUntil(lambda: not bench.view.stage.comparing.is_under_way())
    settle()


def layer(bench: Workbench, pane: ResponsePane) -> DifferenceMarks:
    return bench.view.stage.comparing._layer(pane, pane.content.is_raw())


def marked(bench: Workbench, number: int, look: Look | None = None) -> list[str]:
    """The marked words of a pane, as Qt itself would select them."""
    pane = bench.view.stage.panes[number]
    marks = [one for one in layer(bench, pane).marks() if look in (None, one.look)]
    if look is None:
        assert bool(drawn(bench, number)) == bool(marks)
    cursor = pane.content.reader().textCursor()
    found = []
    for one in marks:
        cursor.setPosition(one.start)
        cursor.setPosition(one.end, cursor.MoveMode.KeepAnchor)
        found.append(cursor.selectedText().strip())
    return found


def drawn(bench: Workbench, number: int) -> list[str]:
    """What Qt is asked to lay a ground under."""
    return [
        one.cursor.selectedText() for one in bench.view.stage.panes[number].content.reader().extraSelections()
    ]


def headers(bench: Workbench) -> list[str]:
    return [pane.comparison() for pane in bench.view.stage.panes]


def test_the_key_goes_round(two: Workbench, qtbot: QtBot) -> None:
    document = two.view.stage.panes[0].content.reader().document()
    before = document.toPlainText(), document.revision()
    mark(two, qtbot, "M")
    assert marked(two, 0) == ["blue"]
    assert marked(two, 1) == ["violet", ", mostly"]
    assert marked(two, 1, Look.CHANGED) == ["violet"] and marked(two, 1, Look.ONLY) == [", mostly"]
    mark(two, qtbot, "M")
    assert any("short waves" in text for text in marked(two, 0, Look.SAME))
    mark(two, qtbot, "M")
    assert marked(two, 0) == marked(two, 1) == []
    assert headers(two) == ["", ""]
    assert (document.toPlainText(), document.revision()) == before, "marks change nothing of the content"


def test_every_cell_that_differs_is_marked(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(
        make_task(
            "t1", COMPARE, ["|name|age|\n|-|-|\n|Eva|42|\n|Ada|7|", "|town|size|\n|-|-|\n|Rome|9|\n|Bern|7|"]
        )
    )
    bench.open("t1")
    mark(bench, qtbot, "M")
    assert drawn(bench, 0) == ["name", "age", "Eva", "42", "Ada"]
    assert drawn(bench, 1) == ["town", "size", "Rome", "9", "Bern"]


def test_marks_leave_the_numbers_of_lists_alone(bench: Workbench, qtbot: QtBot) -> None:
    """A selection that begins before an item has Qt paint the item's number without a colour."""
    bench.lease(make_task("t1", COMPARE, ["One.\n\n1. red\n2. green\n\n- [ ] open", "Quite another answer."]))
    bench.open("t1")
    mark(bench, qtbot, "M")
    reader = bench.view.stage.panes[0].content.reader()
    for one in reader.extraSelections():
        block = reader.document().findBlock(one.cursor.selectionStart())
        assert one.cursor.selectionEnd() <= block.position() + block.length() - 1
    assert [text for text in drawn(bench, 0) if text.strip()] == ["One", "red", "green", "open"]


def test_the_headers_say_the_same_number(two: Workbench, qtbot: QtBot) -> None:
    mark(two, qtbot, "M")
    assert headers(two) == ["Compared with B: 3 words differ", "Compared with A: 3 words differ"]
    assert not set(" ".join(headers(two)).split()) & {
        "better",
        "worse",
        "missing",
        "wrong",
        "added",
        "removed",
    }


def test_equal_responses(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(make_task("t1", COMPARE, [ONE, ONE]))
    bench.open("t1")
    mark(bench, qtbot, "M")
    assert headers(bench) == ["Compared with B: the same", "Compared with A: the same"]
    bench.press(".")
    assert "There is no difference" in bench.notices()


def test_marks_are_gone_with_the_task(two: Workbench, qtbot: QtBot) -> None:
    mark(two, qtbot, "M", "4")
    two.press("Ctrl+Return")
    assert two.task.session.task.id == "t2"
    assert two.view.stage.comparing.mode() is Marking.OFF
    assert headers(two) == ["", ""] and marked(two, 0) == []


def test_a_comparison_that_is_under_way_is_given_up(two: Workbench, qtbot: QtBot) -> None:
    two.press("M", "4", "Ctrl+Return")
    qtbot.wait(100)
    assert headers(two) == ["", ""]


def test_marks_come_back_with_the_task(two: Workbench, qtbot: QtBot) -> None:
    mark(two, qtbot, "M", "M")
    two.press("Alt+Q")
    two.open("t1")
    mark(two, qtbot)
    assert two.view.stage.comparing.mode() is Marking.DIMMED
    assert marked(two, 0, Look.CHANGED) == ["blue"]


def test_marks_follow_raw_text_and_the_theme(two: Workbench, qtbot: QtBot) -> None:
    mark(two, qtbot, "M", "R")
    assert marked(two, 0) == ["blue"] and marked(two, 1) == ["violet", ", mostly"]
    mark(two, qtbot, "R")
    theme.apply(QApplication.instance(), theme.Look("dark"))
    mark(two, qtbot)
    drawn = two.view.stage.panes[0].content.reader().extraSelections()
    assert [one.format.background().color() for one in drawn] == [theme.color("mark")]
    assert marked(two, 0) == ["blue"]


@pytest.mark.parametrize("count", [3, 4])
def test_several_responses_are_compared_with_one(bench: Workbench, qtbot: QtBot, count: int) -> None:
    bench.lease(make_task("t1", COMPARE, [ONE, TWO, FAR, ONE][:count]))
    bench.open("t1")
    mark(bench, qtbot, "M")
    assert headers(bench)[1:3] == ["Compared with A: 3 words differ", "Compared with A: 2 words differ"]
    assert headers(bench)[0] == "Compared with B: 3 words differ"
    bench.press("C")
    assert headers(bench)[0] == "Compared with C: 2 words differ"
    assert marked(bench, 0) == ["air"]
    mark(bench, qtbot, "Shift+M")
    assert headers(bench)[:2] == ["Compared with C: 2 words differ", "Compared with C: 5 words differ"]
    assert marked(bench, 1) == ["violet", "air", ", mostly"]


def test_a_ranking_is_compared_too(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(make_task("t1", RANK, [ONE, TWO, FAR]))
    bench.open("t1")
    mark(bench, qtbot, "M", "B")
    assert headers(bench)[1] == "Compared with A: 3 words differ"
    assert marked(bench, 1) == ["violet", ", mostly"]


def test_one_response_has_nothing_to_be_compared_with(bench: Workbench) -> None:
    bench.lease(make_task("t1", RATE, [ONE]))
    bench.open("t1")
    found = {one for one in bench.page.handlers() if one.startswith("compare.")}
    assert found == {"compare.aligned"}, "a patch alone has two sides"


def test_from_one_difference_to_the_next(bench: Workbench, qtbot: QtBot) -> None:
    middle = "\n\n".join(f"Paragraph {n} is the same in both." for n in range(60))
    a, b = f"First one.\n\n{middle}\n\nLast one.", f"First two.\n\n{middle}\n\nLast two.\n\nMore."
    bench.lease(make_task("t1", COMPARE, [a, b]))
    bench.open("t1")
    mark(bench, qtbot, "M")
    bench.press("B", ".")
    assert "Difference 1 of 2" in bench.notices()
    assert marked(bench, 1, Look.HERE) == ["two"]
    bench.press("F7")
    assert "Difference 2 of 2" in bench.notices()
    bars = [pane.content.reader().verticalScrollBar() for pane in bench.view.stage.panes]
    assert all(bar.value() > bar.maximum() / 2 for bar in bars), "both panes show it"
    bench.press(",")
    assert "Difference 1 of 2" in bench.notices()
    assert all(bar.value() == 0 for bar in bars)


def test_changes_of_neighbouring_lines_are_two_stops(bench: Workbench, qtbot: QtBot) -> None:
    bench.lease(
        make_task("t1", COMPARE, ["- one 1\n- same\n- two 2 and 2", "- one 3\n- same\n- two 4 and 4"])
    )
    bench.open("t1")
    mark(bench, qtbot, "M")
    bench.press(".", ".")
    assert "Difference 2 of 2" in bench.notices()
    assert marked(bench, 0, Look.HERE) == ["2", "2"]


def test_code_is_compared_as_code(bench: Workbench, qtbot: QtBot) -> None:
    blocks = [
        ContentBlock(kind="code", text=text, language="python")
        for text in ("def f(x):\n    return x+1", "def f(x):\n    return x+2")
    ]
    bench.lease(make_task("t1", COMPARE, blocks))
    bench.open("t1")
    mark(bench, qtbot, "M")
    assert marked(bench, 0) == ["1"] and marked(bench, 1) == ["2"]


def test_thousands_of_marks_are_drawn_only_near_what_is_in_sight(bench: Workbench, qtbot: QtBot) -> None:
    a = "\n\n".join(f"The value of item {n} is {n} today, as it was before." for n in range(1_000))
    b = "\n\n".join(f"The value of item {n} is {n + 1} today, as it was before." for n in range(1_000))
    bench.lease(make_task("t1", COMPARE, [a, b]))
    bench.open("t1")
    reading = bench.view.stage.panes[0].content.reading
    qtbot.waitUntil(lambda: all(pane.content.reading.is_loaded() for pane in bench.view.stage.panes))
    mark(bench, qtbot, "M")
    assert len(layer(bench, bench.view.stage.panes[0]).marks()) > 900
    assert 10 < len(reading.extraSelections()) < 600
    reading.verticalScrollBar().setValue(reading.verticalScrollBar().maximum())
    settle()
    assert reading.extraSelections()[-1].cursor.selectedText() == "999"


def test_another_look_while_long_responses_are_dimmed(bench: Workbench, qtbot: QtBot) -> None:
    """The marks of a document that is gone are gone with it: Qt dies of their cursors."""
    long = "\n\n".join(f"{ONE}\n\n```\nline {n}\n```\n\n$x_{n}$" for n in range(60))
    bench.lease(make_task("t1", COMPARE, [long, long.replace("blue", "red")]))
    bench.open("t1")
    mark(bench, qtbot, "M", "M")
    readings = [pane.content.reading for pane in bench.view.stage.panes]
    readings[0].page(1)
    for reading in readings:
        reading.theme_changed()
        assert all(one.cursor.document() is reading.document() for one in reading.extraSelections())
    qtbot.waitUntil(lambda: all(reading.is_loaded() for reading in readings))
    mark(bench, qtbot)
    assert "blue" in marked(bench, 0, Look.CHANGED) and drawn(bench, 0)
