"""Prepared content: the block tree of one content block with what can be counted of it, and its bytes.

The same bytes travel from the worker process and lie in the encrypted store.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice

import msgspec

from hdclient.content.hidden import Hidden, find_hidden
from hdclient.content.kind import with_file
from hdclient.content.plain import pictures, plain_text
from hdclient.content.tree import Blocks, Code, Heading, Note, Paragraph, Run, inlines_of
from hdclient.model.content import ContentBlock
from hdclient.model.words import count_words
from hdclient.words import tr

EMPTY = tr("This is empty: nothing was written.")
BLANK = tr("This holds nothing but white space.")
INVISIBLE = tr("This is shown as it was written: formatted, nothing of it would be seen.")

GUIDELINE = "guideline"
"""The kind of a block that is a guideline: prepared like any other, but no kind that a task may have."""

MOST_HIDDEN = 1_000
"""Hidden characters of one block that are told."""

_LONE = re.compile("[\ud800-\udfff]")


class Prepared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A tree, and how many words its text has."""

    words: int
    blocks: Blocks
    hidden: tuple[Hidden, ...] = ()
    """Hidden characters of the shown text that the source writes otherwise, as "&#8203;" or, in JSON, "\\u200b".
    Positions are those of the source."""


def prepare(block: ContentBlock, *, draw_s: float = 0) -> Prepared:
    """Parses here and now; with `draw_s`, formulas are drawn, for about so many seconds at most.

    Raises KeyError for an unknown kind; the engine's own deadlines bound the time.
    """
    from hdclient.content import CONTENT_KINDS  # start-up: content from the store needs no parsers

    if block.kind == GUIDELINE:
        from hdclient.content.guideline import parse_guideline  # start-up

        blocks = parse_guideline(_showable(block).text)
    else:
        blocks = _told_if_empty(block, CONTENT_KINDS[block.kind].parse(_showable(block)))
    words = count_words(plain_text(blocks))
    hidden = tuple(islice(_written_otherwise(blocks, block.text), MOST_HIDDEN))
    if draw_s:
        from hdclient.content.typesetting import typeset  # not where somebody waits: see there

        blocks = typeset(blocks, draw_s)
    return Prepared(words, blocks, hidden)


def _written_otherwise(blocks: Blocks, source: str) -> Iterator[Hidden]:
    if "&" not in source and "\\" not in source:
        return
    for run in inlines_of(blocks):
        if not isinstance(run, Run) or not run.pieces:
            continue
        ends = list(accumulate(count for count, _, _ in run.pieces))
        for one in find_hidden(run.text):
            number = bisect_right(ends, one.position)
            count, start, end = run.pieces[number] if number < len(ends) else (0, 0, 0)
            if end - start != count and run.text[one.position] not in source[start:end]:
                yield one._replace(position=start)


def _told_if_empty(block: ContentBlock, blocks: Blocks) -> Blocks:
    """No pane stays empty without a word, and nothing that was written is shown as nothing."""
    if block.asset is not None:
        return blocks
    if not block.text.strip():
        return (Note(BLANK), *blocks) if block.text else (Note(EMPTY),)
    if not _is_invisible(blocks):
        return blocks
    from hdclient.content.text import verbatim  # start-up, as below

    return verbatim(_showable(block).text, INVISIBLE)


def _is_invisible(blocks: Blocks) -> bool:
    """Whether nothing of a tree can be seen: a fence with nothing in it, addresses that nothing refers to."""
    if any(not isinstance(block, Paragraph | Heading | Code) for block in blocks):
        return False
    return not plain_text(blocks).strip() and not any(True for _ in pictures(blocks))


def as_written(block: ContentBlock, note: str) -> Prepared:
    """The source itself, below a sentence that says why it is not formatted."""
    block = _showable(block)
    from hdclient.content.text import verbatim  # start-up

    return Prepared(count_words(block.text), with_file(verbatim(block.text, note), block))


def _showable(block: ContentBlock) -> ContentBlock:
    """Lone surrogates, which no text file can hold, as U+FFFD: every other character keeps its place."""
    if not (_LONE.search(block.text) or _LONE.search(block.language) or _LONE.search(block.alt)):
        return block
    text, language, alt = (_LONE.sub("\ufffd", one) for one in (block.text, block.language, block.alt))
    return ContentBlock(kind=block.kind, text=text, language=language, asset=block.asset, alt=alt)


def to_bytes(prepared: Prepared) -> bytes:
    """As msgpack."""
    return msgspec.msgpack.encode(prepared)


def from_bytes(data: bytes) -> Prepared:
    """Of `to_bytes`. Raises msgspec.DecodeError for anything else."""
    return _decoder().decode(data)


@cache
def _decoder() -> msgspec.msgpack.Decoder[Prepared]:
    return msgspec.msgpack.Decoder(Prepared)


def key_of(block: ContentBlock, engine: str) -> bytes:
    """A hash of all that the tree depends on: kind, source, file and engine."""
    asset = block.asset
    facts = [engine, block.kind, block.text, block.language, block.alt]
    if asset is not None:
        facts += [asset.sha256, asset.media_type, asset.name]
    found = hashlib.sha256()
    for fact in facts:
        data = fact.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.digest()
