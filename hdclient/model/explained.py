"""Known answers as they are told to the person who has answered, and never before: what was expected, and why."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.anchor import Anchor
from hdclient.model.base import JsonValue, Value
from hdclient.model.campaign import Standing
from hdclient.model.gold import Above
from hdclient.model.template import Question

DISPUTE = "known-answer"
"""Category of a comment by which a trainer says that the known answer is wrong: it opens a thread."""


def disputed_part(question_id: str) -> Anchor:
    """What such a comment speaks about."""
    return Anchor(part=f"question:{question_id}", block=0, at=None)


class ExplainedAnswer(Value, frozen=True, kw_only=True):
    """One question: what the person answered, beside what counts as right."""

    question: Question
    given: JsonValue = None
    right: bool
    accept: tuple[JsonValue, ...] = ()
    refuse: tuple[JsonValue, ...] = ()
    above: tuple[Above, ...] = ()
    why: str = ""
    rule: Annotated[str, Meta(description="id of the guideline rule that explains it")] = ""


class Explained(Value, frozen=True, kw_only=True):
    """One task. `attempt`: 0 for one of the campaign's own tasks that had a known answer all along."""

    task_id: str
    submission_id: str
    revision: Annotated[int, Meta(ge=1)] = 1
    attempt: Annotated[int, Meta(ge=0)] = 0
    right: bool
    retired: Annotated[bool, Meta(description="taken back: it counts as right for everybody")] = False
    excerpt: Annotated[str, Meta(description="first words of the prompt; empty for what can hurt")] = ""
    display_order: tuple[str, ...] = ()
    answers: tuple[ExplainedAnswer, ...] = ()
    told_at: str = ""


class Qualification(Value, frozen=True, kw_only=True):
    """Everything that was told to one person in one campaign, the oldest first."""

    standing: Standing | None = None
    explained: tuple[Explained, ...] = ()


class DisputeState(Value, frozen=True, kw_only=True):
    """A thread about a known answer. `id` is that of the trainer's comment."""

    id: str
    task_id: str
    submission_id: str
    question_id: str
    person: Annotated[str, Meta(description="opaque id of who disagrees")] = ""
    state: Literal["open", "kept", "changed", "retired"] = "open"
    created_at: str = ""
