"""Marks on words of the content: typed, with a severity, a note and a link to another passage; or on a whole text.

Where a mark stands is an anchor (hdclient/model/anchor.py): it survives showing and changing the text, and candidates
are named by id. "I have looked and there is nothing" is an answer of its own, and not the same as no answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.anchor import Anchor, Region, Words
from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.questions.regions import meet
from hdclient.words import tr, trn

MOST_MARKS = 5_000
NOTHING_LABEL = tr("Nothing to mark")
Wanted = Literal["none", "optional", "required"]
_Id = Annotated[str, Meta(min_length=1, max_length=64)]


class SpanType(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What words can be marked as. `note` and `link`: as the question says, unless this type says otherwise.

    `whole`: it is said of a whole text and needs no words ("Non-translation"). `alone`: then nothing else is marked in
    that text.
    """

    id: _Id
    label: Annotated[str, Meta(min_length=1)]
    description: str = ""
    whole: bool = False
    alone: bool = False
    severities: bool = True
    note: Wanted | None = None
    link: Wanted | None = None


class SpanSeverity(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How bad it is. `weight` is for those who count afterwards; it is not shown."""

    id: _Id
    label: Annotated[str, Meta(min_length=1)]
    description: str = ""
    weight: float | None = None


class SpansOptions(Options, frozen=True, kw_only=True, dict=True):
    """`where`: what may be marked: "prompt", "system_prompt", "responses", or a slot as "slot:NAME".

    `max_marks`: on each text. `allow_nothing`: that nothing is to be marked can be said, in the words `nothing_label`.
    """

    types: Annotated[tuple[SpanType, ...], Meta(min_length=1, max_length=60)]
    severities: Annotated[tuple[SpanSeverity, ...], Meta(max_length=9)] = ()
    where: Annotated[tuple[str, ...], Meta(min_length=1)] = ("responses",)
    note: Wanted = "optional"
    link: Wanted = "none"
    max_marks: Annotated[int, Meta(ge=1, le=MOST_MARKS)] | None = None
    allow_overlap: bool = True
    allow_nothing: bool = True
    nothing_label: str = ""

    def __post_init__(self) -> None:
        for name, ids in (("types", self.types), ("severities", self.severities)):
            if len({one.id for one in ids}) != len(ids):
                raise ValueError(f'option "{name}": two of them have the same id')
        for one in self.where:
            if one not in ("prompt", "system_prompt", "responses") and not one.startswith("slot:"):
                raise ValueError(
                    f'option "where": "{one}" is none of prompt, system_prompt, responses, slot:NAME'
                )

    @cached_property
    def _by_id(self) -> dict[str, SpanType]:
        return {one.id: one for one in self.types}

    def type_of(self, name: str) -> SpanType | None:
        """The type with this id."""
        return self._by_id.get(name)

    def wants(self, kind: SpanType, what: Literal["note", "link"]) -> Wanted:
        """Whether a mark of this type takes a note, or a link."""
        own = kind.note if what == "note" else kind.link
        return own or (self.note if what == "note" else self.link)

    def asks_severity(self, kind: SpanType) -> bool:
        """Whether a mark of this type has a severity."""
        return kind.severities and bool(self.severities)

    def allows(self, part: str, candidate_ids: Sequence[str]) -> bool:
        """Whether a text may be marked; `part` as in an anchor."""
        kind, _, name = part.partition(":")
        if kind == "candidate":
            return "responses" in self.where and name in candidate_ids
        return part in self.where and part != "responses"


class Mark(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mark. The anchor of a type that is said of a whole text names the text, and no words."""

    type: str
    anchor: Anchor
    severity: str | None = None
    note: Annotated[str, Meta(max_length=20_000)] = ""
    link: Anchor | None = None


class SpansAnswer(Answer, frozen=True, kw_only=True):
    """{"marks": […]}, or {"marks": [], "nothing": true}."""

    marks: Annotated[tuple[Mark, ...], Meta(max_length=MOST_MARKS)]
    nothing: bool = False


class Spans:
    """The kind "spans"."""

    name = "spans"
    candidate_range = (0, 9)
    option_model: type[SpansOptions] = SpansOptions
    answer_model: type[SpansAnswer] = SpansAnswer

    def options(self, question: Question) -> SpansOptions:
        """The question's options, typed. Raises InvalidValue."""
        return SpansOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all: no mark, and not that there is nothing."""
        return value is None or value == {"marks": []} or value == {"marks": [], "nothing": False}

    def check(
        self, question: Question, value: JsonValue, candidate_ids: Sequence[str], about: TaskFacts = NO_FACTS
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def wrong(mark: Mark) -> str:
            return _place_fault(mark, options, candidate_ids) or word_astray(mark.anchor, about)

        blank = (
            tr("Mark the words, or say that there is nothing.")
            if options.allow_nothing
            else tr("Mark the words.")
        )
        return problems_of(
            SpansAnswer,
            question,
            value,
            unanswered=blank if self.is_blank(value) else "",
            fault=lambda answer: fault_of(answer, options, question.id, wrong),
        )

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """ "3 marks: Accuracy 2, Fluency 1"; "" for what is no answer. Of pictures too."""
        options = self.options(question)
        return phrase_of(self.answer_model, question, value, lambda answer: said_of(answer, options))


def said_of(answer: SpansAnswer, options: SpansOptions) -> str:
    """How many marks of which types, or that there is nothing."""
    if answer.nothing:
        return options.nothing_label or NOTHING_LABEL
    counts = Counter(mark.type for mark in answer.marks)
    said = ", ".join(f"{one.label} {counts[one.id]}" for one in options.types if counts[one.id])
    return trn("{count} mark: {said}", "{count} marks: {said}", len(answer.marks), said=said)


def fault_of(
    answer: SpansAnswer, options: SpansOptions, question_id: str, wrong: Callable[[Mark], str]
) -> str | Problem:
    """Why marks cannot stand, or what is missing; "" when nothing is. `wrong` says so of where one mark stands."""
    found = next(_faults(answer, options, wrong), "")
    left = "" if found else next(_left(answer, options), "")
    return Problem(question_id, left, incomplete=True) if left else found


def _faults(answer: SpansAnswer, options: SpansOptions, wrong: Callable[[Mark], str]) -> Iterator[str]:
    """What is wrong (not merely missing)."""
    if answer.nothing and answer.marks:
        yield tr("Something is marked: it cannot be said that there is nothing.")
    if answer.nothing and not options.allow_nothing:
        yield tr("This question does not take “nothing”.")
    sorts = _sorts_of(answer)
    if any(options.type_of(mark.type) is None for mark in sorts):
        yield tr("A mark has a type that this question does not know.")
        return
    yield from filter(None, map(wrong, answer.marks))
    for mark in sorts:
        yield from _faults_of(mark, options)
    counts = Counter(mark.anchor.part for mark in answer.marks)
    if options.max_marks is not None and any(count > options.max_marks for count in counts.values()):
        yield trn(
            "At most {count} mark is taken on each text.",
            "At most {count} marks are taken on each text.",
            options.max_marks,
        )
    alone_types = {one.id for one in options.types if one.alone}
    alone = {mark.anchor.part for mark in answer.marks if mark.type in alone_types}
    if any(counts[part] > 1 for part in alone):
        yield tr("A mark that is said of the whole text stands alone: take the others out.")
    if not options.allow_overlap and _overlap(answer.marks):
        yield tr("Two marks lie upon each other, which this question does not take.")


def _place_fault(mark: Mark, options: SpansOptions, candidate_ids: Sequence[str]) -> str:
    kind, at = options.type_of(mark.type), mark.anchor.at
    if not options.allows(mark.anchor.part, candidate_ids):
        return tr("A mark stands in a text that this question is not about.")
    if kind is not None and kind.whole != (at is None):
        if kind.whole:
            return tr("“{label}” is said of a whole text, not of words.", label=kind.label)
        return tr("“{label}” needs words to stand on.", label=kind.label)
    if at is not None and not (isinstance(at, Words) and is_range(at)):
        return tr("A mark does not say which words it is about.")
    return ""


def _sorts_of(answer: SpansAnswer) -> Iterable[Mark]:
    """One mark of each sort, wherever it stands: there can be thousands, and they are looked at at every press."""
    sorts: dict[object, Mark] = {}
    for mark in answer.marks:
        sorts.setdefault((mark.type, mark.severity, not mark.note.strip(), mark.link is None), mark)
    return sorts.values()


def _faults_of(mark: Mark, options: SpansOptions) -> Iterator[str]:
    """What is wrong with it wherever it stands."""
    kind = options.type_of(mark.type)
    assert kind is not None
    if mark.severity is not None and (
        not options.asks_severity(kind) or mark.severity not in {one.id for one in options.severities}
    ):
        yield tr("A mark has a severity that this question does not know.")
    if mark.note.strip() and options.wants(kind, "note") == "none":
        yield tr("“{label}” takes no explanation.", label=kind.label)
    if mark.link is not None and options.wants(kind, "link") == "none":
        yield tr("“{label}” takes no link to another passage.", label=kind.label)


def word_astray(anchor: Anchor, about: TaskFacts) -> str:
    """Why a place cannot be in this task; "" where it can, or where only the task could tell."""
    content = about.content(anchor.names("candidate") or anchor.names("slot") or anchor.part)
    if not (about.candidates or about.slots) or not isinstance(anchor.at, Words):
        return ""
    if anchor.block >= len(content) or anchor.at.end > len(content[anchor.block].text):
        return tr("A mark stands on words that are not in this task.")
    return ""


def _left(answer: SpansAnswer, options: SpansOptions) -> Iterator[str]:
    """What is still missing."""
    for mark in _sorts_of(answer):
        kind = options.type_of(mark.type)
        if kind is None:
            continue
        if mark.severity is None and options.asks_severity(kind):
            yield tr("Say how severe each mark is.")
        if not mark.note.strip() and options.wants(kind, "note") == "required":
            yield tr("“{label}” needs an explanation.", label=kind.label)
        if mark.link is None and options.wants(kind, "link") == "required":
            yield tr("“{label}” needs a link to another passage.", label=kind.label)


def is_range(at: Words) -> bool:
    """Whether it has a source and says which part of it."""
    return 0 <= at.start < at.end and bool(at.quote)


def _overlap(marks: Sequence[Mark]) -> bool:
    ranges = sorted(
        (mark.anchor.part, mark.anchor.block, mark.anchor.at.start, mark.anchor.at.end)
        for mark in marks
        if isinstance(mark.anchor.at, Words)
    )
    if any(one[:2] == other[:2] and one[3] > other[2] for one, other in pairwise(ranges)):
        return True
    regions = [mark.anchor.at for mark in marks if isinstance(mark.anchor.at, Region)]
    return any(meet(one, other) for one, other in combinations(regions, 2))


SPANS: QuestionKind[SpansOptions] = Spans()
