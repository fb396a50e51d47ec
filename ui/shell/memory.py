"""What the window remembers in the person's encrypted store: its place on the screen, the panel, where work
stopped.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from hdclient.errors import StoreError
from ui.pages.preferences import Remembers

GEOMETRY = "window.geometry"
PLACE = "window.place"
GUIDELINE_OPEN = "guideline.open"
GUIDELINE_WIDTH = "guideline.width"
DEFAULT_SIZE = (1280, 800)
LEAST_SIZE = (760, 520)


def note(desk: Remembers, name: str, value: Any) -> None:
    """Remembers what nobody asked for: a disk that refuses writes costs no more than that."""
    with suppress(StoreError):
        desk.set_setting(name, value)


def save_geometry(desk: Remembers | None, window: QWidget) -> None:
    """Remembers where the window is."""
    if desk is not None:
        note(desk, GEOMETRY, base64.b64encode(window.saveGeometry().data()).decode())


def restore_geometry(desk: Remembers | None, window: QWidget) -> bool:
    """Puts the window where it was. False: nothing usable is remembered."""
    text = desk.setting(GEOMETRY, "") if desk is not None else ""
    if not isinstance(text, str) or not text:
        return False
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return window.restoreGeometry(QByteArray(data))


def number(desk: Remembers | None, name: str, default: int) -> int:
    """A remembered whole number."""
    value = desk.setting(name, default) if desk is not None else default
    return value if isinstance(value, int) and not isinstance(value, bool) else default
