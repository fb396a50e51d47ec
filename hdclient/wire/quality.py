"""Quality numbers on the wire. Every figure has its n; one that is not defined says why."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hdclient.wire.base import Part, Reply

Count = Annotated[int, Field(ge=0)]


class FigureOut(Part):
    """`low` and `high` bound the interval, where there is one; `why` says why `value` is null."""

    value: float | None
    n: Count
    low: float | None = None
    high: float | None = None
    why: str = ""


class QuestionQuality(Part):
    """hdclient.quality.campaign.QuestionNumbers says what each figure is."""

    question_id: str
    kind: str
    answers: Count
    level: str | None
    agreement: FigureOut
    alpha: FigureOut
    winner: FigureOut
    order: FigureOut
    first_shown: FigureOut
    balance: dict[str, FigureOut]


class PersonQuality(Part):
    """One person of a campaign."""

    person_id: str
    answers: Count
    active: FigureOut
    returned: FigureOut
    agreement: FigureOut


class ModelQuality(Part):
    """One model, the strongest first."""

    model: str
    strength: FigureOut
    elo: float | None


class CampaignQuality(Reply):
    """GET /v1/campaigns/{id}/quality. `people` and `models` are null for reviewers, who judge without them."""

    campaign_id: str
    answers: Count
    questions: tuple[QuestionQuality, ...]
    active: FigureOut
    pace: FigureOut
    forecast: FigureOut
    by_day: tuple[Count, ...]
    people: tuple[PersonQuality, ...] | None
    models: tuple[ModelQuality, ...] | None
