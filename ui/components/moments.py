"""Times, ages, sizes and counts as people say them.

For display only: nothing decides by what these return.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime

from hdclient.words import tr, trn

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def parse(iso: str) -> datetime | None:
    """A moment of ISO 8601 in local time; None when there is none or it cannot be read."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return moment.astimezone() if moment.tzinfo is not None else None


def now() -> datetime:
    """The wall clock, for what people read."""
    return datetime.now().astimezone()


def moment(iso: str, today: datetime | None = None) -> str:
    """ "today 18:00", "tomorrow 09:15", "Tue 18:00" within a week, else "28 Nov 18:00"; "" for no time."""
    at = parse(iso)
    if at is None:
        return ""
    locale = QLocale()
    clock = locale.toString(QTime(at.hour, at.minute), "HH:mm")
    days = (at.date() - (today or now()).date()).days
    if days in _NEAR:
        return tr("{day} {clock}", day=_NEAR[days], clock=clock)
    if abs(days) < 7:
        day = locale.dayName(at.isoweekday(), QLocale.FormatType.ShortFormat)
    else:
        # Translators: how a day of a month is written, in the letters of Qt's QDate.
        day = locale.toString(QDate(at.year, at.month, at.day), tr("d MMM"))
    return tr("{day} {clock}", day=day, clock=clock)


_NEAR = {-1: tr("yesterday"), 0: tr("today"), 1: tr("tomorrow")}


def age(iso: str, at: datetime | None = None) -> str:
    """How long ago: "just now", "5 min", "3 h", "2 days"; "" for no time."""
    then = parse(iso)
    if then is None:
        return ""
    seconds = max(0.0, ((at or now()) - then).total_seconds())
    if seconds < _MINUTE:
        return tr("just now")
    if seconds < _HOUR:
        return trn("{count} min", "{count} min", int(seconds // _MINUTE))
    if seconds < 2 * _DAY:
        return trn("{count} h", "{count} h", int(seconds // _HOUR))
    return trn("{count} day", "{count} days", int(seconds // _DAY))


def duration(milliseconds: int) -> str:
    """ "less than a minute", "52 min", "2 h 10 min"."""
    minutes = milliseconds // 60_000
    if minutes < 1:
        return tr("less than a minute")
    hours, rest = divmod(minutes, 60)
    if not hours:
        return trn("{count} min", "{count} min", minutes)
    whole = trn("{count} h", "{count} h", hours)
    return tr("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else whole


def size(octets: int) -> str:
    """ "840 B", "1.2 kB", "3.4 MB"."""
    if octets < 1000:
        return tr("{octets} B", octets=octets)
    if octets < 1_000_000:
        return tr("{size:.1f} kB", size=octets / 1000)
    return tr("{size:.1f} MB", size=octets / 1_000_000)


def count(number: int, one: str, many: str = "") -> str:
    """ "1 task", "2 tasks"; `many` is the irregular plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"
