"""Numbers of hdclient.quality in words and as points of charts: shares, times, money, days. For display only."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale

from hdclient.model.quality import ACTIVE_EDGES_MS, Figure
from hdclient.words import tr, translated, trn
from ui.components.chart_points import Point
from ui.components.figure_tile import Told

FEW = 10
"""Below so many, not much follows from a share: it is drawn hollow."""
_EPOCH = date(1970, 1, 1)


def share(value: float) -> str:
    """ "71 %"."""
    return tr("{share:.0f} %", share=value * 100)


def number(value: float) -> str:
    """ "0.71"."""
    return tr("{number:.2f}", number=value)


def time(milliseconds: float) -> str:
    """ "45 s", "2 min 10 s", "1 h 5 min"."""
    seconds = round(milliseconds / 1000)
    if seconds < 60:
        return tr("{seconds} s", seconds=seconds)
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return trn("{count} day", "{count} days", round(hours / 24))


def minutes(milliseconds: float) -> str:
    """At an axis: "2 min", "0.5 min"."""
    return tr("{minutes:g} min", minutes=round(milliseconds / 60_000, 2))


def per_hour(value: float) -> str:
    """ "12.5 an hour"."""
    return tr("{number:.1f} an hour", number=value)


def in_days(value: float) -> str:
    """ "3 days", "less than a day"."""
    if value < 1:
        return tr("less than a day")
    return trn("{count} day", "{count} days", round(value))


def money(minor: int, currency: str) -> str:
    """ "12.50 EUR": minor units are hundredths, but for currencies without any."""
    digits = 0 if currency in ("JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF") else 2
    amount = QLocale().toString(minor / 10**digits, "f", digits)
    return tr("{amount} {currency}", amount=amount, currency=currency)


def day(number: int) -> str:
    """A day since 1970: "9 Nov"."""
    at = _EPOCH + timedelta(days=number)
    return QLocale().toString(QDate(at.year, at.month, at.day), tr("d MMM"))


def range_of(figure: Figure, words: str = "share") -> str:
    """The interval: "66 % to 76 %"; "" when it has none."""
    if figure.low is None or figure.high is None:
        return ""
    return tr("{low} to {high}", low=_value(figure.low, words), high=_value(figure.high, words))


def said_n(figure: Figure) -> str:
    """ "n = 312"."""
    return tr("n = {count:,}", count=figure.n)


def why_of(figure: Figure) -> str:
    """Why a figure is not defined."""
    return translated(figure.why) if figure.why else ""


def _value(value: float, words: str) -> str:
    form = {"share": share, "number": number, "time": time, "per_hour": per_hour, "days": in_days}[words]
    return form(value)


def told(title: str, figure: Figure, meaning: str, words: str = "share") -> Told:
    """A figure for a tile. `words`: "share", "number", "time", "per_hour" or "days"."""
    return Told(
        title=title,
        value="" if figure.value is None else _value(figure.value, words),
        range_text="" if figure.value is None else range_of(figure, words),
        n=said_n(figure),
        meaning=meaning,
        why=why_of(figure),
    )


def point(label: str, figure: Figure, words: str = "share", *, id: str = "", few: int = FEW) -> Point:
    """A figure as a point of a chart."""
    known = figure.value is not None
    return Point(
        label=label,
        value=figure.value,
        text=_value(figure.value, words) if figure.value is not None else "",
        low=figure.low if known else None,
        high=figure.high if known else None,
        n=figure.n,
        why=why_of(figure),
        id=id,
        faint=figure.n < few,
        range_text=range_of(figure, words) if known else "",
    )


def days_points(first: int, counts: tuple[int, ...]) -> list[Point]:
    """Answers of each day, for columns."""
    return [
        Point(label=day(first + at), value=count, text=trn("{count} answer", "{count} answers", count))
        for at, count in enumerate(counts)
    ]


def days_message(first: int, counts: tuple[int, ...]) -> str:
    """What is to be seen of them."""
    if not counts:
        return tr("No answers yet.")
    best = max(range(len(counts)), key=lambda at: counts[at])
    return tr(
        "Most came on {day}: {most}. On average {mean:.1f} a day.",
        day=day(first + best),
        most=counts[best],
        mean=sum(counts) / len(counts),
    )


def spans_points(counts: tuple[int, ...]) -> list[Point]:
    """How many answers took how long."""
    labels = [tr("< {time}", time=_short(edge)) for edge in ACTIVE_EDGES_MS]
    labels.append(tr("{time} +", time=_short(ACTIVE_EDGES_MS[-1])))
    return [
        Point(label=label, value=count, text=trn("{count} answer", "{count} answers", count))
        for label, count in zip(labels, counts, strict=False)
    ]


def _short(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return tr("{seconds} s", seconds=seconds) if seconds < 60 else tr("{minutes} min", minutes=seconds // 60)


def trend_message(first: Point, last: Point) -> str:
    """From the first known value to the last."""
    if first is last:
        return tr("{label}: {value}.", label=last.label, value=last.text)
    return tr(
        "From {before} ({first}) to {after} ({last}).",
        before=first.text,
        first=first.label,
        after=last.text,
        last=last.label,
    )


def trend(points: list[Point], none: str) -> str:
    """What a line shows; `none`: what is said when nothing is known."""
    known = [one for one in points if one.value is not None]
    return trend_message(known[0], known[-1]) if known else none
