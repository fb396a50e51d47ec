"""Finds mathematics in Markdown: $…$, $$…$$, \\(…\\), \\[…\\] and the environments of `ENVIRONMENTS`.

Must not typeset anything. Every rule takes time in proportion to the text, whatever is left unclosed.

What the Markdown parser's tokens look like: `type` is "formula"; `content` is the TeX between the delimiters (of an
environment: with its \\begin and \\end); `markup` is the opening delimiter, empty for an environment, and
`CLOSERS[markup]` the closing one: opener, content and closer, one after the other, are the parser's text exactly;
`meta["display"]` is true for what belongs on a line of its own. Inline tokens stand among the children of an "inline"
token. Block tokens have `map` and `level` like a fence; their content has lost what a quote or a list puts before its
lines, and the delimiters stand in the first and the last line of `map`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hdclient.content.formula_blocks import formula_block, paragraph_with_formulas
from hdclient.content.formula_marks import ENVIRONMENTS, formula_at, is_display
from hdclient.content.tree import CLOSERS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = ["CLOSERS", "ENVIRONMENTS", "formula_inline", "recognise_formulas"]


def recognise_formulas(parser: MarkdownIt) -> None:
    """Teaches the parser mathematics. Block rules see lists and quotes as the parser's own do."""
    parser.inline.ruler.before("escape", "formula", formula_inline)
    everywhere: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("blockquote", "formula", formula_block, everywhere)
    parser.block.ruler.at("paragraph", paragraph_with_formulas)


def formula_inline(state: StateInline, silent: bool) -> bool:
    """The rule for running text."""
    if state.src[state.pos] not in "$\\":
        return False
    found = formula_at(state.src, state.pos, state.posMax, state.env)
    if found is None:
        return False
    markup, first, last, end = found
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = state.src[first:last], markup
        token.meta = {"display": is_display(markup)}
    state.pos = end
    return True
