"""The contract of a question kind: typed options and answers, and a check for client and platform alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question


class Options(Value, frozen=True, forbid_unknown_fields=True):
    """Base of every kind's options. A template with an option that the kind does not have is not valid."""


class Answer(Value, frozen=True, forbid_unknown_fields=True):
    """Base of every kind's answer. An answer with a field that the kind does not have is not valid."""


class Problem(Struct, frozen=True):
    """One reason why an answer cannot stand, as a sentence for the person.

    `incomplete`: more is needed, but nothing is wrong.
    """

    question_id: str
    text: str
    incomplete: bool = False


OptionsT = TypeVar("OptionsT", bound=Options, covariant=True)


class QuestionKind(Protocol, Generic[OptionsT]):
    """One file of this folder implements this as a module-level object, registered in `QUESTION_KINDS`."""

    @property
    def name(self) -> str:
        """The kind as templates write it."""
        ...

    @property
    def candidate_range(self) -> tuple[int, int]:
        """The least and the greatest number of candidates with which this can be asked."""
        ...

    @property
    def option_model(self) -> type[Options]:
        """The type of the options; templates are validated against it."""
        ...

    def options(self, question: Question) -> OptionsT:
        """The question's options, typed. Raises InvalidValue."""
        ...

    def is_blank(self, value: JsonValue) -> bool:
        """Whether `value` says nothing at all: "not answered", which is never stored. Never raises."""
        ...

    def check(
        self, question: Question, value: JsonValue, candidate_ids: Sequence[str]
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is.

        Never raises on any JSON value, as long as the question's options are valid.
        """
        ...

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """The answer as a short phrase ("A much better"); `letters` maps candidate ids to A, B, C."""
        ...
