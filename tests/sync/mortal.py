"""A trainer's program that may be killed at any moment: `python -m tests.sync.mortal STORE ORIGIN TOKEN WHAT`.

stock: fetches tasks and ends. work: judges without end while the sync thread runs, and says "ACK id revision" after
each submit that has returned. drain: sends what is left and ends.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from pathlib import Path

from hdclient.backends.deadline import Patience
from hdclient.backends.platform import PlatformBackend
from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.store import Store
from hdclient.sync.engine import SyncEngine
from hdclient.sync.worker import SyncWorker
from tests.helpers.judgements import body_bytes

KEY = bytes(range(32))
QUICK = Patience(connect=1.0, silence=0.5, exchange=1.0, asset=1.0)


def say(line: str) -> None:
    """One whole line in one write: a kill comes before it or after it."""
    os.write(1, f"{line}\n".encode())


def judge_one(store: Store, task_id: str) -> None:
    """Draft, seal, release; then it is promised."""
    assignment = store.tasks.assignment(task_id)
    assert assignment is not None
    row = store.drafts.open(task_id)
    store.drafts.save(row.submission_id, row.revision, {"answers": {"why": {"text": "words " * 50}}})
    key = (row.submission_id, row.revision)
    store.drafts.seal(*key, body_bytes(assignment.task, assignment.lease, *key, reason="words " * 50))
    say(f"ACK {key[0]} {key[1]}")
    store.outbox.release(*key)


def stock(store: Store, engine: SyncEngine) -> None:
    """One round: all tasks are here."""
    report = engine.run_once()
    assert report.error is None, report.error
    say(f"STOCK {len(store.tasks.ready_ids())}")


def work(store: Store, engine: SyncEngine) -> None:
    """As the program does it: a person in one thread, sync in the other, until it is killed."""
    worker = SyncWorker(engine, poll_ms=50)
    worker.start()
    pause, chance = threading.Event(), random.Random()
    say("READY")
    while True:
        for task_id in store.tasks.ready_ids()[:10]:
            judge_one(store, task_id)
            worker.wake(hurry=chance.random() < 0.3)
            pause.wait(chance.uniform(0.0, 0.02))


def drain(store: Store, engine: SyncEngine) -> None:
    """Sends all that is left."""
    while store.outbox.next_due_ms() is not None:
        engine.hurry()
        engine.push()
    states = {state.value: count for state, count in store.views.states().items()}
    say(f"STATES {states}")


def main(path: str, origin: str, token: str, what: str) -> None:
    """Opens the store, which recovers what a kill left behind, and does its work."""
    clock = SystemClock()
    place = Path(path)
    store = Store.open(place, KEY, clock=clock) if place.exists() else Store.create(place, KEY, clock=clock)
    store.outbox.recover()
    patience = QUICK if what == "work" else Patience()
    backend = PlatformBackend(origin, lambda: token, patience=patience)
    engine = SyncEngine(store, backend, EventHub(), clock, random.Random())
    {"stock": stock, "work": work, "drain": drain}[what](store, engine)
    backend.close()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:5])
