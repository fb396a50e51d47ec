"""How often a person may take a way out of a campaign's tasks, where the template says so."""

from __future__ import annotations

from sqlalchemy import select

from hdclient.model.base import InvalidValue
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import Template
from hdclient.platform.database import Write
from hdclient.platform.schema import submissions


def quota_problem(write: Write, template: Template, body: SubmissionBody, person_id: str) -> str:
    """Why this skip goes beyond what the template allows, as a sentence; empty when it does not."""
    if body.skip is None or not body.skip.escape:
        return ""
    escape = next((one for one in template.escapes if one.id == body.skip.escape), None)
    if escape is None or escape.quota is None:
        return ""
    rows = write.execute(
        select(submissions.c.body).where(
            submissions.c.person_id == person_id,
            submissions.c.campaign_id == body.campaign_id,
            submissions.c.skipped.is_(True),
            submissions.c.id != body.submission_id,
        )
    ).scalars()
    if sum(_escape_of(data) == escape.id for data in rows) < escape.quota:
        return ""
    return f"“{escape.label}” can be used {escape.quota} times in this campaign, and that has been done."


def _escape_of(data: bytes) -> str:
    try:
        skip = SubmissionBody.of_json(data).skip
    except InvalidValue:  # of a much older program
        return ""
    return "" if skip is None else skip.escape
