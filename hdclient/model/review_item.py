"""What a reviewer is given to judge: one submission, or all submissions of a task to be settled between.

People are opaque ids in a review, and "A1", "A2" … in an adjudication. No item tells which model wrote what.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.model.review import Comment, Mark, Reason, Review
from hdclient.model.submission import Flag, Skip
from hdclient.model.task import Task


class QueueRule(StrEnum):
    """Why something is in the queue."""

    FIRST_N = "first_n"
    SAMPLE = "sample"
    RANDOM = "random"
    LOW_AGREEMENT = "low_agreement"
    FLAG = "flag"
    ESCALATED = "escalated"
    APPEAL = "appeal"
    REWORK = "rework"
    """The next revision of what a reviewer has returned."""


class ItemKind(StrEnum):
    """What is to be done with it."""

    REVIEW = "review"
    APPEAL = "appeal"
    ADJUDICATION = "adjudication"


class ReviewLease(Value, frozen=True, kw_only=True):
    """An item that this reviewer holds. `ttl_s` counts from when the reply arrived.

    `edition` changes whenever the item itself has: it must then be fetched again.
    """

    item_id: str
    campaign_id: str
    kind: ItemKind
    rule: QueueRule
    task_id: str
    submission_id: Annotated[str, Meta(description="empty for an adjudication")] = ""
    revision: Annotated[int, Meta(ge=0)] = 0
    edition: str
    ttl_s: Annotated[int, Meta(ge=0, description="seconds")]
    due_s: Annotated[
        int | None, Meta(description="seconds until an appeal must be judged; negative: it is overdue")
    ] = None


class Work(Value, frozen=True, kw_only=True):
    """One revision of a submission, as reviewers see it."""

    revision: Annotated[int, Meta(ge=1)]
    answers: dict[str, JsonValue]
    skip: Skip | None = None
    flag: Flag | None = None
    guideline_version: Annotated[int, Meta(ge=0)] = 0
    received_at: str = ""
    work_ms: Annotated[int, Meta(ge=0)] = 0


class Judgement(Value, frozen=True, kw_only=True):
    """What a reviewer answers themselves before they see the submission."""

    id: str
    item_id: str
    answers: dict[str, JsonValue]
    created_at: str = ""


class ReviewItem(Value, frozen=True, kw_only=True):
    """One revision to be judged, with all that a reviewer may know of it.

    `works`: all revisions, the one to be judged last; empty as long as a blind reviewer has not judged.
    `changed_questions`:
    ids of the questions whose answers differ from the revision that was reviewed last; None: nothing was, so that
    all of it is new. An appeal has the trainer's reasons, and nothing of what the first reviewer said.
    """

    id: str
    campaign_id: str
    kind: ItemKind
    rule: QueueRule
    edition: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    author: Annotated[str, Meta(description="opaque id of the trainer")]
    task: Task
    display_order: tuple[str, ...] = ()
    blind: Annotated[bool, Meta(description="judge first: the answers come after that")] = False
    works: tuple[Work, ...] = ()
    changed_questions: tuple[str, ...] | None = None
    reviews: tuple[Review, ...] = ()
    comments: tuple[Comment, ...] = ()
    marks: tuple[Mark, ...] = ()
    judgement: Judgement | None = None
    reasons: tuple[Reason, ...] = ()
    author_gone: Annotated[bool, Meta(description="the trainer's account is closed")] = False

    @property
    def work(self) -> Work | None:
        """The revision to be judged; None while it is not shown yet."""
        return self.works[-1] if self.works else None

    @property
    def must_judge_first(self) -> bool:
        """Whether the reviewer's own answers are wanted before anything is shown."""
        return self.blind and self.judgement is None


class Contribution(Value, frozen=True, kw_only=True):
    """One person's newest answers, under a name that stands for nobody: "A1", "A2" …"""

    label: Annotated[str, Meta(min_length=1, max_length=8)]
    submission_id: str
    revision: Annotated[int, Meta(ge=1)]
    work: Work
    reviews: tuple[Review, ...] = ()
    comments: tuple[Comment, ...] = ()


class AdjudicationItem(Value, frozen=True, kw_only=True):
    """A task with several submissions, to be settled."""

    id: str
    campaign_id: str
    rule: QueueRule
    edition: str
    task: Task
    display_order: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    agreement: Annotated[
        float | None,
        Meta(description="share of pairs of answers that are the same; None: nothing to compare"),
    ] = None


class Outcome(StrEnum):
    """What an adjudication finds."""

    FINAL = "final"
    BOTH_DEFENSIBLE = "both_defensible"
    BAD_ITEM = "bad_item"
    GUIDELINE_GAP = "guideline_gap"
