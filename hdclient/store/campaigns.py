"""Campaigns and their guidelines, as the platform last said. Written by sync only."""

from __future__ import annotations

from collections.abc import Sequence

from hdclient.model.base import canonical
from hdclient.model.campaign import Campaign, Guideline
from hdclient.store.database import Database


class Campaigns:
    """What `Tasks` knows of where tasks belong."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put_campaigns(self, campaigns: Sequence[Campaign]) -> None:
        """Takes the platform's whole list. A campaign that is no longer listed is kept, and shown while it
        has work."""
        with self._db.transaction(synced=False):
            self._db.execute("UPDATE campaign SET member=0 WHERE member=1")
            for position, campaign in enumerate(campaigns):
                self._db.execute(
                    "INSERT INTO campaign(campaign_id, position, member, body) VALUES(?,?,1,?) ON"
                    " CONFLICT(campaign_id)"
                    " DO UPDATE SET position=excluded.position, member=1, body=excluded.body",
                    (campaign.id, position, canonical(campaign.plain())),
                )

    def campaigns(self) -> tuple[Campaign, ...]:
        """The campaigns of the platform's last list, in its order."""
        rows = self._db.query("SELECT body FROM campaign WHERE member=1 ORDER BY position")
        return tuple(Campaign.of_json(body) for (body,) in rows)

    def campaign(self, campaign_id: str) -> Campaign | None:
        """One campaign, listed or not."""
        row = self._db.one("SELECT body FROM campaign WHERE campaign_id=?", (campaign_id,))
        return None if row is None else Campaign.of_json(row[0])

    def put_guideline(self, guideline: Guideline) -> None:
        """Keeps one immutable version."""
        with self._db.transaction(synced=False):
            self._db.execute(
                "INSERT INTO guideline(campaign_id, version, body) VALUES(?,?,?) ON CONFLICT DO NOTHING",
                (guideline.campaign_id, guideline.version, canonical(guideline.plain())),
            )

    def guideline(self, campaign_id: str, version: int | None = None) -> Guideline | None:
        """This version, or the newest that is here."""
        row = self._db.one(
            "SELECT body FROM guideline WHERE campaign_id=?1 AND (?2 IS NULL OR version=?2)"
            " ORDER BY version DESC LIMIT 1",
            (campaign_id, version),
        )
        return None if row is None else Guideline.of_json(row[0])

    def guideline_versions(self, campaign_id: str) -> tuple[int, ...]:
        """All versions that are here, the newest first."""
        rows = self._db.query(
            "SELECT version FROM guideline WHERE campaign_id=? ORDER BY version DESC", (campaign_id,)
        )
        return tuple(int(version) for (version,) in rows)

    def guideline_version(self, campaign_id: str) -> int:
        """The newest version that is here; 0 when there is none."""
        row = self._db.one("SELECT max(version) FROM guideline WHERE campaign_id=?", (campaign_id,))
        return int(row[0] or 0) if row else 0
