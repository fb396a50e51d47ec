"""Numbers of campaigns and of oneself as the platform told them last, so that they can be read without a network.

The person's side wishes for them, sync puts them. They can be lost at any time: the platform tells them again.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from hdclient.store.database import Database

KINDS = ("quality", "mirror", "qualification", "known_care")


class FiguresRow(Struct, frozen=True):
    """`body`: JSON, empty when none came yet; `fetched`: ISO 8601, for display; `wished`: they are asked for."""

    body: str = ""
    fetched: str = ""
    reason: str = ""
    wished: bool = False


class Figures:
    """By kind and campaign."""

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._db, self._now = database, now

    def get(self, kind: str, campaign_id: str) -> FiguresRow:
        """What is here of it."""
        row = self._db.one(
            "SELECT body, fetched, reason, wished FROM figures WHERE kind=? AND campaign_id=?",
            (kind, campaign_id),
        )
        return FiguresRow() if row is None else FiguresRow(row[0], row[1], row[2], bool(row[3]))

    def wish(self, kind: str, campaign_id: str) -> None:
        """The person would like to have them, or newer ones."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO figures(kind, campaign_id, wished) VALUES(?,?,1)"
                " ON CONFLICT(kind, campaign_id) DO UPDATE SET wished=1",
                (kind, campaign_id),
            )

    def wish_again(self, kind: str) -> None:
        """All of this kind that are here may have changed."""
        with self._db.transaction(synced=False):
            self._db.execute("UPDATE figures SET wished=1 WHERE kind=?", (kind,))

    def wished(self) -> tuple[tuple[str, str], ...]:
        """(kind, campaign) of all that is to be asked for."""
        rows = self._db.query(
            "SELECT kind, campaign_id FROM figures WHERE wished=1 ORDER BY kind, campaign_id"
        )
        return tuple((row[0], row[1]) for row in rows)

    def put(self, kind: str, campaign_id: str, body: str) -> None:
        """They came."""
        with self._db.transaction(synced=False):
            self._db.execute(
                "UPDATE figures SET body=?, fetched=?, reason='', wished=0 WHERE kind=? AND campaign_id=?",
                (body, self._now(), kind, campaign_id),
            )

    def refuse(self, kind: str, campaign_id: str, reason: str) -> None:
        """The platform gives none. What came before stays."""
        with self._db.transaction(synced=False):
            self._db.execute(
                "UPDATE figures SET reason=?, wished=0 WHERE kind=? AND campaign_id=?",
                (reason, kind, campaign_id),
            )
