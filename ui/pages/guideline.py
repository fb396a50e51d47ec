"""The guideline beside the work: its text, its contents, a search, and what is new since it was last read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from hdclient.content.prepared import GUIDELINE
from hdclient.errors import StoreError
from hdclient.model.campaign import Guideline
from hdclient.model.content import ContentBlock
from hdclient.words import tr
from ui import theme
from ui.components.buttons import IconButton, RowButton
from ui.components.card import Card
from ui.components.empty import EmptyState
from ui.components.labels import ElidedLabel, Label
from ui.components.scrolling import scroll_area
from ui.components.tinted_icon import icon
from ui.pages.preferences import Remembers
from ui.pages.whole_asked import show_whole

if TYPE_CHECKING:
    from hdclient.content.guideline import Entry
    from hdclient.content.tree import Block
    from ui.renderers.trees import Trees

READ = "guideline.read."
"""Setting: the newest version of a campaign's guideline that this person has had open."""
MOST_HITS = 500


class BlocksView(Protocol):
    """What a renderer of blocks must be able to do: ui.renderers.ReadingView can. It is a QTextEdit."""

    link_asked: Any
    whole_asked: Any

    def go_to_anchor(self, anchor: str) -> bool: ...
    def expect(self) -> None: ...


Render: TypeAlias = Callable[["tuple[Block, ...]", str], Any]


class GuidelinePanel(QFrame):
    """One guideline at a time. `/` searches, Enter goes from hit to hit, Esc leaves the field."""

    close_requested = Signal()
    link_asked = Signal(str)
    """The person has activated a link: an address outside this guideline."""

    def __init__(self, render: Render, parent: QWidget | None = None) -> None:
        """`use` says where prepared guidelines come from, before the first one is shown."""
        super().__init__(parent)
        self._render = render
        self._trees: Trees | None = None
        self._guideline: Guideline | None = None
        self._waits = False
        self._wanted_rule = ""
        self._shown: tuple[str, int] = ("", 0)
        self._view: Any = None
        self._hits: list[QTextCursor] = []
        self._at = -1
        self.setAccessibleName(tr("Guideline"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(15, 12, 12, 8)
        above.setSpacing(8)
        above.addLayout(self._head())
        above.addLayout(self._search_row())
        self._news = Card(padding=12, spacing=4, ground="accent_soft")
        self._news_title = Label("", "caption", "accent_text", strong=True)
        self._news_text = Label("", wrap=True)
        self._news.body.addWidget(self._news_title)
        self._news.body.addWidget(self._news_text)
        above.addWidget(self._news)
        column.addLayout(above)
        self._toc = QWidget()
        self._toc_list = QVBoxLayout(self._toc)
        self._toc_list.setContentsMargins(7, 0, 12, 12)
        self._toc_list.setSpacing(0)
        self._toc_area = scroll_area(self._toc, tr("Contents of the guideline"))
        self._toc_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._toc_area.hide()
        column.addWidget(self._toc_area, 1)
        self._body = QVBoxLayout()
        column.addLayout(self._body, 1)

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title = ElidedLabel("", "reading", strong=True)
        self._version = Label("", "caption", "text3")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._version)
        self.contents_button = IconButton("rank", tr("Contents"), checkable=True, size=28)
        self.contents_button.toggled.connect(self._toc_area_shown)
        close = IconButton("close", tr("Close the guideline"), key="@guideline", size=28)
        close.clicked.connect(self.close_requested)
        row.addLayout(words, 1)
        row.addWidget(self.contents_button)
        row.addWidget(close)
        return row

    def _search_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search the guideline  /"))
        self.field.setAccessibleName(tr("Search the guideline"))
        self.field.setProperty("own_undo", True)
        self.field.setClearButtonEnabled(True)
        self.field.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self._count = Label("", "caption", "text3")
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        self._count.hide()
        return row

    # Showing

    def use(self, trees: Trees) -> None:
        """Guidelines are prepared by this from now on."""
        if self._trees is not None:
            self._trees.ready.disconnect(self._arrived)
            self._trees.deleteLater()
        self._trees = trees
        trees.ready.connect(self._arrived)
        if self._waits:
            self._replace()

    def _tree(self, text: str) -> tuple[Block, ...] | None:
        """The text prepared; None while it is on its way."""
        block = ContentBlock(kind=GUIDELINE, text=text)
        found = self._trees.of(block) if self._trees is not None else ()
        if found is None and self._trees is not None:
            self._trees.want([block])
        return found

    def _arrived(self) -> None:
        if self._waits and self._guideline is not None and None not in self._parts(self._guideline):
            self._replace()

    def _parts(self, guideline: Guideline) -> tuple[tuple[Block, ...] | None, tuple[Block, ...] | None]:
        """Its text and what is new in it, each None while it is on its way."""
        return self._tree(guideline.text), self._tree(guideline.changes) if guideline.changes else ()

    def show_guideline(self, guideline: Guideline | None, desk: Remembers) -> None:
        """Shows this one. The same version keeps its place; a newer one says what has changed."""
        key = (guideline.campaign_id, guideline.version) if guideline is not None else ("", 0)
        if key == self._shown and self._view is not None:
            return
        self._shown = key
        self._guideline, self._wanted_rule = guideline, ""
        self.field.clear()
        self._title.setText(guideline.title if guideline is not None else tr("Guideline"))
        self._version.setVisible(guideline is not None)
        self.field.setVisible(guideline is not None)
        self.contents_button.setVisible(guideline is not None)
        self._show_news(guideline, desk)
        self._replace()

    def _show_news(self, guideline: Guideline | None, desk: Remembers) -> None:
        self._news.hide()
        if guideline is None:
            return
        self._version.setText(tr("Guideline, version {version}", version=guideline.version))
        name = READ + guideline.campaign_id
        before = desk.setting(name, 0)
        if guideline.changes and before != guideline.version:
            self._news_title.setText(tr("New in version {version}", version=guideline.version))
            self._news_text.setText("")
            self._news.show()
        if before != guideline.version:
            with suppress(StoreError):  # then it is told as new once more
                desk.set_setting(name, guideline.version)

    def _replace(self) -> None:
        """The guideline in the place of what is shown; until it is prepared, an empty view that says so."""
        guideline = self._guideline
        if self._view is not None:
            self._body.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
        entries: tuple[Entry, ...] = ()
        self._waits = False
        if guideline is None:
            self._view = EmptyState(
                "guideline", tr("No guideline"), tr("This campaign has none on this computer yet.")
            )
        else:
            from hdclient.content.guideline import contents  # start-up

            blocks, changes = self._parts(guideline)
            self._waits = blocks is None or changes is None
            shown = () if blocks is None or changes is None else blocks
            self._show_changes(changes or ())
            entries = contents(shown)
            self._view = self._render(shown, tr("Guideline text"))
            if self._waits:
                self._view.expect()
            self._view.link_asked.connect(self.link_asked)
            self._view.whole_asked.connect(lambda large: show_whole(self, large))
        self._body.addWidget(self._view, 1)
        self._show_contents(entries)
        if self._wanted_rule and entries:
            self.go_to_rule(self._wanted_rule)
        if self.field.text() and not self._waits:
            self._find(self.field.text())

    def _show_changes(self, blocks: tuple[Block, ...]) -> None:
        from hdclient.content.plain import plain_text  # start-up

        self._news_text.setText(plain_text(blocks))

    def _show_contents(self, entries: tuple[Entry, ...]) -> None:
        while self._toc_list.count():
            item = self._toc_list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        least = min((entry.level for entry in entries), default=1)
        for entry in entries:
            row = RowButton(entry.title)
            line = QHBoxLayout()
            line.setContentsMargins(8 + 14 * (entry.level - least), 4, 8, 4)
            line.addWidget(ElidedLabel(entry.title, strong=entry.level == least))
            row.set_row_layout(line)
            row.setMinimumHeight(theme.TARGET_MIN)
            row.clicked.connect(lambda _=False, anchor=entry.anchor: self.go_to_rule(anchor))
            self._toc_list.addWidget(row)
        self._toc_list.addStretch(1)
        self.contents_button.setEnabled(bool(entries))
        self.contents_button.setChecked(False)

    def _toc_area_shown(self, shown: bool) -> None:
        """The contents take the place of the text, until a line of them is chosen."""
        self._toc_area.setVisible(shown)
        if self._view is not None:
            self._view.setVisible(not shown)

    def go_to_rule(self, anchor: str) -> None:
        """Scrolls to a rule ("2.3")."""
        self.contents_button.setChecked(False)
        self._wanted_rule = anchor if self._waits else ""
        if isinstance(self._view, QTextEdit):
            self._view.go_to_anchor(anchor)

    # Searching

    def focus_search(self) -> None:
        """`/`: the field, with its text selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def hits(self) -> int:
        """How many places the search has found."""
        return len(self._hits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._go(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
        return super().eventFilter(watched, event)

    def _find(self, text: str) -> None:
        self._hits, self._at = [], -1
        document = self._view.document() if isinstance(self._view, QTextEdit) else None
        if document is not None and len(text) > 1:
            self._hits = _all_hits(document, text)
        self._count.setVisible(len(text) > 1)
        self.contents_button.setChecked(False)
        self._go(1)

    def _go(self, step: int) -> None:
        if isinstance(self._view, QTextEdit):
            if self._hits:
                self._at = (self._at + step) % len(self._hits)
                plain = QTextCursor(self._hits[self._at])
                plain.clearSelection()
                self._view.setTextCursor(plain)
                self._view.ensureCursorVisible()
            self._view.setExtraSelections([self._mark(n, hit) for n, hit in enumerate(self._hits)])
        self._count.setText(
            tr("{number} of {number2}", number=self._at + 1, number2=len(self._hits))
            if self._hits
            else tr("None")
        )

    def _mark(self, number: int, hit: QTextCursor) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = hit
        chosen = number == self._at
        made.format.setBackground(theme.color("accent" if chosen else "accent_soft"))
        made.format.setForeground(theme.color("on_accent" if chosen else "text"))
        return made

    def theme_changed(self) -> None:
        self._go(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("surface"))
        edge = self.width() - 1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        painter.setPen(theme.color("border"))
        painter.drawLine(edge, 0, edge, self.height())
        painter.end()


def _all_hits(document: QTextDocument, text: str) -> list[QTextCursor]:
    found: list[QTextCursor] = []
    cursor = document.find(text, 0)
    while not cursor.isNull() and len(found) < MOST_HITS:
        found.append(cursor)
        cursor = document.find(text, cursor)
    return found
