"""Nothing is decided by the wall clock: whoever asks for it, or sorts by a time that it gave, is listed here.

`Clock.monotonic_ms`, `Store.elapsed_ms` and `Terms` are what decisions are made with. The platform's own clock is not
this computer's, and is its business.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLATFORM = ("hdclient/platform/", "hdclient/backends/memory")

NAMES = {
    *("now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime", "ctime", "strftime", "asctime"),
    *("currentDateTime", "currentDateTimeUtc", "currentDate", "currentTime"),
    *("currentMSecsSinceEpoch", "currentSecsSinceEpoch", "getmtime", "getctime", "getatime"),
    *("st_mtime", "st_mtime_ns", "st_ctime", "st_ctime_ns", "st_atime", "time_ns", "timestamp"),
}
OF_TIME = {"time"}
"""Names that are a wall clock only as `time.…`."""

# file:function → why it may ask. A reason says where the time goes.
ALLOWED = {
    "hdclient/clock.py:now": "the wall clock itself",
    "hdclient/model/ids.py:new_id": "for sorting and reading of ids; who sorts by them is checked below",
    "hdclient/session/projections.py:queue": "what was done today, shown on the queue page",
    "hdclient/session/work_session.py:_now": "begun and submitted at: recorded with the label",
    "hdclient/store/submissions.py:now": "created, updated, sealed at: shown in lists",
    "hdclient/store/submissions.py:move": "updated at: shown in lists",
    "hdclient/store/drafts.py:_save": "updated at: shown in lists",
    "hdclient/store/drafts.py:_seal": "sealed at: shown in lists",
    "hdclient/store/drafts.py:_insert": "created at: shown in lists",
    "hdclient/store/backups.py:make": "in a backup's name, to be shown; backups are ordered by their number",
    "hdclient/store/profile.py:create": "in the card, to be shown",
    "hdclient/store/profile.py:_mtime": "which of several accounts is opened first at the start; all can be chosen",
    "hdclient/store/store.py:__init__": "in lines of the log and on versions of drafts; both have their own order",
    "hdclient/session/reviewing.py:_is_over": "that the time for an appeal is over, told beside it; it still counts",
    "hdclient/session/receipts.py:file_of": "when a file of receipts was made, written into it",
    "hdclient/cli/receipts.py:_moment": "when something was submitted or received, read to be shown",
    "hdclient/sync/status.py:reached": "the last contact, shown behind the chip",
    "hdclient/sync/status.py:heard": "the last contact, shown behind the chip",
    "hdclient/sync/fetch.py:_leases": "until when tasks are saved here, shown in the queue",
    "hdclient/sync/reviewing.py:_list": "until when review items are kept for somebody, shown in the queue",
    "hdclient/store/examine.py:_when": "when a backup was made, read from its name to be shown",
    "hdclient/cli/data.py:_export": "in an export's manifest",
    "hdclient/cli/converting.py:_convert": "in an export's manifest",
    "ui/demo/preview.py:_lease": "until when the tasks of a preview are there, shown in its queue",
    "ui/components/moments.py:now": "how long ago, and which day, as people say it; used in that file only",
    "ui/shell/desktop_notes.py:hour_of_the_day": "quiet hours: whether a note comes on the desktop, nothing else",
    "ui/shell/trouble.py:_try_now": "when it was tried again, in a sentence",
}


def sources() -> list[Path]:
    found = [*(ROOT / "hdclient").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]
    return sorted(path for path in found if not str(path.relative_to(ROOT)).startswith(PLATFORM))


def askers(text: str) -> Iterator[tuple[str, str]]:
    """(function, name) for every place that asks for a wall clock."""
    yield from _in(ast.parse(text), "")


def _in(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(child, ast.Attribute) and _is_wall(child):
            yield inner, child.attr
        if isinstance(child, ast.ImportFrom):
            bad = NAMES | (OF_TIME if child.module == "time" else set())
            yield from ((inner, one.name) for one in child.names if one.name in bad)
        yield from _in(child, inner)


def _is_wall(node: ast.Attribute) -> bool:
    if node.attr in OF_TIME:
        return isinstance(node.value, ast.Name) and node.value.id == "time"
    return node.attr in NAMES


def test_only_these_ask_for_the_wall_clock() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{function}"
        for path in sources()
        for function, _ in askers(path.read_text(encoding="utf-8"))
    }
    assert found - ALLOWED.keys() == set(), "decide by monotonic time, or say here why not"
    assert ALLOWED.keys() - found == set(), "these ask no longer"


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n return datetime.now()",
        "def f(clock):\n return clock.now() > x",
        "def f():\n return time.time()",
        "def f():\n return time.time_ns()",
        "from time import time",
        "from ui.components.moments import now",
        "def f(path):\n return path.stat().st_mtime",
        "def f():\n later = clock.now\n return later()",
        "def f():\n return QDateTime.currentDateTimeUtc()",
    ],
)
def test_every_way_to_ask_is_seen(code: str) -> None:
    assert list(askers(code))


def test_monotonic_time_is_not_taken_for_it() -> None:
    code = "def f():\n return time.monotonic(), time.perf_counter(), clock.monotonic_ms(), terms.now_ms()"
    assert list(askers(code)) == []


# Times that the wall clock gave, and ids that begin with one.
_SORTED = re.compile(
    r"(?:ORDER BY|WHERE|AND|HAVING|max\(|min\()(?:[^\"';]|'[^']*')*?"
    r"\b(updated|sealed|created|saved_until|received_at|submission_id|task_id|review_id|comment_id)\b"
    r"\s*(?:<(?!>)|>|DESC\b|ASC\b|BETWEEN\b)"
)
SORTED = {
    "hdclient/store/views.py": {"updated", "sealed"},  # the order of lists, and what was done today
}


def test_nothing_in_the_store_is_chosen_by_a_time_of_the_wall_clock() -> None:
    found = {}
    for path in sorted((ROOT / "hdclient" / "store").rglob("*.py")):
        names = {match[1] for match in _SORTED.finditer(path.read_text(encoding="utf-8"))}
        if names:
            found[path.relative_to(ROOT).as_posix()] = names
    assert found == SORTED


@pytest.mark.parametrize(
    "sql",
    [
        '"SELECT x FROM submission ORDER BY live DESC, submission_id DESC LIMIT 1"',
        '"DELETE FROM words WHERE updated < ?"',
        "\"SELECT x FROM s WHERE state='draft' AND s.sealed>=?\"",
    ],
)
def test_choosing_by_such_a_time_is_seen(sql: str) -> None:
    assert _SORTED.search(sql)


def test_the_database_is_not_asked_for_the_time() -> None:
    asked = re.compile(
        r"CURRENT_TIMESTAMP|CURRENT_DATE|unixepoch|julianday|datetime\('now|'now'", re.IGNORECASE
    )
    files = [*(ROOT / "hdclient" / "store").rglob("*.py"), *(ROOT / "hdclient" / "store").rglob("*.sql")]
    assert [path.name for path in files if asked.search(path.read_text(encoding="utf-8"))] == []
