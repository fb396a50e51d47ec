"""The submissions as a table: what the sync sheet shows. Facts come from the desk, words from sync_words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt

from hdclient.model.submission import SubmissionState
from hdclient.session.views import SubmissionView
from hdclient.words import isolated, tr
from ui import theme
from ui.components.moments import age, moment, size
from ui.components.row_table import Index, RowsModel
from ui.pages.receipts_model import task_of
from ui.shell.services import ConnectionFacts
from ui.shell.sync_words import is_late, state_words

COLUMNS = (tr("Campaign"), tr("Task"), tr("State"), tr("Age"), tr("Size"), tr("Tries"), tr("Last trouble"))


def with_link_trouble(rows: Sequence[SubmissionView], link: ConnectionFacts) -> tuple[SubmissionView, ...]:
    """What waits while the platform cannot be reached waits for that reason, and says so in its own row."""
    if not link.words or link.state == "online":
        return tuple(rows)
    return tuple(
        replace(row, last_error=link.words)
        if row.state is SubmissionState.QUEUED and not row.last_error
        else row
        for row in rows
    )


class SubmissionsModel(RowsModel):
    """One row per revision of a submission, newest first."""

    columns = COLUMNS
    right = frozenset({4, 5})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SubmissionView, ...] = ()

    def show_rows(self, rows: Sequence[SubmissionView]) -> None:
        """Other rows. The same rows keep selection and place."""
        if tuple(rows) == self.rows:
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return state_words(row)[2] if column == 2 else self._text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = state_words(row)[1] if column == 2 else "text" if column == 0 else "text2"
            return theme.color(tone)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(column)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return state_words(row)[2]
        return None

    @staticmethod
    def _text(row: SubmissionView, column: int) -> str:
        match column:
            case 0:
                return isolated(row.campaign_title)
            case 1:
                return task_of(row.task_id, row.revision)
            case 2:
                return state_words(row)[0]
            case 3:
                return age(row.sealed_at)
            case 4:
                return size(row.size) if row.size else ""
            case 5:
                return str(row.attempts) if row.attempts else ""
            case _:
                return row.last_error


def details(row: SubmissionView) -> list[tuple[str, str]]:
    """All that is known of one submission, as (name, value)."""
    found = [
        (
            tr("Submission"),
            tr(
                "{submission_id}, revision {revision}", submission_id=row.submission_id, revision=row.revision
            ),
        ),
        (tr("Task"), row.task_id),
        (tr("State"), f"{state_words(row)[0]}. {state_words(row)[2]}"),
    ]
    if row.last_error:
        found.append((tr("Last trouble"), row.last_error))
    if row.receipt is not None:
        late = (
            tr(", kept as surplus") if row.receipt.surplus else tr(", late but taken") if is_late(row) else ""
        )
        received = row.receipt.received_at
        found += [(tr("Receipt"), f"{moment(received)}{late} ({received})"), (tr("Hash"), row.receipt.sha256)]
    return found
