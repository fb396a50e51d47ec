"""Builds the next task's view while the person works on this one, a small step between two turns of the event loop.

It opens no session and writes nothing: it only peeks at the assignment that will come next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from hdclient.errors import HdError
from hdclient.model.task import Assignment
from ui.pages.task_view import TaskView
from ui.renderers.content_view import ContentSources

_PIXEL = QRect(0, 0, 1, 1)
WAIT_MS = 50
"""After the last input: building must not stand between a key and its picture. No step takes longer than a key may."""


def paint_now(widget: QWidget) -> None:
    """Paints what is marked in the widget's window before anything else happens.

    repaint() would paint as well, but leave the marks: everything would be painted a second time. So would the marks
    that Qt makes later for each widget that has just been shown.
    """
    for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateLater):
        QCoreApplication.sendPostedEvents(None, kind.value)
    QCoreApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest.value)


class TaskAhead(QObject):
    """`find` names the next task's assignment, None when there is none."""

    def __init__(
        self,
        stack: QStackedLayout,
        sources: ContentSources,
        find: Callable[[], Assignment | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._stack, self._sources, self._find = stack, sources, find
        self._view: TaskView | None = None
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        """Starts as soon as nothing else happens."""
        self.stop()
        self._steps = self._build()
        self._timer.start(WAIT_MS)

    def put_off(self) -> None:
        """There was input: later."""
        if self._steps is not None:
            self._timer.start(WAIT_MS)

    def hold(self) -> None:
        """Nothing is built while the page is not seen; `put_off` goes on."""
        self._timer.stop()

    def stop(self) -> None:
        """Forgets what was built, if it was not taken."""
        self._timer.stop()
        self._steps = None
        if self._view is not None:
            self._drop(self._view)
            self._view = None

    def take(self, assignment: Assignment) -> TaskView | None:
        """The view of exactly this assignment, if it is ready; it is yours then."""
        view = self._view
        if view is None or self._steps is not None:
            return None
        same = view.assignment.task == assignment.task
        if not same or view.assignment.lease.display_order != assignment.lease.display_order:
            return None
        if view.assignment.required != assignment.required:
            return None
        self._view = None
        return view

    def show_early(self, task_id: str) -> None:
        """Puts the view of this task on the screen at once, if it is ready: it will be taken in a moment."""
        view = self._view
        if view is not None and self._steps is None and view.assignment.task.id == task_id:
            self._stack.setCurrentWidget(view)
            view.focus_home()  # painting the frame of the focus later would paint a whole response again
            view.stage.mark_focused(view.focusWidget())
            paint_now(view)

    def is_ready(self) -> bool:
        """Whether a view waits to be taken."""
        return self._view is not None and self._steps is None

    def finish(self) -> None:
        """Builds what is left now, for tests and measurements."""
        self._timer.stop()
        while self._steps is not None:
            self._advance()

    def _step(self) -> None:
        self._advance()
        if self._steps is not None:
            self._timer.start(0)

    def _advance(self) -> None:
        assert self._steps is not None
        try:
            next(self._steps)
        except StopIteration:
            self._steps = None
        except (HdError, KeyError):
            # What cannot be shown says so when it is opened, not while another task is worked on.
            self._steps = None

    def _build(self) -> Iterator[None]:
        assignment = self._find()
        yield
        if assignment is None:
            return
        task = assignment.task
        blocks = [*task.prompt, *task.system_prompt]
        for candidate in task.candidates:
            blocks.extend(candidate.content)
        for block in blocks:
            self._sources.trees.of(block)
            self._sources.trees.words(block)
            yield
        view = self._view = TaskView(assignment, self._sources)
        yield from view.build()
        self._stack.addWidget(view)
        yield
        current = self._stack.currentWidget()
        if current is not None:
            view.setGeometry(current.geometry())
        # Drawing one pixel of a hidden widget makes Qt do all it would do at the first show: styles, layouts, lines.
        view.grab(_PIXEL)
        yield
        yield from view.load()
        view.grab(_PIXEL)

    def _drop(self, view: TaskView) -> None:
        self._stack.removeWidget(view)
        view.deleteLater()
