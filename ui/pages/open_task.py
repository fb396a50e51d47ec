"""The open task: a session and the view of it, kept in step. Every change goes to the session at once.

Only the text of a field may be in memory for SETTLE_MS. Which task comes next is none of its business: `ended` tells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, QTimer, Signal

from hdclient.errors import HdError, NotSubmittable, StoreError
from hdclient.model.sensitivity import NOT_FOR_ME
from hdclient.session.work_session import FLAG
from hdclient.words import tr
from ui.pages import workspace_view
from ui.pages.page import Notice
from ui.pages.task_view import TaskView
from ui.pages.workspace_words import missing
from ui.questions.text import TextQuestion

if TYPE_CHECKING:
    from hdclient.model.base import JsonValue
    from hdclient.session.versions import VersionView
    from hdclient.session.work_session import WorkSession

SETTLE_MS = 300
"""How long the text of a field may be in memory only."""
LOOK_MS = 300
"""From the first scrolling until the place is saved."""
SKIPPED = tr("Skipped")
READY = tr("Ready to submit")


class OpenTask(QObject):
    """`start` puts everything on the screen; `close` saves and lets go."""

    ended = Signal(str)
    """The task was submitted or skipped; the word that says which. The session can no longer be changed."""
    said = Signal(object)
    """A Notice."""
    answered = Signal()
    """The person gave an answer by a choice, not by writing."""
    changed = Signal()
    """The person did something."""

    def __init__(self, session: WorkSession, view: TaskView, parent: QObject) -> None:
        super().__init__(parent)
        self.session, self.view = session, view
        self._settle = self._timer(SETTLE_MS, self.save_text)
        self._look = self._timer(LOOK_MS, self.save_look)
        self._closed = False
        self.opened_read_only = session.read_only
        self.links: list[QMetaObject.Connection] = []  # to the view's signals; see `let_go`
        self.more_handlers: list[Callable[[], dict[str, Callable[[], None]]]] = []

    def _timer(self, wait: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(wait)
        made.timeout.connect(act)
        return made

    def start(self, why_read_only: str) -> None:
        """Shows answers, flag, feedback and place. `why_read_only` is said when nothing can be changed."""
        session, view = self.session, self.view
        view.show_answers(session.answers)
        view.footer.show_flag(session.flag.reason if session.flag is not None else "")
        if session.feedback is not None and (session.revision > 1 or session.read_only):
            view.show_feedback(session.feedback)
        if session.read_only:
            view.set_read_only(why_read_only)
        workspace_view.restore(view, session.view)
        footer = view.footer
        self.links += [
            view.answer_changed.connect(self._answered),
            view.edit_finished.connect(lambda _: self.save_text()),
            view.looked.connect(self._looked),
            footer.submit_pressed.connect(self.submit),
            footer.skip_pressed.connect(self.choose_skip),
            footer.flag_pressed.connect(self.choose_flag),
            footer.choosing_closed.connect(self.close_chooser),
            footer.noted.connect(self._settle.start),
        ]
        self.tell_problems()

    def restore_focus(self) -> None:
        """The keyboard where it was when the task was left."""
        workspace_view.restore_focus(self.view, self.session.view)

    def close(self) -> None:
        """Saves what is not saved yet. The session itself is closed by the desk."""
        if not self._closed:
            self.save_look()
            self._closed = True
            self._settle.stop()
            self._look.stop()

    def let_go(self) -> None:
        """Hears nothing of the view any longer: it may be shown again by another one."""
        for link in self.links:
            QObject.disconnect(link)
        self.links.clear()

    def can_change(self) -> bool:
        """Whether answers can be given."""
        return not self._closed and not self.session.read_only

    # Answering

    def _answered(self, question_id: str, value: object) -> None:
        if not self.can_change():
            return
        typing = isinstance(self.view.questions[question_id], TextQuestion)
        try:
            # With an answer goes what it needs to be read: where the cursor is, which places of a ranking are free.
            self.session.set_answer(question_id, value, settle=typing, view=self._facts())  # type: ignore[arg-type]
        except StoreError as error:
            self._tell(error)
        if typing:
            self._settle.start()
        self.tell_problems()
        self.changed.emit()
        if not typing:
            self.answered.emit()

    def save_text(self) -> None:
        """What was typed is on the disk when this returns."""
        self._settle.stop()
        if not self._closed:
            self._save_note()
            self._try(self.session.flush)

    def _looked(self) -> None:
        self.changed.emit()
        if self.can_change() and not self._look.isActive():
            self._look.start()

    def save_look(self) -> None:
        """Where the person looks is on the disk when this returns."""
        self._look.stop()
        if self.can_change():
            facts = self._facts()
            self._try(lambda: self.session.set_view(**facts))
            self.save_text()

    def _facts(self) -> dict[str, JsonValue]:
        facts = workspace_view.capture(self.view)
        if facts["focus"] is None:
            # The keyboard is elsewhere for a moment (a sheet, another window): where it was still holds.
            del facts["focus"]
        return facts

    def undo(self) -> None:
        """Takes back the last change of any question."""
        self._step(self.session.undo, tr("There is nothing to undo"))

    def redo(self) -> None:
        """Makes it again."""
        self._step(self.session.redo, tr("There is nothing to redo"))

    def _step(self, take: Callable[[], str | None], nothing: str) -> None:
        if not self.can_change():
            return
        question_id: str | None = None
        try:
            question_id = take()
        except StoreError as error:
            self._tell(error)
        if question_id is None:
            self.said.emit(Notice(nothing))
            return
        if question_id == FLAG:
            self._show_flag_again()
            return
        self.show_all(question_id)

    def put_back(self, version: VersionView) -> bool:
        """Makes an earlier version the draft again; one undo takes that back. False: it says the same, or failed."""
        self.save_text()
        row, done = version.row, list[bool]()
        if row is None or not self.can_change():
            return False
        if not self._try(lambda: done.append(self.session.put_back(row))) or not done[0]:
            return False
        self.show_all(next(iter(self.session.answers), next(iter(self.view.questions))))
        self.said.emit(Notice(tr("The earlier version is the draft now"), "info", "undo", tr("Undo")))
        return True

    def show_all(self, question_id: str) -> None:
        """Shows what the session has now, with this question at hand: a step may have been of several."""
        self.view.show_answers(self.session.answers)
        if self.view.questions[question_id] is not self.view.reason:
            self.view.ask(question_id)
        self.tell_problems()
        self._looked()

    def _show_flag_again(self) -> None:
        """The flag was undone or made again."""
        flag = self.session.flag
        self.close_chooser()
        self.view.footer.show_flag(flag.reason if flag is not None else "")
        self.said.emit(
            Notice(tr("The task is flagged") if flag is not None else tr("The flag is taken back"))
        )

    def tell_problems(self) -> None:
        """Says what is still missing, in words beside Submit."""
        if not self.can_change():
            return
        words = what_is_missing(self.session, self.view)
        self.view.footer.say(words or READY, ready=not words)

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except HdError as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: HdError) -> None:
        self.said.emit(Notice(str(error), "err"))

    # Ending

    def submit(self) -> None:
        """Seals the answers; says what is missing if something is."""
        if not self.can_change():
            return
        from ui.pages.unseen import not_seen  # start-up

        unseen = not_seen(self.view)
        if unseen:
            self.said.emit(Notice(unseen))
            return
        self.close_chooser()
        self.save_look()
        try:
            self.session.submit()
        except NotSubmittable as error:
            self._show_problem(error)
        except HdError as error:
            self._tell(error)
        else:
            self._end(tr("Submitted"))

    def _end(self, word: str) -> None:
        self._closed = True
        self._settle.stop()
        self._look.stop()
        self.ended.emit(word)

    def _show_problem(self, error: NotSubmittable) -> None:
        """The first question that needs something comes to the front."""
        problems = self.session.problems()
        if problems:
            widget = self.view.questions[problems[0].question_id]
            if widget is not self.view.reason:
                self.view.ask(problems[0].question_id)
            if isinstance(widget, TextQuestion):
                widget.focus_first()
        self.said.emit(Notice(error.problems[0] if error.problems else error.what))

    # Skipping and flagging

    def choose_skip(self) -> None:
        """Offers the reasons for skipping."""
        if self.can_change():
            self.view.footer.choose(
                tr("Why skip this task?"),
                tr("It goes to somebody else. What you answered is not sent."),
                self.view.template.skip_reasons,
                self._skip,
            )

    def decline(self) -> None:
        """Gives the task to somebody else without a reason. It counts as no failing anywhere."""
        if self.can_change():
            self._skip(NOT_FOR_ME, "", tr("It goes to somebody else, and nothing is held against you"))

    def _skip(self, reason: str, note: str, word: str = SKIPPED) -> None:
        self.close_chooser()
        self.save_look()
        if self._try(lambda: self.session.skip(reason, note)):
            self._end(word)

    def choose_flag(self) -> None:
        """Offers the reasons for flagging; a flag that stands can be taken back."""
        if not self.can_change():
            return
        flag = self.session.flag
        self.view.footer.choose(
            tr("What is wrong with this task?"),
            tr("Operations will see it. You can still answer."),
            self.view.template.flag_reasons,
            self._flag,
            given=flag.reason if flag is not None else "",
            note=flag.note if flag is not None else "",
            take_back=self._unflag,
        )

    def _flag(self, reason: str, note: str) -> None:
        """The flag stands at once; the keyboard goes to a note that is still to be written."""
        if self._try(lambda: self.session.set_flag(reason, note)):
            self.view.footer.show_flag(reason)
            if note:
                self.close_chooser()
            else:
                said = tr("Flagged: {reason}", reason=reason)
                self.view.footer.chooser.ask_note(said, tr("Enter goes back to answering."), reason)
            self.said.emit(Notice(tr("The task is flagged")))

    def _save_note(self) -> None:
        """What was typed behind a flag that stands."""
        flag, footer = self.session.flag, self.view.footer
        if flag is not None and footer.is_noting():
            note = footer.chooser.note.text().strip()
            if note != flag.note:
                self._try(lambda: self.session.set_flag(flag.reason, note))

    def _unflag(self) -> None:
        self.close_chooser()
        if self._try(self.session.clear_flag):
            self.view.footer.show_flag("")
            self.said.emit(Notice(tr("The flag is taken back")))

    def close_chooser(self) -> None:
        """Back to answering."""
        if self.view.footer.is_choosing():
            if self.can_change():
                self.save_text()
            self.view.footer.end_choosing()
            self.view.focus_home()


def what_is_missing(session: WorkSession, view: TaskView) -> str:
    """The first answer that is wrong, else all that are not given; "" when nothing is missing."""
    problems, answers = session.problems(), session.answers
    given = [problem for problem in problems if problem.question_id in answers]
    if given:
        return given[0].text
    return missing(view.short_name(problem.question_id) for problem in problems)
