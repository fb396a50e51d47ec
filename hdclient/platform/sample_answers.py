"""Answers of a colleague to some of the samples, so that whoever practises as a reviewer has something to review.

They go the way of all work: leased and submitted by the API. Doing it twice changes nothing.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from flask import Flask

from hdclient.clock import SystemClock
from hdclient.model.base import canonical, sha256_hex
from hdclient.model.ids import new_id
from hdclient.model.submission import Shown, SubmissionBody, Timing

_WANT = 50


def put_answers(app: Flask, token: str) -> int:
    """Submits what is in resources/samples/answers.jsonl for the person of this token. Returns how many."""
    text = (files("resources") / "samples" / "answers.jsonl").read_text(encoding="utf-8")
    wanted = {line["task_id"]: line["answers"] for line in map(json.loads, text.splitlines())}
    http, now = app.test_client(), SystemClock().now().isoformat()

    def call(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return http.open(path, method=method, json=body, headers=headers).get_json()

    items = []
    for campaign in call("GET", "/v1/campaigns")["items"]:
        asked = {"campaign_id": campaign["id"], "want": _WANT}
        for lease in call("POST", "/v1/leases", asked).get("items", ()):
            if lease["task_id"] in wanted:
                (task,) = call("GET", f"/v1/tasks?ids={lease['task_id']}")["items"]
                items.append(_item(lease, wanted[lease["task_id"]], task["template"], now))
    if items:
        call("POST", "/v1/submissions:batch", {"items": items})
    return len(items)


def _item(
    lease: dict[str, Any], answers: dict[str, Any], template: dict[str, Any], now: str
) -> dict[str, Any]:
    body = SubmissionBody(
        submission_id=new_id(),
        revision=1,
        task_id=lease["task_id"],
        task_rev=lease["task_rev"],
        campaign_id=lease["campaign_id"],
        lease_id=lease["lease_id"],
        template_id=template["id"],
        template_version=template["version"],
        guideline_version=lease["guideline_version"],
        shown=Shown(display_order=tuple(lease["display_order"]), question_order=tuple(answers)),
        answers=answers,
        timing=Timing(started=now, submitted=now, active_ms=40_000, idle_ms=0),
    )
    text = canonical(body.plain()).decode()
    return {
        "sha256": sha256_hex(text.encode()),
        "body": text,
        "submission_id": body.submission_id,
        "revision": 1,
    }
