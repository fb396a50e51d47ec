"""How long a person waits for "Submitted": sealing a draft, against a bare commit to the same encrypted file."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.session.desk import Desk
from hdclient.store import Store
from tests.bench.report import Result, at_most, percentile, shown
from tests.helpers.stores import KEY, lease_out, make_task

RUNS = 300
ANSWER = {"verdict": "preferred", "winner": "x", "strength": -2, "pair": ["x", "y"]}


def measure() -> list[Result]:
    """Submits and bare commits in turn, each with its own fsync."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as folder:
        clock = SystemClock()
        store = Store.create(Path(folder) / "store.db", KEY, clock=clock)
        tasks = [make_task(f"t{n}", prompt="why? " * 2000) for n in range(RUNS)]
        for start in range(0, RUNS, 50):
            lease_out(store, tasks[: start + 50], clock)
        desk = Desk(store, EventHub(), clock)
        drafts, submits, commits = [], [], []
        for number in range(RUNS):
            session = desk.open(f"t{number}")
            drafts.append(_timed(lambda session=session: session.set_answer("better", ANSWER)))
            submits.append(_timed(session.submit))
            commits.append(_timed(lambda number=number: store.settings.set("bench", "x" * 900 + str(number))))
        desk.close()
        store.close()
    ratio = percentile(submits, 95) / percentile(commits, 95)
    return [
        at_most("durable submit p95 / bare commit p95", ratio, "×", 2.0),
        shown("durable submit p50", percentile(submits, 50), "ms"),
        shown("durable submit p95", percentile(submits, 95), "ms"),
        shown("bare commit p50", percentile(commits, 50), "ms"),
        shown("bare commit p95", percentile(commits, 95), "ms"),
        shown("draft saved p95", percentile(drafts, 95), "ms"),
    ]


def _timed(do) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000
