"""Qualification over HTTP: what a person was told of known answers, and where everybody stands, for operations."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Connection, Row, insert, select, update

from hdclient.model.disputes import PersonStanding
from hdclient.model.explained import Explained, ExplainedAnswer, Qualification
from hdclient.model.person import Role
from hdclient.platform.campaigns import find
from hdclient.platform.database import Write
from hdclient.platform.explaining import answer_of, asked_of, gold_of
from hdclient.platform.gold_schema import allowances, explained, qualification_tasks
from hdclient.platform.problems import not_found
from hdclient.platform.qualifying import standing_of, tell
from hdclient.platform.quality import excerpts_of
from hdclient.platform.routes import OPERATIONS, TRAINERS, ById, Routes, reply
from hdclient.platform.schema import members, people, tasks
from hdclient.platform.state import ALL_CAMPAIGNS, Platform, here, iso, me
from hdclient.wire.qualification import AllowIn, QualificationReply, StandingsReply

ROUTES = Routes("qualification")


@ROUTES.add(
    "GET",
    "/v1/campaigns/<id>/qualification",
    roles=TRAINERS,
    answers=QualificationReply,
    problems=(404,),
)
def get_qualification(path: ById) -> Response:
    """Where you stand, and every known answer that you were told: of tasks that you have answered, and no others."""
    platform, caller = here(), me()
    with platform.read() as connection:
        campaign = find(connection, path.id, caller)
        rows = connection.execute(
            select(explained)
            .where(explained.c.campaign_id == path.id, explained.c.person_id == caller.id)
            .order_by(explained.c.seq)
        ).all()
        told = Qualification(
            standing=standing_of(platform, connection, campaign, caller.id),
            explained=_explained(connection, rows),
        )
    return reply(QualificationReply, campaign_id=path.id, qualification=told)


@ROUTES.add("GET", "/v1/campaigns/<id>/standings", roles=OPERATIONS, answers=StandingsReply, problems=(404,))
def list_standings(path: ById) -> Response:
    """Where everybody stands who may work in the campaign; nobody where nobody has to qualify."""
    platform = here()
    with platform.read() as connection:
        campaign = find(connection, path.id, me())
        items = _standings(platform, connection, campaign)
    return reply(StandingsReply, items=items)


@ROUTES.add("POST", "/v1/campaigns/<id>/standings", roles=OPERATIONS, answers=StandingsReply, problems=(404,))
def decide_standing(path: ById, body: AllowIn) -> Response:
    """Lets a person work without passing, or gives them more attempts. Safe to repeat."""
    platform = here()
    with platform.write() as write:
        campaign = find(write.connection, path.id, me())
        if not any(one.id == body.person_id for one in _workers(write.connection, path.id)):
            raise not_found("person")
        _allow(write, path.id, body)
        tell(write, path.id, body.person_id)
        items = _standings(platform, write.connection, campaign)
    return reply(StandingsReply, items=items)


def _allow(write: Write, campaign_id: str, body: AllowIn) -> None:
    key = {"campaign_id": campaign_id, "person_id": body.person_id}
    values = {"passed": body.passed, "more_attempts": body.more_attempts}
    if not write.execute(update(allowances).filter_by(**key).values(**values)).rowcount:
        write.execute(insert(allowances).values(**key, **values))


def _standings(platform: Platform, connection: Connection, campaign: Row[Any]) -> tuple[PersonStanding, ...]:
    decided = {
        row.person_id: row
        for row in connection.execute(select(allowances).where(allowances.c.campaign_id == campaign.id))
    }
    found = []
    for person in _workers(connection, campaign.id):
        standing = standing_of(platform, connection, campaign, person.id)
        if standing is not None:
            said = decided.get(person.id)
            found.append(
                PersonStanding(
                    person_id=person.id,
                    name=person.name,
                    standing=standing,
                    allowed=bool(said and said.passed),
                    more_attempts=said.more_attempts if said else 0,
                )
            )
    return tuple(found)


def _workers(connection: Connection, campaign_id: str) -> list[Row[Any]]:
    belongs = select(members.c.person_id).where(members.c.campaign_id.in_([campaign_id, ALL_CAMPAIGNS]))
    return list(
        connection.execute(
            select(people.c.id, people.c.name)
            .where(people.c.role == Role.ANNOTATOR, people.c.id.in_(belongs))
            .order_by(people.c.seq)
        )
    )


def _explained(connection: Connection, rows: list[Row[Any]] | Any) -> tuple[Explained, ...]:
    ids = {row.task_id for row in rows}
    found = {row.id: row for row in connection.execute(select(tasks).where(tasks.c.id.in_(ids)))}
    retired = set(
        connection.execute(
            select(qualification_tasks.c.task_id).where(
                qualification_tasks.c.task_id.in_(ids), qualification_tasks.c.retired.is_(True)
            )
        ).scalars()
    )
    words = excerpts_of(connection, ids)
    return tuple(
        _one(connection, row, found[row.task_id], row.task_id in retired, words.get(row.task_id, ""))
        for row in rows
    )


def _one(connection: Connection, row: Row[Any], task: Row[Any], retired: bool, excerpt: str) -> Explained:
    body = answer_of(connection, row)
    questions = asked_of(connection, task)
    gold = gold_of(task)
    return Explained(
        task_id=row.task_id,
        submission_id=row.submission_id,
        revision=row.revision,
        attempt=row.attempt,
        right=row.correct,
        retired=retired or not task.hidden.get("gold"),
        excerpt=excerpt,
        display_order=body.shown.display_order,
        told_at=iso(row.told_ms),
        answers=tuple(
            ExplainedAnswer(
                question=questions[one.question],
                given=body.answers.get(one.question),
                right=bool(row.marks.get(one.question, False)),
                accept=one.accept,
                refuse=one.refuse,
                above=one.above,
                why=one.why,
                rule=one.rule,
            )
            for one in gold
            if one.question in questions
        ),
    )
