"""The answers of one task and how they came about: undo and redo over all its questions. Pure; saved with the draft."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType

from hdclient.model.base import InvalidValue, JsonValue, joined, quick, read_quick
from hdclient.model.submission import Flag

FLAG = "\0flag"
"""Stands for the flag among the steps of undo; no question can be called so."""
MAX_STEPS = 200
# A long rewrite makes big steps, and every save writes all of them: the oldest go first.
MAX_BYTES = 200_000

_Step = tuple[str, JsonValue]
_ALL = ""
"""In place of a question id: the step is of several questions at once, and its value maps their ids to values."""


class _Everything(Container[str]):
    def __contains__(self, name: object) -> bool:
        return True


EVERYTHING: Container[str] = _Everything()
"""For `History.load`: keep all steps, whatever they are called."""


class History:
    """A step is (question id, the value that taking the step back restores); None stands for "not answered"."""

    def __init__(self, answers: Mapping[str, JsonValue] | None = None) -> None:
        self._answers: dict[str, JsonValue] = dict(answers or {})
        self._texts: dict[str, bytes] = {}
        """Answers as JSON, from when they were first compared until they change: an answer can have 600 kB."""
        self._written: list[bytes] = []
        """The values of the steps in `_done` as JSON, as far as they were written."""
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
        text = quick(value)
        # As JSON: to Python, true and 1 are the same value.
        if text == self._text(question_id):
            return False
        merged = merge and bool(self._done) and self._done[-1][0] == question_id
        if not merged:
            self._done.append((question_id, self._answers.get(question_id)))
            self._trim()
        self._undone.clear()
        self._set(question_id, read_quick(text))
        self._texts[question_id] = text
        return True

    def _text(self, question_id: str) -> bytes:
        """The answer as JSON; "null" for none."""
        if question_id not in self._texts:
            self._texts[question_id] = quick(self._answers.get(question_id))
        return self._texts[question_id]

    def replace(self, answers: Mapping[str, JsonValue]) -> bool:
        """Puts other answers in place of all of them, as one step. Returns False when nothing changed."""
        before = dict(self._answers)
        changed = [
            question_id
            for question_id in sorted({*before, *answers})
            if self._text(question_id) != quick(answers.get(question_id))
        ]
        if not changed:
            return False
        self._done.append((_ALL, {question_id: before.get(question_id) for question_id in changed}))
        self._trim()
        self._undone.clear()
        for question_id in changed:
            self._set(question_id, read_quick(quick(answers.get(question_id))))
        return True

    def forget(self) -> None:
        """The answers stay; the steps that led to them can be taken back no more."""
        self._done.clear()
        self._undone.clear()

    def undo(self) -> str | None:
        """Takes the last step back. Returns the question that changed; of several, the first."""
        return self._step(self._done, self._undone)

    def redo(self) -> str | None:
        """Makes the last undone step again. Returns the question that changed; of several, the first."""
        return self._step(self._undone, self._done)

    def dump(self) -> dict[str, JsonValue]:
        """The steps, for the draft."""
        return {"done": [list(step) for step in self._done], "undone": [list(step) for step in self._undone]}

    def texts(self, *, without: str) -> tuple[bytes, bytes]:
        """The answers, but for one, and the steps, as JSON: what `answers` and `dump` say, written quickly."""
        answers = {name: self._text(name) for name in self._answers if name != without}
        done = [
            _listed(quick(name), text)
            for (name, _), text in zip(self._done, self._texts_of_done(), strict=True)
        ]
        undone = [_listed(quick(name), quick(value)) for name, value in self._undone]
        return joined(answers), joined({"done": _listed(*done), "undone": _listed(*undone)})

    @classmethod
    def load(cls, answers: JsonValue, steps: JsonValue, questions: Container[str]) -> History:
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
        self._texts.pop(question_id, None)

    def _trim(self) -> None:
        """The last step is new; the oldest go."""
        del self._written[len(self._done) - 1 :]  # steps were taken back since
        size = kept = 0
        for text in reversed(self._texts_of_done()[-MAX_STEPS:]):
            size += len(text)
            if size > MAX_BYTES:
                kept = max(kept, 1)  # one step back stays possible, however big it is
                break
            kept += 1
        del self._done[:-kept], self._written[:-kept]

    def _texts_of_done(self) -> list[bytes]:
        del self._written[len(self._done) :]
        self._written += [quick(value) for _, value in self._done[len(self._written) :]]
        return self._written


def _listed(*texts: bytes) -> bytes:
    return b"[" + b",".join(texts) + b"]"


def _steps(value: JsonValue, questions: Container[str]) -> list[_Step]:
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


def with_flag(draft: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The answers of a draft, and its flag among them."""
    answers, flag = draft.get("answers"), flag_of(draft.get("flag"))
    found = dict(answers) if isinstance(answers, dict) else {}
    return {**found, FLAG: flag.plain()} if flag is not None else found


def flag_of(value: JsonValue) -> Flag | None:
    """A flag as it is kept; None for what is none."""
    try:
        return None if value is None else Flag.of(value)
    except InvalidValue:
        return None
