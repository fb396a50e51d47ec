"""Suggestions in the open task: what may be seen now, and noting what becomes of it. Kept with the draft.

A suggestion never becomes an answer by itself. With "after commit" nothing of it, not even that there is one, is known
before the person has an answer of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hdclient.model.base import JsonValue
from hdclient.model.suggestion import Suggestion, SuggestionPolicy
from hdclient.model.template import WRITTEN
from hdclient.questions import QUESTION_KINDS
from hdclient.session.suggestion_uses import VIEW, noted, same
from hdclient.templates.suggestions import allowed, fault_of

if TYPE_CHECKING:
    from hdclient.session.work_session import WorkSession


class Offer(Struct, frozen=True):
    """A suggestion that may be known of now. `shown`: it was seen. `agrees`: it is what is answered."""

    suggestion: Suggestion
    words: str
    """The answer in words; of a text, all of it."""
    shown: bool
    agrees: bool


class Suggesting:
    """`offer` for a question; `see` and `take` note what the person did."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        campaign = session.campaign
        found = allowed(session.task, campaign.policy.suggestions, campaign.content_warning)
        self._offered = {one.question_id: (one, policy) for one, policy in found}
        self._questions = {asked.key: asked for asked in session.progress.asked}

    def has_any(self) -> bool:
        """Whether there is anything that may ever be seen."""
        return bool(self._offered)

    def offer(self, question_id: str) -> Offer | None:
        """What may be known of now; None: nothing."""
        found = self._offered.get(question_id)
        if found is None:
            return None
        suggestion, policy = found
        answer = self._session.answers.get(question_id)
        shown = question_id in noted(self._session.view)
        if policy is SuggestionPolicy.AFTER_COMMIT and not shown and not self._is_whole(question_id, answer):
            return None
        return Offer(suggestion, self._words(suggestion), shown, same(answer, suggestion.value))

    def _is_whole(self, question_id: str, answer: JsonValue) -> bool:
        """Whether it could be submitted as it is: half a ranking is no answer of one's own yet."""
        return not fault_of(self._questions[question_id], answer)

    def is_open(self, question_id: str) -> bool:
        """Whether it is shown without being asked for."""
        return self._offered[question_id][1] is SuggestionPolicy.BEFORE

    def see(self, question_id: str) -> None:
        """The person sees it now. What they had answered before is kept."""
        if question_id in noted(self._session.view):
            return
        self._note(
            question_id,
            {"own": self._session.answers.get(question_id), "after_ms": self._session.timing()[0]},
        )

    def take(self, question_id: str) -> JsonValue:
        """Makes it the answer, as one step that undo takes back. Returns the answer. Raises WorkError, StoreError."""
        self.see(question_id)
        suggestion = self._offered[question_id][0]
        facts = dict(noted(self._session.view))
        facts[question_id] = {**_facts(facts[question_id]), "accepted": True}
        self._session.set_answer(question_id, suggestion.value, view={VIEW: facts})
        return suggestion.value

    def _note(self, question_id: str, facts: dict[str, JsonValue]) -> None:
        told: dict[str, JsonValue] = {VIEW: {**noted(self._session.view), question_id: facts}}
        self._session.set_view(**told)

    def _words(self, suggestion: Suggestion) -> str:
        question = self._questions[suggestion.question_id].question
        if question.kind in WRITTEN and isinstance(suggestion.value, dict):
            return str(suggestion.value.get("text", ""))
        return QUESTION_KINDS[question.kind].describe(question, suggestion.value, self._session.letters)


def _facts(told: JsonValue) -> dict[str, JsonValue]:
    return told if isinstance(told, dict) else {}
