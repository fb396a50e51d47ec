"""The picture of the next task, painted by its own widgets while the person works: "next" then copies pixels.

It stands over the page while the views are being swapped and the opening is written down, all within one turn of the
event loop, and never longer: at its end the widgets themselves have painted. A picture is only used if everything that
it depends on is as it was (`appearance`).
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from ui import keymap, theme
from ui.pages.task_view import TaskView
from ui.renderers.content_view import ContentView

BAND = 72
"""Pixels of height that are painted in one step: some two milliseconds."""
_CHILDREN = QWidget.RenderFlag.DrawChildren


def appearance(view: TaskView) -> tuple[object, ...]:
    """What the first painting of a view depends on and what may have changed until it is wanted."""
    pane, question = view.stage.current(), view.current_question()
    return (
        view.size(),
        view.devicePixelRatioF(),
        view.layoutDirection(),
        theme.current().name,
        theme.look(),
        keymap.current(),
        view.stage.comparing.mode(),
        view.stage.looks(),
        view.find.looks() if view.find is not None else None,
        pane.candidate_id if pane is not None else "",
        question.question.id if question is not None else "",
        repr([view.questions.answer(one) for one in view.questions]),
        view.footer.message(),
        *(_of_content(content) for content in view.contents()),
    )


def _of_content(content: ContentView) -> tuple[object, ...]:
    reader = content.reader()
    document, cursor, bar = reader.document(), reader.textCursor(), reader.verticalScrollBar()
    return (
        document,
        document.revision(),
        content.isHidden(),
        content.size(),
        content.measure(),
        content.reveals(),
        (cursor.anchor(), cursor.position()),
        (bar.value(), reader.horizontalScrollBar().value()),
    )


def is_whole(view: TaskView) -> bool:
    """Whether nothing of its content is still to come."""
    return all(content.reading.is_loaded() for content in view.contents())


class TaskPicture(QWidget):
    """`draw` makes it, `put_up` shows it over the page, `take_down` ends that. It takes no mouse and no keyboard."""

    outdated = Signal()
    """The page has another size, or everything has another look."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.installEventFilter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # so that Qt paints nothing below it
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._pixels: QPixmap | None = None
        self._of: tuple[object, ...] = ()
        self._number = 0

    def draw(self, view: TaskView) -> Iterator[None]:
        """Paints a view that is not seen yet, in steps. What changes meanwhile is not in it: see `fits`."""
        if view.size().isEmpty():
            return  # a panel has the whole of a small window
        of, ratio = (self._number, appearance(view)), view.devicePixelRatioF()
        pixels = QPixmap(view.size() * ratio)
        pixels.setDevicePixelRatio(ratio)
        for top in range(0, view.height(), BAND):
            painter = QPainter(pixels)
            band = QRegion(QRect(0, top, view.width(), BAND))
            view.render(painter, QPoint(0, top), band, _CHILDREN)  # the view fills all of itself
            painter.end()
            yield
        self._pixels, self._of = pixels, of

    def fits(self, view: TaskView) -> bool:
        """Whether there is a picture that shows the view as it is now."""
        return self._pixels is not None and self._of == (self._number, appearance(view))

    def forget(self) -> None:
        """There is no picture any longer, and what is being drawn is wrong."""
        self._pixels, self._of = None, ()
        self._number += 1

    def put_up(self, view: TaskView) -> bool:
        """Shows the picture where the view will be; False when there is none that is right."""
        if not self.fits(view):
            return False
        self.setGeometry(view.geometry())
        self.raise_()
        self.show()
        return True

    def take_down(self) -> None:
        """What is below is painted again, in the next painting."""
        self.hide()
        self.forget()

    def theme_changed(self) -> None:
        """Called by ui/theme.py."""
        self.outdated.emit()

    def keys_changed(self) -> None:
        """Called by ui/keymap.py: the buttons show other keys."""
        self.outdated.emit()

    def eventFilter(self, page: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() == QEvent.Type.Resize:
            self.outdated.emit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pixels is not None:
            painter = QPainter(self)
            painter.setClipRect(event.rect())
            painter.drawPixmap(0, 0, self._pixels)
            painter.end()
