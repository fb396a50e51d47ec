"""The free text: a reason, a rewrite, a note. Blank text is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.model.words import count_words
from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn

_DESCRIBED_CHARS = 80


class TextOptions(Options, frozen=True, kw_only=True):
    """Limits count words. `multiline` false: a single line."""

    min_words: Annotated[int, Meta(ge=0, le=100_000)] = 0
    max_words: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    placeholder: str = ""
    multiline: bool = True

    def __post_init__(self) -> None:
        if self.max_words is not None and self.min_words > self.max_words:
            raise ValueError('option "min_words" is greater than option "max_words"')


class TextAnswer(Answer, frozen=True, kw_only=True):
    """The text as written, never trimmed."""

    text: str


class Text:
    """The kind "text"."""

    name = "text"
    candidate_range = (0, 9)
    option_model: type[TextOptions] = TextOptions

    def options(self, question: Question) -> TextOptions:
        """The question's options, typed. Raises InvalidValue."""
        return TextOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all: no text, or white space only."""
        if value is None:
            return True
        if not isinstance(value, dict) or set(value) != {"text"}:
            return False
        text = value["text"]
        return isinstance(text, str) and not text.strip()

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        return problems_of(
            TextAnswer,
            question,
            value,
            unanswered=tr("Write something here.") if self.is_blank(value) else "",
            fault=lambda answer: _fault(question.id, answer.text, options),
        )

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """The beginning of the text on one line; "" for what is no answer."""
        return phrase_of(TextAnswer, question, value, lambda answer: _beginning(answer.text))


def _fault(question_id: str, text: str, options: TextOptions) -> str | Problem:
    """Why this text cannot stand; "" when it can."""
    words = count_words(text)
    if words < options.min_words:
        wanted = trn(
            "At least {count} word is needed; there are {words} so far.",
            "At least {count} words are needed; there are {words} so far.",
            options.min_words,
            words=words,
        )
        return Problem(question_id, wanted, incomplete=True)
    if options.max_words is not None and words > options.max_words:
        return trn(
            "At most {count} word is taken; there are {words}.",
            "At most {count} words are taken; there are {words}.",
            options.max_words,
            words=words,
        )
    if not options.multiline and ("\n" in text or "\r" in text):
        return tr("This text must stand on one line.")
    return ""


def _beginning(text: str) -> str:
    line = " ".join(text[: 4 * _DESCRIBED_CHARS].split())
    return line if len(line) <= _DESCRIBED_CHARS else line[: _DESCRIBED_CHARS - 1] + "…"


TEXT: QuestionKind[TextOptions] = Text()
