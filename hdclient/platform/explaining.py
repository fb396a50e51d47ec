"""Tells people a known answer once they have answered: what was right is noted here, and told by `qualification.py`.

A task of a qualification set is always told; one of the campaign's own that has gold only where the policy says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from hdclient.model.address import question_of
from hdclient.model.base import JsonValue
from hdclient.model.campaign import CampaignPolicy, GoldTold
from hdclient.model.gold import Gold
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import Question
from hdclient.platform.campaigns import read_template
from hdclient.platform.database import Write
from hdclient.platform.gold_schema import explained, qualification_tasks
from hdclient.platform.qualifying import tasks_by_attempt, tell
from hdclient.platform.schema import campaigns, submissions, tasks
from hdclient.platform.state import Platform
from hdclient.platform.tasks import task_value
from hdclient.quality.grading import is_right
from hdclient.templates.asked import asked_questions


def submission_came(write: Write, platform: Platform, row: Row[Any], body: SubmissionBody) -> bool:
    """Notes what was right of a first answer, and tells its author. Returns whether it is of qualification only."""
    examined = is_of_qualification(write.connection, row.task_id)
    task = write.execute(select(tasks).where(tasks.c.id == row.task_id)).one()
    gold = [Gold.of(one) for one in task.hidden.get("gold", ())]
    if not (examined or _told_each(write.connection, row.campaign_id)) or not gold:
        return examined
    if row.skipped and not examined:
        return False  # nothing was said, and somebody else may still be asked
    known = select(explained.c.seq).where(
        explained.c.task_id == row.task_id, explained.c.person_id == row.person_id
    )
    if write.execute(known).first() is not None:
        return examined
    questions = read_template(write.connection, row.campaign_id, task.template_version).questions
    found = marks_of(questions, gold, body.answers, body.shown.display_order)
    write.execute(
        insert(explained).values(
            submission_id=row.id,
            revision=row.revision,
            task_id=row.task_id,
            campaign_id=row.campaign_id,
            person_id=row.person_id,
            attempt=tasks_by_attempt(write.connection, row.campaign_id, row.person_id).get(row.task_id, 0),
            marks=found,
            correct=all(found.values()),
            told_ms=platform.now_ms(),
        )
    )
    tell(write, row.campaign_id, row.person_id)
    return examined


def answer_of(connection: Connection, row: Row[Any]) -> SubmissionBody:
    """What the person of a row of `explained` had answered."""
    sent = connection.execute(
        select(submissions.c.body).where(
            submissions.c.id == row.submission_id,
            submissions.c.revision == row.revision,
            submissions.c.person_id == row.person_id,
        )
    ).scalar_one()
    return SubmissionBody.of_json(sent)


def gold_of(task: Row[Any]) -> list[Gold]:
    """What is known of a task, be it taken back."""
    found = task.hidden.get("gold") or task.hidden.get("retired_gold") or ()
    return [Gold.of(one) for one in found]


def asked_of(connection: Connection, task: Row[Any]) -> dict[str, Question]:
    """The questions of a task by the addresses of their answers, as somebody reads them who has no task beside them:
    of one that is asked item by item the title says of which.
    """
    found = {}
    for one in asked_questions(task_value(connection, task, {})):
        of = one.about.candidates
        named = [f"@[{item.id}]" if item.id in of else item.title or item.id for item in one.items]
        title = ": ".join([one.question.title or one.base, *named]) if named else one.question.title
        found[one.key] = one.question.changed(title=title)
    return found


def is_of_qualification(connection: Connection, task_id: str) -> bool:
    """Whether the task is asked in qualification only."""
    query = select(qualification_tasks.c.task_id).where(qualification_tasks.c.task_id == task_id)
    return connection.execute(query).first() is not None


def was_told(connection: Connection, submission_id: str) -> bool:
    """Whether its author knows what was expected, so that another answer would prove nothing."""
    query = select(explained.c.seq).where(explained.c.submission_id == submission_id)
    return connection.execute(query).first() is not None


def marks_of(
    questions: Sequence[Question],
    gold: Sequence[Gold],
    answers: Mapping[str, JsonValue],
    candidates: Sequence[str],
) -> dict[str, bool]:
    """By question, whether all that is known of it holds. One that was left out is not right."""
    by_id = {question.id: question for question in questions}
    found: dict[str, bool] = {}
    for one in gold:
        question, value = by_id.get(question_of(one.question)), answers.get(one.question)
        if question is not None:
            right = value is not None and is_right(question, one, value, candidates)
            found[one.question] = found.get(one.question, True) and right
    return found


def judge_again(write: Write, task_id: str, *, retired: bool) -> list[str]:
    """The known answer of a task was changed or taken back. What was right stays right; returns whom it concerns."""
    task = write.execute(select(tasks).where(tasks.c.id == task_id)).one()
    gold = gold_of(task)
    questions = read_template(write.connection, task.campaign_id, task.template_version).questions
    rows = write.execute(select(explained).where(explained.c.task_id == task_id)).all()
    for row in rows:
        body = answer_of(write.connection, row)
        now = marks_of(questions, gold, body.answers, body.shown.display_order)
        marks = {name: retired or right or row.marks.get(name, False) for name, right in now.items()}
        correct = retired or row.correct or all(marks.values())
        write.execute(
            update(explained)
            .where(explained.c.seq == row.seq)
            .values(marks=row.marks if retired else marks, correct=correct)
        )
        tell(write, task.campaign_id, row.person_id)
    return [row.person_id for row in rows]


def _told_each(connection: Connection, campaign_id: str) -> bool:
    body = connection.execute(select(campaigns.c.body).where(campaigns.c.id == campaign_id)).scalar_one()
    return CampaignPolicy.of(body["policy"]).gold_told is GoldTold.EACH
