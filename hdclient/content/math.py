"""Mathematics by itself: TeX, one formula for every part between empty lines. Delimiters around it may be there."""

from __future__ import annotations

import re

from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.source_map import clean
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Formula
from hdclient.model.content import ContentBlock

MAX_CHARS = 200_000
TOO_LONG = "These formulas are shown as they were written: they are longer than 200,000 characters."

_PART = re.compile(r"[^\S\r\n]*\S[^\r\n]*(?:(?:\r\n?|\n)[^\S\r\n]*\S[^\r\n]*)*")
_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))


def parse_math(text: str) -> tuple[Block, ...]:
    """Display formulas from top to bottom. Total."""
    text = clean(text)
    if len(text) > MAX_CHARS:
        return verbatim(text, TOO_LONG)
    return tuple(_formula(text, found.start(), found.end()) for found in _PART.finditer(text))


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
