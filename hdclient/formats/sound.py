"""Whether a record's answers can be answers at all: every export refuses those that cannot, by the check of their kind.

It is the check of the client before it submits and of the platform on receipt, so that nothing of the sort should
reach an export. What is merely unfinished, and what no question of the task asks, is not judged here.
"""

from __future__ import annotations

from hdclient.formats.preferences import is_wrong
from hdclient.formats.record import LossReport, Record
from hdclient.model.base import InvalidValue
from hdclient.questions import QUESTION_KINDS
from hdclient.templates.asked import Asked, asked_questions


def is_sound(record: Record, report: LossReport) -> bool:
    """False where an answer is out of its question's range, which is counted."""
    given = [*record.body.answers.items(), *(record.final or {}).items()]
    asked: dict[str, Asked] = {one.key: one for one in asked_questions(record.task)} if given else {}
    try:
        wrong = any(
            is_wrong(one.question, value, one.candidate_ids, one.about)
            for key, value in given
            if (one := asked.get(key)) is not None and one.question.kind in QUESTION_KINDS
        )
    except InvalidValue:  # the options of its question are none: whatever was answered, it is no answer to it
        wrong = True
    if wrong:
        report.dropped["unreadable answer"] += 1
    return not wrong
