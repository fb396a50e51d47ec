"""Tables as files have them: comma-, semicolon- or tab-separated rows, or one JSON object a line.

Cells are shown as they stand, never computed. Rows that are shorter or longer than the rest are shown whole, and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hdclient.content.deadline import Deadline, TooSlow, allowed
from hdclient.content.json import not_json
from hdclient.content.json_source import NotJson, Value, pieces_of_string, read_json
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.plain import plain_text
from hdclient.content.source_map import Pieces, SourceLines, add_piece, clean
from hdclient.content.text import verbatim
from hdclient.content.tree import Align, Blocks, Inline, Note, Run, Table
from hdclient.model.content import ContentBlock
from hdclient.words import tr

MAX_CHARS = 2_000_000
MAX_CELLS = 200_000
TOO_LARGE = tr(
    "This table is shown as it was written: it has more than 200,000 cells, or 2,000,000 characters."
)
TOO_SLOW = tr("This table is shown as it was written: reading it takes too long.")
RAGGED = tr(
    "Not all rows of this table have the same number of cells: what a row lacks is shown as an empty cell."
)

Cell = tuple[Inline, ...]
Row = list[Cell]

_SEPARATORS = {"csv": ",;", "tsv": "\t"}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_LINE_END = re.compile(r"\r\n?|\n")


def parse_table(text: str, language: str = "", deadline_s: float | None = None) -> Blocks:
    """The table of a text; `language` is csv, tsv, jsonl or, to find out, empty. Total, in bounded time."""
    text = clean(text)
    if not text.strip():
        return ()
    if len(text) > MAX_CHARS:
        return verbatim(text, TOO_LARGE)
    deadline = Deadline(allowed() if deadline_s is None else deadline_s)
    try:
        rows = _read(text, language.strip().lower(), deadline)
    except NotJson as problem:
        return verbatim(
            text, tr("{not_json} The table is shown as it was written.", not_json=not_json(problem, text))
        )
    except (TooSlow, RecursionError):
        return verbatim(text, TOO_SLOW, again=True)
    width = max(len(row) for row in rows)
    if width * len(rows) > MAX_CELLS:
        return verbatim(text, TOO_LARGE)
    ragged = any(len(row) != width for row in rows)
    whole = [tuple(row) + ((),) * (width - len(row)) for row in rows]
    align: list[Align] = [""] * width
    table = Table(tuple(align), whole[0], tuple(whole[1:]), 0, len(text))
    return (Note(RAGGED), table) if ragged else (table,)


def _read(text: str, language: str, deadline: Deadline) -> list[Row]:
    if language in ("jsonl", "ndjson") or (not language and text.lstrip()[:1] == "{"):
        return _json_rows(text, deadline)
    first = next(line for line in _LINE_END.split(text) if line.strip())
    separators = _SEPARATORS.get(language, ",\t;")
    return _rows(text, max(separators, key=first.count), deadline)


def _rows(text: str, separator: str, deadline: Deadline) -> list[Row]:
    """Rows of separated cells. A cell in double quotes may hold separators and line ends; a pair of quotes is one."""
    plain = re.compile(f"[^{re.escape(separator)}\r\n]*")
    rows: list[Row] = [[]]
    at = cells = 0
    while at < len(text):
        deadline.check()
        cells += 1
        quoted = _QUOTED.match(text, at) if text[at] == '"' else None
        if quoted is not None and text[quoted.end() : quoted.end() + 1] in ("", separator, "\r", "\n"):
            rows[-1].append(_quoted_cell(quoted, deadline.check))
            at = quoted.end()
        else:
            found = plain.match(text, at)
            end = found.end() if found else at
            rows[-1].append((Run(text[at:end], start=at),) if end > at else ())
            at = end
        if text[at : at + 1] == separator:
            at += 1
            if at == len(text) or text[at] in "\r\n":
                rows[-1].append(())
        line_end = _LINE_END.match(text, at)
        if line_end is not None:
            at = line_end.end()
            rows.append([])
        if cells > MAX_CELLS:
            break
    return [row for row in rows if len(row) > 1 or any(row)] or [[()]]


def _quoted_cell(quoted: re.Match[str], check: Callable[[], None]) -> Cell:
    pieces: Pieces = []
    at = quoted.start(1)
    for found in re.finditer('""|\r\n', quoted[1]):
        check()
        start = quoted.start(1) + found.start()
        if start > at:
            add_piece(pieces, start - at, at, start)
        pieces.append((1, start, start + 2))
        at = start + 2
    if quoted.end(1) > at:
        add_piece(pieces, quoted.end(1) - at, at, quoted.end(1))
    shown = quoted[1].replace('""', '"').replace("\r\n", "\n").replace("\r", "\n")
    return (_run(shown, pieces),) if shown else ()


def _run(shown: str, pieces: Pieces) -> Run:
    if len(pieces) == 1 and pieces[0][2] - pieces[0][1] == pieces[0][0]:
        return Run(shown, start=pieces[0][1])
    return Run(shown, pieces=tuple(pieces))


def _json_rows(text: str, deadline: Deadline) -> list[Row]:
    """One object a line: a column for every name, in the order in which they first come."""
    lines = SourceLines(text)
    found: list[tuple[int, str, Value]] = []
    for start, end in zip(lines.starts, lines.ends, strict=True):
        line = text[start:end]
        if line.strip():
            try:
                value = read_json(line, deadline)
            except NotJson as problem:
                raise NotJson(problem.reason, start + problem.at) from None
            if value.kind != "object":
                raise NotJson(tr("a line is not an object"), start)
            found.append((start, line, value))
    names = list(dict.fromkeys(key.text for _, _, value in found for key, _ in value.members))
    rows: list[Row] = [[(Run(name),) if name else () for name in names]]
    for start, line, value in found:
        deadline.check()
        members = {key.text: inner for key, inner in value.members}
        rows.append(
            [
                _json_cell(line, start, members[name], deadline.check) if name in members else ()
                for name in names
            ]
        )
        if len(rows) * len(names) > MAX_CELLS:
            break
    return rows if names else [[()]]


def _json_cell(line: str, start: int, value: Value, check: Callable[[], None]) -> Cell:
    if value.kind != "string":
        return (Run(line[value.start : value.end], start=start + value.start),)
    found = pieces_of_string(line, value, check)
    pieces = [(count, start + low, start + high) for count, low, high in found]
    return (_run(value.text, pieces),) if value.text else ()


def _parse(block: ContentBlock) -> Blocks:
    return with_file(parse_table(block.text, block.language), block)


def _plain(block: ContentBlock) -> str:
    return plain_text(_parse(block))


TABLE = ContentKind("table", _parse, _plain, file_problem)
