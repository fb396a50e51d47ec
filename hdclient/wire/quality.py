"""Quality numbers on the wire: the values of hdclient.model.quality. Every figure has its n, or says why it is none."""

from __future__ import annotations

from hdclient.model.quality import CampaignNumbers, Mirror
from hdclient.wire.base import Reply


class CampaignQualityReply(Reply):
    """GET /v1/campaigns/{id}/quality. `people` and `models` are null for reviewers, who judge without them."""

    campaign_id: str
    quality: CampaignNumbers


class MirrorReply(Reply):
    """GET /v1/campaigns/{id}/mirror: the caller's own numbers."""

    campaign_id: str
    mirror: Mirror
