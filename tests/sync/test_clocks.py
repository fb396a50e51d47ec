"""No decision comes from the wall clock: jumps, time zones and hours asleep change nothing that is sent or kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hdclient.errors import RateLimited, Unreachable
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.review import Decision
from hdclient.model.submission import SubmissionState
from tests.sync.trainer import Trainer

Make = Callable[..., Trainer]
JUMPS = (3, -1000, 4000, -9000, 0)
"""Days that somebody turns the clock by."""


def working_day(folder: Path, jump: Callable[[Trainer], None]) -> list[Any]:
    """The same day of work each time; returns what was asked, what was waited for and what became of it."""
    folder.mkdir()
    trainer = Trainer(folder, count=12, policy=CampaignPolicy(lease_hours=2))
    waits = []
    faults = [Unreachable("Gone."), None, RateLimited("Wait.", retry_after_ms=5000), None, None, None]
    trainer.engine.run_once()
    keys = trainer.submit(2)
    for turn, fault in enumerate(faults):
        jump(trainer)
        if fault is not None:
            trainer.line.fail["submit"] = [fault]
        trainer.engine.run_once()
        jump(trainer)
        waits.append(trainer.engine.wait_ms(15_000))
        trainer.later(1_800_000)
        if turn == 3:
            trainer.platform.review(*keys[0], Decision.RETURN, "Please look again.")
            keys += trainer.submit(1)
        if turn == 4:
            trainer.platform.withdraw(trainer.store.tasks.ready_ids()[0])
    rows = trainer.store._db.query("SELECT state, blocked_reason FROM assignment ORDER BY position")
    states = [trainer.state(key).value for key in keys]
    stored = sorted(trainer.stored().values())
    trainer.close()
    return [trainer.line.calls, waits, states, stored, [tuple(row) for row in rows]]


def test_jumping_clocks_change_nothing_that_is_sent_or_kept(tmp_path: Path) -> None:
    chance = random.Random(5)
    steady = working_day(tmp_path / "steady", lambda trainer: None)
    jumping = working_day(
        tmp_path / "jumping", lambda trainer: trainer.clock.jump_wall(days=chance.choice(JUMPS), hours=1)
    )
    assert steady == jumping
    assert {"submit", "changes", "renew"} <= set(steady[0]), "too little happened to prove anything"


@pytest.mark.parametrize("answered", [False, True], ids=["never arrived", "arrived, answer lost"])
def test_a_night_asleep_in_the_middle_of_a_request_is_one_round_and_no_storm(
    make: Make, answered: bool
) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    bytes_before = trainer.store.drafts.body(*key)

    def asleep(*values: Any) -> Unreachable:
        if answered:
            trainer.owner.backend(trainer.person).submit(*values)
        trainer.later(8 * 3_600_000)
        return Unreachable("The connection broke off.")

    trainer.line.always["submit"] = asleep
    assert trainer.engine.run_once().pushed.accepted == 0
    assert trainer.state(key) is SubmissionState.QUEUED
    trainer.line.always.clear()
    trainer.line.calls.clear()
    rounds = 0
    while trainer.state(key) is not SubmissionState.ACCEPTED:
        wait = trainer.engine.wait_ms(15_000)
        assert 0 < wait <= 60_000
        trainer.later(wait)
        trainer.engine.run_once()
        rounds += 1
    assert rounds <= 2, "all hours asleep are one tick"
    assert trainer.line.calls.count("submit") == 1
    assert trainer.stored() == {key: 1}
    assert trainer.store.drafts.body(*key) == bytes_before
