"""Lines, cells and turns that a comment speaks about: made of their numbers, and found again in a changed text.

As with words (anchors.py): the numbers decide while the source is the same; else what stood there is looked for, with
what is around it, and a place is never silently a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from hdclient.content.anchors import Place, Sureness, find, source_hash
from hdclient.content.plain import inline_text
from hdclient.content.shown import Shown
from hdclient.content.tree import Block, Code, Diff, List, Message, Quote, Table, lines_of
from hdclient.model.anchor import Cell, Lines, Selector, Turn, Words

_LIKELY = 70.0
_MOST_COMPARED = 5_000
_QUOTE = 2_000


class Stretch(NamedTuple):
    """A piece of the flat text (content/shown.py)."""

    start: int
    end: int
    text: str


class Spot(NamedTuple):
    """Something that a selector could mean: what stands there, and what is around it."""

    quote: str
    around: tuple[str, ...]
    start: int
    end: int


class Places:
    """Where lines of code, cells and turns of one content block are, and how they are spoken of."""

    def __init__(self, source: str, blocks: Sequence[Block]) -> None:
        self.source = source
        self.shown = Shown(blocks)
        self.lines: list[Stretch] = []
        """Every line of code and of patches, in reading order."""
        self.tables: list[list[list[Stretch]]] = []
        """Tables, their rows (the header first), their cells."""
        self.turns: list[tuple[str, Stretch]] = []
        """Role and text of every message."""
        self._hash = source_hash(source)
        self._read(blocks, 0)

    # -- speaking of a place --

    def line(self, first: int, last: int) -> Lines:
        """Lines `first` to `last`. Raises IndexError when there are fewer."""
        spot = self._lines(first, last)
        return Lines(
            first=first,
            last=last,
            sha256=self._hash,
            quote=spot.quote,
            before=spot.around[0],
            after=spot.around[1],
        )

    def cell(self, table: int, row: int, column: int) -> Cell:
        """A cell. Raises IndexError when there is none."""
        spot = self._cell(table, row, column)
        row_name, column_name = spot.around
        return Cell(
            table=table,
            row=row,
            column=column,
            sha256=self._hash,
            quote=spot.quote,
            row_name=row_name,
            column_name=column_name,
        )

    def turn(self, number: int) -> Turn:
        """A message. Raises IndexError when there is none."""
        spot = self._turn(number)
        return Turn(turn=number, sha256=self._hash, role=spot.around[0], quote=spot.quote)

    # -- finding it again --

    def find(self, selector: Selector) -> Place:
        """Where it is now; lost, when it is no piece of a text (but an image's region, or a part of an answer)."""
        if isinstance(selector, Words):
            return find(selector, self.source, self.shown)
        exact = self._exact(selector)
        if exact is not None:
            return self._place(Sureness.EXACT, exact)
        if isinstance(selector, Lines):
            count = selector.last - selector.first
            spots = [self._lines(first, first + count) for first in range(len(self.lines) - count)]
            around: tuple[str, ...] = (selector.before, selector.after)
        elif isinstance(selector, Cell):
            spots = [
                self._cell(table, row, column)
                for table, rows in enumerate(self.tables)
                for row, cells in enumerate(rows)
                for column in range(len(cells))
            ]
            around = (selector.row_name, selector.column_name)
        elif isinstance(selector, Turn):
            spots = [self._turn(number) for number in range(len(self.turns))]
            around = (selector.role,)
        else:
            return Place(Sureness.LOST)
        return self._found(Spot(selector.quote, around, 0, 0), spots)

    def _exact(self, selector: Selector) -> Spot | None:
        """What the numbers say, as long as the source is the same."""
        with suppress(IndexError):
            if isinstance(selector, Lines) and selector.sha256 == self._hash:
                spot = self._lines(selector.first, selector.last)
                return (
                    spot if spot.quote == selector.quote else None
                )  # an earlier engine made other lines of it
            if isinstance(selector, Cell) and selector.sha256 == self._hash:
                return self._cell(selector.table, selector.row, selector.column)
            if isinstance(selector, Turn) and selector.sha256 == self._hash:
                return self._turn(selector.turn)
        return None

    def _found(self, meant: Spot, spots: Sequence[Spot]) -> Place:
        alike = [spot for spot in spots if spot.quote == meant.quote]
        if not alike:
            near = _nearest(meant, spots)
            return Place(Sureness.LOST) if near is None else self._place(Sureness.DOUBTFUL, near)
        alike.sort(key=lambda spot: (spot.around != meant.around, -_agreeing(spot, meant)))
        best = alike[0]
        if len(alike) == 1:
            sure = best.around == meant.around or _agreeing(best, meant) > 0
        else:
            sure = best.around == meant.around != alike[1].around
        return self._place(Sureness.MOVED if sure else Sureness.DOUBTFUL, best)

    def _place(self, sureness: Sureness, spot: Spot) -> Place:
        shown = spot.start, spot.end
        return Place(sureness, shown, self.shown.source_range(*shown) or (-1, -1))

    # -- what there is --

    def _lines(self, first: int, last: int) -> Spot:
        if not 0 <= first <= last < len(self.lines):
            raise IndexError(f"lines {first} to {last} of {len(self.lines)}")
        chosen = self.lines[first : last + 1]
        around = (
            self.lines[first - 1].text[:_QUOTE] if first else "",
            self.lines[last + 1].text[:_QUOTE] if last + 1 < len(self.lines) else "",
        )
        quote = "\n".join(line.text for line in chosen)
        return Spot(quote, around, chosen[0].start, chosen[-1].end)

    def _cell(self, table: int, row: int, column: int) -> Spot:
        rows = self.tables[table]
        start, end, text = rows[row][column]
        around = rows[row][0].text[:_QUOTE], rows[0][column].text[:_QUOTE]
        return Spot(text, around, start, end)

    def _turn(self, number: int) -> Spot:
        role, (start, end, text) = self.turns[number]
        return Spot(text[:_QUOTE], (role,), start, end)

    def _read(self, blocks: Sequence[Block], at: int) -> int:
        """Notes where everything is; `at` is the position in the flat text, and so is what it returns."""
        for block in blocks:
            if isinstance(block, List):
                for item in block.items:
                    at = self._read(item.blocks, at)
            elif isinstance(block, Quote):
                at = self._read(block.blocks, at + (len(block.title) + 1 if block.title else 0))
            elif isinstance(block, Message):
                begin, number = at, len(self.turns)
                at = self._read(block.blocks, at)
                end = max(begin, at - 1)
                self.turns.insert(number, (block.role, Stretch(begin, end, self.shown.text[begin:end])))
            elif isinstance(block, Code | Diff):
                for text in _code(block):
                    self.lines.append(Stretch(at, at + len(text), text))
                    at += len(text) + 1
            else:
                rows: list[list[Stretch]] = []
                for cells in lines_of(block):
                    rows.append(list(_stretches([inline_text(cell) for cell in cells], at)))
                    at = rows[-1][-1].end + 1 if rows[-1] else at + 1
                if isinstance(block, Table):
                    self.tables.append(rows)
        return at


def _stretches(texts: Sequence[str], at: int) -> Iterator[Stretch]:
    """The cells of a row that begins at `at`; a tab parts them."""
    for text in texts:
        yield Stretch(at, at + len(text), text)
        at += len(text) + 1


def _code(block: Code | Diff) -> Iterator[str]:
    """The lines as the flat text has them."""
    if isinstance(block, Code):
        yield from ("".join(text for text, _ in line) for line in block.lines)
    else:
        yield from (f"{line.mark if line.mark in ('+', '-', ' ') else ''}{line.text}" for line in block.lines)


def _agreeing(spot: Spot, meant: Spot) -> int:
    """How many sides of the surrounding are the same; that nothing is there on both says little."""
    return sum(here == there != "" for here, there in zip(spot.around, meant.around, strict=True))


def _nearest(meant: Spot, spots: Sequence[Spot]) -> Spot | None:
    """The one whose surrounding is the same, or else the one that reads most alike; None when nothing is near."""
    framed = [spot for spot in spots if any(spot.around) and spot.around == meant.around]
    if len(framed) == 1:
        return framed[0]
    from rapidfuzz import fuzz, process  # start-up

    quotes = [spot.quote[:_QUOTE] for spot in spots[:_MOST_COMPARED]]
    best = process.extractOne(meant.quote[:_QUOTE], quotes, scorer=fuzz.ratio, score_cutoff=_LIKELY)
    return None if best is None else spots[best[2]]
