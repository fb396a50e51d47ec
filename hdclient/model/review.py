"""What reviewers say of a submission, and what the trainer sees of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from hdclient.model.anchor import Anchor
from hdclient.model.base import Value


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


class Review(Value, frozen=True, kw_only=True):
    """A reviewer's decision. Trainers see `reviewer` as an opaque id."""

    id: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    decision: Decision
    summary: str = ""
    reviewer: str = ""
    created_at: str = ""


class Comment(Value, frozen=True, kw_only=True):
    """A message of a thread about a submission. `anchor` says what it speaks about; none: the whole submission."""

    id: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    author: str = ""
    text: str
    severity: Severity = Severity.ISSUE
    rule: str = ""
    anchor: Anchor | None = None
    created_at: str = ""


class Feedback(Value, frozen=True, kw_only=True):
    """All that came back for one revision of a submission."""

    submission_id: str
    revision: int
    task_id: str
    reviews: tuple[Review, ...] = ()
    comments: tuple[Comment, ...] = ()
    read: bool = False
