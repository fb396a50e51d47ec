"""Where words occur in a text: as they are typed, whatever stands between them, in any case unless it is to be exact.

Positions are code points of the text. Must not know how anything is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from hdclient.content.compare_tokens import OBJECT
from hdclient.content.plain import inline_text
from hdclient.content.tree import Code, Table

BETWEEN_CELLS = "\x00"
MOST = 10_000
"""More occurrences of one text are not looked for."""
_WINDOW = 100_000
"""Characters that are looked through between two looks at whether anybody still waits."""
_OVERLAP = 2_000
_SAME = {
    "'": "['\u2019\u2018\u02bc]",
    '"': '["\u201c\u201d\u201e\u00ab\u00bb]',
    "-": "[-\u2010-\u2015\u2212]",
}
"""What a keyboard writes for several signs of print."""

Check = Callable[[], None]


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for. Empty text is found nowhere."""

    text: str
    exact_case: bool = False
    whole_words: bool = False


def occurrences(
    text: str, wanted: Wanted, check: Check, objects: Sequence[str] = ()
) -> list[tuple[int, int]]:
    """(start, end) of each, in order. `objects`: the sources of the objects in the text, which are looked
    through too: a formula is found by what it is written as."""
    pattern = _pattern(wanted)
    if pattern is None:
        return []
    found = []
    for start, end in _matches(pattern, text, check):
        found.append((start, end))
        if len(found) == MOST:
            break
    at = -1
    hits = set()
    for source in objects:
        at = text.find(OBJECT, at + 1)
        check()
        if at >= 0 and pattern.search(source):
            hits.add((at, at + 1))
    return sorted({*found, *hits})


def text_of(large: Code | Table, check: Check) -> str:
    """All of what may be shown only in part, as text to look through. Nothing is found across two cells."""
    if isinstance(large, Code):
        return "\n".join("".join(text for text, _ in line) for line in large.lines)
    parts = []
    for row in (large.header, *large.rows):
        check()
        parts += [inline_text(cell) for cell in row]
    return BETWEEN_CELLS.join(parts)


def _matches(pattern: re.Pattern[str], text: str, check: Check) -> Iterator[tuple[int, int]]:
    """In windows that overlap: one search through megabytes would hold up everybody else."""
    at = 0
    while at < len(text) or at == 0:
        check()
        limit = at + _WINDOW
        after = limit
        for match in pattern.finditer(text, at, min(len(text), limit + _OVERLAP)):
            if match.start() >= limit:
                break
            after = max(after, match.end())
            yield match.span()
        at = after


def _pattern(wanted: Wanted) -> re.Pattern[str] | None:
    """A pattern that takes time in proportion to the text: white space before the words is one character of it."""
    words = wanted.text.split()
    if not words:
        return re.compile(re.escape(wanted.text)) if wanted.text else None
    body = r"\s+".join("".join(_SAME.get(one, re.escape(one)) for one in word) for word in words)
    before, after = wanted.text[0].isspace(), wanted.text[-1].isspace()
    if wanted.whole_words:
        body = rf"(?<!\w){body}" if re.match(r"\w", words[0]) and not before else body
        body = rf"{body}(?!\w)" if re.search(r"\w\Z", words[-1]) and not after else body
    body = (r"\s" if before else "") + body + (r"\s" if after else "")
    return re.compile(body, 0 if wanted.exact_case else re.IGNORECASE)
