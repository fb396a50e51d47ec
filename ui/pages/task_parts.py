"""What a task's view is made of: its order, its letters, its stage, and what its parts tell."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from hdclient.content.tree import Code, Table
from hdclient.model.content import ContentBlock
from hdclient.model.task import Assignment, Task
from hdclient.session.progress import shown_order
from ui.pages.arrangement import hinted
from ui.pages.panes import ResponsePane
from ui.pages.stage import Stage
from ui.pages.whole_asked import show_whole
from ui.questions import Lineup, QuestionWidget
from ui.questions.text import WrittenQuestion
from ui.renderers.content_view import ContentSources
from ui.renderers.large import Again

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
    slots = (block for slot in task.slots for block in slot.content)
    return (*task.prompt, *task.system_prompt, *slots, *responses)


def make_stage(task: Task, lineup: Lineup, sources: ContentSources, parent: QWidget) -> Stage:
    """As the template wants; left to the program side by side, or one at a time where responses are ranked or many."""
    candidates = [task.candidate(one) for one in lineup.shown]
    letters = ["" if len(candidates) == 1 else lineup.letter(one) for one in lineup.shown]
    ranked = any(question.kind == "ranking" for question in task.template.questions)
    apart, first = ranked or len(candidates) > MOST_PANES, hinted(task.template)
    made = Stage(candidates, letters, sources, parent, apart=apart, first=first)
    if not candidates:
        made.hide()  # the prompt has its room
    return made


def keep_about(question: QuestionWidget, pane: ResponsePane) -> None:
    """The count beside a response stands beside its row too, also when it comes later."""

    def tell() -> None:
        question.set_about(pane.candidate_id, pane.measure())

    tell()
    pane.content.measured.connect(tell)


def connect_parts(view: Any) -> None:
    """What is told of what is read, passed on by the view."""
    prompt, panes = view.prompt, view.stage.panes

    def show_large(large: object) -> None:
        assert isinstance(large, Table | Code | Again)
        show_whole(view, large, view.find.asked() if view.find is not None else None)

    for pane in panes:
        pane.content.scrolled.connect(view.looked)
        pane.copied.connect(view.told)
    for facts in (*prompt.facts, *(pane.facts for pane in panes)):
        facts.hidden_asked.connect(view.set_reveals)
    for content in (*prompt.all_views(), *(pane.content for pane in panes)):
        content.link_asked.connect(view.link_asked)
        content.picture_asked.connect(view.picture_asked)
        content.reading.whole_asked.connect(show_large)
    prompt.scrolled.connect(view.looked)
    prompt.folded.connect(lambda _: view.looked.emit())


def connect_question(view: Any, question_id: str, widget: QuestionWidget) -> None:
    """What a question tells, but for its answer."""
    widget.edit_finished.connect(lambda: view.edit_finished.emit(question_id))
    widget.candidate_asked.connect(view.stage.turn_to)
    if widget.names_responses:
        for pane in view.stage.panes:
            keep_about(widget, pane)
    if isinstance(widget, WrittenQuestion):
        widget.field.installEventFilter(view)


def link_said(view: Any, address: str, words: str) -> None:
    """What people said may lead inside; the content of a task never does."""
    from hdclient.content.deep_links import is_inside  # start-up

    if is_inside(address):
        view.inside_asked.emit(address)
    else:
        view.link_asked.emit(address, words)
