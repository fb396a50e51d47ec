"""What became of suggestions, for the submission. Pure: from the view facts of a draft and its answers."""

from __future__ import annotations

from collections.abc import Mapping

from hdclient.model.base import JsonValue, canonical
from hdclient.model.campaign import Campaign
from hdclient.model.suggestion import SuggestionUse
from hdclient.model.task import Task
from hdclient.templates.suggestions import allowed

VIEW = "suggestions"
"""Among the view facts of a draft: question id → what became of its suggestion."""


def uses_of(
    task: Task, campaign: Campaign, view: Mapping[str, JsonValue], answers: Mapping[str, JsonValue]
) -> tuple[SuggestionUse, ...]:
    """What became of every suggestion that could be seen: for the submission."""
    facts = noted(view)
    found = []
    for one, policy in allowed(task, campaign.policy.suggestions, campaign.content_warning):
        told = facts.get(one.question_id)
        told = told if isinstance(told, dict) else None
        final = answers.get(one.question_id)
        own = None if told is None else told.get("own")
        after = None if told is None else told.get("after_ms")
        found.append(
            SuggestionUse(
                question_id=one.question_id,
                value=one.value,
                origin=one.origin,
                score=one.score,
                policy=policy,
                seen=told is not None,
                seen_after_ms=after if isinstance(after, int) else None,
                own=own,
                accepted=told is not None and told.get("accepted") is True,
                revised=told is not None and not same(own, final),
                agrees=same(final, one.value),
            )
        )
    return tuple(found)


def noted(view: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """What was noted of suggestions, by question id."""
    told = view.get(VIEW)
    return {key: one for key, one in told.items() if isinstance(one, dict)} if isinstance(told, dict) else {}


def same(one: JsonValue, two: JsonValue) -> bool:
    """As JSON: to Python, true and 1 are the same value."""
    return canonical(one) == canonical(two)
