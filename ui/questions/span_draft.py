"""The marks of a spans question while they are made: which there are, which one is at hand. No widgets in here."""

from __future__ import annotations

from operator import is_not

from hdclient.model.anchor import Anchor, Region, Words
from hdclient.model.base import InvalidValue
from hdclient.questions.regions import bounds, meet
from hdclient.questions.spans import Mark, SpansAnswer, SpansOptions, SpanType


class SpanDraft:
    """Changes return whether anything changed. The order is that of making: the answer keeps it."""

    def __init__(self, options: SpansOptions) -> None:
        self._options = options
        self.marks: list[Mark] = []
        self.nothing = False
        self._plains: dict[Mark, dict[str, object]] = {}
        self._ordered: tuple[tuple[Mark, ...], list[int]] = ((), [])
        """Marks, and their numbers as they stand."""
        self.current = -1
        """Number of the mark at hand; -1: none."""

    def answer(self) -> object:
        """The answer as JSON; None when there is none."""
        if self.nothing and not self.marks:
            return {"marks": [], "nothing": True}
        self._plains = {mark: self._plains.get(mark) or _plain(mark) for mark in self.marks}
        return {"marks": [self._plains[mark] for mark in self.marks]} if self.marks else None

    def load(self, value: object) -> None:
        """Takes an answer; what is none of this kind is no answer."""
        try:
            answer = SpansAnswer.of(value)
        except InvalidValue:
            answer = SpansAnswer(marks=())
        before = self.at_hand()
        self.marks, self.nothing = list(answer.marks), answer.nothing
        self.current = self.marks.index(before) if before in self.marks else len(self.marks) - 1

    def at_hand(self) -> Mark | None:
        """The mark at hand."""
        return self.marks[self.current] if 0 <= self.current < len(self.marks) else None

    def put(self, kind: SpanType, anchor: Anchor) -> str:
        """Marks a place, which becomes the one at hand; "" or why not."""
        fault = self._room_for(kind, anchor)
        if not fault:
            self.marks.append(Mark(type=kind.id, anchor=anchor))
            self.current, self.nothing = len(self.marks) - 1, False
        return fault

    def _room_for(self, kind: SpanType, anchor: Anchor) -> str:
        """Which of the question's bounds forbids it: "most", "overlap", "alone", "same"; "" for none."""
        there = [mark for mark in self.marks if mark.anchor.part == anchor.part]
        if any(mark.type == kind.id and mark.anchor == anchor for mark in there):
            return "same"
        alone = {one.id for one in self._options.types if one.alone}
        if there and (kind.alone or any(mark.type in alone for mark in there)):
            return "alone"
        if self._options.max_marks is not None and len(there) >= self._options.max_marks:
            return "most"
        if not self._options.allow_overlap and any(touch(mark.anchor, anchor) for mark in there):
            return "overlap"
        return ""

    def change(self, **fields: object) -> bool:
        """Other words, another type, severity, note or link of the mark at hand."""
        mark = self.at_hand()
        if mark is None:
            return False
        changed = mark.changed(**fields)
        if changed == mark:
            return False
        self.marks[self.current] = changed
        return True

    def retype(self, kind: SpanType) -> bool:
        """Another type of the mark at hand; what the new type does not take goes with the old one."""
        mark = self.at_hand()
        if mark is None:
            return False
        options = self._options
        return self.change(
            type=kind.id,
            severity=mark.severity if options.asks_severity(kind) else None,
            note=mark.note if options.wants(kind, "note") != "none" else "",
            link=mark.link if options.wants(kind, "link") != "none" else None,
        )

    def move(self, anchor: Anchor) -> bool:
        """Other words for the mark at hand, unless another one stands there that it may not touch."""
        others = (mark for number, mark in enumerate(self.marks) if number != self.current)
        if not self._options.allow_overlap and any(touch(mark.anchor, anchor) for mark in others):
            return False
        return self.change(anchor=anchor)

    def remove(self) -> bool:
        """Takes the mark at hand out; the one before it is at hand then."""
        if self.at_hand() is None:
            return False
        del self.marks[self.current]
        self.current = min(self.current, len(self.marks) - 1)
        return True

    def step(self, step: int) -> bool:
        """Turns to another mark, in the order of the texts; stops at the ends."""
        order = self.in_order()
        if not order:
            return False
        at = order.index(self.current) + step if self.current in order else 0
        if not 0 <= at < len(order):
            return False
        self.current = order[at]
        return True

    def in_order(self) -> list[int]:
        """Numbers of the marks as they stand: part by part, from the first word to the last."""
        if len(self._ordered[0]) != len(self.marks) or any(map(is_not, self._ordered[0], self.marks)):
            places = [_place(mark.anchor) for mark in self.marks]
            self._ordered = tuple(self.marks), sorted(range(len(places)), key=places.__getitem__)
        return self._ordered[1]


def _place(anchor: Anchor) -> tuple[str, int, int, int]:
    at = anchor.at
    if isinstance(at, Region):
        left, top, _, _ = bounds(at.points)
        return anchor.part, anchor.block, top, left
    return (anchor.part, anchor.block, at.start, at.end) if isinstance(at, Words) else (anchor.part, -1, 0, 0)


def touch(one: Anchor, other: Anchor) -> bool:
    """Whether two places share a word, or a piece of a picture."""
    a, b = one.at, other.at
    if isinstance(a, Region) and isinstance(b, Region):
        return (one.part, one.block) == (other.part, other.block) and meet(a, b)
    return (
        (one.part, one.block) == (other.part, other.block)
        and isinstance(a, Words)
        and isinstance(b, Words)
        and a.start < b.end
        and b.start < a.end
    )


def _plain(mark: Mark) -> dict[str, object]:
    """As JSON, without what is not said."""
    plain = mark.plain()
    if isinstance(mark.anchor.at, Region):
        plain["anchor"]["at"]["points"] = [list(point) for point in mark.anchor.at.points]
    empty: dict[str, object] = {"severity": None, "note": "", "link": None}
    return {name: value for name, value in plain.items() if name not in empty or value != empty[name]}
