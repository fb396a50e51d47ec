"""A button that comes with the mouse and copies the code block under it, exactly as it was written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QMenu, QTextEdit

from hdclient.words import tr
from ui.components.buttons import IconButton
from ui.renderers.document import PlayedDocument
from ui.renderers.ornaments import Ornaments
from ui.renderers.shown_text import for_qt


class CodeCopier(QObject):
    """Works on the viewport of one view. By keyboard the same is in the view's context menu."""

    def __init__(self, view: QTextEdit, ornaments: Ornaments) -> None:
        super().__init__(view)
        self._view, self._ornaments = view, ornaments
        self.button = IconButton("copy", tr("Copy this code"), size=26, parent=view.viewport())
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._pressed)
        self.button.hide()
        view.viewport().installEventFilter(self)

    def group_at(self, point: QPoint) -> int:
        """Number of the code block under a point of the viewport; 0 when there is none."""
        found = self._ornaments.code_at(point)
        return 0 if found is None else found[0]

    def add_to(self, menu: QMenu, point: QPoint) -> None:
        """Offers to copy the code block under a point of the viewport, if one is there."""
        group = self.group_at(point)
        if group:
            menu.addAction(tr("Copy this code")).triggered.connect(lambda: self.copy(group))

    def copy(self, group: int) -> None:
        """Puts a code block on the clipboard."""
        document = self._view.document()
        if isinstance(document, PlayedDocument) and group in document.codes:
            lines = document.codes[group].lines
            QGuiApplication.clipboard().setText(
                for_qt("\n".join("".join(part for part, _ in line) for line in lines))
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            found = self._ornaments.code_at(event.position().toPoint())
            if found is None:
                self.button.hide()
            else:
                self._place(found[1])
        elif event.type() == QEvent.Type.Leave:
            self.button.hide()
        return False

    def _place(self, box: QRect) -> None:
        size = self.button.sizeHint()
        top = max(2, box.top() + 3)
        self.button.setGeometry(box.right() - size.width() - 3, top, size.width(), size.height())
        self.button.show()

    def _pressed(self) -> None:
        self.copy(self.group_at(self.button.geometry().center()))
