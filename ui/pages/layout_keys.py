"""How the responses of the open task stand: action id → function. What is chosen is remembered by `Bench`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hdclient.words import tr
from ui.pages.arrangement import WORDS, Arrangement, unmet
from ui.pages.task_view import TaskView

_ORDER = tuple(Arrangement)


def layout_handlers(view: TaskView) -> dict[str, Callable[[], None]]:
    """Another arrangement, one response that stays, another width; where there are several responses."""
    stage = view.stage
    if len(stage.panes) < 2:
        return {}
    found: dict[str, Callable[[], None]] = {
        f"layout.{one.value}": partial(arrange, view, one) for one in Arrangement
    }
    found["layout.next"] = lambda: arrange(view, _after(stage.arrangement()))
    for number, pane in enumerate(stage.panes, 1):
        found[f"solo.{number}"] = partial(_show_alone, view, pane.candidate_id)
    if len(stage.at_home()) > 2:
        found["pane.pin"] = lambda: _pin(view)
    if len(stage.in_sight()) > 1:
        found["pane.wider"] = lambda: _widen(view, 1)
        found["pane.narrower"] = lambda: _widen(view, -1)
    if stage.flips():
        found["pane.flip"] = stage.flip
    if stage.is_solo():
        found["leave"] = lambda: _end_solo(view)
    return found


def arrange(view: TaskView, wanted: Arrangement) -> None:
    """Another arrangement, and the sentence that says so."""
    stage = view.stage
    stage.set_arrangement(wanted)
    no_room = wanted in (Arrangement.COLUMNS, Arrangement.ROWS) and stage.one_at_a_time()
    view.told.emit(unmet(wanted) if no_room else WORDS[wanted])
    view.looked.emit()


def _after(now: Arrangement) -> Arrangement:
    return _ORDER[(_ORDER.index(now) + 1) % len(_ORDER)]


def _show_alone(view: TaskView, candidate_id: str) -> None:
    """The same key again shows all. Where one is shown at a time anyway, the key only turns to it."""
    stage = view.stage
    current = stage.current()
    again = stage.is_solo() and current is not None and current.candidate_id == candidate_id
    alone = stage.is_solo() or not stage.one_at_a_time()
    stage.turn_to(candidate_id, focus=True)
    if alone:
        stage.set_solo(not again)
    view.looked.emit()


def _end_solo(view: TaskView) -> None:
    view.stage.set_solo(False)
    view.looked.emit()


def _pin(view: TaskView) -> None:
    stage = view.stage
    pane = stage.current()
    letter = pane.letter if pane is not None else ""
    stays = stage.pin()
    view.told.emit(
        tr("Response {letter} stays in sight", letter=letter)
        if stays
        else tr("No response stays in sight any more")
    )
    view.looked.emit()


def _widen(view: TaskView, step: int) -> None:
    if not view.stage.widen(step):
        view.told.emit(tr("This response has no neighbour to take room from"))
