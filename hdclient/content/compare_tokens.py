"""Cuts text into what is compared: words, numbers, signs, single CJK characters; in code identifiers and operators.

White space is no token: it lies between tokens and is compared there, exactly. Must not know what a difference is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

OBJECT = "\ufffc"
"""Stands for a picture or a formula in shown text."""

# Scripts written without spaces are compared character by character, with the marks that belong to each.
_ALONE = (
    "\u0e01-\u0e30\u0e40-\u0e46\u0e81-\u0eb0\u1000-\u102a\u1780-\u17b3\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks that are written over, under or after a letter: to Python they are no word characters.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3"
    "\u200c\u200d\ufe00-\ufe0f"
)
_LETTER = f"(?:[^\\W{_ALONE}]|[{_MARKS}])"
_EMOJI = "(?:[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u20e3]|\u200d[^\\w\\s])*"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# Every pattern takes up all of a text, white space included.
_PROSE = re.compile(
    rf"[A-Za-z]+(?:['’][A-Za-z]+)*(?![\w{_MARKS}])|\d+(?:[.,]\d+)*(?!\w)|[{_ALONE}][{_MARKS}]*"
    rf"|{_LETTER}+(?:['’]{_LETTER}+)*|{_FLAG}|[^\w\s]{_EMOJI}|\s+"
)
_OPERATOR = r"[-+*/%&|^<>=!]=|->|=>|::|&&|\|\||\*\*|//|<<|>>|\+\+|--"
_CODE = re.compile(
    rf"\d+\.\d+(?!\w)|[{_ALONE}][{_MARKS}]*|{_LETTER}+|{_OPERATOR}|{_FLAG}|[^\w\s]{_EMOJI}|\s+"
)
_PROSE_ASCII = re.compile(r"\d+(?:[.,]\d+)*(?!\w)|\w+(?:'\w+)*|[^\w\s]|\s+", re.ASCII)
_CODE_ASCII = re.compile(rf"\d+\.\d+(?!\w)|\w+|{_OPERATOR}|[^\w\s]|\s+", re.ASCII)
"""The same for texts that are ASCII, where there is less to look for: twice as fast."""

_FIRST_OBJECT = "\U00100000"
"""Objects are compared as characters from here on, which nobody else may use."""
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*\s|[。！？]|\n")
_SMALL = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts. Positions everywhere are code points of `text`.

    Every OBJECT in it stands, in order, for one of `objects` (a formula's source, a picture's hash), by which it is
    compared. `code` are the ranges that are code, in order; they begin and end with lines.
    """

    text: str
    objects: tuple[str, ...] = ()
    code: tuple[tuple[int, int], ...] = ()

    def rank(self) -> tuple[int, str, tuple[str, ...]]:
        """What two sides are ordered by, so that comparing is the same in both directions."""
        return len(self.text), self.text, self.objects


@dataclass(slots=True)
class Tokens:
    """The tokens of one side: where each begins and ends, and the number that equal tokens share."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """First token, and the one after the last, of a range of the text that begins and ends with lines."""
        return bisect_right(self.ends, start), bisect_right(self.ends, end)


def with_objects(side: Side, numbers: dict[str, int]) -> str:
    """The text with each object as a private character of its own: the same one for the same source."""
    if not side.objects:
        return side.text
    parts = side.text.split(OBJECT)
    out = [parts[0]]
    for number, part in enumerate(parts[1:]):
        source = side.objects[number] if number < len(side.objects) else ""
        out.append(chr(ord(_FIRST_OBJECT) + numbers.setdefault(source, len(numbers)) % 0xFFF0))
        out.append(part)
    return "".join(out)


def tokens_of(text: str, code: Sequence[tuple[int, int]], numbers: dict[str, int]) -> Tokens:
    """The tokens of a text. `numbers` is shared between both sides."""
    made = Tokens()
    in_prose, in_code = (_PROSE_ASCII, _CODE_ASCII) if text.isascii() else (_PROSE, _CODE)
    at = 0
    for start, end in code:
        _cut(in_prose, text, at, start, numbers, made)
        _cut(in_code, text, start, end, numbers, made)
        at = end
    _cut(in_prose, text, at, len(text), numbers, made)
    return made


def _cut(
    pattern: re.Pattern[str], text: str, start: int, end: int, numbers: dict[str, int], into: Tokens
) -> None:
    parts = pattern.findall(text, start, end)
    bounds = list(accumulate(map(len, parts), initial=start))
    for at, part in enumerate(parts):
        if not part.isspace():
            into.starts.append(bounds[at])
            into.ends.append(bounds[at + 1])
            into.ids.append(numbers.setdefault(part, len(numbers)))


def is_word(token: str) -> bool:
    """Whether people would count it as a word: it has a letter or a digit, or is an object."""
    return token >= _FIRST_OBJECT or any(character.isalnum() for character in token)


def is_small(token: str) -> bool:
    """Whether it means little alone: a sign, a single CJK character, a word of up to three letters. Never a number or
    an object."""
    if token >= _FIRST_OBJECT or any(character.isdigit() for character in token):
        return False
    return len(token) <= _SMALL


def sentences(text: str, tokens: Tokens) -> list[int]:
    """For each token the number of its sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [bisect_right(ends, start) for start in tokens.starts]
