"""The numbers of one campaign, from the answers that stand: agreement by question, biases, people, pace, strengths.

Pure: the platform reads the answers, this file says what they show. `people` and `models` are for operations only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct, field

from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.template import Question
from hdclient.quality.agreement import Label, Level, krippendorff_alpha, percent_agreement
from hdclient.quality.duels import Duel, position_bias, preference_agreement
from hdclient.quality.effort import active_time, forecast_days, throughput
from hdclient.quality.figure import Figure, proportion, undefined
from hdclient.quality.health import balance
from hdclient.quality.labels import duels_of, label_of, level_of, ranking_of
from hdclient.quality.rankings import Ranking, mean_tau_b
from hdclient.quality.strengths import Strengths, bradley_terry

COMPARED_FROM = 30
"""Below so many answers a person is not compared with others."""


class Judged(Struct, frozen=True, kw_only=True):
    """One answer that stands: the newest revision, not skipped. `day`: days since 1970 by the platform's clock."""

    task_id: str
    person_id: str
    answers: dict[str, JsonValue]
    display_order: tuple[str, ...] = ()
    active_ms: int = 0
    returned: bool = False
    day: int = 0


class QuestionNumbers(Struct, frozen=True, kw_only=True):
    """`order` is of rankings, `alpha` and `balance` of labels, `winner` and `first_shown` of preferences."""

    question_id: str
    kind: str
    answers: int
    level: Level | None
    agreement: Figure
    alpha: Figure
    winner: Figure
    order: Figure
    first_shown: Figure
    balance: dict[str, Figure]


class PersonNumbers(Struct, frozen=True, kw_only=True):
    """`agreement`: the share of other people's labels of the same tasks that are this person's too; n: such pairs."""

    person_id: str
    answers: int
    active: Figure
    returned: Figure
    agreement: Figure


class CampaignNumbers(Struct, frozen=True, kw_only=True):
    """`by_day`: answers of each day from the first to the last, days without one included."""

    questions: tuple[QuestionNumbers, ...]
    people: tuple[PersonNumbers, ...]
    models: Strengths
    active: Figure
    pace: Figure
    forecast: Figure
    by_day: tuple[int, ...]


def campaign_numbers(
    questions: Sequence[Question],
    judged: Sequence[Judged],
    *,
    models: Mapping[str, Mapping[str, str]] | None = None,
    remaining: int = 0,
) -> CampaignNumbers:
    """`models`: by task, candidates' models. `remaining`: answers still wanted. What cannot be read counts nowhere."""
    by_day = _days(judged)
    standing = [one for one in judged if not one.returned]
    said = [_read(question, judged) for question in questions]
    return CampaignNumbers(
        questions=tuple(_numbers(*pair) for pair in zip(questions, said, strict=True)),
        people=_people(judged, said),
        models=bradley_terry(_between_models(said, models or {})),
        active=active_time([one.active_ms for one in judged]),
        pace=throughput(len(standing), sum(one.active_ms for one in judged)),
        forecast=forecast_days(remaining, by_day),
        by_day=by_day,
    )


class _Said(Struct):
    """What was said to one question, sorted for the figures."""

    answers: int = 0
    labels: defaultdict[str, dict[str, Label]] = field(default_factory=lambda: defaultdict(dict))
    rankings: defaultdict[str, list[Ranking]] = field(default_factory=lambda: defaultdict(list))
    duels: list[Duel] = field(default_factory=list)


def _read(question: Question, judged: Sequence[Judged]) -> _Said:
    said = _Said()
    for one in judged:
        value = one.answers.get(question.id)
        if value is None:
            continue
        said.answers += 1
        try:
            label = label_of(question, value, len(one.display_order))
            ranking = ranking_of(question, value)
            duels = duels_of(question, value, one.display_order, item=one.task_id, rater=one.person_id)
        except InvalidValue:  # it was another kind of question under this id once
            continue
        said.duels += duels
        if label is not None:
            said.labels[one.task_id][one.person_id] = label
        if ranking is not None:
            said.rankings[one.task_id].append(ranking)
    return said


def _numbers(question: Question, said: _Said) -> QuestionNumbers:
    items = list(said.labels.values())
    given = [label for item in items for label in item.values()]
    level = level_of(question, given)
    pairs = said.duels if question.kind == "comparison" else []
    return QuestionNumbers(
        question_id=question.id,
        kind=question.kind,
        answers=said.answers,
        level=level,
        agreement=percent_agreement(items),
        alpha=krippendorff_alpha(items, level or Level.NOMINAL),
        winner=preference_agreement(pairs),
        order=mean_tau_b(list(said.rankings.values())),
        first_shown=position_bias(pairs),
        balance={str(label): figure for label, figure in balance(given).items()},
    )


def _people(judged: Sequence[Judged], said: Sequence[_Said]) -> tuple[PersonNumbers, ...]:
    """Who has answered most stands first."""
    answers: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        answers[one.person_id].append(one)
    agreeing, pairs = Counter[str](), Counter[str]()
    for item in (item for one in said for item in one.labels.values()):
        for (who, mine), (other, theirs) in combinations(item.items(), 2):
            for person in (who, other):
                pairs[person] += 1
                agreeing[person] += mine == theirs
    return tuple(
        PersonNumbers(
            person_id=who,
            answers=len(given),
            active=active_time([one.active_ms for one in given]),
            returned=proportion(sum(one.returned for one in given), len(given)),
            agreement=proportion(agreeing[who], pairs[who])
            if len(given) >= COMPARED_FROM
            else undefined(f"People are compared from {COMPARED_FROM} answers on.", pairs[who]),
        )
        for who, given in sorted(answers.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    )


def _between_models(said: Sequence[_Said], models: Mapping[str, Mapping[str, str]]) -> list[Duel]:
    """Duels of candidates as duels of the models that wrote them; two answers of one model are none."""
    found = []
    for duel in (duel for one in said for duel in one.duels):
        wrote = models.get(duel.item, {})
        first, second = wrote.get(duel.first), wrote.get(duel.second)
        if first is not None and second is not None and first != second:
            found.append(Duel(first=first, second=second, score=duel.score, item=duel.item, rater=duel.rater))
    return found


def _days(judged: Sequence[Judged]) -> tuple[int, ...]:
    counts = Counter(one.day for one in judged if not one.returned)
    return tuple(counts[day] for day in range(min(counts), max(counts) + 1)) if counts else ()
