"""What one running platform is made of, and how a handler gets at it. No noun of the API lives here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from secrets import token_hex
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy import Connection, insert, select

from hdclient.clock import Clock
from hdclient.model.ids import new_id
from hdclient.model.person import Role
from hdclient.model.proofs import SigningKey, endorsement_text, key_id, new_key, sign
from hdclient.platform.database import Database, Write
from hdclient.platform.schema import facts
from hdclient.wire.work import MAX_BATCH_ITEMS

EXTENSION = "hdclient.platform"
ALL_CAMPAIGNS = "*"


@dataclass(frozen=True)
class Settings:
    """What the operator of a platform may set. Rates of 0 mean no limit."""

    name: str
    rate_per_s: float = 100.0
    rate_burst: int = 400
    asset_bytes: int = 20_000_000
    request_bytes: int = 8_000_000
    long_polls: int = 64
    poll_every_s: float = 1.0
    batch_items: int = MAX_BATCH_ITEMS
    """Submissions that a client is asked to send in one call."""


@dataclass(frozen=True)
class Caller:
    """Who is asking, and where they may."""

    id: str
    name: str
    role: Role
    token_id: str
    campaigns: frozenset[str]

    def sees(self, campaign_id: str) -> bool:
        """Whether this campaign exists for them. Operations see all."""
        return self.everywhere or campaign_id in self.campaigns

    @property
    def everywhere(self) -> bool:
        """Whether they see every campaign."""
        return self.role in (Role.OPS, Role.ADMIN) or ALL_CAMPAIGNS in self.campaigns

    @property
    def is_trainer(self) -> bool:
        """Whether they must stay blind to who said what."""
        return self.role is Role.ANNOTATOR


@dataclass
class Platform:
    """A database, a clock and the few things that live in memory only."""

    settings: Settings
    clock: Clock
    rng: Random
    server_uuid: str = ""
    epoch: str = ""
    naming_key: str = ""
    sampling_key: str = field(
        default="", repr=False
    )  # decides what is reviewed, so that nobody can foresee it
    signing_keys: list[dict[str, str]] = field(
        default_factory=list, repr=False
    )  # signing.py; the last one signs
    commits: int = 0  # counts writes that recorded events, in this process
    database: Database = field(init=False)
    happened: threading.Condition = field(default_factory=threading.Condition)
    making: threading.Lock = field(default_factory=threading.Lock)
    polls: threading.BoundedSemaphore = field(init=False)
    closed: bool = False
    jobs: Any = None  # exports.Jobs, made when first needed

    def open(self, url: str) -> None:
        """Connects. Migration is the next step, then `identify`."""
        self.database = Database(url, now_ms=self.now_ms)
        self.database.on_commit = self._tell
        self.polls = threading.BoundedSemaphore(max(1, self.settings.long_polls))

    def identify(self) -> None:
        """Reads who this platform is, and decides it once at the first start."""
        with self.database.write() as write:
            for key, make in (
                ("server_uuid", new_id),
                ("epoch", new_id),
                ("naming_key", lambda: token_hex(32)),
                ("sampling_key", lambda: token_hex(32)),
                ("signing_keys", lambda: [self.new_signing_key()]),
            ):
                value = write.execute(select(facts.c.value).where(facts.c.key == key)).scalar()
                if value is None:
                    value = make()
                    write.execute(insert(facts).values(key=key, value=value))
                setattr(self, key, value)

    def new_signing_key(self) -> dict[str, str]:
        """A fresh key for receipts, as it is kept in the database; endorsed by the one that signs now, if any."""
        private, public = new_key()
        made = SigningKey(id=key_id(public), public_key=public, created_at=iso(self.now_ms()))
        if self.signing_keys:
            before = self.signing_keys[-1]
            said = sign(before["private_key"], endorsement_text(self.server_uuid, made))
            made = made.changed(endorsed_by=before["id"], endorsement=said)
        return {**made.plain(), "private_key": private}

    def now_ms(self) -> int:
        """The platform's clock, in milliseconds since 1970."""
        return int(self.clock.now().timestamp() * 1000)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """See Database.read."""
        with self.database.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Write]:
        """See Database.write."""
        with self.database.write() as write:
            yield write

    def stop_waiting(self) -> None:
        """Answers all long polls now, and holds no more."""
        self.closed = True
        self._tell()

    def close(self) -> None:
        """Ends jobs and long polls and closes the database. No request may follow."""
        self.stop_waiting()
        if self.jobs is not None:
            self.jobs.close()
        self.database.close()

    def _tell(self) -> None:
        with self.happened:
            self.commits += 1
            self.happened.notify_all()


def platform_of(app: Flask) -> Platform:
    """The platform behind an app."""
    return cast(Platform, app.extensions[EXTENSION])


def here() -> Platform:
    """The platform of this request."""
    return cast(Platform, current_app.extensions[EXTENSION])


def me() -> Caller:
    """The person of this request."""
    return cast(Caller, g.caller)


def iso(milliseconds: int) -> str:
    """A moment as people and records write it: ISO 8601, UTC."""
    return (
        datetime.fromtimestamp(milliseconds / 1000, UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )
