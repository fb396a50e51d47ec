"""The main thread and the sync thread at the same store: no half-done work is ever seen, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from hdclient.clock import SystemClock
from hdclient.errors import TooLateToUndo
from hdclient.events import EventHub
from hdclient.model.submission import SubmissionState
from hdclient.session.desk import Desk
from hdclient.store import Store
from tests.helpers.stores import (
    BETTER,
    lease_out,
    make_lease,
    make_store,
    make_task,
    outbox_agrees,
    receipt_for,
)

TASKS = 60


def in_thread(work: Callable[[], None], failures: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    return threading.Thread(target=run)


def sync_until(store: Store, done: threading.Event) -> None:
    """Takes, settles, backs off, brings leases: all that the sync thread does to a store."""
    turn = 0
    tasks = [make_task(f"t{n}") for n in range(1, TASKS + 1)]
    while not done.is_set() or store.views.states().get(SubmissionState.QUEUED):
        turn += 1
        rows = store.outbox.take(store.outbox.due(5, 100_000))
        if turn % 3 == 0:
            store.outbox.back_off(rows, "no answer", 0)
        else:
            for row in rows:
                store.outbox.settle(row, SubmissionState.ACCEPTED, receipt=receipt_for(row))
        with store.transaction():
            store.stream.set("changes", str(turn), "e")
            store.meta.set("turn", str(turn))
        store.tasks.put_leases("c1", [make_lease(task) for task in tasks], SystemClock().now())
        if done.is_set():
            store.outbox.release_all()


def test_two_threads_share_one_store(tmp_path: Path) -> None:
    clock = SystemClock()
    store = make_store(tmp_path, clock=clock)
    lease_out(store, [make_task(f"t{n}") for n in range(1, TASKS + 1)], clock)
    desk = Desk(store, EventHub(), clock)
    done = threading.Event()
    failures: list[BaseException] = []
    thread = in_thread(lambda: sync_until(store, done), failures)
    thread.start()
    undone = 0
    try:
        for n in range(1, TASKS + 1):
            session = desk.open(f"t{n}")
            session.set_answer("why", {"text": f"because of {n}"})
            session.set_answer("better", BETTER)
            session.submit()
            store.outbox.release_all()
            if n % 5 == 0:
                try:
                    session = desk.open(desk.undo_last_submit())
                except TooLateToUndo:
                    continue
                undone += 1
                session.submit()
            # Two values of one transaction are never seen apart.
            with store.transaction():
                assert store.meta.get("turn", "") == store.stream.get("changes")[0]
            desk.queue()
            desk.sync()
    finally:
        done.set()
        thread.join(60)
    assert not thread.is_alive() and failures == []
    assert store.views.states() == {SubmissionState.ACCEPTED: TASKS}
    assert outbox_agrees(store) and store.check() == ()
    assert len({receipt.submission_id for receipt in store.outbox.receipts()}) == TASKS
    store.close()


def test_a_reader_waits_for_the_end_of_a_transaction(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    inside, go_on = threading.Event(), threading.Event()
    seen: list[str] = []

    def write() -> None:
        with store.transaction():
            store.meta.set("half", "1")
            inside.set()
            assert go_on.wait(60)
            store.meta.set("half", "2")

    failures: list[BaseException] = []
    writer = in_thread(write, failures)
    reader = in_thread(lambda: seen.append(store.meta.get("half")), failures)
    writer.start()
    assert inside.wait(60)
    reader.start()
    assert seen == []
    go_on.set()
    for thread in (writer, reader):
        thread.join(60)
    assert (seen, failures) == (["2"], [])
    store.close()
