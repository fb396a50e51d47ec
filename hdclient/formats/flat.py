"""A table of judgements: one row for each submission, one column for each thing. For spreadsheets and for scripts.

By itself it has the texts of prompt and responses, every answer as JSON, and who, when and how long. A mapping says
other columns: a name, and where in the canonical row its value is, names joined by dots ("answer.winner",
"task.source.row").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from hdclient.errors import ConfigError
from hdclient.formats.beside import beside_in, beside_of
from hdclient.formats.canonical import row_of
from hdclient.formats.foreign import Importer, foreign_record, text_in
from hdclient.formats.mapping import Unfit
from hdclient.formats.messages import prompt_of, prompt_text
from hdclient.formats.record import (
    Exporter,
    LossReport,
    Record,
    Row,
    has_file,
    judging_question,
    one_by_one,
    text_of,
)
from hdclient.formats.sound import is_sound
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.template import Template
from hdclient.templates.asked import asked_questions

_RUN = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
ANSWER, RESPONSE, BESIDE = "answer.", "response.", "beside"


def parse_columns(told: str) -> dict[str, str]:
    """ "prompt=task.prompt, winner=answer.winner" as a mapping. Raises ConfigError."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in told.split(","))):
        name, between, path = (piece.strip() for piece in part.partition("="))
        if not between or not name or not path:
            raise ConfigError(
                f"“{part[:60]}” is no column.", remedy="Write name=path, as in winner=answer.winner."
            )
        if name in found:
            raise ConfigError(f"The column “{name[:60]}” is named twice.")
        found[name] = path
    return found


def exporter_of(form: str, columns: Mapping[str, str] | None = None) -> Exporter:
    """The table as "jsonl" or "csv"; `columns` in place of its own."""
    told = {"jsonl": "A table, one JSON object per line", "csv": "A table, as CSV"}
    return Exporter(
        form,
        told[form] if columns is None else f"{told[form]}, with chosen columns",
        one_by_one(partial(_rows, columns=columns, cells=form == "csv")),
        form=form,
        says_provenance=columns is None,
    )


def _rows(
    record: Record, report: LossReport, *, columns: Mapping[str, str] | None, cells: bool
) -> Iterator[Row]:
    if not is_sound(record, report):
        return
    row = _own(record, report) if columns is None else _mapped(record, columns, report)
    if columns is None and has_file(_blocks(record)):
        report.reduced["files left out"] += 1
    yield {name: _cell(value, report) for name, value in row.items()} if cells else row


def _blocks(record: Record) -> list[Any]:
    task = record.task
    return [*task.system_prompt, *task.prompt, *(block for one in task.candidates for block in one.content)]


def _own(record: Record, report: LossReport) -> Row:
    task, body = record.task, record.body
    row: Row = {
        "submission": body.submission_id,
        "revision": body.revision,
        "task": task.id,
        "campaign": task.campaign_id,
        "template": json.dumps(task.template.plain(), ensure_ascii=False, sort_keys=True),
        "guideline_version": body.guideline_version,
        "status": record.status,
        "provenance": record.provenance,
        "person": record.person_id,
        "submitted": body.timing.submitted,
        "active_ms": body.timing.active_ms,
        "skip": body.skip.reason if body.skip is not None else "",
        "shown": json.dumps(list(body.shown.display_order), ensure_ascii=False),
        "prompt": prompt_text(record.task),
    }
    for candidate in task.candidates:
        row[f"{RESPONSE}{candidate.id}"] = text_of(candidate.content)
        row[f"model.{candidate.id}"] = record.models.get(candidate.id, "")
    row |= {
        name: json.dumps(told, ensure_ascii=False) for name, told in beside_in(record, BESIDE, report).items()
    }
    for one in asked_questions(task):
        value = record.answers.get(one.key)
        if value is not None:
            report.taken.take(one.key)
            row[f"{ANSWER}{one.key}"] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return row


def _mapped(record: Record, columns: Mapping[str, str], report: LossReport) -> Row:
    whole = row_of(record)
    for path in columns.values():
        _take(record, path, report)
    return {name: _at(whole, path) for name, path in columns.items()}


def _take(record: Record, path: str, report: LossReport) -> None:
    """What a path reaches of the answers: all of them, one, or a part of one."""
    first, _, rest = path.partition(".")
    judging = judging_question(record.task)
    if first == "answers":
        key, _, part = rest.partition(".")
        for one in [key] if key else record.answers:
            report.taken.take(one, *filter(None, [part]))
    elif first == "answer" and judging is not None:
        report.taken.take(judging.id, *filter(None, [rest]))


def _at(value: JsonValue, path: str) -> JsonValue:
    """The value at a path; null where there is nothing."""
    for name in path.split("."):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def _cell(value: JsonValue, report: LossReport) -> JsonValue:
    """A value as a cell: text that a spreadsheet would run is made harmless, and counted."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str) and value.startswith(_RUN):
        report.reduced["formula made harmless"] += 1
        return f"'{value}"
    return value


# Reading


def _read(values: Mapping[str, Any]) -> Iterator[Record]:
    try:
        template = Template.of_json(text_in(values, "template"))
    except InvalidValue as error:
        raise Unfit("template", f"expected a template of ours: {error}") from None
    shown = _answer(text_in(values, "shown"), "shown")
    if not isinstance(shown, list):
        raise Unfit("shown", "expected the ids of the responses, as a JSON list")
    columns = [name.removeprefix(RESPONSE) for name in values if name.startswith(RESPONSE)]
    names = [name for name in columns if name in shown]
    texts = [text_in(values, f"{RESPONSE}{name}", may_be_empty=True) for name in names]
    own = {f"r{place}": name for place, name in enumerate(names, 1)}
    answers = {
        name.removeprefix(ANSWER): _answer(text_in(values, name), name)
        for name in values
        if name.startswith(ANSWER) and values[name] not in (None, "")
    }
    prompt = text_in(values, "prompt", may_be_empty=True)
    record = foreign_record(
        template,
        [prompt_of(prompt)],
        texts,
        answers,
        name=text_in(values, "task"),
        person=text_in(values, "person", may_be_empty=True),
        models={name: text_in(values, f"model.{name}") for name in names if values.get(f"model.{name}")},
        skip=text_in(values, "skip", may_be_empty=True) if values.get("skip") else "",
        names=own,
        **beside_of(_answer(text_in(values, BESIDE), BESIDE) if values.get(BESIDE) else {}),
    )
    yield record


def _answer(text: str, column: str) -> JsonValue:
    try:
        found: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit(column, "expected an answer as JSON") from None
    return found


JSONL = exporter_of("jsonl")
CSV = exporter_of("csv")
TABLE_IMPORT = Importer(
    "table",
    "A table that hdclient wrote: JSON Lines or CSV",
    _read,
    columns=(
        *("template", "shown", "task", "prompt", "person", "skip", BESIDE),
        *(f"{one}*" for one in (RESPONSE, "model.", ANSWER)),
    ),
)
