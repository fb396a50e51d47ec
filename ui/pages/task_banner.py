"""A sentence about the open task that lies over the lower edge of what is read. Nothing moves to make room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.components.notice_bar import NoticeBar

_WIDEST = 760


class TaskBanner(QObject):
    """At most one sentence over `over`; it stays until it is closed or the reason for it is gone."""

    pressed = Signal(str)
    """The action (id) of its button."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._bar: NoticeBar | None = None
        self._bottom = 0
        over.installEventFilter(self)

    def text(self) -> str:
        """The sentence; empty when there is none."""
        return self._bar.text() if self._bar is not None else ""

    def say(
        self, sentence: str, bottom: int, action: str = "", action_text: str = "", *, tone: str = "warn"
    ) -> bool:
        """Shows a sentence above the line `bottom`; an empty one closes. `action` (id) gets a button.

        Returns whether it is a new one.
        """
        self._bottom = bottom
        if sentence == self.text():
            return False
        self.close()
        if sentence:
            from ui.components.notice_bar import NoticeBar  # start-up

            key = f"@{action}" if action else ""
            self._bar = NoticeBar(
                sentence, tone, action=action_text, key=key, closable=True, parent=self._over
            )
            self._bar.action_pressed.connect(lambda: self.pressed.emit(action))
            self._bar.closed.connect(self.close)
            self._place()
            self._bar.show()
        return bool(sentence)

    def close(self) -> None:
        """Takes the sentence away."""
        if self._bar is not None:
            self._bar.hide()
            self._bar.deleteLater()
            self._bar = None

    def _place(self) -> None:
        if self._bar is not None:
            width = min(self._over.width() - 80, _WIDEST)
            height = self._bar.heightForWidth(width)
            if height < 0:
                height = self._bar.sizeHint().height()
            bottom = min(self._bottom, self._over.height())
            self._bar.setGeometry((self._over.width() - width) // 2, bottom - height - 8, width, height)
            self._bar.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self._bar is not None:
            self._bottom += event.size().height() - event.oldSize().height()  # type: ignore[attr-defined]
            QTimer.singleShot(0, self, self._place)
        return False
