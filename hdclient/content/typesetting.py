"""Draws the formulas of a block tree: the last step in the worker process.

What cannot be drawn keeps its source, and `problem` says why. Must not be called in the GUI's process while somebody
waits: the first formula loads the typesetter.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from hdclient.content.deadline import Deadline
from hdclient.content.mathjax import TIME_LIMIT_S, TOO_SLOW, FormulaFailed, Typesetter, load
from hdclient.content.outlines import NotDrawable, drawing_of
from hdclient.content.plain_typesetter import PlainTypesetter
from hdclient.content.spoken import spoken
from hdclient.content.tree import Blocks, Drawing, Formula, Inline, exchanged
from hdclient.words import tr

MOST_KEPT = 2_000
NO_TIME_LEFT = tr("The formulas of this text take too long to be drawn.")
NO_TYPESETTER = tr("Formulas cannot be drawn on this computer.")

LEAST_S = 0.2
"""Time that the last formula gets when almost none is left."""

_Result = tuple[bytes, str]
"""(drawing as msgpack, or nothing; problem). Packed, it takes a tenth of the memory."""


class _Kept(threading.local):
    """What was drawn. Every thread has its own: a JavaScript engine belongs to the thread that made it."""

    def __init__(self) -> None:
        self.results: OrderedDict[tuple[str, bool], _Result] = OrderedDict()
        self.typesetters: list[Typesetter | None] = []


_here = _Kept()


def typeset(blocks: Blocks, deadline_s: float) -> Blocks:
    """The same tree with every formula drawn, or with its problem. Takes little more than `deadline_s` of computing.

    The first formula of a thread loads the typesetter, a quarter of a second more.
    """
    return exchanged(blocks, _Pass(Deadline(deadline_s)).drawn)


def typesetter() -> Typesetter | None:
    """What draws formulas in this thread, loaded at the first call. None: nothing does."""
    if not _here.typesetters:
        _here.typesetters.append(_load())
    return _here.typesetters[0]


def _load() -> Typesetter | None:
    for one in (load, PlainTypesetter):
        with suppress(Exception):  # not installed, or not as expected
            return one()
    return None


def drawn(formula: Formula, limit_s: float = TIME_LIMIT_S) -> Formula:
    """The formula with its drawing, or its problem, and the words that are read out."""
    key = (formula.tex, formula.display)
    kept = _here.results
    result = kept.get(key)
    if result is None:
        result = _draw(*key, limit_s)
        if result[1] != TOO_SLOW or limit_s == TIME_LIMIT_S:  # with more time it may be drawn
            kept[key] = result
        if len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    else:
        kept.move_to_end(key)
    data, problem = result
    drawing = msgspec.msgpack.decode(data, type=Drawing) if data else None
    return replace(formula, drawing=drawing, problem=problem, spoken=spoken(formula.tex))


def _draw(tex: str, display: bool, limit_s: float) -> _Result:
    found = typesetter()
    if found is None:
        return b"", NO_TYPESETTER
    try:
        return msgspec.msgpack.encode(drawing_of(found.svg(tex, display, limit_s))), ""
    except (FormulaFailed, NotDrawable) as failed:
        return b"", str(failed)


class _Pass:
    """The formulas of one tree, from top to bottom."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def drawn(self, one: Inline) -> Inline:
        if not isinstance(one, Formula):
            return one
        left = self._deadline.left()
        if left <= 0 and (one.tex, one.display) not in _here.results:
            return replace(one, problem=NO_TIME_LEFT, spoken=spoken(one.tex))
        return drawn(one, min(TIME_LIMIT_S, max(LEAST_S, left)))
