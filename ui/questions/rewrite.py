"""The rewrite: a field, a preview of what is in it as content is shown, and its differences to any response.

The numbers below are counted anew in a pause, outside the GUI thread. They say how much changed, and not whether that
is good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from hdclient.model.base import InvalidValue
from hdclient.model.template import Question
from hdclient.questions.rewrite import REWRITE, RewriteAnswer, bases_of
from hdclient.words import tr
from ui.components.announce import announce
from ui.components.badges import KeyCap
from ui.components.buttons import Button
from ui.components.errand import Check, Errand
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.replace_bar import ReplaceBar
from ui.components.segmented import Segment, SegmentedControl
from ui.components.tracked_text import TrackedText
from ui.questions.base import Handlers, Lineup, digit_key
from ui.questions.content_desk import ContentDesk, SourceView
from ui.questions.rewrite_field import RewriteField
from ui.questions.rewrite_words import (
    amount_words,
    base_words,
    change_words,
    is_too_much,
    part_of,
    pasted_words,
    short_name,
)
from ui.questions.text import GrowingField, WrittenQuestion

if TYPE_CHECKING:
    from hdclient.content.rewritten import Rewritten

WRITE, PREVIEW, CHANGES = "write", "preview", "changes"
PAUSE_MS = 180
"""After the last letter, until words and differences are counted."""


class RewriteQuestion(WrittenQuestion):
    """Digits compare with a response and show the differences; the field, the preview and they are in one place."""

    wants_room = True
    wants_content = True
    wanted_width = 540

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = True) -> None:
        super().__init__(question, lineup, upright=upright)
        self._options = REWRITE.options(question)
        self._given: object = None
        self._base: str | None = None
        self._bases = bases_of(self._options, lineup.shown)
        self._against = next(iter(self._bases), "")
        self._desk: ContentDesk | None = None
        self._result: tuple[str, str, Rewritten] | None = None
        self._putting = self._showing = False
        self._errand = Errand(self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._count)
        self.field = RewriteField(question.title, self._options.paste, self._is_known)
        self.field.setPlaceholderText(self._options.placeholder or tr("Write the text anew"))
        self.note = self._make_note()
        shown = ((WRITE, tr("Write")), (PREVIEW, tr("Preview")), (CHANGES, tr("Differences")))
        self.views = SegmentedControl(
            tr("What is shown"), [Segment(name, label) for name, label in shown], small=True, wrap=True
        )
        self.against = SegmentedControl(
            tr("Compared with"),
            [
                Segment(one, short_name(one, lineup), digit_key(number))
                for number, one in enumerate(self._bases, 1)
            ],
            small=True,
        )
        self.begin = Button("", key="@rewrite.begin", small=True, parent=self)
        self.bar = ReplaceBar(self.field, self)
        self._count_label = Label("", "caption", "text3", wrap=True)
        self._arrange()
        self._connect()
        self._show()

    def _make_note(self) -> GrowingField:
        title, wanted = self._options.note_title or tr("What did you change, and why?"), self._options.note
        made = GrowingField(title, 1, 5)
        made.set_hint(title if wanted == "required" else tr("{title} (optional)", title=title))
        if wanted == "none":  # never setVisible(True) here: without a parent it would be a window
            made.hide()
        return made

    def _arrange(self) -> None:
        top = FlowLayout(spacing=8)
        top.addWidget(self.views)
        top.addWidget(KeyCap("@rewrite.view", self))
        top.addWidget(self.against)
        top.addWidget(self.begin)
        if len(self._bases) < 2:
            self.against.hide()
        if not self._bases:
            self.begin.hide()
        self.tracked = TrackedText(tr("Differences"), "", "", self, roomy=True)
        self.stack = QStackedWidget(self)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.stack.addWidget(self.field)
        self.stack.addWidget(self.tracked)
        self.body.addLayout(top)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._count_label)
        self.body.addWidget(self.note)
        self._preview: SourceView | None = None

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.note.textChanged.connect(self._typed)
        self.field.told.connect(lambda words: self._say(words, "err"))
        self.field.refused.connect(self._tell_too_long)
        for field in (self.field, self.note):
            field.left.connect(self.edit_finished)
        self.views.value_changed.connect(lambda _: self._show_view())
        self.against.value_changed.connect(self._compare_with)
        self.begin.clicked.connect(self.begin_with)

    def set_content(self, content: ContentDesk) -> None:
        """The responses that it is compared with, and the way content is shown."""
        self._desk = content
        view = self._preview = content.make_view(tr("Preview"), roomy=True)
        self.stack.addWidget(view.widget())
        self._pause.start()

    # The answer

    def answer(self) -> object:
        """See hdclient.questions.rewrite."""
        return self._given

    def set_answer(self, value: object) -> None:
        """Shows the answer; a cursor in the field stays where it is."""
        try:
            found = RewriteAnswer.of(value)
        except InvalidValue:
            found = RewriteAnswer(text="")
        self._given = value if isinstance(value, dict) else None
        self._base, self.field.counted = found.base, found.pasted
        self._showing = True
        self.field.set_text(found.text)
        self.note.set_text(found.note)
        self._showing = False
        self._show()

    def _now(self) -> object:
        text, note = self.field.toPlainText(), self.note.toPlainText()
        said: dict[str, object] = {"text": text}
        if self._base is not None and text:
            said["base"] = self._base
        if note:
            said["note"] = note
        if self.field.counted is not None:
            said["pasted"] = self.field.counted.plain()
        return said if text or len(said) > 1 else None

    def _typed(self) -> None:
        if self._showing:
            return
        now = self._now()
        self._pause.start()
        if now != self._given:
            self._given = now
            self.answer_changed.emit(now)

    def begin_with(self) -> None:
        """Puts what it is compared with in place of all that is written, as one step that undo takes back."""
        source = self._source()
        if self._read_only or not source:
            return
        self.views.set_value(WRITE)
        self._show_view()
        self._putting, self._base = True, self._against
        self.field.set_text(source)
        self._typed()
        self._putting = False
        self.focus_first()
        self._say(tr("Copied in: {part}. Undo takes that back.", part=self._response()))

    def is_typing(self) -> bool:
        """Whether it is written letter by letter: all but a response that is copied in."""
        return not self._putting

    # What is shown

    def _source(self) -> str:
        if self._desk is None or not self._against:
            return ""
        return self._desk.source(part_of(self._against, self.lineup))

    def _is_known(self, text: str) -> bool:
        """Whether words stand in the task: they are not from elsewhere."""
        if self._desk is None:
            return False
        bases = (*self.lineup.stored, *self._bases)
        parts = ["prompt", "system_prompt", *(part_of(one, self.lineup) for one in bases)]
        return any(text in self._desk.source(part) for part in parts)

    def _response(self) -> str:
        return base_words(self._against, self.lineup)

    def _compare_with(self, value: object) -> None:
        if isinstance(value, str) and value in self._bases:
            self._against = value
            self.views.set_value(CHANGES)
            self._show()
            announce(self, self.against.accessibleName() + " " + self._response())

    def _next_view(self) -> None:
        order = [WRITE, PREVIEW, CHANGES]
        self.views.choose(order[(order.index(str(self.views.value())) + 1) % len(order)])

    def show_words(self) -> None:
        """The text itself is in sight, where comments stand on it."""
        self.views.set_value(WRITE)
        self._show_view()

    def view_state(self) -> object:
        """What is in sight."""
        return [self.views.value(), self._against] if self.views.value() != WRITE else None

    def set_view_state(self, state: object) -> None:
        """Back to it."""
        if isinstance(state, list) and len(state) == 2 and state[0] in (WRITE, PREVIEW, CHANGES):
            self._against = state[1] if state[1] in self._bases else self._against
            self.views.set_value(state[0])
            self._show()

    def _show(self) -> None:
        self.against.set_value(self._against)
        if self.views.value() is None:
            self.views.set_value(WRITE)
        self.begin.set_label(tr("Begin with {part}", part=self._response()))
        self._show_view()

    def _show_view(self) -> None:
        shown = self.views.value()
        parts: dict[object, QWidget | None] = {WRITE: self.field, CHANGES: self.tracked}
        parts[PREVIEW] = self._preview.widget() if self._preview is not None else self.field
        widget = parts.get(shown)
        if widget is not None:
            self.stack.setCurrentWidget(widget)
        self._count()

    # Counting

    def _count(self) -> None:
        """Words now; the differences come in a moment, from another thread."""
        self._pause.stop()
        text, before = self.field.toPlainText(), self._source()
        if self.views.value() == PREVIEW and self._preview is not None:
            self._preview.show_source(text)
        known = self._result is not None and self._result[:2] == (before, text)
        if known or not before:
            self._tell()
            return

        def work(check: Check) -> object:
            from hdclient.content.rewritten import rewritten  # start-up

            return before, text, rewritten(before, text, check)

        self._tell()
        self._errand.run(work, self._keep)

    def _keep(self, result: object) -> None:
        assert isinstance(result, tuple)
        self._result = result
        self._tell()

    def _tell(self) -> None:
        text = self.field.toPlainText()
        result = self._result
        if result is not None and result[:2] == (self._source(), text) and self.views.value() == CHANGES:
            self.tracked.show_change(result[0], text, result[2].found)
        lines = [amount_words(text, self._options), self.change_words(), pasted_words(self.field.counted)]
        self._count_label.setText(" · ".join(line for line in lines if line))
        self._count_label.set_tone("err" if is_too_much(text, self._options) else "text3")

    def change_words(self) -> str:
        """ "against Response A: 4 words in, 2 words out"; "" while there is nothing to compare, or it is not known."""
        text = self.field.toPlainText()
        if self._result is None or not text or self._result[:2] != (self._source(), text):
            return ""
        return change_words(self._result[2], self._response())

    def _say(self, words: str, tone: str = "text2") -> None:
        self._count_label.setText(words)
        self._count_label.set_tone(tone)
        announce(self, words)

    def _tell_too_long(self, length: int) -> None:
        self._say(
            tr("Not pasted: {length:,} characters are too many. Your text is as it was.", length=length),
            "err",
        )

    # Keys

    def handlers(self) -> Handlers:
        """N writes; F2 turns to the preview and the differences; digits say what it is compared with."""
        found: Handlers = {"rewrite.view": self._next_view, "rewrite.replace": self._replace}
        found |= self.digits(lambda number: self.against.choose(self._bases[number - 1]), len(self._bases))
        if not self._read_only:
            found["reason"] = self.focus_first
            if not self.begin.isHidden():
                found["rewrite.begin"] = self.begin_with
            if not self.note.isHidden():
                found["rewrite.note"] = lambda: self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return found

    def _replace(self) -> None:
        """Opens the bar, or closes it."""
        self.show_words()
        if self.bar.isHidden() and not self._read_only:
            self.bar.open_bar()
        else:
            self.bar.close_bar()

    def focus_first(self) -> None:
        """Into the field, behind the last word."""
        self.show_words()
        super().focus_first()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight; preview and differences can still be turned to."""
        super().set_read_only(read_only)
        self.field.setReadOnly(read_only)
        self.note.setReadOnly(read_only)
        self.bar.hide()
        self.begin.setVisible(not read_only and bool(self._bases))
        if read_only:
            self.field.set_hint(tr("Nothing was written here"))
            self.note.set_hint(tr("Nothing was said of it"))
