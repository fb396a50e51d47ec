"""The numbers of a campaign and of one person, as the platform tells them and screens show them.

Definitions are in hdclient/quality. Days count from 1970 by the platform's clock; times are milliseconds.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.base import Value

ACTIVE_EDGES_MS = (15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000)
"""Upper bounds of the bins of `spans`; the last bin has none."""

Count = Annotated[int, Meta(ge=0)]


class Figure(Value, frozen=True, kw_only=True):
    """`value` is None when it is not defined; `why` is then a whole sentence. `low` and `high` bound the interval.

    `n` counts what the definition of the figure counts (items, pairs, tasks): its function says which.
    """

    value: float | None
    n: Annotated[int, Meta(ge=0)]
    low: float | None = None
    high: float | None = None
    why: str = ""


class QuestionNumbers(Value, frozen=True, kw_only=True):
    """`order` and `concordance` are of rankings, `alpha`, `kappa` and `balance` of labels, `overlap` of marked words,
    the rest of preferences. Where answers have parts (rubrics, checklists, steps), n counts parts of tasks.

    `first_shown`: how often the first response won; `longer`: how much length decides. `names`: labels in words.
    """

    question_id: str
    title: str = ""
    kind: str
    answers: Count
    level: str | None
    agreement: Figure
    alpha: Figure
    kappa: Figure
    winner: Figure
    order: Figure
    concordance: Figure
    first_shown: Figure
    longer: Figure
    overlap: Figure | None = None
    balance: dict[str, Figure]
    names: dict[str, str] = {}


class PersonNumbers(Value, frozen=True, kw_only=True):
    """`agreement`: the share of other people's labels of the same tasks that are this person's too; n: such pairs.

    `likely`: how often what this person says is what all together make likely (Dawid and Skene), of the newest items.
    """

    person_id: str
    name: str = ""
    answers: Count
    active: Figure
    pace: Figure
    returned: Figure
    agreement: Figure
    likely: Figure
    gold: Figure


class ModelNumbers(Value, frozen=True, kw_only=True):
    """One model's strength (Bradley and Terry), and the same on Elo's scale."""

    model: str
    strength: Figure
    elo: float | None


class WinRate(Value, frozen=True, kw_only=True):
    """How often `first` won against `second`, ties as halves."""

    first: str
    second: str
    rate: Figure


class Week(Value, frozen=True, kw_only=True):
    """What came in from Monday `day` on. `drift`: how far the labels are from those of the week before, 0 to 1."""

    day: int
    answers: Count
    active: Figure
    returned: Figure
    agreement: Figure
    drift: Figure


class Disagreement(Value, frozen=True, kw_only=True):
    """One item on which people differ. `spread`: 0 all the same, 1 as if by chance, above: worse than that."""

    task_id: str
    question_id: str
    answers: Count
    spread: float
    excerpt: str = ""


class GoldItem(Value, frozen=True, kw_only=True):
    """How an item with a known answer fares. Failed by many, it is the gold that is to be looked at."""

    task_id: str
    question_id: str
    right: Figure
    excerpt: str = ""


class ReviewerNumbers(Value, frozen=True, kw_only=True):
    """One reviewer: how many decisions, how long work waited for them, how much they sent back. `overturned`: of their
    contested decisions that somebody else has judged, those that fell; None: none was contested."""

    reviewer: str
    reviews: Count
    turnaround: Figure
    returned: Figure
    contested: Count = 0
    overturned: Figure | None = None


class ReviewNumbers(Value, frozen=True, kw_only=True):
    """`turnaround`: from when work came in to the decision. `waiting`: how much has none yet; `oldest_ms`: its age."""

    decisions: dict[str, Figure] = {}
    turnaround: Figure
    waiting: Count = 0
    oldest_ms: int | None = None
    reviewers: tuple[ReviewerNumbers, ...] | None = None


class Pay(Value, frozen=True, kw_only=True):
    """What work costs, and how much may be spent: for operations only. Amounts are minor units (cents)."""

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217")]
    rate: Annotated[int, Meta(ge=0, le=10**9, description="for one answer, or for one hour of active work")]
    per: Literal["answer", "hour"] = "answer"
    budget: Annotated[int, Meta(ge=0, le=10**15)] | None = None


class SpendNumbers(Value, frozen=True, kw_only=True):
    """What was spent, in minor units of `currency`. Shares are of the total; None while nothing was spent."""

    currency: str
    rate: int
    per: str
    total: int
    accepted: Count
    per_accepted: int | None = None
    overlap_share: float | None = None
    rework_share: float | None = None
    budget: int | None = None
    left: int | None = None
    by_day: tuple[int, ...] = ()


class CampaignNumbers(Value, frozen=True, kw_only=True):
    """`by_day`: answers of each day from `first_day` to the last, days without one included.

    `people`, `models` and `wins` are None for reviewers, who judge without them; `spend` is None without a rate.
    """

    questions: tuple[QuestionNumbers, ...]
    answers: Count = 0
    remaining: Count = 0
    active: Figure
    spans: tuple[int, ...] = ()
    pace: Figure
    forecast: Figure
    first_day: int = 0
    by_day: tuple[int, ...] = ()
    weeks: tuple[Week, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    gold: tuple[GoldItem, ...] = ()
    reviews: ReviewNumbers | None = None
    spend: SpendNumbers | None = None
    people: tuple[PersonNumbers, ...] | None = None
    models: tuple[ModelNumbers, ...] | None = None
    wins: tuple[WinRate, ...] | None = None


class MirrorQuestion(Value, frozen=True, kw_only=True):
    """One person's answers to one question. `repeats`: what was judged twice, judged the same way both times."""

    question_id: str
    title: str = ""
    kind: str
    answers: Count
    agreement: Figure
    first_shown: Figure
    longer: Figure
    repeats: Figure


class Mirror(Value, frozen=True, kw_only=True):
    """One person's own numbers in one campaign. `first_pass`: of what was reviewed, what was accepted the first time.

    `gold` is None where the campaign does not tell.
    """

    answers: Count = 0
    active: Figure
    spans: tuple[int, ...] = ()
    pace: Figure
    first_pass: Figure
    gold: Figure | None = None
    first_day: int = 0
    by_day: tuple[int, ...] = ()
    weeks: tuple[Week, ...] = ()
    questions: tuple[MirrorQuestion, ...] = ()
