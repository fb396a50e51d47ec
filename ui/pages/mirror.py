"""A person's own numbers: what each means, with its n. No comparison with anybody, no score, no streak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from hdclient.model.quality import Mirror, MirrorQuestion
from hdclient.words import tr
from ui.components.axis_chart import ColumnChart, LineChart
from ui.components.chart_points import Columns
from ui.components.figure_tile import Told
from ui.components.labels import Label
from ui.pages import number_words as words
from ui.pages.numbers_page import EvenFlow, NumbersPage, two_columns

if TYPE_CHECKING:
    from hdclient.session.figures import FiguresDesk, FiguresView


class MirrorPage(NumbersPage):
    """Read by the person alone: the platform tells nobody else this page."""

    scope = "mirror"
    kind = "mirror"
    title = tr("My own numbers")
    empty_words = tr("They come from the platform, when you have submitted something and it can be reached.")

    def view(self, figures: FiguresDesk, campaign_id: str) -> FiguresView[Any]:
        return figures.mirror(campaign_id)

    def show_value(self, value: Mirror, column: QVBoxLayout) -> Iterator[None]:
        column.addWidget(Label(_PROMISE, tone="text2", wrap=True))
        yield from self.tiles(column, tr("Your work"), _work(value))
        for question in value.questions:
            if numbers := _question(question):
                yield from self.tiles(column, question.title or question.question_id, numbers)
        self.section(column, tr("Over time"))
        charts = two_columns()
        column.addWidget(charts)
        yield from self._put_charts(charts, value)

    def _put_charts(self, charts: EvenFlow, value: Mirror) -> Iterator[None]:
        days = ColumnChart(tr("Your answers by day"), Columns(tr("Day"), tr("Answers")))
        message = words.days_message(value.first_day, value.by_day)
        days.put(words.days_points(value.first_day, value.by_day), message)
        charts.add(self.card(tr("Answers by day"), days, message))
        spans = ColumnChart(tr("How long your answers took"), Columns(tr("Active time"), tr("Answers")))
        median = value.active.value
        message = (
            words.why_of(value.active)
            if median is None
            else tr("Half of them took less than {time}.", time=words.time(median))
        )
        spans.put(words.spans_points(value.spans), message)
        charts.add(self.card(tr("Active time of an answer"), spans, message))
        yield
        back = LineChart(
            tr("What came back, by week"),
            Columns(tr("Week from"), tr("Came back")),
            number=words.share,
            bounds=(0.0, 1.0),
        )
        points = [words.point(words.day(week.day), week.returned) for week in value.weeks]
        message = words.trend(points, tr("Nothing was submitted yet."))
        back.put(points, message)
        charts.add(self.card(tr("Came back, of what you submitted that week"), back, message))
        pace = LineChart(
            tr("Active time by week"),
            Columns(tr("Week from"), tr("Median")),
            number=words.minutes,
            unit=60_000.0,
        )
        points = [words.point(words.day(week.day), week.active, "time") for week in value.weeks]
        message = words.trend(points, tr("Nothing was submitted yet."))
        pace.put(points, message)
        charts.add(self.card(tr("Active time of an answer, by week"), pace, message))


_PROMISE = tr(
    "These numbers are about you alone, and for you. Nobody is ranked by them. Each says how many cases it is"
    " made of (n): from few cases not much follows, and the range says how far the number may be off."
)


def _work(value: Mirror) -> list[Told]:
    found = [
        Told(
            title=tr("Answers"),
            value=tr("{count:,}", count=value.answers),
            meaning=tr("What you have submitted in this campaign, without what you skipped."),
        ),
        words.told(
            tr("Accepted the first time"),
            value.first_pass,
            tr("Of what a reviewer has looked at, what the first review did not send back to you."),
        ),
        words.told(
            tr("Active time of an answer"),
            value.active,
            tr("The middle one: half of your answers took longer. The range holds the middle half."),
            "time",
        ),
        words.told(
            tr("Pace"),
            value.pace,
            tr("Answers that stand, for each hour in which you were active. Breaks are not counted."),
            "per_hour",
        ),
    ]
    if value.gold is not None:
        meaning = tr("Of hidden items with a known answer, those where yours was among the right ones.")
        found.append(words.told(tr("Known answers"), value.gold, meaning))
    return found


def _question(question: MirrorQuestion) -> list[Told]:
    """What can be said of this kind; texts have nothing to compare."""
    if not question.answers:
        return []
    found = []
    if question.kind not in ("text", "rewrite", "ranking"):
        others = tr(
            "How often another person gave the same answer to the same task. Experts may well differ."
        )
        twice = tr(
            "Some tasks come twice, at different times. This is how often you judged them the same way."
        )
        found = [
            words.told(tr("The same as others"), question.agreement, others),
            words.told(tr("The same as yourself"), question.repeats, twice),
        ]
    return [*found, *(_habits(question) if question.kind == "comparison" else [])]


def _habits(question: MirrorQuestion) -> list[Told]:
    """What may decide a preference without being meant to."""
    first = tr("How often the response that stood first won. Without a habit it is about one half.")
    longer = tr(
        "Above 0 you prefer the longer response more often, below 0 the shorter one."
        " Around 0, length does not decide."
    )
    return [
        words.told(tr("First shown is preferred"), question.first_shown, first),
        words.told(tr("Pull of length"), question.longer, longer, "number"),
    ]
