"""What waits for the disk: a person's words and submissions, and not what comes again by itself."""

from __future__ import annotations

from pathlib import Path

from hdclient.events import EventHub
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.store.high_water import Counts
from tests.helpers.clock import FakeClock
from tests.helpers.stores import KEY, lease_out, make_task

ANSWER = {"verdict": "preferred", "winner": "x", "strength": -2, "pair": ["x", "y"]}


def test_only_what_would_come_again_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "s.db", KEY)
    database, noted = store._db, list[Counts]()
    database.on_commit = noted.append

    def level() -> int:
        return int(database._connection.pragma("synchronous"))

    with store.transaction(synced=False):
        store.meta.set("seen", "1")  # goes with the outer one
        assert level() == 1
    assert noted == [], "nothing says that it must be there"
    with store.transaction():
        store.meta.set("said", "1")
        with store.transaction(synced=False):
            assert level() == 2
    assert noted == [store.counts] == [Counts(2, 0)]
    store.close()


def test_opening_a_task_and_the_end_of_its_undo_window_wait_for_no_disk(tmp_path: Path) -> None:
    clock = FakeClock()
    store = Store.create(tmp_path / "s.db", KEY, clock=clock)
    lease_out(store, [make_task("t1"), make_task("t2")], clock)
    noted: list[Counts] = []
    store._db.on_commit = noted.append
    desk = Desk(store, EventHub(), clock)
    session = desk.open("t1")
    assert noted == []
    session.set_answer("better", ANSWER)
    assert len(noted) == 1, "words do"
    session.submit()
    assert len(noted) == 2 and noted[-1].seals == 1, "and so does a submission"
    desk.open("t2")
    clock.advance(20_000)
    desk.release_due()
    assert len(noted) == 2
    desk.close()
    store.close()
