"""What a task's view is made of, before there is one: its order, its letters, its stage."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hdclient.model.content import ContentBlock
from hdclient.model.task import Assignment, Task
from hdclient.session.sealing import shown_order
from ui.pages.panes import ResponsePane
from ui.pages.stage import Stage
from ui.questions import Lineup, QuestionWidget
from ui.renderers.content_view import ContentSources

MOST_PANES = 4


def lineup_of(assignment: Assignment) -> Lineup:
    """The candidates in the order that the platform decided, with their letters."""
    shown = shown_order(assignment.task, assignment.lease)
    letters = {one: chr(ord("A") + number) for number, one in enumerate(shown)}
    return Lineup(shown, letters, tuple(candidate.id for candidate in assignment.task.candidates))


def blocks_of(assignment: Assignment) -> tuple[ContentBlock, ...]:
    """All content blocks of a task, the prompt's first."""
    task = assignment.task
    responses = (block for candidate in task.candidates for block in candidate.content)
    return (*task.prompt, *task.system_prompt, *responses)


def make_stage(task: Task, lineup: Lineup, sources: ContentSources, parent: QWidget) -> Stage:
    """Left to the program: side by side, or one at a time where responses are ranked or many."""
    candidates = [task.candidate(one) for one in lineup.shown]
    letters = ["" if len(candidates) == 1 else lineup.letter(one) for one in lineup.shown]
    ranked = any(question.kind == "ranking" for question in task.template.questions)
    return Stage(candidates, letters, sources, parent, apart=ranked or len(candidates) > MOST_PANES)


def keep_about(question: QuestionWidget, pane: ResponsePane) -> None:
    """The count beside a response stands beside its row too, also when it comes later."""

    def tell() -> None:
        question.set_about(pane.candidate_id, pane.measure())

    tell()
    pane.content.measured.connect(tell)
