"""What a person looked at in a task, as plain facts that are saved with the draft, and back again.

Places in a text are kept as character and offset, so that they are right at another width too.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hdclient.model.base import JsonValue
from ui.pages.comparing import Marking
from ui.pages.task_view import TaskView
from ui.questions.text import WrittenQuestion
from ui.renderers.content_view import ContentView

_MARKINGS = {marking.value: marking for marking in Marking}


def capture(view: TaskView) -> dict[str, JsonValue]:
    """All facts; those that are as at the beginning are None, which forgets them."""
    stage, prompt = view.stage, view.prompt
    pane = stage.current()
    question = view.current_question()
    places = {pane.candidate_id: _place(pane.content) for pane in stage.panes}
    states = {name: widget.view_state() for name, widget in view.questions.made()}
    return {
        "focus": _focus(view),
        "question": question.question.id if question is not None else None,
        "pane": pane.candidate_id if pane is not None else None,
        "places": {name: place for name, place in places.items() if place is not None} or None,
        "prompt": _place(prompt.view),
        "folded": prompt.is_folded() or None,
        "system": prompt.shows_system() or None,
        "raw": view.is_raw() or None,
        "hidden": view.prompt.view.reveals() or None,
        "solo": stage.is_solo() or None,
        "together": stage.scrolls_together() or None,
        "marks": stage.comparing.mode().value if stage.comparing.mode() is not Marking.OFF else None,
        "base": stage.comparing.base() if stage.comparing.mode() is not Marking.OFF else None,
        "states": {name: state for name, state in states.items() if state} or None,  # type: ignore[dict-item]
    }


def _place(content: ContentView) -> JsonValue:
    position, offset = content.reading.place()
    return [position, offset] if position or offset else None


def _focus(view: TaskView) -> JsonValue:
    """["pane"], ["question"] or ["text", question id, position of the cursor]."""
    focused = QApplication.focusWidget()
    if focused is None or not view.isAncestorOf(focused):
        return None
    for name, widget in view.questions.made():
        if isinstance(widget, WrittenQuestion) and widget.field is focused:
            return ["text", name, widget.field.textCursor().position()]
        if widget.isAncestorOf(focused):
            return ["question"]
    return ["pane"]


def restore(view: TaskView, facts: Mapping[str, JsonValue]) -> None:
    """Puts the view back; facts of another kind than expected are passed over. Leaves the focus alone."""
    stage, prompt = view.stage, view.prompt
    states = facts.get("states")
    for name, state in states.items() if isinstance(states, dict) else ():
        if name in view.questions:
            view.questions[name].set_view_state(state)
    if facts.get("raw"):
        view.set_raw(True)
    if facts.get("hidden"):
        view.set_reveals(True)
    if facts.get("system"):
        prompt.show_system(True)
    if facts.get("folded"):
        prompt.set_folded(True)
    if isinstance(facts.get("pane"), str):
        stage.turn_to(str(facts["pane"]))
    stage.set_solo(bool(facts.get("solo")))
    if isinstance(facts.get("question"), str):
        view.ask(str(facts["question"]))
    places = facts.get("places")
    for name, place in places.items() if isinstance(places, dict) else ():
        pane = stage.pane_of(name)
        if pane is not None:
            _go(pane.content, place)
    _go(prompt.view, facts.get("prompt"))
    if facts.get("together"):
        stage.set_together(True)
    stage.comparing.set_base(str(facts.get("base")))
    stage.comparing.set_mode(_MARKINGS.get(str(facts.get("marks")), Marking.OFF))


def _go(content: ContentView, place: JsonValue) -> None:
    if isinstance(place, list) and len(place) == 2 and all(isinstance(one, int) for one in place):
        content.reading.go_to((int(place[0]), int(place[1])))  # type: ignore[arg-type]


def restore_focus(view: TaskView, facts: Mapping[str, JsonValue]) -> None:
    """Puts the keyboard where it was; without a fact, where reading begins."""
    focus = facts.get("focus")
    kind = focus[0] if isinstance(focus, list) and focus else ""
    if kind == "text" and isinstance(focus, list) and len(focus) == 3:
        widget = view.questions.get(str(focus[1]))
        if isinstance(widget, WrittenQuestion) and isinstance(focus[2], int):
            cursor = widget.field.textCursor()
            cursor.setPosition(max(0, min(focus[2], widget.field.document().characterCount() - 1)))
            widget.field.setTextCursor(cursor)
            widget.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
    question = view.current_question()
    if kind == "question" and question is not None and not isinstance(question, WrittenQuestion):
        question.focus_first()
        return
    view.focus_home()
