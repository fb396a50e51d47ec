"""Makes text safe to hand to a QTextDocument: nothing of it vanishes, nothing of it is taken for structure.

Must not change what can be shown as it is. Lone surrogates would be dropped silently by Qt, U+FDD0, U+FDD1 and U+FFFC
are frame and object marks inside QTextDocument, and control characters would be invisible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BOM = "\ufeff"
LINE_BREAK = "\u2028"
LONGEST_WORD = 1_000
LONGEST_BLOCK = 12_000
"""Characters of one block, which is always laid out whole: some 10 to 20 ms. See `cost`."""
MOST_BREAKS = 300
"""Line breaks within one block: a block is laid out whole, and each line of it costs as much as many characters."""
BREAK_COST = LONGEST_BLOCK // MOST_BREAKS
_DEAR = 4
"""So much more a character costs that is shaped, or looked for in one font after the other."""

_SHAPED = re.compile("[^\x00-\u02ff\u0370-\u058f\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2070-\u218f]")
"""All but what is not shaped: written the other way round, with what is above U+FFFF, it takes 4 ms to compile."""
_LONE = re.compile("[\ud800-\udfff]")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2029\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]")


def shown(text: str) -> str:
    """The text with every character that Qt would drop or misread replaced by one that is seen.

    `\\n` becomes a line break inside the block; C0 controls become control pictures; the rest becomes U+FFFD.
    """
    if _UNSHOWABLE.search(text):
        # Returns first: there may be many, and a match by itself is dear.
        text = _UNSHOWABLE.sub(_replace, text.replace("\r\n", "\n").replace("\r", LINE_BREAK))
    return text.replace("\n", LINE_BREAK) if "\n" in text else text


def _replace(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if character == "\u2029":
        return LINE_BREAK
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def for_qt(text: str) -> str:
    """The text as a string of Qt's will hold it.

    WORKAROUND: PySide drops a byte order mark at the start of a string; one more in front of it keeps it. It can go
    when PySide converts strings without looking for marks.
    """
    return BOM + text if text.startswith(BOM) else text


def for_clipboard(text: str) -> str:
    """The same for other programs: lone surrogates, which Qt would drop without a word, become U+FFFD."""
    return for_qt(_LONE.sub("\ufffd", text))


def is_one_word(text: str) -> bool:
    """Whether no line can break within the end of the text: Qt breaks none within a word, nor within white space."""
    end = text[-LONGEST_WORD:]
    return not any(character.isspace() for character in end) or _is_endless_space(end)


def _is_endless_space(text: str) -> bool:
    """White space as long as the longest word: in one line, it would be laid out and painted far beyond the edge."""
    return len(text) == LONGEST_WORD and text.isspace() and LINE_BREAK not in text


def cost(piece: str) -> int:
    """What laying out a piece of text costs, in plain characters."""
    return len(piece) * price(piece) + BREAK_COST * piece.count(LINE_BREAK)


def price(text: str) -> int:
    """How many plain characters one of this text costs."""
    return 1 if text.isascii() or _SHAPED.search(text) is None else _DEAR


def pieces(text: str) -> Iterator[str]:
    """Cuts text: no piece has a word over LONGEST_WORD, costs more than LONGEST_BLOCK or has over MOST_BREAKS breaks.

    Line layout in Qt is quadratic in the length of a word: one of 100,000 characters takes 0.3 s, one of 1 MB hangs.
    Joined again, the pieces are the text.
    """
    if len(text) <= LONGEST_WORD:
        if text:
            yield text
        return
    start = 0
    while start < len(text):
        end = _cut(text, start)
        yield text[start:end]
        start = end


def _cut(text: str, start: int) -> int:
    """Where the piece that begins at `start` ends."""
    room = LONGEST_BLOCK // price(text[start : start + LONGEST_BLOCK])
    limit = _within_breaks(text, start, min(len(text), start + room))
    at = start
    while True:
        reach = min(at + LONGEST_WORD, len(text))
        if reach >= limit:
            break
        found = _last_space(text, at, reach)
        if found < 0 or _is_endless_space(text[at:reach]):
            return _whole(text, reach)
        at = found + 1
    if limit == len(text):
        return limit
    found = _last_space(text, at, limit)
    return found + 1 if found >= 0 else _whole(text, limit)


def _within_breaks(text: str, start: int, end: int) -> int:
    """`end`, or the place behind the last line break that may be in one piece with `start`."""
    if text.count(LINE_BREAK, start, end) <= MOST_BREAKS:
        return end
    for _ in range(MOST_BREAKS):
        start = text.index(LINE_BREAK, start) + 1
    return start


def _last_space(text: str, start: int, end: int) -> int:
    """The last white space in text[start:end], or -1."""
    for position in range(end - 1, start - 1, -1):
        if text[position].isspace():
            return position
    return -1


def _whole(text: str, at: int) -> int:
    """A cut never separates a character from the marks and joiners that follow it, within reason."""
    for shift in range(8):
        if at + shift >= len(text):
            return len(text)
        if not _joins(text[at + shift]):
            return at + shift
    return at


def _joins(character: str) -> bool:
    code = ord(character)
    return 0x300 <= code <= 0x36F or code in (0x200C, 0x200D) or 0xFE00 <= code <= 0xFE0F
