"""Pushing what fails as a whole batch: one bad item is found, held with its reason, and blocks nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hdclient.errors import BackendError, PlatformFault, Refused, Unreachable
from hdclient.model.submission import SubmissionState
from hdclient.session import projections
from hdclient.sync.retry import LONE_TRIES
from tests.sync.trainer import Trainer, always

Make = Callable[..., Trainer]
State = SubmissionState


def poisoned(key: tuple[str, int], error: BackendError) -> Callable[..., BackendError | None]:
    """Any batch with this item in it fails as a whole."""
    return lambda items: error if any((i.submission_id, i.revision) == key for i in items) else None


@pytest.mark.parametrize(
    "error",
    [PlatformFault("It fell over."), Refused("It will not."), Unreachable("It hung up.")],
    ids=["500", "422", "hangs up"],
)
@pytest.mark.parametrize("place", [0, 7, 19])
def test_poison_is_held_after_five_lone_tries_and_blocks_nobody(
    make: Make, error: BackendError, place: int
) -> None:
    trainer = make(count=20).stocked()
    keys = trainer.submit(20)
    trainer.line.always["submit"] = poisoned(keys[place], error)
    for _ in range(60):
        trainer.engine.run_once()
        trainer.later(600_000)
    others = [key for key in keys if key != keys[place]]
    assert {trainer.state(key) for key in others} == {State.ACCEPTED}
    assert trainer.state(keys[place]) is State.QUEUED
    *_, hold = trainer.waiting(keys[place])
    assert "failed alone" in hold and error.what in hold
    alone = [
        values
        for values in trainer.line.given
        if values and isinstance(values[0], list) and len(values[0]) == 1
    ]
    tries = [v for v in alone if getattr(v[0][0], "submission_id", "") == keys[place][0]]
    assert len(tries) == LONE_TRIES


def test_what_is_held_waits_where_the_person_sees_it(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.always["submit"] = always(PlatformFault("It fell over."))
    for _ in range(10):
        trainer.engine.push()
        trainer.later(600_000)
    (row,) = projections.queue(trainer.store, trainer.clock).attention
    assert (row.submission_id, row.state) == (key[0], State.QUEUED)
    assert "safe here" in row.reason and "Try it again" in row.reason
    assert projections.sync(trainer.store).attention == 1
    trainer.line.always.clear()
    trainer.store.outbox.unhold_all()
    trainer.engine.run_once()
    assert projections.sync(trainer.store).attention == 0 and trainer.state(key) is State.ACCEPTED


def test_poison_can_be_tried_again_by_the_person(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.always["submit"] = always(PlatformFault("It fell over."))
    for _ in range(10):
        trainer.engine.push()
        trainer.later(600_000)
    assert trainer.waiting(key)[3]
    trainer.line.always.clear()
    trainer.store.outbox.unhold_all()
    trainer.engine.push()
    assert trainer.state(key) is State.ACCEPTED


def test_a_platform_that_is_down_for_days_holds_nothing_back_for_ever(make: Make) -> None:
    """Whatever fails while nothing at all is answered says nothing about the items."""
    trainer = make(count=3).stocked()
    keys = trainer.submit(3)
    for call in ("submit", "meta", "me", "changes"):
        trainer.line.always[call] = always(PlatformFault("Maintenance."))
    for _ in range(100):
        trainer.engine.run_once()
        trainer.later(3_600_000)
    assert [trainer.waiting(key)[3] for key in keys] == ["", "", ""]
    trainer.line.always.clear()
    for _ in range(5):
        trainer.engine.run_once()
        trainer.later(3_600_000)
    assert [trainer.state(key) for key in keys] == [State.ACCEPTED] * 3


def test_a_lone_failure_counts_only_while_the_platform_answers_at_all(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.line.always["submit"] = always(PlatformFault("Maintenance."))
    trainer.line.always["meta"] = always(PlatformFault("Maintenance."))
    for _ in range(3 * LONE_TRIES):
        trainer.engine.push()
        trainer.later(600_000)
    assert trainer.waiting(key)[3] == ""
    del trainer.line.always["meta"]
    for _ in range(LONE_TRIES):
        trainer.engine.push()
        trainer.later(600_000)
    assert trainer.waiting(key)[3] != ""
