"""What a page of the feed means, as data: a list of steps. Pure; nothing is written or asked in here.

Every entry becomes exactly one step. What cannot be understood becomes `Unreadable`, which is kept aside and never
stops the entries behind it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hdclient.backends.replies import UNREADABLE
from hdclient.model.base import JsonValue, canonical
from hdclient.model.review import Appeal, Comment, Mark, Review
from hdclient.wire.work import Change


@dataclass(frozen=True, slots=True)
class ReviewArrived:
    """A reviewer's decision."""

    review: Review


@dataclass(frozen=True, slots=True)
class CommentArrived:
    """A reviewer's comment."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class MarkArrived:
    """A trainer's mark on a comment or a suggested change."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class AppealArrived:
    """How an appeal stands."""

    appeal: Appeal


@dataclass(frozen=True, slots=True)
class ReviewItemsMoved:
    """There is something new in the queue of reviewers: items must be asked for again."""

    campaign_id: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The platform takes a task back."""

    task_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeaseMoved:
    """A lease came to an end or was changed by somebody else: the list of leases must be asked for again."""

    task_id: str


@dataclass(frozen=True, slots=True)
class CampaignMoved:
    """A campaign, its guideline or its policy changed: the campaigns must be asked for again."""

    campaign_id: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A known answer was told, or judged anew: it and the standing must be asked for, and more may be given out."""

    campaign_id: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry of an unknown kind or of the wrong shape."""

    seq: int
    raw: bytes
    reason: str


Step = (
    ReviewArrived
    | CommentArrived
    | MarkArrived
    | AppealArrived
    | ReviewItemsMoved
    | Withdrawn
    | LeaseMoved
    | CampaignMoved
    | Explained
    | Unreadable
)


def steps(changes: Sequence[Change]) -> tuple[Step, ...]:
    """One step per entry, in the feed's order."""
    return tuple(_step(change) for change in changes)


def step_again(seq: int | None, raw: bytes) -> Step:
    """What an entry means that was kept aside as `Unreadable`: a newer version may understand it."""
    try:
        entry = json.loads(raw)
        inner = entry["data"].get("raw") if entry["kind"] == UNREADABLE else entry
        change = Change.model_validate({"seq": seq or 1, **inner})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Unreadable(seq or 1, raw, "wrong shape")
    return _step(change)


def _step(change: Change) -> Step:
    read = _READERS.get(change.kind)
    if read is None:
        return _unreadable(change, "unknown kind")
    try:
        return read(change.data)
    except ValueError:
        return _unreadable(change, "wrong shape")


def _unreadable(change: Change, reason: str) -> Unreadable:
    raw = canonical({"kind": change.kind, "data": change.data})
    return Unreadable(change.seq, raw, reason)


def _text(data: dict[str, JsonValue], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(name)
    return value


def _withdrawn(data: dict[str, JsonValue]) -> Step:
    reason = data.get("reason")
    return Withdrawn(_text(data, "task_id"), reason if isinstance(reason, str) else "")


_READERS: dict[str, Callable[[dict[str, JsonValue]], Step]] = {
    "review": lambda data: ReviewArrived(Review.of(data)),
    "comment": lambda data: CommentArrived(Comment.of(data)),
    "mark": lambda data: MarkArrived(Mark.of(data)),
    "appeal": lambda data: AppealArrived(Appeal.of(data)),
    "review_items": lambda data: ReviewItemsMoved(_text(data, "campaign_id")),
    "withdrawn": _withdrawn,
    "lease": lambda data: LeaseMoved(_text(data, "task_id")),
    "guideline": lambda data: CampaignMoved(_text(data, "campaign_id")),
    "campaign": lambda data: CampaignMoved(_text(data, "campaign_id")),
    "qualification": lambda data: Explained(_text(data, "campaign_id")),
}


def goes_back(old: str, new: str) -> bool:
    """Whether a page would move the cursor backwards. Reading again is safe, but would go on for ever.

    Cursors are the platform's own; only an empty one and decimal ones can be compared. Entries' numbers must not be
    used for it: one bad number would make us deaf to all that follows.
    """
    if old.isdecimal() and new.isdecimal():
        return int(new) < int(old)
    return bool(old) and not new
