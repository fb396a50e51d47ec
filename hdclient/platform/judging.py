"""What reviews, comments and adjudications share: finding a submission that the caller may speak about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.schema import submissions
from hdclient.platform.state import Caller


def find_revisions(connection: Connection, submission_id: str, caller: Caller) -> list[Row[Any]]:
    """All revisions of a submission, oldest first. Raises Refusal 404 when the caller may know of none."""
    rows = list(
        connection.execute(
            select(submissions).where(submissions.c.id == submission_id).order_by(submissions.c.revision)
        )
    )
    if not rows or (
        rows[0].person_id != caller.id if caller.is_trainer else not caller.sees(rows[0].campaign_id)
    ):
        raise not_found("submission")
    return rows


def find_revision(connection: Connection, submission_id: str, revision: int, caller: Caller) -> Row[Any]:
    """One revision. Raises Refusal 404."""
    for row in find_revisions(connection, submission_id, caller):
        if row.revision == revision:
            return row
    raise not_found("revision of this submission")


def refuse_own(row: Row[Any], caller: Caller) -> None:
    """Nobody judges their own work. Raises Refusal 403."""
    if row.person_id == caller.id:
        raise Refusal(403, "own-work", "This is your own submission; somebody else must judge it.")
