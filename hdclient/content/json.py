"""JSON: the source's own formatting, coloured, with a note when it is no JSON or may be misread. What is written in one
long line is shown in lines, which a note says too.

Nothing is rearranged: the order of keys, the way of writing numbers and what stands twice are what a model wrote.
"""

from __future__ import annotations

from hdclient.content.code import DEADLINE_S, code_blocks
from hdclient.content.deadline import Deadline, TooSlow
from hdclient.content.json_layout import LAID_OUT, laid_out
from hdclient.content.json_source import NotJson, Value, read_json, repeated_keys
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.source_map import SourceLines, clean
from hdclient.content.tree import Block, Blocks, Note
from hdclient.model.content import ContentBlock
from hdclient.words import tr

MAX_CHARS = 2_000_000
READING_S = 0.4


def parse_json(text: str) -> tuple[Block, ...]:
    """The text as code, below what has to be said about it. Total."""
    said, lines = _read(clean(text))
    return (*(Note(sentence) for sentence in said), *(lines or code_blocks(text, "json", DEADLINE_S)))


def _read(text: str) -> tuple[list[str], Blocks]:
    """What a reader should know of a JSON text, in sentences; and the text in lines, when it is written in one."""
    if not text.strip():
        return [], ()
    if len(text) > MAX_CHARS:
        return [tr("This JSON was not checked: it is longer than 2,000,000 characters.")], ()
    deadline = Deadline(READING_S)
    try:
        value = read_json(text, deadline)
        said, lines = _oddities(value), laid_out(text, value, deadline)
    except NotJson as problem:
        return [not_json(problem, text)], ()
    except (TooSlow, RecursionError):
        return [tr("This JSON was not checked: checking it takes too long.")], ()
    return ([LAID_OUT, *said] if lines else said), lines


def not_json(problem: NotJson, text: str) -> str:
    """Why a text is no JSON, and where."""
    before = SourceLines(text[: problem.at])
    return tr(
        "This is not JSON: in line {number:,}, {reason}.", number=len(before.starts), reason=problem.reason
    )


def _oddities(value: Value) -> list[str]:
    said = []
    repeated = repeated_keys(value)
    if repeated:
        names = ", ".join(f"“{name[:40]}”" for name in repeated[:5]) + (
            tr(" and others") if len(repeated) > 5 else ""
        )
        said.append(
            tr("An object names a member more than once: {names}. Programs keep only the last.", names=names)
        )
    words = _words(value) & {"NaN", "Infinity", "-Infinity"}
    if words:
        said.append(tr("{list} is no JSON number: many programs refuse it.", list=", ".join(sorted(words))))
    return said


def _words(value: Value) -> set[str]:
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if one.kind == "word":
            found.add(one.text)
        waiting.extend(one.items)
        waiting.extend(inner for _, inner in one.members)
    return found


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(parse_json(block.text), block)


JSON = ContentKind("json", _parse, lambda block: block.text, file_problem)
