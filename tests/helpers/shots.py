"""Pictures of widgets, drawn offscreen, for people to look at."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers.room import Room
from ui import main as screens
from ui import theme

Kind = TypeVar("Kind", bound=Room)

SIZES = (QSize(1280, 800), QSize(1024, 640))


def settle(rounds: int = 4) -> None:
    """Lets layouts and paint events that wait in the queue happen."""
    for _ in range(rounds):
        QApplication.processEvents()


def grab(widget: QWidget, path: Path, size: QSize | None = None) -> Path:
    """Draws a widget into a PNG file, at `size` if one is given, and returns the file's path."""
    if size is not None:
        widget.resize(size)
    if not widget.isVisible():
        widget.show()
    settle()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} cannot be written")
    return path


@contextmanager
def room_in(make: Callable[[Path], Kind], look: theme.Look) -> Iterator[Kind]:
    """A room in a folder of its own and in this look; both go afterwards."""
    with tempfile.TemporaryDirectory(prefix="hd-pages-") as folder:
        room = make(Path(folder))
        theme.apply(screens.application(), look)
        try:
            yield room
        finally:
            room.close()
            QTest.qWait(10)
