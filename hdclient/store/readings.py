"""Which versions of a guideline the person has worked under, and which they have said to have read."""

from __future__ import annotations

from msgspec import Struct

from hdclient.model.campaign import Campaign, GuidelineReading, Reading
from hdclient.model.ids import new_id
from hdclient.store.database import Row
from hdclient.store.letters import Letters


class Answered(Struct, frozen=True):
    """What was submitted last for a task, and the version of the guideline that it was made under."""

    submission_id: str
    revision: int
    task_id: str
    version: int


class Readings(Letters):
    """One row for each version of a campaign's guideline; what was said is never unsaid."""

    table = "reading"
    columns = "id, campaign_id, version, at, state, received, reason"

    def standing(self, campaign: Campaign) -> tuple[int, int, int]:
        """Of a campaign's guideline: the newest version that the person has worked under or read, the newest that they
        have said to have read, here or elsewhere, and the newest that is here; 0 for none of it."""
        row = self._db.one(
            "SELECT max(version), max(version) FILTER (WHERE state<>'begun'),"
            " (SELECT max(version) FROM guideline WHERE campaign_id=?1) FROM reading WHERE campaign_id=?1",
            (campaign.id,),
        )
        known, said, newest = row or (None, None, None)
        there = campaign.guideline_read
        return max(known or 0, there), max(said or 0, there), newest or 0

    def is_due(self, campaign: Campaign) -> bool:
        """Whether the person is to read the newest version before their next task."""
        return campaign.policy.asks_to_read(*self.standing(campaign))

    def begin(self, campaign: Campaign) -> None:
        """A task is opened: notes the version that it is worked under, where nobody is asked. Safe to repeat.

        Whoever is asked works under the version that they know until they have answered.
        """
        known, said, newest = self.standing(campaign)
        asked = campaign.policy.asks_to_read(known, said, newest)
        never = campaign.policy.guideline_reading is GuidelineReading.NEVER
        under = newest if never or (known == 0 and not asked) else known
        if under:
            with self._db.transaction():
                self._db.execute(
                    "INSERT INTO reading(id, campaign_id, version, at, state) SELECT ?1,?2,?3,?4,'begun' WHERE NOT"
                    " EXISTS(SELECT 1 FROM reading WHERE campaign_id=?2 AND version>=?3) ON CONFLICT DO NOTHING",
                    (new_id(), campaign.id, under, self._now()),
                )

    def add(self, campaign_id: str, version: int) -> None:
        """The person has read this version; to be sent. It is on the disk when this returns. Safe to repeat."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO reading(id, campaign_id, version, at) VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE"
                " SET state='waiting', at=?4 WHERE state='begun'",
                (new_id(), campaign_id, version, self._now()),
            )

    def all(self, campaign_id: str) -> tuple[Reading, ...]:
        """What was said of a campaign's guideline here, the newest version first."""
        rows = self._db.query(
            f"SELECT {self.columns} FROM reading WHERE campaign_id=? AND state<>'begun' ORDER BY version DESC",
            (campaign_id,),
        )
        return tuple(_reading(row) for row in rows)

    def answered(self, campaign_id: str) -> tuple[Answered, ...]:
        """The newest sealed revision of every submission of a campaign, newest first; skipped tasks are left out."""
        rows = self._db.query(
            "SELECT s.submission_id, s.revision, s.task_id,"
            " json_extract(CAST(w.body AS TEXT), '$.guideline_version')"
            " FROM submission s JOIN assignment a ON a.task_id=s.task_id JOIN words w ON w.id=s.id"
            " WHERE a.campaign_id=? AND w.body IS NOT NULL AND s.revision=(SELECT max(n.revision)"
            " FROM submission n WHERE n.submission_id=s.submission_id)"
            " AND json_extract(CAST(w.body AS TEXT), '$.skip') IS NULL ORDER BY s.id DESC",
            (campaign_id,),
        )
        return tuple(
            Answered(str(id_), int(n), str(task), int(version or 0)) for id_, n, task, version in rows
        )

    def body(self, answered: Answered) -> bytes:
        """Its frozen bytes."""
        row = self._db.one(
            "SELECT w.body FROM submission s JOIN words w ON w.id=s.id WHERE s.submission_id=? AND s.revision=?",
            (answered.submission_id, answered.revision),
        )
        return b"" if row is None or row[0] is None else bytes(row[0])

    def due(self, limit: int) -> tuple[Reading, ...]:
        """What may be sent now, oldest first."""
        return tuple(_reading(row) for row in self._due(limit))


def _reading(row: Row) -> Reading:
    id_, campaign_id, version, at, state, received, reason = row
    return Reading(
        id=id_,
        campaign_id=campaign_id,
        version=version,
        read_at=at,
        state=state,
        received_at=received,
        reason=reason,
    )
