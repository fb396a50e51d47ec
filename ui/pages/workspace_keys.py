"""What can be done in the workspace right now: action id → function. Keys, palette and `?` sheet all come here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from hdclient.words import tr
from ui.pages.asked import show_versions
from ui.pages.comparing_keys import comparing_handlers
from ui.pages.find_keys import find_handlers
from ui.pages.layout_keys import layout_handlers
from ui.pages.open_task import OpenTask
from ui.pages.task_view import TaskView
from ui.questions.text import TextQuestion
from ui.renderers.content_view import ContentView

if TYPE_CHECKING:
    from hdclient.session.desk import Desk

Handlers = dict[str, Callable[[], None]]
_LINES = 3


def task_handlers(task: OpenTask, desk: Desk) -> Handlers:
    """Reading, answering and ending; while a reason is being chosen, its keys come first."""
    view = task.view
    found = _reading(view)
    if view.footer.is_choosing():
        found |= view.footer.chooser.handlers()
        return {**found, "submit": task.submit} if view.footer.chooser.is_noting() else found
    found |= {"versions": partial(show_versions, task, desk), **_questions(view)}
    for more in task.more_handlers:
        found |= more()
    if task.can_change():
        found |= {
            "submit": task.submit,
            "skip": task.choose_skip,
            "decline": task.decline,
            "flag": task.choose_flag,
            "undo": task.undo,
            "redo": task.redo,
        }
    return found


def task_offers(task: OpenTask) -> frozenset[str]:
    """What can ever be done in this task, whatever question is at hand: what its `?` sheet lists."""
    view = task.view
    found = {
        *_reading(view),
        *_questions(view),
        "tear.off",
        "tear.back",
        "leave",
        "pause",
        "print",
        "versions",
        "code.numbers",
        "code.wrap",
    }
    found |= {"clock.show", "clock.open"}
    for question in view.questions.values():
        found |= question.handlers().keys()
    if view.covering is not None:
        found |= {"reveal", "reveal.text", "pictures.grey"}
    if any(content.has_more() for content in view.contents()):
        found.add("open.content")
    if len(view.stage.panes) > 1:
        found |= {"pane.flip", "pane.wider", "pane.narrower"}
    if view.reason is not None or any(isinstance(one, TextQuestion) for one in view.questions.values()):
        found.add("reason")
    if task.can_change():
        found |= {"submit", "skip", "decline", "flag", "undo", "redo", "time.more"}
    if task.session.task.suggestions and task.more_handlers:
        found |= {"suggestion", "suggestion.take"}
    return frozenset(found)


def _reading(view: TaskView) -> Handlers:
    stage = view.stage
    found: Handlers = {
        "page.down": lambda: _page(view, 1),
        "page.up": lambda: _page(view, -1),
        "line.down": lambda: _scroll(view, _LINES),
        "line.up": lambda: _scroll(view, -_LINES),
        "raw": lambda: view.set_raw(not view.is_raw()),
        "copy.source": lambda: _copy_source(view),
        "hidden": lambda: view.set_reveals(not view.prompt.view.reveals()),
    }
    content = content_at_hand(view)
    if content is not None and content.has_more():
        found["open.content"] = content.open_more
    found["outline"] = lambda: _outline(view)
    found["outline.next"] = lambda: _to_landmark(view, 1)
    found["outline.previous"] = lambda: _to_landmark(view, -1)
    if not view.prompt.isHidden():
        found["prompt.peek"] = lambda: view.prompt.set_folded(not view.prompt.is_folded())
    for letter, pane in zip("abcdefghi", stage.panes, strict=False):
        found[f"pane.{letter}"] = _turner(view, pane.candidate_id)
    found |= comparing_handlers(view)
    found |= layout_handlers(view) | find_handlers(view)
    if len(stage.panes) > 1 and (not stage.reads_apart or stage.several_in_sight()):
        found["scroll.sync"] = lambda: _toggle_together(view)
    if stage.reads_apart:
        found["rank.previous"] = lambda: _neighbour(view, -1)
        found["rank.next"] = lambda: _neighbour(view, 1)
    if len(stage.panes) > 1:
        found["pane.previous"] = found.get("rank.previous", lambda: _neighbour(view, -1))
        found["pane.next"] = found.get("rank.next", lambda: _neighbour(view, 1))
    return found


def _questions(view: TaskView) -> Handlers:
    found: Handlers = {
        "question.next": lambda: view.step_question(1),
        "question.previous": lambda: view.step_question(-1),
    }
    current = view.current_question()
    if current is not None:
        found |= current.handlers()
    text = _text_question(view)
    if text is not None and not text.is_read_only():
        found["reason"] = text.focus_first
    return found


def _text_question(view: TaskView) -> TextQuestion | None:
    """Where N writes: the text at hand, else the reason, else the first text."""
    current = view.current_question()
    if isinstance(current, TextQuestion):
        return current
    texts = [widget for widget in view.questions.values() if isinstance(widget, TextQuestion)]
    return view.reason or (texts[0] if texts else None)


def _turner(view: TaskView, candidate_id: str) -> Callable[[], None]:
    return lambda: view.stage.turn_to(candidate_id, focus=True)


def _toggle_together(view: TaskView) -> None:
    stage = view.stage
    stage.set_together(not stage.scrolls_together())
    view.told.emit(
        tr("The responses scroll together")
        if stage.scrolls_together()
        else tr("The responses scroll on their own")
    )
    view.looked.emit()


def _neighbour(view: TaskView, step: int) -> None:
    panes = view.stage.panes
    current = view.stage.current()
    at = panes.index(current) + step if current is not None else 0
    if 0 <= at < len(panes):
        view.stage.turn_to(panes[at].candidate_id)


def _copy_source(view: TaskView) -> None:
    """Of what has the keyboard."""
    content = content_at_hand(view)
    if content is not None:
        whole = not content.reader().textCursor().hasSelection()
        content.copy_selected_source()
        name = content.accessibleName()
        all_of = tr("All of {name} was copied as Markdown", name=name)
        view.told.emit(all_of if whole else tr("What is selected was copied as Markdown"))


def content_at_hand(view: TaskView) -> ContentView | None:
    """What has the keyboard: the prompt, or the response at hand."""
    focused = QApplication.focusWidget()
    for prompt in view.prompt.views():
        if focused is not None and prompt.isAncestorOf(focused):
            return prompt
    pane = view.stage.current()
    return pane.content if pane is not None else None


def _page(view: TaskView, step: int) -> None:
    """Pages what has the keyboard."""
    content = content_at_hand(view)
    if content is not None:
        content.reader().page(step)


def _scroll(view: TaskView, lines: int) -> None:
    """Some lines of what has the keyboard."""
    content = content_at_hand(view)
    if content is not None:
        reader = content.reader()
        bar = reader.verticalScrollBar()
        bar.setValue(bar.value() + lines * reader.fontMetrics().lineSpacing())


def _outline(view: TaskView) -> None:
    from ui.pages.outline_sheet import open_outline  # start-up

    open_outline(view, content_at_hand(view))


def _to_landmark(view: TaskView, step: int) -> None:
    """The next heading, code or table of what has the keyboard, at the top."""
    from ui.renderers.landmarks import go_to, next_place  # start-up

    content = content_at_hand(view)
    place = next_place(content, step) if content is not None else None
    if content is None or place is None or not go_to(content, place):
        view.told.emit(
            tr("There is nothing further below") if step > 0 else tr("There is nothing further above")
        )
        return
    view.told.emit(place.words())
