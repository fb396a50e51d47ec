"""The choice: one or several of a list of options, one of which may exclude all others ("none of these")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr


class ChoiceOption(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One option: the id that is stored, and what is shown."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    label: Annotated[str, Meta(min_length=1)]
    description: str = ""


class ChoiceOptions(Options, frozen=True, kw_only=True):
    """`exclusive`: id of the option that clears all others; only has a meaning if several may be chosen."""

    options: Annotated[tuple[ChoiceOption, ...], Meta(min_length=2, max_length=60)]
    multiple: bool = False
    exclusive: str | None = None

    def __post_init__(self) -> None:
        ids = {option.id for option in self.options}
        if len(ids) != len(self.options):
            raise ValueError('option "options": two options have the same id')
        if self.exclusive is not None and self.exclusive not in ids:
            raise ValueError('option "exclusive" names an option that is not in the list')


class ChoiceAnswer(Answer, frozen=True, kw_only=True):
    """Ids of the chosen options."""

    selected: tuple[str, ...]


class Choice:
    """The kind "choice"."""

    name = "choice"
    candidate_range = (0, 9)
    option_model: type[ChoiceOptions] = ChoiceOptions

    def options(self, question: Question) -> ChoiceOptions:
        """The question's options, typed. Raises InvalidValue."""
        return ChoiceOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or value == {"selected": []}

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        ask = tr("Choose at least one option.") if options.multiple else tr("Choose an option.")
        unanswered = ask if self.is_blank(value) else ""
        return problems_of(
            ChoiceAnswer, question, value, unanswered=unanswered, fault=lambda answer: _fault(answer, options)
        )

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """The labels of the chosen options; "" for what is no answer."""
        options = self.options(question).options

        def words(answer: ChoiceAnswer) -> str:
            return ", ".join(option.label for option in options if option.id in answer.selected)

        return phrase_of(ChoiceAnswer, question, value, words)


def _fault(answer: ChoiceAnswer, options: ChoiceOptions) -> str:
    """Why these options cannot be chosen; empty when they can."""
    known, several = {option.id for option in options.options}, len(answer.selected) > 1
    if any(option_id not in known for option_id in answer.selected):
        return tr("The answer names an option that this question does not have.")
    if len(set(answer.selected)) != len(answer.selected):
        return tr("An option is chosen twice.")
    if several and not options.multiple:
        return tr("This question takes one option only.")
    if several and options.exclusive in answer.selected:
        label = next(option.label for option in options.options if option.id == options.exclusive)
        return tr("“{label}” cannot be chosen together with other options.", label=label)
    return ""


CHOICE: QuestionKind[ChoiceOptions] = Choice()
