"""Kinds whose answer is judged by itself, without the candidates and without the task: what they share.

Such a kind is its options, its answer, and four functions of them. What it must not know is any single kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of

OptionsT = TypeVar("OptionsT", bound=Options)
AnswerT = TypeVar("AnswerT", bound=Answer)


class Incomplete(str):
    """A sentence about what is still missing: the answer is not wrong, it is not whole yet."""

    __slots__ = ()


class PlainKind(Generic[OptionsT, AnswerT]):
    """A `QuestionKind`. It can be asked beside any number of candidates.

    `blank`: answers that say nothing, beside None. `ask`: what to do while nothing is answered. `fault`: why an answer
    of the right type cannot be given here, "" when it can. `words`: the answer as a short phrase.
    """

    candidate_range = (0, 9)

    def __init__(
        self,
        name: str,
        option_model: type[OptionsT],
        answer_model: type[AnswerT],
        *,
        blank: Sequence[JsonValue],
        ask: Callable[[OptionsT], str],
        fault: Callable[[AnswerT, OptionsT], str],
        words: Callable[[AnswerT, OptionsT], str],
    ) -> None:
        self.name = name
        self.option_model = option_model
        self._answer_model = answer_model
        self._blank, self._ask, self._fault, self._words = blank, ask, fault, words

    def options(self, question: Question) -> OptionsT:
        """The question's options, typed. Raises InvalidValue."""
        return self.option_model.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or value in self._blank

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],  # noqa: ARG002
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def fault(answer: AnswerT) -> Problem | str:
            found = self._fault(answer, options)
            return (
                Problem(question.id, str(found), incomplete=True) if isinstance(found, Incomplete) else found
            )

        unanswered = self._ask(options) if self.is_blank(value) else ""
        return problems_of(self._answer_model, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """The answer as a short phrase; "" for what is no answer."""
        options = self.options(question)
        return phrase_of(self._answer_model, question, value, lambda answer: self._words(answer, options))
