"""Plain text: shown exactly as it stands, every line break kept, nothing interpreted."""

from __future__ import annotations

from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.tree import Block, Note, Paragraph, Run
from hdclient.model.content import ContentBlock


def one_kind_of_line_break(text: str) -> str:
    """`\\r\\n` and `\\r` as `\\n`; they look the same on paper."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def verbatim(text: str, note: str = "", *, again: bool = False) -> tuple[Block, ...]:
    """Text as it stands, below a note that says why it is not formatted; `again`: more time may help."""
    from hdclient.content.source_map import clean, pieces_of_lines  # start-up

    text = clean(text)
    pieces = pieces_of_lines(text)
    run = Run(one_kind_of_line_break(text), start=-1 if pieces else 0, pieces=pieces)
    shown = (Paragraph((run,), 0, len(text)),)
    return (Note(note, again), *shown) if note else shown


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(verbatim(block.text), block)


TEXT = ContentKind("text", _parse, lambda block: block.text, file_problem)
