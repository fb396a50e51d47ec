"""The ring of task views: the one before, the one that is open, and the next, which is built while the person works.

Building goes on in small steps between two turns of the event loop, and asks for the content of the tasks after it. It
opens no session and writes nothing: it only peeks at the assignments that will come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from hdclient.errors import HdError, WorkError
from hdclient.model.task import Assignment
from hdclient.words import tr
from ui.components.steps import lay_out
from ui.pages.open_task import OpenTask
from ui.pages.task_parts import blocks_of
from ui.pages.task_picture import TaskPicture, is_whole
from ui.pages.task_view import TaskView
from ui.renderers.content_view import ContentSources

_OUT_OF_THE_WAY = QPoint(-10_000, -10_000)
"""When a child is deleted, Qt paints all that it lay on anew, though it was hidden (6.11): 10 ms after every "next"."""
WAIT_MS = 50
"""After the last input: building must not stand between a key and its picture. No step takes longer than a key may."""
HURRY_S = 0.008
"""Of one turn, for a view that is waited for: steps are done as long as this is not over."""
TASKS_AHEAD = 4
"""So many tasks' content is prepared ahead; the view of the first of them is built."""

Find = Callable[[str], Assignment | None]
"""The assignment that follows the task of this id ("": the open one); None when that is all."""


class Fitter(Protocol):
    """Sets views up as the person left their template (ui/pages/bench.py)."""

    def furnish(self, view: TaskView) -> None:
        """It has just been built."""

    def release(self, view: TaskView) -> None:
        """It is about to go."""


def paint_now(widget: QWidget) -> None:
    """Paints what is marked in the widget's window before anything else happens.

    repaint() would paint as well, but leave the marks: everything would be painted a second time. So would the marks
    that Qt makes later for each widget that has just been shown.
    """
    for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateLater):
        QCoreApplication.sendPostedEvents(None, kind.value)
    QCoreApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest.value)


def shows(view: TaskView, assignment: Assignment) -> bool:
    """Whether the view is one of exactly this assignment."""
    built = view.assignment
    same = built.task == assignment.task and built.required == assignment.required
    return same and built.lease.display_order == assignment.lease.display_order


def shows_picture(view: TaskView, sha256: str) -> bool:
    """Whether a picture of this hash is in the view's content."""
    documents = [content.document() for content in view.contents()]
    return any(one.sha256 == sha256 for document in documents if document for one in document.pictures)


def _can_come_again(task: OpenTask) -> bool:
    """Whether the view may be shown again: nothing was put into it that another opening would have to take out."""
    view = task.view
    return view.covering is None and not task.opened_read_only and view.feedback_panel() is None


def whole(assignment: Assignment) -> Assignment:
    """One whose task can be shown whole: else it is not shown at all. Raises WorkError."""
    from hdclient.templates.blocking import blocked_reason  # start-up

    if reason := blocked_reason(assignment.task):
        what, remedy = tr("This task cannot be shown here."), tr("Your other tasks are not affected.")
        raise WorkError(what, reason, remedy)
    return assignment


class TaskAhead(QObject):
    """`begin` builds the next view, `take` gives it, `keep` takes one back that may be wanted again."""

    def __init__(
        self, stack: QStackedLayout, sources: ContentSources, find: Find, fitter: Fitter, page: QWidget
    ) -> None:
        super().__init__(page)
        self._fitter = fitter
        self._stack, self._sources, self._find, self._page = stack, sources, find, page
        self._view: TaskView | None = None
        self._built = False
        self._before: TaskView | None = None
        self.picture = TaskPicture(page)
        self._steps: Iterator[bool] | None = None
        self._waiting = self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        sources.trees.ready.connect(self._content_came)
        sources.shelf.ready.connect(self._pixels_came)
        self.picture.outdated.connect(self.renew)

    def begin(self) -> None:
        """Starts as soon as nothing else happens."""
        self._forget_next()
        self._held = False
        self._steps = self._build()
        self._timer.start(WAIT_MS)

    def put_off(self) -> None:
        """There was input: later."""
        self._held = False
        if self._steps is not None and not self._waiting:
            self._timer.start(WAIT_MS)

    def hold(self) -> None:
        """Nothing is built while the page is not seen; `put_off` goes on."""
        self._held = True
        self._timer.stop()

    def renew(self) -> None:
        """The window's size or look may have changed: the next view follows, and gets another picture."""
        if self._view is None or not self._built:
            return
        if self._steps is None:
            self._steps = self._draw(self._view)
        if (
            not self._held and not self._timer.isActive()
        ):  # what changes again and again must not put it off for ever
            self._timer.start(WAIT_MS)

    def stop(self) -> None:
        """Forgets all views that were not taken."""
        self._forget_next()
        if self._before is not None:
            self.drop(self._before)
            self._before = None

    def take(self, assignment: Assignment) -> TaskView | None:
        """The view of exactly this assignment, if it is ready; it is yours then."""
        for name in ("_view", "_before"):
            view: TaskView | None = getattr(self, name)
            if view is not None and shows(view, assignment) and (name == "_before" or self._built):
                setattr(self, name, None)
                self._steps = self._steps if name == "_before" else None
                return view
        return None

    def keep(self, view: TaskView) -> None:
        """Keeps the view that was open until now, so that going back is as quick as going on."""
        if self._before is not None:
            self.drop(self._before)
        view.hide()
        self._before = view

    def put_aside(self, task: OpenTask | None, shown: TaskView) -> None:
        """The view of a task that is left stays in the ring, if it can be shown again as it is; or it is `shown`."""
        if task is not None and task.view is shown:
            task.let_go()
            task.deleteLater()
        elif task is None or not _can_come_again(task):
            self.discard(task)
        else:
            task.let_go()
            self.keep(task.view)
            task.deleteLater()

    def again(self, task: OpenTask | None, assignment: Assignment) -> TaskView | None:
        """The view of the open task, when this very assignment is opened again and it can be shown as it is."""
        if task is None or not _can_come_again(task) or not shows(task.view, assignment):
            return None
        return task.view

    def discard(self, task: OpenTask | None) -> None:
        """Neither the task nor its view is wanted again."""
        if task is not None:
            self.drop(task.view)
            task.deleteLater()

    def drop(self, view: TaskView) -> None:
        """Nobody wants this view again."""
        self._fitter.release(view)
        self._stack.removeWidget(view)
        view.hide()
        view.move(_OUT_OF_THE_WAY)
        view.deleteLater()

    def bring(self, view: TaskView) -> None:
        """Puts a view in front. The keyboard leaves the one that goes first: Qt would pass it to some button."""
        focused = self._page.focusWidget()
        if view is not self._stack.currentWidget() and focused is not None:
            focused.clearFocus()
        self._stack.setCurrentWidget(view)

    def make_now(self, assignment: Assignment) -> TaskView:
        """A view that nobody has thought of before; its content is still to be shown. Raises WorkError."""
        view = TaskView(whole(assignment), self._sources, self._page)
        for _ in view.build():
            pass
        self._fitter.furnish(view)
        self._stack.addWidget(view)
        return view

    def hurry(self) -> Iterator[None]:
        """Goes on at once with the view that is wanted in a moment, in steps. It waits for no content: what is not
        prepared comes when the view is on the screen."""
        self._timer.stop()
        until = perf_counter() + HURRY_S
        while self._steps is not None and not self._built and not self._waiting:
            self._advance()
            if perf_counter() > until:
                yield
                until = perf_counter() + HURRY_S
        assignment = None if self._built else self._find("")
        if assignment is not None:
            yield from self.make_soon(assignment)

    def has(self, assignment: Assignment) -> bool:
        """Whether a view of exactly this waits to be taken."""
        found = (self._view if self._built else None, self._before)
        return any(view is not None and shows(view, assignment) for view in found)

    def make_soon(self, assignment: Assignment) -> Iterator[None]:
        """Makes the view of this assignment, in steps, in the place of the one that was to be next."""
        self._forget_next()
        try:
            yield from self._make_soon(assignment)
        except (HdError, KeyError):
            self._forget_next()  # it says so when it is opened

    def _make_soon(self, assignment: Assignment) -> Iterator[None]:
        view = self._view = TaskView(whole(assignment), self._sources, self._page)
        view.hide()
        yield from view.build()
        self._fitter.furnish(view)
        self._stack.addWidget(view)
        self._fit(view)
        lay_out(view)
        yield
        view.show_now()
        yield
        lay_out(view)
        self._built = True

    def show_early(self, task_id: str) -> None:
        """Puts this task on the screen at once, if it is ready: it will be taken in a moment. See `end_early`."""
        view = self._view
        if view is None or not self.is_ready(task_id):
            return
        if self._fit(view) or not self.picture.put_up(view):
            self._stack.setCurrentWidget(view)
            view.focus_home()  # painting the frame of the focus later would paint a whole response again
            view.stage.mark_focused(view.focusWidget())
        paint_now(view)

    def end_early(self) -> None:
        """The view itself is in its place, or will not come."""
        self.picture.take_down()

    def is_ready(self, task_id: str = "") -> bool:
        """Whether a view waits to be taken; with `task_id`, one of this task."""
        view = self._view if self._built else None
        return view is not None and task_id in ("", view.assignment.task.id)

    def finish(self) -> None:
        """Builds what is left now, for tests and measurements; what is not prepared stays to be waited for."""
        self._timer.stop()
        self._waiting = False
        while self._steps is not None and not self._waiting:
            self._advance()

    def _step(self) -> None:
        self._advance()
        if self._steps is not None and not self._waiting:
            self._timer.start(0)

    def _content_came(self) -> None:
        if self._waiting:
            self._waiting = False
            self._timer.start(0)

    def _advance(self) -> None:
        if self._steps is None:
            return
        try:
            self._waiting = not next(self._steps)
        except StopIteration:
            self._steps = None
        except (HdError, KeyError):
            # What cannot be shown says so when it is opened, not while another task is worked on.
            self._steps = None

    def _build(self) -> Iterator[bool]:
        """Yields False when it has to wait for content, True when it can go on at once."""
        assignment = self._find("")
        yield True
        if assignment is None:
            return
        trees, blocks = self._sources.trees, blocks_of(assignment)
        trees.want(blocks)
        later: Assignment | None = assignment
        for _ in range(TASKS_AHEAD - 1):
            later = self._find(later.task.id) if later is not None else None
            if later is not None:
                trees.want(blocks_of(later), near=False)
            yield True
        while not trees.has(blocks):
            yield False
        if self._before is not None and shows(self._before, assignment):
            self._view, self._before = self._before, None
        else:
            yield from self._make(assignment)
        self._built = True
        if self._view is not None:
            yield from self._draw(self._view)

    def _make(self, assignment: Assignment) -> Iterator[bool]:
        """A new view, whole and laid out."""
        view = self._view = TaskView(whole(assignment), self._sources, self._page)
        view.hide()
        for _ in view.build():
            yield True
        self._fitter.furnish(view)
        self._stack.addWidget(view)
        self._fit(view)
        _lay_out(view)
        yield True
        for content in view.prompt.views():
            for _ in content.load():
                yield True
        # Now the prompt has its height, and the responses have what it leaves them: a document that is resized while
        # it is not seen is laid out anew, all of it at once.
        _lay_out(view)
        yield True
        for pane in view.stage.panes:
            for _ in pane.content.load():
                yield True
        _lay_out(view)
        for content in view.contents():
            content.loaded.connect(self.renew)
        view.stage.arranged.connect(self.renew)
        for facts in (*view.prompt.facts, *(pane.facts for pane in view.stage.panes)):
            facts.changed.connect(self.renew)

    def _draw(self, view: TaskView) -> Iterator[bool]:
        """The picture of the view as it will be shown: of this size, with the keyboard where reading begins."""
        while self._fit(view) or not (self.picture.fits(view) or not is_whole(view)):
            _lay_out(view)
            yield True
            pane = view.stage.current()
            view.stage.mark_focused(pane.content if pane is not None else None)
            for _ in self.picture.draw(view):
                yield True

    def _fit(self, view: TaskView) -> bool:
        """As large as it will be; whether that is another size than before."""
        if self._page.rect() == view.geometry():
            return False
        view.setGeometry(self._page.rect())
        return True

    def _pixels_came(self, sha256: str) -> None:
        """A picture of the content is decoded, or it turned out that it cannot be: paint it."""
        if self._view is not None and shows_picture(self._view, sha256):
            self.picture.forget()
            self.renew()

    def _forget_next(self) -> None:
        self._timer.stop()
        self._steps = None
        self._waiting = self._built = False
        self.picture.forget()
        if self._view is not None:
            self.drop(self._view)
            self._view = None


def _lay_out(view: TaskView) -> None:
    """Lays a hidden view out.

    WORKAROUND: meanwhile Qt pretends that the view is visible, and what is shown in it then stays so for who asks Qt,
    behind the task that is open. It can go when QWidget.grab leaves hidden widgets alone.
    """
    lay_out(view)
    for child in view.stage.children():
        if isinstance(child, QWidget) and child.isVisible() and not view.isVisible():
            child.hide()
            child.show()
