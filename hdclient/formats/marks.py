"""Marks on words, as formats read and write them: a range of the source of one block, counted in code points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from hdclient.formats.record import LossReport, Record
from hdclient.model.anchor import Words
from hdclient.model.base import InvalidValue, JsonValue, sha256_hex
from hdclient.questions.spans import Mark, SpansAnswer


class Range(Struct, frozen=True):
    """One mark and where it stands. Without words (`end` 0) it is said of the whole text."""

    mark: Mark
    part: str
    block: int
    start: int = 0
    end: int = 0


def mark_at(part: str, text: str, start: int, end: int, *, kind: str, block: int = 0) -> dict[str, JsonValue]:
    """A mark on text[start:end], as an answer has it."""
    at: dict[str, JsonValue] = {
        "kind": "words",
        "start": start,
        "end": end,
        "sha256": sha256_hex(text.encode("utf-8", "surrogatepass")),
        "quote": text[start:end],
    }
    return {"type": kind, "anchor": {"part": part, "block": block, "at": at}}


def marks_of(record: Record, question_id: str, report: LossReport, told: Sequence[str]) -> Iterator[Range]:
    """The marks of an answer that stand on a source; what does not is counted. `told`: what is written of each."""
    try:
        answer = SpansAnswer.of(record.answers.get(question_id, {"marks": []}))
    except InvalidValue:
        report.dropped["unreadable answer"] += 1
        return
    report.taken.take(question_id, "nothing", *(f"marks.{name}" for name in told))
    for mark in answer.marks:
        at = mark.anchor.at
        if at is None:
            yield Range(mark, mark.anchor.part, mark.anchor.block)
        elif isinstance(at, Words) and 0 <= at.start < at.end:
            yield Range(mark, mark.anchor.part, mark.anchor.block, at.start, at.end)
        else:
            report.dropped["mark without a source"] += 1
