"""Mathematics by itself: TeX, one formula for every part between empty lines. Delimiters around it may be there."""

from __future__ import annotations

from collections.abc import Iterator

from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.source_map import SourceLines, clean
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Formula
from hdclient.model.content import ContentBlock
from hdclient.words import tr

MAX_CHARS = 200_000
TOO_LONG = tr("These formulas are shown as they were written: they are longer than 200,000 characters.")

_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))


def parse_math(text: str) -> tuple[Block, ...]:
    """Display formulas from top to bottom. Total."""
    text = clean(text)
    if len(text) > MAX_CHARS:
        return verbatim(text, TOO_LONG)
    return tuple(_formula(text, *part) for part in _parts(SourceLines(text)))


def _parts(lines: SourceLines) -> Iterator[tuple[int, int]]:
    """The ranges between empty lines."""
    first = -1
    for number in range(len(lines.ends)):
        if lines.line(number).strip():
            first = number if first < 0 else first
        elif first >= 0:
            yield lines.span(first, number)
            first = -1
    if first >= 0:
        yield lines.span(first, len(lines.ends))


def _formula(text: str, start: int, end: int) -> Formula:
    tex = text[start:end].strip()
    for opening, closing in _DELIMITERS:
        inner = tex[len(opening) : -len(closing)]
        whole = len(tex) > len(opening) + len(closing) and tex.startswith(opening) and tex.endswith(closing)
        if whole and opening not in inner and closing not in inner:
            tex = inner
            break
    return Formula(tex, display=True, start=start, end=end)


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(parse_math(block.text), block)


MATH = ContentKind("math", _parse, lambda block: block.text, file_problem)
