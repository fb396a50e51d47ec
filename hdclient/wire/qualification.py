"""Qualification and known answers on the wire: what a person was told, who stands where, and disputes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hdclient.model.disputes import Dispute, PersonStanding
from hdclient.model.explained import Qualification
from hdclient.model.gold import Gold
from hdclient.wire.base import Id, LongText, Reply, Request


class QualificationReply(Reply):
    """GET /v1/campaigns/{id}/qualification: where the caller stands, and what was explained to them."""

    campaign_id: str
    qualification: Qualification


class StandingsReply(Reply):
    """GET and POST /v1/campaigns/{id}/standings: everybody who may work in the campaign."""

    items: tuple[PersonStanding, ...]


class AllowIn(Request):
    """POST /v1/campaigns/{id}/standings: what is decided about one person. It replaces what was decided before."""

    person_id: Id
    passed: bool = Field(False, description="they may work without passing")
    more_attempts: Annotated[int, Field(ge=0, le=20)] = 0


class DisputesReply(Reply):
    """GET /v1/campaigns/{id}/gold-disputes: the oldest first."""

    items: tuple[Dispute, ...]


class DisputeSettle(Request):
    """POST /v1/gold-disputes/{id}:settle: the answer to the trainer, and what becomes of the known answer.

    kept: it stands. changed: `gold` takes its place. retired: it is taken back, and counts as right for everybody.
    Nobody loses by it: what was right stays right.
    """

    id: Id = Field(description="of the comment that answers the trainer")
    text: Annotated[LongText, Field(min_length=1)]
    outcome: Literal["kept", "changed", "retired"]
    gold: Annotated[tuple[Gold, ...], Field(max_length=50)] = ()
    seen: Literal["", "open", "kept", "changed", "retired"] = Field(
        "",
        description="how the thread stood when this was written; if it stands otherwise now, it is refused",
    )


class DisputeReply(Reply):
    """The thread as it is now."""

    dispute: Dispute
