"""A campaign, its guideline and its policy."""

from __future__ import annotations

from pydantic import Field

from hdclient.model.base import Value
from hdclient.model.template import Layout


class CampaignPolicy(Value):
    """What the campaign's owners have decided about the work."""

    prefetch_tasks: int = Field(
        50, ge=1, le=500, description="tasks kept on the trainer's computer for offline work"
    )
    lease_hours: int = Field(72, ge=1, le=24 * 30)
    overlap: int = Field(1, ge=1, le=50, description="answers wanted per task")
    accept_late: bool = True
    active_timeout_s: int = Field(
        60, ge=10, le=600, description="without input for this long, time counts as idle"
    )


class Campaign(Value):
    """One data-collection effort as its members see it."""

    id: str
    title: str
    summary: str = ""
    layout: Layout = Layout.COMPARE
    language: str = "en"
    guideline_version: int = Field(0, ge=0, description="0: there is none")
    policy: CampaignPolicy = CampaignPolicy()
    content_warning: str = ""
    tasks_total: int = Field(0, ge=0)
    tasks_remaining: int = Field(0, ge=0, description="tasks that this person could still be given")


class Guideline(Value):
    """Versioned instructions in Markdown (the documentation dialect), with numbered rules."""

    campaign_id: str
    version: int = Field(ge=1)
    title: str
    text: str
    changes: str = Field("", description="Markdown: what changed since the version before")
