"""What GitHub's own parser (cmark-gfm) makes of a text, as lines. It only gives HTML, in which raw HTML of the text
cannot be told from made tags; so it is asked twice, once leaving raw HTML out, and what differs is the raw HTML."""

from __future__ import annotations

import re
from html import escape

from cmarkgfm.cmark import Options, markdown_to_html_with_extensions

from tests.fidelity.from_html import of_html
from tests.fidelity.lines import Line

_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]
_OMITTED = "<!-- raw HTML omitted -->"
_INLINE = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)


class Unclear(Exception):
    """The raw HTML cannot be told from the made HTML."""


def of_cmark(text: str) -> list[Line]:
    """The lines. Raises Unclear."""
    return of_html(marked_html(text))


def marked_html(text: str) -> str:
    """The HTML, with what is raw in it escaped inside <x-block> or <x-inline>. Raises Unclear.

    Blocks of raw HTML right behind each other may be told apart at a wrong line: then the texts count as differing.
    """
    whole = markdown_to_html_with_extensions(text, Options.CMARK_OPT_UNSAFE, _EXTENSIONS)
    made = markdown_to_html_with_extensions(text, 0, _EXTENSIONS)
    if made == whole:
        return whole
    first, *rest = made.split(_OMITTED)
    if not whole.startswith(first):
        raise Unclear
    parts, at, before = [first], len(first), first
    for number, between in enumerate(rest):
        end = _end_of_raw(whole, at, between, last=number == len(rest) - 1)
        block = _is_block(before, between)
        before += _OMITTED + between
        raw = whole[at:end].rstrip("\n") if block else whole[at:end]
        tag = "x-block" if block else "x-inline"
        parts += [f"<{tag}>{escape(raw)}</{tag}>", between]
        at = end + len(between)
    return "".join(parts)


def _end_of_raw(whole: str, at: int, between: str, last: bool) -> int:
    """Where the raw HTML at `at` ends, if `between` follows it (and, if it is the last, nothing else)."""
    if last:
        end = len(whole) - len(between)
        if end < at or not whole.endswith(between):
            raise Unclear
        return end
    inline = _INLINE.match(whole, at)
    if inline is not None and whole.startswith(between, inline.end()):
        return inline.end()
    end = whole.find(between, at)
    if end < 0:
        raise Unclear
    return end


def _is_block(before: str, after: str) -> bool:
    """Blocks stand on lines of their own, right behind another block's tag."""
    starts = not before or (before.endswith((">\n", "> ")) and not before.endswith(("<br />\n",)))
    return starts and (not after or after.startswith("\n")) and _outside_text(before)


def _outside_text(before: str) -> bool:
    opened = max(before.rfind("<p>"), *(before.rfind(f"<h{level}>") for level in range(1, 7)))
    closed = max(before.rfind("</p>"), *(before.rfind(f"</h{level}>") for level in range(1, 7)))
    return opened <= closed
