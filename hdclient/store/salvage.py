"""Takes what can still be read from a damaged store, row by row, into a whole one. The damaged file is only read.

Where a page does not verify, the rows on it are lost and all others are taken. Rows of the damaged store are newer
than those of a backup, so they replace them; what can be read in neither is counted, not guessed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

import apsw
from msgspec import Struct
from msgspec.structs import replace

from hdclient.model.base import InvalidValue, canonical
from hdclient.model.submission import SubmissionBody
from hdclient.store.backups import counted
from hdclient.store.migrating import check_not_newer, newest_version
from hdclient.store.strays import Strays, row_of_backup
from hdclient.store.submissions import orphan_beside

# In this order; prepared content can be made again, and what high_water says is set at the end.
_PLAIN = (
    *("meta", "setting", "campaign", "guideline", "task", "assignment", "blob", "task_blob"),
    *("receipt", "review", "comment", "quarantine", "stream", "draft_version", "note", "reading", "exposure"),
    *("review_item", "review_draft", "said", "mark", "appeal"),
)
_LOGGED = "SELECT task_id FROM assignment UNION SELECT task_id FROM submission"
_BEYOND = 1_000
"""Rows looked for behind the last one that could be read, where nothing behind it can be."""
_GAP = 200_000


class Salvaged(Struct, frozen=True):
    """What was taken: drafts that are still open, submissions (sealed revisions), and how many of either are lost."""

    drafts: int = 0
    submissions: int = 0
    lost: int = 0
    campaigns: tuple[str, ...] = ()
    """In which campaigns drafts that are lost were begun, by title, as far as the logs say; one for each."""


def pour(
    source: apsw.Connection, target: apsw.Connection, *, drafts_as_then: bool = False
) -> Salvaged | None:
    """Takes all it can; `target` is a store of the newest version, and is one afterwards. None: the source is empty.

    `drafts_as_then`: a draft that is one in both keeps the words that it has in the target.

    Raises apsw.Error when nothing of the source can be read, StoreNewer.
    """
    check_not_newer(int(source.pragma("user_version")), newest_version())
    ((had,),) = source.execute("SELECT count(*) FROM sqlite_schema WHERE name='submission'")
    if not had:
        return None
    target.pragma("foreign_keys", False)
    target.execute("BEGIN IMMEDIATE")
    whole = [_pour_table(source, target, table) for table in _PLAIN]
    strays = Strays()
    found = _pour_work(source, target, drafts_as_then, strays)
    _pour_logs(source, target)
    found = _pour_strays(target, strays, found)
    _drop_strays(target)
    _fill_outbox(target)
    if found.lost or not all(whole):
        # Sync walks the whole feed again: it is the way by which lost reviews come back.
        target.execute("DELETE FROM stream")
    there, here = counted(source)[0], counted(target)[0]
    target.execute(
        "UPDATE high_water SET changes=?, seals=?",
        (max(there.changes, here.changes) + 1, max(there.seals, here.seals)),
    )
    target.execute("COMMIT")
    return found


def _pour_table(source: apsw.Connection, target: apsw.Connection, table: str) -> bool:
    """Takes the rows of one table. False: some could not be read."""
    columns = _shared_columns(source, target, table)
    if not columns:
        return True
    names = ", ".join(columns)
    put = f"INSERT OR REPLACE INTO {table}({names}) VALUES({', '.join('?' * len(columns))})"
    whole = True
    for rowid in _rowids(source, table):
        row = _row(source, table, names, rowid)
        if isinstance(row, tuple):
            target.execute(put, row)
        whole = whole and row is not None
    return whole


def _pour_work(
    source: apsw.Connection, target: apsw.Connection, drafts_as_then: bool, strays: Strays
) -> Salvaged:
    """Submissions go with their words or not at all: one without the other would be a lie."""
    narrow, wide = (_shared_columns(source, target, table) for table in ("submission", "words"))
    last = max([0, *_ends(source, "submission"), *_ends(source, "words")])
    drafts = submissions = lost = 0
    for rowid in sorted({*_rowids(source, "submission", last), *_rowids(source, "words", last)}):
        row = _row(source, "submission", ", ".join(narrow), rowid)
        said = _row(source, "words", ", ".join(wide), rowid)
        if not said:
            lost += row != () or said != ()
            _note_wordless(strays, dict(zip(narrow, row, strict=True)) if row else {}, row is None)
            continue
        words = dict(zip(wide, said, strict=True))
        if row:
            work = dict(zip(narrow, row, strict=True))
        else:
            work = _told_by(target, rowid, words) or row_of_backup(target, rowid, words)
        if not work:
            lost += 1
            if words["body"] is None:
                strays.drafts.append((rowid, words))
            continue
        if drafts_as_then and work["state"] == "draft" and _is_draft(target, work):
            _keep_as_version(target, work, words)
            continue
        if not _agree(work, words) or not _make_room(target, work):
            lost += 1
            continue
        _put(target, "submission", work)
        _put(target, "words", words)
        drafts += work["state"] == "draft"
        submissions += work["state"] != "draft"
    return Salvaged(drafts, submissions, lost)


def _note_wordless(strays: Strays, work: dict[str, object], is_unreadable: bool) -> None:
    if work:
        strays.known.add((str(work["submission_id"]), int(str(work["revision"]))))
    strays.unreadable += is_unreadable


def _pour_strays(target: apsw.Connection, strays: Strays, found: Salvaged) -> Salvaged:
    """The draft that can only be one task's goes to it; of what is left over it is said where it was begun."""
    certain = strays.certain(target)
    if certain is not None and _make_room(target, certain[0]):
        _put(target, "submission", certain[0])
        _put(target, "words", certain[1])
        found = replace(found, drafts=found.drafts + 1, lost=found.lost - 1)
    return replace(found, campaigns=strays.campaigns(target)) if found.lost else found


def _pour_logs(source: apsw.Connection, target: apsw.Connection) -> None:
    """The log of each task whole, or up to what cannot be read; a longer one of the backup stays."""
    if not _shared_columns(source, target, "event_log"):
        return
    for (task_id,) in list(target.execute(_LOGGED)):
        lines = _lines(source, task_id)
        ((had,),) = target.execute("SELECT count(*) FROM event_log WHERE task_id=?", (task_id,))
        if len(lines) >= had:
            target.execute("DELETE FROM event_log WHERE task_id=?", (task_id,))
            target.executemany("INSERT INTO event_log(task_id, n, line, hash) VALUES(?,?,?,?)", lines)


def _lines(source: apsw.Connection, task_id: str) -> list[tuple[object, ...]]:
    """A task's lines up to what cannot be read: by the index, or without it where that is what cannot be read."""
    best: list[tuple[object, ...]] = []
    for how in ("", "NOT INDEXED"):
        found: list[tuple[object, ...]] = []
        try:
            sql = f"SELECT task_id, n, line, hash FROM event_log {how} WHERE task_id=?"
            for row in source.execute(sql, (task_id,)):
                found.append(row)
        except apsw.Error:
            best = max(best, found, key=len)
        else:
            best = found
            break
    best.sort(key=lambda row: int(str(row[1])))
    return [row for place, row in enumerate(best, 1) if row[1] == place]


def _drop_strays(target: apsw.Connection) -> None:
    """Versions of drafts that could not be taken belong to nothing."""
    target.execute("DELETE FROM draft_version WHERE work NOT IN (SELECT id FROM submission)")


def _is_draft(target: apsw.Connection, work: dict[str, object]) -> bool:
    sql = "SELECT 1 FROM submission WHERE id=? AND submission_id=? AND revision=? AND state='draft'"
    return bool(list(target.execute(sql, (work["id"], work["submission_id"], work["revision"]))))


def _keep_as_version(target: apsw.Connection, work: dict[str, object], words: dict[str, object]) -> None:
    """What the draft says now stays among its earlier states, for the person to go back to."""
    assert isinstance(words["draft"], bytes)
    told = json.loads(words["draft"])
    data = canonical({name: told[name] for name in ("answers", "flag") if told.get(name)})
    elapsed_ms = counted(target)[1]
    target.execute(
        "INSERT INTO draft_version(work, saved, elapsed_ms, reason, size, draft) VALUES(?,?,?,'replaced',?,?)",
        (work["id"], words["updated"], elapsed_ms, len(data), data),
    )


def _told_by(target: apsw.Connection, rowid: int, words: dict[str, object]) -> dict[str, object]:
    """The row of a submission whose own cannot be read, from its sealed bytes, which say whose they are.

    Where no receipt says that the platform has it, it is sent again: the platform knows the same bytes and takes them
    once. Empty for a draft, which has no such bytes, for bytes that are no submission, and for what the target has.
    """
    body = words["body"]
    if not isinstance(body, bytes) or list(target.execute("SELECT 1 FROM submission WHERE id=?", (rowid,))):
        return {}
    try:
        told = SubmissionBody.of_json(body)
    except InvalidValue:
        return {}
    known = (told.submission_id, told.revision)
    arrived = list(target.execute("SELECT 1 FROM receipt WHERE submission_id=? AND revision=?", known))
    return {
        "id": rowid,
        "submission_id": told.submission_id,
        "revision": told.revision,
        "task_id": told.task_id,
        "task_rev": told.task_rev,
        "state": "accepted" if arrived else "queued",
        "live": 0 if arrived else 1,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "created": told.timing.started,
        "updated": told.timing.submitted,
        "sealed": told.timing.submitted,
    }


def _agree(work: dict[str, object], words: dict[str, object]) -> bool:
    """Sealed bytes must be those that were sealed."""
    body = words["body"]
    if work["state"] == "draft" or not isinstance(body, bytes):
        return work["state"] == "draft" and body is None
    return hashlib.sha256(body).hexdigest() == work["sha256"]


def _make_room(target: apsw.Connection, work: dict[str, object]) -> bool:
    """A task has one live submission, and a revision one row. False: another history has this revision."""
    same = target.execute(
        "SELECT 1 FROM submission WHERE submission_id=? AND revision=? AND id<>?",
        (work["submission_id"], work["revision"], work["id"]),
    )
    if list(same):
        return False
    if work["live"]:
        # The backup's live one was settled later, by a row that cannot be read: its words stay to be looked at.
        orphan_beside(target, work["task_id"], work["id"])
    return True


def _put(target: apsw.Connection, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    target.execute(f"INSERT OR REPLACE INTO {table}({', '.join(row)}) VALUES({marks})", tuple(row.values()))


def _fill_outbox(target: apsw.Connection) -> None:
    """A row for each submission on its way, in the order of sealing. All count as taken: they may have arrived."""
    target.execute("DELETE FROM outbox")
    target.execute(
        "INSERT INTO outbox(submission_id, revision, sha256, size, ready, taken)"
        " SELECT submission_id, revision, sha256, size, 1, 1 FROM submission"
        " WHERE state IN ('queued','sending') ORDER BY id"
    )


# -- reading what may not be readable --


def _shared_columns(source: apsw.Connection, target: apsw.Connection, table: str) -> list[str]:
    """The columns that both know: the source may be of an older version."""
    sql = "SELECT name FROM pragma_table_info(?)"
    there = {name for (name,) in source.execute(sql, (table,))}
    return [name for (name,) in target.execute(sql, (table,)) if name in there]


def _row(source: apsw.Connection, table: str, names: str, rowid: int) -> tuple[object, ...] | None:
    """The row; empty when there is none; None when it cannot be read."""
    try:
        rows = list(source.execute(f"SELECT {names} FROM {table} NOT INDEXED WHERE rowid=?", (rowid,)))
    except apsw.Error:
        return None
    return rows[0] if rows else ()


def _rowids(source: apsw.Connection, table: str, last: int = 0) -> Iterable[int]:
    """Every rowid there may be: read from both ends, and all between where neither end reaches."""
    up, whole = _scan(source, table, "ASC")
    if whole:
        return up
    down, _ = _scan(source, table, "DESC")
    low = up[-1] if up else 0
    high = down[-1] if down else (last or low + _BEYOND) + 1
    return sorted({*up, *range(low + 1, min(high, low + _GAP)), *down})


def _ends(source: apsw.Connection, table: str) -> Iterator[int]:
    """The last rowid, if it can be read: in the table itself, or in an index of it."""
    ways = ("NOT INDEXED", "INDEXED BY submission_task") if table == "submission" else ("NOT INDEXED",)
    for way in ways:
        with suppress(apsw.Error):
            for (rowid,) in source.execute(f"SELECT max(rowid) FROM {table} {way}"):
                yield rowid or 0


def _scan(source: apsw.Connection, table: str, order: str) -> tuple[list[int], bool]:
    found: list[int] = []
    try:
        for (rowid,) in source.execute(f"SELECT rowid FROM {table} NOT INDEXED ORDER BY rowid {order}"):
            found.append(rowid)
    except apsw.Error:
        return found, False
    return found, True
