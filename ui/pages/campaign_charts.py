"""Charts of a campaign's numbers: each function makes one of the values, with its message; None: nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from hdclient.model.quality import (
    CampaignNumbers,
    Disagreement,
    Figure,
    GoldItem,
    PersonNumbers,
    QuestionNumbers,
    ReviewNumbers,
    Week,
)
from hdclient.words import tr, trn
from ui.components.axis_chart import ColumnChart, LineChart
from ui.components.chart import Chart
from ui.components.chart_points import Columns, Point
from ui.components.matrix_chart import MatrixChart
from ui.components.row_chart import RowChart
from ui.pages import number_words as words

Made = tuple[str, Chart, str]
"""Title, chart, message."""

MOST_ROWS = 20
COMPARED_FROM = 30
"""Below so many answers a person is drawn hollow."""
GOLD_DOUBTED = 0.6
"""Known answers that more than 40 % fail are probably wrong themselves."""
_WEEK = tr("Week from")


def days(numbers: CampaignNumbers) -> Made:
    """How many answers came on each day."""
    chart = ColumnChart(tr("Answers by day"), Columns(tr("Day"), tr("Answers")))
    message = words.days_message(numbers.first_day, numbers.by_day)
    chart.put(words.days_points(numbers.first_day, numbers.by_day), message)
    return tr("Answers by day"), chart, message


def done(numbers: CampaignNumbers) -> Made:
    """How far it is: all answers so far, against what is wanted."""
    chart = LineChart(tr("Answers in all"), Columns(tr("Day"), tr("Answers in all")))
    whole = list(accumulate(numbers.by_day))
    points = [
        Point(
            label=words.day(numbers.first_day + at),
            value=count,
            text=trn("{count} answer", "{count} answers", count),
        )
        for at, count in enumerate(whole)
    ]
    wanted = (whole[-1] if whole else 0) + numbers.remaining
    message = tr("{count:,} of {wanted:,} answers are in.", count=whole[-1] if whole else 0, wanted=wanted)
    if numbers.forecast.value is not None and numbers.remaining:
        rest = words.in_days(numbers.forecast.value)
        message += " " + tr("At this pace the rest takes {time}.", time=rest)
    chart.put(points, message, reference=(wanted, tr("Wanted: {count:,}", count=wanted)) if whole else None)
    return tr("How far it is"), chart, message


def spans(numbers: CampaignNumbers) -> Made:
    """How long answers took."""
    chart = ColumnChart(tr("Active time of an answer"), Columns(tr("Active time"), tr("Answers")))
    median = numbers.active.value
    message = (
        words.why_of(numbers.active)
        if median is None
        else tr("Half of them took less than {time}.", time=words.time(median))
    )
    chart.put(words.spans_points(numbers.spans), message)
    return tr("Active time of an answer"), chart, message


def spent(numbers: CampaignNumbers) -> Made | None:
    """What was spent by the end of each day, against the budget."""
    spend = numbers.spend
    if spend is None or not spend.by_day:
        return None
    digits = 10 ** (0 if words.money(100, spend.currency).startswith("100") else 2)
    chart = LineChart(tr("Spent so far"), Columns(tr("Day"), spend.currency))
    first = numbers.first_day + len(numbers.by_day) - len(spend.by_day)
    points = [
        Point(label=words.day(first + at), value=sum_ / digits, text=words.money(sum_, spend.currency))
        for at, sum_ in enumerate(spend.by_day)
    ]
    total = words.money(spend.total, spend.currency)
    message = tr("{total} so far.", total=total)
    reference = None
    if spend.budget is not None:
        budget = words.money(spend.budget, spend.currency)
        message = tr("{total} of {budget} are spent.", total=total, budget=budget)
        reference = (spend.budget / digits, tr("Budget: {budget}", budget=budget))
    chart.put(points, message, reference=reference)
    return tr("Spend against budget"), chart, message


def week(weeks: Sequence[Week], title: str, name: str, *, words_: str = "share") -> Made:
    """One number of each week: `name` is its field."""
    bounds = (0.0, 1.0) if words_ == "share" else None
    form, unit = (words.share, 1.0) if words_ == "share" else (words.minutes, 60_000.0)
    chart = LineChart(title, Columns(_WEEK, title), number=form, bounds=bounds, unit=unit)
    points = [words.point(words.day(one.day), getattr(one, name), words_) for one in weeks]
    message = words.trend(points, tr("Nothing is known of it yet."))
    chart.put(points, message)
    return title, chart, message


def questions(
    asked: Sequence[QuestionNumbers],
    title: str,
    name: str,
    meaning: str,
    *,
    words_: str = "number",
    reference: float | None = None,
) -> Made | None:
    """One number of every question that has it: `name` is its field."""
    figures = [(one.title or one.question_id, getattr(one, name)) for one in asked]
    points = [words.point(label, figure, words_) for label, figure in figures if figure is not None]
    if not any(one.value is not None for one in points):
        return None
    known = [part for one in points for part in (one.value, one.low, one.high) if part is not None]
    bounds = (min(0.0, *known), max(1.0, *known))
    chart = RowChart(title, Columns(tr("Question"), title), bounds=bounds)
    chart.put(points, meaning, reference=reference)
    return title, chart, meaning


def balance(asked: QuestionNumbers) -> Made | None:
    """How often each answer was given."""
    if not asked.balance:
        return None
    title = tr("Answers to: {question}", question=asked.title or asked.question_id)
    chart = RowChart(title, Columns(tr("Answer"), tr("Share")), bars=True)
    ordered = sorted(asked.balance.items(), key=_label_order)[:MOST_ROWS]
    points = [words.point(_label_words(asked, label), figure) for label, figure in ordered]
    label, most = max(asked.balance.items(), key=lambda one: one[1].value or 0.0)
    message = tr(
        "Most often: {label}, {share}.",
        label=_label_words(asked, label),
        share=words.share(most.value or 0.0),
    )
    if asked.kind == "comparison":
        message += " " + tr("First and second are as the task gives them, in whatever order people saw them.")
    chart.put(points, message)
    return title, chart, message


def _label_words(asked: QuestionNumbers, label: str) -> str:
    """A label as its author named it; of a preference, which side (in the task's order) and how strongly."""
    if asked.kind == "comparison" and label.lstrip("-").isdecimal():
        strength = int(label)
        if not strength:
            return tr("About equal")
        if strength < 0:
            return tr("The task’s first, by {strength}", strength=-strength)
        return tr("The task’s second, by {strength}", strength=strength)
    return asked.names.get(label, label)


def _label_order(one: tuple[str, Figure]) -> tuple[float, float, str]:
    """Numbers by size, names by how often they were given."""
    label, figure = one
    try:
        return (float(label), 0.0, label)
    except ValueError:
        return (float("inf"), -(figure.value or 0.0), label)


def disagreements(found: Sequence[Disagreement], titles: dict[str, str]) -> Made | None:
    """On which items people differ most."""
    if not found:
        return None
    title = tr("Items on which people differ most")
    chart = RowChart(title, Columns(tr("Item"), tr("Difference")), bars=True, bounds=None)
    points = [
        Point(
            label=one.excerpt or one.task_id,
            value=one.spread,
            text=tr("{number}  ·  {question}", number=words.number(one.spread), question=_title(one, titles)),
            n=one.answers,
            id=one.task_id,
        )
        for one in found[:MOST_ROWS]
    ]
    message = tr(
        "0: all the same. 1: as far apart as answers picked at random. Enter opens the item to settle it."
    )
    chart.put(points, message, reference=1.0)
    return title, chart, message


def _title(one: Disagreement | GoldItem, titles: dict[str, str]) -> str:
    return titles.get(one.question_id, one.question_id)


def gold(items: Sequence[GoldItem]) -> Made | None:
    """How items with a known answer fare."""
    if not items:
        return None
    title = tr("Items with a known answer")
    chart = RowChart(title, Columns(tr("Item"), tr("Right")))
    chart_points = [
        words.point(one.excerpt or one.task_id, one.right, id=one.task_id) for one in items[:MOST_ROWS]
    ]
    doubted = sum((one.right.value or 0.0) < GOLD_DOUBTED for one in items)
    message = (
        trn(
            "{count} item is failed by more than 40 %: look whether its known answer is right.",
            "{count} items are failed by more than 40 %: look whether their known answers are right.",
            doubted,
        )
        if doubted
        else tr("None is failed by more than 40 %.")
    )
    chart.put(chart_points, message, reference=GOLD_DOUBTED)
    return title, chart, message


DECISIONS = {
    "accept": tr("Accepted"),
    "accept_with_edits": tr("Accepted with edits"),
    "return": tr("Sent back"),
    "escalate": tr("Escalated"),
}


def decisions(reviews: ReviewNumbers) -> Made | None:
    """What reviewers decided."""
    if not reviews.decisions:
        return None
    title = tr("What reviewers decided")
    chart = RowChart(title, Columns(tr("Decision"), tr("Share")), bars=True)
    points = [words.point(DECISIONS.get(name, name), one) for name, one in reviews.decisions.items()]
    message = tr("Most often: {label}, {share}.", label=points[0].label, share=points[0].text)
    chart.put(points, message)
    return title, chart, message


def reviewers(reviews: ReviewNumbers) -> Made | None:
    """How long work waited for each reviewer."""
    if not reviews.reviewers:
        return None
    title = tr("How long work waited for a decision")
    chart = RowChart(title, Columns(tr("Reviewer"), tr("Median")), bounds=None)
    points = [words.point(one.reviewer, one.turnaround, "time") for one in reviews.reviewers[:MOST_ROWS]]
    message = tr("The middle one, and the middle half. Reviewers have other names here than elsewhere.")
    chart.put(points, message)
    return title, chart, message


def contested(reviews: ReviewNumbers) -> Made | None:
    """How contested decisions ended, for each reviewer who made them."""
    found = [(one, one.overturned) for one in reviews.reviewers or () if one.overturned is not None]
    if not found:
        return None
    title = tr("Contested decisions that fell")
    chart = RowChart(title, Columns(tr("Reviewer"), tr("Overturned")))
    points = [
        words.point(
            trn("{name}: {count} contested", "{name}: {count} contested", one.contested, name=one.reviewer),
            fell,
        )
        for one, fell in found[:MOST_ROWS]
    ]
    message = tr(
        "Of decisions that a trainer contested and a second reviewer judged without knowing them. From few cases not"
        " much follows."
    )
    chart.put(points, message)
    return title, chart, message


def people(found: Sequence[PersonNumbers], title: str, name: str, meaning: str) -> Made | None:
    """One number of everybody who has answered: `name` is its field."""
    if not found:
        return None
    chart = RowChart(title, Columns(tr("Person"), title))
    points = [
        words.point(one.name or one.person_id, getattr(one, name), few=COMPARED_FROM)
        for one in found[:MOST_ROWS]
    ]
    chart.put(points, meaning)
    return title, chart, meaning


def models(numbers: CampaignNumbers) -> Made | None:
    """How strong each model is."""
    if not numbers.models:
        return None
    title = tr("Strength of models")
    chart = RowChart(title, Columns(tr("Model"), tr("Strength")), bounds=None)
    points = [words.point(one.model, one.strength, "number") for one in numbers.models]
    message = tr(
        "By who was preferred to whom (Bradley and Terry); the mean is 0. {model} is strongest.",
        model=numbers.models[0].model,
    )
    chart.put(points, message, reference=0.0)
    return title, chart, message


def wins(numbers: CampaignNumbers) -> Made | None:
    """How often each model won against each other."""
    if not numbers.wins or not numbers.models:
        return None
    title = tr("Who wins against whom")
    rates = {(one.first, one.second): one.rate for one in numbers.wins}
    names = [one.model for one in numbers.models]
    never = Figure(value=None, n=0, why=tr("They have never met."))
    points = [
        words.point(
            tr("{first} against {second}", first=first, second=second), rates.get((first, second), never)
        )
        for first in names
        for second in names
    ]
    chart = MatrixChart(title, Columns(tr("Models"), tr("Won")))
    message = tr("The row's share of wins against the column, ties as halves. Grey: fewer than 10 meetings.")
    chart.put_matrix(names, points, message)
    return title, chart, message
