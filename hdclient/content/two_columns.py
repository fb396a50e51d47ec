"""What a view of two columns shows: the code of two responses, or what a patch takes out and puts in.

Plain values, made outside the GUI thread. Must not know how lines are painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hdclient.content.alignment import Row, aligned, hunk
from hdclient.content.compare import Kind
from hdclient.content.matches import nothing
from hdclient.content.tree import Block, Code, Diff, DiffLine, leaves

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""A line as (text, token name) pairs, as in Code."""


@dataclass(frozen=True, slots=True)
class Column:
    """The lines of one side, the number of each (0: it has none), and its pairs where it is coloured."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    pairs: tuple[Pairs, ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """Two columns and the rows that they stand in."""

    a: Column
    b: Column
    rows: tuple[Row, ...]

    def changes(self) -> tuple[int, ...]:
        """The row at which each run of rows that differ begins."""
        rows = self.rows
        return tuple(
            at
            for at, row in enumerate(rows)
            if row.kind is not Kind.SAME and (at == 0 or rows[at - 1].kind is Kind.SAME)
        )


def code_parts(blocks: Sequence[Block]) -> Iterator[Code | Diff]:
    """All code and all patches of a tree, in reading order."""
    return (leaf for leaf in leaves(blocks) if isinstance(leaf, Code | Diff))


def sides_of_code(a: Sequence[Code], b: Sequence[Code], check: Callable[[], None] = nothing) -> Sides:
    """The code of two responses. Between two blocks of code stands an empty line without a number."""
    column_a, column_b = _column(a), _column(b)
    check()
    return Sides(column_a, column_b, aligned(column_a.lines, column_b.lines, check))


def _column(codes: Sequence[Code]) -> Column:
    pairs: list[Pairs] = []
    numbers: list[int] = []
    for code in codes:
        if pairs:
            pairs.append(())
            numbers.append(0)
        pairs += code.lines
        numbers += range(1, len(code.lines) + 1)
    lines = tuple("".join(text for text, _ in line) for line in pairs)
    return Column(lines, tuple(numbers), tuple(pairs))


def sides_of_patch(diffs: Sequence[Diff], check: Callable[[], None] = nothing) -> Sides:
    """The two sides that a patch speaks of, as far as it shows them. What is no line of either stands on both."""
    taken = _Patch()
    for diff in diffs:
        check()
        if diff.path and all(line.mark for line in diff.lines):
            taken.both(DiffLine("", diff.path))
        for line in diff.lines:
            taken.add(line)
        taken.close()
    return taken.result()


class _Patch:
    """Collects both sides line by line."""

    def __init__(self) -> None:
        self._a: list[str] = []
        self._b: list[str] = []
        self._of_a: list[DiffLine] = []
        self._of_b: list[DiffLine] = []
        self._rows: list[Row] = []
        self._hunk = (0, 0)

    def add(self, line: DiffLine) -> None:
        if line.mark == "-":
            if len(self._b) > self._hunk[1]:
                self.close()  # "-" after "+": another change begins
            self._a.append(line.text)
            self._of_a.append(line)
        elif line.mark == "+":
            self._b.append(line.text)
            self._of_b.append(line)
        else:
            self.both(line)

    def both(self, line: DiffLine) -> None:
        if (len(self._a), len(self._b)) != self._hunk:
            self.close()
        self._rows.append(Row(Kind.SAME, len(self._a), len(self._b)))
        self._a.append(line.text)
        self._b.append(line.text)
        self._of_a.append(line)
        self._of_b.append(line)
        self._hunk = (len(self._a), len(self._b))

    def close(self) -> None:
        """The lines taken out and put in since the last line of both, side by side."""
        of_a, of_b = range(self._hunk[0], len(self._a)), range(self._hunk[1], len(self._b))
        if of_a or of_b:
            self._rows += hunk(self._a, self._b, of_a, of_b)
        self._hunk = (len(self._a), len(self._b))

    def result(self) -> Sides:
        self.close()
        return Sides(
            _column_of_patch(self._a, self._of_a, [line.old for line in self._of_a]),
            _column_of_patch(self._b, self._of_b, [line.new for line in self._of_b]),
            tuple(self._rows),
        )


def _column_of_patch(texts: list[str], lines: list[DiffLine], numbers: list[int]) -> Column:
    coloured = any(line.spans for line in lines)
    pairs = tuple(line.pairs() if line.spans else () for line in lines) if coloured else ()
    return Column(tuple(texts), tuple(numbers), pairs)
