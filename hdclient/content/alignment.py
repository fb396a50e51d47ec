"""Lines side by side: which line stands beside which, and which words of a changed line differ.

Pure values, made for a view that shows thousands of lines and looks at the words of those in sight only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hdclient.content.compare import Kind, differences
from hdclient.content.compare_tokens import Side
from hdclient.content.matches import matches, nothing
from hdclient.content.tree import Diff

Range: TypeAlias = tuple[int, int]
LONGEST_LINE = 5_000
"""Code points beyond which the words of a line are not looked at."""
_ALIKE = 0.5
_MOST_PAIRS = 2_500
"""Pairs of lines of one hunk that are looked at for likeness; larger hunks stand beside each other from their tops."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `a` and `b` are indexes of lines, -1 where a side has none. CHANGED: the lines differ in some words."""

    kind: Kind
    a: int
    b: int


def aligned(a: Sequence[str], b: Sequence[str], check: Callable[[], None] = nothing) -> tuple[Row, ...]:
    """The rows of two texts' lines. Every line is in exactly one row, in order."""
    numbers: dict[str, int] = {}
    ids_a = [numbers.setdefault(line, len(numbers)) for line in a]
    ids_b = [numbers.setdefault(line, len(numbers)) for line in b]
    rows: list[Row] = []
    at_a = at_b = 0
    for x, y, count in [*matches(ids_a, ids_b, check), (len(a), len(b), 0)]:
        if at_a < x or at_b < y:
            check()
            rows += _hunk(a, b, range(at_a, x), range(at_b, y))
        rows += (Row(Kind.SAME, x + k, y + k) for k in range(count))
        at_a, at_b = x + count, y + count
    return tuple(rows)


def _hunk(a: Sequence[str], b: Sequence[str], of_a: range, of_b: range) -> Iterator[Row]:
    """Rows of lines none of which are equal in place: those that are alike stand beside each other."""
    at_a, at_b = of_a.start, of_b.start
    for x, y in [*_alike(a, b, of_a, of_b), (of_a.stop, of_b.stop)]:
        yield from (Row(Kind.ONLY_A, line, -1) for line in range(at_a, x))
        yield from (Row(Kind.ONLY_B, -1, line) for line in range(at_b, y))
        if x < of_a.stop:
            yield Row(Kind.CHANGED, x, y)
        at_a, at_b = x + 1, y + 1


def _alike(a: Sequence[str], b: Sequence[str], of_a: range, of_b: range) -> list[tuple[int, int]]:
    """Ascending pairs of lines that share half of what they have, the most alike first."""
    if len(of_a) * len(of_b) > _MOST_PAIRS:
        return list(zip(of_a, of_b, strict=False))
    from rapidfuzz.distance import Indel  # start-up

    scored = sorted(
        (
            (
                Indel.normalized_similarity(_bare(a[x]), _bare(b[y])),
                -abs((x - of_a.start) - (y - of_b.start)),
                x,
                y,
            )
            for x in of_a
            for y in of_b
            if a[x].strip() and b[y].strip()
        ),
        reverse=True,
    )
    found: list[tuple[int, int]] = []
    for score, _, x, y in scored:
        if score < _ALIKE:
            break
        if all((x < other_x and y < other_y) or (x > other_x and y > other_y) for other_x, other_y in found):
            found.append((x, y))
    return sorted(found)


def _bare(line: str) -> str:
    return line.strip()[:500]


def changed_words(a: str, b: str) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """What differs between two lines of code: ranges of `a` and of `b`, in code points."""
    if max(len(a), len(b)) > LONGEST_LINE:
        return ((0, len(a)),), ((0, len(b)),)
    found = differences(Side(a, code=((0, len(a)),)), Side(b, code=((0, len(b)),)))
    changes = found.changes()
    return (
        tuple(part.a for part in changes if part.a[0] < part.a[1]),
        tuple(part.b for part in changes if part.b[0] < part.b[1]),
    )


@dataclass(frozen=True, slots=True)
class PatchLines:
    """A patch taken apart: the lines of either side, their numbers (0: none), and the rows of both."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    numbers_a: tuple[int, ...]
    numbers_b: tuple[int, ...]
    rows: tuple[Row, ...]


def patch_lines(diffs: Sequence[Diff]) -> PatchLines:
    """The two sides that a patch speaks of, as far as it shows them. What is no line of either stands on both."""
    taken = _Patch()
    for diff in diffs:
        if diff.path:
            taken.both(diff.path, 0, 0)
        for line in diff.lines:
            taken.add(line.mark, line.text, line.old, line.new)
        taken.close()
    return taken.result()


class _Patch:
    def __init__(self) -> None:
        self._a: list[str] = []
        self._b: list[str] = []
        self._numbers_a: list[int] = []
        self._numbers_b: list[int] = []
        self._rows: list[Row] = []
        self._hunk = (0, 0)

    def add(self, mark: str, text: str, old: int, new: int) -> None:
        if mark == "-":
            if len(self._b) > self._hunk[1]:
                self.close()  # "-" after "+": another change begins
            self._a.append(text)
            self._numbers_a.append(old)
        elif mark == "+":
            self._b.append(text)
            self._numbers_b.append(new)
        else:
            self.both(text, old, new)

    def both(self, text: str, old: int, new: int) -> None:
        self.close()
        self._rows.append(Row(Kind.SAME, len(self._a), len(self._b)))
        self._a.append(text)
        self._b.append(text)
        self._numbers_a.append(old)
        self._numbers_b.append(new)
        self._hunk = (len(self._a), len(self._b))

    def close(self) -> None:
        """The lines taken out and put in since the last line of both, side by side."""
        of_a, of_b = range(self._hunk[0], len(self._a)), range(self._hunk[1], len(self._b))
        if of_a or of_b:
            self._rows += _hunk(self._a, self._b, of_a, of_b)
        self._hunk = (len(self._a), len(self._b))

    def result(self) -> PatchLines:
        self.close()
        return PatchLines(
            tuple(self._a), tuple(self._b), tuple(self._numbers_a), tuple(self._numbers_b), tuple(self._rows)
        )
