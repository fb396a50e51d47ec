"""Labels of earlier versions of a template, read as labels of a newer one: what an export of a whole campaign needs.

The label as it was given stays where it is; what is made here is a reading of it, and what was lost on it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hdclient.formats.record import Record
from hdclient.formats.row import BadRow
from hdclient.model.address import question_of
from hdclient.model.base import JsonValue
from hdclient.model.template import Template
from hdclient.questions import QUESTION_KINDS
from hdclient.templates.earlier import taken_over
from hdclient.templates.hashing import template_hash
from hdclient.templates.submission import check_submission


def moved_records(
    found: Iterable[Record | BadRow], template: Template, left: Counter[str]
) -> Iterator[Record | BadRow]:
    """Every label as one of this version, or why it is none. `left` counts answers that this version does not take."""
    for one in found:
        yield one if isinstance(one, BadRow) else _moved(one, template, left)


def _moved(record: Record, template: Template, left: Counter[str]) -> Record | BadRow:
    before = record.task.template
    if (before.id, before.version) == (template.id, template.version):
        return record
    reason = _why_not(before, template)
    if not reason:
        task = record.task.changed(template=template)
        answers, lost = taken_over(task, record.body.answers, QUESTION_KINDS)
        final: dict[str, JsonValue] | None = None
        if record.final is not None:
            final, lost_too = taken_over(task, record.final, QUESTION_KINDS)
            lost = tuple(dict.fromkeys([*lost, *lost_too]))
        version = {"template_version": template.version, "template_sha256": template_hash(template)}
        body = record.body.changed(answers=answers, stages=_stages(record, template), **version)
        problem = next((each for each in check_submission(task, body) if not each.confirm), None)
        if problem is None:
            left.update(f"answers.{question_of(key)}" for key in lost)
            return replace(record, task=task, body=body, final=final)
        reason = f"version {template.version} does not take it: {problem.text}"
    file, line = record.source.get("dataset", ""), record.source.get("row", "")
    return BadRow(file, int(line) if line.isdigit() else 0, "answers", reason, record.body.submission_id)


def _why_not(before: Template, template: Template) -> str:
    if before.id != template.id:
        return f"it was made with the template “{before.id}”, not with “{template.id}”"
    if before.version > template.version:
        return f"it was made with version {before.version}, which is newer than {template.version}"
    return ""


def _stages(record: Record, template: Template) -> tuple[object, ...]:
    """Parts that this version has too. A part that it has and the earlier one had not was never done by anybody."""
    known = {stage.id for stage in template.stages}
    return tuple(done for done in record.body.stages if done.id in known)
