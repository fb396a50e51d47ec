"""The rewrite: a text written anew, begun with a response or with nothing, and what was changed and why.

How much changed is never stored: it follows from the text and the response (hdclient/content/rewritten.py). What was
pasted is recorded as counts where the template says so, and never as words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Content, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.questions.text import beginning_of, words_fault
from hdclient.words import tr, trn

Paste = Literal["allow", "ask", "record", "refuse"]
_Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class RewriteOptions(Options, frozen=True, kw_only=True):
    """What may be written, and what is said about it."""

    begins: Annotated[
        tuple[str, ...],
        Meta(
            description="what can be copied in to begin with, and is compared with: `responses`, `prompt`, a slot as"
            " `slot:NAME`; none of them: it is written from nothing"
        ),
    ] = ("responses",)
    min_words: Annotated[int, Meta(ge=0, le=100_000, description="no fewer words than this")] = 0
    max_words: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)] | None, Meta(description="no more words than this")
    ] = None
    min_chars: Annotated[int, Meta(ge=0, le=500_000, description="no fewer characters than this")] = 0
    max_chars: Annotated[
        Annotated[int, Meta(ge=1, le=500_000)] | None, Meta(description="no more characters than this")
    ] = None
    must_differ: Annotated[
        bool, Meta(description="a text that is the same as what it began with is no answer")
    ] = False
    note: Annotated[
        Literal["none", "optional", "required"],
        Meta(description="whether it is said what was changed and why"),
    ] = "optional"
    note_title: Annotated[
        str, Meta(description="what that is called; “What did you change, and why?” when empty")
    ] = ""
    paste: Annotated[
        Paste,
        Meta(
            description="what is pasted from elsewhere: `allow`; `record` counts it (how often, how many characters,"
            " never the words); `ask` asks first and counts; `refuse` takes none"
        ),
    ] = "allow"
    placeholder: Annotated[str, Meta(description="what stands in the empty field")] = ""

    def __post_init__(self) -> None:
        for one in self.begins:
            if one not in ("responses", "prompt") and not one.startswith("slot:"):
                raise ValueError(f'option "begins": "{one}" is none of responses, prompt, slot:NAME')
        for least, most in (("min_words", "max_words"), ("min_chars", "max_chars")):
            if getattr(self, most) is not None and getattr(self, least) > getattr(self, most):
                raise ValueError(f'option "{least}" is greater than option "{most}"')

    @property
    def counts_paste(self) -> bool:
        """Whether it is recorded how much was pasted."""
        return self.paste in ("ask", "record")


class Pasted(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much was pasted from elsewhere while it was written. It stays counted when it is taken out again."""

    times: _Count
    characters: _Count


class RewriteAnswer(Answer, frozen=True, kw_only=True):
    """The text as written, never trimmed. `base`: what it began with: the id of a response, `prompt`, `slot:NAME`."""

    text: str
    base: str | None = None
    note: Annotated[str, Meta(max_length=20_000)] = ""
    pasted: Pasted | None = None


class Rewrite:
    """The kind "rewrite"."""

    name = "rewrite"
    candidate_range = (0, 9)
    option_model: type[RewriteOptions] = RewriteOptions

    def options(self, question: Question) -> RewriteOptions:
        """The question's options, typed. Raises InvalidValue."""
        return RewriteOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all: no text, and nothing about it."""
        if value is None:
            return True
        if not isinstance(value, dict) or not set(value) <= {"text", "base", "note", "pasted"}:
            return False
        text, note = value.get("text", ""), value.get("note", "")
        return all(isinstance(one, str) and not one.strip() for one in (text, note))

    def check(
        self, question: Question, value: JsonValue, candidate_ids: Sequence[str], about: TaskFacts = NO_FACTS
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def fault(answer: RewriteAnswer) -> str | Problem:
            wrong = next(_faults(answer, options, candidate_ids), "")
            return wrong or _left(question.id, answer, options, about)

        blank = self.is_blank(value)
        return problems_of(
            RewriteAnswer,
            question,
            value,
            unanswered=tr("Write the text anew.") if blank else "",
            fault=fault,
        )

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """The beginning of the text on one line, and which response it began with; "" for what is no answer."""

        def words(answer: RewriteAnswer) -> str:
            text = beginning_of(answer.text)
            if answer.base is None:
                return text
            part = letters.get(answer.base) or answer.base.removeprefix("slot:")
            return tr("From {part}: {text}", part=part, text=text)

        return phrase_of(RewriteAnswer, question, value, words)


def bases_of(options: RewriteOptions, candidate_ids: Sequence[str]) -> tuple[str, ...]:
    """What it can begin with, as `base` says it: responses in the order given, then other parts."""
    responses = tuple(candidate_ids) if "responses" in options.begins else ()
    return (*responses, *(one for one in options.begins if one != "responses"))


def source_of(blocks: Content) -> str:
    """The text that is copied in: the blocks as they were written, an empty line between two."""
    return "\n\n".join(block.text for block in blocks if block.text)


def _faults(answer: RewriteAnswer, options: RewriteOptions, candidate_ids: Sequence[str]) -> Iterator[str]:
    """What is wrong (not merely missing)."""
    if answer.base is not None and answer.base not in bases_of(options, candidate_ids):
        yield tr("The text began with something that this question does not begin with.")
    if answer.note.strip() and options.note == "none":
        yield tr("This question does not ask what was changed.")
    if answer.pasted is not None and not options.counts_paste:
        yield tr("This question does not record what is pasted.")
    if options.max_chars is not None and len(answer.text) > options.max_chars:
        yield trn(
            "At most {count:,} character is taken; there are {there:,}.",
            "At most {count:,} characters are taken; there are {there:,}.",
            options.max_chars,
            there=len(answer.text),
        )


def _left(
    question_id: str, answer: RewriteAnswer, options: RewriteOptions, about: TaskFacts
) -> str | Problem:
    """What is missing, or too many words; "" when nothing is."""
    counted = words_fault(question_id, answer.text, options.min_words, options.max_words)
    if counted:
        return counted
    missing = ""
    if not answer.text.strip():
        missing = tr("Write the text anew.")
    elif len(answer.text) < options.min_chars:
        missing = trn(
            "At least {count:,} character is needed; there are {there:,} so far.",
            "At least {count:,} characters are needed; there are {there:,} so far.",
            options.min_chars,
            there=len(answer.text),
        )
    elif options.must_differ and is_unchanged(answer.text, answer.base, about):
        missing = tr("The text is still the same as what it began with.")
    elif options.note == "required" and not answer.note.strip():
        missing = tr("Say what you changed, and why.")
    return Problem(question_id, missing, incomplete=True) if missing else ""


def is_unchanged(text: str, base: str | None, about: TaskFacts) -> bool:
    """Whether it says what it began with, spaces at the ends apart."""
    part = about.content((base or "").removeprefix("slot:"))
    return bool(part) and text.strip() == source_of(part).strip()


REWRITE: QuestionKind[RewriteOptions] = Rewrite()
