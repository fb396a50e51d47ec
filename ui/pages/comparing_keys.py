"""What can be done to compare the responses of the open task: action id → function."""

from __future__ import annotations

from collections.abc import Callable

from hdclient.words import tr
from ui.pages.comparing import Marking
from ui.pages.task_view import TaskView


def comparing_handlers(view: TaskView) -> dict[str, Callable[[], None]]:
    """Marks, steps and the base, where there are two responses; lines side by side, where there is code."""
    comparing = view.stage.comparing
    found: dict[str, Callable[[], None]] = {"compare.aligned": lambda: _align(view)}
    if not comparing.can_compare():
        return found
    return found | {
        "compare.mark": lambda: _tell(view, comparing.cycle()),
        "compare.base": lambda: _set_base(view),
        "compare.next": lambda: _step(view, 1),
        "compare.previous": lambda: _step(view, -1),
    }


def _tell(view: TaskView, words: str) -> None:
    view.told.emit(words)
    view.looked.emit()


def _set_base(view: TaskView) -> None:
    pane, comparing = view.stage.current(), view.stage.comparing
    if pane is not None:
        comparing.set_base(pane.candidate_id)
        if comparing.mode() is Marking.OFF:
            comparing.set_mode(Marking.MARKED)
        _tell(view, tr("The others are compared with {letter}", letter=pane.letter))


def _align(view: TaskView) -> None:
    from ui.pages.aligned_sheet import open_aligned  # start-up

    pane = view.stage.current()
    if pane is not None:
        partner = view.stage.comparing.partner(pane.candidate_id)
        opened = open_aligned(view.window(), pane, partner if partner is not pane else None)
        if isinstance(opened, str):
            view.told.emit(opened)


def _step(view: TaskView, step: int) -> None:
    pane = view.stage.current()
    if pane is not None:
        _tell(view, view.stage.comparing.step(pane.candidate_id, step))
