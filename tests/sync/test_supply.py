"""A quick trainer on a slow line is never without a task while the platform has some: a working day in small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from hdclient.backends.base import Backend
from hdclient.model.campaign import CampaignPolicy
from hdclient.session.desk import Desk
from hdclient.sync.worker import GAP_MS, REMOTE_POLL_MS
from tests.helpers.judgements import preference
from tests.sync.trainer import Trainer

SUBMIT_EVERY_MS = 3_000
STEP_MS = 500


class Slow:
    """A line on which every call takes `takes_ms`; meanwhile the trainer works on."""

    def __init__(self, inner: Backend, live: Callable[[int], None], takes_ms: int) -> None:
        self._inner, self._live, self._takes_ms = inner, live, takes_ms

    def __getattr__(self, name: str) -> Any:
        def call(*values: Any, **named: Any) -> Any:
            self._live(self._takes_ms)
            return getattr(self._inner, name)(*values, **named)

        return call


class Day:
    """Engine and person on one clock: the loop of sync/worker.py, with time that a test moves."""

    def __init__(self, folder: Path, kept: int, takes_ms: int, tasks: int = 400) -> None:
        self.trainer = Trainer(folder, count=tasks, policy=CampaignPolicy(prefetch_tasks=kept))
        self.trainer.line = cast(Any, Slow(cast(Backend, self.trainer.line), self.live, takes_ms))
        self.trainer.engine = self.trainer._engine()
        self.desk = Desk(self.trainer.store, self.trainer.hub, self.trainer.clock, wake=self._wake)
        self.woken = self.working = False
        self.submitted = self.dry = self.run = self.longest_dry = 0
        self._next_ms = 0

    def _wake(self) -> None:
        self.woken = True

    def live(self, ms: int) -> None:
        """Time goes by, and the person works."""
        for _ in range(0, ms, STEP_MS):
            self.trainer.later(STEP_MS)
            if self.working:
                self.desk.release_due()
                if self.trainer.clock.ms >= self._next_ms:
                    self._next_ms = self.trainer.clock.ms + SUBMIT_EVERY_MS
                    self._act()

    def _act(self) -> None:
        task_id = self.desk.next_task(self.trainer.campaign)
        if not task_id:
            self.dry, self.run = self.dry + 1, self.run + 1
            self.longest_dry = max(self.longest_dry, self.run)
            return
        session = self.desk.open(task_id)
        session.set_answer("better", preference(session.task))
        session.submit()
        self.submitted, self.run = self.submitted + 1, 0

    def work(self, minutes: int) -> None:
        """The first round, then so many minutes of work."""
        self.trainer.engine.run_once()
        self.working = True
        end = self.trainer.clock.ms + minutes * 60_000
        while self.trainer.clock.ms < end:
            self.woken = False
            began = self.trainer.clock.ms
            report = self.trainer.engine.run_once()
            assert report.error is None
            due = self.trainer.clock.ms + self.trainer.engine.wait_ms(REMOTE_POLL_MS)
            while not self.woken and self.trainer.clock.ms < due:
                self.live(STEP_MS)
            self.live(max(0, began + GAP_MS - self.trainer.clock.ms))


# Where a round of four calls takes longer than the person needs for all that the policy keeps, the line is the limit.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("kept", "takes_ms"), [(50, 500), (50, 2_000), (50, 5_000), (20, 5_000), (10, 2_000), (5, 500)]
)
def test_a_quick_trainer_on_a_slow_line_is_never_without_a_task(
    tmp_path: Path, kept: int, takes_ms: int
) -> None:
    day = Day(tmp_path, kept, takes_ms)
    day.work(8)
    day.trainer.close()
    assert day.submitted >= 150, "too little work to prove anything"
    assert day.dry == 0


def test_what_is_submitted_while_a_push_runs_does_not_keep_it_running(tmp_path: Path) -> None:
    day = Day(tmp_path, 50, 5_000, tasks=100)
    day.trainer.engine.run_once()
    day.working = True
    day.live(20_000)
    sent = day.trainer.engine.push().sent
    assert 0 < sent < 10
    assert day.trainer.store.outbox.next_due_ms() is not None, "the next run sends what came meanwhile"


def test_what_waits_to_be_undone_is_replaced(tmp_path: Path) -> None:
    day = Day(tmp_path, 5, 500)
    day.trainer.engine.run_once()
    for _ in range(2):
        day._act()
    day.trainer.engine.hurry()
    day.trainer.engine.run_once()
    assert len(day.trainer.store.tasks.ready_ids()) == 5
    day.trainer.close()
