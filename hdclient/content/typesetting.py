"""Draws the formulas of a block tree: the last step in the worker process.

What cannot be drawn keeps its source, and `problem` says why. Must not be called in the GUI's process while somebody
waits: the first formula loads the typesetter.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from hdclient.content.deadline import Deadline
from hdclient.content.mathjax import TIME_LIMIT_S, TOO_SLOW, FormulaFailed, Typesetter, load
from hdclient.content.outlines import NotDrawable, drawing_of
from hdclient.content.plain_typesetter import PlainTypesetter
from hdclient.content.spoken import spoken
from hdclient.content.tree import (
    Block,
    Blocks,
    Drawing,
    Formula,
    Heading,
    Inline,
    List,
    Message,
    Paragraph,
    Quote,
    Table,
)

MOST_KEPT = 2_000
NO_TIME_LEFT = "The formulas of this text take too long to be drawn."
NO_TYPESETTER = "Formulas cannot be drawn on this computer."

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
    return _Pass(Deadline(deadline_s)).blocks(blocks)


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


_Node = TypeVar("_Node")


def _each(found: Sequence[_Node], change: Callable[[_Node], _Node]) -> tuple[_Node, ...]:
    """All of them changed; the very same tuple when nothing did change."""
    made = tuple(change(one) for one in found)
    same = isinstance(found, tuple) and all(new is old for new, old in zip(made, found, strict=True))
    return found if same and isinstance(found, tuple) else made


class _Pass:
    """One tree, from top to bottom. Parts without formulas are not built anew."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def blocks(self, blocks: Blocks) -> Blocks:
        return _each(blocks, self._block)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Formula):
            return self._formula(block)
        if isinstance(block, Paragraph | Heading):
            inlines = _each(block.inlines, self._inline)
            return block if inlines is block.inlines else replace(block, inlines=inlines)
        if isinstance(block, Quote | Message):
            inner = self.blocks(block.blocks)
            return block if inner is block.blocks else replace(block, blocks=inner)
        if isinstance(block, List):
            items = tuple(replace(item, blocks=self.blocks(item.blocks)) for item in block.items)
            return replace(block, items=items)
        if isinstance(block, Table):
            rows = tuple(tuple(_each(cell, self._inline) for cell in row) for row in block.rows)
            return replace(block, header=tuple(_each(cell, self._inline) for cell in block.header), rows=rows)
        return block

    def _inline(self, one: Inline) -> Inline:
        return self._formula(one) if isinstance(one, Formula) else one

    def _formula(self, formula: Formula) -> Formula:
        left = self._deadline.left()
        if left <= 0 and (formula.tex, formula.display) not in _here.results:
            return replace(formula, problem=NO_TIME_LEFT, spoken=spoken(formula.tex))
        return drawn(formula, min(TIME_LIMIT_S, max(LEAST_S, left)))
