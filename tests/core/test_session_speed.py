"""The queue stays quick with a full cache. The best of many runs counts: other work on the machine must not fail it."""

from __future__ import annotations

import time
from pathlib import Path

from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.session.desk import Desk
from tests.helpers.stores import BETTER, lease_out, make_review, make_store, make_task, send_all

CACHED = 1_000
BUDGET_MS = 10.0


def best_ms(do: object, runs: int = 25) -> float:
    times = []
    for _ in range(runs):
        start = time.thread_time()
        do()  # type: ignore[operator]
        times.append((time.thread_time() - start) * 1000)
    return min(times)


def test_the_queue_is_read_in_ten_milliseconds_with_a_thousand_cached_tasks(tmp_path: Path) -> None:
    clock = SystemClock()
    store = make_store(tmp_path, clock=clock)
    lease_out(store, [make_task(f"t{n}", prompt="why? " * 2_000) for n in range(CACHED)], clock)
    desk = Desk(store, EventHub(), clock)
    for n in range(60):
        session = desk.open(f"t{n}")
        session.set_answer("better", BETTER)
        if n < 40:
            session.submit()
    store.outbox.release_all()
    for row in send_all(store):
        sent = store.drafts.get(row.submission_id, row.revision)
        assert sent is not None
        store.feedback.put_review(make_review(sent, id_=row.submission_id))
    queue = desk.queue()
    assert (queue.campaigns[0].ready, len(queue.attention)) == (CACHED - 40, 40)
    assert best_ms(desk.queue) <= BUDGET_MS
    assert best_ms(desk.sync) <= 1.0
    assert best_ms(lambda: desk.next_task("c1", "t500")) <= BUDGET_MS
    store.close()
