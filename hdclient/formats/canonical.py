"""Our own format, hd.answer/1: one JSON line per submission, with nothing left out.

`record_of` reads a row back into the record it was made of; that is what "lossless" means here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hdclient.formats.foreign import Importer
from hdclient.formats.mapping import Unfit
from hdclient.formats.record import Exporter, LossReport, Record, Row, judging_question, one_by_one, text_of
from hdclient.formats.sound import is_sound
from hdclient.model.address import question_of
from hdclient.model.base import InvalidValue, JsonValue, Value
from hdclient.model.content import ContentBlock
from hdclient.model.review import Appeal, Comment, Mark, Review
from hdclient.model.review_item import Judgement
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Task

SCHEMA = "hd.answer/1"


def _rows(record: Record, report: LossReport) -> Iterator[Row]:
    if is_sound(record, report):
        report.taken.take_everything()
        yield row_of(record)


CANONICAL = Exporter(
    "canonical", "hd.answer/1: everything, one line per submission", one_by_one(_rows), says_provenance=True
)


def row_of(record: Record) -> Row:
    """One record as a plain JSON object."""
    body = record.body
    return {
        "schema": SCHEMA,
        "answer_id": body.submission_id,
        "revision": body.revision,
        "task": _task(record),
        "shown": _dump(body.shown),
        "answer": _summary(record),
        "answers": dict(body.answers),
        "skip": _dump(body.skip) if body.skip is not None else None,
        "flag": _dump(body.flag) if body.flag is not None else None,
        "stages": [_dump(stage) for stage in body.stages],
        "confirmed": list(body.confirmed),
        "template_sha256": body.template_sha256,
        "suggestions": [_dump(use) for use in body.suggestions],
        "suggestions_held_back": body.suggestions_held_back,
        "who": {"annotator": record.person_id, "role": record.role, "device": body.device_id},
        "when": {**_dump(body.timing), "received": record.received_at},
        "status": record.status,
        "review": _review(record),
        "reviews": [_dump(review) for review in record.reviews],
        "comments": record.comments,
        "provenance": record.provenance,
        "final": None if record.final is None else dict(record.final),
        "adjudication": record.adjudication,
        "thread": [_dump(one) for one in record.thread],
        "marks": [_dump(one) for one in record.marks],
        "appeals": [_dump(one) for one in record.appeals],
        "judgements": [_dump(one) for one in record.judgements],
        "client": {"version": body.client},
        "lease": body.lease_id,
        "log_head": body.log_head,
    }


def record_of(row: dict[str, Any]) -> Record:
    """The record that a row was made of. Raises KeyError or InvalidValue on anything else."""
    told = row["task"]
    return Record(
        task=_task_of(told),
        body=_body_of(row),
        person_id=row["who"]["annotator"],
        models={one["id"]: one["meta"]["model"] for one in told["candidates"] if "model" in one["meta"]},
        source=dict(told["source"]),
        reviews=tuple(Review.of(review) for review in row["reviews"]),
        comments=row["comments"],
        role=row["who"]["role"],
        status=row["status"],
        received_at=row["when"]["received"],
        provenance=row.get("provenance", ""),
        final=row.get("final"),
        adjudication=row.get("adjudication"),
        thread=tuple(Comment.of(one) for one in row.get("thread", ())),
        marks=tuple(Mark.of(one) for one in row.get("marks", ())),
        appeals=tuple(Appeal.of(one) for one in row.get("appeals", ())),
        judgements=tuple(Judgement.of(one) for one in row.get("judgements", ())),
    )


def _read(values: Mapping[str, Any]) -> Iterator[Record]:
    if values.get("schema") != SCHEMA:
        raise Unfit("schema", f"expected {SCHEMA}")
    try:
        yield record_of(dict(values))
    except InvalidValue as error:
        raise Unfit("", str(error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise Unfit("", f"it is no whole row of {SCHEMA}: {str(error)[:60]}") from None


CANONICAL_IMPORT = Importer(
    "canonical",
    "hd.answer/1: everything, one line per submission",
    _read,
    columns=(
        *(
            "schema",
            "answer_id",
            "revision",
            "shown",
            "answer",
            "answers",
            "skip",
            "flag",
            "stages",
            "confirmed",
        ),
        *("template_sha256", "suggestions", "suggestions_held_back", "when", "status", "review", "reviews"),
        *("comments", "provenance", "final", "adjudication", "thread", "marks", "appeals", "judgements"),
        *("lease", "log_head", "client.version", "who.annotator", "who.role", "who.device"),
        *(f"task.{name}" for name in ("id", "rev", "campaign", "type", "prompt", "candidates", "template")),
        *(f"task.{name}" for name in ("guideline_version", "content_warning", "sensitive", "slots", "data")),
        "task.source",
    ),
)


def _task_of(told: dict[str, Any]) -> Task:
    return Task.of(
        {
            "id": told["id"],
            "rev": told["rev"],
            "campaign_id": told["campaign"],
            "template": told["template"],
            "system_prompt": _blocks(told["prompt"], "system"),
            "prompt": _blocks(told["prompt"], "user"),
            "candidates": [
                {"id": one["id"], "content": _blocks(one["content"], "assistant")}
                for one in told["candidates"]
            ],
            "content_warning": told["content_warning"],
            "sensitive": told.get("sensitive", []),
            "slots": told.get("slots", []),
            "data": told.get("data", {}),
        }
    )


def _body_of(row: dict[str, Any]) -> SubmissionBody:
    told = row["task"]
    return SubmissionBody.of(
        {
            "schema": "hd.submission/1",
            "submission_id": row["answer_id"],
            "revision": row["revision"],
            "task_id": told["id"],
            "task_rev": told["rev"],
            "campaign_id": told["campaign"],
            "lease_id": row["lease"],
            "template_id": told["template"]["id"],
            "template_version": told["template"]["version"],
            "guideline_version": told["guideline_version"],
            "timing": row["when"],
            "client": row["client"]["version"],
            "device_id": row["who"]["device"],
            "suggestions": row.get("suggestions", []),
            "log_head": row.get("log_head", ""),
            "stages": row.get("stages", []),
            "confirmed": row.get("confirmed", []),
            "template_sha256": row.get("template_sha256", ""),
            "suggestions_held_back": row.get("suggestions_held_back", False),
            **{name: row[name] for name in ("shown", "answers", "skip", "flag")},
        }
    )


def _task(record: Record) -> Row:
    task = record.task
    question = judging_question(task)
    messages = [("system", task.system_prompt), ("user", task.prompt)]
    return {
        "id": task.id,
        "rev": task.rev,
        "campaign": task.campaign_id,
        "type": question.kind if question is not None else "",
        "prompt": [_message(role, blocks) for role, blocks in messages if blocks],
        "candidates": [
            {
                "id": candidate.id,
                "content": [_message("assistant", candidate.content)],
                "meta": {"model": record.models[candidate.id]} if candidate.id in record.models else {},
            }
            for candidate in task.candidates
        ],
        "template": _dump(task.template),
        "guideline_version": record.body.guideline_version,
        "content_warning": task.content_warning,
        "sensitive": [_dump(one) for one in task.sensitive],
        "slots": [_dump(one) for one in task.slots],
        "data": _lists(task.data),
        "source": dict(record.source),
    }


def _summary(record: Record) -> JsonValue:
    """The judgement in the shape that is easiest to read; `answers` beside it has all of them as given."""
    question = judging_question(record.task)
    if record.body.skip is not None or question is None:
        return None
    answers = record.body.answers
    value = answers.get(question.id)
    summary: Row = {"kind": question.kind, "question": question.id}
    if isinstance(value, dict):
        summary.update(value)
    if question.kind == "comparison":
        summary.setdefault("winner", None)
        summary["all_bad"] = summary.get("verdict") == "all_bad"
    kinds = {one.id: one.kind for one in record.task.template.questions}
    others = {name: given for name, given in answers.items() if name != question.id}
    rows = summary.get("criteria")
    inner = {f"{question.id}.{name}": row for name, row in rows.items()} if isinstance(rows, dict) else {}
    summary["criteria"] = inner | {
        name: given for name, given in others.items() if kinds.get(question_of(name)) != "text"
    }
    reasons = [
        given.get("text")
        for name, given in others.items()
        if kinds.get(question_of(name)) == "text" and isinstance(given, dict)
    ]
    summary["reason"] = reasons[0] if reasons else None
    return summary


def _review(record: Record) -> JsonValue:
    if not record.reviews:
        return None
    last = record.reviews[-1]
    return {"decision": last.decision.value, "by": last.reviewer, "comments": record.comments}


def _message(role: str, blocks: Sequence[ContentBlock]) -> Row:
    return {"role": role, "content": text_of(blocks), "blocks": [_dump(block) for block in blocks]}


def _blocks(messages: Sequence[dict[str, Any]], role: str) -> list[Any]:
    return [block for message in messages if message["role"] == role for block in message["blocks"]]


def _dump(value: Value) -> Row:
    """Plain data as JSON would give it back: lists, where the value has tuples."""
    return {name: _lists(inner) for name, inner in value.plain().items()}


def _lists(value: Any) -> JsonValue:
    if isinstance(value, dict):
        return {name: _lists(inner) for name, inner in value.items()}
    return [_lists(inner) for inner in value] if isinstance(value, (list, tuple)) else value
