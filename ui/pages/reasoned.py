"""What a person says of a task in place of an answer, or beside it: why it is skipped, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hdclient.errors import HdError
from hdclient.model.sensitivity import NOT_FOR_ME
from hdclient.words import tr
from ui.pages.page import Notice, tried
from ui.pages.task_view import TaskView

if TYPE_CHECKING:
    from hdclient.session.work_session import WorkSession

SKIPPED = tr("Skipped")


class Reasoned(QObject):
    """A part of OpenTask, which has what is named here."""

    ended = Signal(str)
    """The task was submitted or skipped; the word that says which. The session can no longer be changed."""
    said = Signal(object)
    """A Notice."""

    session: WorkSession
    view: TaskView
    _closed: bool

    def can_change(self) -> bool:
        """Whether answers can be given."""
        return not self._closed and not self.session.read_only

    def _try(self, act: Callable[[], object]) -> bool:
        return tried(act, self.said.emit)

    def _tell(self, error: HdError) -> None:
        self.said.emit(Notice(str(error), "err"))

    # Skipping and flagging

    def choose_skip(self) -> None:
        """Offers the reasons for skipping."""
        if self.can_change():
            from ui.pages.ways_out import reasons_of  # start-up

            self.view.footer.choose(
                tr("Why skip this task?"),
                tr("It goes to somebody else. What you answered is not sent."),
                reasons_of(self.view.template, self.session.used_up()),
                self._skip,
            )

    def decline(self) -> None:
        """Gives the task to somebody else without a reason. It counts as no failing anywhere."""
        if self.can_change():
            self._skip(NOT_FOR_ME, "", tr("It goes to somebody else, and nothing is held against you"))

    def _skip(self, reason: str, note: str, word: str = SKIPPED) -> None:
        from ui.pages.ways_out import chosen  # start-up

        escape, reason = chosen(self.view.template, reason)
        if escape is not None and escape.note == "required" and not note.strip():
            self.said.emit(Notice(tr("“{label}” needs a note: say in a few words why.", label=escape.label)))
            return
        self.close_chooser()
        self.take_look()
        if self._try(lambda: self.session.skip(reason, note, escape.id if escape is not None else "")):
            self._end(word)
        else:
            self.save_text()

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

    def take_look(self) -> None:
        """See OpenTask, as all below."""
        raise NotImplementedError

    def save_text(self) -> None:
        """See OpenTask."""
        raise NotImplementedError

    def _end(self, word: str) -> None:
        raise NotImplementedError
