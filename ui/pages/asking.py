"""The widgets of a task's questions, and where each has its place: below what is judged, or beside it."""

from __future__ import annotations

from collections.abc import Generator

from hdclient.model.task import Assignment
from hdclient.model.template import Layout, Question
from ui.questions import QUESTION_WIDGETS, Lineup, QuestionWidget
from ui.questions.text import TextQuestion

_FLAT_OPTIONS = 14

Made = tuple[list[QuestionWidget], list[QuestionWidget], TextQuestion | None]


def belongs_beside(question: Question, layout: Layout) -> bool:
    """Whether a question needs a column of its own; others lie in the strip below the content."""
    if layout is Layout.SINGLE or QUESTION_WIDGETS[question.kind].wants_room:
        return True
    options = question.options.get("options")
    return question.kind == "choice" and isinstance(options, list) and len(options) > _FLAT_OPTIONS


def make_questions(
    assignment: Assignment, lineup: Lineup, made: dict[str, QuestionWidget]
) -> Generator[None, None, Made]:
    """Questions below, questions beside, and the reason that stands in the footer; one in each step, into `made`."""
    below: list[QuestionWidget] = []
    beside: list[QuestionWidget] = []
    reason: TextQuestion | None = None
    template = assignment.task.template
    layout = template.layout if len(lineup.shown) != 1 else Layout.SINGLE
    for question in template.questions:
        upright = belongs_beside(question, layout)
        widget = QUESTION_WIDGETS[question.kind](question, lineup, upright=upright)
        widget.set_required(question.id in assignment.required)
        made[question.id] = widget
        if isinstance(widget, TextQuestion) and not upright and reason is None:
            reason = widget
            widget.make_compact(required=question.id in assignment.required)
        else:
            (beside if upright else below).append(widget)
        yield
    return below, beside, reason
