"""What is cleared away and what never is: content of finished tasks goes by age and size, no word of a person ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hdclient.errors import WorkError
from hdclient.events import EventHub
from hdclient.model.base import sha256_hex
from hdclient.model.submission import SubmissionState
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.store.care import Care
from hdclient.store.retention import DAY_MS, Cleared, Limits
from tests.helpers.clock import FakeClock
from tests.helpers.stores import (
    lease_out,
    make_lease,
    make_review,
    make_store,
    make_task,
    seal,
    send_all,
    words,
)

DAY = 20_000
PICTURE = b"a picture" * 1000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path)
    lease_out(store, [make_task("t1", image=PICTURE), make_task("t2"), make_task("t3")])
    store.blobs.put(sha256_hex(PICTURE), PICTURE)
    store.retention.heard(DAY * DAY_MS)
    store.limit(Limits(keep_days=30))
    return store


def later(store: Store, days: int) -> Cleared:
    """So many days pass on the platform; then it is quiet here."""
    store.retention.clear()
    store.retention.heard((DAY + days) * DAY_MS)
    return store.retention.clear()


def has_body(store: Store, task_id: str = "t1") -> bool:
    return store._db.one("SELECT 1 FROM task WHERE task_id=?", (task_id,)) is not None


def accept(store: Store, task_id: str = "t1") -> None:
    seal(store, task_id)
    send_all(store)


def test_content_of_a_finished_task_goes_after_its_days_and_the_words_stay(
    store: Store, tmp_path: Path
) -> None:
    accept(store)
    assert later(store, 29) == Cleared() and has_body(store)
    cleared = later(store, 30)
    assert (cleared.tasks, cleared.files) == (1, 1) and cleared.size > len(PICTURE)
    assert not has_body(store) and store.blobs.get(sha256_hex(PICTURE)) is None
    assert store._files.hashes() == frozenset()
    assert store.retention.cleared() == cleared, "it says what it removed"
    row = store.drafts.current("t1")
    assert row is not None and store.drafts.body(row.submission_id, 1) == b'{"a":1}'
    assert len(store.outbox.receipts()) == 1 and store.tasks.ready_ids() == ("t2", "t3")
    assert later(store, 300) == Cleared()
    store.close()


def began(store: Store) -> None:
    row = store.drafts.open("t1")
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "words"}}})
    store.tasks.put_leases("c1", [], FakeClock().now())


def flagged(store: Store) -> None:
    row = store.drafts.open("t1")
    store.drafts.save(row.submission_id, 1, {"answers": {}, "flag": {"reason": "odd"}})
    store.tasks.withdraw("t1", "taken back")


def queued(store: Store) -> None:
    seal(store)
    store.tasks.withdraw("t1", "taken back")


def sending(store: Store) -> None:
    queued(store)
    store.outbox.take(store.outbox.due(9, 10**6))


def came_back(store: Store) -> None:
    row = seal(store)
    send_all(store)
    store.feedback.put_review(make_review(row))


def refused(store: Store) -> None:
    seal(store)
    send_all(store, SubmissionState.REFUSED, "no")
    store.tasks.put_leases("c1", [], FakeClock().now())


def orphaned(store: Store) -> None:
    seal(store)
    send_all(store, SubmissionState.ORPHANED, "gone")
    store.tasks.withdraw("t1", "gone")


def leased(_store: Store) -> None:
    pass


NEEDED = [began, flagged, queued, sending, came_back, refused, orphaned, leased]


@pytest.mark.parametrize("how", NEEDED, ids=lambda how: how.__name__)
def test_what_somebody_may_need_stays_whatever_its_age_and_the_limit(
    store: Store, how: Callable[[Store], None]
) -> None:
    how(store)
    store.limit(Limits(keep_days=0, cache_bytes=1))
    later(store, 10_000)
    assert has_body(store) and store.blobs.get(sha256_hex(PICTURE)) == PICTURE
    assert store.tasks.assignment("t1") is not None
    store.close()


def test_a_draft_in_which_nothing_was_written_keeps_nothing(store: Store) -> None:
    store.drafts.open("t1")
    store.tasks.withdraw("t1", "taken back")
    later(store, 30)
    assert not has_body(store)
    store.close()


def test_beyond_the_limit_the_oldest_goes_first_and_only_as_much_as_must(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    tasks = [make_task(f"t{n:02}", prompt=f"{n} " * 40_000) for n in range(60)]
    lease_out(store, tasks)
    store.limit(Limits(keep_days=3650))
    for n in range(50):
        accept(store, f"t{n:02}")
        store.retention.heard((DAY + n) * DAY_MS)
        store.retention.clear()
    before = store.retention.size()
    store.limit(Limits(keep_days=3650, cache_bytes=before - 2_000_000))
    assert store.retention.is_over()
    cleared = store.retention.clear()
    left = [n for n in range(60) if has_body(store, f"t{n:02}")]
    assert not store.retention.is_over() and cleared.tasks == 25
    assert left == list(range(25, 60))
    store.limit(Limits(keep_days=3650, cache_bytes=1))
    store.retention.clear()
    assert [n for n in range(60) if has_body(store, f"t{n:02}")] == list(range(50, 60))
    assert store.retention.is_over(), "what is not finished stays; fetch.py fetches no more"
    store.close()


def test_no_clock_of_this_computer_removes_anything(tmp_path: Path) -> None:
    clock = FakeClock()
    store = make_store(tmp_path, tasks=1, clock=clock)
    accept(store)
    store.retention.clear()
    for jump in (10_000, -20_000):
        clock.jump_wall(days=jump)
        store.retention.clear()
        assert has_body(store), "the platform has not said what day it is"
    store.retention.heard(DAY * DAY_MS)
    store.retention.clear()
    clock.jump_wall(days=10_000)
    store.retention.clear()
    assert has_body(store)
    store.close()


def test_a_task_that_is_given_again_counts_anew(store: Store) -> None:
    store.tasks.put_leases(
        "c1", [make_lease(make_task("t2")), make_lease(make_task("t3"))], FakeClock().now()
    )
    later(store, 29)
    task = make_task("t1", image=PICTURE)
    store.tasks.put_leases("c1", [make_lease(make_task(f"t{n}")) for n in (1, 2, 3)], FakeClock().now())
    later(store, 60)
    assert has_body(store)
    accept(store)
    later(store, 61)
    assert has_body(store)
    later(store, 91)
    assert not has_body(store)
    store.tasks.put_task(task)
    later(store, 92)
    assert has_body(store), "fetched again, it has its days again"
    later(store, 122)
    assert not has_body(store)
    store.close()


def test_a_file_that_another_task_shows_stays(store: Store) -> None:
    lease_out(store, [make_task("t1", image=PICTURE), make_task("t2"), make_task("t4", image=PICTURE)])
    accept(store)
    assert later(store, 30).files == 0
    assert not has_body(store) and store.blobs.get(sha256_hex(PICTURE)) == PICTURE
    store.close()


def test_work_that_comes_back_after_its_content_was_cleared_away_is_asked_for_again(store: Store) -> None:
    row = seal(store)
    send_all(store)
    later(store, 30)
    desk = Desk(store, EventHub(), FakeClock())
    with pytest.raises(WorkError, match="no longer on this computer"):
        desk.open("t1")
    assert store.tasks.without_body() == ()
    store.feedback.put_review(make_review(row))
    assert store.tasks.without_body() == ("t1",)
    store.tasks.put_task(make_task("t1", image=PICTURE))
    assert store.tasks.without_body() == ()
    desk.rework(row.submission_id)
    assert desk.open("t1").revision == 2
    desk.close()
    store.close()


def test_it_is_done_in_quiet_moments_and_a_stop_is_heard(store: Store) -> None:
    accept(store)
    store.retention.clear()
    store.retention.heard((DAY + 40) * DAY_MS)
    assert store.retention.clear(lambda: True) == Cleared() and has_body(store)
    Care(store).round()
    assert not has_body(store)
    store.close()


def test_what_was_begun_in_the_same_moment_stays(store: Store) -> None:
    """Between the list and the removal, the person opens the task."""
    store.tasks.withdraw("t1", "taken back")
    later(store, 0)
    row = store.drafts.open("t1")
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "words"}}})
    assert store.retention._remove(["t1"]) == Cleared() and has_body(store)
    assert words(store) == {"why": {"text": "words"}}
    store.close()
