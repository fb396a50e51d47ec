"""The thread: it runs, it wakes, it stops, and it outlives whatever the engine raises."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, cast

import pytest

from hdclient.clock import SystemClock
from hdclient.errors import StoreFull
from hdclient.events import EventHub
from hdclient.model.submission import SubmissionState
from hdclient.sync.engine import SyncEngine
from hdclient.sync.status import Connection
from hdclient.sync.worker import SyncWorker
from tests.sync.trainer import Trainer

LONG_S = 20.0
"""A wait that a test never sees the end of, unless it fails."""


class Rounds:
    """Stands in for an engine: counts rounds, raises what it is told to."""

    def __init__(self, wait_ms: int = 3_600_000) -> None:
        self.connection = Connection(EventHub(), SystemClock())
        self.raises: list[BaseException] = []
        self.hurried = 0
        self.closed = False
        self._count = 0
        self._wait_ms = wait_ms
        self._changed = threading.Condition()

    def run_once(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()
        if self.raises:
            raise self.raises.pop(0)

    def hurry(self) -> None:
        self.hurried += 1

    def close(self) -> None:
        self.closed = True

    def wait_ms(self, poll_ms: int) -> int:
        return min(poll_ms, self._wait_ms)

    def count(self) -> int:
        """How many rounds have begun."""
        with self._changed:
            return self._count

    def reached(self, count: int) -> bool:
        """Waits until so many rounds have begun."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count >= count, LONG_S)


def worker_for(rounds: Rounds, poll_ms: int = 3_600_000, gap_ms: int = 0) -> SyncWorker:
    return SyncWorker(cast(SyncEngine, rounds), poll_ms=poll_ms, gap_ms=gap_ms)


def test_the_first_round_comes_at_once_and_the_next_when_woken() -> None:
    rounds = Rounds()
    worker = worker_for(rounds)
    worker.start()
    assert rounds.reached(1)
    worker.wake()
    assert rounds.reached(2)
    assert worker.stop(LONG_S) and rounds.hurried == 0


def test_who_submits_every_moment_gets_one_round_for_all_of_it() -> None:
    rounds = Rounds()
    worker = worker_for(rounds, gap_ms=3_600_000)
    worker.start()
    assert rounds.reached(1)
    for _ in range(20):
        worker.wake()
        time.sleep(0.005)
    assert rounds.count() == 1
    worker.wake(hurry=True)
    assert rounds.reached(2)
    assert worker.stop(LONG_S)


def test_without_a_wake_the_next_round_comes_at_the_poll() -> None:
    rounds = Rounds()
    worker = worker_for(rounds, poll_ms=5)
    worker.start()
    assert rounds.reached(4)
    assert worker.stop(LONG_S)


def test_a_wake_during_a_round_is_not_lost() -> None:
    rounds = Rounds()
    worker = worker_for(rounds)
    inside, go_on = threading.Event(), threading.Event()
    run_once = rounds.run_once

    def slow() -> None:
        run_once()
        inside.set()
        assert go_on.wait(LONG_S)

    rounds.run_once = slow  # type: ignore[method-assign]
    worker.start()
    assert inside.wait(LONG_S)
    worker.wake()
    go_on.set()
    assert rounds.reached(2)
    assert worker.stop(LONG_S)


def test_when_the_person_asks_waiting_times_are_forgotten_in_the_workers_thread() -> None:
    rounds = Rounds()
    worker = worker_for(rounds)
    worker.start()
    assert rounds.reached(1)
    worker.wake(hurry=True)
    assert rounds.reached(2) and rounds.hurried == 1
    assert worker.stop(LONG_S)


@pytest.mark.logs
def test_a_crash_is_said_without_content_and_the_loop_goes_on(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.sync.retry.FIRST_WAIT_MS", 10)
    rounds = Rounds()
    rounds.raises = [
        ValueError("the person's own words"),
        StoreFull("The disk is full.", "Nothing was lost."),
    ]
    sentences: list[str] = []
    stumbled = rounds.connection.stumbled

    def listen(sentence: str) -> None:
        sentences.append(sentence)
        stumbled(sentence)

    rounds.connection.stumbled = listen  # type: ignore[method-assign]
    worker = worker_for(rounds)
    with caplog.at_level(logging.DEBUG):
        worker.start()
        assert rounds.reached(3)
        worker.wake()
        assert rounds.reached(4)
    assert worker.stop(LONG_S)
    assert "inside hdclient" in sentences[0] and "safe" in sentences[0]
    assert sentences[1:] == ["The disk is full. Nothing was lost.", ""]
    assert "ValueError at run_once" in caplog.text
    levels = [record.levelno for record in caplog.records if "stumbled" in record.msg]
    assert levels == [logging.ERROR, logging.INFO], "a terminal hears of faults of ours, not of a full disk"
    assert "own words" not in caplog.text + "".join(sentences)


def test_stopping_does_not_wait_for_a_hanging_exchange() -> None:
    rounds = Rounds()
    hang = threading.Event()
    run_once = rounds.run_once

    def hanging() -> None:
        run_once()
        hang.wait(LONG_S)

    rounds.run_once = hanging  # type: ignore[method-assign]
    worker = worker_for(rounds)
    worker.start()
    assert rounds.reached(1)
    assert not worker.stop(0.05)
    assert not rounds.closed, "the exchange still hangs"
    hang.set()
    assert worker.stop(LONG_S)
    assert rounds.closed


def test_a_failure_after_the_stop_is_nobodys_business() -> None:
    """The store may be closed while the last exchange still hangs."""
    rounds = Rounds()
    go_on = threading.Event()
    run_once = rounds.run_once

    def late() -> None:
        run_once()
        go_on.wait(LONG_S)
        raise ValueError("closed")

    rounds.run_once = late  # type: ignore[method-assign]
    worker = worker_for(rounds)
    worker.start()
    assert rounds.reached(1)
    worker.stop(0)
    go_on.set()
    assert worker.stop(LONG_S)
    assert rounds.connection.view.trouble == ""


def test_stopping_what_never_started_is_fine() -> None:
    assert worker_for(Rounds()).stop()


def test_the_polls_of_many_computers_spread() -> None:
    asked: list[int] = []
    rounds = Rounds()
    rounds.wait_ms = lambda poll_ms: asked.append(poll_ms) or 0  # type: ignore[method-assign, func-returns-value]
    worker = worker_for(rounds, poll_ms=1000)
    for _ in range(200):
        worker._round()
    assert 900 <= min(asked) < 930 and 1070 < max(asked) <= 1100


def test_a_submission_goes_out_by_itself(make: Callable[..., Trainer]) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    settled = threading.Event()

    def listen(event: Any) -> None:
        if trainer.state(key) is SubmissionState.ACCEPTED:
            settled.set()

    trainer.hub.subscribe(listen)
    worker = SyncWorker(trainer.engine, poll_ms=3_600_000)
    worker.start()
    assert settled.wait(LONG_S)
    assert worker.stop(LONG_S)
    assert trainer.stored() == {key: 1}
