"""From the Markdown parser's flat list of tokens to the block tree, in one pass without recursion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hdclient.content.code import DEADLINE_S, code_blocks
from hdclient.content.deadline import Deadline
from hdclient.content.inlines import joined, picture
from hdclient.content.tree import (
    Align,
    Block,
    Code,
    Heading,
    Inline,
    List,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_CELLS = 10_000
TABLE_TOO_LARGE = "This table is shown as it was written: it has too many cells."

_ALIGN: dict[str, Align] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}


class Walk:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, deadline: Deadline, not_all_shown: str) -> None:
        self._source = text
        self._source_lines: list[str] | None = None
        self._deadline = deadline
        self._not_all_shown = not_all_shown
        self._targets: set[str] = set()
        self._has_titles = False

    def tree(self, tokens: Sequence[Token], env: dict[str, Any]) -> tuple[Block, ...]:
        """The blocks of the whole text. Raises TooSlow."""
        frames: list[list[Any]] = [[]]
        opened: list[Token] = []
        for token in tokens:
            self._deadline.check()
            if token.nesting == 1:
                opened.append(token)
                frames.append([])
                if token.type == "paragraph_open" and not token.hidden:
                    _loosen(opened)
            elif token.nesting == -1:
                inner = frames.pop()
                frames[-1].extend(self._built(opened.pop(), inner, opened))
            else:
                frames[-1].extend(self._leaf(token))
        blocks = frames[0]
        references = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
        if self._has_titles or any(one["href"] not in self._targets for one in references):
            blocks.append(Note(self._not_all_shown))
        return tuple(blocks)

    def _leaf(self, token: Token) -> Sequence[Any]:
        if token.type == "inline":
            return (self._inlines(token.children or ()),)
        if token.type == "hr":
            return (Rule(),)
        text = token.content.removesuffix("\n")
        if token.type in ("fence", "code_block"):
            return code_blocks(text, _info(token), min(DEADLINE_S, self._deadline.left()))
        return (Paragraph((Run(text.rstrip("\n")),)),)  # HTML, as it was written; nothing else makes a leaf

    def _built(self, token: Token, inner: list[Any], above: list[Token]) -> Sequence[Any]:
        """What a closed container is in the tree, from what was found inside it."""
        kind = token.type.removesuffix("_open")
        if kind == "paragraph":
            return (Paragraph(inner[0]),)
        if kind == "heading":
            return (Heading(int(token.tag[1]), inner[0]),)
        if kind == "blockquote":
            return (Quote(tuple(inner)),)
        if kind == "list_item":
            return (_item(inner),)
        if kind in ("bullet_list", "ordered_list"):
            start = int(token.attrs.get("start", 1))
            return (List(kind == "ordered_list", start, tuple(inner), tight=not token.meta.get("loose")),)
        if kind in ("th", "td"):
            return ((_ALIGN.get(str(token.attrs.get("style", "")), ""), inner[0]),)
        if kind == "tr":
            return (
                inner + self._surplus_cells(token, len(inner)) if above[-1].type == "tbody_open" else inner,
            )
        if kind == "table":
            return self._table(token, inner)
        return inner  # thead, tbody: their rows

    def _table(self, token: Token, rows: list[list[tuple[Align, tuple[Inline, ...]]]]) -> Sequence[Block]:
        width = max(len(row) for row in rows)
        if width * len(rows) > MAX_CELLS:
            first, end = token.map or (0, 0)
            lines = self._lines()[first:end]
            return (Note(TABLE_TOO_LARGE), Code("", tuple(((line, ""),) if line else () for line in lines)))
        align: list[Align] = [cell[0] for cell in rows[0]]
        cells = [tuple(cell[1] for cell in row) + ((),) * (width - len(row)) for row in rows]
        return (Table(tuple(align + [""] * (width - len(align))), cells[0], tuple(cells[1:])),)

    def _surplus_cells(self, token: Token, width: int) -> list[tuple[Align, tuple[Inline, ...]]]:
        """Cells beyond the header's columns: the dialect ignores them, a reader must not miss them."""
        from markdown_it.rules_block.table import escapedSplit  # start-up

        if token.map is None:
            return []
        columns = escapedSplit(self._lines()[token.map[0]].lstrip(" \t>").rstrip())
        if columns and not columns[0]:
            columns.pop(0)
        if columns and not columns[-1]:
            columns.pop()
        return [("", (Run(column.strip()),) if column.strip() else ()) for column in columns[width:]]

    def _lines(self) -> list[str]:
        if self._source_lines is None:
            self._source_lines = self._source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._source_lines

    def _inlines(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        made: list[Inline] = []
        depth = {"em": 0, "strong": 0, "s": 0}
        href, since = "", 0
        for token in tokens:
            self._deadline.check()
            self._has_titles |= "title" in token.attrs
            kind = token.type.removesuffix("_open").removesuffix("_close")
            if kind in depth:
                depth[kind] += token.nesting
            elif kind == "link":
                if token.nesting == 1:
                    href, since = str(token.attrs.get("href", "")), len(made)
                    self._targets.add(href)
                    continue
                if not any(isinstance(one, Run) and one.text for one in made[since:]):
                    made.append(_run(href, depth, href))  # a link without words would be no link at all
                href = ""
            elif kind == "image":
                source = str(token.attrs.get("src", ""))
                self._targets.add(source)
                made.append(picture(source, _words(token.children or ())))
            else:
                made.append(_run(_text(token), depth, href, code=kind == "code_inline"))
        return joined(made)


def _run(text: str, depth: dict[str, int], href: str, code: bool = False) -> Run:
    return Run(text, depth["strong"] > 0, depth["em"] > 0, depth["s"] > 0, code, href)


def _text(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "text":  # a line end in it is a character reference: it breaks no line
        return token.content.replace("\n", " ")
    return "\n" if token.type == "hardbreak" else token.content


def _info(token: Token) -> str:
    """What stands behind the opening fence, its escapes and character references resolved."""
    from markdown_it.common.utils import unescapeAll  # start-up

    return unescapeAll(token.info) if token.info else ""


def _words(tokens: Sequence[Token]) -> str:
    """The words of an image's description, without its formatting."""
    return "".join(
        _words(token.children or ()) if token.type == "image" else _text(token) for token in tokens
    )


def _loosen(opened: list[Token]) -> None:
    """A visible paragraph right inside an item makes the whole list a loose one."""
    if len(opened) >= 3 and opened[-2].type == "list_item_open":
        opened[-3].meta["loose"] = True


def _item(blocks: list[Block]) -> ListItem:
    """A list item; "[ ] " and "[x] " at its very beginning make it a task."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.inlines and isinstance(first.inlines[0], Run):
        run = first.inlines[0]
        box = run.text[:4]
        if box in ("[ ] ", "[x] ", "[X] ") and run == Run(run.text):
            rest = (Run(run.text[4:]),) if run.text[4:] else ()
            return ListItem((Paragraph((*rest, *first.inlines[1:])), *blocks[1:]), checked=box != "[ ] ")
    return ListItem(tuple(blocks))
