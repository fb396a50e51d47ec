"""The criterion at hand, whole: its words, its grades as buttons, its note, and the places that show it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hdclient.model.anchor import Anchor
from hdclient.questions.grading import Cell, Level, Notes, words_of
from hdclient.questions.rating import NOT_APPLICABLE_LABEL
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button, ChipButton
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.scrolling import scroll_area
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import digit_key
from ui.questions.grade_sheet import GradeRow
from ui.questions.text import GrowingField

NA = "na"
_QUOTED = 28


def digits_of(levels: Sequence[Level], *, takes_na: bool) -> dict[int, object]:
    """Which digit gives which grade: the grade itself where that is a digit, else its place; then "not applicable"."""
    values = [level.value for level in levels]
    if all(0 <= value <= 9 for value in values):
        found: dict[int, object] = {value: value for value in values}
    else:
        found = {place: value for place, value in enumerate(values, 1) if place <= 9}
    free = [digit for digit in (0, *range(1, 10)) if digit not in found]
    if takes_na and free:
        found[free[0]] = NA
    return found


class GradePanel(QWidget):
    """Tells what a person does with the criterion at hand; it keeps no answer itself."""

    graded = Signal(object)
    """The value of a level, NA, or None: taken back."""
    noted = Signal(str)
    cite_asked = Signal()
    cite_dropped = Signal(int)
    cite_pressed = Signal(int)

    def __init__(self, name: str, notes: Notes, parent: QWidget, *, cites: bool) -> None:
        super().__init__(parent)
        self._notes, self._cites = notes, cites
        self._levels: tuple[Level, ...] | None = None
        self._takes_na = self._read_only = False
        self._chips: list[ChipButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(theme.px(6))
        self.words = Label("", "ui", "text", wrap=True)
        self._about = Label("", "caption", "text2", wrap=True)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(2))
        inner.addWidget(self.words)
        inner.addWidget(self._about)
        inner.addStretch(1)
        self._area = scroll_area(holder, tr("The whole criterion"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area)
        self.control = SegmentedControl(name, (), self, wrap=True, clearable=True)
        self.control.value_changed.connect(self.graded)
        column.addWidget(self.control)
        self.note = GrowingField(tr("Note to: {name}", name=name), 1, 4)
        self.note.set_hint(tr("Why? (required)") if notes == "required" else tr("A note"))
        self.note.textChanged.connect(lambda: self.noted.emit(self.note.toPlainText()))
        column.addWidget(self.note)
        self.note.setVisible(
            notes != "none"
        )  # never before it has a parent: it would be a window for a moment
        self._places = QWidget(self)
        self._flow = FlowLayout(self._places, spacing=6)
        self.cite = Button(tr("Cite what is selected"), key="@grade.cite", small=True, parent=self._places)
        self.cite.clicked.connect(self.cite_asked)
        self._flow.addWidget(self.cite)
        self._places.setVisible(cites)
        column.addWidget(self._places)
        self.theme_changed()

    def theme_changed(self) -> None:
        """Sizes of now."""
        self._area.setMinimumHeight(theme.px(36))
        self._area.setMaximumHeight(theme.px(92))

    def show_row(self, row: GradeRow, cell: Cell, letter: str) -> None:
        """Another criterion, or another grade of it."""
        whole = tr("Response {letter}: {words}", letter=letter, words=row.text) if letter else row.text
        if whole != self.words.text():
            self.words.setText(whole)
            self._area.verticalScrollBar().setValue(0)
        level = next((one for one in row.levels if one.value == cell.value and not cell.na), None)
        self._about.setText(
            " · ".join(part for part in (row.about, row.help, level.description if level else "") if part)
        )
        self._offer(row)
        self.control.set_value(NA if cell.na else cell.value)
        self.control.set_read_only(self._read_only)
        graded = not row.heading
        self.note.setVisible(graded and self._notes != "none")
        self._places.setVisible(graded and self._cites)
        self.note.blockSignals(True)
        self.note.set_text(cell.note)
        self.note.blockSignals(False)
        self._show_cites(cell.cites)

    def _offer(self, row: GradeRow) -> None:
        if (row.levels, row.takes_na) == (self._levels, self._takes_na):
            return
        self._levels, self._takes_na = row.levels, row.takes_na
        keys = {
            value: digit_key(digit) for digit, value in digits_of(row.levels, takes_na=row.takes_na).items()
        }
        segments = [
            Segment(level.value, words_of(level), keys.get(level.value, ""), level.description)
            for level in row.levels
        ]
        if row.takes_na:
            segments.append(Segment(NA, NOT_APPLICABLE_LABEL, keys.get(NA, "")))
        self.control.set_segments(segments)

    def _show_cites(self, cites: Sequence[Anchor]) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for number, anchor in enumerate(cites):
            quote = " ".join(str(getattr(anchor.at, "quote", "") or tr("a place")).split())
            short = quote if len(quote) <= _QUOTED else quote[: _QUOTED - 1] + "…"
            go = ChipButton(f"“{short}”", "plain", "", self._places)
            go.setAccessibleDescription(tr("Goes to the cited words"))
            go.clicked.connect(lambda _=False, at=number: self.cite_pressed.emit(at))
            drop = ChipButton(tr("Remove"), "plain", "close", self._places)
            drop.setAccessibleName(tr("Remove the citation “{quote}”", quote=short))
            drop.clicked.connect(lambda _=False, at=number: self.cite_dropped.emit(at))
            drop.setEnabled(not self._read_only)
            for chip in (go, drop):
                self._flow.addWidget(chip)
                chip.show()
                self._chips.append(chip)

    def set_read_only(self, read_only: bool) -> None:
        """Keeps what was said in sight."""
        self._read_only = read_only
        self.control.set_read_only(read_only)
        self.note.setReadOnly(read_only)
        self.cite.setEnabled(not read_only)
