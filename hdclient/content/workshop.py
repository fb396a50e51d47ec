"""The parent's side of the worker process: keeps one at work, one block at a time, and ends it when it overruns.

It never raises because of content. A block that is too much for the worker comes back as it was written, with a note;
no other block is lost with it. Callable from any thread; results arrive in the workshop's own thread.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from hdclient import WORKER_ARGUMENT, words
from hdclient.content.pipe import (
    CPU_BUDGET_S,
    DRAW_S,
    PATIENCE,
    READY,
    Order,
    Reply,
    TooBig,
    read_message,
    write_message,
)
from hdclient.content.prepared import as_written, prepare, to_bytes
from hdclient.model.content import ContentBlock
from hdclient.words import tr

START_S = 30.0
REPLY_S = 20.0
"""Waiting by the clock. The worker's own limit (pipe.CPU_BUDGET_S) comes first, except on Windows and when it hangs."""
IDLE_S = 1.0
MOST_STARTS = 3
"""Workers in a row that never got ready. After that, content is prepared in this process."""
MOST_WAITING = 200
"""Blocks that are wanted some time. The newest wishes count."""

TOO_SLOW = tr("This is shown as it was written: formatting it took too long and was stopped.")
TOO_MUCH = tr("This is shown as it was written: it could not be formatted.")

Done: TypeAlias = Callable[[ContentBlock, bytes, bool], None]
"""Gets the block, its Prepared as bytes, and whether they are the engine's own work and worth keeping."""


def worker_command() -> list[str]:
    """How to start a worker: the same program in a bundle, else the same interpreter. Never any content in it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    return [sys.executable, "-m", "hdclient.content.worker"]


class Workshop:
    """`start` begins, `want` orders, `stop` ends. `done` is called in the workshop's thread."""

    def __init__(
        self,
        done: Done,
        *,
        first: Callable[[ContentBlock], object] = lambda _: None,
        idle: Callable[[], bool] = lambda: True,
        command: Sequence[str] = (),
        reply_s: float = REPLY_S,
    ) -> None:
        """`first` may have a block already; `idle` is called when nothing more is wanted for now,
        and again soon while it returns False."""
        self._done, self._first, self._idle = done, first, idle
        self._command = list(command) or worker_command()
        self._reply_s = reply_s
        self._near: OrderedDict[ContentBlock, None] = OrderedDict()
        self._far: OrderedDict[ContentBlock, None] = OrderedDict()
        self._again: set[ContentBlock] = set()
        self._change = threading.Condition()
        self._stopping = False
        self._hand: Hand | None = None
        self._failed_starts = 0
        self._number = READY
        self._thread = threading.Thread(target=self._loop, name="hdclient-workshop", daemon=True)

    def start(self) -> None:
        """Begins to work; what was wanted before is done first. Returns at once."""
        if self._thread.ident is None:
            self._thread.start()

    def want(self, blocks: Iterable[ContentBlock], *, near: bool) -> None:
        """Orders blocks. `near`: somebody waits for them; others are done when nothing else is.

        One that is being prepared is ordered once more, for it may go as soon as it has come: `first` tells then.
        """
        with self._change:
            for block in blocks:
                if block in self._near:
                    continue
                self._far.pop(block, None)
                (self._near if near else self._far)[block] = None
            while len(self._far) > MOST_WAITING:
                self._far.popitem(last=False)
            self._change.notify()

    def want_again(self, block: ContentBlock) -> None:
        """Orders a block that was too much, with more time than it had."""
        with self._change:
            self._again.add(block)
        self.want([block], near=True)

    def stop(self, timeout_s: float = 2.0) -> None:
        """Ends the worker and the thread. What is wanted still is forgotten."""
        with self._change:
            self._stopping = True
            self._change.notify()
            hand = self._hand
        if hand is not None:
            hand.kill()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    @property
    def worker_pid(self) -> int | None:
        """The process at work, None when there is none. For tests and measurements."""
        hand = self._hand
        return None if hand is None else hand.pid

    # Within the thread

    def _loop(self) -> None:
        while (block := self._next()) is not None:
            if block in self._again or self._first(block) is None:
                data, whole = self._prepare(block)
                if not self._stopping:
                    self._done(block, data, whole)
        self._dismiss()

    def _next(self) -> ContentBlock | None:
        """The block to prepare; waits for one. None: stop."""
        while True:
            at_rest = True
            if not self._has_work():
                self._ready_hand()  # nobody should have to wait for a process to start
                at_rest = self._idle()
            with self._change:
                self._change.wait_for(self._has_work, None if at_rest else IDLE_S)
                if self._stopping:
                    return None
                if self._near or self._far:
                    return (self._near or self._far).popitem(last=False)[0]

    def _has_work(self) -> bool:
        return bool(self._near or self._far or self._stopping)

    def _prepare(self, block: ContentBlock) -> tuple[bytes, bool]:
        note = TOO_MUCH
        patience = PATIENCE if block in self._again else 1
        self._again.discard(block)
        for _ in range(2):  # a worker that dies may have died of something else: the block gets a second one
            hand = self._ready_hand()
            if hand is None:
                return self._prepare_here(block)
            self._number += 1
            order = Order.of(self._number, block, patience * CPU_BUDGET_S)
            outcome = hand.ask(order, patience * self._reply_s)
            if isinstance(outcome, bytes):
                if outcome:
                    return outcome, True
                break
            self._dismiss()
            if outcome == "slow":
                note = TOO_SLOW
                break
            if self._stopping:
                break
        return to_bytes(as_written(block, note)), False

    def _prepare_here(self, block: ContentBlock) -> tuple[bytes, bool]:
        """Without a worker: the engine's own deadlines have to do."""
        try:
            return to_bytes(prepare(block, draw_s=DRAW_S)), True
        except Exception:  # foreign code on foreign input
            return to_bytes(as_written(block, TOO_MUCH)), False

    def _ready_hand(self) -> Hand | None:
        """The worker, a new one if need be; None when none can be had."""
        while self._hand is None and self._failed_starts < MOST_STARTS and not self._stopping:
            hand = Hand.hired(self._command)
            with self._change:
                self._hand = hand
                if hand is not None and self._stopping:
                    hand.kill()
            if hand is None or not hand.is_ready(START_S):
                self._failed_starts += 1
                self._dismiss()
            else:
                self._failed_starts = 0
        return self._hand

    def _dismiss(self) -> None:
        with self._change:
            hand, self._hand = self._hand, None
        if hand is not None:
            hand.end()


class Hand:
    """One worker process and the thread that reads what it says."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._said: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="hdclient-workshop-reader", daemon=True)
        self._reader.start()

    @classmethod
    def hired(cls, command: Sequence[str]) -> Hand | None:
        """A new process; None when the system refuses."""
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=flags,
            )
        except OSError:
            return None
        return cls(process)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def is_ready(self, patience_s: float) -> bool:
        """Waits until it has said that it is there."""
        reply = self._wait(patience_s)
        return isinstance(reply, Reply) and reply.number == READY

    def ask(self, order: Order, patience_s: float) -> bytes | str:
        """The result's bytes (empty: could not be made), or "slow" or "dead": then this worker is of no use."""
        stdin = self._process.stdin
        assert stdin is not None
        try:
            write_message(stdin, order)
        except OSError:
            return "dead"
        reply = self._wait(patience_s)
        if isinstance(reply, Reply) and reply.number == order.number:
            return reply.data
        if reply == "late":
            return "slow"
        return "slow" if self._status() == -_overran() else "dead"

    def kill(self) -> None:
        """Ends the process at once. From any thread."""
        with suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Ends the process and lets go of everything."""
        self.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _status(self) -> int | None:
        try:
            return self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return None

    def _wait(self, patience_s: float) -> Reply | str | None:
        """What it says next; None when it is gone, "late" when it says nothing."""
        try:
            return self._said.get(timeout=patience_s)
        except queue.Empty:
            return "late"

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            while (data := read_message(stdout)) is not None:
                self._said.put(msgspec.msgpack.decode(data, type=Reply))
        except (OSError, ValueError, TooBig, msgspec.DecodeError):
            pass
        self._said.put(None)


def _overran() -> int:
    """The signal by which the system ends a worker that has computed too long (see worker.py)."""
    return int(getattr(signal, "SIGPROF", 0))


def _environment() -> dict[str, str]:
    """As ours; the package is found where this one was."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(part for part in (root, known) if part)
    return {**os.environ, "PYTHONPATH": path, "HDCLIENT_LANGUAGE": words.language()}
