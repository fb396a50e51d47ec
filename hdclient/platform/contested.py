"""How contested decisions ended, by the reviewer who made them."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import Connection, func, select

from hdclient.model.review import AppealState
from hdclient.platform.review_schema import appeals


def outcomes(connection: Connection, campaign_id: str) -> dict[str, Counter[str]]:
    """Appeals by state, for every reviewer whose decision was contested."""
    rows = connection.execute(
        select(appeals.c.reviewer_id, appeals.c.state, func.count(appeals.c.seq))
        .where(appeals.c.campaign_id == campaign_id)
        .group_by(appeals.c.reviewer_id, appeals.c.state)
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for reviewer_id, state, count in rows:
        found[reviewer_id][state] = count
    return found


def decided(states: Counter[str]) -> int:
    """How many of them were judged by a second reviewer."""
    return states[AppealState.CONFIRMED] + states[AppealState.OVERTURNED]
