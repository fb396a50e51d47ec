"""A campaign, its guideline and its policy."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hdclient.model.base import Value
from hdclient.model.sensitivity import ExposureLimit
from hdclient.model.suggestion import SuggestionPolicy
from hdclient.model.template import Layout


class CampaignPolicy(Value, frozen=True, kw_only=True):
    """What the campaign's owners have decided about the work."""

    prefetch_tasks: Annotated[
        int, Meta(ge=1, le=500, description="tasks kept on the trainer's computer for offline work")
    ] = 50
    lease_hours: Annotated[int, Meta(ge=1, le=24 * 30)] = 72
    lease_max_hours: Annotated[
        int,
        Meta(ge=0, le=24 * 90, description="a task is held for so long at most, however often it is renewed"),
    ] = 24 * 14
    overlap: Annotated[int, Meta(ge=1, le=50, description="answers wanted per task")] = 1
    accept_late: bool = True
    active_timeout_s: Annotated[
        int, Meta(ge=10, le=600, description="without input for this long, time counts as idle")
    ] = 60
    draft_versions: Annotated[
        int, Meta(ge=1, le=500, description="earlier states of a draft that are kept to go back to")
    ] = 20
    exposure: Annotated[
        tuple[ExposureLimit, ...],
        Meta(description="how much that can hurt one person looks at; everybody may lower it for themselves"),
    ] = ()
    suggestions: Annotated[
        SuggestionPolicy,
        Meta(
            description="when answers that a model proposes are seen; never of preferences or of what can hurt"
        ),
    ] = SuggestionPolicy.NONE

    @property
    def longest_hours(self) -> int:
        """For how long a task can be held at most: never shorter than one lease."""
        return max(self.lease_hours, self.lease_max_hours)


class Campaign(Value, frozen=True, kw_only=True):
    """One data-collection effort as its members see it."""

    id: str
    title: str
    summary: str = ""
    layout: Layout = Layout.COMPARE
    language: str = "en"
    guideline_version: Annotated[int, Meta(ge=0, description="0: there is none")] = 0
    policy: CampaignPolicy = CampaignPolicy()
    content_warning: str = ""
    tasks_total: Annotated[int, Meta(ge=0)] = 0
    tasks_remaining: Annotated[int, Meta(ge=0, description="tasks that this person could still be given")] = 0


class Guideline(Value, frozen=True, kw_only=True):
    """Versioned instructions in Markdown (the documentation dialect), with numbered rules."""

    campaign_id: str
    version: Annotated[int, Meta(ge=1)]
    title: str
    text: str
    changes: Annotated[str, Meta(description="Markdown: what changed since the version before")] = ""
