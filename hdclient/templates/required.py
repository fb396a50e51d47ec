"""Which questions an assignment requires where the template leaves that to the platform (`required_share`)."""

from __future__ import annotations

from hdclient.model.base import sha256_hex
from hdclient.model.template import Question, Template

_MOST = 16**8


def required_of(template: Template, task_id: str, person_id: str) -> tuple[str, ...] | None:
    """Ids of the questions that this person must answer for this task; None: as the template says.

    The same whenever it is asked, so that nothing of it has to be kept: drawn from a hash of the three.
    """
    if all(question.required_share is None for question in template.questions):
        return None
    return tuple(one.id for one in template.questions if _is_required(one, template, task_id, person_id))


def _is_required(question: Question, template: Template, task_id: str, person_id: str) -> bool:
    if question.required_share is None:
        return question.required
    drawn = sha256_hex("\0".join((template.id, question.id, task_id, person_id)).encode())
    return int(drawn[:8], 16) / _MOST < question.required_share
