"""A rubric tree of 2,551 nodes: how long it takes to be on the screen, to scroll, to be graded and to be filtered.

CPU time of this process, which is all the work there is: nothing of a question is done in another one. The tree has the
shape of PaperBench's largest one (nine deep, 1,963 leaves); the real one is taken where it is here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication

from hdclient.model.template import Question
from hdclient.questions.rubric_tree import RUBRIC_TREE
from tests.bench.report import Result, at_most
from tests.helpers.real import DATA
from ui import main, theme
from ui.questions import QUESTION_WIDGETS, Lineup
from ui.questions.grade_view import GradingQuestion

NODES = 2_551
REPEATS, SCROLLS, GRADES = 7, 300, 100


def measure() -> list[Result]:
    """Opens it `REPEATS` times; then works in the last one."""
    app = main.application()
    theme.apply(app, theme.Look(choice="light"))
    question = Question(id="q", kind="rubric_tree", title="Is it reproduced?", options={"tree": _tree()})
    opened = []
    for _ in range(REPEATS):
        begin = time.process_time()
        widget = _open(app, question)
        opened.append((time.process_time() - begin) * 1000)
    bar = widget.tree.verticalScrollBar()
    step = max(1, bar.maximum() // SCROLLS)
    scrolled = [_turn(app, lambda at=at: bar.setValue(at)) for at in range(0, bar.maximum(), step)]
    graded = [_turn(app, widget.handlers()[f"digit.{number % 2}"]) for number in range(GRADES)]
    filtered = [_turn(app, widget.handlers()["grade.open"]) for _ in range(2)]
    checked = _turn(app, lambda: RUBRIC_TREE.check(question, widget.answer(), ()))  # type: ignore[arg-type]
    widget.close()
    return [
        at_most(f"rubric tree of {NODES} nodes opens, worst of {REPEATS}", max(opened), "ms", 300),
        at_most("a turn while it scrolls, worst", max(scrolled), "ms", 50),
        at_most("a grade, until it is painted, worst", max(graded), "ms", 50),
        at_most("only what has no grade, and all again, worst", max(filtered), "ms", 300),
        at_most("checking its answer", checked, "ms", 50),
    ]


def _open(app: QApplication, question: Question) -> GradingQuestion:
    widget = QUESTION_WIDGETS[question.kind](question, Lineup(), upright=True)
    assert isinstance(widget, GradingQuestion)
    widget.resize(400, 800)
    widget.show()
    app.processEvents()
    return widget


def _turn(app: QApplication, act: Callable[[], Any]) -> float:
    begin = time.process_time()
    act()
    app.processEvents()
    return (time.process_time() - begin) * 1000


def _tree() -> dict[str, Any]:
    path = DATA / "paperbench_rubrics" / "pinn.rubric.json"
    if path.exists():
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found
    nodes = [
        {
            "id": str(number),
            "text": "It has been reproduced as the paper says. " * 5,
            "weight": 1 + number % 3,
        }
        for number in range(NODES)
    ]
    for number, node in enumerate(nodes[1:], 1):
        nodes[(number - 1) // 4].setdefault("children", []).append(node)  # type: ignore[attr-defined]
    return nodes[0]
