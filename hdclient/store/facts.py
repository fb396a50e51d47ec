"""Small named values: `meta` for the store's own facts (text), `settings` for what screens remember
(JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from hdclient.model.base import JsonValue, canonical
from hdclient.model.proofs import SigningKey
from hdclient.store.database import Database

# Names in meta. Tokens live here, inside the encrypted file; only the file's key is in the keyring.
STORE_UUID = "store_uuid"
SERVER_UUID = "server_uuid"
SERVER_ORIGIN = "server_origin"
PLATFORM_NAME = "platform_name"
CAMPAIGNS_LISTED = "campaigns_listed"
"""Present once the platform has said which campaigns there are, if only that there are none."""
PERSON = "person"  # model.person.Person as JSON
TOKEN = "token"
DEVICE_ID = "device_id"
DEVICE_LOCKED = "device_locked"  # why the work is locked: "platform", "overdue"; empty: it is not
CONTACT_MS = "contact_ms"  # store time of the last whole round with the platform
ELAPSED_MS = "elapsed_ms"
AUDITED_MS = "audited_ms"  # store time of the last whole audit
AUDITED_EPOCH = "audited_epoch"
SAID_EPOCH = "said_epoch"
AUDITED_DAY = "audited_day"  # the platform's day of it
PLATFORM_DAY = "platform_day"  # days since 1970 by the platform's clock, as last heard
CLEARED = "cleared"  # what was ever removed by store/retention.py: [tasks, files, bytes]
PLATFORM_KEYS = "platform_keys"  # the platform's keys for receipts, pinned at first sight
RECEIPTS_PROVED = "receipts_proved"  # every receipt has the platform's signature that can have it
AUDIT_NOTICE = "audit_notice"  # a sentence for the person; empty: all was well


class Meta:
    """Text by name."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str, default: str = "") -> str:
        """The value, or `default` when it was never set."""
        row = self._db.one("SELECT value FROM meta WHERE key=?", (key,))
        return default if row is None else str(row[0])

    def set(self, key: str, value: str) -> None:
        """Sets it, durably."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO meta(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET"
                " value=excluded.value",
                (key, value),
            )


def origin_of(meta: Meta, said: str) -> str:
    """Where the work belongs and its token may go. The card's word (`said`) is anybody's who can write a file."""
    return meta.get(SERVER_ORIGIN) or said


def pinned_keys(meta: Meta) -> tuple[SigningKey, ...]:
    """The platform's keys that this computer trusts; none before the first contact."""
    try:
        return tuple(SigningKey.of(key) for key in json.loads(meta.get(PLATFORM_KEYS) or "[]"))
    except (ValueError, TypeError):
        return ()


def keys_text(keys: Iterable[SigningKey]) -> str:
    """As they are kept in meta."""
    return canonical([key.plain() for key in keys]).decode()


class Settings:
    """JSON values by name."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str, default: JsonValue = None) -> JsonValue:
        """The value, or `default` when it was never set or cannot be read any more."""
        row = self._db.one("SELECT value FROM setting WHERE key=?", (key,))
        if row is None:
            return default
        try:
            value: JsonValue = json.loads(row[0])
        except ValueError:
            return default
        return value

    def all(self) -> dict[str, JsonValue]:
        """Every value by its name; what cannot be read any more is left out."""
        return {key: self.get(key) for (key,) in self._db.query("SELECT key FROM setting")}

    def set(self, key: str, value: JsonValue) -> None:
        """Sets it, durably. Raises ValueError for what is not JSON."""
        text = canonical(value).decode()
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO setting(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET"
                " value=excluded.value",
                (key, text),
            )
