"""The free text: a reason, a demonstration, a note. Blank text is no answer."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.model.words import count_sentences, count_words
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn

_DESCRIBED_CHARS = 80
_SHOWN_TOKEN = re.compile(r"@Response ([A-Za-z]|[1-9])\b")
_STORED_TOKEN = re.compile(r"@\[([^\]\s]{1,200})\]")


class TextOptions(Options, frozen=True, kw_only=True):
    """Limits count words and sentences. `multiline` false: a single line.

    `openings`: the text must begin with one of these ("The response is slightly helpful."). `response_tokens`: what is
    written as "@Response A" is stored by the id of that response, and shown with the letter it has for whoever reads.
    """

    min_words: Annotated[int, Meta(ge=0, le=100_000)] = 0
    max_words: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    min_sentences: Annotated[int, Meta(ge=0, le=10_000)] = 0
    max_sentences: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    openings: Annotated[tuple[Annotated[str, Meta(min_length=1)], ...], Meta(max_length=9)] = ()
    response_tokens: bool = False
    placeholder: str = ""
    multiline: bool = True

    def __post_init__(self) -> None:
        if self.max_sentences is not None and self.min_sentences > self.max_sentences:
            raise ValueError('option "min_sentences" is greater than option "max_sentences"')
        if self.max_words is not None and self.min_words > self.max_words:
            raise ValueError('option "min_words" is greater than option "max_words"')
        if self.max_words is not None and self.min_sentences > self.max_words:
            raise ValueError(
                'option "min_sentences" is greater than option "max_words": no text has room for both'
            )
        if self.max_words is not None and any(count_words(one) > self.max_words for one in self.openings):
            raise ValueError('option "openings": one of them has more words than option "max_words" allows')


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
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        return problems_of(
            TextAnswer,
            question,
            value,
            unanswered=tr("Write something here.") if self.is_blank(value) else "",
            fault=lambda answer: (
                _fault(question.id, answer.text, options)
                or _sentences_fault(question.id, answer.text, options)
                or (
                    _token_fault(answer.text, (*candidate_ids, *about.candidates))
                    if options.response_tokens
                    else ""
                )
            ),
        )

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """The beginning of the text on one line; "" for what is no answer."""
        tokens = self.options(question).response_tokens

        def words(answer: TextAnswer) -> str:
            return beginning_of(said_tokens(answer.text, letters) if tokens else answer.text)

        return phrase_of(TextAnswer, question, value, words)


def stored_tokens(text: str, letters: Mapping[str, str]) -> str:
    """The text with "@Response A" as the token that names this response by id. `letters`: candidate id → letter."""
    ids = {letter: one for one, letter in letters.items()}

    def token(found: re.Match[str]) -> str:
        name = ids.get(found[1].upper())
        return f"@[{name}]" if name is not None else found[0]

    return _SHOWN_TOKEN.sub(token, text)


def shown_tokens(text: str, letters: Mapping[str, str]) -> str:
    """The text with each token as "@Response A"; a token of no response of the task stays as it is."""
    return _STORED_TOKEN.sub(
        lambda found: f"@Response {letters[found[1]]}" if found[1] in letters else found[0], text
    )


def said_tokens(text: str, letters: Mapping[str, str]) -> str:
    """The same for who only reads it: "Response A", in the words of the program."""
    return _STORED_TOKEN.sub(
        lambda found: tr("Response {letter}", letter=letters[found[1]]) if found[1] in letters else found[0],
        text,
    )


def _token_fault(text: str, candidate_ids: Sequence[str]) -> str:
    if all(name in candidate_ids for name in _STORED_TOKEN.findall(text)):
        return ""
    return tr("The text names a response that is not one of this task.")


def _sentences_fault(question_id: str, text: str, options: TextOptions) -> str | Problem:
    """Why its sentences or its beginning cannot stand; "" when they can."""
    if options.openings and not text.lstrip().startswith(options.openings):
        return Problem(question_id, tr("Begin with one of the sentences that are given."), incomplete=True)
    sentences = count_sentences(text)
    if sentences < options.min_sentences:
        wanted = trn(
            "At least {count} sentence is needed; there are {sentences} so far.",
            "At least {count} sentences are needed; there are {sentences} so far.",
            options.min_sentences,
            sentences=sentences,
        )
        return Problem(question_id, wanted, incomplete=True)
    if options.max_sentences is not None and sentences > options.max_sentences:
        return trn(
            "At most {count} sentence is taken; there are {sentences}.",
            "At most {count} sentences are taken; there are {sentences}.",
            options.max_sentences,
            sentences=sentences,
        )
    return ""


def words_fault(question_id: str, text: str, least: int, most: int | None) -> str | Problem:
    """Why so many words cannot stand; "" when they can."""
    if not least and most is None:
        return ""
    words = count_words(text)
    if words < least:
        wanted = trn(
            "At least {count} word is needed; there are {words} so far.",
            "At least {count} words are needed; there are {words} so far.",
            least,
            words=words,
        )
        return Problem(question_id, wanted, incomplete=True)
    if most is not None and words > most:
        return trn(
            "At most {count} word is taken; there are {words}.",
            "At most {count} words are taken; there are {words}.",
            most,
            words=words,
        )
    return ""


def _fault(question_id: str, text: str, options: TextOptions) -> str | Problem:
    """Why this text cannot stand; "" when it can."""
    counted = words_fault(question_id, text, options.min_words, options.max_words)
    if counted:
        return counted
    if not options.multiline and ("\n" in text or "\r" in text):
        return tr("This text must stand on one line.")
    return ""


def beginning_of(text: str) -> str:
    """The first words, on one line."""
    line = " ".join(text[: 4 * _DESCRIBED_CHARS].split())
    return line if len(line) <= _DESCRIBED_CHARS else line[: _DESCRIBED_CHARS - 1] + "…"


TEXT: QuestionKind[TextOptions] = Text()
