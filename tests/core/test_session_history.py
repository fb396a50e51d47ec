"""Undo over all questions as a state machine against a plain model, through the disk; and the stopwatch."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hdclient.events import EventHub
from hdclient.model.base import canonical, quick, read_quick
from hdclient.session.desk import Desk
from hdclient.session.history import FLAG, MAX_BYTES, MAX_STEPS, History
from hdclient.session.timing import Stopwatch
from hdclient.store import Store
from tests.helpers.clock import FakeClock
from tests.helpers.judged import ANY_JSON, ANY_TEXT, UNHURRIED
from tests.helpers.stores import KEY, make_store

values = st.one_of(
    st.none(),
    st.text(max_size=8).map(lambda words: {"text": words}),
    st.integers(1, 5).map(lambda value: {"value": value}),
)
questions = st.sampled_from(["better", "why", "fit"])


class UndoRedo(RuleBasedStateMachine):
    """The model: a list of whole states and a place in it. Restarts and submits with undo must change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hdclient-test-"))
        self.clock = FakeClock()
        self.store = make_store(self.folder, tasks=1, clock=self.clock)
        self.states: list[dict[str, Any]] = [{}]
        self.here = 0
        self.open()

    def open(self) -> None:
        self.desk = Desk(self.store, EventHub(), self.clock)
        self.session = self.desk.open("t1")

    @rule(question=questions, value=values, settle=st.booleans())
    def answer(self, question: str, value: Any, settle: bool) -> None:
        self.clock.advance(10_000)  # far apart: what flows together is tested in test_session.py
        self.session.set_answer(question, value, settle=settle)
        after = {**self.states[self.here], question: value}
        after = {key: kept for key, kept in after.items() if kept is not None}
        if after != self.states[self.here]:
            self.states[self.here + 1 :] = [after]
            self.here += 1

    @rule(reason=st.sampled_from(["", "Unclear", "Unsafe"]), note=st.sampled_from(["", "line 3"]))
    def flag(self, reason: str, note: str) -> None:
        self.clock.advance(10_000)
        if reason:
            self.session.set_flag(reason, note)
        else:
            self.session.clear_flag()
        after = {key: kept for key, kept in self.states[self.here].items() if key != FLAG}
        if reason:
            after[FLAG] = (reason, note)
        if after != self.states[self.here]:
            self.states[self.here + 1 :] = [after]
            self.here += 1

    @precondition(lambda self: self.here > 0)
    @rule()
    def undo(self) -> None:
        assert self.session.undo() is not None
        self.here -= 1

    @precondition(lambda self: self.here < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        assert self.session.redo() is not None
        self.here += 1

    @precondition(lambda self: self.here == 0)
    @rule()
    def undo_nothing(self) -> None:
        assert self.session.undo() is None

    @rule()
    def start_again(self) -> None:
        self.desk.close()
        self.store.close()
        self.store = Store.open(self.folder / "store.db", KEY, clock=self.clock)
        self.open()

    @rule()
    def submit_and_take_it_back(self) -> None:
        self.session.skip("Not for me")
        assert self.desk.undo_last_submit() == "t1"
        self.open()

    @invariant()
    def it_is_where_the_model_is(self) -> None:
        found, flag = dict(self.session.answers), self.session.flag
        assert FLAG not in found
        if flag is not None:
            found[FLAG] = (flag.reason, flag.note)
        assert found == self.states[self.here]
        assert self.session.can_undo == (self.here > 0)
        assert self.session.can_redo == (self.here < len(self.states) - 1)

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


UndoRedo.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
test_undo_and_redo_follow_the_model = UndoRedo.TestCase


def test_the_steps_that_are_kept_are_limited_in_number_and_size() -> None:
    history = History()
    for n in range(MAX_STEPS * 2):
        history.change("a", n)
    assert len(history.dump()["done"]) == MAX_STEPS  # type: ignore[arg-type]
    for n in range(8):
        history.change("a", f"{n}" * (MAX_BYTES // 3))
    assert 1 <= len(history.dump()["done"]) <= 4  # type: ignore[arg-type]
    huge = "z" * (MAX_BYTES * 2)
    history.change("a", huge)
    history.change("a", "small")
    assert history.undo() == "a" and history.answers["a"] == huge


moves = st.lists(
    st.tuples(st.sampled_from(["wait", "touch", "pause", "resume", "read"]), st.integers(0, 200_000)),
    max_size=30,
)


@given(moves=moves)
def test_active_and_idle_add_up_to_the_time_that_was_not_paused(moves: list[tuple[str, int]]) -> None:
    clock = FakeClock()
    watch = Stopwatch(clock, 60, active_ms=5, idle_ms=7)
    running, total, touches, last = True, 0, 1, (5, 7)
    for move, milliseconds in moves:
        clock.advance(milliseconds)
        total += milliseconds if running else 0
        if move == "touch":
            watch.touched()
            running, touches = True, touches + 1
        elif move == "pause":
            watch.pause()
            running = False
        elif move == "resume":
            touches += not running
            watch.resume()
            running = True
        active, idle = watch.read()
        assert active + idle == total + 12
        assert active >= last[0] and idle >= last[1]
        assert active <= touches * 60_000 + 5
        last = (active, idle)


def test_time_counts_as_active_until_the_timeout_and_as_idle_after() -> None:
    clock = FakeClock()
    watch = Stopwatch(clock, 60)
    clock.advance(60_000)
    assert watch.read() == (60_000, 0)
    clock.advance(1_000)
    assert watch.read() == (60_000, 1_000)
    watch.touched()
    clock.advance(500)
    clock.jump_wall(days=9)
    assert watch.read() == (60_500, 1_000)
    watch.pause()
    clock.advance(10_000_000)
    assert watch.read() == (60_500, 1_000)
    watch.resume()
    clock.advance(61_000)
    assert watch.read() == (120_500, 2_000)


steps = st.lists(
    st.tuples(
        st.sampled_from(["change", "merge", "undo", "redo", "replace", "forget", "text"]), ANY_TEXT, ANY_JSON
    ),
    max_size=25,
)


@UNHURRIED
@given(steps)
def test_what_is_written_of_a_history_is_what_it_says(steps: list[tuple[str, str, Any]]) -> None:
    """It is put together from what was written before, and must be the same whatever came between."""
    history = History()
    for step, name, value in steps:
        if step in ("change", "merge"):
            history.change(name or "q", _finite(value), merge=step == "merge")
        elif step == "replace":
            history.replace({name or "q": _finite(value)})
        elif step == "text":
            history.texts(without="q")
        else:
            getattr(history, step)()
    answers, told = history.texts(without="q")
    assert json.loads(answers) == {name: one for name, one in history.answers.items() if name != "q"}
    assert json.loads(told) == history.dump()


def _finite(value: Any) -> Any:
    """JSON has no word for what is no number."""
    return json.loads(json.dumps(value), parse_constant=lambda _: None)


@UNHURRIED
@given(ANY_JSON)
def test_json_that_is_written_quickly_is_the_same_json(value: Any) -> None:
    try:
        slow = canonical(value)
    except ValueError:
        with pytest.raises(ValueError, match="JSON"):
            quick(value)
        return
    assert json.loads(quick(value)) == json.loads(slow)
    assert canonical(read_quick(quick(value))) == slow


def test_true_is_not_one_and_what_was_given_can_be_changed_afterwards() -> None:
    history = History()
    given: dict[str, Any] = {"marks": [1]}
    assert history.change("q", given) and not history.change("q", {"marks": [1]})
    assert history.change("q", {"marks": [True]}) and history.change("q", {"marks": [1.0]})
    given["marks"].append(2)
    history.undo(), history.undo()
    assert history.answers == {"q": {"marks": [1]}}
    for wrong in (float("nan"), [float("inf")], {"a": float("-inf")}):
        with pytest.raises(ValueError, match="JSON"):
            history.change("q", wrong)
    assert history.answers == {"q": {"marks": [1]}}
