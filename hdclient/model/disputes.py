"""What operations see of known answers: what people say against them, and where everybody stands. Never a trainer's."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.model.campaign import Standing
from hdclient.model.explained import DisputeState
from hdclient.model.gold import Gold
from hdclient.model.review import Comment
from hdclient.model.template import Question


class Settled(StrEnum):
    """What becomes of a known answer. Nobody loses by it: what was right stays right."""

    KEPT = "kept"
    CHANGED = "changed"
    RETIRED = "retired"


class Dispute(Value, frozen=True, kw_only=True):
    """A thread about a known answer, with what people have said in it and what counts as right now."""

    state: DisputeState
    name: str
    excerpt: str
    comments: tuple[Comment, ...]
    gold: Annotated[tuple[Gold, ...], Meta(description="all that is known of the task")] = ()
    answers: Annotated[int, Meta(description="people who were told this known answer")]
    right: Annotated[int, Meta(description="people among them whose answer was right")]
    question: Annotated[Question | None, Meta(description="what was asked")] = None
    given: Annotated[JsonValue, Meta(description="what the person who disagrees has answered")] = None
    display_order: Annotated[
        tuple[str, ...], Meta(description="of the responses, as that person saw them")
    ] = ()


class PersonStanding(Value, frozen=True, kw_only=True):
    """Where one person stands. `allowed`: operations let them work without passing."""

    person_id: str
    name: str
    standing: Standing
    allowed: bool = False
    more_attempts: int = 0


class GuidelineGap(Value, frozen=True, kw_only=True):
    """What an adjudicator found that the guideline does not say, for its author."""

    id: str
    task_id: str
    rule: str = ""
    text: str = ""
    state: str = "open"
    created_at: str = ""


class StrandedReturn(Value, frozen=True, kw_only=True):
    """Work that was returned to somebody whose account is closed. `id`: the submission's."""

    id: str
    revision: Annotated[int, Meta(ge=1)]
    task_id: str
    name: str
    excerpt: str = ""
    summary: Annotated[str, Meta(description="what the reviewer said of the whole")] = ""
    returned_at: str = ""


class KnownCare(Value, frozen=True, kw_only=True):
    """All of one campaign that operations have to look after."""

    disputes: tuple[Dispute, ...] = ()
    standings: tuple[PersonStanding, ...] = ()
    gaps: Annotated[tuple[GuidelineGap, ...], Meta(description="of the guideline, that are open")] = ()
    stranded: Annotated[
        tuple[StrandedReturn, ...], Meta(description="returned work that nobody will rework")
    ] = ()
