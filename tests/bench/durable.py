"""How long a person waits for "Submitted": sealing a draft, against a bare commit to the same encrypted file.

As in the program, the page has asked what is missing after the answer, and nobody looks for cyclic garbage meanwhile.
Once on this disk, and once as on one whose sync takes 1 ms: where a sync takes no time, only computing is compared.
"""

from __future__ import annotations

import gc
import tempfile
import time
from pathlib import Path

from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.session.desk import Desk
from hdclient.store import Store
from tests.bench.report import Result, at_most, percentile, shown
from tests.bench.slow_sync import slow_sync
from tests.helpers.stores import KEY, lease_out, make_task

RUNS = 300
ANSWER = {"verdict": "preferred", "winner": "x", "strength": -2, "pair": ["x", "y"]}
Times = list[tuple[float, float]]
"""(milliseconds on the clock, of the processor)."""


def measure() -> list[Result]:
    """Submits and bare commits in turn, each with its own fsync."""
    gc.freeze()
    gc.disable()
    try:
        drafts, submits, commits = _measured()
        with slow_sync():
            _, slow_submits, slow_commits = _measured()
    finally:
        gc.enable()
        gc.unfreeze()
    slow = _at(slow_submits, 95) / _at(slow_commits, 95)
    return [
        at_most("durable submit p95 / bare commit p95, sync 1 ms", slow, "×", 2.0),
        shown("durable submit p95, sync 1 ms", _at(slow_submits, 95), "ms"),
        shown("bare commit p95, sync 1 ms", _at(slow_commits, 95), "ms"),
        at_most("durable submit p95 / bare commit p95", _at(submits, 95) / _at(commits, 95), "×", 2.0),
        shown("durable submit p50 / bare commit p50", _at(submits, 50) / _at(commits, 50), "×"),
        shown("durable submit p50", _at(submits, 50), "ms"),
        shown("durable submit p95", _at(submits, 95), "ms"),
        shown("bare commit p50", _at(commits, 50), "ms"),
        shown("bare commit p95", _at(commits, 95), "ms"),
        shown("durable submit, processor p50", percentile([one[1] for one in submits], 50), "ms"),
        shown("bare commit, processor p50", percentile([one[1] for one in commits], 50), "ms"),
        shown("draft saved p95", _at(drafts, 95), "ms"),
    ]


def _measured() -> tuple[Times, Times, Times]:
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as folder:
        clock = SystemClock()
        store = Store.create(Path(folder) / "store.db", KEY, clock=clock)
        tasks = [make_task(f"t{n}", prompt="why? " * 2000) for n in range(RUNS)]
        for start in range(0, RUNS, 50):
            lease_out(store, tasks[: start + 50], clock)
        desk = Desk(store, EventHub(), clock)
        drafts: Times = []
        submits: Times = []
        commits: Times = []
        for number in range(RUNS):
            session = desk.open(f"t{number}")
            drafts.append(_timed(lambda session=session: session.set_answer("better", ANSWER)))
            session.problems()
            submits.append(_timed(session.submit))
            commits.append(_timed(lambda number=number: store.settings.set("bench", "x" * 900 + str(number))))
        desk.close()
        store.close()
    return drafts, submits, commits


def _at(times: Times, percent: float) -> float:
    return percentile([one[0] for one in times], percent)


def _timed(do) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    start, computing = time.perf_counter(), time.thread_time()
    do()
    return (time.perf_counter() - start) * 1000, (time.thread_time() - computing) * 1000
