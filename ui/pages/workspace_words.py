"""The sentences of the workspace that depend on the task at hand. Data and pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hdclient.model.submission import SubmissionState
from hdclient.model.task import Task
from hdclient.model.template import Layout
from ui.components.moments import duration
from ui.pages.page import Heading

if TYPE_CHECKING:
    from hdclient.session.views import QueueView
    from hdclient.session.work_session import WorkSession

TELL_BELOW_MS = 24 * 3_600_000
"""With more time than this nobody needs to be told of it."""

_COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}

_SENT = {
    SubmissionState.QUEUED: "Submitted and saved here; it will be sent. Press U to undo.",
    SubmissionState.SENDING: "Submitted; it is being sent.",
    SubmissionState.ACCEPTED: "Submitted; the platform has it. This is what was sent.",
    SubmissionState.RETURNED: "This came back to you. Open it from the queue to work on it again.",
    SubmissionState.REFUSED: "The platform did not take this. Open it from the queue to change it.",
    SubmissionState.CONFLICTED: "The platform has another answer under this name. Open it from the queue to decide.",
    SubmissionState.ORPHANED: "This task is no longer yours. Your words are kept here.",
}
READ_ONLY_DISK = "The disk refuses writes: you can read, nothing can be changed."


def what_is_done(task: Task) -> str:
    """ "Compare two responses": for the top bar. Never content."""
    count = len(task.candidates)
    number = _COUNTS.get(count, str(count))
    ranked = any(question.kind == "ranking" for question in task.template.questions)
    if count == 0:
        return task.template.title
    if task.template.layout is Layout.RANK or ranked:
        return f"Rank {number} responses"
    if count == 1:
        return "Rate one response" if task.template.layout is Layout.SINGLE else "Judge one response"
    return f"Compare {number} responses"


def heading_of(session: WorkSession, place: str = "", left: str = "") -> Heading:
    """What the top bar shows; `place` is "Task 14 of 40". Work that came back is no new task: it says so instead.
    `left` is what is left of the time.
    """
    if session.revision > 1:
        place = f"Revision {session.revision}"
    place = "  ·  ".join(part for part in (place, left) if part)
    return Heading(
        title=session.campaign.title,
        place=place,
        kind=what_is_done(session.task),
        campaign_id=session.task.campaign_id,
        guideline=session.assignment.lease.guideline_version,
    )


def place_of(session: WorkSession, queue: QueueView) -> str:
    """ "Task 14 of 40"; empty for a task that is only looked at."""
    for row in queue.campaigns:
        if row.campaign.id == session.task.campaign_id and not session.read_only:
            return f"Task {row.done + 1} of {row.done + max(1, row.ready)}"
    return ""


def time_left(left_ms: int | None) -> str:
    """ "5 h left", "time is over"; empty while there is more than a day, or when it is not known."""
    if left_ms is None or left_ms > TELL_BELOW_MS:
        return ""
    return f"{duration(left_ms)} left" if left_ms > 0 else "time is over"


def why_read_only(session: WorkSession) -> str:
    """What is said beside answers that can no longer be changed."""
    state = session.state
    if session.superseded:
        return f"This is revision {session.revision}, as it was submitted. A later one has taken its place."
    return _SENT.get(state, READ_ONLY_DISK)


def missing(names: Iterable[str]) -> str:
    """ "Still missing: question 1, the reason"; "" when nothing is. Numbers are those of the strip."""
    found = list(names)
    numbers = [name for name in found if name.isdecimal()]
    if len(numbers) == 1:
        found[found.index(numbers[0])] = f"question {numbers[0]}"
    listed = ", ".join(found)
    return f"Still missing: {listed}" if listed else ""


def clock(milliseconds: int) -> str:
    """ "01:42", with hours only when there are some."""
    seconds = milliseconds // 1000
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
