"""Writes resources/openapi.json from the operations: `python -m hdclient.platform.openapi --write` or `--check`.

flask-openapi makes the document; here it is brought to plain OpenAPI 3.1: shared parts once, nothing that the
generator added on its own account.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from hdclient.platform.operations import OPERATIONS
from hdclient.platform.wsgi import bare_app
from hdclient.wire.admin import Problem

PATH = Path(__file__).resolve().parents[2] / "resources" / "openapi.json"
_REF = "#/components/schemas/{model}"


def document() -> dict[str, Any]:
    """The whole document as plain data."""
    made = bare_app(documented=True).api_doc
    made["components"]["schemas"] = _schemas()
    for route in OPERATIONS:
        operation = made["paths"][route.path][route.method.lower()]
        operation["responses"] = {
            status: answer
            for status, answer in sorted(operation["responses"].items())
            if status != "422" or 422 in route.problems
        }
        if route.needs_match:
            operation.setdefault("parameters", []).append(_IF_MATCH)
        if route.roles is None:
            operation["security"] = []
        elif len(route.roles) < 4:
            operation["description"] = "For " + ", ".join(sorted(route.roles)) + "."
        if route.name in _LINKS:
            operation["responses"][str(route.status)]["links"] = {
                target: {"operationId": target, **told} for target, told in _LINKS[route.name].items()
            }
        for answer in operation["responses"].values():
            answer["description"] = answer.get("description") or "."
    _drop_titles(made)
    return made


_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the edition that you have seen; 428 without it, 412 when it is not the newest.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$', "minLength": 3, "maxLength": 20},
}


def _by(**parameters: str) -> dict[str, Any]:
    return {"parameters": {name: f"$response.body#/{pointer}" for name, pointer in parameters.items()}}


def _with(**body: str) -> dict[str, Any]:
    return {"requestBody": {name: f"$response.body#/{pointer}" for name, pointer in body.items()}}


# Where one answer leads: operation → operations that take a part of its answer.
_LINKS: dict[str, dict[str, Any]] = {
    "create_campaign": {
        **{
            target: _by(id="campaign/id")
            for target in (
                "get_campaign",
                "list_tasks",
                "add_tasks",
                "publish_guideline",
                "list_members",
                "get_metrics",
            )
        },
        "change_campaign": {
            "parameters": {"id": "$response.body#/campaign/id", "If-Match": "$response.header.ETag"}
        },
        "take_leases": _with(campaign_id="campaign/id"),
        "start_export": _with(campaign_id="campaign/id"),
    },
    "publish_guideline": {
        target: _by(id="guideline/campaign_id", version="guideline/version")
        for target in ("get_guideline", "acknowledge_guideline")
    },
    "put_asset": {"get_asset": _by(sha256="asset/sha256")},
    "list_tasks": {
        "get_tasks": _by(ids="items/0/id"),
        "withdraw_task": _by(id="items/0/id"),
        "revise_task": {**_by(id="items/0/id"), **_with(rev="items/0/rev")},
        "post_adjudication": _with(task_id="items/0/id"),
    },
    "list_submissions": {
        "list_comments": _by(id="items/0/submission_id"),
        "post_comment": {**_by(id="items/0/submission_id"), **_with(revision="items/0/revision")},
        "post_review": _with(submission_id="items/0/submission_id", revision="items/0/revision"),
    },
    "take_review_items": {
        "get_review_item": _by(id="items/0/item_id"),
        "post_judgement": _by(id="items/0/item_id"),
        "post_review": _with(submission_id="items/0/submission_id", revision="items/0/revision"),
    },
    "post_review": {"post_appeal": _with(review_id="review/id")},
    "start_export": {target: _by(id="id") for target in ("get_export", "get_export_file")},
    "add_person": {"issue_token": _by(id="person/id")},
}


def _schemas() -> dict[str, Any]:
    """Every message and its parts, once. Requests and replies read alike, so one schema serves both."""
    models: dict[str, Any] = {"Problem": Problem}
    for route in OPERATIONS:
        if isinstance(route.answers, type):
            models[route.answers.__name__] = route.answers
        body = route.body_model()
        if body is not None:
            models[body.__name__] = body
    _, definitions = models_json_schema(
        [(model, "validation") for model in models.values()], ref_template=_REF
    )
    return dict(sorted(definitions["$defs"].items()))


def _drop_titles(value: Any) -> None:
    """Removes the generator's titles ("Server Uuid"): they say nothing."""
    if isinstance(value, dict):
        if isinstance(value.get("title"), str) and (
            "type" in value or "anyOf" in value or "allOf" in value or "$ref" in value
        ):
            del value["title"]
        for inner in value.values():
            _drop_titles(inner)
    elif isinstance(value, list):
        for inner in value:
            _drop_titles(inner)


def as_text() -> str:
    """The document as it is committed."""
    return json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """`--write` writes the file; `--check` says whether it is up to date."""
    text = as_text()
    if arguments == ["--write"]:
        PATH.write_text(text, encoding="utf-8")
        return 0
    if arguments == ["--check"]:
        if PATH.is_file() and PATH.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write(
            "resources/openapi.json is not what hdclient/wire says. Run `make openapi` and look at the diff.\n"
        )
        return 1
    sys.stderr.write("Say --write or --check.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
