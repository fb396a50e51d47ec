"""Builds what is long in steps: the first at once, each other in a turn of its own, so that keys are heard in between.

A step is what its maker says it is: it should take no longer than a third of what a person notices, its layout and its
painting included. Whoever needs all of it at once asks for the rest (`finish`).
"""

from __future__ import annotations

import weakref
from collections.abc import Generator, Iterator
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

READING_MS = 8.0
"""A slice of what only reads or computes."""

_PIXEL = QRect(0, 0, 1, 1)


class Work(Protocol):
    """What goes on by itself between other events until it is done."""

    def is_under_way(self) -> bool: ...


_under_way: weakref.WeakSet[Work] = weakref.WeakSet()


def note(work: Work) -> None:
    """This has begun, and is told by `is_building` until it is done."""
    _under_way.add(work)


def is_building() -> bool:
    """Whether something on the screen is not whole yet: for those who work the window from outside, as tests do."""
    return any(isValid(work) and work.is_under_way() for work in tuple(_under_way))


def give_up(owner: QObject) -> None:
    """Nothing more is built of what belongs to this: what it reads from is about to be closed."""
    for steps in owner.findChildren(Steps):
        steps.stop()


def lay_out(hidden: QWidget) -> None:
    """What was built and is not shown yet gets its styles, layouts and lines: drawing one pixel of it makes Qt do all
    that it would do at the first show."""
    hidden.grab(_PIXEL)


class Steps(QObject):
    """One piece of work at a time, a step in a turn.

    `slice_ms`: of what is no widget and costs no layout, as many steps in a turn as take so long. What is given up is
    closed: a generator that has begun something puts it away in its `finally`.
    """

    def __init__(self, parent: QObject, *, slice_ms: float = 0.0) -> None:
        super().__init__(parent)
        self._slice_s = slice_ms / 1000
        self._steps: Iterator[None] | None = None
        self._at_work = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    def begin(self, steps: Iterator[None]) -> None:
        """Gives up what was under way, and does the first of these at once."""
        self.stop()
        self._steps = steps
        note(self)
        self._timer.start()
        self._turn()

    def stop(self) -> None:
        """Nothing more is done."""
        steps, self._steps = self._steps, None
        self._timer.stop()
        _under_way.discard(self)
        if steps is not None and not self._at_work:
            _close(steps)

    def finish(self) -> None:
        """Does what is left now."""
        while self._steps is not None and not self._at_work:
            self._step()

    def is_under_way(self) -> bool:
        """Whether steps are left."""
        return self._steps is not None

    def _turn(self) -> None:
        until = perf_counter() + self._slice_s
        self._step()
        while self._steps is not None and not self._at_work and perf_counter() < until:
            self._step()

    def _step(self) -> None:
        """One; a step that asks for the rest, by way of others, does not get it."""
        steps = self._steps
        if steps is None or self._at_work:
            return
        self._at_work = True
        try:
            next(steps)
        except StopIteration:
            if self._steps is steps:
                self.stop()
        except BaseException:
            self.stop()
            raise
        finally:
            self._at_work = False
        if self._steps is not steps:
            _close(steps)  # it was given up while it was at work


def _close(steps: Iterator[None]) -> None:
    if isinstance(steps, Generator):
        steps.close()
