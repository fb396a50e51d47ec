"""Numbers of what is in the store, for a report of a problem: counts by name, and nothing of what is counted."""

from __future__ import annotations

from hdclient.store.database import Database

_NUMBERS = """
SELECT 'campaigns', count(*) FROM campaign
UNION ALL SELECT 'outbox held', count(*) FROM outbox WHERE hold<>''
UNION ALL SELECT 'outbox with trouble', count(*) FROM outbox WHERE last_error<>''
UNION ALL SELECT 'outbox most tries', max(attempts) FROM outbox
UNION ALL SELECT 'receipts', count(*) FROM receipt
UNION ALL SELECT 'receipts signed', count(*) FROM receipt WHERE json_extract(CAST(body AS TEXT), '$.proof') IS NOT NULL
UNION ALL SELECT 'reviews', count(*) FROM review
UNION ALL SELECT 'comments', count(*) FROM comment
UNION ALL SELECT 'entries kept aside', count(*) FROM quarantine
UNION ALL SELECT 'lines of logs', count(*) FROM event_log
UNION ALL SELECT 'versions of drafts', count(*) FROM draft_version
UNION ALL SELECT 'notes', count(*) FROM note
UNION ALL SELECT 'notes waiting', count(*) FROM note WHERE state='waiting'
UNION ALL SELECT 'review items ' || state, count(*) FROM review_item GROUP BY state
UNION ALL SELECT 'said about reviews', count(*) FROM said
UNION ALL SELECT 'said and waiting', count(*) FROM said WHERE state='waiting'
UNION ALL SELECT 'said and refused', count(*) FROM said WHERE state='refused'
UNION ALL SELECT 'megabytes', page_count * page_size / 1000000 FROM pragma_page_count, pragma_page_size
"""


class Numbers:
    """Reads only; not for a moment in which somebody waits."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[str, int]:
        """Every number by its name."""
        states = self._db.query(
            "SELECT 'tasks ' || state, count(*) FROM assignment GROUP BY state ORDER BY state"
        )
        return {str(name): int(number or 0) for name, number in [*states, *self._db.query(_NUMBERS)]}
