"""A process that works on a store and says aloud what it was told is saved, so that it can be killed at any moment.

python -m tests.helpers.writer work FOLDER       drafts, submits, undoes, sends; one JSON line for each
python -m tests.helpers.writer migrate FILE N    opens a fresh file and dies before the N-th statement
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

import apsw

from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.model.submission import SubmissionState
from hdclient.model.task import Lease
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.store.database import Database
from tests.helpers.stores import BETTER, KEY, make_lease, make_task, receipt_for

TASKS_PER_ROUND = 5


def say(**facts: Any) -> None:
    """One acknowledgement, or what is done next, out of this process before the next step."""
    os.write(1, json.dumps(facts).encode() + b"\n")


def work(folder: Path) -> None:
    """Never ends by itself."""
    store = Store.open(folder / "store.db", KEY)
    store.outbox.recover()
    desk = Desk(store, EventHub(), SystemClock())
    say(kind="started")
    for round_ in count():
        task_id = desk.next_task("c1")
        if not task_id:
            give_tasks(store)
            continue
        session = desk.open(task_id)
        say(kind="doing", id=session.submission_id)
        for edit in range(3):
            words = {"text": f"{task_id} round {round_} edit {edit} " + "lorem " * (40 * edit)}
            session.set_answer("why", words)
            say(kind="draft", id=session.submission_id, answers=dict(session.answers))
        session.set_answer("better", BETTER)
        session.submit()
        body = store.drafts.body(session.submission_id, 1) or b""
        say(kind="sealed", id=session.submission_id, body=body.decode())
        if round_ % 7 == 3:
            desk.undo_last_submit()
            say(kind="undone", id=session.submission_id, answers=dict(session.answers))
        if round_ % 3 == 2:
            store.outbox.release_all()
            for row in store.outbox.take(store.outbox.due(3, 1_000_000)):
                say(kind="doing", id=row.submission_id)
                store.outbox.settle(row, SubmissionState.ACCEPTED, receipt=receipt_for(row))
                say(kind="accepted", id=row.submission_id, body=row.body.decode())


def give_tasks(store: Store) -> None:
    """More tasks, as sync would bring them."""
    row = store._db.one("SELECT count(*) FROM assignment")
    first = int(row[0]) if row else 0
    tasks = [make_task(f"t{first + n}") for n in range(TASKS_PER_ROUND)]
    with store.transaction():
        held = [
            Lease.of_json(lease)
            for (lease,) in store._db.query("SELECT lease FROM assignment WHERE state='leased'")
        ]
        store.tasks.put_leases("c1", [*held, *(make_lease(task) for task in tasks)], SystemClock().now())
        for task in tasks:
            store.tasks.put_task(task)


def migrate_and_die(path: Path, at: int) -> None:
    """Dies before the `at`-th statement that writes; prints "done" when there were fewer."""
    seen = 0

    def trace(_cursor: Any, sql: str, _bindings: Any) -> bool:
        nonlocal seen
        if not sql.lstrip().upper().startswith("PRAGMA") or "user_version=" in sql.replace(" ", ""):
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1
        return True

    def hook(connection: apsw.Connection) -> None:
        connection.exec_trace = trace

    apsw.connection_hooks.append(hook)
    database = (
        Database.create(path, KEY)
        if not path.exists() or not path.stat().st_size
        else Database.open(path, KEY)
    )
    say(kind="done", statements=seen)
    database.close()


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(Path(sys.argv[2]))
    else:
        migrate_and_die(Path(sys.argv[2]), int(sys.argv[3]))
