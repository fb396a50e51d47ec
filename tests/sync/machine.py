"""The state machine of the property test. Fault and crash point are arguments of each act, never armed apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hdclient.model.review import Decision
from tests.helpers.faulty_wire import PULL_FAULTS, PUSH_FAULTS, SUBMIT
from tests.helpers.platforms import RealOwner
from tests.sync.invariants import check, check_end
from tests.sync.world import TASKS, Mutation, World

INDEX = st.integers(0, TASKS - 1)
PUSH_FAULT = st.one_of(st.just(""), st.sampled_from(PUSH_FAULTS))
PULL_FAULT = st.one_of(st.just(""), st.sampled_from(PULL_FAULTS))


def _point(*names: str) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.just(""), st.sampled_from(names))


SEAL_POINT = _point("seal.before", "seal.middle", "seal.after")
PUSH_POINT = _point("push.taken", "push.answered", "push.settling", "push.settled")
PULL_POINT = _point("pull.before", "pull.applying", "pull.applied")
FETCH_POINT = _point("fetch.campaigns", "fetch.leases", "fetch.bodies")
FETCH_PATH = st.sampled_from(["/v1/campaigns", "/v1/leases", "/v1/tasks", "/v1/meta", "/v1/me"])
JUNK = st.sampled_from(
    [
        ("hologram", {"x": 1}),
        ("withdrawn", {}),
        ("review", {"id": "r"}),
        ("comment", {"id": 7}),
        ("lease", {"lease_id": 5}),
        ("guideline", {}),
    ]
)
FATE = st.sampled_from(["", "", "", "poison", "bad", "hold"])
MOMENTS = st.sampled_from([0, 500, 5_000, 120_000, 4_000_000, 9_000_000])


def machine(owner_of: Callable[[], RealOwner], mutation: Mutation) -> type[RuleBasedStateMachine]:
    """A machine whose computers carry this mutation, on the platform that `owner_of` gives."""

    class SyncMachine(RuleBasedStateMachine):
        world: World | None = None

        @initialize()
        def start(self) -> None:
            self.world = World(owner_of(), mutation)
            self.world.begin()

        @property
        def _world(self) -> World:
            assert self.world is not None
            return self.world

        # the person

        @rule(i=INDEX, words=st.sampled_from(["one", "two", "three"]))
        def write(self, i: int, words: str) -> None:
            self._world.write_draft(i, words)

        @rule(i=INDEX, fate=FATE, point=SEAL_POINT)
        def submit(self, i: int, fate: str, point: str) -> None:
            self._submit(i, fate, point)

        def _submit(self, i: int, fate: str, point: str = "") -> None:
            self._world.write_draft(i, f"words of {i}")
            self._world.die_at = point
            self._world.submit(i, fate=fate)

        @rule(i=INDEX, point=_point("unseal.middle"))
        def undo(self, i: int, point: str) -> None:
            self._world.die_at = point
            self._world.undo(i)

        @rule(i=INDEX)
        def rework(self, i: int) -> None:
            self._world.rework(i)

        # sync

        @rule(before=st.lists(st.tuples(INDEX, FATE), max_size=3), fault=PUSH_FAULT, point=PUSH_POINT)
        def push(self, before: list[tuple[int, str]], fault: str, point: str) -> None:
            world = self._world
            for i, fate in before:
                self._submit(i, fate)
            world.store.outbox.release_all()
            world.wire.arm(fault, SUBMIT)
            world.die_at = point
            world.sync(world.engine.push)

        @rule(news=st.one_of(st.none(), INDEX, JUNK), fault=PULL_FAULT, point=PULL_POINT)
        def pull(self, news: int | tuple[str, Any] | None, fault: str, point: str) -> None:
            world = self._world
            if isinstance(news, int):
                world.owner.withdraw(world.tasks[news], "wrong prompt")
            elif news is not None:
                world.junk_change(*news)
            world.wire.arm(fault, "/v1/changes")
            world.die_at = point
            world.sync(world.engine.pull)

        @rule(fault=PULL_FAULT, point=FETCH_POINT, path=FETCH_PATH)
        def run(self, fault: str, point: str, path: str) -> None:
            world = self._world
            world.wire.arm(fault, path)
            world.die_at = point
            world.sync(world.engine.run_once)

        # the world around

        @rule(i=INDEX, decision=st.sampled_from([Decision.RETURN, Decision.RETURN, Decision.ACCEPT]))
        def review(self, i: int, decision: Decision) -> None:
            self._world.review(i, decision)

        @rule(i=INDEX)
        def other_computer(self, i: int) -> None:
            self._world.other_computer(i)

        @rule()
        def platform_restored(self) -> None:
            self._world.owner.new_epoch()

        @rule(ms=MOMENTS)
        def time_goes_on(self, ms: int) -> None:
            self._world.clock.advance(ms)

        @rule(days=st.sampled_from([-1000, -1, 1, 3000]))
        def wall_clock_jumps(self, days: int) -> None:
            self._world.clock.jump_wall(days=days)

        @rule()
        def restart(self) -> None:
            self._world.restart()

        @invariant()
        def all_holds(self) -> None:
            if self.world is not None:
                check(self.world)

        def teardown(self) -> None:
            if self.world is None:
                return
            try:
                self.world.settle_down()
                check_end(self.world)
            finally:
                self.world.close()

    return SyncMachine
