"""I13: the same life with a wall clock that jumps and with one that does not: the same is asked, sent, kept and shown.

HD_EXAMPLES=n tries n / 10 lives, HD_SHRINK=1 shortens one that fails. The mutants are bugs that only a
jumping clock brings to light.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from hdclient.errors import BackendError, WorkError
from hdclient.model.review import Decision
from hdclient.sync.engine import SyncEngine
from tests.helpers.faulty_wire import SUBMIT
from tests.helpers.platforms import RealOwner, embedded_owner
from tests.sync.computer import TASKS, Computer, Mutation
from tests.sync.world import World

LIVES = int(os.environ.get("HD_EXAMPLES", "600")) // 10
JUMPS = (3, -1000, 4000, -9000, 1)
"""Days that somebody turns the clock by."""


def _push(world: World, fault: str) -> None:
    world.store.outbox.release_all()
    world.wire.arm(fault, SUBMIT)
    world.sync(world.engine.push)


ACTS: dict[str, Callable[[World, int], object]] = {
    "write": lambda world, i: world.write_draft(i, "words"),
    "submit": lambda world, i: (world.write_draft(i, "words"), world.submit(i)),
    "undo": lambda world, i: world.undo(i),
    "rework": lambda world, i: world.rework(i),
    "round": lambda world, i: world.sync(world.engine.run_once),
    "push, no answer": lambda world, i: _push(world, "drop_reply"),
    "push, fault": lambda world, i: _push(world, "500"),
    "push, asked to wait": lambda world, i: _push(world, "429"),
    "more time": lambda world, i: world.ask_more_time(i),
    "withdrawn": lambda world, i: world.owner.withdraw(world.tasks[i], "wrong prompt"),
    "revised": lambda world, i: world.revise(i),
    "returned": lambda world, i: world.review(i, Decision.RETURN),
    "half a minute": lambda world, i: world.clock.advance(30_000),
    "hours": lambda world, i: world.hours_pass(1 + i % 3),
    "restart": lambda world, i: world.restart(),
}
LIFE = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, TASKS - 1)), min_size=3, max_size=14)


def trace(
    owner: RealOwner, mutation: Mutation, life: list[tuple[str, int]], jumps: tuple[int, ...]
) -> list[Any]:
    """What is asked for, waited for, kept and shown after each act. Ids are replaced by the task's number."""
    world = World(owner, mutation)
    try:
        world.begin()
        found = []
        for number, (act, i) in enumerate(life):
            if jumps:
                world.clock.jump_wall(days=jumps[number % len(jumps)], hours=1)
            with contextlib.suppress(BackendError, WorkError, AssertionError):
                ACTS[act](world, i)
            found.append([act, *_now(world)])
        return found
    finally:
        world.close()


def _now(world: World) -> list[Any]:
    rows = world.assignments()
    terms = [world.store.terms.of(task_id) for task_id in world.tasks]
    work = [world.store.submissions.of_task(task_id) for task_id in world.tasks]
    return [
        tuple(world.wire.seen),
        world.engine.wait_ms(15_000),
        [rows.get(task_id, ("", ""))[0] for task_id in world.tasks],
        [(term.left_ms, term.most_ms, term.wish) for term in terms],
        [None if found is None else (found.revision, found.state.value, found.task_rev) for found in work],
        [world.tasks.index(task_id) for task_id in world.store.tasks.ready_ids()],
        sorted(world.stored().values()) and len(world.stored()),
    ]


def try_lives(mutation: Mutation, lives: int, *, shrink: bool) -> None:
    """Holds every life with jumps against the same life without, each on a platform of its own kind."""
    owners = embedded_owner(), embedded_owner()

    @seed(0)
    @settings(
        max_examples=lives,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(life=LIFE)
    def same(life: list[tuple[str, int]]) -> None:
        steady, jumping = (
            trace(owner, mutation, life, by) for owner, by in zip(owners, ((), JUMPS), strict=True)
        )
        assert steady == jumping, "I13: a jump of the wall clock changed what was done"

    try:
        same()
    finally:
        for owner in owners:
            owner.close()


@pytest.mark.slow
def test_a_jump_of_the_wall_clock_changes_nothing() -> None:
    try_lives(Mutation(), LIVES, shrink="HD_SHRINK" in os.environ)


def terms_by_the_wall_clock(engine: SyncEngine, world: Computer) -> None:
    """When leases end is counted by the wall clock."""
    world.store.terms.now_ms = lambda: int(world.clock.now().timestamp() * 1000)  # type: ignore[method-assign]


def waits_by_the_wall_clock(engine: SyncEngine, world: Computer) -> None:
    """When to try again is counted by the wall clock."""

    def elapsed() -> int:
        return int(world.clock.now().timestamp() * 1000) - 1_700_000_000_000

    world.store.elapsed_ms = elapsed  # type: ignore[method-assign]
    world.store.outbox._elapsed_ms = elapsed


def rests_by_the_wall_clock(engine: SyncEngine, world: Computer) -> None:
    """How long the link rests is counted by the wall clock."""

    class Wall:
        era = world.clock.era
        now = staticmethod(world.clock.now)

        @staticmethod
        def monotonic_ms() -> int:
            return int(world.clock.now().timestamp() * 1000)

    engine._context = replace(engine._context, clock=Wall())
    engine._fetch._context = engine._context


@pytest.mark.slow
@pytest.mark.parametrize(
    "bug",
    [terms_by_the_wall_clock, waits_by_the_wall_clock, rests_by_the_wall_clock],
    ids=lambda bug: bug.__name__,
)
def test_a_clock_bug_is_caught(bug: Callable[[SyncEngine, Computer], None]) -> None:
    with pytest.raises(AssertionError, match="I13"):
        try_lives(Mutation(engine=bug), 300, shrink=False)
