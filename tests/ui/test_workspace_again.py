"""A block that was too much for the worker: it is shown as it was written, says so, and can be tried again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content.contents import Contents
from hdclient.content.markdown import TOO_SLOW
from hdclient.content.workshop import TOO_MUCH
from hdclient.model.content import ContentBlock
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.renderers.content_view import TRY_AGAIN, ContentView

ROUGH = [sys.executable, "-m", "tests.helpers.rough_worker"]


@pytest.fixture
def contents() -> Iterator[Contents]:
    made = Contents("e/1", worker=True, command=ROUGH)
    yield made
    made.stop()


@pytest.fixture
def bench(tmp_path: Path, qapp: QApplication, contents: Contents) -> Iterator[Workbench]:
    made = Workbench(tmp_path, contents=contents)
    yield made
    made.close()


def opened(bench: Workbench, qtbot: QtBot, text: str) -> ContentView:
    answers = [ContentBlock(kind="text", text=one) for one in (text, "the other answer")]
    bench.lease(make_task("t1", COMPARE, answers))
    content = bench.open("t1", QSize(1024, 640)).stage.panes[0].content
    qtbot.waitUntil(lambda: TRY_AGAIN in content.reading.toPlainText())
    return content


def test_another_try_is_a_link_beside_the_note(
    bench: Workbench, contents: Contents, qtbot: QtBot, tmp_path: Path
) -> None:
    contents.start()
    text = f"TWICE {tmp_path / 'died'}"
    content = opened(bench, qtbot, text)
    assert content.reading.toPlainText() == f"Note by hdclient: {TOO_MUCH} {TRY_AGAIN}\n{text}"
    content.reading.setFocus()
    assert content.has_more()
    content.open_more()
    assert content.is_awaited(), "what was given up is not shown while it is tried"
    qtbot.waitUntil(lambda: content.reading.toPlainText() == text)
    assert not content.has_more()


def test_what_fails_again_says_so_again(bench: Workbench, contents: Contents, qtbot: QtBot) -> None:
    contents.start()
    content = opened(bench, qtbot, "CRASH here")
    before = content.reading.played()
    content.open_more()
    qtbot.waitUntil(
        lambda: content.reading.played() is not before and TRY_AGAIN in content.reading.toPlainText(),
        timeout=60_000,
    )
    assert content.reading.toPlainText().endswith("CRASH here")


def test_a_text_whose_own_time_ran_out_is_tried_again_with_more_even_when_it_was_kept(
    bench: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    contents.start()
    opened(bench, qtbot, "HURRY 2.5")
    contents.stop()
    after = Contents("e/1", bench.store.prepared, worker=True, command=ROUGH)
    after.start()
    block = ContentBlock(kind="text", text="HURRY 2.5")
    after.want([block])
    qtbot.waitUntil(lambda: after.of(block) is not None)
    assert after.may_be_tried_again(block), "the kept tree says so itself"
    after.try_again(block)
    assert after.of(block) is None
    qtbot.waitUntil(lambda: after.of(block) is not None)
    assert not after.may_be_tried_again(block)
    after.stop()


def test_the_link_stands_beside_the_note_of_a_text_whose_own_time_ran_out(
    bench: Workbench, contents: Contents, qtbot: QtBot
) -> None:
    contents.start()
    content = opened(bench, qtbot, "HURRY 2.5")
    assert content.reading.toPlainText() == f"Note by hdclient: {TOO_SLOW} {TRY_AGAIN}\nHURRY 2.5"
    content.open_more()
    qtbot.waitUntil(lambda: content.reading.toPlainText() == "HURRY 2.5")


def test_what_was_given_up_is_tried_anew_by_the_next_start(
    bench: Workbench, contents: Contents, qtbot: QtBot, tmp_path: Path
) -> None:
    contents.start()
    text = f"TWICE {tmp_path / 'died'}"
    opened(bench, qtbot, text)
    contents.stop()
    after = Contents("e/1", bench.store.prepared, worker=True, command=ROUGH)
    block = ContentBlock(kind="text", text=text)
    assert after.of(block) is None, "it was never kept"
    after.want([block])
    after.start()
    qtbot.waitUntil(lambda: after.of(block) is not None)
    assert not after.may_be_tried_again(block)
    after.stop()
