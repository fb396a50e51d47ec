"""The state machine of the property test. Fault and crash point are arguments of each act, never armed apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hdclient.model.review import Decision
from tests.helpers.faulty_wire import PULL_FAULTS, PUSH_FAULTS, SUBMIT
from tests.helpers.platforms import RealOwner
from tests.sync.computer import TASKS, Mutation
from tests.sync.invariants import check, check_end
from tests.sync.world import World


def _point(*names: str) -> st.SearchStrategy[str]:
    """A point at which the computer dies; mostly none."""
    return st.one_of(st.just(""), st.just(""), st.sampled_from(names))


INDEX = st.integers(0, TASKS - 1)
FATE = st.sampled_from(["", "", "", "poison", "bad", "hold"])
PUSH_FAULT = st.one_of(st.just(""), st.sampled_from(PUSH_FAULTS))
PULL_FAULT = st.one_of(st.just(""), st.sampled_from(PULL_FAULTS))
SEAL_POINT = _point("seal.before", "seal.middle", "seal.after")
PUSH_POINT = _point("push.taken", "push.answered", "push.settling", "push.settled")
PULL_POINT = _point("pull.before", "pull.applying", "pull.applied")
FETCH_POINT = _point("fetch.campaigns", "fetch.leases", "fetch.bodies")
FETCH_PATH = st.sampled_from(
    ["/v1/campaigns", "/v1/leases", "/v1/tasks", "/v1/meta", "/v1/me", "/v1/leases:renew"]
)
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
AROUND: dict[str, Callable[[World], None]] = {
    "half a second": lambda world: world.clock.advance(500),
    "two minutes": lambda world: world.clock.advance(120_000),
    "three hours": lambda world: world.clock.advance(3 * 3_600_000),
    "the wall clock goes back": lambda world: world.clock.jump_wall(days=-1000),
    "the wall clock leaps": lambda world: world.clock.jump_wall(days=3000),
    "an hour here and there": lambda world: world.hours_pass(1),
    "three hours here and there": lambda world: world.hours_pass(3),
    "the other person signs in": lambda world: world.switch(),
    "the other person's token": lambda world: world.wrong_token(),
    "rivals take over": lambda world: world.rivals_take_over(),
    "the platform was restored": lambda world: world.owner.new_epoch(),
    "the platform loses the newest": lambda world: world.loses(1),
    "the platform loses three": lambda world: world.loses(3),
    "the program starts anew": lambda world: world.restart(),
}


class SyncMachine(RuleBasedStateMachine):
    """One life of a trainer's computer. `machine` makes the classes that run."""

    owner_of: ClassVar[Callable[[], RealOwner]]
    mutation: ClassVar[Mutation]
    begun: World | None = None

    @initialize()
    def start(self) -> None:
        self.begun = World(type(self).owner_of(), type(self).mutation)
        self.begun.begin()

    @property
    def world(self) -> World:
        assert self.begun is not None
        return self.begun

    @rule(i=INDEX, fate=FATE, point=SEAL_POINT)
    def submit(self, i: int, fate: str, point: str = "") -> None:
        self.world.write_draft(i, f"words of {i}")
        self.world.die_at = point
        self.world.submit(i, fate=fate)

    @rule(i=INDEX, act=st.sampled_from(["write", "undo", "rework"]), point=_point("unseal.middle"))
    def at_the_desk(self, i: int, act: str, point: str) -> None:
        if act == "write":
            self.world.write_draft(i, "other words")
        elif act == "rework":
            self.world.rework(i)
        else:
            self.world.die_at = point
            self.world.undo(i)

    @rule(before=st.lists(st.tuples(INDEX, FATE), max_size=3), fault=PUSH_FAULT, point=PUSH_POINT)
    def push(self, before: list[tuple[int, str]], fault: str, point: str) -> None:
        for i, fate in before:
            self.submit(i, fate)
        self.world.store.outbox.release_all()
        self.world.wire.arm(fault, SUBMIT)
        self.world.die_at = point
        self.world.sync(self.world.engine.push)

    @rule(news=st.one_of(st.none(), INDEX, JUNK), fault=PULL_FAULT, point=PULL_POINT)
    def pull(self, news: int | tuple[str, Any] | None, fault: str, point: str) -> None:
        if isinstance(news, int):
            self.world.owner.withdraw(self.world.tasks[news], "wrong prompt")
        elif news is not None:
            self.world.junk_change(*news)
        self.world.wire.arm(fault, "/v1/changes")
        self.world.die_at = point
        self.world.sync(self.world.engine.pull)

    @rule(fault=PULL_FAULT, point=FETCH_POINT, path=FETCH_PATH)
    def whole_round(self, fault: str, point: str, path: str) -> None:
        self.world.wire.arm(fault, path)
        self.world.die_at = point
        self.world.sync(self.world.engine.run_once)

    @rule(i=INDEX, decision=st.sampled_from([Decision.RETURN, Decision.RETURN, Decision.ACCEPT]))
    def review(self, i: int, decision: Decision) -> None:
        self.world.review(i, decision)

    @rule(i=INDEX)
    def other_computer(self, i: int) -> None:
        self.world.other_computer(i)

    @rule(i=INDEX, what=st.sampled_from(["more time", "revised", "revised", "newer"]), begun=st.booleans())
    def task_changes(self, i: int, what: str, begun: bool) -> None:
        if begun:
            self.world.write_draft(i, "words about the old one")
        if what == "more time":
            self.world.ask_more_time(i)
            return  # a later round passes it on
        if what == "newer":
            self.world.take_newer(i)
        else:
            self.world.revise(i)
        self.world.sync(self.world.engine.run_once)

    @rule(what=st.sampled_from(sorted(AROUND)))
    def around(self, what: str) -> None:
        AROUND[what](self.world)

    @invariant()
    def all_holds(self) -> None:
        if self.begun is not None:
            check(self.begun)

    def teardown(self) -> None:
        if self.begun is None:
            return
        try:
            self.begun.settle_down()
            check_end(self.begun)
            if self.begun.has_two():
                self.begun.switch()
                self.begun.settle_down()
                check_end(self.begun)
        finally:
            self.begun.close()


def machine(platforms: Callable[[], RealOwner], mutated: Mutation) -> type[SyncMachine]:
    """A machine whose computers carry this mutation, on the platform that `platforms` gives for each life."""

    class Machine(SyncMachine):
        owner_of = staticmethod(platforms)
        mutation = mutated

    return Machine
