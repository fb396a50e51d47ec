"""The rows of the history: every revision that was sealed, with what the platform has said of it; no task body."""

from __future__ import annotations

from typing import NamedTuple

from hdclient.model.submission import SubmissionState
from hdclient.store.database import Database


class ReceiptRow(NamedTuple):
    """One revision that was sealed, with what the platform has said of it. `id` is this store's own number; `excerpt`
    the first words of its prompt, empty where they may not stand in a list or are no longer here."""

    id: int
    submission_id: str
    revision: int
    task_id: str
    campaign_id: str
    state: SubmissionState
    sha256: str
    sealed_at: str
    received_at: str
    late: bool
    surplus: bool
    signed: bool
    excerpt: str
    is_newest: bool


# In the order of this store's numbers, and by them from page to page: no index, and no page is read twice.
_RECEIPTS = """
SELECT s.id, s.submission_id, s.revision, s.task_id, coalesce(a.campaign_id,''), s.state, coalesce(s.sha256,''),
  s.sealed,
  coalesce(json_extract(r.said,'$.received_at'),''),
  coalesce(json_extract(r.said,'$.late') OR json_extract(r.said,'$.status')='accepted_late', 0),
  coalesce(json_extract(r.said,'$.surplus'), 0), json_extract(r.said,'$.proof') IS NOT NULL,
  CASE WHEN coalesce(json_extract(CAST(k.body AS TEXT),'$.content_warning'),'')='' THEN coalesce(t.excerpt,'')
    ELSE '' END,
  NOT EXISTS(SELECT 1 FROM submission n WHERE n.submission_id=s.submission_id AND n.revision>s.revision)
FROM submission s
LEFT JOIN (SELECT submission_id, revision, CAST(body AS TEXT) AS said FROM receipt) r
  ON r.submission_id=s.submission_id AND r.revision=s.revision
LEFT JOIN assignment a ON a.task_id=s.task_id
LEFT JOIN task t ON t.task_id=s.task_id AND t.rev=s.task_rev
LEFT JOIN campaign k ON k.campaign_id=a.campaign_id
WHERE s.sealed IS NOT NULL AND (?1=0 OR s.id<?1) ORDER BY s.id DESC LIMIT ?2
"""


def receipt_rows(database: Database, before: int, limit: int) -> tuple[ReceiptRow, ...]:
    """What was sealed before the row with this number (0: all), newest first."""
    found = []
    for row in database.query(_RECEIPTS, (before, limit)):
        *who, state, digest, sealed, received, late, surplus, signed, excerpt, newest = row
        id_, submission_id, revision, task_id, campaign_id = who
        found.append(
            ReceiptRow(
                id_,
                submission_id,
                revision,
                task_id,
                campaign_id,
                SubmissionState(state),
                digest,
                sealed,
                received,
                bool(late),
                bool(surplus),
                bool(signed),
                excerpt,
                bool(newest),
            )
        )
    return tuple(found)
