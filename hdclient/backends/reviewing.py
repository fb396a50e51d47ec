"""The calls of review work on our platform: items to judge come in, what people say goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import quote

from pydantic import BaseModel, JsonValue

from hdclient.backends.replies import other_campaign, read_reply, stranger
from hdclient.model.review_item import AdjudicationItem, ItemKind, ReviewItem
from hdclient.model.said import CARE, Said, SaidKind
from hdclient.wire.admin import AdjudicationIn, CommentIn, ReviewIn
from hdclient.wire.base import Request
from hdclient.wire.qualification import AllowIn, DisputeSettle
from hdclient.wire.reviewing import (
    AppealIn,
    GapClose,
    HandOver,
    ItemIds,
    JudgementIn,
    MarkIn,
    ReleasedReply,
    ReviewItemReply,
    ReviewLeasesReply,
    ReviewTake,
)
from hdclient.words import tr

_REQUESTS: dict[SaidKind, tuple[str, type[Request]]] = {
    SaidKind.REVIEW: ("/v1/reviews", ReviewIn),
    SaidKind.JUDGEMENT: ("/v1/review-items/{target}/judgement", JudgementIn),
    SaidKind.ADJUDICATION: ("/v1/adjudications", AdjudicationIn),
    SaidKind.COMMENT: ("/v1/submissions/{target}/comments", CommentIn),
    SaidKind.MARK: ("/v1/submissions/{target}/marks", MarkIn),
    SaidKind.APPEAL: ("/v1/appeals", AppealIn),
    SaidKind.SETTLE: ("/v1/gold-disputes/{target}:settle", DisputeSettle),
    SaidKind.ALLOW: ("/v1/campaigns/{target}/standings", AllowIn),
    SaidKind.CLOSE_GAP: ("/v1/gaps/{target}:close", GapClose),
    SaidKind.HAND_OVER: ("/v1/submissions/{target}:hand-over", HandOver),
}


class Ask(Protocol):
    """One exchange with the platform: see PlatformBackend."""

    def __call__(
        self, method: str, path: str, *, body: BaseModel | None = None, expected: int = 200, match: str = ""
    ) -> dict[str, JsonValue]: ...


class ReviewCalls:
    """Raises what Backend raises. A refusal has the platform's word for it in `kind`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def take(self, campaign_id: str, want: int, kinds: Sequence[ItemKind]) -> ReviewLeasesReply:
        """Brings the number of items held in the campaign up to `want` and returns all that are held."""
        body = ReviewTake(campaign_id=campaign_id, want=want, kinds=tuple(kinds))
        reply = read_reply(self._ask("POST", "/v1/review-items:take", body=body), ReviewLeasesReply)
        if any(lease.campaign_id != campaign_id for lease in reply.items):
            raise stranger(other_campaign())
        return reply

    def release(self, item_ids: Sequence[str]) -> tuple[str, ...]:
        """Gives items back. Returns those that were held."""
        body = ItemIds(item_ids=tuple(item_ids))
        return read_reply(self._ask("POST", "/v1/review-items:release", body=body), ReleasedReply).released

    def item(self, item_id: str) -> ReviewItem | AdjudicationItem:
        """One item that this person holds."""
        data = self._ask("GET", f"/v1/review-items/{quote(item_id, safe='')}")
        reply = read_reply(data, ReviewItemReply)
        found = reply.review or reply.adjudication
        if found is None or found.id != item_id:
            raise stranger(tr("The platform sent another review item than the one that was asked for."))
        return found

    def say(self, said: Said) -> None:
        """Brings it to the platform. The same again is kept once there."""
        path, model = _REQUESTS[said.kind]
        body = model.model_validate(said.body)
        match = f'"{said.revision}"' if said.kind is SaidKind.REVIEW else ""
        place = path.format(target=quote(said.target, safe=""))
        expected = 200 if said.kind in CARE else 201  # those change what is there
        self._ask("POST", place, body=body, expected=expected, match=match)
