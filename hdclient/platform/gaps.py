"""What adjudicators found that the guideline does not say: a list for its author, open until it is dealt with."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, select, update

from hdclient.platform.campaigns import find
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import not_found
from hdclient.platform.review_schema import gaps
from hdclient.platform.routes import JUDGES, OPERATIONS, ById, Routes, reply
from hdclient.platform.state import here, iso, me
from hdclient.wire.reviewing import Gap, GapClose, GapReply, GapsReply

ROUTES = Routes("reviewing")


@ROUTES.add("GET", "/v1/campaigns/<id>/gaps", roles=JUDGES, answers=GapsReply, problems=(404,))
def list_gaps(path: ById, query: PageQuery) -> Response:
    """Gaps of a campaign's guideline, open and closed."""
    with here().read() as connection:
        find(connection, path.id, me())
        rows, cursor = page(connection, select(gaps).where(gaps.c.campaign_id == path.id), gaps.c.seq, query)
    return reply(GapsReply, items=tuple(_value(row) for row in rows), next_cursor=cursor)


@ROUTES.add("POST", "/v1/gaps/<id>:close", roles=OPERATIONS, answers=GapReply, problems=(404,))
def close_gap(path: ById, body: GapClose) -> Response:
    """The guideline says it now (`version`), or need not (`note`). Safe to repeat."""
    with here().write() as write:
        row = write.execute(
            update(gaps)
            .where(gaps.c.id == path.id)
            .values(state="closed", closed={"note": body.note, "version": body.version})
            .returning(*gaps.c)
        ).one_or_none()
        if row is None or not me().sees(row.campaign_id):
            raise not_found("gap")
    return reply(GapReply, gap=_value(row))


def _value(row: Row[Any]) -> Gap:
    closed = row.closed or {}
    return Gap(
        id=row.id,
        campaign_id=row.campaign_id,
        task_id=row.task_id,
        rule=row.rule,
        text=row.text,
        state=row.state,
        note=closed.get("note", ""),
        version=closed.get("version"),
        created_at=iso(row.created_ms),
    )
