"""A trainer says that a known answer is wrong: the comment that says so opens a thread for operations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, insert, select

from hdclient.model.anchor import Anchor
from hdclient.model.explained import DISPUTE
from hdclient.platform.database import Write
from hdclient.platform.gold_schema import disputes, explained
from hdclient.platform.state import Platform


def open_dispute(write: Write, platform: Platform, comment: Row[Any], submission: Row[Any]) -> None:
    """Opens one if the author was told the answer that the comment is about.

    Else it is a comment like any other: nobody can find out by this whether a task has a known answer.
    """
    said = comment.body
    if said.get("category") != DISPUTE or said.get("reply_to") or not said.get("anchor"):
        return
    question_id = Anchor.of(said["anchor"]).names("question")
    told = write.execute(
        select(explained.c.marks).where(
            explained.c.submission_id == submission.id, explained.c.person_id == submission.person_id
        )
    ).scalar()
    if told is None or question_id not in told:
        return
    write.execute(
        insert(disputes).values(
            id=comment.id,
            submission_id=submission.id,
            task_id=submission.task_id,
            campaign_id=submission.campaign_id,
            question_id=question_id,
            person_id=submission.person_id,
            state="open",
            created_ms=platform.now_ms(),
        )
    )
