"""One hdclient per data folder: a second start asks the first one to show its window, and ends.

The store's own lock decides who is first (store/database.py); this file only carries the knock on the door.
Qt's local sockets are imported late: the first start does not need them before its window is painted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

KNOCK = b"show\n"
WAIT_MS = 1000


def door_name(data_dir: Path) -> str:
    """The local socket's name: the same for the same folder, and telling nothing about it."""
    return "hdclient-" + hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]


def show_running(data_dir: Path) -> bool:
    """Asks the hdclient that has this folder open to show its window. False: nobody answered."""
    from PySide6.QtNetwork import QLocalSocket  # start-up

    socket = QLocalSocket()
    socket.connectToServer(door_name(data_dir))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(KNOCK)
    heard = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return heard


class Door(QObject):
    """Listens for second starts and calls `show` for each. Only this user may knock."""

    def __init__(self, data_dir: Path, show: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer  # start-up

        self._show = show
        self._server: QLocalServer = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = door_name(data_dir)
        if not self._server.listen(name):
            # A socket file left behind by a killed process; the store's lock says that nobody else is alive.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self._show()

    def close(self) -> None:
        """Stops listening."""
        self._server.close()
