"""Tags: a field with proposals, and what was given as chips that take themselves back when they are pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hdclient.model.template import Question
from hdclient.questions.tags import TAGS, fault_of
from hdclient.words import tr
from ui.components.announce import announce
from ui.components.buttons import ChipButton
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.questions.base import Handlers, Lineup, QuestionWidget
from ui.questions.one_line import ShortField


class _TagField(ShortField):
    """Return, a comma or a semicolon ends a tag; Backspace in the empty field takes the last one back."""

    def __init__(self, question: TagsQuestion, name: str, hint: str) -> None:
        super().__init__(name, hint, question)
        self._question = question
        self.setMaxLength(1_000)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() in (",", ";"):
            self._question.take()
        elif event.key() == Qt.Key.Key_Backspace and not self.text() and not self.isReadOnly():
            self._question.drop_last()
        else:
            super().keyPressEvent(event)


_MOST_OFFERED = 6


def _empty(chips: list[ChipButton], flow: FlowLayout) -> None:
    for chip in chips:
        flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
    chips.clear()


class TagsQuestion(QuestionWidget):
    """N goes into the field."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        self._options = TAGS.options(question)
        self._tags: tuple[str, ...] = ()
        self._chips: list[ChipButton] = []
        self._offers: list[ChipButton] = []
        self.field = _TagField(self, question.title, tr("A tag, then Enter"))
        self._wrong = Label("", "caption", "err", wrap=upright)
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, spacing=6)
        self.body.addWidget(self._holder)
        self.body.addWidget(self.field)
        self._offered = QWidget(self)
        self._offer_flow = FlowLayout(self._offered, spacing=6)
        self._offered.hide()
        self.body.addWidget(self._offered)
        self.body.addWidget(self._wrong)
        self._wrong.hide()
        self._holder.hide()
        self.field.textEdited.connect(self._edited)
        self.field.editingFinished.connect(self.edit_finished)

    def _edited(self, text: str) -> None:
        self._say("")
        self._offer(text)

    def _offer(self, text: str) -> None:
        """The proposals that have what is being typed in them."""
        wanted = " ".join(text.split()).casefold()
        taken = {tag.casefold() for tag in self._tags}
        found = [
            one
            for one in self._options.proposals
            if wanted and wanted in one.casefold() and one.casefold() not in taken
        ][:_MOST_OFFERED]
        _empty(self._offers, self._offer_flow)
        for tag in found:
            chip = ChipButton(tag, "plain", "plus", self._offered)
            chip.setAccessibleDescription(tr("Gives this tag"))
            chip.clicked.connect(lambda _=False, one=tag: self._take_offer(one))
            self._offer_flow.addWidget(chip)
            chip.show()
            self._offers.append(chip)
        self._offered.setVisible(bool(found))

    def _take_offer(self, tag: str) -> None:
        self.field.setText(tag)
        self.take()
        self.focus_first()

    def answer(self) -> object:
        """See hdclient.questions.tags."""
        return {"tags": list(self._tags)} if self._tags else None

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        told = value.get("tags") if isinstance(value, dict) else None
        tags = told if isinstance(told, list | tuple) else ()
        self._tags = tuple(tag for tag in tags if isinstance(tag, str))
        self._show()

    def take(self) -> None:
        """What stands in the field becomes a tag, or the reason why it cannot is said."""
        text = " ".join(self.field.text().split())
        if not text or self._read_only:
            return
        given = next((one for one in self._options.proposals if one.casefold() == text.casefold()), text)
        wrong = fault_of((*self._tags, given), self._options)
        if wrong:
            self._say(wrong)
            announce(self, wrong)
            return
        self.field.clear()
        self._offer("")
        self._give((*self._tags, given))

    def drop_last(self) -> None:
        """Takes the last tag back."""
        self._give(self._tags[:-1])

    def _drop(self, tag: str) -> None:
        if not self._read_only:
            self._give(tuple(one for one in self._tags if one != tag))
            self.focus_first()

    def _give(self, tags: tuple[str, ...]) -> None:
        if tags != self._tags:
            self._tags = tags
            self._show()
            self._say("")
            self.answer_changed.emit(self.answer())

    def _say(self, wrong: str) -> None:
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self.field.show_bad(bool(wrong))
        self.field.setAccessibleDescription(wrong)

    def _show(self) -> None:
        _empty(self._chips, self._flow)
        for tag in self._tags:
            chip = ChipButton(tag, "plain", "" if self._read_only else "close", self._holder)
            chip.setAccessibleDescription("" if self._read_only else tr("Takes this tag back"))
            chip.setEnabled(not self._read_only)
            chip.clicked.connect(lambda _=False, one=tag: self._drop(one))
            self._flow.addWidget(chip)
            chip.show()
            self._chips.append(chip)
        self._holder.setVisible(bool(self._tags))

    def handlers(self) -> Handlers:
        """N begins to write."""
        return {} if self._read_only else {"reason": self.focus_first}

    def focus_first(self) -> None:
        """Into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        self.field.setReadOnly(read_only)
        self.field.setVisible(not read_only)
        self._show()
