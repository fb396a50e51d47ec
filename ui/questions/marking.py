"""What marks on words and marks on pictures have in common: the list, the one at hand, its editor, and "nothing"."""

from __future__ import annotations

from hdclient.model.anchor import Anchor
from hdclient.model.template import Question
from hdclient.questions.spans import NOTHING_LABEL, SpansOptions
from hdclient.words import tr
from ui.components.announce import announce
from ui.components.buttons import Button
from ui.components.hue_rows import HueList
from ui.components.labels import Label
from ui.questions.base import Lineup, QuestionWidget
from ui.questions.content_desk import ContentDesk
from ui.questions.span_draft import SpanDraft
from ui.questions.span_editor import SpanEditor
from ui.questions.span_rows import SpanRows


class MarksQuestion(QuestionWidget):
    """A heir arranges the parts, takes what is marked, and shows it in the content."""

    wants_room = True
    wants_content = True

    def __init__(self, question: Question, lineup: Lineup, options: SpansOptions, *, upright: bool) -> None:
        super().__init__(question, lineup, upright=upright)
        self._draft = SpanDraft(options)
        self._rows = SpanRows(options, lineup)
        self._given: object = None
        self._desk: ContentDesk | None = None
        # Made first, as it stands above the others and Tab goes in the order of making.
        words = options.nothing_label or NOTHING_LABEL
        self._nothing = Button(words, key="@digit.0", checkable=True, small=True, parent=self)
        self._nothing.setVisible(options.allow_nothing)
        self._nothing.clicked.connect(self._say_nothing)
        self.header.addWidget(self._nothing)
        self._told = Label("", "caption", "text2", wrap=True)
        self.list = HueList(tr("Marks"))
        self.list.chosen.connect(self._row_chosen)
        self.editor = SpanEditor(options)
        self.editor.changed.connect(self._change)
        self.editor.link_asked.connect(self._link)
        self.editor.goto_asked.connect(self._to_link)
        self.editor.remove_asked.connect(self._remove)
        self.editor.left.connect(self.edit_finished)

    # What a heir does

    def _turn(self) -> None:
        """Another mark is at hand: it is brought into sight."""
        raise NotImplementedError

    def _show(self) -> None:
        """All is shown as the draft has it."""
        raise NotImplementedError

    def _show_buttons(self) -> None:
        """The buttons alone."""
        raise NotImplementedError

    # The answer

    def answer(self) -> object:
        """See hdclient.questions.spans."""
        return self._given

    def _done(self, changed: bool, said: str = "") -> None:
        if changed and not self._read_only:
            self._given = self._draft.answer()
            self._show()
            self.answer_changed.emit(self._given)
        if said:
            announce(self, said)

    # What a person does

    def _say_nothing(self) -> None:
        if not self._read_only and not self._draft.marks:
            self._draft.nothing = not self._draft.nothing
            self._done(True, self._nothing.label() if self._draft.nothing else "")
        elif self._draft.marks and not self._read_only:
            self._say(tr("Something is marked: remove it first."), "err")
        self._show_buttons()

    def _remove(self) -> None:
        if not self._read_only:
            self._done(self._draft.remove(), tr("Mark removed"))

    def _change(self, fields: object) -> None:
        if not self._read_only and isinstance(fields, dict):
            self._done(self._draft.change(**fields))

    def _link(self) -> None:
        """Ties the mark at hand to what is selected; with nothing selected, unties it."""
        if self._read_only or self._desk is None or self._draft.at_hand() is None:
            return
        anchor = self._desk.selection()
        if anchor is None and self.editor.has_link():
            self._done(self._draft.change(link=None))
        elif anchor is None:
            self._say(tr("Select the passage first."), "err")
        elif self._draft.change(link=anchor):
            self._desk.clear_selection()
            self._done(True, tr("Linked"))

    def _to_link(self) -> None:
        mark = self._draft.at_hand()
        if mark is not None and mark.link is not None and self._desk is not None:
            self._desk.go_to(mark.link)

    def _step(self, step: int) -> None:
        if self._draft.step(step):
            self._turn()

    def _row_chosen(self, row: int) -> None:
        self._draft.current = self._draft.in_order()[row]
        self._turn()

    def _word_pointed(self, anchor: Anchor) -> None:
        """A person clicked on a mark in the text."""
        number = next((at for at, mark in enumerate(self._draft.marks) if mark.anchor == anchor), -1)
        if number >= 0 and number != self._draft.current:
            self._draft.current = number
            self._show()

    # Showing

    def _say(self, words: str, tone: str = "text2") -> None:
        self._told.setText(words)
        self._told.set_tone(tone)
        announce(self, words)

    def is_typing(self) -> bool:
        """Whether words are being written."""
        return self.editor.note.hasFocus()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight; marks can still be walked through."""
        super().set_read_only(read_only)
        self._show()
