"""The platform's tables of known answers that are told: qualification sets, attempts, what was explained, disputes."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    select,
)

from hdclient.platform.schema import Json, Key, metadata, sequence

# Tasks that are for qualification only: no answer to them is data of the campaign. Retired: for no attempt any more.
qualification_tasks = Table(
    "qualification_task",
    metadata,
    Column("task_id", Key, ForeignKey("task.id"), primary_key=True),
    Column("campaign_id", Key, ForeignKey("campaign.id"), nullable=False, index=True),
    Column("retired", Boolean, nullable=False),
)

attempts = Table(
    "qualification_attempt",
    metadata,
    Column("campaign_id", Key, ForeignKey("campaign.id"), primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("task_ids", Json, nullable=False),
    Column("needed", Integer, nullable=False),  # as the policy said when it began
    Column("begun_ms", BigInteger, nullable=False),
)

# What operations have decided about one person.
allowances = Table(
    "qualification_allowance",
    metadata,
    Column("campaign_id", Key, ForeignKey("campaign.id"), primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
    Column("passed", Boolean, nullable=False),
    Column("more_attempts", Integer, nullable=False),
)

# A known answer that this person was told. `attempt` 0: in one of the campaign's own tasks.
explained = Table(
    "explained",
    metadata,
    sequence(),
    Column("submission_id", Key, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("marks", Json, nullable=False),  # question id → whether it was right
    Column("correct", Boolean, nullable=False),
    Column("told_ms", BigInteger, nullable=False),
    UniqueConstraint("task_id", "person_id", name="explained_once"),
    Index("explained_person", "campaign_id", "person_id"),
    Index("explained_submission", "submission_id"),
)

# Threads in which a trainer says that a known answer is wrong; `id` is that of the first comment.
disputes = Table(
    "gold_dispute",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("submission_id", Key, nullable=False),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("campaign_id", Key, nullable=False, index=True),
    Column("question_id", String(64), nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    CheckConstraint("state IN ('open','kept','changed','retired')", name="gold_dispute_state"),
)


def of_qualification(task_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether this task is for qualification only."""
    return task_id.in_(select(qualification_tasks.c.task_id))
