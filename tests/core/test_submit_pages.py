"""What a submit makes the disk do: the person waits for each page that is written and synced."""

from __future__ import annotations

import random
import struct
from pathlib import Path
from uuid import UUID

import apsw

from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.session.desk import Desk
from tests.bench.report import percentile
from tests.helpers.stores import BETTER, lease_out, make_store, make_task

RUNS = 150
WAL_HEADER, FRAME_HEADER, PAGE = 32, 24, 4096


def test_a_submit_writes_six_pages_however_the_tasks_are_called(tmp_path: Path) -> None:
    """One each of the submission, its words, the outbox, the log and its index, the count; now and then one is full.

    A log kept by task moved its neighbours for every new line, a row that grew when it was sealed did so, too.
    """
    clock = SystemClock()
    store = make_store(tmp_path, clock=clock)
    names = [str(UUID(int=random.Random(n).getrandbits(128))) for n in range(RUNS)]
    lease_out(store, [make_task(name) for name in names], clock)
    desk = Desk(store, EventHub(), clock)
    connection = store._db._connection
    connection.pragma("wal_autocheckpoint", 0)
    frames = 0

    def committed(_connection: apsw.Connection, _name: str, pages: int) -> int:
        nonlocal frames
        frames = pages
        return apsw.SQLITE_OK

    connection.set_wal_hook(committed)
    spans, asked, statements = list[tuple[int, int]](), list[int](), list[str]()
    for name in names:
        session = desk.open(name)
        session.set_answer("better", BETTER)
        session.problems()  # as the page asks after each answer
        before = frames
        statements.clear()
        connection.exec_trace = lambda _cursor, sql, _values: statements.append(sql) is None
        session.submit()
        connection.exec_trace = None
        spans.append((before, frames))
        asked.append(len(statements))
    wal = store.path.with_name(store.path.name + "-wal").read_bytes()
    owner = dict(connection.execute("SELECT pageno, name FROM dbstat"))
    store.close()
    pages = [[owner[_page(wal, frame)] for frame in range(*span)] for span in spans]
    of_the_log = [sum(name.startswith("event_log") for name in written) for written in pages]
    assert percentile([len(written) for written in pages], 75) <= 6, pages
    assert percentile(of_the_log, 75) == 2, of_the_log
    assert max(asked) <= 7, statements


def _page(wal: bytes, frame: int) -> int:
    """The number of the page that is in this frame, from 0: it stands at the beginning of the frame, in plain."""
    place = WAL_HEADER + frame * (PAGE + FRAME_HEADER)
    return int(struct.unpack(">I", wal[place : place + 4])[0])
