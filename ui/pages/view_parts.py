"""The parts of a task's view that can be given away to a window of their own, and taken back to where they were."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from ui.pages.task_view import TaskView

PROMPT, COMMENTS, RESPONSE = "prompt", "comments", "response."
_MOST = 16_777_215
"""QWIDGETSIZE_MAX: no limit."""


class ViewParts:
    """Parts are named by their slot: "prompt", "comments", "response.2". Of one view."""

    def __init__(self, view: TaskView) -> None:
        self._view = view
        self.away: dict[str, QWidget] = {}
        self._homes: dict[str, tuple[QBoxLayout, int, int]] = {}
        self._widths: dict[str, tuple[int, int]] = {}

    def slots(self) -> list[str]:
        """What there is."""
        responses = [f"{RESPONSE}{number}" for number in range(1, len(self._view.stage.panes) + 1)]
        return [PROMPT, *responses, COMMENTS]

    def part(self, slot: str) -> QWidget | None:
        """The widget; None where this view has nothing of the kind."""
        view = self._view
        if slot == PROMPT:
            return view.prompt if view.assignment.task.prompt or view.assignment.task.system_prompt else None
        if slot == COMMENTS:
            return view.feedback_panel()
        number = slot.removeprefix(RESPONSE)
        panes = view.stage.panes
        return panes[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(panes) > 1 else None

    def give_away(self, slot: str) -> QWidget | None:
        """The part, which somebody else shows from now on; the rest of the view shares its room."""
        part = self.part(slot)
        if part is None:
            return None
        self.away[slot] = part
        if slot.startswith(RESPONSE):
            self._tell_stage()
        else:
            home_widget = part.parentWidget()
            home = _home_of(part, home_widget.layout() if home_widget is not None else None)
            if home is not None:
                self._homes[slot] = home
                home[0].removeWidget(part)
            self._widths[slot] = (part.minimumWidth(), part.maximumWidth())
            part.setMinimumWidth(0)
            part.setMaximumWidth(_MOST)
        if slot == PROMPT:
            self._view.prompt.set_free(True)
        return part

    def take_back(self, slot: str) -> None:
        """The part is where it was."""
        part = self.away.pop(slot)
        if slot.startswith(RESPONSE):
            part.setParent(self._view.stage)
            self._tell_stage()
            return
        if slot == PROMPT:
            self._view.prompt.set_free(False)
        least, most = self._widths.pop(slot)
        part.setMinimumWidth(least)
        part.setMaximumWidth(most)
        if slot in self._homes:
            box, index, stretch = self._homes.pop(slot)
            box.insertWidget(min(index, box.count()), part, stretch)
        part.show()
        self._view.put_in_order()

    def _tell_stage(self) -> None:
        numbers = (int(slot.removeprefix(RESPONSE)) - 1 for slot in self.away if slot.startswith(RESPONSE))
        self._view.stage.set_away(frozenset(numbers))


def _home_of(widget: QWidget, layout: QLayout | None) -> tuple[QBoxLayout, int, int] | None:
    """The layout that shows a widget, at which place and with which stretch."""
    for number in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(number) if layout is not None else None
        if item is None:
            continue
        if item.widget() is widget and isinstance(layout, QBoxLayout):
            return layout, number, layout.stretch(number)
        inner = item.layout()
        found = _home_of(widget, inner) if inner is not None else None
        if found is not None:
            return found
    return None
