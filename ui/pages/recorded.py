"""What is recorded about me: what is counted and sent, in plain words, and the last submissions as they were sent.

Everything comes from this computer, from the very bytes. Nothing on it can be pressed by accident: it only tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from hdclient.errors import HdError
from hdclient.events import OutboxChanged
from hdclient.session.recorded import ALSO_SENT, STAYS_HERE, Sent, SentField, fields_of
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.empty import EmptyState
from ui.components.labels import Label
from ui.components.moments import moment
from ui.components.row_table import Index, RowsModel, RowTable
from ui.components.scrolling import scroll_area
from ui.components.title_row import TitleRow
from ui.pages.page import Heading, Notice, Page
from ui.pages.settings_rows import card_title
from ui.pages.welcome import centred

if TYPE_CHECKING:
    from hdclient.session.desk import Desk

_ROWS = 9
"""Fields that are in sight at once."""


class FieldsModel(RowsModel):
    """What it is, what it is called, and the value as it was sent."""

    columns = (tr("What it is"), tr("As it was sent"), tr("Name in the data"))
    rows: Sequence[SentField] = ()

    def put(self, rows: Sequence[SentField]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (field.words, field.value, field.path)[index.column()]
        return self.side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None


class RecordedPage(Page):
    """The newest submission first; two buttons walk to older ones and back."""

    scope = "recorded"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sent: tuple[Sent, ...] = ()
        self._at = 0
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(card_title(tr("As it was sent")))
        column.addWidget(self._sent_card())
        column.addWidget(card_title(tr("What else the platform hears")))
        column.addWidget(_list_card(ALSO_SENT))
        column.addWidget(card_title(tr("What stays on this computer, encrypted")))
        column.addWidget(_list_card(STAYS_HERE))
        column.addStretch(1)
        area = scroll_area(centred(inner, 980), tr("What is recorded about me"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _sent_card(self) -> Card:
        card = Card(padding=20, spacing=12)
        words = tr(
            "These are the very data of your last submissions, nothing left out. Which keys you press, where the mouse"
            " is, and what else is on your screen is never recorded."
        )
        card.body.addWidget(Label(words, tone="text2", wrap=True))
        self.which = Label("", strong=True, wrap=True)
        self.older = Button(tr("Older"), small=True)
        self.newer = Button(tr("Newer"), small=True)
        self.copy = Button(tr("Copy the data"), icon="copy", small=True)
        row = TitleRow(self.which)
        for button, act in ((self.newer, self._newer), (self.older, self._older), (self.copy, self._copy)):
            button.clicked.connect(act)
            row.addWidget(button)
        card.body.addWidget(row)
        self.model = FieldsModel(self)
        self.table = RowTable(self.model, tr("What was sent, field by field"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        card.body.addWidget(self.table)
        self.empty = EmptyState(
            "receipt",
            tr("Nothing submitted yet"),
            tr("What you submit can be looked at here, field by field."),
        )
        card.body.addWidget(self.empty)
        return card

    # What the shell asks

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"back": self.back_requested.emit}

    def regions(self) -> tuple[QWidget, ...]:
        return (self.table,) if self._sent else ()

    def focus_home(self) -> None:
        (self.table if self._sent else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> None:
        self.heading_changed.emit(Heading(title=tr("What is recorded about me")))
        self.timer_changed.emit("")
        self._read()
        self.focus_home()

    def refresh(self, event: object) -> None:
        if isinstance(event, OutboxChanged):
            self._read()

    def theme_changed(self) -> None:
        """Widths come from the type scale."""
        self._widths()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._widths()

    # Showing

    def _read(self) -> None:
        shown = self._shown()
        try:
            self._sent = self._desk.records.last_sent()
        except HdError as error:
            self.notice_requested.emit(Notice(str(error), "err"))
            return
        keys = [(one.submission_id, one.revision) for one in self._sent]
        key = (shown.submission_id, shown.revision) if shown is not None else None
        self._at = keys.index(key) if key in keys else 0
        self._show()

    def _shown(self) -> Sent | None:
        return self._sent[self._at] if self._at < len(self._sent) else None

    def _show(self) -> None:
        sent = self._shown()
        self.empty.setVisible(sent is None)
        for widget in (self.table, self.older, self.newer, self.copy):
            widget.setVisible(sent is not None)
        if sent is None:
            self.which.setText("")
            self.model.put(())
            return
        self.which.setText(self._words(sent))
        self.older.setEnabled(self._at + 1 < len(self._sent))
        self.newer.setEnabled(self._at > 0)
        self.model.put(fields_of(sent.body))
        self.table.setCurrentIndex(self.model.index(0, 0, QModelIndex()))
        self._widths()

    def _words(self, sent: Sent) -> str:
        place = tr("{number} of {count}", number=self._at + 1, count=len(self._sent))
        about = f"{sent.campaign_title}  ·  {moment(sent.submitted_at)}  ·  {place}"
        return f"{about}  ·  {tr('waiting to be sent')}" if sent.waiting else about

    def _widths(self) -> None:
        width = self.table.viewport().width()
        header = self.table.horizontalHeader()
        header.resizeSection(0, width * 42 // 100)
        header.resizeSection(1, width * 36 // 100)
        self.table.setFixedHeight(theme.high(32) * (_ROWS + 1))

    def _older(self) -> None:
        self._step(1)

    def _newer(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self._at = max(0, min(len(self._sent) - 1, self._at + by))
        self._show()

    def _copy(self) -> None:
        sent = self._shown()
        if sent is not None:
            QGuiApplication.clipboard().setText(sent.body.decode())
            self.notice_requested.emit(Notice(tr("The data were copied")))


def _list_card(texts: Sequence[str]) -> Card:
    card = Card(padding=20, spacing=6)
    for text in texts:
        card.body.addWidget(Label(text, wrap=True))
    return card
