"""JSON: the source's own formatting, coloured, with a note when it is no JSON or may be misread.

Nothing is rearranged: the order of keys, the way of writing numbers and what stands twice are what a model wrote.
"""

from __future__ import annotations

from hdclient.content.code import DEADLINE_S, code_blocks
from hdclient.content.deadline import Deadline, TooSlow
from hdclient.content.json_source import NotJson, Value, read_json, repeated_keys
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.source_map import SourceLines, clean
from hdclient.content.tree import Block, Note
from hdclient.model.content import ContentBlock
from hdclient.words import tr

MAX_CHARS = 2_000_000
READING_S = 0.4


def parse_json(text: str) -> tuple[Block, ...]:
    """The text as code, below what has to be said about it. Total."""
    return (*(Note(sentence) for sentence in remarks(clean(text))), *code_blocks(text, "json", DEADLINE_S))


def remarks(text: str) -> list[str]:
    """What a reader should know of a JSON text, in sentences."""
    if not text.strip():
        return []
    if len(text) > MAX_CHARS:
        return [tr("This JSON was not checked: it is longer than 2,000,000 characters.")]
    try:
        value = read_json(text, Deadline(READING_S))
    except NotJson as problem:
        return [not_json(problem, text)]
    except (TooSlow, RecursionError):
        return [tr("This JSON was not checked: checking it takes too long.")]
    return _oddities(value)


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
