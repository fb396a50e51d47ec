"""A question that is answered by typing one short thing: a number, a date. What cannot be read is said at once.

The text stays as it was typed, right or wrong; only what can be read becomes the answer.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hdclient.model.template import Question
from ui import theme
from ui.components.announce import announce
from ui.components.labels import Label
from ui.questions.base import Handlers, Lineup, QuestionWidget

_WIDTH = 200


class ShortField(QLineEdit):
    """One line, whose undo is the page's, and that is left by Return."""

    def __init__(self, name: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(60)
        self.theme_changed()

    def theme_changed(self) -> None:
        """Sizes of now."""
        self.setFixedSize(theme.px(_WIDTH), theme.high())

    def show_bad(self, bad: bool) -> None:
        """The edge of a field whose content cannot stand."""
        if (self.property("bad") == "true") != bad:
            self.setProperty("bad", "true" if bad else "false")
            self.style().unpolish(self)
            self.style().polish(self)


class OneLineQuestion(QuestionWidget):
    """Subclasses say how a text is read (`read`) and how an answer is written (`write`)."""

    def __init__(
        self,
        question: Question,
        lineup: Lineup,
        *,
        upright: bool,
        hint: str,
        beside: str,
        read: Callable[[str], tuple[object, str]],
        write: Callable[[object], str],
    ) -> None:
        """`read` gives (answer, what is wrong); `write` gives the text of an answer, "" for what is none."""
        super().__init__(question, lineup, upright=upright)
        self._read, self._write = read, write
        self._answer: object = None
        self.field = ShortField(question.title, hint, self)
        self._wrong = Label("", "caption", "err", wrap=upright)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.field)
        if beside:
            row.addWidget(Label(beside, "ui", "text2"))
        row.addWidget(self._wrong, 1)
        row.addStretch(0)
        self.body.addLayout(row)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._left)

    def answer(self) -> object:
        """The answer that the text says; None for none."""
        return self._answer

    def set_answer(self, value: object) -> None:
        """Shows the answer; a text that says it already stays as it is."""
        text = self._write(value)
        self._answer = value if text else None
        if self._read(self.field.text())[0] != self._answer or not text:
            self.field.setText(text)
        self._say("")

    def _typed(self, text: str) -> None:
        answer, wrong = self._read(text.strip()) if text.strip() else (None, "")
        self._say(wrong)
        if answer != self._answer:
            self._answer = answer
            self.answer_changed.emit(answer)

    def _say(self, wrong: str) -> None:
        self._wrong.setText(wrong)
        self.field.show_bad(bool(wrong))
        self.field.setAccessibleDescription(wrong)

    def _left(self) -> None:
        if self._wrong.text():
            announce(self, self._wrong.text())
        self.edit_finished.emit()

    def handlers(self) -> Handlers:
        """N begins to write."""
        return {} if self._read_only else {"reason": self.focus_first}

    def focus_first(self) -> None:
        """Into the field, with what is there selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight; it can still be selected."""
        super().set_read_only(read_only)
        self.field.setReadOnly(read_only)
