"""A campaign's numbers, for those who review and run it: what they are, how they move, and where people differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from hdclient.model.quality import CampaignNumbers, ReviewNumbers, SpendNumbers
from hdclient.words import tr, trn
from ui.components.figure_tile import Told
from ui.pages import campaign_charts as charts
from ui.pages import number_words as words
from ui.pages.numbers_page import NumbersPage, two_columns

if TYPE_CHECKING:
    from hdclient.session.figures import FiguresDesk, FiguresView


class CampaignNumbersPage(NumbersPage):
    """An item on which people differ is opened to be settled: a point of its chart."""

    scope = "campaign"
    kind = "quality"
    title = tr("Numbers of the campaign")
    empty_words = tr("They come from the platform, when something was submitted and it can be reached.")

    def view(self, figures: FiguresDesk, campaign_id: str) -> FiguresView[Any]:
        return figures.campaign(campaign_id)

    def show_value(self, value: CampaignNumbers, column: QVBoxLayout) -> Iterator[None]:
        yield from self.tiles(column, tr("Now"), _now(value))
        weeks = value.weeks
        yield from self._group(
            column,
            tr("Over time"),
            charts.done(value),
            charts.days(value),
            charts.spent(value),
            charts.spans(value),
            charts.week(weeks, tr("Agreement, by week"), "agreement"),
            charts.week(weeks, tr("Sent back, by week"), "returned"),
            charts.week(weeks, tr("Active time, by week"), "active", words_="time"),
            charts.week(weeks, tr("Drift of the answers, by week"), "drift"),
        )
        titles = {one.question_id: one.title for one in value.questions}
        yield from self._group(
            column,
            tr("Where people differ"),
            charts.disagreements(value.disagreements, titles),
            charts.gold(value.gold),
            wide=True,
        )
        yield from self._group(column, tr("Questions"), *_questions(value))
        if value.reviews is not None:
            yield from self._group(
                column,
                tr("Reviews"),
                charts.decisions(value.reviews),
                charts.reviewers(value.reviews),
                charts.contested(value.reviews),
            )
        yield from self._group(column, tr("People"), *_people(value))
        yield from self._group(column, tr("Models"), charts.models(value), charts.wins(value))

    def _group(
        self, column: QVBoxLayout, name: str, *made: charts.Made | None, wide: bool = False
    ) -> Iterator[None]:
        """Charts under a title, two in a step; nothing where none of them has anything to show."""
        there = [one for one in made if one is not None]
        if not there:
            return
        self.section(column, name)
        holder = two_columns()
        column.addWidget(holder)
        for number, (title, chart, message) in enumerate(there, 1):
            chart.point_opened.connect(self.settle_requested)
            holder.add(self.card(title, chart, message), wide=wide)
            if number % 2 == 0 or number == len(there):
                yield


def _now(value: CampaignNumbers) -> list[Told]:
    headline = next((one for one in value.questions if one.level is not None), None)
    found = [
        Told(
            title=tr("Answers"),
            value=tr("{count:,}", count=value.answers),
            n=trn("{count:,} is still wanted", "{count:,} are still wanted", value.remaining),
            meaning=tr("The newest revision of each, without what was skipped."),
        )
    ]
    if headline is not None:
        meaning = tr(
            "Krippendorff's alpha of “{question}”: 1 is perfect, 0 is what chance alone would give.",
            question=headline.title or headline.question_id,
        )
        found.append(words.told(tr("Agreement beyond chance"), headline.alpha, meaning, "number"))
    found.append(
        words.told(
            tr("Until all is answered"),
            value.forecast,
            tr("At the pace of the days so far; in 8 of 10 cases within the range. n counts days."),
            "days",
        )
    )
    found.append(
        words.told(tr("Pace"), value.pace, tr("Answers that stand, for an hour of active work."), "per_hour")
    )
    if value.spend is not None:
        found.append(_spend(value.spend))
    if value.reviews is not None:
        found += _reviews(value.reviews)
    return found


def _reviews(reviews: ReviewNumbers) -> list[Told]:
    oldest = (
        ""
        if reviews.oldest_ms is None
        else tr("The oldest since {time}.", time=words.time(reviews.oldest_ms))
    )
    found = [
        Told(
            title=tr("Waits for review"),
            value=tr("{count:,}", count=reviews.waiting),
            meaning=" ".join(part for part in (tr("What is in the reviewers' queue."), oldest) if part),
        ),
        words.told(
            tr("Until a review"),
            reviews.turnaround,
            tr("From when work came in to the decision: the middle one, and the middle half."),
            "time",
        ),
    ]
    returned = reviews.decisions.get("return")
    if returned is not None:
        found.append(words.told(tr("Sent back"), returned, tr("Of all decisions of reviewers.")))
    return found


def _spend(spend: SpendNumbers) -> Told:
    parts = []
    if spend.per_accepted is not None:
        each = words.money(spend.per_accepted, spend.currency)
        parts.append(tr("{amount} for each answer that stands.", amount=each))
    if spend.overlap_share is not None:
        parts.append(tr("{share} went into second opinions.", share=words.share(spend.overlap_share)))
    if spend.rework_share:
        parts.append(tr("{share} went into rework.", share=words.share(spend.rework_share)))
    beside = ""
    if spend.left is not None:
        left = words.money(abs(spend.left), spend.currency)
        beside = tr("{amount} left", amount=left) if spend.left >= 0 else tr("{amount} over", amount=left)
    return Told(
        title=tr("Spent"),
        value=words.money(spend.total, spend.currency),
        range_text=beside,
        n=tr("n = {count:,}", count=spend.accepted),
        meaning=" ".join(parts),
    )


_MEASURES: tuple[tuple[str, str, str, str, float | None], ...] = (
    (
        tr("The same answer"),
        "agreement",
        tr("The share of pairs of people who gave the same answer to the same item."),
        "share",
        None,
    ),
    (
        tr("Krippendorff's alpha"),
        "alpha",
        tr(
            "Agreement beyond chance, whoever judged what. From 0.67 on, careful conclusions; from 0.8 on, firm."
        ),
        "number",
        0.67,
    ),
    (
        tr("Fleiss' kappa"),
        "kappa",
        tr("The same for items that were judged by equally many people."),
        "number",
        None,
    ),
    (
        tr("The same words marked"),
        "overlap",
        tr("Of what two people have marked, the share that both have marked as the same."),
        "share",
        None,
    ),
    (tr("The same winner"), "winner", tr("Of pairs of people who both name a winner."), "share", None),
    (
        tr("The same order"),
        "order",
        tr("Kendall's tau-b, the mean of all pairs of people."),
        "number",
        None,
    ),
    (
        tr("Concordance"),
        "concordance",
        tr("Kendall's W, of tasks that three or more have ranked."),
        "number",
        None,
    ),
    (
        tr("First shown is preferred"),
        "first_shown",
        tr("How often the response that stood first won; without a habit about one half."),
        "share",
        0.5,
    ),
    (
        tr("Pull of length"),
        "longer",
        tr("Above 0 longer responses win more often, below 0 shorter ones."),
        "number",
        0.0,
    ),
)
"""Title, field, meaning, how it is written, a value to compare with."""


def _questions(value: CampaignNumbers) -> list[charts.Made | None]:
    asked = value.questions
    measures = [
        charts.questions(asked, title, name, meaning, words_=written, reference=reference)
        for title, name, meaning, written, reference in _MEASURES
    ]
    return [*measures, *(charts.balance(one) for one in asked)]


def _people(value: CampaignNumbers) -> list[charts.Made | None]:
    found = value.people or ()
    careful = tr(
        "Below 30 answers nobody is compared. The range is wide where there are few: decide nothing by it."
    )
    return [
        charts.people(found, tr("The same as others"), "agreement", careful),
        charts.people(
            found,
            tr("Likely right"),
            "likely",
            tr(
                "How often a person says what all together make likely (Dawid and Skene), of the newest items."
            ),
        ),
        charts.people(found, tr("Sent back, by person"), "returned", tr("Of what the person has submitted.")),
    ]
