"""The parts of a task's view that can be given away to a window of their own, and taken back to where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ui.pages.panes import ResponsePane
from ui.pages.task_view import TaskView

if TYPE_CHECKING:
    from ui.pages.feedback_panel import FeedbackPanel
    from ui.pages.prompt import PromptCard

Part: TypeAlias = "PromptCard | FeedbackPanel | ResponsePane"

PROMPT, COMMENTS, RESPONSE = "prompt", "comments", "response."


class ViewParts:
    """Parts are named by their slot: "prompt", "comments", "response.2". Of one view."""

    def __init__(self, view: TaskView) -> None:
        self._view = view
        self.away: dict[str, Part] = {}

    def slots(self) -> list[str]:
        """What there is."""
        responses = [f"{RESPONSE}{number}" for number in range(1, len(self._view.stage.panes) + 1)]
        return [PROMPT, *responses, COMMENTS]

    def part(self, slot: str) -> Part | None:
        """The widget; None where this view has nothing of the kind."""
        view = self._view
        if slot == PROMPT:
            return view.prompt if view.assignment.task.prompt or view.assignment.task.system_prompt else None
        if slot == COMMENTS:
            return view.feedback_panel()
        number = slot.removeprefix(RESPONSE)
        panes = view.stage.panes
        return panes[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(panes) > 1 else None

    def give_away(self, slot: str) -> Part | None:
        """The part, which somebody else shows from now on; the rest of the view shares its room."""
        part = self.part(slot)
        if part is None:
            return None
        self.away[slot] = part
        if isinstance(part, ResponsePane):
            self._tell_stage()
        else:
            self._view.give_away(part)
        return part

    def take_back(self, slot: str) -> None:
        """The part is where it was."""
        part = self.away.pop(slot)
        if isinstance(part, ResponsePane):
            part.setParent(self._view.stage)
            self._tell_stage()
        else:
            self._view.take_back(part)

    def _tell_stage(self) -> None:
        numbers = (int(slot.removeprefix(RESPONSE)) - 1 for slot in self.away if slot.startswith(RESPONSE))
        self._view.stage.set_away(frozenset(numbers))
