"""The calls that ask our platform for numbers: of a campaign, and of oneself."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

from pydantic import JsonValue

from hdclient.backends.base import Backend
from hdclient.backends.replies import read_reply
from hdclient.model.base import Value
from hdclient.model.disputes import GuidelineGap, KnownCare
from hdclient.model.explained import Qualification
from hdclient.model.quality import CampaignNumbers, Mirror
from hdclient.wire.qualification import DisputesReply, QualificationReply, StandingsReply
from hdclient.wire.quality import CampaignQualityReply, MirrorReply
from hdclient.wire.reviewing import GapsReply, StrandedReply


class Ask(Protocol):
    """One exchange with the platform: see PlatformBackend."""

    def __call__(self, method: str, path: str) -> dict[str, JsonValue]: ...


class FigureCalls:
    """Raises what Backend raises."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def quality(self, campaign_id: str) -> CampaignNumbers:
        """The numbers of a campaign. Raises Forbidden for those who only work in it."""
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}/quality"
        return read_reply(self._ask("GET", path), CampaignQualityReply).quality

    def mirror(self, campaign_id: str) -> Mirror:
        """This person's own numbers in a campaign."""
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}/mirror"
        return read_reply(self._ask("GET", path), MirrorReply).mirror

    def qualification(self, campaign_id: str) -> Qualification:
        """Where this person stands, and the known answers that they were told."""
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}/qualification"
        return read_reply(self._ask("GET", path), QualificationReply).qualification

    def known_care(self, campaign_id: str) -> KnownCare:
        """What is said against known answers, and where everybody stands. Raises Forbidden for all but operations."""
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}"
        disputes = read_reply(self._ask("GET", f"{path}/gold-disputes"), DisputesReply).items
        standings = read_reply(self._ask("GET", f"{path}/standings"), StandingsReply).items
        stranded = read_reply(self._ask("GET", f"{path}/stranded"), StrandedReply).items
        return KnownCare(disputes=disputes, standings=standings, gaps=self._gaps(path), stranded=stranded)

    def _gaps(self, path: str) -> tuple[GuidelineGap, ...]:
        found: list[GuidelineGap] = []
        cursor: str | None = ""
        while cursor is not None:
            at = f"?cursor={quote(cursor, safe='')}" if cursor else ""
            reply = read_reply(self._ask("GET", f"{path}/gaps{at}"), GapsReply)
            found += [GuidelineGap.of(one.model_dump()) for one in reply.items if one.state == "open"]
            cursor = reply.next_cursor
        return tuple(found)

    def of_kind(self, kind: str, campaign_id: str) -> Value:
        """What is wished for under this name (store.figures.KINDS)."""
        if kind == "qualification":
            return self.qualification(campaign_id)
        if kind == "known_care":
            return self.known_care(campaign_id)
        return self.mirror(campaign_id) if kind == "mirror" else self.quality(campaign_id)


def figures_of(backend: Backend) -> FigureCalls | None:
    """The calls for numbers; None: this kind of platform tells none."""
    found: FigureCalls | None = getattr(backend, "figures", None)
    return found
