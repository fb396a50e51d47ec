"""A title with something beside it, which goes below it when large letters or a narrow window leave no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.components.flow import FlowLayout

_LEAST_LINE = 320


class TitleRow(QWidget):
    """`lead` holds the title and what belongs to it; `addWidget` puts things at the end of the row."""

    def __init__(self, title: QLabel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._wraps = title, title.wordWrap()
        self.lead = QHBoxLayout()
        self.lead.setSpacing(theme.px(8))
        self.lead.addWidget(title, 1 if self._wraps else 0)
        self._trail = QWidget(self)
        self._flow = FlowLayout(self._trail, spacing=theme.px(8))
        self._trail.hide()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(8))
        self._box.addLayout(self.lead, 1)
        self._box.addWidget(self._trail)

    def addWidget(self, widget: QWidget) -> None:
        """At the end of the row."""
        self._flow.addWidget(widget)
        self._trail.setHidden(False)

    def is_apart(self) -> bool:
        """Whether the rest stands below the title."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def minimumSizeHint(self) -> QSize:
        """As narrow as it can be made: else what holds it would never become narrow enough for the rest to go below."""
        return QSize(max(theme.px(120), self._flow.minimumSize().width()), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        room, gap = self.width(), self._box.spacing()
        title = self._title.fontMetrics().horizontalAdvance(self._title.text()) + 2
        if self._wraps:  # a sentence: it may have lines of so much
            title = min(title, theme.px(_LEAST_LINE))
        beside = [
            item.widget() for item in map(self.lead.itemAt, range(1, self.lead.count())) if item is not None
        ]
        needs = [one for one in beside if isinstance(one, QLabel) and one.isVisibleTo(self)]
        least = title + sum(gap + one.minimumSizeHint().width() for one in needs)
        trail = self._flow.sizeHint().width()
        apart = bool(trail) and least + gap + trail > room
        if apart != self.is_apart():
            directions = QBoxLayout.Direction
            self._box.setDirection(directions.TopToBottom if apart else directions.LeftToRight)
        wraps = self._wraps or least > (room if apart or not trail else room - gap - trail)
        if wraps != self._title.wordWrap():
            self._title.setWordWrap(wraps)
            self.lead.setStretch(0, 1 if wraps else 0)
