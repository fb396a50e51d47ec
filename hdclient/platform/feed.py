"""The feed of changes: one ordered table of events, of which everybody sees what concerns them.

A cursor holds the platform's epoch: after a restore from a backup an old cursor starts again from the beginning.
"""

from __future__ import annotations

import time
from typing import Annotated, Any

from flask import Response
from pydantic import Field
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from hdclient.model.person import Role
from hdclient.platform.naming import alias
from hdclient.platform.paging import decode, encode
from hdclient.platform.reach import open_to
from hdclient.platform.routes import ANYBODY, Params, Routes, reply
from hdclient.platform.schema import events
from hdclient.platform.state import Caller, Platform, here, me
from hdclient.wire.base import Cursor
from hdclient.wire.work import MAX_CHANGES, Change, ChangesReply

ROUTES = Routes("changes")
MAX_WAIT_S = 25
_PERSON_FIELDS = ("reviewer", "author")


class ChangesQuery(Params):
    """?cursor=&wait=&limit=."""

    cursor: Cursor = ""
    wait: Annotated[int, Field(ge=0, le=MAX_WAIT_S)] = 0
    limit: Annotated[int, Field(ge=1, le=MAX_CHANGES)] = 200


@ROUTES.add("GET", "/v1/changes", roles=ANYBODY, answers=ChangesReply)
def get_changes(query: ChangesQuery) -> Response:
    """What happened after `cursor`, in order, as far as it concerns you. `wait`: seconds to hold the line."""
    platform, caller = here(), me()
    after = _after(platform, query.cursor)
    end = time.monotonic() + query.wait
    holding = query.wait > 0 and platform.polls.acquire(blocking=False)
    try:
        while True:
            # Commits after this moment change the number, so none can slip between the look and the wait.
            seen = platform.commits
            with platform.read() as connection:
                items, last, more = _look(connection, platform, caller, after, query.limit)
            left = end - time.monotonic()
            if items or not holding or left <= 0 or platform.closed:
                break
            after = last
            with platform.happened:
                platform.happened.wait_for(
                    lambda: platform.closed or platform.commits != seen,  # noqa: B023  # called before the next turn
                    timeout=min(left, platform.settings.poll_every_s),
                )
    finally:
        if holding:
            platform.polls.release()
    return reply(
        ChangesReply,
        items=items,
        next_cursor=encode(f"c{last}.{platform.epoch}"),
        has_more=more,
        epoch=platform.epoch,
    )


def _after(platform: Platform, cursor: str) -> int:
    """The number in the cursor; 0 when it is not ours or of another epoch: reading again is safe, skipping is not."""
    number, _, epoch = (decode(cursor) or "").removeprefix("c").partition(".")
    return int(number) if number.isdecimal() and len(number) < 18 and epoch == platform.epoch else 0


def _look(
    connection: Connection, platform: Platform, caller: Caller, after: int, limit: int
) -> tuple[tuple[Change, ...], int, bool]:
    """Changes after a number, the number up to which the caller has now seen all, and whether there is more."""
    newest = connection.execute(select(func.max(events.c.seq))).scalar() or 0
    if newest <= after:
        return (), after, False
    rows = connection.execute(
        select(events)
        .where(events.c.seq > after, events.c.seq <= newest, _concerns(caller))
        .order_by(events.c.seq)
        .limit(limit + 1)
    ).all()
    more = len(rows) > limit
    rows = rows[:limit]
    # What a reviewer may not read yet is left out for good: their item brings it when they may.
    named = {row.data.get("submission_id", "") for row in rows if row.person_id is None}
    seen = open_to(connection, caller, named) | {""}
    items = tuple(
        Change(seq=row.seq, kind=row.kind, data=_told(platform, row.data))
        for row in rows
        if row.person_id is not None or row.data.get("submission_id", "") in seen
    )
    return items, rows[-1].seq if more else newest, more


def _concerns(caller: Caller) -> ColumnElement[bool]:
    in_reach: Any = True if caller.everywhere else events.c.campaign_id.in_(caller.campaigns)
    heard = ["members"] if caller.role is Role.ANNOTATOR else ["members", "reviewers"]
    return or_(
        events.c.person_id == caller.id,
        and_(events.c.person_id.is_(None), events.c.audience.in_(heard), in_reach),
    )


def _told(platform: Platform, data: dict[str, Any]) -> dict[str, Any]:
    """People in an event are opaque to everybody."""
    return {name: alias(platform, value) if name in _PERSON_FIELDS else value for name, value in data.items()}
