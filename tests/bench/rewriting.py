"""Writing in a text of 20 kB that is compared with the response it was begun with: each key, and until it is counted.

By key events in the real window on a real store. Processor time of the thread of the screens, but for the wait for the
differences, which another thread looks for: that one is told, and depends on what else the computer does.
"""

from __future__ import annotations

import time

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hdclient.model.template import Layout, Question, Template
from tests.bench.compare import prose
from tests.bench.desks import workbench
from tests.bench.report import Result, at_most, percentile, shown
from tests.bench.turn import quiet_garbage, turn_ms
from tests.helpers.workbench import Workbench, make_task
from ui import main as screens
from ui.questions.rewrite import RewriteQuestion

SIZE = 20_000
KEYS, WORDS = 120, "and the rest of it "
AFTER = 20
"""So many keys, then a pause in which the differences come."""
TEMPLATE = Template(
    id="rewrite",
    version=1,
    title="Rewrite",
    layout=Layout.SINGLE,
    questions=(Question(id="new", kind="rewrite", title="Write it anew"),),
)


def measure() -> list[Result]:
    """All figures of writing."""
    screens.application()
    with workbench() as bench, quiet_garbage():
        return _figures(bench)


def _figures(bench: Workbench) -> list[Result]:
    bench.lease(make_task("t1", TEMPLATE, [prose(0, SIZE)]))
    bench.open("t1")
    question = bench.view.questions["new"]
    assert isinstance(question, RewriteQuestion)
    begun = turn_ms(lambda: bench.press("F4"))
    assert len(question.field.toPlainText()) >= SIZE
    _until_counted(question)
    cursor = question.field.textCursor()
    cursor.setPosition(SIZE // 2)
    question.field.setTextCursor(cursor)
    keys, waits, told = [], [], []
    for number in range(KEYS):
        letter = WORDS[number % len(WORDS)]
        keys.append(turn_ms(lambda letter=letter: QTest.keyClicks(question.field, letter)))
        if number % AFTER == AFTER - 1:
            wait, turn = _until_counted(question)
            waits.append(wait)
            told.append(turn)
    bench.press("Esc")
    looked = [turn_ms(lambda: bench.press("F2")) for _ in range(6)]
    question.field.moveCursor(QTextCursor.MoveOperation.Start)
    return [
        at_most("20 kB put into a rewrite, CPU time", begun, "ms", 50),
        at_most("a key in a rewrite of 20 kB, slowest turn, CPU time", max(keys), "ms", 50),
        shown("a key in a rewrite of 20 kB p50, CPU time", percentile(keys, 50), "ms"),
        at_most("a turn while its differences come, slowest, CPU time", max(told), "ms", 50),
        shown("from the last key to its differences p50, with the pause before", percentile(waits, 50), "ms"),
        at_most("writing, preview, differences in turn, slowest, CPU time", max(looked), "ms", 50),
    ]


def _until_counted(question: RewriteQuestion) -> tuple[float, float]:
    """(milliseconds until the differences are told, the slowest turn meanwhile)."""
    begun, slowest = time.perf_counter(), 0.0
    while not question.change_words():
        if time.perf_counter() - begun > 60:
            raise RuntimeError("the differences did not come")
        slowest = max(slowest, turn_ms(QApplication.processEvents))
        QTest.qSleep(1)
    return (time.perf_counter() - begun) * 1000, slowest
