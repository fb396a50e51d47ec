"""Review work: items that reviewers hold, judgements made blind, marks, appeals, and who reviewed how."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from hdclient.model.disputes import StrandedReturn
from hdclient.model.review import Appeal, Mark, MarkState, Reason
from hdclient.model.review_item import AdjudicationItem, ItemKind, Judgement, ReviewItem, ReviewLease
from hdclient.wire.base import Count, Id, LongText, Part, Positive, Reply, Request, Wanted

Answers = dict[Annotated[str, Field(min_length=1, max_length=64)], JsonValue]
EVERY_KIND = (ItemKind.REVIEW, ItemKind.APPEAL, ItemKind.ADJUDICATION)


class ReviewTake(Request):
    """POST /v1/review-items:take: I want to hold `want` items of these kinds in this campaign in all.

    The platform chooses them. Asking twice gives the same items and no more: the call is safe to repeat.
    """

    campaign_id: Id
    want: Wanted
    kinds: Annotated[tuple[ItemKind, ...], Field(min_length=1, max_length=3)] = EVERY_KIND


class ReviewLeasesReply(Reply):
    """All items that this reviewer holds in the campaign, the most urgent first, and how many more wait."""

    items: tuple[ReviewLease, ...]
    waiting: Count = 0


class ItemIds(Request):
    """POST /v1/review-items:release."""

    item_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=500)]


class ReleasedReply(Reply):
    """The items that were given back; others were not held."""

    released: tuple[str, ...]


class ReviewItemReply(Reply):
    """GET /v1/review-items/{id}: one of both is there."""

    review: ReviewItem | None = None
    adjudication: AdjudicationItem | None = None


class JudgementIn(Request):
    """POST /v1/review-items/{id}/judgement: what the reviewer answers before anything of the submission is shown."""

    id: Id
    answers: Answers


class JudgementReply(Reply):
    """The judgement as stored."""

    judgement: Judgement


class MarkIn(Request):
    """POST /v1/submissions/{id}/marks: the author's mark on a comment, an edit or a proposed answer."""

    id: Id
    target: Id
    hunk: Annotated[int, Field(ge=-1, le=2_000)] = -1
    state: MarkState


class MarkReply(Reply):
    """The mark as stored."""

    mark: Mark


class AppealIn(Request):
    """POST /v1/appeals: the author contests a decision."""

    id: Id
    review_id: Id
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=50)]


class AppealReply(Reply):
    """The appeal as stored."""

    appeal: Appeal


class AppealsReply(Reply):
    """GET /v1/appeals?cursor=: one's own; operations read all of their campaigns."""

    items: tuple[Appeal, ...]
    next_cursor: str | None = None


class Gap(Part):
    """A gap that an adjudicator found in the guideline, for its author."""

    id: str
    campaign_id: str
    task_id: str
    rule: str
    text: str
    state: Literal["open", "closed"]
    note: str = ""
    version: Positive | None = Field(None, description="the version of the guideline that says it")
    created_at: str


class GapsReply(Reply):
    """GET /v1/campaigns/{id}/gaps?cursor=."""

    items: tuple[Gap, ...]
    next_cursor: str | None = None


class GapClose(Request):
    """POST /v1/gaps/{id}:close: the guideline says it now, or it needs not."""

    note: LongText = ""
    version: Positive | None = None


class GapReply(Reply):
    """The gap as it is now."""

    gap: Gap


class StrandedReply(Reply):
    """GET /v1/campaigns/{id}/stranded: returned work of people whose accounts are closed, the oldest first."""

    items: tuple[StrandedReturn, ...]


class HandOver(Request):
    """POST /v1/submissions/{id}:hand-over: the revision that was returned, as it was seen."""

    revision: Positive


class HandOverReply(Reply):
    """The task wants an answer of somebody else now."""

    submission_id: str
    task_id: str
