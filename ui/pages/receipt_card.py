"""All that is known of one submission's receipt, to be read and copied: ids, times, hashes; never content. And the way
to open it again, while no reviewer has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hdclient.errors import HdError
from hdclient.model.submission import Receipt
from hdclient.session.projections import REWORKABLE
from hdclient.session.receipts import ReceiptView
from hdclient.words import tr
from ui.components.beside import Beside
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.errand import Errand
from ui.components.labels import ElidedLabel, Label
from ui.pages.receipts_model import state_of, time_of

if TYPE_CHECKING:
    from hdclient.session.desk import Desk

_MONO = (tr("Submission"), tr("Task"), tr("Hash"))
SIGNED = tr("Signed by the platform’s key {}. The signature holds.")
BROKEN = tr(
    "It has a signature of key {}, but not of a key that this computer trusts. Tell your programme manager."
)
CHECKING = tr("The signature is being checked.")
UNSIGNED = tr("Not signed: this platform signs no receipts, or the signature has not come yet.")
NONE = tr("None yet: the platform has not said that it has this.")


class ReceiptCard(Card):
    """`show_row` for another one; None hides it. The signature is checked when it is shown."""

    copied = Signal(str)
    """What was copied, in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(padding=12, spacing=4, ground="window")
        self._desk = desk
        self._row: ReceiptView | None = None
        self._errand = Errand(self)
        self.facts: list[tuple[str, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.hash = Button(tr("Copy hash"), key="@receipts.copy", icon="copy", small=True)
        self.hash.clicked.connect(self.copy_hash)
        self.whole = Button(tr("Copy all"), key="@receipts.copy_all", icon="copy", small=True)
        self.whole.clicked.connect(self.copy_all)
        self.again = Button(tr("Open again"), key="@task.reopen", icon="undo", small=True)
        stack = QWidget()
        buttons = QVBoxLayout(stack)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(6)
        buttons.addWidget(self.again)
        buttons.addWidget(self.hash)
        buttons.addWidget(self.whole)
        buttons.addStretch(1)
        self.body.addLayout(Beside(self._grid, stack, spacing=12))
        self.setAccessibleName(tr("The chosen receipt"))
        self.hide()

    def show_row(self, row: ReceiptView | None) -> None:
        """The facts of this row."""
        if row == self._row and row is not None:
            self.again.setVisible(self._can_reopen(row))  # a reviewer may have decided meanwhile
            return
        self._row = row
        self.setVisible(row is not None)
        self.again.setVisible(self._can_reopen(row))
        if row is None:
            return
        self._errand.give_up()
        try:
            receipt = self._desk.records.receipt(row)
        except HdError as error:
            self._show(facts(row, None, str(error)))
            return
        if receipt is None or receipt.proof is None:
            self._show(facts(row, receipt, NONE if receipt is None else UNSIGNED))
            return
        found, key, receipts = receipt, receipt.proof.key_id, self._desk.records
        self._show(facts(row, found, CHECKING))

        def work(_check: object) -> str:
            try:
                return (SIGNED if receipts.signature_holds(found) else BROKEN).format(key)
            except HdError as error:  # the keys are in the store, which may be closed by now
                return str(error)

        # In the background: the first signature loads the library that knows how.
        self._errand.run(work, lambda told: self._show(facts(row, found, str(told))))

    def _show(self, told: list[tuple[str, str]]) -> None:
        self.facts = told
        self._fill()

    def may_reopen(self) -> bool:
        """Whether the row can be opened again."""
        return not self.again.isHidden()

    def reopen(self) -> str:
        """Opens the next revision of the row; returns its task (id). Raises WorkError, StoreError."""
        assert self._row is not None
        came_back = self._row.state in REWORKABLE
        way = self._desk.rework if came_back else self._desk.reopen
        return way(self._row.submission_id)

    def _can_reopen(self, row: ReceiptView | None) -> bool:
        """It was taken and no reviewer has decided, or it came back; and nothing newer was made of it."""
        if row is None or not row.is_newest or self._desk.read_only:
            return False
        try:
            return row.state in REWORKABLE or self._desk.can_reopen(row.submission_id)
        except HdError:
            return False

    def copy_hash(self) -> None:
        """The whole hash, for comparing."""
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.sha256)
            self.copied.emit(tr("The hash"))

    def copy_all(self) -> None:
        """Every fact, one per line."""
        if self._row is not None:
            QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.facts))
            self.copied.emit(tr("The receipt"))

    def _fill(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, value) in enumerate(self.facts):
            self._grid.addWidget(Label(name, "caption", "text3"), number, 0, Qt.AlignmentFlag.AlignTop)
            wrap = name in (tr("State"), tr("Signature"))
            text = (
                Label(value, "caption", wrap=True)
                if wrap
                else ElidedLabel(value, "caption", mono=name in _MONO)
            )
            self._grid.addWidget(text, number, 1)


def facts(row: ReceiptView, receipt: Receipt | None, signature: str) -> list[tuple[str, str]]:
    """(name, value) of all that is known. Times are whole, with their place on earth, for a dispute."""
    words = state_of(row)
    found = [
        (tr("State"), f"{words.text}. {words.sentence}"),
        (
            tr("Submission"),
            tr(
                "{submission_id}, revision {revision}", submission_id=row.submission_id, revision=row.revision
            ),
        ),
        (tr("Task"), row.task_id),
        (tr("Hash"), row.sha256),
        (
            tr("Submitted"),
            tr(
                "{time_of} by this computer’s clock ({submitted_at})",
                time_of=time_of(row.submitted_at),
                submitted_at=row.submitted_at,
            ),
        ),
    ]
    if receipt is not None:
        received = tr(
            "{time_of} by the platform’s clock ({received_at})",
            time_of=time_of(receipt.received_at),
            received_at=receipt.received_at,
        )
        found.append((tr("Received"), received))
    return [*found, (tr("Signature"), signature)]
