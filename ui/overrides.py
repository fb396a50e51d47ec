"""Holds on to the methods that Qt calls, because PySide sometimes lets go of one that is still in use.

WORKAROUND: with PySide6 6.11.3 on Python 3.11 a method that overrides one of Qt's (`sizeHint`, `keyPressEvent`) loses a
reference now and then when Qt calls it: 5 of some 90 tours through all pages (tests/screenshots.py) crashed, and 4 of 8
lives of the demo's check on a busy machine, each time with such a method freed while its class still had it. Why is not
known. One way to it: an exception leaves an event filter, and the next override is called with it still set. A method
has one reference, that of its class; without it, its memory is given to something else. Spare references outlast that.
It can go when as many tours with a newer PySide end well without it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FunctionType

from PySide6.QtCore import QObject

SPARE = 100
FOR_QT = 1_000
"""For those that Qt calls: one was lost in some three minutes of keys without a pause."""

_held: dict[type, list[FunctionType]] = {}
_modules = 0


def hold() -> None:
    """Holds the methods of all classes of ours that have been made since the last time. Costs nothing when none has."""
    global _modules
    if len(sys.modules) == _modules:
        return
    _modules = len(sys.modules)
    for made in _below(QObject):
        if made not in _held and made.__module__.partition(".")[0] == "ui":
            methods = {name: one for name, one in vars(made).items() if isinstance(one, FunctionType)}
            theirs = [vars(base) for base in made.__mro__ if base.__module__.startswith("PySide6.")]
            called = [one for name, one in methods.items() if any(name in base for base in theirs)]
            _held[made] = [*methods.values()] * SPARE + called * FOR_QT


def _below(base: type) -> Iterator[type]:
    for made in type.__subclasses__(base):
        yield made
        yield from _below(made)
