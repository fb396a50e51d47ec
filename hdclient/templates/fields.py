"""The fields of a template's own export: each is an expression about the answers of one submission."""

from __future__ import annotations

from hdclient.model.base import JsonValue
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Task
from hdclient.model.template_parts import Export
from hdclient.templates.form import Form
from hdclient.templates.rule import Rule


def export_fields(export: Export, task: Task, body: SubmissionBody) -> dict[str, JsonValue]:
    """Name in the file → value, in the template's order; null for what is not answered. A skipped task has none."""
    if body.skip is not None:
        return {}
    form = Form(task, body.answers)
    return {name: Rule(form, text).value("", ()) for name, text in export.fields.items()}


def computed_values(task: Task, body: SubmissionBody) -> dict[str, JsonValue]:
    """The template's computed values by address, computed anew from what was submitted."""
    if body.skip is not None:
        return {}
    return {one.key: one.value for one in Form(task, body.answers).derived()}
