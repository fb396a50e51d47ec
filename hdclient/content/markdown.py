"""Markdown as models write it: CommonMark with tables, strike-through and task lists.

HTML is never interpreted. Nothing of the text may vanish: raw HTML is shown as text, line by line, an image that is no
file of the task is shown as its source, and what is too deep or too slow to parse is shown as it was written.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hdclient.content.deadline import Deadline, TooDeep, TooSlow, allowed
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.plain import plain_text
from hdclient.content.tree import Block
from hdclient.model.content import ContentBlock
from hdclient.words import tr

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

MAX_CHARS = 3_000_000
MAX_NESTING = 40

TOO_LONG = tr("This text is shown as it was written: it is too long to be formatted.")
TOO_DEEP = tr("This text is shown as it was written: it nests too deep to be formatted.")
TOO_SLOW = tr("This text is shown as it was written: formatting it takes too long.")
NOT_READABLE = tr("This text is shown as it was written: it could not be formatted.")
NOT_ALL_SHOWN = tr(
    "The source also holds titles of links, or link targets that nothing uses: only the raw text has them."
)


def parse_markdown(text: str, deadline_s: float | None = None) -> tuple[Block, ...]:
    """The block tree of a Markdown text. Total: any text gives a tree, in bounded time (`allowed` by default)."""
    from hdclient.content.source_map import (
        clean,  # start-up, as the next two: what is prepared needs no parser
    )
    from hdclient.content.text import verbatim

    if len(text) > MAX_CHARS:
        return verbatim(text, TOO_LONG)
    from hdclient.content.markdown_tree import Walk

    text = clean(text)
    deadline = Deadline(allowed() if deadline_s is None else deadline_s)
    env: dict[str, Any] = {"deadline": deadline}
    try:
        tokens = _parser().parse(text, env)
        return Walk(text, deadline, NOT_ALL_SHOWN).tree(tokens, env)
    except TooSlow:
        return verbatim(text, TOO_SLOW, again=True)
    except (TooDeep, RecursionError):
        return verbatim(text, TOO_DEEP)
    except Exception:  # the parser is foreign code on foreign input; the text itself is never at stake
        return verbatim(text, NOT_READABLE)


@cache
def _parser() -> MarkdownIt:
    """The one parser object. Parsing keeps its state elsewhere, so that it can be used again and again."""
    from markdown_it import MarkdownIt  # start-up, as the next four

    from hdclient.content.bare_links import recognise_bare_links
    from hdclient.content.formulas import recognise_formulas
    from hdclient.content.markdown_inlines import note_places, skip_plain_words
    from hdclient.content.markdown_tree import note_rows

    # HTML is found, so that its blocks end where CommonMark ends them, and then shown as the text that it is.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.disable(
        "text_join"
    )  # escapes and entities stay apart, with what was written: the source map needs it
    note_rows(parser)
    note_places(parser)
    skip_plain_words(parser)
    recognise_bare_links(parser)
    recognise_formulas(parser)
    everywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "watch", _watch_block, everywhere)
    parser.inline.ruler.before("text", "watch", _watch_inline)
    # An autolink reads as it was written; the library would decode its escapes for the eye.
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _watch_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """Stands first and matches nothing. The library silently drops what lies deeper than its limit."""
    state.env["deadline"].check()
    if state.level >= MAX_NESTING - 2:
        raise TooDeep
    return False


def _watch_inline(state: StateInline, silent: bool) -> bool:  # noqa: ARG001
    state.env["deadline"].check()
    return False


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(parse_markdown(block.text), block)


def _plain(block: ContentBlock) -> str:
    return plain_text(_parse(block))


MARKDOWN = ContentKind("markdown", _parse, _plain, file_problem)
