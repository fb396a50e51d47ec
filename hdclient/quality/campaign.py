"""The numbers of one campaign, from the answers that stand: agreement by question, biases, people, pace, strengths.

Pure: the platform reads the answers, this file says what they show. `people` and `models` are for operations only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from hdclient.model.base import JsonValue
from hdclient.model.quality import (
    CampaignNumbers,
    Figure,
    ModelNumbers,
    PersonNumbers,
    QuestionNumbers,
    ReviewNumbers,
    SpendNumbers,
    WinRate,
)
from hdclient.model.template import Question
from hdclient.quality.agreement import Label, Level, fleiss_kappa, krippendorff_alpha, percent_agreement
from hdclient.quality.duels import Duel, length_bias, position_bias, preference_agreement, win_rates
from hdclient.quality.effort import active_time, forecast_days, throughput
from hdclient.quality.figure import proportion, undefined
from hdclient.quality.golden import Accepted, by_item, of_person
from hdclient.quality.grading import Grades
from hdclient.quality.health import balance
from hdclient.quality.labels import criteria_of
from hdclient.quality.overlaps import overlap
from hdclient.quality.people import dawid_skene
from hdclient.quality.rankings import mean_tau_b, mean_w
from hdclient.quality.said import Judged, Lengths, Said, headline, read
from hdclient.quality.strengths import bradley_terry
from hdclient.quality.trends import days, disagreements, spans, weeks
from hdclient.words import marked

__all__ = ["COMPARED_FROM", "LIKELY_ITEMS", "Judged", "campaign_numbers"]

COMPARED_FROM = 30
"""Below so many answers a person is not compared with others."""
LIKELY_ITEMS = 300
"""Who is likely right is learnt from so many of the newest items that several people judged."""
_TOO_FEW = marked("People are compared from 30 answers on.")


def campaign_numbers(
    questions: Sequence[Question],
    judged: Sequence[Judged],
    *,
    models: Mapping[str, Mapping[str, str]] | None = None,
    lengths: Lengths | None = None,
    gold: Accepted | None = None,
    grades: Grades = (),
    remaining: int = 0,
    reviews: ReviewNumbers | None = None,
    spend: SpendNumbers | None = None,
) -> CampaignNumbers:
    """`models`: by task, candidates' models. `remaining`: answers still wanted. What cannot be read counts nowhere."""
    first_day, by_day = days(judged)
    standing = [one for one in judged if not one.returned]
    said = [read(question, judged, lengths) for question in questions]
    shown = [one for each in said for one in (each, *_rows(each, judged, lengths))]
    duels = _between_models(said, models or {})
    return CampaignNumbers(
        questions=tuple(_numbers(one) for one in shown),
        answers=len(judged),
        remaining=remaining,
        active=active_time([one.active_ms for one in judged]),
        spans=spans(judged),
        pace=throughput(len(standing), sum(one.active_ms for one in judged)),
        forecast=forecast_days(remaining, by_day),
        first_day=first_day,
        by_day=by_day,
        weeks=weeks(judged, headline(said)),
        disagreements=disagreements(said),
        gold=by_item(said, gold or {}, grades),
        reviews=reviews,
        spend=spend,
        people=_people(judged, said, of_person(said, gold or {}, grades)),
        models=_models(duels),
        wins=tuple(
            WinRate(first=first, second=second, rate=rate)
            for (first, second), rate in sorted(win_rates(duels).items())
        ),
    )


def _rows(whole: Said, judged: Sequence[Judged], lengths: Lengths | None) -> list[Said]:
    """A comparison's criteria, each with numbers of its own. They are about the same preference: nothing else counts
    them.
    """
    question, found = whole.question, []
    for name, title in criteria_of(question).items():
        row = question.changed(
            id=f"{question.id}/{name}", title=f"{question.title or question.id}: {title or name}"
        )
        found.append(read(question, judged, lengths, criterion=name))
        found[-1].question = row
    return found


def _numbers(said: Said) -> QuestionNumbers:
    items, level = said.items(), said.level
    same = level is not Level.INTERVAL
    pairs = said.duels if said.question.kind == "comparison" else []
    rankings = [list(one.values()) for one in said.rankings.values()]
    return QuestionNumbers(
        question_id=said.question.id,
        title=said.question.title,
        kind=said.question.kind,
        answers=said.answers,
        level=level,
        agreement=percent_agreement(items) if same else undefined(_DISTANCES),
        alpha=krippendorff_alpha(items, level or Level.NOMINAL),
        kappa=fleiss_kappa(items) if same else undefined(_DISTANCES),
        overlap=overlap(said.marks.values()) if said.question.kind == "spans" else None,
        winner=preference_agreement(pairs),
        order=mean_tau_b(rankings),
        concordance=mean_w(rankings),
        first_shown=position_bias(pairs),
        longer=length_bias(pairs),
        balance={str(label): figure for label, figure in balance(said.given()).items()} if same else {},
        names=names_of(said.question.options),
    )


_DISTANCES = marked(
    "On a scale of distances hardly any two are the same: Krippendorff's alpha weighs how far apart."
)


def names_of(options: Mapping[str, JsonValue]) -> dict[str, str]:
    """The labels of a choice or a scale in its author's words, as far as the template has any."""
    found = {}
    for name, key in (("options", "id"), ("points", "value")):
        listed = options.get(name)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and key in one and isinstance(one.get("label"), str) and one["label"]:
                found[str(one[key])] = str(one["label"])
    return found


def _people(
    judged: Sequence[Judged], said: Sequence[Said], right: Mapping[str, Figure]
) -> tuple[PersonNumbers, ...]:
    """Who has answered most stands first."""
    answers: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        answers[one.person_id].append(one)
    agreeing, pairs = pairs_of_people(said)
    likely = _likely(headline(said))
    found = []
    for who, given in sorted(answers.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        times = [one.active_ms for one in given]
        few = len(given) < COMPARED_FROM
        found.append(
            PersonNumbers(
                person_id=who,
                answers=len(given),
                active=active_time(times),
                pace=throughput(sum(not one.returned for one in given), sum(times)),
                returned=proportion(sum(one.returned for one in given), len(given)),
                agreement=undefined(_TOO_FEW, pairs[who]) if few else proportion(agreeing[who], pairs[who]),
                likely=undefined(_TOO_FEW) if few else likely.get(who, undefined(_NOT_LEARNT)),
                gold=right.get(who, proportion(0, 0)),
            )
        )
    return tuple(found)


_NOT_LEARNT = marked("None of the newest items that several people judged has a label of this person.")


def pairs_of_people(said: Sequence[Said]) -> tuple[Counter[str], Counter[str]]:
    """By person: labels of others for the same items that are the same as theirs, and all of them."""
    agreeing, pairs = Counter[str](), Counter[str]()
    for item in (item for one in said if one.level is not Level.INTERVAL for item in one.items()):
        if len(item) < 2:
            continue
        for (who, mine), (other, theirs) in combinations(item.items(), 2):
            same = mine == theirs
            pairs[who] += 1
            pairs[other] += 1
            agreeing[who] += same
            agreeing[other] += same
    return agreeing, pairs


def _likely(said: Said | None) -> Mapping[str, Figure]:
    """Of everybody, how often what they said is likely true: of the newest items, so that it stays quick."""
    if said is None:
        return {}
    several: list[dict[str, Label]] = [item for item in said.labels.values() if len(item) >= 2]
    return dawid_skene(several[-LIKELY_ITEMS:], steps=50, close=1e-4).accuracy


def _models(duels: Sequence[Duel]) -> tuple[ModelNumbers, ...]:
    found = bradley_terry(duels)
    return tuple(
        ModelNumbers(model=name, strength=figure, elo=found.elo(name))
        for name, figure in found.figures.items()
    )


def _between_models(said: Sequence[Said], models: Mapping[str, Mapping[str, str]]) -> list[Duel]:
    """Duels of candidates as duels of the models that wrote them; two answers of one model are none."""
    found = []
    for duel in (duel for one in said for duel in one.duels):
        wrote = models.get(duel.item, {})
        first, second = wrote.get(duel.first), wrote.get(duel.second)
        if first is not None and second is not None and first != second:
            found.append(Duel(first=first, second=second, score=duel.score, item=duel.item, rater=duel.rater))
    return found
