"""Drafts in a damaged file whose own row cannot be read: whose words they are, where that is certain.

Sealed words say it themselves; a draft does not. A backup knows it by the number of the row, which is never given
twice. Else the logs tell what was begun and is nowhere now: when that is one thing, and one draft is left over, it is
that one's. Where there are more, nothing is guessed: it is only said in which campaigns they were begun.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import apsw
from msgspec import Struct, field

Row = dict[str, object]


class Begun(Struct, frozen=True):
    """What a log says was begun."""

    task_id: str
    submission_id: str
    revision: int


class Strays(Struct):
    """Filled while rows are read: `drafts` are (number of the row, words) of drafts without a readable row."""

    drafts: list[tuple[int, Row]] = field(default_factory=list)
    known: set[tuple[str, int]] = field(default_factory=set)
    """(submission id, revision) of rows that can be read, but not their words."""
    unreadable: int = 0
    """Neither row nor words."""

    def left_over(self, target: apsw.Connection) -> list[Begun]:
        """What was begun and is not in the target. Call it when the logs are there."""
        there = set(target.execute("SELECT submission_id, revision FROM submission")) | self.known
        return [one for one in _begun(target) if (one.submission_id, one.revision) not in there]

    def certain(self, target: apsw.Connection) -> tuple[Row, Row] | None:
        """(row, words) of the one draft that can only be the one thing that was begun; None where it is not so."""
        left = self.left_over(target)
        if len(left) != 1 or len(self.drafts) != 1 or self.unreadable:
            return None
        rowid, words = self.drafts[0]
        task_rev = list(target.execute("SELECT task_rev FROM assignment WHERE task_id=?", (left[0].task_id,)))
        if not task_rev or list(target.execute("SELECT 1 FROM submission WHERE id=?", (rowid,))):
            return None
        work: Row = {
            "id": rowid,
            "submission_id": left[0].submission_id,
            "revision": left[0].revision,
            "task_id": left[0].task_id,
            "task_rev": task_rev[0][0],
            "state": "draft",
            "live": 1,
            "created": words["updated"],
            "updated": words["updated"],
        }
        return work, words

    def campaigns(self, target: apsw.Connection) -> tuple[str, ...]:
        """In which campaigns what is left over was begun, by title; one for each."""
        sql = (
            "SELECT json_extract(CAST(c.body AS TEXT), '$.title') FROM assignment a"
            " JOIN campaign c ON c.campaign_id=a.campaign_id WHERE a.task_id=?"
        )
        return tuple(
            str(title) for one in self.left_over(target) for (title,) in target.execute(sql, (one.task_id,))
        )


def row_of_backup(target: apsw.Connection, rowid: int, words: Row) -> Row:
    """The backup's row for words of a draft; empty where it has none that is a draft."""
    if words["body"] is not None:
        return {}
    cursor = target.execute("SELECT * FROM submission WHERE id=? AND state='draft'", (rowid,))
    found = [dict(zip((name for name, *_ in cursor.getdescription()), row, strict=True)) for row in cursor]
    return found[0] if found else {}


def _begun(target: apsw.Connection) -> Iterator[Begun]:
    for task_id, line in target.execute("SELECT task_id, line FROM event_log ORDER BY task_id, n"):
        told = json.loads(line)
        facts = told.get("facts", {})
        if told.get("kind") in ("opened", "reworked") and isinstance(facts.get("revision"), int):
            yield Begun(task_id, str(facts.get("submission_id")), facts["revision"])
