"""Hooks of schemathesis (SCHEMATHESIS_HOOKS): two things that JSON Schema cannot say, put right in *positive* cases.

A template must ask something that the program knows, and a file must have the hash in its address. Without this every
positive case of these operations would be refused for that, and nothing behind the check would ever be reached.
Negative cases, and everything else of positive ones, are left as they were made.
"""

from __future__ import annotations

import hashlib
from typing import Any

import schemathesis

TEMPLATE = {
    "id": "compare",
    "version": 1,
    "title": "Compare",
    "questions": [{"id": "preference", "kind": "comparison", "title": "Which is better?"}],
}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Runs before every request, in every phase."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if not all(component.mode.is_positive for component in case.meta.components.values()):
        return
    operation = case.operation.definition.raw["operationId"]
    body = case.body
    if (
        operation in ("create_campaign", "change_campaign")
        and isinstance(body, dict)
        and body.get("template")
    ):
        version = body["template"].get("version", 1) if isinstance(body["template"], dict) else 1
        body["template"] = {**TEMPLATE, "version": version}
    if operation == "put_asset" and isinstance(body, bytes):
        case.path_parameters = {"sha256": hashlib.sha256(body).hexdigest()}
