"""A plain way to scroll: no frame, no ground of its own, as wide as it is, as tall as its content asks for."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

FOCUS_MARGIN = 24
Area = TypeVar("Area", bound=QScrollArea)


class _Holder(QWidget):
    """Holds the content and asks for no height: else QScrollArea keeps the height that the content would need at its
    least width, and shows a bar over nothing."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.inner = inner
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inner)

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and not layout.hasHeightForWidth():
            return hint  # the height does not change with the width: it is what QScrollArea has to go by
        return QSize(hint.width(), 0)


class FollowingArea(QScrollArea):
    """Brings what gets the focus into sight. Qt does so only while Tab stays within the area (WCAG 2.4.11)."""

    def __init__(self) -> None:
        super().__init__()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """From the inside out: where it is in an outer area is known once the inner one has moved."""
        if now is None or now is self or not self.isVisible() or not self.isAncestorOf(now):
            return
        areas, at = [], now.parentWidget()
        while at is not None:
            areas += [at] if isinstance(at, FollowingArea) else []
            at = at.parentWidget()
        if areas[0] is self:
            for area in areas:
                area.ensureWidgetVisible(now, 0, FOCUS_MARGIN)


def bring(widget: QWidget) -> None:
    """Scrolls what it stands in so far that it is in sight, at the size that it takes now. What is higher than there is
    room for comes from its beginning, if it does not fill the room already."""
    inside, at = widget, widget.parentWidget()
    while at is not None:
        if (layout := inside.layout()) is not None:
            layout.activate()
        if isinstance(at, FollowingArea) and (whole := at.widget()) is not None:
            QApplication.sendEvent(at, QEvent(QEvent.Type.LayoutRequest))  # `whole` takes its height at once
            bar, top = at.verticalScrollBar(), widget.mapTo(whole, QPoint()).y()
            last = top + widget.height() - at.viewport().height()
            if not top <= bar.value() <= last:
                bar.setValue(min(max(bar.value(), last), top))
        inside, at = at, at.parentWidget()


class Floor(QWidget):
    """What stands in an area of `floor_area`: as high as its parts must be, not as they would like to be."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else 0


def floor_area(floor: Floor, name: str) -> FollowingArea:
    """For parts that share the height of a window: they scroll together only where it is less than they must have."""
    area = FollowingArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    viewport = QWidget()  # as in scroll_area
    viewport.setAutoFillBackground(False)
    area.setViewport(viewport)
    area.setWidget(floor)
    floor.setAutoFillBackground(False)
    area.setAccessibleName(name)
    return area


def floor_in(page: QWidget, name: str) -> Floor:
    """A floor that has the whole of a page."""
    floor = Floor()
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(floor_area(floor, name))
    return floor


class FittedArea(FollowingArea):
    """As high as its content is, up to `most` pixels; beyond that it scrolls. Made by `fitted_area`."""

    most = 16_777_215

    def set_most(self, most: int) -> None:
        """No higher than this."""
        self.most = max(0, most)
        self.fit()

    def fit(self) -> None:
        """The height of now."""
        holder = self.widget()
        if isinstance(holder, _Holder) and (layout := holder.layout()) is not None:
            wanted = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else -1
            height = min(self.most, wanted if wanted >= 0 else layout.totalSizeHint().height())
            if height != self.height():
                self.setFixedHeight(height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def viewport_of(area: QAbstractScrollArea) -> QWidget:
    """The viewport that Qt has made, by its name: `area.viewport()` would have PySide load every kind of widget to find
    out what it is (10 ms at start). While the result is kept, `area.viewport()` is as quick.
    """
    found = area.findChild(QWidget, "qt_scrollarea_viewport")
    return area.viewport() if found is None else found


def lay_out_now(area: QScrollArea) -> None:
    """Lets new content take its size at once, so that the bars can be put where they were."""
    holder = area.widget()
    if isinstance(holder, _Holder):
        for layout in (holder.inner.layout(), holder.layout()):
            if layout is not None:
                layout.activate()
        QApplication.sendEvent(holder, QEvent(QEvent.Type.LayoutRequest))


def scroll_area(inner: QWidget, name: str) -> QScrollArea:
    """A scroll area for `inner`, which takes its width. `name` is for assistive technology."""
    return _filled(FollowingArea(), inner, name)


def fitted_area(inner: QWidget, name: str) -> FittedArea:
    """The same, as high as what stands in it. Tab goes to that, never to the area."""
    area = _filled(FittedArea(), inner, name)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _filled(area: Area, inner: QWidget, name: str) -> Area:
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # A viewport of ours: asking for Qt's own makes PySide load every kind of widget to find out what it is (15 ms).
    viewport = QWidget()
    viewport.setAutoFillBackground(False)
    area.setViewport(viewport)
    area.setWidget(_Holder(inner))
    area.setAccessibleName(name)
    for widget in (area.widget(), inner):
        widget.setAutoFillBackground(False)
    return area
