"""From the Markdown parser's flat list of tokens to the block tree, in one pass without recursion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from hdclient.content.code import DEADLINE_S, coloured
from hdclient.content.deadline import Deadline
from hdclient.content.formula_marks import MATH_FENCE
from hdclient.content.inlines import cut_pieces
from hdclient.content.markdown_inlines import InlineReader
from hdclient.content.source_map import (
    Pieces,
    SourceLines,
    Tape,
    tape_of_heading,
    tape_of_lines,
    tapes_of_cells,
)
from hdclient.content.tree import (
    Align,
    Block,
    Code,
    Formula,
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
from hdclient.words import tr

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_COLUMN = "hd_column"
MAX_CELLS = 200_000
TABLE_TOO_LARGE = tr("This table is shown as it was written: it has more than 200,000 cells.")

_ALIGN: dict[str, Align] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}


_Cell = tuple[Align, tuple[Inline, ...]]


def note_rows(parser: MarkdownIt) -> None:
    """Makes the rows of tables note in which column of their line they begin: quotes and lists may stand before."""
    from markdown_it.rules_block import table  # start-up

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not table(state, start, end, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "tr_open" and token.map:
                at = state.bMarks[token.map[0]] + state.tShift[token.map[0]]
                token.meta[_COLUMN] = at - (state.src.rfind("\n", 0, at) + 1)
        return True

    parser.block.ruler.at("table", wrapped, {"alt": ["paragraph", "reference"]})


class Walk:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, deadline: Deadline, not_all_shown: str) -> None:
        self._source = SourceLines(text)
        self._deadline = deadline
        self._not_all_shown = not_all_shown
        self._inlines = InlineReader(deadline.check)
        self._row: list[tuple[str, Tape]] = []
        self._column = 0

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
                elif token.type == "tr_open":
                    self._open_row(token)
            elif token.nesting == -1:
                inner = frames.pop()
                frames[-1].extend(self._built(opened.pop(), inner, opened))
            else:
                frames[-1].extend(self._leaf(token, opened[-1] if opened else None))
        blocks = frames[0]
        references = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
        unused = any(one["href"] not in self._inlines.targets for one in references)
        if self._inlines.has_titles or unused:
            blocks.append(Note(self._not_all_shown))
        return tuple(blocks)

    def _leaf(self, token: Token, parent: Token | None) -> Sequence[Any]:
        if token.type == "inline":
            tape = self._tape(token, parent)
            return (self._inlines.read(token.children or (), token.content, tape),)
        start, end = self._span(token)
        if token.type == "hr":
            return (Rule(start, end),)
        if token.type == "formula":
            return (Formula(token.content, display=True, start=start, end=end, markup=token.markup),)
        text = token.content.removesuffix("\n")
        if token.type == "fence" and token.info.strip().lower() == MATH_FENCE and text.strip():
            markup = token.markup + token.info.rstrip()
            return (Formula(text, display=True, start=start, end=end, markup=markup),)
        if token.type in ("fence", "code_block"):
            notes, code = coloured(text, _info(token), min(DEADLINE_S, self._deadline.left()))
            starts = self._code_starts(text, token)
            return (*notes, Code(code.language, code.lines, starts, start, end))
        return (
            Paragraph((self._as_written(text.rstrip("\n"), token),), start, end),
        )  # HTML; nothing else is a leaf

    def _as_written(self, text: str, token: Token) -> Run:
        tape = tape_of_lines(text, self._source, *token.map) if token.map and text else None
        return Run(text) if tape is None else _shown_as_written(text, tape)

    def _tape(self, token: Token, parent: Token | None) -> Tape | None:
        """Where the running text of an "inline" token stands in the source."""
        if parent is not None and parent.type in ("th_open", "td_open"):
            number = self._column
            self._column += 1
            known = number < len(self._row) and self._row[number][0] == token.content
            return self._row[number][1] if known else None
        if token.map is None or not token.content:
            return None
        if parent is not None and parent.markup.startswith("#"):
            return tape_of_heading(token.content, self._source, token.map[0], parent.markup)
        return tape_of_lines(token.content, self._source, *token.map)

    def _open_row(self, token: Token) -> None:
        self._row, self._column = [], 0
        if token.map is not None and _COLUMN in token.meta:
            column = token.meta[_COLUMN]
            row = self._source.line(token.map[0])[column:]
            self._row = tapes_of_cells(row, self._source.starts[token.map[0]] + column)

    def _code_starts(self, text: str, token: Token) -> tuple[int, ...]:
        """The lines of a code block end where their source lines end. Part of a tab may stand before them as blanks."""
        if token.map is None:
            return ()
        first = token.map[0] + (token.type == "fence")
        ends = self._source.ends
        return tuple(
            max(0, ends[number] - len(line)) if number < len(ends) else -1
            for number, line in enumerate(text.split("\n"), first)
        )

    def _span(self, token: Token) -> tuple[int, int]:
        return self._source.span(*token.map) if token.map else (-1, -1)

    def _built(self, token: Token, inner: list[Any], above: list[Token]) -> Sequence[Any]:
        """What a closed container is in the tree, from what was found inside it."""
        kind = token.type.removesuffix("_open")
        if kind in ("th", "td"):
            return ((_ALIGN.get(str(token.attrs.get("style", "")), ""), inner[0]),)
        if kind == "tr":
            return [inner + self._surplus_cells(len(inner)) if above[-1].type == "tbody_open" else inner]
        start, end = self._span(token)
        if kind == "paragraph":
            return (Paragraph(inner[0], start, end),)
        if kind == "heading":
            return (Heading(int(token.tag[1]), inner[0], "", start, end),)
        if kind == "blockquote":
            return (Quote(tuple(inner), "", start, end),)
        if kind == "list_item":
            return (_item(inner, start, end),)
        if kind in ("bullet_list", "ordered_list"):
            number = int(token.attrs.get("start", 1))
            tight = not token.meta.get("loose")
            return (List(kind == "ordered_list", number, tuple(inner), tight, start, end),)
        if kind == "table":
            return self._table(token, inner)
        return inner  # thead, tbody: their rows

    def _table(self, token: Token, rows: list[list[_Cell]]) -> Sequence[Block]:
        start, end = self._span(token)
        width = max(len(row) for row in rows)
        if width * len(rows) > MAX_CELLS:
            first, last = token.map or (0, 0)
            lines = [self._source.line(number) for number in range(first, last)]
            shown = tuple(((line, ""),) if line else () for line in lines)
            return (
                Note(TABLE_TOO_LARGE),
                Code("", shown, tuple(self._source.starts[first:last]), start, end),
            )
        align: list[Align] = [cell[0] for cell in rows[0]]
        cells = [tuple(cell[1] for cell in row) + ((),) * (width - len(row)) for row in rows]
        return (Table(tuple(align + [""] * (width - len(align))), cells[0], tuple(cells[1:]), start, end),)

    def _surplus_cells(self, width: int) -> list[_Cell]:
        """Cells beyond the header's columns: the dialect ignores them, a reader must not miss them."""
        return [("", (_shown_as_written(text, tape),) if text else ()) for text, tape in self._row[width:]]


def _shown_as_written(text: str, tape: Tape) -> Run:
    pieces: Pieces = []
    tape.add(pieces, 0, len(text))
    return Run(text, start=pieces[0][1]) if len(pieces) == 1 else Run(text, pieces=tuple(pieces))


def _info(token: Token) -> str:
    """What stands behind the opening fence, its escapes and character references resolved."""
    from markdown_it.common.utils import unescapeAll  # start-up

    return unescapeAll(token.info) if token.info else ""


def _loosen(opened: list[Token]) -> None:
    """A visible paragraph right inside an item makes the whole list a loose one."""
    if len(opened) >= 3 and opened[-2].type == "list_item_open":
        opened[-3].meta["loose"] = True


def _item(blocks: list[Block], start: int, end: int) -> ListItem:
    """A list item; "[ ] " and "[x] " at its very beginning make it a task."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.inlines and isinstance(first.inlines[0], Run):
        run = first.inlines[0]
        box = run.text[:4]
        if box in ("[ ] ", "[x] ", "[X] ") and run.is_plain():
            paragraph = replace(first, inlines=(*_behind_box(run), *first.inlines[1:]))
            return ListItem((paragraph, *blocks[1:]), box != "[ ] ", start, end)
    return ListItem(tuple(blocks), None, start, end)


def _behind_box(run: Run) -> tuple[Run, ...]:
    rest = run.text[4:]
    if not rest:
        return ()
    if run.start >= 0:
        return (Run(rest, start=run.start + 4),)
    return (Run(rest, pieces=tuple(cut_pieces(run.pieces, 4, len(run.text)))),)
