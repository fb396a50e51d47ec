"""What reviewers say of a submission, what the trainer answers, and what the trainer sees of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from hdclient.model.anchor import Anchor
from hdclient.model.base import JsonValue, Value


class Decision(StrEnum):
    """A reviewer's decision on one revision of a submission."""

    ACCEPT = "accept"
    ACCEPT_WITH_EDITS = "accept_with_edits"
    RETURN = "return"
    ESCALATE = "escalate"


class Severity(StrEnum):
    """How much a comment matters."""

    NIT = "nit"
    ISSUE = "issue"
    BLOCKING = "blocking"


class Hunk(Value, frozen=True, kw_only=True):
    """One change of a text: `text` takes the place of the code points from `start` to `end` of the original."""

    start: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    end: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    text: Annotated[str, Meta(max_length=100_000)] = ""


class TextEdit(Value, frozen=True, kw_only=True):
    """A suggested edit of a text in an answer, as tracked changes. Hunks are in order and do not overlap."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    question: Annotated[str, Meta(min_length=1, max_length=64)]
    path: Annotated[str, Meta(max_length=200, description="JSON pointer to the text inside the answer")] = (
        "/text"
    )
    sha256: Annotated[
        str, Meta(max_length=64, description="of the original text in UTF-8; else the hunks are not applied")
    ]
    hunks: Annotated[tuple[Hunk, ...], Meta(min_length=1, max_length=2_000)]


class ProposedAnswer(Value, frozen=True, kw_only=True):
    """What the reviewer would answer to a question; taken as a whole or not at all."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    question: Annotated[str, Meta(min_length=1, max_length=64)]
    answer: JsonValue = None


class Review(Value, frozen=True, kw_only=True):
    """A reviewer's decision. Trainers see `reviewer` as an opaque id."""

    id: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    decision: Decision
    summary: str = ""
    edits: tuple[TextEdit, ...] = ()
    proposed: tuple[ProposedAnswer, ...] = ()
    reviewer: str = ""
    created_at: Annotated[
        str,
        Meta(description="ISO 8601 UTC to the millisecond; of decisions on one submission the latest counts"),
    ] = ""


class Comment(Value, frozen=True, kw_only=True):
    """A message of a thread about a submission. `anchor` says what it speaks about; none: the whole submission."""

    id: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    author: str = ""
    text: str
    severity: Severity = Severity.ISSUE
    category: Annotated[str, Meta(max_length=64, description="id of the campaign's error category")] = ""
    rule: str = ""
    anchor: Anchor | None = None
    reply_to: Annotated[str, Meta(max_length=64, description="id of the comment that it answers")] = ""
    created_at: str = ""


class MarkState(StrEnum):
    """What the trainer says of a comment (done, open) or of a suggested change (taken, declined)."""

    OPEN = "open"
    DONE = "done"
    TAKEN = "taken"
    DECLINED = "declined"


class Mark(Value, frozen=True, kw_only=True):
    """The trainer's mark on one comment, edit or proposed answer. The newest mark of a target counts."""

    id: str
    submission_id: str
    target: Annotated[str, Meta(max_length=64, description="id of a comment, an edit or a proposed answer")]
    hunk: Annotated[int, Meta(ge=-1, le=2_000, description="number of the edit's hunk; -1: all of it")] = -1
    state: MarkState
    author: str = ""
    created_at: str = ""


class AppealState(StrEnum):
    """open → confirmed (the decision stands) | overturned (it falls) | withdrawn (the work was revised meanwhile)."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"


class Reason(Value, frozen=True, kw_only=True):
    """One reason of an appeal, and the place that shows it."""

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    anchor: Anchor | None = None


class Appeal(Value, frozen=True, kw_only=True):
    """A trainer contests a decision. Somebody else, who does not know the decision, judges the work again."""

    id: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    review_id: str
    reasons: tuple[Reason, ...] = ()
    state: AppealState = AppealState.OPEN
    created_at: str = ""
    due_at: Annotated[str, Meta(description="ISO 8601 UTC, for display: when it must be judged")] = ""


class Feedback(Value, frozen=True, kw_only=True):
    """All that came back for one revision of a submission."""

    submission_id: str
    revision: int
    task_id: str
    reviews: tuple[Review, ...] = ()
    comments: tuple[Comment, ...] = ()
    marks: tuple[Mark, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    read: bool = False

    def mark_of(self, target: str, hunk: int = -1) -> MarkState | None:
        """The newest mark on a comment, an edit or one of its hunks; None: it has none."""
        found = [mark.state for mark in self.marks if (mark.target, mark.hunk) == (target, hunk)]
        return found[-1] if found else None
