"""Two 12-megapixel photographs side by side: from "next" to painted when prefetched, and each step of a joint zoom."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from hdclient.content.tree import Picture
from tests.bench.report import Result, at_most, percentile, shown
from tests.helpers.picture_files import photograph, saved
from ui import main as screens
from ui import theme
from ui.renderers import PictureShelf, ReadingView
from ui.renderers.picture_viewer import PictureViewer, ShownPicture

PAIRS = 8
ROUNDS = 4
SIZE = QSize(1920, 1000)
STEPS = 60


def measure() -> list[Result]:
    """Both figures."""
    theme.apply(screens.application(), theme.Look("light"))
    files = {str(number): saved(photograph(4_000, 3_000, number), "JPG") for number in range(2 * PAIRS)}
    shelf = PictureShelf(files.get)
    window = QStackedWidget()
    window.resize(SIZE)
    window.show()
    pages = [_page(shelf, str(2 * number), str(2 * number + 1)) for number in range(PAIRS)]
    for page in pages:
        window.addWidget(page)
    _prefetch(shelf, pages)
    swaps = [_until_painted(lambda page=page: window.setCurrentWidget(page)) for page in pages * ROUNDS]
    zooms = _zoom(window, shelf)
    window.close()
    window.deleteLater()
    QTest.qWait(10)
    shelf.close()
    return [
        at_most("two 12-MP pictures, prefetched: next to painted p95", percentile(swaps, 95), "ms", 33),
        shown("two 12-MP pictures, prefetched: next to painted p50", percentile(swaps, 50), "ms"),
        at_most("zoom step, two 12-MP pictures together p95", percentile(zooms, 95), "ms", 8),
        shown("zoom step, two 12-MP pictures together p50", percentile(zooms, 50), "ms"),
    ]


def _page(shelf: PictureShelf, *names: str) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    for name in names:
        view = ReadingView(f"Response {name}", shelf=shelf, wide=True, fit_pictures=True)
        view.setMinimumWidth(SIZE.width() // 2 - 40)
        for _ in view.load_content(lambda player, at=name: player.steps([Picture(at, alt="a photograph")])):
            pass
        row.addWidget(view)
    return page


def _prefetch(shelf: PictureShelf, pages: list[QWidget]) -> None:
    """What is built ahead has asked for its pixels: waits until they are there."""
    width = SIZE.width() // 2
    for number in range(2 * len(pages)):
        while shelf.image(str(number), QSize(width, width * 3 // 4)) is None:
            QTest.qWait(10)


def _zoom(window: QWidget, shelf: PictureShelf) -> list[float]:
    viewer = PictureViewer(window, shelf, [ShownPicture("0", "one", "A"), ShownPicture("1", "two", "B")])
    while not all(view.canvas.has_image() for view in viewer.views):
        QTest.qWait(10)
    QTest.qWait(50)
    canvas = viewer.canvas
    taken = []
    for number in range(STEPS):
        factor = 1.25 if number % 20 < 10 else 0.8
        taken.append(_until_painted(lambda by=factor: canvas.zoom_by(by)))
    viewer.close_sheet()
    return taken


def _until_painted(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000
