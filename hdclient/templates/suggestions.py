"""Which suggestions may be seen, and when: one rule for the platform, which gives them out, and for the client.

Off unless the campaign says otherwise. For preferences (comparison, ranking), and where content can hurt, the word of
the campaign does not count: there the question itself must say it in its template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hdclient.model.base import JsonValue
from hdclient.model.suggestion import Suggestion, SuggestionPolicy
from hdclient.model.task import Task
from hdclient.model.template import Question, Template
from hdclient.questions import QUESTION_KINDS

PREFERENCES = frozenset({"comparison", "ranking"})


def policy_of(question: Question, policy: SuggestionPolicy, *, can_hurt: bool) -> SuggestionPolicy:
    """When suggestions to this question may be seen. `policy` is the campaign's."""
    if question.suggestions is not None:
        return question.suggestions
    if question.kind in PREFERENCES or can_hurt:
        return SuggestionPolicy.NONE
    return policy


def allowed(
    task: Task, policy: SuggestionPolicy, campaign_warning: str
) -> tuple[tuple[Suggestion, SuggestionPolicy], ...]:
    """The suggestions of a task that may ever be seen, with when; at most one for a question, and valid ones only."""
    can_hurt = bool(task.warnings() or campaign_warning.strip())
    ids = tuple(candidate.id for candidate in task.candidates)
    found: dict[str, tuple[Suggestion, SuggestionPolicy]] = {}
    asked = {question.id: question for question in task.template.questions}
    for one in task.suggestions:
        question = asked.get(one.question_id)
        if question is None or one.question_id in found or fault_of(question, one.value, ids):
            continue
        when = policy_of(question, policy, can_hurt=can_hurt)
        if when is not SuggestionPolicy.NONE:
            found[one.question_id] = (one, when)
    return tuple(found.values())


def fault_of(question: Question, value: JsonValue, candidate_ids: Sequence[str]) -> str:
    """Why this cannot be an answer to the question; empty when it can."""
    kind = QUESTION_KINDS.get(question.kind)
    if kind is None or value is None:
        return "there is no such answer"
    problems = kind.check(question, value, candidate_ids)
    return problems[0].text if problems else ""


def suggestion_fault(
    template: Template,
    suggestions: Iterable[Suggestion],
    candidate_ids: Sequence[str],
    models: Iterable[str],
) -> str:
    """Why suggestions cannot be taken with a task, as a sentence; empty when they can."""
    asked = {question.id: question for question in template.questions}
    names = [name.casefold() for name in models if name.strip()]
    seen: set[str] = set()
    for one in suggestions:
        question = asked.get(one.question_id)
        if question is None:
            return f"A suggestion is for the question “{one.question_id}”, which the template does not ask."
        if one.question_id in seen:
            return f"There are two suggestions for the question “{one.question_id}”."
        seen.add(one.question_id)
        if fault := fault_of(question, one.value, candidate_ids):
            return f"The suggestion for the question “{one.question_id}” is no answer to it: {fault}"
        if any(name in one.origin.casefold() for name in names):
            return "The origin of a suggestion names the model of a response; trainers must not learn it."
    return ""
