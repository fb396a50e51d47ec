"""A review item as its holder may see it: the work, what was said of it, and nothing that they must not know."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, func, select

from hdclient.model.base import JsonValue, canonical, sha256_hex
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.review import Reason
from hdclient.model.review_item import (
    AdjudicationItem,
    Contribution,
    ItemKind,
    Judgement,
    QueueRule,
    ReviewItem,
    Work,
)
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Task
from hdclient.platform.naming import alias
from hdclient.platform.queueing import agreement_of, share, standing
from hdclient.platform.review_schema import appeals, judgements, marks
from hdclient.platform.saying import comments_of, marks_of, reviews_of
from hdclient.platform.schema import campaigns, comments, leases, reviews, submissions, tasks
from hdclient.platform.state import Caller, Platform, iso
from hdclient.platform.stranded import is_closed
from hdclient.platform.tasks import task_value


def edition_of(connection: Connection, row: Row[Any]) -> str:
    """Changes whenever the item has: another revision, words, a mark, a judgement."""
    if row.kind == ItemKind.ADJUDICATION:
        seqs = [one.seq for one in standing(connection, row.task_id)]
        return sha256_hex(canonical(seqs))[:16]
    counted = []
    for table in (reviews, comments, marks):
        query = select(func.count(table.c.seq)).where(table.c.submission_id == row.subject)
        counted.append(connection.execute(query).scalar_one())
    judged = connection.execute(
        select(func.count(judgements.c.id)).where(judgements.c.item_id == row.id)
    ).scalar_one()
    author = select(submissions.c.person_id).where(submissions.c.id == row.subject).limit(1)
    gone = is_closed(connection, connection.execute(author).scalar_one())
    return ".".join(map(str, (row.revision, *counted, judged, *(("gone",) if gone else ()))))


def item_reply(platform: Platform, connection: Connection, row: Row[Any], caller: Caller) -> dict[str, Any]:
    """The fields of a ReviewItemReply."""
    if row.kind == ItemKind.ADJUDICATION:
        return {"adjudication": _adjudication(platform, connection, row)}
    return {"review": _review(platform, connection, row, caller)}


def _review(platform: Platform, connection: Connection, row: Row[Any], caller: Caller) -> ReviewItem:
    revisions = connection.execute(
        select(submissions).where(submissions.c.id == row.subject).order_by(submissions.c.revision)
    ).all()
    revisions = [one for one in revisions if one.revision <= row.revision]
    task, order = _task(connection, revisions[-1])
    judgement = _judgement(connection, row, caller)
    item = ReviewItem(
        id=row.id,
        campaign_id=row.campaign_id,
        kind=ItemKind(row.kind),
        rule=QueueRule(row.rule),
        edition=edition_of(connection, row),
        submission_id=row.subject,
        revision=row.revision,
        author=alias(platform, revisions[-1].person_id),
        task=task,
        display_order=order,
        blind=_is_blind(connection, row),
        judgement=judgement,
        author_gone=is_closed(connection, revisions[-1].person_id),
    )
    if item.must_judge_first:
        return item
    works = tuple(_work(one) for one in revisions)
    if row.kind == ItemKind.APPEAL:
        # Of what the first reviewer said nothing is told, of any revision.
        return item.changed(works=works[-1:], reasons=_reasons(connection, row))
    said = reviews_of(platform, connection, row.subject)
    return item.changed(
        works=works,
        changed_questions=_changed(works, {one.revision for one in said}),
        reviews=said,
        comments=comments_of(platform, connection, row.subject),
        marks=marks_of(platform, connection, row.subject),
    )


def _adjudication(platform: Platform, connection: Connection, row: Row[Any]) -> AdjudicationItem:
    rows = standing(connection, row.task_id)
    # Labels in an order of their own: that of arrival would tell who was first.
    rows.sort(key=lambda one: share(platform, "label", row.id, one.id))
    task, _ = _task(connection, rows[0])
    contributions = tuple(
        Contribution(
            label=f"A{number}",
            submission_id=one.id,
            revision=one.revision,
            work=_work(one),
            reviews=tuple(said.changed(reviewer="") for said in reviews_of(platform, connection, one.id)),
            comments=tuple(said.changed(author="") for said in comments_of(platform, connection, one.id)),
        )
        for number, one in enumerate(rows, 1)
    )
    return AdjudicationItem(
        id=row.id,
        campaign_id=row.campaign_id,
        rule=QueueRule(row.rule),
        edition=edition_of(connection, row),
        task=task,
        display_order=tuple(candidate.id for candidate in task.candidates),
        contributions=contributions,
        agreement=agreement_of(connection, rows),
    )


def _task(connection: Connection, submission: Row[Any]) -> tuple[Task, tuple[str, ...]]:
    """The task, and the order in which the author saw its responses."""
    row = connection.execute(select(tasks).where(tasks.c.id == submission.task_id)).one()
    order = connection.execute(
        select(leases.c.display_order).where(
            leases.c.task_id == submission.task_id, leases.c.person_id == submission.person_id
        )
    ).scalar()
    return task_value(connection, row, {}), tuple(order or ())


def _work(row: Row[Any]) -> Work:
    body = SubmissionBody.of_json(row.body)
    return Work(
        revision=row.revision,
        answers=body.answers,
        skip=body.skip,
        flag=body.flag,
        guideline_version=body.guideline_version,
        received_at=iso(row.received_ms),
        work_ms=body.timing.work_ms,
    )


def _changed(works: tuple[Work, ...], reviewed: set[int]) -> tuple[str, ...] | None:
    """Questions that were answered otherwise in the revision that was reviewed last; None: none was."""
    before = [one for one in works[:-1] if one.revision in reviewed]
    if not before:
        return None
    old, new = before[-1].answers, works[-1].answers
    names = dict.fromkeys([*old, *new])
    return tuple(name for name in names if _text(old.get(name)) != _text(new.get(name)))


def _text(value: JsonValue) -> str:
    return json.dumps(value, sort_keys=True)


def _is_blind(connection: Connection, row: Row[Any]) -> bool:
    body = connection.execute(select(campaigns.c.body).where(campaigns.c.id == row.campaign_id)).scalar_one()
    return CampaignPolicy.of(body["policy"]).review.blind and row.rule != QueueRule.REWORK


def _judgement(connection: Connection, row: Row[Any], caller: Caller) -> Judgement | None:
    found = connection.execute(
        select(judgements).where(judgements.c.item_id == row.id, judgements.c.person_id == caller.id)
    ).one_or_none()
    if found is None:
        return None
    return Judgement(id=found.id, item_id=row.id, answers=found.answers, created_at=iso(found.created_ms))


def _reasons(connection: Connection, row: Row[Any]) -> tuple[Reason, ...]:
    found = connection.execute(
        select(appeals.c.reasons).where(
            appeals.c.submission_id == row.subject, appeals.c.revision == row.revision
        )
    ).scalars()
    return tuple(Reason.of(reason) for reasons in found for reason in reasons)
