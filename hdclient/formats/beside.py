"""What a task has beside prompt and responses: sources in slots, facts in data. Some questions are made of it."""

from __future__ import annotations

from typing import Any, TypedDict

from hdclient.formats.mapping import Unfit
from hdclient.formats.record import LossReport, Record, Row, has_file, text_of
from hdclient.formats.row import said
from hdclient.model.base import JsonValue


class Beside(TypedDict, total=False):
    """As `foreign_record` takes it."""

    data: dict[str, JsonValue]
    slots: dict[str, str]


def beside_in(record: Record, name: str, report: LossReport) -> Row:
    """The one column that holds it; none where there is nothing."""
    task = record.task
    if any(has_file(slot.content) for slot in task.slots):
        report.reduced["files left out"] += 1
    slots: dict[str, JsonValue] = {slot.id: text_of(slot.content) for slot in task.slots}
    return {name: {"data": dict(task.data), "slots": slots}} if slots or task.data else {}


def beside_of(told: Any) -> Beside:
    """What was written so. Raises Unfit."""
    if not isinstance(told, dict):
        raise Unfit("beside", f"expected an object, found {said(told)}")
    data, slots = told.get("data", {}), told.get("slots", {})
    texts = isinstance(slots, dict) and all(isinstance(one, str) for one in slots.values())
    if not isinstance(data, dict) or not texts:
        raise Unfit("beside", "expected data, and slots with a text each")
    return {"data": data, "slots": slots}
