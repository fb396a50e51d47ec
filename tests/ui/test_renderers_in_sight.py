"""The block at a height is found without asking all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from hdclient.content.tree import Paragraph, Run, Table
from tests.helpers.qt import show
from ui.renderers import ReadingView, render_blocks
from ui.renderers.in_sight import block_above
from ui.renderers.playback import SLICE_COST, Playback
from ui.renderers.player import Player


def view_of(qtbot: QtBot, count: int) -> ReadingView:
    cells = tuple(((Run(f"r{number}"),), (Run("x"),)) for number in range(20))
    blocks = [Paragraph((Run(f"paragraph {number}"),)) for number in range(count)]
    blocks.insert(count // 2, Table(("", ""), ((Run("a"),), (Run("b"),)), cells))  # type: ignore[arg-type]
    view = render_blocks(tuple(blocks), name="A")
    qtbot.addWidget(view)
    view.resize(500, 300)
    show(view)
    qtbot.waitUntil(view.is_loaded)
    return view


@pytest.mark.parametrize("count", [1, 2, 3, 200])
def test_it_is_the_last_one_that_begins_above(qtbot: QtBot, count: int) -> None:
    document = view_of(qtbot, count).document()
    layout = document.documentLayout()
    block = document.begin()
    while block.isValid():
        top = layout.blockBoundingRect(block).top()
        found = block_above(document, top + 0.5)
        assert layout.blockBoundingRect(found).top() <= top + 0.5
        after = found.next()
        beside = found.text().startswith("r") or found.text() in "abx"
        assert beside or not after.isValid() or layout.blockBoundingRect(after).top() > top
        block = block.next()
    assert block_above(document, -50.0) == document.begin()


def test_a_slice_is_over_when_much_is_to_be_laid_out(qtbot: QtBot) -> None:
    """What is written in a moment may take long to lay out: emoji, and chips of hidden characters."""
    view = view_of(qtbot, 3)
    document = view.played()
    assert document is not None
    playback = Playback(view)
    costs: list[int] = []

    def play(player: Player) -> Iterator[None]:
        for step in player.steps([Paragraph((Run("👩\u200d👧 " * 20_000),))]):
            costs.append(document.cost)
            yield step

    playback.start(document, play)
    slices = 0
    while not playback.run(0):
        slices += 1
    assert costs[-1] > 300_000
    assert slices >= costs[-1] // (SLICE_COST + 20_000)
