"""Appeals and marks: what the author of a submission answers to what came back for it."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Response
from pydantic import Field
from sqlalchemy import Row, insert, select

from hdclient.model.person import Role
from hdclient.model.review import Decision
from hdclient.model.review_item import ItemKind, QueueRule
from hdclient.platform.database import Write
from hdclient.platform.judging import find_revisions
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.queueing import add_item, policy_of
from hdclient.platform.review_schema import appeals, marks
from hdclient.platform.routes import ANYBODY, TRAINERS, ById, Routes, reply
from hdclient.platform.saying import appeal_value, mark_value
from hdclient.platform.schema import reviews
from hdclient.platform.state import Platform, here, me
from hdclient.wire.reviewing import AppealIn, AppealReply, AppealsReply, MarkIn, MarkReply

ROUTES = Routes("reviewing")


class AppealsQuery(PageQuery):
    """?campaign_id=&cursor=&limit=."""

    campaign_id: Annotated[str, Field(max_length=64)] = ""


@ROUTES.add(
    "POST", "/v1/submissions/<id>/marks", roles=TRAINERS, answers=MarkReply, status=201, problems=(404, 409)
)
def post_mark(path: ById, body: MarkIn) -> Response:
    """Your mark on a comment, an edit or a proposed answer of your own submission."""
    platform, caller = here(), me()
    with platform.write() as write:
        rows = find_revisions(write.connection, path.id, caller)
        known = write.execute(select(marks).where(marks.c.id == body.id)).one_or_none()
        if known is not None:
            sent = MarkIn(id=known.id, target=known.target, hunk=known.hunk, state=known.state)
            if (known.submission_id, known.author_id) != (path.id, caller.id) or sent != body:
                raise Refusal(409, "id-taken", "There is another mark with this id.")
            return reply(MarkReply, status=201, mark=mark_value(platform, known))
        stored = write.execute(
            insert(marks)
            .values(
                id=body.id,
                submission_id=path.id,
                author_id=caller.id,
                target=body.target,
                hunk=body.hunk,
                state=str(body.state),
                created_ms=platform.now_ms(),
            )
            .returning(*marks.c)
        ).one()
        told = mark_value(platform, stored).plain() | {"author": caller.id}
        write.event("mark", told, campaign_id=rows[0].campaign_id, audience="reviewers")
    return reply(MarkReply, status=201, mark=mark_value(platform, stored))


@ROUTES.add("POST", "/v1/appeals", roles=TRAINERS, answers=AppealReply, status=201, problems=(404, 409))
def post_appeal(body: AppealIn) -> Response:
    """Contests a decision on your newest revision. Somebody else judges it, who does not know the decision."""
    platform, caller = here(), me()
    with platform.write() as write:
        known = write.execute(select(appeals).where(appeals.c.id == body.id)).one_or_none()
        if known is not None:
            sent = AppealIn.model_validate(
                {"id": known.id, "review_id": known.review_id, "reasons": known.reasons}
            )
            if known.person_id != caller.id or sent != body:
                raise Refusal(409, "id-taken", "There is another appeal with this id.")
            return reply(AppealReply, status=201, appeal=appeal_value(known))
        review = write.execute(select(reviews).where(reviews.c.id == body.review_id)).one_or_none()
        if review is None:
            raise not_found("review")
        newest = find_revisions(write.connection, review.submission_id, caller)[-1]
        stored = _open(write, platform, body, review, newest)
    return reply(AppealReply, status=201, appeal=appeal_value(stored))


@ROUTES.add("GET", "/v1/appeals", roles=ANYBODY - {Role.REVIEWER}, answers=AppealsReply, problems=(404,))
def list_appeals(query: AppealsQuery) -> Response:
    """Your own appeals; operations read all."""
    caller = me()
    chosen = select(appeals)
    if caller.is_trainer:
        chosen = chosen.where(appeals.c.person_id == caller.id)
    elif not caller.everywhere:
        chosen = chosen.where(appeals.c.campaign_id.in_(caller.campaigns))
    if query.campaign_id:
        chosen = chosen.where(appeals.c.campaign_id == query.campaign_id)
    with here().read() as connection:
        rows, cursor = page(connection, chosen, appeals.c.seq, query)
    return reply(AppealsReply, items=tuple(appeal_value(row) for row in rows), next_cursor=cursor)


def _open(write: Write, platform: Platform, body: AppealIn, review: Row[Any], newest: Row[Any]) -> Row[Any]:
    """Keeps the appeal and puts the work into the queue once more, for somebody else. Raises Refusal 409."""
    hours = _check(write, review, newest)
    now = platform.now_ms()
    stored = write.execute(
        insert(appeals)
        .values(
            id=body.id,
            review_id=review.id,
            submission_id=review.submission_id,
            revision=review.revision,
            campaign_id=review.campaign_id,
            person_id=newest.person_id,
            reviewer_id=review.reviewer_id,
            reasons=body.model_dump()["reasons"],
            state="open",
            due_ms=now + hours * 3_600_000,
            created_ms=now,
        )
        .returning(*appeals.c)
    ).one()
    add_item(
        write,
        platform,
        newest,
        QueueRule.APPEAL,
        kind=ItemKind.APPEAL,
        barred=(review.reviewer_id,),
        due_ms=stored.due_ms,
    )
    told = appeal_value(stored).plain()
    write.event("appeal", told, campaign_id=review.campaign_id, person_id=newest.person_id)
    return stored


def _check(write: Write, review: Row[Any], newest: Row[Any]) -> int:
    """Whether this decision can be contested. Returns the hours within which the appeal is judged."""
    hours = policy_of(write, review.campaign_id).appeal_hours
    if not hours:
        raise Refusal(409, "no-appeals", "In this campaign decisions cannot be contested.")
    if review.decision not in (Decision.RETURN, Decision.ACCEPT_WITH_EDITS):
        raise Refusal(409, "nothing-to-contest", "Only a return or an edit can be contested.")
    if newest.revision != review.revision:
        raise Refusal(
            409, "superseded", "You have revised this work since, so that there is nothing to contest."
        )
    last = write.execute(
        select(reviews.c.id)
        .where(reviews.c.submission_id == review.submission_id)
        .order_by(reviews.c.seq.desc())
        .limit(1)
    ).scalar_one()
    if last != review.id:
        raise Refusal(409, "not-the-last", "Another decision came after this one.")
    taken = select(appeals.c.seq).where(
        appeals.c.submission_id == review.submission_id, appeals.c.revision == review.revision
    )
    if write.execute(taken).first() is not None:
        raise Refusal(409, "contested-before", "This revision has been contested before.")
    return hours
