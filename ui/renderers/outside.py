"""A picture that cannot be shown here, saved as a plain file and opened by another program: asked for, and confirmed.

Only where the setting `open_outside` allows it, and only what `PictureShelf.may_leave` says: bytes that begin as a kind
of picture and whose header is sound. The file's ending is that of the bytes, whatever the content calls it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from hdclient.errors import HdError, os_words
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.notice_bar import NoticeBar
from ui.components.sheet import Sheet
from ui.renderers.pictures import PictureShelf

NOT_HERE = tr("This picture is no longer on this computer. Nothing was saved.")

Open = Callable[[QUrl], object]


class SaveOutside(Sheet):
    """Says what saving means, asks where, saves outside the GUI thread, opens, and says what went wrong."""

    _saved = Signal(str, str)

    def __init__(
        self, over: QWidget, shelf: PictureShelf, sha256: str, open_file: Open = QDesktopServices.openUrl
    ) -> None:
        super().__init__(over, tr("Save this picture and open it outside?"), QSize(560, 270))
        self._shelf, self._sha256, self._open = shelf, sha256, open_file
        self._ending = f".{shelf.kind(sha256)}"
        meaning = tr(
            "The picture will lie unencrypted where you save it, and another program will show it. "
            "hdclient does not remove it: delete it yourself when you have seen it."
        )
        self.body.addWidget(Label(meaning, tone="text2", wrap=True))
        self.notice = NoticeBar(NOT_HERE, "warn")
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        stay = Button(tr("Cancel"), key="Esc")
        stay.clicked.connect(self.close_sheet)
        self.go = Button(tr("Choose where"), variant="primary")
        self.go.clicked.connect(self._choose)
        row.addWidget(stay)
        row.addWidget(self.go)
        self.body.addLayout(row)
        self._saved.connect(self._end)
        self.closed.connect(self.deleteLater)
        self.open_sheet(stay)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(
            self, tr("Save the picture"), folder, tr("Picture (*{ending})", ending=self._ending)
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self._ending)
        dialog.selectFile(f"picture-{self._sha256[:12]}{self._ending}")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: str) -> None:
        """Writes the file and hands it to the system. One that cannot be written is said, and the sheet stays."""
        target = Path(path if path.endswith(self._ending) else path + self._ending)
        self.go.setEnabled(False)

        def work() -> None:
            why = _written(self._shelf, self._sha256, target)
            with contextlib.suppress(RuntimeError):  # the sheet is gone: the program ends
                self._saved.emit(str(target), why)

        QThreadPool.globalInstance().start(work)

    def _end(self, path: str, why: str) -> None:
        if why:
            self.notice.set_message(why)
            self.notice.show()
            self.go.setEnabled(True)
            return
        self._open(QUrl.fromLocalFile(path))
        self.close_sheet()


def _written(shelf: PictureShelf, sha256: str, target: Path) -> str:
    """Why the picture was not saved, as a sentence; empty when it was. For another thread."""
    try:
        data = shelf.data(sha256)
        if data is None:
            return NOT_HERE
        target.write_bytes(data)
    except OSError as error:
        return tr("The picture was not saved: {reason}. Choose another place.", reason=os_words(error))
    except HdError as error:
        return tr("The picture was not saved. {what}", what=error.what)
    return ""
