"""Numbered migrations under `PRAGMA user_version`: each runs in one transaction with its number.

A store is always at a whole version: killed at any statement, it is at the old one or at the new one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import apsw
from msgspec import Struct

from hdclient.errors import StoreNewer
from hdclient.words import tr

_NAME = re.compile(r"^(\d{4})_\w+\.sql$")


class Migration(Struct, frozen=True):
    """One step: `version` is the user_version that it leads to."""

    version: int
    name: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps in order, from the files beside this one (in a checkout, a wheel and a one-folder bundle alike)."""
    found = []
    for entry in Path(__file__).with_name("migrations").iterdir():
        match = _NAME.match(entry.name)
        if match:
            found.append(Migration(int(match[1]), entry.name, entry.read_text(encoding="utf-8")))
    found.sort(key=lambda step: step.version)
    if [step.version for step in found] != list(range(1, len(found) + 1)):
        raise RuntimeError("migrations must be numbered 1, 2, 3 … without gaps")
    return tuple(found)


def newest_version() -> int:
    """The version that this program writes."""
    return migrations()[-1].version


def migrate(connection: apsw.Connection, steps: tuple[Migration, ...] | None = None) -> int:
    """Brings the open database to the newest version and returns it. Raises StoreNewer before anything is
    written."""
    todo = migrations() if steps is None else steps
    version = int(connection.pragma("user_version"))
    check_not_newer(version, todo[-1].version)
    for step in todo:
        if step.version > version:
            _run(connection, step)
            version = step.version
    return version


def check_not_newer(version: int, known: int) -> None:
    """Raises StoreNewer when the store is ahead of this program."""
    if version > known:
        raise StoreNewer(
            tr(
                "Your saved work was written by a newer hdclient (format {version}; this one knows {known}).",
                version=version,
                known=known,
            ),
            tr("It was left as it is."),
            tr("Start the newer hdclient, or update this one."),
        )


def _run(connection: apsw.Connection, step: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(step.sql)
        connection.pragma("user_version", step.version)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
