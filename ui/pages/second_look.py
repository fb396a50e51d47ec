"""Answers that were given before a rule changed: looked at again, opened again, or kept as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from hdclient.words import listed, tr
from ui.components.buttons import Button
from ui.components.empty import EmptyState
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.moments import moment
from ui.components.sheet import Sheet

if TYPE_CHECKING:
    from hdclient.session.guidelines import OldLabel

_LABEL = Qt.ItemDataRole.UserRole
REVIEWED = tr("A reviewer has decided on it, or it is on its way: it can be looked at, but not opened again.")


class SecondLook(Sheet):
    """Enter looks at the chosen answer. `look` and `again` close the sheet; `keep` takes the answer off the list."""

    def __init__(
        self,
        over: QWidget,
        labels: Sequence[OldLabel],
        *,
        look: Callable[[OldLabel], None],
        again: Callable[[OldLabel], None],
        keep: Callable[[OldLabel], None],
    ) -> None:
        super().__init__(over, tr("Answers given before a rule changed"), QSize(720, 560))
        self._look, self._again, self._keep = look, again, keep
        self._lay_out(labels)
        self.closed.connect(self.deleteLater)
        self.list.setCurrentRow(0)
        self._offer()
        self.open_sheet(self.list)

    def _lay_out(self, labels: Sequence[OldLabel]) -> None:
        self.body.addWidget(
            Label(
                tr("They count as they are. Change one only if you would answer otherwise now."),
                tone="text2",
                wrap=True,
            )
        )
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Answers given before a rule changed, newest first"))
        self.list.setWordWrap(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for label in labels:
            item = QListWidgetItem(words_of(label))
            item.setData(_LABEL, label)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._offer)
        self.list.itemActivated.connect(lambda _item: self._do(self._look))
        self.hint = Label("", "caption", "text2", wrap=True)
        self.none = EmptyState("done", tr("Nothing is left"), tr("You have looked at all of them."))
        self.look = Button(tr("Look at it"), key="Return", variant="primary")
        self.look.clicked.connect(lambda: self._do(self._look))
        self.again = Button(tr("Open it again"))
        self.again.clicked.connect(lambda: self._do(self._again))
        self.keep = Button(tr("Keep it as it is"))
        self.keep.clicked.connect(self._kept)
        row = FlowLayout()
        for button in (self.look, self.again, self.keep):
            row.addWidget(button)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none, 1)
        self.body.addWidget(self.hint)
        self.body.addLayout(row)

    def chosen(self) -> OldLabel | None:
        """The answer under the cursor."""
        item = self.list.currentItem()
        return item.data(_LABEL) if item is not None else None

    def _offer(self, _row: int = 0) -> None:
        label = self.chosen()
        self.list.setVisible(self.list.count() > 0)
        self.none.setVisible(self.list.count() == 0)
        for button in (self.look, self.keep):
            button.setEnabled(label is not None)
        self.again.setEnabled(label is not None and label.can_reopen)
        self.hint.setText("" if label is None or label.can_reopen else REVIEWED)

    def _do(self, act: Callable[[OldLabel], None]) -> None:
        label = self.chosen()
        if label is not None:
            self.close_sheet()
            act(label)

    def _kept(self) -> None:
        label = self.chosen()
        if label is not None:
            self._keep(label)
            self.list.takeItem(self.list.currentRow())
            self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self._look)
        else:
            super().keyPressEvent(event)


def words_of(label: OldLabel) -> str:
    """When it was submitted, under which version, and which rules are others now."""
    if label.rules:
        why = tr("rule {rules} changed since", rules=listed(list(label.rules)))
    else:
        why = tr("some rule changed since")
    return tr(
        "Submitted {time}, under version {version}: {why}",
        time=moment(label.submitted),
        version=label.version,
        why=why,
    )
