"""Where a comment is written: its words, how much it matters, its category and rule, and the list of ready comments.

It stands below the margin, so that what is spoken about stays in sight. Every change is told at once: `changed`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from hdclient.model.review import Comment, Severity
from hdclient.model.review_policy import ErrorCategory, QuickComment
from hdclient.words import tr
from ui import theme
from ui.components.badges import KeyCap
from ui.components.buttons import Button, IconButton, RowButton
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import ElidedLabel
from ui.components.segmented import Segment, SegmentedControl
from ui.pages.margin_card import SEVERITIES
from ui.pages.rule_choice import RuleChoice
from ui.questions.text import GrowingField

_MOST_QUICK = 9
_SHORT = {
    Severity.NIT: tr("Small"),
    Severity.ISSUE: tr("Issue"),
    Severity.BLOCKING: tr("Blocking"),
}


class Written(Struct, frozen=True):
    """What stands in the editor."""

    text: str = ""
    severity: Severity = Severity.ISSUE
    category: str = ""
    rule: str = ""


class QuickList(QWidget):
    """Ready comments, the first nine by their digit while the list has the keyboard (Alt and the digit: always)."""

    accessible_role = "List"
    own_keys = frozenset("123456789")
    taken = Signal(int)
    """The ready comment of this number (from 0) is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Ready comments"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(4))
        self._rows: list[_QuickRow] = []

    def show_list(self, quick: Sequence[QuickComment]) -> None:
        """Shows these."""
        for row in self._rows:
            self.column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for number, one in enumerate(quick[:_MOST_QUICK]):
            row = _QuickRow(" ".join(one.text.split()), number, self)
            row.clicked.connect(lambda _=False, at=number: self.taken.emit(at))
            self.column.addWidget(row)
            self._rows.append(row)

    def focus_first(self) -> bool:
        """Into the list; False when it is empty."""
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self._rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if 0 <= number < len(self._rows) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.taken.emit(number)
        elif step and (focus := self.window().focusWidget()) in self._rows:
            at = self._rows.index(focus) + step  # type: ignore[arg-type]
            self._rows[max(0, min(len(self._rows) - 1, at))].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)


class _QuickRow(RowButton):
    """A ready comment in one line."""

    def __init__(self, text: str, number: int, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setToolTip(text)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(ElidedLabel(text, tone="text2"), 1)
        line.addWidget(KeyCap(f"@quick.{number + 1}"))
        self.set_row_layout(line, (8, 3))


class CommentEditor(Card):
    """`open_for` a new comment, a reply or one that is to be changed."""

    changed = Signal(object)
    """What is written now (a Written)."""
    kept = Signal()
    """Done with it."""
    removed = Signal()
    """It is not wanted after all."""
    ready_wanted = Signal(object)
    """This (a Written) is to be a ready comment."""

    def __init__(self) -> None:
        super().__init__(padding=12, spacing=8)
        self.setAccessibleName(tr("Comment"))
        self._quick: tuple[QuickComment, ...] = ()
        self._silent = self._reply = False
        self.about = ElidedLabel("", "caption", "text3", strong=True)
        self.body.addWidget(self.about)
        self.field = GrowingField(tr("Words of the comment"), 3, 8)
        self.field.setPlaceholderText(tr("What is to be said"))
        self.body.addWidget(self.field)
        self.quick = QuickList(self)
        self.quick.taken.connect(self.take)
        self.body.addWidget(self.quick)
        segments = [Segment(one, _SHORT[one], description=words) for one, (words, _, _) in SEVERITIES.items()]
        self.severity = SegmentedControl(tr("How much it matters"), segments, small=True, wrap=True)
        self.body.addWidget(self.severity)
        self.category = QComboBox()
        self.category.setAccessibleName(tr("Category of the error"))
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.category.setMinimumContentsLength(8)
        self.rule = RuleChoice(tr("Rule, as 2.3"))
        self.ready = IconButton("plus", tr("Put these words on your list of ready comments"), size=28)
        self.ready.clicked.connect(lambda: self.ready_wanted.emit(self.written()))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.rule, 1)
        row.addWidget(self.ready)
        self.body.addWidget(self.category)
        self.body.addLayout(row)
        self._add_buttons()
        for signal in (self.field.textChanged, self.rule.changed, self.category.currentIndexChanged):
            signal.connect(self._tell)
        self.severity.value_changed.connect(self._tell)

    def _add_buttons(self) -> None:
        self.drop = Button(tr("Discard"), small=True)
        self.drop.clicked.connect(self.removed)
        self.keep = Button(tr("Keep"), key="@review.send", variant="primary", small=True)
        self.keep.clicked.connect(self.kept)
        row = FlowLayout()
        row.addWidget(self.keep)
        row.addWidget(self.drop)
        self.body.addLayout(row)

    def set_lists(self, categories: Sequence[ErrorCategory], quick: Sequence[QuickComment]) -> None:
        """What can be chosen from."""
        self._silent = True
        self.category.clear()
        self.category.addItem(tr("No category"), "")
        for number, one in enumerate(categories, 1):
            self.category.addItem(one.title, one.id)
            self.category.setItemData(number, one.help, Qt.ItemDataRole.ToolTipRole)
        self._silent = False
        self._quick = tuple(quick)
        self.quick.show_list(self._quick)

    def open_for(self, about: str, written: Written, *, reply: bool = False, quick: bool = False) -> None:
        """Shows what is written; the keyboard goes to the words, or with `quick` to the ready ones."""
        self._reply = reply
        self.about.setText(about)
        self._show(written)
        for part in (self.severity, self.category, self.rule, self.ready):
            part.setVisible(not reply)
        if not (quick and self.quick.focus_first()):
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def written(self) -> Written:
        """What stands in it."""
        return Written(
            self.field.toPlainText(),
            self.severity.value() if isinstance(self.severity.value(), Severity) else Severity.ISSUE,  # type: ignore[arg-type]
            str(self.category.currentData() or ""),
            self.rule.rule(),
        )

    def take(self, number: int) -> None:
        """Puts a ready comment in, or its words behind those that stand there."""
        if not (self.isVisible() and 0 <= number < min(_MOST_QUICK, len(self._quick))):
            return
        one, before = self._quick[number], self.field.toPlainText().rstrip()
        text = f"{before} {one.text}" if before else one.text
        self._show(Written(text, one.severity, one.category, one.rule))
        self._tell()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def _show(self, written: Written) -> None:
        self._silent = True
        self.field.set_text(written.text)
        self.severity.set_value(written.severity)
        self.category.setCurrentIndex(max(0, self.category.findData(written.category)))
        self.rule.set_rule(written.rule)
        self._silent = False
        self._show_quick()

    def _show_quick(self) -> None:
        self.quick.setVisible(bool(self._quick) and not self._reply and not self.field.toPlainText())

    def _tell(self) -> None:
        if not self._silent:
            self._show_quick()
            self.changed.emit(self.written())


def written_of(comment: Comment) -> Written:
    """A comment as the editor shows it."""
    return Written(comment.text, comment.severity, comment.category, comment.rule)
