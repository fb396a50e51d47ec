"""Marks on pictures: points, boxes and regions, typed as marks on words are; and words, where a type is said of words.

Where a mark stands is an anchor (hdclient/model/anchor.py): pixels of the picture as it is seen, with its size and its
hash, so that a place can be drawn again wherever the picture is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.anchor import Anchor, Region, Words
from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import problems_of
from hdclient.questions.regions import region_fault
from hdclient.questions.spans import (
    Mark,
    Spans,
    SpansAnswer,
    SpansOptions,
    SpanType,
    fault_of,
    is_range,
    word_astray,
)
from hdclient.words import tr

Shape = Literal["point", "box", "area"]
SHAPES: tuple[Shape, ...] = ("point", "box", "area")


class ImageMarkType(SpanType, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a place can be marked as. `words`: it is said of words of the parts in `words_in`, not of a picture."""

    shapes: Annotated[
        tuple[Shape, ...], Meta(description="how it is drawn; as the question says when empty")
    ] = ()
    words: Annotated[bool, Meta(description="it is said of words, and not of a picture")] = False


class ImageMarksOptions(SpansOptions, frozen=True, kw_only=True, dict=True):
    """`where`: in which parts pictures are marked. `max_marks`: in each part. A `link` ties a place to words."""

    types: Annotated[tuple[ImageMarkType, ...], Meta(min_length=1, max_length=60)]
    shapes: Annotated[
        tuple[Shape, ...],
        Meta(min_length=1, description="how places are drawn: `point`, `box`, `area` (drawn freely)"),
    ] = SHAPES
    words_in: Annotated[
        tuple[str, ...],
        Meta(description="in which parts words are marked by types that are said of words, as `prompt`"),
    ] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(one.words for one in self.types) and not self.words_in:
            raise ValueError('option "words_in": a type is said of words, and no part has words to mark')

    def type_of(self, name: str) -> ImageMarkType | None:
        """The type with this id."""
        found = super().type_of(name)
        assert found is None or isinstance(found, ImageMarkType)
        return found

    def shapes_of(self, kind: ImageMarkType) -> tuple[Shape, ...]:
        """How places of this type are drawn; none of one that is said of words, or of a whole picture."""
        return () if kind.words or kind.whole else kind.shapes or self.shapes

    def takes(self, kind: ImageMarkType, part: str, candidate_ids: Sequence[str]) -> bool:
        """Whether this type may be given in a part, as an anchor names it."""
        if not kind.words:
            return self.allows(part, candidate_ids)
        name = part.partition(":")[2] if part.startswith("candidate:") else ""
        return "responses" in self.words_in and name in candidate_ids if name else part in self.words_in


class ImageMarksAnswer(SpansAnswer, frozen=True, kw_only=True):
    """{"marks": […]}, or {"marks": [], "nothing": true}."""


class ImageMarks(Spans):
    """The kind "image_marks"."""

    name = "image_marks"
    option_model = ImageMarksOptions
    answer_model = ImageMarksAnswer

    def options(self, question: Question) -> ImageMarksOptions:
        """The question's options, typed. Raises InvalidValue."""
        return ImageMarksOptions.of(question.options)

    def check(
        self, question: Question, value: JsonValue, candidate_ids: Sequence[str], about: TaskFacts = NO_FACTS
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def wrong(mark: Mark) -> str:
            kind = options.type_of(mark.type)
            assert kind is not None
            return _place_fault(mark, kind, options, candidate_ids, about)

        blank = tr("Mark the picture, or say that there is nothing.")
        if not options.allow_nothing:
            blank = tr("Mark the picture.")
        return problems_of(
            ImageMarksAnswer,
            question,
            value,
            unanswered=blank if self.is_blank(value) else "",
            fault=lambda answer: _sizes_fault(answer) or fault_of(answer, options, question.id, wrong),
        )


def _place_fault(
    mark: Mark,
    kind: ImageMarkType,
    options: ImageMarksOptions,
    candidate_ids: Sequence[str],
    about: TaskFacts,
) -> str:
    """Why a mark cannot stand where it does; "" when it can."""
    at = mark.anchor.at
    if not options.takes(kind, mark.anchor.part, candidate_ids):
        return tr("A mark stands in a part that this question is not about.")
    if kind.words:
        return _word_fault(mark, about)
    if kind.whole:
        return (
            ""
            if at is None
            else tr("“{label}” is said of a whole picture, not of a place.", label=kind.label)
        )
    if not isinstance(at, Region):
        return tr("“{label}” needs a place in a picture.", label=kind.label)
    if at.shape not in options.shapes_of(kind):
        return tr("A mark has a shape that this question does not take.")
    return region_fault(at) or _astray(mark.anchor, at, about)


def _word_fault(mark: Mark, about: TaskFacts) -> str:
    at = mark.anchor.at
    if not isinstance(at, Words) or not is_range(at):
        return tr("A mark does not say which words it is about.")
    return word_astray(mark.anchor, about)


def _astray(anchor: Anchor, at: Region, about: TaskFacts) -> str:
    """Why a place cannot be in this task; "" where it can, or where only the task could tell."""
    if not (about.candidates or about.slots):
        return ""
    content = about.content(anchor.names("candidate") or anchor.names("slot") or anchor.part)
    asset = content[anchor.block].asset if anchor.block < len(content) else None
    if asset is None or asset.sha256 != at.sha256:
        return tr("A mark stands on a picture that is not in this task.")
    return ""


def _sizes_fault(answer: SpansAnswer) -> str:
    """One picture has one size, whatever the marks say."""
    sizes: dict[str, tuple[int, int]] = {}
    for mark in answer.marks:
        at = mark.anchor.at
        if isinstance(at, Region) and sizes.setdefault(at.sha256, (at.width, at.height)) != (
            at.width,
            at.height,
        ):
            return tr("Two marks say that one picture has two sizes.")
    return ""


IMAGE_MARKS: QuestionKind[ImageMarksOptions] = ImageMarks()
