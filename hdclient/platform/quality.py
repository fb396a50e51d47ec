"""Quality numbers of a campaign: reads the answers that stand, hdclient.quality says what they show."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response
from sqlalchemy import Connection, LargeBinary, func, select, type_coerce

from hdclient.model.base import JsonValue, Value
from hdclient.model.person import Role
from hdclient.model.submission import Shown
from hdclient.platform.campaigns import find, read_template
from hdclient.platform.routes import JUDGES, ById, Routes, reply
from hdclient.platform.schema import slots, submissions, tasks
from hdclient.platform.state import here, me
from hdclient.quality.campaign import CampaignNumbers, Judged, campaign_numbers
from hdclient.wire.quality import CampaignQuality

ROUTES = Routes("quality")
_DAY_MS = 86_400_000


class _Body(Value, frozen=True):
    """Of a submission only what is counted: a campaign may have 100,000."""

    answers: dict[str, JsonValue]
    shown: Shown


class _Hidden(Value, frozen=True):
    """Of a task's hidden facts only what is counted."""

    models: dict[str, str]


@ROUTES.add("GET", "/v1/campaigns/<id>/quality", roles=JUDGES, answers=CampaignQuality, problems=(404,))
def get_quality(path: ById) -> Response:
    """Agreement, biases, people, pace and models, from the newest revision of every answer that was not skipped."""
    caller = me()
    with here().read() as connection:
        campaign = find(connection, path.id, caller)
        judged = _judged(connection, path.id)
        numbers = campaign_numbers(
            read_template(connection, path.id, campaign.template_version).questions,
            judged,
            models=_models(connection, path.id),
            remaining=_remaining(connection, path.id),
        )
    whole = caller.role is not Role.REVIEWER
    return reply(CampaignQuality, campaign_id=path.id, answers=len(judged), **_plain(numbers, whole=whole))


def _judged(connection: Connection, campaign_id: str) -> list[Judged]:
    newest = (
        select(submissions.c.id, submissions.c.person_id, func.max(submissions.c.revision).label("revision"))
        .where(submissions.c.campaign_id == campaign_id)
        .group_by(submissions.c.id, submissions.c.person_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            submissions.c.task_id,
            submissions.c.person_id,
            submissions.c.body,
            submissions.c.active_ms,
            submissions.c.returned,
            submissions.c.received_ms,
        )
        .join(
            newest,
            (newest.c.id == submissions.c.id)
            & (newest.c.person_id == submissions.c.person_id)
            & (newest.c.revision == submissions.c.revision),
        )
        .where(submissions.c.campaign_id == campaign_id, submissions.c.skipped.is_(False))
        .order_by(submissions.c.seq)
    )
    found = []
    for row in rows:
        body = _Body.of_json(row.body)
        found.append(
            Judged(
                task_id=row.task_id,
                person_id=row.person_id,
                answers=body.answers,
                display_order=body.shown.display_order,
                active_ms=row.active_ms,
                returned=row.returned,
                day=row.received_ms // _DAY_MS,
            )
        )
    return found


def _models(connection: Connection, campaign_id: str) -> dict[str, dict[str, str]]:
    hidden = type_coerce(tasks.c.hidden, LargeBinary).label("hidden")
    rows = connection.execute(select(tasks.c.id, hidden).where(tasks.c.campaign_id == campaign_id))
    return {row.id: _Hidden.of_json(row.hidden).models for row in rows}


def _remaining(connection: Connection, campaign_id: str) -> int:
    wanted = select(func.count(slots.c.seq)).where(
        slots.c.campaign_id == campaign_id, slots.c.state.in_(("open", "leased"))
    )
    return int(connection.execute(wanted).scalar_one())


def _plain(numbers: CampaignNumbers, *, whole: bool) -> dict[str, Any]:
    """`whole`: with people and models."""
    told = msgspec.to_builtins(numbers)
    strengths = numbers.models
    told["models"] = [
        {"model": name, "strength": figure, "elo": strengths.elo(name)}
        for name, figure in told["models"]["figures"].items()
    ]
    return told if whole else {**told, "people": None, "models": None}
