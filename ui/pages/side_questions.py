"""Questions that stand beside the content: rankings, ratings with their anchors, whatever needs room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.card import Card
from ui.components.scrolling import scroll_area
from ui.questions.base import QuestionWidget

WIDTH = 400


class _Slot(QFrame):
    """A question in the column; a bar at its side says that digits go to it."""

    def __init__(self, question: QuestionWidget, alone: bool) -> None:
        super().__init__()
        self._current, self._alone = False, alone
        column = QVBoxLayout(self)
        side = 0 if alone else theme.px(14)
        column.setContentsMargins(side, 0, 0, 0)
        column.addWidget(question)

    def set_current(self, current: bool) -> None:
        if current != self._current:
            self._current = current
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._alone:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - 2 if mirrored else 2
        painter.setPen(QPen(theme.color("accent" if self._current else "border"), 3 if self._current else 1))
        painter.drawLine(x, 2, x, self.height() - 2)
        painter.end()


class SideQuestions(Card):
    """A column of questions. A ranking scrolls by itself and takes all the height; others scroll together."""

    def __init__(self, questions: Sequence[QuestionWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=16, spacing=16)
        self.wanted_width = WIDTH
        self.setAccessibleName(tr("Questions"))
        self._slots: dict[str, _Slot] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.px(4), 0)
        column.setSpacing(theme.px(20))
        roomy = any(question.wants_room for question in questions)
        for question in questions:
            slot = _Slot(question, len(questions) == 1)
            self._slots[question.question.id] = slot
            column.addWidget(slot, 1 if question.wants_room else 0)
        if not roomy:
            column.addStretch(1)
        inner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if roomy and len(questions) == 1:
            self.body.addWidget(inner, 1)
            self._area = None
        else:
            self._area = scroll_area(inner, tr("Questions"))
            self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.body.addWidget(self._area, 1)

    def show_current(self, question_id: str) -> None:
        """Marks the question that digits go to, and brings it into sight."""
        for one, slot in self._slots.items():
            slot.set_current(one == question_id)
        current = self._slots.get(question_id)
        if current is not None and self._area is not None:
            self._area.ensureWidgetVisible(current, 0, theme.px(16))

    def sizeHint(self) -> QSize:
        """No more than it needs: what stands above each other shares the height by stretch, and scrolls."""
        return self.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Its height is what it is given: lines that break otherwise are scrolled to."""
        return False

    def theme_changed(self) -> None:
        super().theme_changed()
        self.setFixedWidth(theme.px(WIDTH))
