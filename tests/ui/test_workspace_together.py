"""Panes that scroll together: what speaks of the same is side by side, ends meet, nothing jumps or comes back."""

from __future__ import annotations

from itertools import pairwise

from pytestqt.qtbot import QtBot

from tests.helpers.qt import settle
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.pages.panes import ResponsePane
from ui.pages.together import interpolated

TOPICS = ("Photosynthesis", "Respiration", "Fermentation", "Chemosynthesis", "Decomposition")


def answer(*lengths: int) -> str:
    """A section for each topic, with so many sentences."""
    parts = [
        f"## {topic}\n\n" + f"What {topic.lower()} does is told in this sentence and again. " * length
        for topic, length in zip(TOPICS, lengths, strict=True)
    ]
    return "\n\n".join(parts)


def opened(bench: Workbench, qtbot: QtBot, *texts: str) -> list[ResponsePane]:
    bench.lease(make_task("t1", COMPARE, list(texts)))
    bench.open("t1")
    panes = bench.view.stage.panes
    qtbot.waitUntil(lambda: all(pane.content.reading.is_loaded() for pane in panes))
    bench.press("Y")
    stage = bench.view.stage
    qtbot.waitUntil(lambda: not stage._together._errand.is_under_way())
    return panes


def bar(pane: ResponsePane):
    return pane.content.reader().verticalScrollBar()


def heading_at(pane: ResponsePane, number: int) -> int:
    """How far below the top of the viewport a heading is, in pixels."""
    document = pane.content.reader().document()
    block = document.begin()
    while block.text() != TOPICS[number]:
        block = block.next()
    return round(document.documentLayout().blockBoundingRect(block).top()) - bar(pane).value()


def test_what_speaks_of_the_same_is_side_by_side(bench: Workbench, qtbot: QtBot) -> None:
    first, second = opened(bench, qtbot, answer(40, 10, 10, 30, 40), answer(25, 60, 15, 10, 60))
    for number in (1, 2, 3):
        line = first.content.reader().viewport().height() // 3
        bar(first).setValue(bar(first).value() + heading_at(first, number) - line)
        settle()
        assert abs(heading_at(first, number) - heading_at(second, number)) <= 10, TOPICS[number]


def test_raw_text_follows_too(bench: Workbench, qtbot: QtBot) -> None:
    first, second = opened(bench, qtbot, answer(40, 10, 10, 30, 40), answer(25, 60, 15, 10, 60))
    bench.press("R")
    qtbot.waitUntil(lambda: not bench.view.stage._together._errand.is_under_way())
    for number in (1, 2, 3):
        tops = []
        for pane in (first, second):
            reader = pane.content.reader()
            block = reader.document().findBlock(reader.toPlainText().index(f"## {TOPICS[number]}"))
            tops.append(block.firstLineNumber())
            if pane is first:
                lines = reader.viewport().height() // reader.fontMetrics().lineSpacing()
                bar(first).setValue(tops[0] - lines // 3)
                settle()
        assert abs((tops[0] - bar(first).value()) - (tops[1] - bar(second).value())) <= 2, TOPICS[number]


def test_it_goes_both_ways_to_both_ends_and_never_jumps(bench: Workbench, qtbot: QtBot) -> None:
    first, second = opened(bench, qtbot, answer(30, 5, 5, 30, 30), answer(5, 60, 5, 5, 5))
    for leader, follower in ((first, second), (second, first)):
        bar(leader).setValue(0)
        settle()
        places = []
        for value in range(0, bar(leader).maximum() + 1, 10):
            bar(leader).setValue(value)
            assert bar(leader).value() == value, "what follows does not push back"
            places.append(bar(follower).value())
        bar(leader).setValue(bar(leader).maximum())
        places.append(bar(follower).value())
        assert places[0] == 0 and places[-1] == bar(follower).maximum()
        steps = [after - before for before, after in pairwise(places)]
        assert min(steps) >= 0, "it never goes back"
        settle()
        assert bar(leader).value() == bar(leader).maximum()


def test_a_short_pane_stays_where_it_is(bench: Workbench, qtbot: QtBot) -> None:
    first, second = opened(bench, qtbot, answer(30, 30, 30, 30, 30), "## Respiration\n\nShort.")
    bench.press("Space", "Space")
    assert bar(first).value() > 0 and bar(second).maximum() == 0


def test_four_panes_follow_the_one_that_is_scrolled(bench: Workbench, qtbot: QtBot) -> None:
    panes = opened(bench, qtbot, *(answer(n, 20, n, 20, n) for n in (10, 15, 20, 30)))
    bench.press("C", "Space")
    assert all(bar(pane).value() > 0 for pane in panes)
    bench.press("Y")
    before = [bar(pane).value() for pane in panes]
    bench.press("Space")
    assert [bar(pane).value() for pane in panes if pane is not panes[2]] == before[:2] + before[3:]


def test_interpolation() -> None:
    pairs = [(0.0, 0.0), (100.0, 10.0), (200.0, 110.0)]
    assert [interpolated(pairs, value) for value in (0, 50, 100, 150, 200)] == [0, 5, 10, 60, 110]
