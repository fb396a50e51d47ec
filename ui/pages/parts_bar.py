"""Which part of a task is worked on, above everything: "Part 1 of 3 · Each alone", and what to do in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from hdclient.model.template_parts import Stage
from hdclient.words import tr
from ui import theme
from ui.components.labels import ElidedLabel, Label


class PartsBar(QFrame):
    """It is read, never pressed: the button that ends a part stands where Submit stands."""

    accessible_role = "Grouping"

    def __init__(self, stages: Sequence[Stage], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Parts of this task"))
        self._stages = list(stages)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(theme.px(10))
        self._count = Label("", "caption", "text2", parent=self)
        self._title = Label("", strong=True, parent=self)
        self._help = ElidedLabel("", "ui", "text2", parent=self)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._help, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stage(self, stage: Stage) -> None:
        """This part is worked on."""
        place = self._stages.index(stage) + 1
        self._count.setText(tr("Part {place} of {count}", place=place, count=len(self._stages)))
        self._title.setText(stage.title)
        self._help.setText(stage.help)
        self.setAccessibleDescription(f"{self._count.text()}: {stage.title}. {stage.help}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        painter.setPen(theme.color("border"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
