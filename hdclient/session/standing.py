"""What the platform did to a task while the person had it, and how much time is left, in words. Nothing that happens
to a lease takes words away, and no time that runs out ends anything here.
"""

from __future__ import annotations

from msgspec import Struct

from hdclient.errors import WorkError
from hdclient.model.task import AssignmentState
from hdclient.store import Store
from hdclient.store.terms import Term
from hdclient.words import tr

_HOUR = 3_600_000
_MINUTE = 60_000
SOON_MS = 30 * _MINUTE
"""With less than this the person is told, once, and can ask for more."""


class Standing(Struct, frozen=True):
    """How the platform stands to the open task now. `note` is for the person; empty when all is well."""

    state: AssignmentState
    reason: str
    note: str
    newer_task: bool
    """The platform has a newer version of this task, and it is here; the work goes on with the one on the screen."""
    left_ms: int | None = None
    """Until the lease ends, coarse; negative: it has ended. None: that is not known."""
    may_ask: bool = False
    """Asking for more time can bring some."""

    @property
    def is_time_only(self) -> bool:
        """Nothing has happened but that time goes by."""
        return self.state is AssignmentState.LEASED and not self.newer_task


def standing_of(store: Store, task_id: str, rev: int) -> Standing:
    """How a task stands of which the person works on revision `rev`."""
    found = store.tasks.standing(task_id)
    state, reason, newest = found or (AssignmentState.EXPIRED, "", rev)
    held = state in (AssignmentState.LEASED, AssignmentState.BLOCKED)
    term = store.terms.of(task_id) if held else Term()
    newer = held and newest > rev and store.tasks.has_body(task_id, newest)
    return Standing(
        state,
        reason,
        changed_note(rev, newest) if newer else standing_note(state, reason) or term_note(term),
        newer,
        coarse(term.left_ms),
        held and not term.wish and term.may_ask,
    )


def standing_note(state: AssignmentState, reason: str) -> str:
    """What happened, what it means for what was written, and what can be done."""
    if state is AssignmentState.WITHDRAWN:
        what = (
            tr("The platform has withdrawn this task ({reason}).", reason=reason)
            if reason
            else tr("The platform has withdrawn this task.")
        )
        kept = tr(
            "What you wrote is kept here. You can still submit it, but the platform will probably not take it."
        )
        return f"{what} {kept}"
    if state is AssignmentState.EXPIRED:
        return tr(
            "Your time for this task is over. What you wrote is kept here. "
            "You can still submit it; the platform decides whether it counts."
        )
    if state is AssignmentState.BLOCKED:
        return tr("This task cannot be shown here. {reason}", reason=reason).strip()
    return ""


def changed_note(rev: int, newest: int) -> str:
    """The task was changed under a draft."""
    return tr(
        "The platform has changed this task since you began it (version {newest}, yours is "
        "{rev}). You still see the version that you began, and what you wrote is kept. Go over "
        "to the new version: the platform will not take answers to the old one.",
        newest=newest,
        rev=rev,
    )


def term_note(term: Term) -> str:
    """What to say of the time; empty while there is enough."""
    if term.left_ms is None or term.left_ms > SOON_MS:
        return ""
    over = term.left_ms <= 0
    first = (
        tr("Your time for this task is over.")
        if over
        else tr("Less than half an hour is left for this task.")
    )
    if term.wish == "asked":
        return tr(
            "{first} Your wish for more time is passed on as soon as the platform can be reached.",
            first=first,
        )
    if over:
        return tr(
            "{first} What you write is kept here, and you can still submit it; the platform decides "
            "whether it counts.",
            first=first,
        )
    if term.wish == "refused" or not term.may_ask:
        return tr(
            "{first} The platform gives no more. What you write is kept here in any case, and late "
            "work is sent too; the platform decides whether it counts.",
            first=first,
        )
    return tr(
        "{first} It is renewed by itself while you work and the platform can be reached. What "
        "you write is kept here in any case.",
        first=first,
    )


def coarse(left_ms: int | None) -> int | None:
    """As exact as a person needs it: whole hours, then tens of minutes, then five. So it changes seldom."""
    if left_ms is None:
        return None
    if left_ms <= 0:
        return -1
    step = _HOUR if left_ms >= 2 * _HOUR else 10 * _MINUTE if left_ms >= SOON_MS else 5 * _MINUTE
    return max(_MINUTE, left_ms // step * step)


def content_cleared() -> WorkError:
    """What was shown is gone after its time; what was said never is."""
    return WorkError(
        tr("The content of this finished task is no longer on this computer."),
        tr("Your answers and the proof that they were sent are kept."),
        tr("It comes back by itself if a reviewer returns the work."),
    )
