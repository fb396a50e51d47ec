"""2,000 marks on words of one text: from the answer to the painted marks and list, and each turn while it is scrolled,
walked and worked on.

CPU time of this process. The text is of the manual of Python; marks are made of its words as a person makes them.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication

from hdclient.model.template import Layout, Question, Template
from tests.bench.compare import prose
from tests.bench.desks import workbench
from tests.bench.report import Result, at_most
from tests.helpers.workbench import Workbench, make_task
from ui import main as screens
from ui.pages.content_desk import TaskContent
from ui.questions.spans import SpansQuestion
from ui.shell.garbage import GarbageWatch

MARKS = 2_000
SIZE = 60_000
TYPES: Any = [{"id": f"t{number}", "label": f"Type {number}"} for number in range(6)]
STEPS = 60


def measure() -> list[Result]:
    """Opening, and the slowest turn of scrolling and of walking from mark to mark."""
    app = screens.application()
    with workbench() as bench:
        return _figures(app, bench)


def _figures(app: QApplication, bench: Workbench) -> list[Result]:
    asked = Question(id="marks", kind="spans", title="Mark the errors", options={"types": TYPES})
    template = Template(id="spans", version=1, title="Spans", layout=Layout.SINGLE, questions=(asked,))
    bench.lease(make_task("t1", template, [prose(0, SIZE)]))
    bench.open("t1")
    content = bench.view.stage.panes[0].content
    while not content.reading.is_loaded():
        app.processEvents()
    question = bench.view.questions["marks"]
    assert isinstance(question, SpansQuestion)
    desk = question._desk
    assert isinstance(desk, TaskContent)
    answer = {"marks": _marks(desk)}
    assert len(answer["marks"]) > 0.95 * MARKS
    opened = _cpu(lambda: _shown(app, question, answer))
    bar = content.reading.verticalScrollBar()
    turns = [_cpu(lambda at=at: _scrolled(app, bar, at)) for at in range(STEPS)]
    walk = question.handlers()["rank.previous"]
    walked = [_cpu(lambda: _walked(app, walk)) for _ in range(STEPS)]
    with _kept_from_garbage(app):
        typed = [_cpu(lambda at=at: _typed(app, question, at)) for at in range(STEPS)]
    return [
        at_most("2,000 marks are shown, CPU time", opened, "ms", 300),
        at_most("the slowest turn while they are scrolled, CPU time", max(turns), "ms", 50),
        at_most("from a mark to the one before, worst, CPU time", max(walked), "ms", 50),
        at_most("another type, a note, a mark removed, worst, CPU time", max(typed), "ms", 50),
    ]


def _marks(desk: TaskContent) -> list[dict[str, Any]]:
    part = desk.parts["candidate:t1-0"]
    made = []
    for number in range(MARKS):
        start = number * (SIZE - 100) // MARKS
        anchor = part.words(0, start, start + 24)
        if anchor is not None:
            made.append({"type": f"t{number % len(TYPES)}", "anchor": anchor.plain()})
    return made


def _shown(app: QApplication, question: SpansQuestion, answer: object) -> None:
    question.set_answer(answer)
    app.processEvents()


def _scrolled(app: QApplication, bar: Any, at: int) -> None:
    bar.setValue(bar.maximum() * at // STEPS)
    app.processEvents()


def _walked(app: QApplication, walk: Any) -> None:
    walk()
    app.processEvents()


def _typed(app: QApplication, question: SpansQuestion, at: int) -> None:
    """What a person does to the mark at hand, until it is saved and painted."""
    if at % 3 == 0:
        question.handlers()[f"digit.{at % len(TYPES) + 1}"]()
    elif at % 3 == 1:
        question.editor.changed.emit({"note": f"It is wrong, {at}."})
    else:
        question.handlers()["mark.remove"]()
    app.processEvents()


@contextmanager
def _kept_from_garbage(app: QApplication) -> Iterator[None]:
    """As in the program, nobody looks for garbage while a person works: the collector of Python by itself takes 30 ms
    in every sixth of these turns, which are of no interest here."""
    watch = GarbageWatch(app, lambda: False)
    try:
        yield
    finally:
        watch.deleteLater()
        gc.unfreeze()
        gc.enable()


def _cpu(act: Any) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000
