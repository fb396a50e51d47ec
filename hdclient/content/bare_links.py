"""Web addresses that stand bare in Markdown, found while its running text is parsed.

`autolinks.py` finds the same in finished text; here it is early enough that stars and underscores of an address are not
taken for emphasis. Nothing is swallowed: only the address itself is a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hdclient.content.autolinks import addresses

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_SCHEMES = ("https", "http", "ftp")
_WORD = re.compile(r"[^\s<]+")
_LONGEST = 4_000
"""No address that anyone means to open is longer; a longer one is not looked at here."""


def recognise_bare_links(parser: MarkdownIt) -> None:
    """Adds the rule for addresses with a scheme."""
    parser.inline.ruler.push("bare_link", _bare_link)


def _bare_link(state: StateInline, silent: bool) -> bool:
    """At the colon of "https://…", with its scheme already behind us."""
    src, at = state.src, state.pos
    if src[at] != ":" or silent or state.linkLevel or not src.startswith("://", at):
        return False
    scheme = next((one for one in _SCHEMES if src[max(0, at - len(one)) : at].lower() == one), None)
    if scheme is None or not state.pending.lower().endswith(scheme):
        return False
    start = at - len(scheme)
    if start and src[start - 1].isascii() and src[start - 1].isalpha():
        return False
    word = _WORD.match(src, start, min(state.posMax, start + _LONGEST))
    found = next(addresses(_outside_brackets(word[0])), None) if word is not None else None
    if found is None or found[0] or found[1] <= len(scheme):
        return False
    address = src[start : start + found[1]]
    target = state.md.normalizeLink(address)
    if not state.md.validateLink(target):
        return False
    state.pending = state.pending[: -len(scheme)]
    opened = state.push("link_open", "a", 1)
    opened.attrs, opened.markup = {"href": target}, "bare"
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1).markup = "bare"
    state.pos = start + len(address)
    return True


def _outside_brackets(word: str) -> str:
    """The word up to a closing bracket that belongs to one before the word."""
    depth = 0
    if "]" not in word:
        return word
    for at, character in enumerate(word):
        depth += (character == "[") - (character == "]")
        if depth < 0:
            return word[:at]
    return word
