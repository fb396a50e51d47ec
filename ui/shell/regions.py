"""F6: from region to region of the window, so that nobody has to press Tab thirty times."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def walk(regions: Sequence[QWidget], step: int) -> QWidget | None:
    """Puts the focus into the next region (or, with -1, the one before) that can take it.

    Returns who got it.
    """
    stops = [(region, stop) for region in regions if (stop := first_stop(region)) is not None]
    if not stops:
        return None
    focus = QApplication.focusWidget()
    at = next((n for n, (region, _) in enumerate(stops) if _holds(region, focus)), None)
    if at is None:
        at = -1 if step > 0 else 0
    chosen = stops[(at + step) % len(stops)][1]
    chosen.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
    if not chosen.isActiveWindow():
        chosen.activateWindow()  # a part of the page that has a window of its own
    return chosen


def first_stop(region: QWidget) -> QWidget | None:
    """The region itself, if it takes the focus, else the first widget in it that does; None if none can."""
    if not region.isVisible():
        return None
    if _takes(region):
        return region
    widget = region.nextInFocusChain()
    while widget is not region:
        if region.isAncestorOf(widget) and _takes(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes(widget: QWidget) -> bool:
    tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabbed) and widget.isVisible() and widget.isEnabled()


def _holds(region: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (region is focus or region.isAncestorOf(focus))
