"""The platform's tables (SQLAlchemy Core). Bodies are canonical JSON in bytes: real text has NULs and lone surrogates.

Rules that must hold whatever the code does are constraints here. Rows never leave this package.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from hdclient.model.base import canonical


class Json(TypeDecorator[Any]):
    """Any JSON value as canonical bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else canonical(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


metadata = MetaData()
Key = String(64)
# SQLite numbers rows by itself in a column declared INTEGER only.
Seq = BigInteger().with_variant(Integer, "sqlite")


def sequence() -> Column[int]:
    """The order in which rows came."""
    return Column("seq", Seq, primary_key=True, autoincrement=True)


facts = Table(
    "platform_fact",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Json, nullable=False),
)

people = Table(
    "person",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("name", Json, nullable=False),
    Column("role", String(20), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    CheckConstraint("role IN ('annotator','reviewer','ops','admin')", name="person_role"),
)

tokens = Table(
    "token",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
)

campaigns = Table(
    "campaign",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("edition", BigInteger, nullable=False),  # what the ETag says; counts every change
    Column("sent", Json, nullable=False),  # the first CampaignIn, to tell a repeat from another campaign
    Column("body", Json, nullable=False),  # title, summary, language, policy, content_warning
    Column("template_version", BigInteger, nullable=False),
    Column("guideline_version", BigInteger, nullable=False),
)

templates = Table(
    "template",
    metadata,
    Column("campaign_id", Key, ForeignKey("campaign.id"), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("body", Json, nullable=False),
)

# campaign_id '*' is every campaign, those to come included.
members = Table(
    "member",
    metadata,
    Column("campaign_id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
)

guidelines = Table(
    "guideline",
    metadata,
    Column("campaign_id", Key, ForeignKey("campaign.id"), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("body", Json, nullable=False),
)

acknowledgements = Table(
    "acknowledgement",
    metadata,
    Column("campaign_id", Key, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
)

tasks = Table(
    "task",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("rev", BigInteger, nullable=False),
    Column("campaign_id", Key, ForeignKey("campaign.id"), nullable=False),
    Column("template_version", BigInteger, nullable=False),
    Column("priority", Float(53), nullable=False),
    Column("state", String(12), nullable=False),
    Column("sha256", String(64), nullable=False),  # of the TaskIn, to tell a repeat from another task
    Column("body", Json, nullable=False),  # what a person may see
    Column("hidden", Json, nullable=False),  # models, source: for exports only
    CheckConstraint("state IN ('open','withdrawn')", name="task_state"),
    Index("task_campaign", "campaign_id", "seq"),
)

task_assets = Table(
    "task_asset",
    metadata,
    Column("sha256", String(64), ForeignKey("asset.sha256"), primary_key=True),
    Column("task_id", Key, ForeignKey("task.id"), primary_key=True),
    Column("campaign_id", Key, nullable=False),
)

assets = Table(
    "asset",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# One row per wanted answer. A slot that is `leased` beyond `until_ms` is free for others.
slots = Table(
    "slot",
    metadata,
    sequence(),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("n", Integer, nullable=False),
    Column("priority", Float(53), nullable=False),
    Column("task_seq", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("person_id", Key, ForeignKey("person.id")),
    Column("until_ms", BigInteger, nullable=False),
    UniqueConstraint("task_id", "person_id", name="slot_task_person"),
    UniqueConstraint("task_id", "n", name="slot_task_n"),
    CheckConstraint("state IN ('open','leased','done','withdrawn')", name="slot_state"),
    CheckConstraint("(state = 'open') = (person_id IS NULL) OR state = 'withdrawn'", name="slot_holder"),
    Index("slot_offer", "campaign_id", "state", "priority", "task_seq"),
    Index("slot_person", "person_id", "campaign_id", "state"),
)

# One row per (task, person) that ever held the task: the lease keeps its id and its order of candidates for good,
# so that work done under it can be judged by it however late it comes.
leases = Table(
    "lease",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("display_order", Json, nullable=False),
    Column("guideline_version", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("granted_ms", BigInteger, nullable=False),
    UniqueConstraint("task_id", "person_id", name="lease_task_person"),
    CheckConstraint(
        "state IN ('leased','done','skipped','released','expired','withdrawn')", name="lease_state"
    ),
    Index("lease_person", "person_id", "campaign_id", "state"),
)

submissions = Table(
    "submission",
    metadata,
    sequence(),
    Column("id", Key, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),  # the frozen bytes, as they came
    Column("returned", Boolean, nullable=False),  # as the newest review says
    Column("skipped", Boolean, nullable=False),
    Column("surplus", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("active_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    UniqueConstraint("person_id", "id", "revision", name="submission_identity"),
    Index("submission_id", "id", "revision"),
    Index("submission_task", "task_id", "person_id"),
    Index("submission_campaign", "campaign_id", "seq"),
)

reviews = Table(
    "review",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("submission_id", Key, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("campaign_id", Key, nullable=False, index=True),
    Column("reviewer_id", Key, ForeignKey("person.id"), nullable=False),
    Column("decision", String(24), nullable=False),
    Column("summary", Json, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Index("review_submission", "submission_id", "revision"),
)

comments = Table(
    "comment",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("submission_id", Key, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("author_id", Key, ForeignKey("person.id"), nullable=False),
    Column("body", Json, nullable=False),  # text, severity, rule, anchor
    Column("created_ms", BigInteger, nullable=False),
    Index("comment_submission", "submission_id", "revision"),
)

adjudications = Table(
    "adjudication",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("campaign_id", Key, nullable=False, index=True),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("body", Json, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

exports = Table(
    "export",
    metadata,
    Column("id", Key, primary_key=True),
    Column("campaign_id", Key, ForeignKey("campaign.id"), nullable=False),
    Column("format", String(40), nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("lost", Json, nullable=False),
    Column("problem", Json, nullable=False),
    Column("file_name", String(120), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("data", LargeBinary),
    CheckConstraint("state IN ('running','ready','failed')", name="export_state"),
)

# What stands beside the data of an export: its manifest, where each row comes from, what its format needs.
export_files = Table(
    "export_file",
    metadata,
    Column("export_id", Key, ForeignKey("export.id"), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# The ordered feed, and the audit log.
events = Table(
    "event",
    metadata,
    sequence(),
    Column("at_ms", BigInteger, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("person_id", Key),
    Column("audience", String(12), nullable=False),
    Column("data", Json, nullable=False),
    CheckConstraint("audience IN ('person','members','reviewers')", name="event_audience"),
    Index("event_person", "person_id", "seq"),
)

# What people tell those who run a campaign.
notes = Table(
    "note",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("campaign_id", Key, ForeignKey("campaign.id"), nullable=False, index=True),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("text", Json, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

# The installations that people work on. `wipe_id` proves that a report of a wipe comes from where the order went.
devices = Table(
    "device",
    metadata,
    sequence(),
    Column("id", Key, nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("standing", String(12), nullable=False),
    Column("unsent", String(12), nullable=False),
    Column("wipe_id", Key, nullable=False),
    Column("program", Json, nullable=False),
    Column("system", Json, nullable=False),
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("sent", BigInteger, nullable=False),
    Column("sealed", BigInteger, nullable=False),
    Column("box", LargeBinary),
    UniqueConstraint("person_id", "id", name="device_person"),
    CheckConstraint("standing IN ('ok','locked','wipe','wiped')", name="device_standing"),
    CheckConstraint("unsent IN ('send_first','seal')", name="device_unsent"),
)

closed_accounts = Table(
    "closed_account",
    metadata,
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
    Column("unsent", String(12), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
