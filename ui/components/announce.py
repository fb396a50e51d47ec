"""Sentences for assistive technology: status changes that nobody's focus is on (WCAG 4.1.3)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say `text` when it gets to it. Costs nothing when there is none."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # start-up

    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
