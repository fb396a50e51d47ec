"""The answers of one task and how they came about: undo and redo over all its questions. Pure; saved with the draft."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from types import MappingProxyType

from hdclient.model.base import JsonValue, canonical

MAX_STEPS = 200
# A long rewrite makes big steps, and every save writes all of them: the oldest go first.
MAX_BYTES = 200_000

_Step = tuple[str, JsonValue]
_ALL = ""
"""In place of a question id: the step is of several questions at once, and its value maps their ids to values."""


class History:
    """A step is (question id, the value that taking the step back restores); None stands for "not answered"."""

    def __init__(self, answers: Mapping[str, JsonValue] | None = None) -> None:
        self._answers: dict[str, JsonValue] = dict(answers or {})
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def answers(self) -> Mapping[str, JsonValue]:
        """The answers as they are; a question without one is absent."""
        return MappingProxyType(self._answers)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._undone)

    def change(self, question_id: str, value: JsonValue, *, merge: bool = False) -> bool:
        """Sets or clears (None) an answer. `merge` makes it part of the last step if that was of the same question.

        Returns False when nothing changed. Raises ValueError for what cannot be written as JSON.
        """
        before = self._answers.get(question_id)
        # As JSON: to Python, true and 1 are the same value.
        if canonical(before) == canonical(value):
            return False
        merged = merge and bool(self._done) and self._done[-1][0] == question_id
        if not merged:
            self._done.append((question_id, before))
            self._trim()
        self._undone.clear()
        self._set(question_id, copy.deepcopy(value))
        return True

    def replace(self, answers: Mapping[str, JsonValue]) -> bool:
        """Puts other answers in place of all of them, as one step. Returns False when nothing changed."""
        before = dict(self._answers)
        changed = [
            question_id
            for question_id in sorted({*before, *answers})
            if canonical(before.get(question_id)) != canonical(answers.get(question_id))
        ]
        if not changed:
            return False
        self._done.append((_ALL, {question_id: before.get(question_id) for question_id in changed}))
        self._trim()
        self._undone.clear()
        for question_id in changed:
            self._set(question_id, copy.deepcopy(answers.get(question_id)))
        return True

    def undo(self) -> str | None:
        """Takes the last step back. Returns the question that changed; of several, the first."""
        return self._step(self._done, self._undone)

    def redo(self) -> str | None:
        """Makes the last undone step again. Returns the question that changed; of several, the first."""
        return self._step(self._undone, self._done)

    def dump(self) -> dict[str, JsonValue]:
        """The steps, for the draft."""
        return {"done": [list(step) for step in self._done], "undone": [list(step) for step in self._undone]}

    @classmethod
    def load(cls, answers: JsonValue, steps: JsonValue, questions: Collection[str]) -> History:
        """From a draft. What does not belong to one of `questions` (the template may have changed) is left out."""
        kept = answers if isinstance(answers, dict) else {}
        history = cls({key: value for key, value in kept.items() if key in questions and value is not None})
        if isinstance(steps, dict):
            history._done = _steps(steps.get("done"), questions)
            history._undone = _steps(steps.get("undone"), questions)
        return history

    def _step(self, source: list[_Step], target: list[_Step]) -> str | None:
        if not source:
            return None
        question_id, value = source.pop()
        if question_id == _ALL and isinstance(value, dict):
            target.append((_ALL, {key: self._answers.get(key) for key in value}))
            for key, one in value.items():
                self._set(key, one)
            return next(iter(value))
        target.append((question_id, self._answers.get(question_id)))
        self._set(question_id, value)
        return question_id

    def _set(self, question_id: str, value: JsonValue) -> None:
        if value is None:
            self._answers.pop(question_id, None)
        else:
            self._answers[question_id] = value

    def _trim(self) -> None:
        del self._done[:-MAX_STEPS]
        size = 0
        for kept, (_, value) in enumerate(reversed(self._done)):
            size += len(canonical(value))
            if size > MAX_BYTES:
                # One step back stays possible, however big it is.
                del self._done[: len(self._done) - max(kept, 1)]
                return


def _steps(value: JsonValue, questions: Collection[str]) -> list[_Step]:
    found: list[_Step] = []
    if isinstance(value, list):
        for step in value:
            if not (isinstance(step, list) and len(step) == 2 and isinstance(step[0], str)):
                continue
            if step[0] in questions:
                found.append((step[0], step[1]))
            elif step[0] == _ALL and isinstance(step[1], dict):
                known = {key: one for key, one in step[1].items() if key in questions}
                if known:
                    found.append((_ALL, known))
    return found
