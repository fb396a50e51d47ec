"""Brings a database to this program's schema by numbered steps, and refuses one that a newer program has written.

Step 1 makes the tables of schema.py. A later step is a function that changes what stands; schema.py then changes too,
and step 1 must go on making the tables as they were (write them out in the step).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, inspect, select, text, update

from hdclient.errors import ConfigError
from hdclient.platform.database import Database
from hdclient.platform.gold_schema import allowances, attempts, disputes, explained, qualification_tasks
from hdclient.platform.review_schema import (
    appeals,
    gaps,
    judgements,
    marks,
    review_bars,
    review_details,
    review_holders,
    review_items,
)
from hdclient.platform.schema import (
    closed_accounts,
    comments,
    devices,
    events,
    export_files,
    metadata,
    notes,
    schema_version,
)

_MIGRATION_LOCK = 0x6864_6D69


def _first(connection: Connection) -> None:
    later = {table.name for table in (*_DEVICES, notes, *_REVIEWING, *_GOLD, export_files)}
    metadata.create_all(
        connection, tables=[table for table in metadata.sorted_tables if table.name not in later]
    )


_DEVICES = (devices, closed_accounts)
_REVIEWING = (review_details, review_items, review_holders, review_bars, judgements, marks, appeals, gaps)


_GOLD = (qualification_tasks, attempts, allowances, explained, disputes)


def _with_devices(connection: Connection) -> None:
    metadata.create_all(connection, tables=list(_DEVICES))


def _with_notes(connection: Connection) -> None:
    metadata.create_all(connection, tables=[notes])


def _with_anchors(connection: Connection) -> None:
    """What a comment speaks about was the id of a question or of a response; it is an anchor now."""
    told = select(events.c.seq, events.c.data).where(events.c.kind == "comment")
    for table, name, found in (
        (comments, "body", select(comments.c.seq, comments.c.body)),
        (events, "data", told),
    ):
        for seq, data in connection.execute(found).all():
            if isinstance(named := data.get("anchor"), str):
                anchor = {"part": f"question:{named}", "block": 0, "at": None} if named else None
                changed = {name: {**data, "anchor": anchor}}
                connection.execute(update(table).where(table.c.seq == seq).values(changed))


def _with_reviewing(connection: Connection) -> None:
    metadata.create_all(connection, tables=list(_REVIEWING))


def _with_told_gold(connection: Connection) -> None:
    metadata.create_all(connection, tables=list(_GOLD))


def _with_export_files(connection: Connection) -> None:
    metadata.create_all(connection, tables=[export_files])


STEPS: tuple[Callable[[Connection], None], ...] = (
    _first,
    _with_devices,
    _with_notes,
    _with_anchors,
    _with_reviewing,
    _with_told_gold,
    _with_export_files,
)


def migrate(database: Database) -> int:
    """Applies the missing steps in one transaction and returns the version. Raises ConfigError for a newer database."""
    with database.write() as write:
        connection = write.connection
        if not write.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        found = 0
        if inspect(connection).has_table(schema_version.name):
            found = connection.execute(select(schema_version.c.version)).scalar() or 0
        if found > len(STEPS):
            raise ConfigError(
                f"The platform's database has version {found}; this program knows versions up to {len(STEPS)}.",
                "Nothing was changed in it.",
                "Start a newer hdclient on it, or give another data folder.",
            )
        for step in STEPS[found:]:
            step(connection)
        if found < len(STEPS):
            connection.execute(delete(schema_version))
            connection.execute(insert(schema_version).values(version=len(STEPS)))
    return len(STEPS)
