"""What the platform did to a task while the person had it, in words. Nothing that happens to a lease takes
words away."""

from __future__ import annotations

from msgspec import Struct

from hdclient.model.task import AssignmentState


class Standing(Struct, frozen=True):
    """How the platform stands to the open task now. `note` is for the person; empty when all is well."""

    state: AssignmentState
    reason: str
    note: str
    newer_task: bool
    """The platform has a newer revision of this task; the work goes on with the one on the screen."""


def standing_note(state: AssignmentState, reason: str) -> str:
    """What happened, what it means for what was written, and what can be done."""
    if state is AssignmentState.WITHDRAWN:
        why = f" ({reason})" if reason else ""
        return (
            f"The platform has withdrawn this task{why}. What you wrote is kept here. "
            "You can still submit it, but the platform will probably not take it."
        )
    if state is AssignmentState.EXPIRED:
        return (
            "Your time for this task is over. What you wrote is kept here. "
            "You can still submit it; the platform decides whether it counts."
        )
    if state is AssignmentState.BLOCKED:
        return f"This task cannot be shown here. {reason}".strip()
    return ""
