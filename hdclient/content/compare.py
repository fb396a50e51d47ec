"""Where two texts differ, as ranges: lines first, then words; single small words between changes are not kept apart.

Pure, total and bounded; made to run outside the GUI thread and to be given up (`check` may raise at any stage). It must
not judge: both sides are treated alike, and comparing b with a gives the mirror image of comparing a with b.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from msgspec import Struct

from hdclient.content.compare_tokens import (
    Side,
    Tokens,
    is_small,
    is_word,
    sentences,
    tokens_of,
    with_objects,
)
from hdclient.content.matches import Match, joined, matches, nothing

MOST_CHARACTERS = 2_000_000
"""Longer texts are not compared word by word: all of them counts as changed."""
_REWRITTEN = 0.4
"""A sentence of which less than this share of the words stayed is marked whole: what is left of it says nothing."""
_FEW = 4
"""Words up to which a sentence is too short for that."""


class Kind(Enum):
    """What a part is."""

    SAME = "same"
    CHANGED = "changed"
    """Both sides have something here, and it differs."""
    ONLY_A = "only_a"
    ONLY_B = "only_b"


class Part(Struct, frozen=True, gc=False):
    """A range of either text, in code points: [start, end). One of them is empty where only one side has something."""

    kind: Kind
    a: tuple[int, int]
    b: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Differences:
    """The parts, in order; their ranges cover both texts exactly."""

    parts: tuple[Part, ...]
    words: int
    """How many words of both sides together are not in SAME parts."""
    coarse: bool = False
    """The texts are too long to be compared word by word."""

    def changes(self) -> tuple[Part, ...]:
        """All parts that are not the same."""
        return tuple(part for part in self.parts if part.kind is not Kind.SAME)

    def mirrored(self) -> Differences:
        """The same differences with the sides exchanged."""
        return Differences(
            tuple(Part(_MIRROR.get(part.kind, part.kind), part.b, part.a) for part in self.parts),
            self.words,
            self.coarse,
        )


_MIRROR = {Kind.ONLY_A: Kind.ONLY_B, Kind.ONLY_B: Kind.ONLY_A}


def differences(a: Side | str, b: Side | str, check: Callable[[], None] = nothing) -> Differences:
    """Where the texts differ. `check` is called between stages; what it raises comes out of here."""
    a = Side(a) if isinstance(a, str) else a
    b = Side(b) if isinstance(b, str) else b
    if b.rank() < a.rank():
        return differences(b, a, check).mirrored()
    objects: dict[str, int] = {}
    texts = with_objects(a, objects), with_objects(b, objects)
    if texts[0] == texts[1]:
        whole = (0, len(texts[0]))
        return Differences((Part(Kind.SAME, whole, whole),) if texts[0] else (), 0)
    if max(len(text) for text in texts) > MOST_CHARACTERS:
        changed = _part((0, len(texts[0])), (0, len(texts[1])))
        return Differences((changed,), sum(len(text.split()) for text in texts), coarse=True)
    return _Comparison(texts, (a, b), check).result()


class _Comparison:
    """One comparison of two texts; `result` may be asked for once."""

    def __init__(self, texts: tuple[str, str], sides: tuple[Side, Side], check: Callable[[], None]) -> None:
        self._texts, self._sides, self._check = texts, sides, check
        numbers: dict[str, int] = {}
        self._a = tokens_of(texts[0], sides[0].code, numbers)
        check()
        self._b = tokens_of(texts[1], sides[1].code, numbers)
        check()
        words = [is_word(token) for token in numbers]
        self._is_word = [words[id_] for id_ in self._a.ids], [words[id_] for id_ in self._b.ids]

    def result(self) -> Differences:
        runs = self._runs()
        self._check()
        for number in range(1, len(runs)):
            self._slide(runs, number)
        runs = _without(runs, self._rewritten(runs))
        runs = _without(runs, self._islands(runs))
        self._check()
        parts = tuple(_merged(self._parts(runs)))
        words = self._words(0, self._a, parts) + self._words(1, self._b, parts)
        return Differences(parts, words)

    # Matching

    def _runs(self) -> list[Match]:
        """Runs of equal tokens: those of equal lines, and those of words between them."""
        lines, starts_a, starts_b = _lines(self._texts, self._check)
        runs: list[Match] = []
        at_a = at_b = 0
        for line_a, line_b, count in [*lines, (len(starts_a) - 1, len(starts_b) - 1, 0)]:
            first_a, last_a = self._a.between(starts_a[line_a], starts_a[line_a + count])
            first_b, _ = self._b.between(starts_b[line_b], starts_b[line_b + count])
            self._check()
            ids_a, ids_b = self._a.ids[at_a:first_a], self._b.ids[at_b:first_b]
            runs += ((x + at_a, y + at_b, n) for x, y, n in matches(ids_a, ids_b, self._check))
            if last_a > first_a:
                runs.append((first_a, first_b, last_a - first_a))
            at_a, at_b = last_a, first_b + last_a - first_a
        return joined(runs)

    def _rewritten(self, runs: Sequence[Match]) -> set[tuple[int, int]]:
        """Pairs of tokens in sentences of which so little stayed that it stayed by chance. Code has no sentences."""
        dropped: set[tuple[int, int]] = set()
        for side, tokens in enumerate((self._a, self._b)):
            code, number = self._sides[side].code, sentences(self._texts[side], tokens)
            starts, word = tokens.starts, self._is_word[side]
            total, kept = [0] * (number[-1] + 1 if number else 0), [0] * (number[-1] + 1 if number else 0)
            for at, sentence in enumerate(number):
                total[sentence] += word[at]
            for run in runs:
                for at in range(run[side], run[side] + run[2]):
                    kept[number[at]] += word[at]
            poor = {one for one, of in enumerate(total) if of > _FEW and kept[one] < of * _REWRITTEN}
            for x, y, count in runs:
                first = (x, y)[side]
                for k in range(count):
                    if number[first + k] in poor and not _inside(code, starts[first + k]):
                        dropped.add((x + k, y + k))
        return dropped

    def _slide(self, runs: list[Match], number: int) -> None:
        """Moves an insertion or deletion before this run so that it begins where a line or a sentence does."""
        x, y, count = runs[number]
        last_x, last_y, last_count = runs[number - 1]
        end_x, end_y = last_x + last_count, last_y + last_count
        if (end_x == x) == (end_y == y):
            return
        side, tokens, start, stop = (0, self._a, end_x, x) if end_y == y else (1, self._b, end_y, y)
        ids, low, high = tokens.ids, 0, 0
        while -low < last_count - 1 and ids[start + low - 1] == ids[stop + low - 1]:
            low -= 1
        while high < count - 1 and ids[start + high] == ids[stop + high]:
            high += 1
        shift = max(range(low, high + 1), key=lambda by: (self._score(side, tokens, start + by), -abs(by)))
        runs[number - 1] = (last_x, last_y, last_count + shift)
        runs[number] = (x + shift, y + shift, count - shift)

    def _score(self, side: int, tokens: Tokens, at: int) -> int:
        """How good it is that a change begins at this token."""
        if at == 0:
            return 3
        gap = self._texts[side][tokens.ends[at - 1] : tokens.starts[at]]
        if "\n" in gap:
            return 2
        return int(bool(gap) and self._texts[side][tokens.ends[at - 1] - 1] in ".!?")

    def _islands(self, runs: Sequence[Match]) -> set[tuple[int, int]]:
        """Pairs of small words alone between two changes of prose."""
        dropped: set[tuple[int, int]] = set()
        text, tokens, code = self._texts[0], self._a, self._sides[0].code
        for x, y, count in runs[1:-1]:
            if count > 2 or _inside(code, tokens.starts[x]):
                continue
            reach = text[
                tokens.ends[x - 1] if x else 0 : tokens.starts[min(x + count, len(tokens.starts) - 1)]
            ]
            small = all(is_small(text[tokens.starts[at] : tokens.ends[at]]) for at in range(x, x + count))
            if small and "\n" not in reach:
                dropped.update((x + k, y + k) for k in range(count))
        return dropped

    # Result

    def _parts(self, runs: Sequence[Match]) -> Iterator[Part]:
        """Equal runs, and what lies between: white space in and around them is compared as it stands."""
        text_a, text_b = self._texts
        a, b = self._a, self._b
        at_a = at_b = 0
        for x, y, count in runs:
            yield from self._between(at_a, a.starts[x], at_b, b.starts[y])
            at_a, at_b = a.starts[x], b.starts[y]
            end_a, end_b = a.ends[x + count - 1], b.ends[y + count - 1]
            if text_a[at_a:end_a] != text_b[at_b:end_b]:
                for k in range(1, count):
                    last_a, last_b = a.ends[x + k - 1], b.ends[y + k - 1]
                    next_a, next_b = a.starts[x + k], b.starts[y + k]
                    if text_a[last_a:next_a] != text_b[last_b:next_b]:
                        yield Part(Kind.SAME, (at_a, last_a), (at_b, last_b))
                        yield from self._between(last_a, next_a, last_b, next_b)
                        at_a, at_b = next_a, next_b
            yield Part(Kind.SAME, (at_a, end_a), (at_b, end_b))
            at_a, at_b = end_a, end_b
        yield from self._between(at_a, len(text_a), at_b, len(text_b))

    def _between(self, a1: int, a2: int, b1: int, b2: int) -> Iterator[Part]:
        """What differs, without the white space at its edges that does not."""
        text_a, text_b = self._texts
        start = 0
        while a1 + start < a2 and b1 + start < b2 and text_a[a1 + start] == text_b[b1 + start]:
            if not text_a[a1 + start].isspace():
                break
            start += 1
        end = 0
        while (
            a2 - end > a1 + start and b2 - end > b1 + start and text_a[a2 - end - 1] == text_b[b2 - end - 1]
        ):
            if not text_a[a2 - end - 1].isspace():
                break
            end += 1
        yield Part(Kind.SAME, (a1, a1 + start), (b1, b1 + start))
        yield _part((a1 + start, a2 - end), (b1 + start, b2 - end))
        yield Part(Kind.SAME, (a2 - end, a2), (b2 - end, b2))

    def _words(self, side: int, tokens: Tokens, parts: Sequence[Part]) -> int:
        """Words of one side that are in no SAME part."""
        found = 0
        for part in parts:
            if part.kind is not Kind.SAME:
                first, last = tokens.between(*(part.a, part.b)[side])
                found += sum(self._is_word[side][first:last])
        return found


def _lines(texts: tuple[str, str], check: Callable[[], None]) -> tuple[list[Match], list[int], list[int]]:
    """Equal lines, and where the lines of either text begin (one more entry for its end)."""
    numbers: dict[str, int] = {}
    ids: list[list[int]] = []
    starts: list[list[int]] = []
    for text in texts:
        lines = text.split("\n")
        ids.append([numbers.setdefault(line, len(numbers)) for line in lines])
        begins, at = [], 0
        for line in lines:
            begins.append(at)
            at += len(line) + 1
        starts.append([*begins, len(text)])
        check()
    return matches(ids[0], ids[1], check), starts[0], starts[1]


def _without(runs: Sequence[Match], dropped: set[tuple[int, int]]) -> list[Match]:
    """The runs without these pairs of tokens."""
    if not dropped:
        return list(runs)
    left: list[Match] = []
    for x, y, count in runs:
        first = 0
        for k in range(count + 1):
            if k == count or (x + k, y + k) in dropped:
                if k > first:
                    left.append((x + first, y + first, k - first))
                first = k + 1
    return left


def _inside(ranges: Sequence[tuple[int, int]], position: int) -> bool:
    return any(start <= position < end for start, end in ranges)


def _part(a: tuple[int, int], b: tuple[int, int]) -> Part:
    if a[0] == a[1]:
        return Part(Kind.ONLY_B, a, b)
    return Part(Kind.ONLY_A if b[0] == b[1] else Kind.CHANGED, a, b)


def _merged(parts: Iterator[Part]) -> Iterator[Part]:
    """Without empty parts; neighbours that are the same become one."""
    last: Part | None = None
    for part in parts:
        if part.a[0] == part.a[1] and part.b[0] == part.b[1]:
            continue
        if last is not None and last.kind is part.kind is Kind.SAME:
            last = Part(Kind.SAME, (last.a[0], part.a[1]), (last.b[0], part.b[1]))
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last
