"""Long content is played and laid out in slices: no single turn does the work of all of them."""

from __future__ import annotations

from itertools import pairwise

from pytestqt.qtbot import QtBot

from hdclient.content.prepared import as_written, prepare
from hdclient.model.content import ContentBlock
from tests.bench.texts import markdown
from tests.helpers.qt import show
from ui.renderers import RENDERERS
from ui.renderers.playback import SLICE_COST
from ui.renderers.reading_view import ReadingView
from ui.renderers.shown_text import LONGEST_BLOCK
from ui.renderers.writer import PART

LONG = prepare(ContentBlock(kind="markdown", text=markdown(1, 200_000))).blocks


def make_view(qtbot: QtBot) -> ReadingView:
    view = ReadingView("Response A")
    qtbot.addWidget(view)
    view.resize(700, 500)
    return view


def test_a_hidden_view_is_played_and_laid_out_in_slices(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    steps = view.load_content(lambda player: RENDERERS["markdown"].play(player, LONG))
    next(steps)
    document = view.played()
    assert document is not None
    heights = [document.size().height()]
    document.documentLayout().documentSizeChanged.connect(lambda size: heights.append(size.height()))
    costs, written = [document.cost], [document.characterCount()]
    for _ in steps:
        costs.append(document.cost)
        written.append(document.characterCount())
    assert view.is_loaded() and document.cost > 150_000
    most = SLICE_COST + PART + LONGEST_BLOCK
    assert max(after - before for before, after in pairwise(costs)) <= most, "one step does the work of many"
    assert max(after - before for before, after in pairwise(written)) <= most
    grown = len(set(heights))
    assert grown > 20, "what is written is laid out at once, not all of it in the end"
    assert round(heights[-1]) == view.content_height() > 10_000 and len(set(heights)) == grown


def test_a_long_text_that_is_shown_as_it_was_written_comes_in_slices_too(qtbot: QtBot) -> None:
    text = "\n".join(f"line {number} of a very long text" for number in range(8_000))
    view = make_view(qtbot)
    written = as_written(ContentBlock(kind="markdown", text=text), "Too long.").blocks
    steps = view.load_content(lambda player: RENDERERS["markdown"].play(player, written))
    assert sum(1 for _ in steps) > 20
    assert view.toPlainText().endswith(text)


def test_it_stands_at_its_top_when_it_is_whole(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    for _ in view.load_content(lambda player: RENDERERS["markdown"].play(player, LONG)):
        pass
    assert view.place() == (0, 0) and view.textCursor().position() == 0
    shown = make_view(qtbot)
    show(shown)
    shown.show_content(lambda player: RENDERERS["markdown"].play(player, LONG))
    qtbot.waitUntil(lambda: shown.verticalScrollBar().maximum() > 0)
    assert not shown.is_loaded(), "it can be read before all of it is there"
    qtbot.waitUntil(shown.is_loaded)
    assert shown.verticalScrollBar().value() == 0 and shown.textCursor().position() == 0
    assert shown.toPlainText() == view.toPlainText()


def test_who_reads_on_while_it_is_played_stays_where_they_are(qtbot: QtBot) -> None:
    view = make_view(qtbot)
    show(view)
    view.show_content(lambda player: RENDERERS["markdown"].play(player, LONG))
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    view.page(1)
    place = view.verticalScrollBar().value()
    assert place > 0 and not view.is_loaded()
    qtbot.waitUntil(view.is_loaded)
    assert view.verticalScrollBar().value() == place
