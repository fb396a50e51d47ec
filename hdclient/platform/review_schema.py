"""The platform's tables of review work: what waits, who held it, what was judged, marked and contested."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from hdclient.platform.schema import Json, Key, metadata, sequence

# What a review says beside its decision: the item that it settles, edits, proposed answers.
review_details = Table(
    "review_detail",
    metadata,
    Column("review_id", Key, ForeignKey("review.id"), primary_key=True),
    Column("item_id", String(64), nullable=False),
    Column("body", Json, nullable=False),
)

# What waits for reviewers. `subject`: a submission's id; of an adjudication the task's. Leased beyond `until_ms`: free.
review_items = Table(
    "review_item",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("rule", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("campaign_id", Key, ForeignKey("campaign.id"), nullable=False),
    Column("task_id", Key, ForeignKey("task.id"), nullable=False),
    Column("subject", Key, nullable=False),
    Column("revision", BigInteger, nullable=False),  # 0: an adjudication
    Column("turn", Integer, nullable=False),  # 1: the second look at the same revision
    Column("state", String(12), nullable=False),
    Column("person_id", Key, ForeignKey("person.id")),
    Column("until_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger),
    Column("created_ms", BigInteger, nullable=False),
    UniqueConstraint("kind", "subject", "revision", "turn", name="review_item_once"),
    CheckConstraint("kind IN ('review','appeal','adjudication')", name="review_item_kind"),
    CheckConstraint("state IN ('open','leased','done','void')", name="review_item_state"),
    CheckConstraint("state IN ('open','void') OR person_id IS NOT NULL", name="review_item_holder"),
    Index("review_item_offer", "campaign_id", "state", "priority", "seq"),
    Index("review_item_person", "person_id", "state"),
    Index("review_item_task", "task_id"),
)

# Who ever held an item: late work of theirs is still judged by it.
review_holders = Table(
    "review_holder",
    metadata,
    Column("item_id", Key, ForeignKey("review_item.id"), primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
)

# Who must not be given an item: the author, and whoever has decided on it before.
review_bars = Table(
    "review_bar",
    metadata,
    Column("item_id", Key, ForeignKey("review_item.id"), primary_key=True),
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
)

judgements = Table(
    "judgement",
    metadata,
    Column("id", Key, primary_key=True),
    Column("item_id", Key, ForeignKey("review_item.id"), nullable=False),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("answers", Json, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    UniqueConstraint("item_id", "person_id", name="judgement_once"),
)

marks = Table(
    "mark",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("submission_id", Key, nullable=False, index=True),
    Column("author_id", Key, ForeignKey("person.id"), nullable=False),
    Column("target", Key, nullable=False),
    Column("hunk", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

appeals = Table(
    "appeal",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),
    Column("review_id", Key, ForeignKey("review.id"), nullable=False, unique=True),
    Column("submission_id", Key, nullable=False, index=True),
    Column("revision", BigInteger, nullable=False),
    Column("campaign_id", Key, nullable=False, index=True),
    Column("person_id", Key, ForeignKey("person.id"), nullable=False),
    Column("reviewer_id", Key, ForeignKey("person.id"), nullable=False),  # whose decision is contested
    Column("reasons", Json, nullable=False),
    Column("state", String(12), nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    CheckConstraint("state IN ('open','confirmed','overturned','withdrawn')", name="appeal_state"),
)

# What adjudicators find that the guideline does not say.
gaps = Table(
    "gap",
    metadata,
    sequence(),
    Column("id", Key, nullable=False, unique=True),  # the adjudication's
    Column("campaign_id", Key, ForeignKey("campaign.id"), nullable=False, index=True),
    Column("task_id", Key, nullable=False),
    Column("rule", String(64), nullable=False),
    Column("text", Json, nullable=False),
    Column("state", String(12), nullable=False),
    Column("closed", Json),  # note and version, once it is
    Column("created_ms", BigInteger, nullable=False),
    CheckConstraint("state IN ('open','closed')", name="gap_state"),
)
