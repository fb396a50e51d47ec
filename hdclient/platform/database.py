"""The one way to the database: short read and write transactions, on SQLite and on Postgres alike.

Must not know any noun of the platform. Events that a write records are inserted last, right before the commit, so that
the feed's lock is held for as short as possible and sequence numbers become visible in their order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

from hdclient.platform.schema import events

# Any constant will do, as long as no other program takes the same lock in this database.
_EVENT_LOCK = 0x6864_6576


class Write:
    """One write transaction: a connection, and the events that will be told when it is done."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.events: list[dict[str, Any]] = []

    def event(
        self,
        kind: str,
        data: dict[str, Any],
        *,
        campaign_id: str,
        person_id: str | None = None,
        audience: str = "",
    ) -> None:
        """Records what happened. Audience: one person, or `members` or `reviewers` of the campaign."""
        self.events.append(
            {
                "kind": kind,
                "data": data,
                "campaign_id": campaign_id,
                "person_id": person_id,
                "audience": audience or "person",
            }
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether the writer is alone by construction."""
        return self.connection.dialect.name == "sqlite"


class Database:
    """An engine with the right settings. `on_commit` runs after every write that recorded events."""

    def __init__(self, url: str, *, now_ms: Callable[[], int]) -> None:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self._now_ms = now_ms
        self._in_memory = parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:")
        # A database in memory lives in one connection, which the threads take in turn.
        self._turn = threading.RLock()
        self.engine = _engine(parsed, in_memory=self._in_memory)
        self.on_commit: Callable[[], None] = lambda: None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state and changes nothing."""
        with self._my_turn(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Write]:
        """A transaction that commits when the block ends well, and leaves nothing behind when it does not."""
        with self._my_turn(), self._writing() as connection, connection.begin():
            write = Write(connection)
            yield write
            self._record(write)
        if write.events:
            self.on_commit()

    def close(self) -> None:
        """Closes every pooled connection."""
        self.engine.dispose()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._in_memory:
            with self._turn:
                yield
        else:
            yield

    def _writing(self) -> Connection:
        return self.engine.connect().execution_options(hd_write=True)

    def _record(self, write: Write) -> None:
        if not write.events:
            return
        if not write.is_sqlite:
            # Without it, a smaller number could become visible after a bigger one, and readers would miss it.
            write.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _EVENT_LOCK})
        at = self._now_ms()
        write.execute(insert(events), [{**entry, "at_ms": at} for entry in write.events])


def _engine(url: Any, *, in_memory: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=8, max_overflow=24, pool_pre_ping=True)
    if in_memory:
        engine = create_engine(
            "sqlite://",
            poolclass=StaticPool,
            connect_args={"check_same_thread": False, "isolation_level": None},
        )
    else:
        engine = create_engine(
            url, pool_size=8, max_overflow=24, connect_args={"timeout": 30, "isolation_level": None}
        )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # The driver's own transactions are off: they begin too late, and a read that turns into a write can fail.
        write = connection.get_execution_options().get("hd_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
