"""Times, ages, sizes and counts as people say them.

For display only: nothing decides by what these return.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime

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
        return f"{_NEAR[days]} {clock}"
    if abs(days) < 7:
        return f"{locale.dayName(at.isoweekday(), QLocale.FormatType.ShortFormat)} {clock}"
    day = locale.toString(QDate(at.year, at.month, at.day), "d MMM")
    return f"{day} {clock}"


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def age(iso: str, at: datetime | None = None) -> str:
    """How long ago: "just now", "5 min", "3 h", "2 days"; "" for no time."""
    then = parse(iso)
    if then is None:
        return ""
    seconds = max(0.0, ((at or now()) - then).total_seconds())
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < 2 * _DAY:
        return f"{int(seconds // _HOUR)} h"
    return f"{int(seconds // _DAY)} days"


def duration(milliseconds: int) -> str:
    """ "less than a minute", "52 min", "2 h 10 min"."""
    minutes = milliseconds // 60_000
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def size(octets: int) -> str:
    """ "840 B", "1.2 kB", "3.4 MB"."""
    if octets < 1000:
        return f"{octets} B"
    if octets < 1_000_000:
        return f"{octets / 1000:.1f} kB"
    return f"{octets / 1_000_000:.1f} MB"


def count(number: int, one: str, many: str = "") -> str:
    """ "1 task", "2 tasks"; `many` is the irregular plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"
