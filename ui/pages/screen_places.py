"""Where a window was on which screen, and where it comes back to. A screen that is gone is waited for.

Numbers and names only: what is remembered is {"screen": name, "at": {name: [x, y, width, height]}}, from the screen's
own corner, so that screens may be arranged otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRect

from hdclient.model.base import JsonValue

LEAST_WIDTH, LEAST_HEIGHT = 320, 240
_SHARE = 0.6
_STEP = 36
"""So far from another new window, in both directions, that both can be got hold of."""

Places = dict[str, JsonValue]


def place_for(
    known: JsonValue, screens: Mapping[str, QRect], main: str = "", taken: Collection[QRect] = ()
) -> QRect:
    """Where the window stands now: on the screen where it was last, else on the first one, as it was there before.

    `screens` are the free parts of those that are there, the first one first. All of it is in sight. One that was never
    placed goes to another screen than that of the `main` window, if there is one, and not right over those in `taken`.
    """
    facts = known if isinstance(known, dict) else {}
    name = str(facts.get("screen", ""))
    if name not in screens:
        others = [one for one in screens if one != main] if not facts.get("at") else []
        name = next(iter(others or screens))
    room = screens[name]
    at = facts.get("at")
    rect = _rect(at.get(name) if isinstance(at, dict) else None)
    if rect is None:
        width, height = round(room.width() * _SHARE), round(room.height() * _SHARE)
        rect = QRect((room.width() - width) // 2, (room.height() - height) // 2, width, height)
        while any(one.topLeft() - room.topLeft() == rect.topLeft() for one in taken):
            rect.translate(_STEP, _STEP)
    width = max(min(LEAST_WIDTH, room.width()), min(rect.width(), room.width()))
    height = max(min(LEAST_HEIGHT, room.height()), min(rect.height(), room.height()))
    left = max(0, min(rect.x(), room.width() - width))
    top = max(0, min(rect.y(), room.height() - height))
    return QRect(room.x() + left, room.y() + top, width, height)


def remembered(known: JsonValue, rect: QRect, screens: Mapping[str, QRect]) -> Places:
    """The facts after a person has put the window there."""
    centre = rect.center()
    name = next((one for one, room in screens.items() if room.contains(centre)), next(iter(screens)))
    room = screens[name]
    before = known.get("at") if isinstance(known, dict) else None
    at: dict[str, JsonValue] = dict(before) if isinstance(before, dict) else {}
    at[name] = [rect.x() - room.x(), rect.y() - room.y(), rect.width(), rect.height()]
    return {"screen": name, "at": at}


def _rect(value: JsonValue) -> QRect | None:
    if isinstance(value, list) and len(value) == 4 and all(type(one) is int for one in value):
        x, y, width, height = (int(one) for one in value)  # type: ignore[arg-type]
        return QRect(x, y, width, height) if width > 0 and height > 0 else None
    return None
