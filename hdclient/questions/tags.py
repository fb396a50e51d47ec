"""Tags: short free labels, typed by the person, with proposals of the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import Incomplete, PlainKind
from hdclient.words import tr, trn


class TagsOptions(Options, frozen=True, kw_only=True):
    """What is offered, and how many there may be."""

    proposals: Annotated[
        tuple[str, ...], Meta(max_length=5_000, description="offered while the person types")
    ] = ()
    free: Annotated[bool, Meta(description="others than the proposals may be given too")] = True
    min_tags: Annotated[int, Meta(ge=0, le=100, description="fewer are not enough")] = 1
    max_tags: Annotated[int, Meta(ge=1, le=100, description="more are not taken")] = 20
    max_chars: Annotated[int, Meta(ge=1, le=1_000, description="the longest tag, in characters")] = 60

    def __post_init__(self) -> None:
        if self.min_tags > self.max_tags:
            raise ValueError('option "min_tags" is greater than option "max_tags"')
        if not self.free and not self.proposals:
            raise ValueError('option "proposals" is empty, and option "free" allows no other tags')
        if not self.free and self.min_tags > len({tag.casefold() for tag in self.proposals}):
            raise ValueError('option "min_tags" asks for more tags than option "proposals" offers')


class TagsAnswer(Answer, frozen=True, kw_only=True):
    """The tags in the order in which they were given."""

    tags: tuple[str, ...]


def fault_of(tags: Sequence[str], options: TagsOptions) -> str:
    """Why these tags cannot be given; empty when they can."""
    if len(tags) > options.max_tags:
        return trn("At most {count} tag is taken.", "At most {count} tags are taken.", options.max_tags)
    if len({tag.casefold() for tag in tags}) != len(tags):
        return tr("A tag is given twice.")
    for tag in tags:
        if not tag.strip() or tag != tag.strip() or "\n" in tag:
            return tr("A tag is words on one line.")
        if len(tag) > options.max_chars:
            return trn(
                "A tag has at most {count} character.",
                "A tag has at most {count} characters.",
                options.max_chars,
            )
        if not options.free and tag not in options.proposals:
            return tr("“{tag}” is not one of the tags of this question.", tag=tag)
    return ""


def _fault(answer: TagsAnswer, options: TagsOptions) -> str:
    left = options.min_tags - len(answer.tags)
    wrong = fault_of(answer.tags, options)
    if wrong or left <= 0:
        return wrong
    return Incomplete(trn("One more tag is needed.", "{count} more tags are needed.", left))


TAGS: QuestionKind[TagsOptions] = PlainKind(
    "tags",
    TagsOptions,
    TagsAnswer,
    blank=({"tags": []},),
    ask=lambda _: tr("Give at least one tag."),
    fault=_fault,
    words=lambda answer, _: ", ".join(answer.tags),
)
