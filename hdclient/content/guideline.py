"""Guidelines: the documentation dialect (contents, rule ids, admonitions, footnotes, definitions, tables).

Python-Markdown makes an element tree of the text; that tree, never serialised HTML, becomes the block tree.
Raw HTML is shown as text. A heading's `anchor` is its id: one given by hand ({#2.3}), else the number that the
title begins with ("2.3 Refusals" → "2.3"), else words of the title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hdclient.content.deadline import Deadline, TooDeep, TooSlow
from hdclient.content.markdown import NOT_READABLE, TOO_DEEP, TOO_LONG, TOO_SLOW
from hdclient.content.plain import inline_text
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Heading, leaves

MAX_CHARS = 200_000
MAX_LINE_CHARS = 10_000
DEADLINE_S = 0.7


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents."""

    level: int
    title: str
    anchor: str


def parse_guideline(text: str, deadline_s: float = DEADLINE_S) -> tuple[Block, ...]:
    """The block tree of a guideline. Total: any text gives a tree, in bounded time."""
    if len(text) > MAX_CHARS or any(len(line) > MAX_LINE_CHARS for line in text.splitlines()):
        return verbatim(text, TOO_LONG)
    try:
        # start-up: the first window needs no guideline
        from hdclient.content.guideline_dialect import element_tree
        from hdclient.content.guideline_tree import blocks_of_document

        deadline = Deadline(deadline_s)
        root, stash = element_tree(text, deadline)
        return blocks_of_document(root, stash, deadline)
    except TooSlow:
        return verbatim(text, TOO_SLOW, again=True)
    except (TooDeep, RecursionError):
        return verbatim(text, TOO_DEEP)
    except Exception:  # the parser is foreign code on foreign input; the text itself is never at stake
        return verbatim(text, NOT_READABLE)


def contents(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """The headings in reading order, those inside quotations and lists too."""
    headings = (leaf for leaf in leaves(blocks) if isinstance(leaf, Heading))
    return tuple(Entry(one.level, inline_text(one.inlines), one.anchor) for one in headings)
