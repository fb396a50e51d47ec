"""Pictures: the bytes say what they are, headers are checked first, pixels come from outside the GUI thread."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QSize, Qt, QThread
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hdclient.content.tree import Picture
from tests.helpers.qt import press, settle, show
from ui.renderers import PictureShelf, ReadingView
from ui.renderers.picture_viewer import PictureViewer
from ui.renderers.pictures import decode, look_at, sniff

Shelves = Callable[..., PictureShelf]


def png(width: int, height: int, colour: str = "#336699") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return saved(image, "PNG")


def saved(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has no pixels."""
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT", b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


def turned_jpeg(width: int, height: int) -> bytes:
    """A JPEG whose EXIF says: turn me by 90 degrees."""
    plain = saved(QImage(width, height, QImage.Format.Format_RGB32), "JPG")
    tiff = b"II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


@pytest.fixture
def shelf_of(qapp) -> Iterator[Shelves]:
    made: list[PictureShelf] = []

    def make(**files: bytes) -> PictureShelf:
        shelf = PictureShelf(files.get)
        made.append(shelf)
        return shelf

    yield make
    for shelf in made:
        shelf.close()
        shelf.deleteLater()


def test_bytes_tell_what_they_are() -> None:
    assert sniff(png(2, 2)) == "png"
    assert sniff(saved(QImage(2, 2, QImage.Format.Format_RGB32), "JPG")) == "jpeg"
    assert sniff(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == ""
    assert sniff(b"%PDF-1.4") == ""
    assert sniff(b"") == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<svg/>", "not a picture that hdclient can show"),
        (b"", "not a picture"),
        (b"\x89PNG\r\n\x1a\nrubbish", "damaged"),
        (png_header(30_000, 30_000), "30,000 × 30,000"),
        (png_header(8_000, 6_251), "too large"),
    ],
)
def test_what_cannot_be_shown_says_why(qapp, data: bytes, says: str) -> None:
    _, refusal = look_at(data)
    assert says in refusal


def test_50_million_pixels_are_still_shown(qapp) -> None:
    assert look_at(png_header(8_000, 6_250)) == (QSize(8_000, 6_250), "")


def test_a_turned_photograph_has_its_turned_size(qapp) -> None:
    data = turned_jpeg(40, 20)
    assert look_at(data) == (QSize(20, 40), "")
    image = decode(data, 0)
    assert (image.width(), image.height()) == (20, 40)


def test_pixels_are_decoded_outside_the_gui_thread(shelf_of: Shelves, qtbot: QtBot, monkeypatch) -> None:
    threads: list[bool] = []

    def spy(data: bytes, edge: int) -> QImage:
        threads.append(QThread.currentThread() == qtbot_thread)
        return decode(data, edge)

    qtbot_thread = QThread.currentThread()
    monkeypatch.setattr("ui.renderers.pictures.decode", spy)
    shelf = shelf_of(a=png(300, 200))
    with qtbot.waitSignal(shelf.ready):
        assert shelf.image("a", QSize(100, 80)) is None
    image = shelf.image("a", QSize(100, 80))
    assert image is not None
    assert image.size() == QSize(300, 200), "a small picture is kept whole"
    assert threads == [False]


def test_large_pictures_are_decoded_for_the_pane(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(3_000, 1_500))
    with qtbot.waitSignal(shelf.ready):
        shelf.image("a", QSize(600, 300))
    image = shelf.image("a", QSize(600, 300))
    assert image is not None
    assert image.size() == QSize(1_024, 512)


def test_a_picture_that_is_not_here_says_so(shelf_of: Shelves) -> None:
    shelf = shelf_of()
    assert shelf.size("nothing") is None
    assert "not on this computer" in shelf.refusal("nothing")


def test_pixels_that_cannot_be_read_are_told(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(400, 300)[:120])
    with qtbot.waitSignal(shelf.ready):
        shelf.image("a", QSize(100, 100))
    assert "damaged" in shelf.refusal("a")


def view_with(qtbot: QtBot, shelf: PictureShelf, *names: str) -> ReadingView:
    view = ReadingView("Response A", shelf=shelf, wide=True, fit_pictures=True)
    qtbot.addWidget(view)
    view.resize(640, 480)
    view.show_content(lambda player: player.steps([Picture(name, alt=f"picture {name}") for name in names]))
    show(view)
    return view


def test_a_picture_is_scaled_to_the_pane_and_never_up(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(large=png(2_000, 1_000), small=png(50, 40))
    view = view_with(qtbot, shelf, "large", "small")
    layout, document = view.document().documentLayout(), view.document()
    heights = [layout.blockBoundingRect(document.findBlockByNumber(n)).height() for n in (0, 1)]
    assert 250 < heights[0] < 310, "600 pixels of width give 300 of height"
    assert 38 <= heights[1] <= 60


def test_the_placeholder_keeps_the_room_so_that_nothing_jumps(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(2_000, 1_000))
    view = view_with(qtbot, shelf, "a")
    before = view.content_height()
    qtbot.waitUntil(lambda: shelf.image("a", QSize(600, 300)) is not None)
    settle()
    assert view.content_height() == before
    assert view.viewport().grab().toImage().pixelColor(300, 150) == QColor("#336699")


def test_enter_and_a_click_open_the_viewer(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(300, 200))
    view = view_with(qtbot, shelf, "a")
    view.setFocus()
    with qtbot.waitSignal(view.picture_asked) as asked:
        press(view, "Return")
    assert asked.args == ["a", "picture a"]
    box = view.document().documentLayout().blockBoundingRect(view.document().begin()).toRect()
    with qtbot.waitSignal(view.picture_asked):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + box.center() / 4)


def test_the_viewer_zooms_moves_and_closes_by_keyboard(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(1_600, 1_200))
    view = view_with(qtbot, shelf, "a")
    viewer = PictureViewer(view, shelf, "a", "a picture")
    canvas = viewer.canvas
    qtbot.waitUntil(lambda: canvas.zoom() > 0)
    fitted = canvas.zoom()
    assert fitted < 0.5
    press(view, "+", "+")
    assert canvas.zoom() == pytest.approx(fitted * 1.25**2)
    press(view, "1")
    assert canvas.zoom() == pytest.approx(1)
    press(view, "Left", "0")
    assert canvas.zoom() == pytest.approx(fitted)
    assert canvas.accessibleName() == "Picture: a picture"
    press(view, "Esc")
    assert viewer.isHidden()


def test_the_point_under_the_mouse_stays_when_zooming(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(1_600, 1_200))
    view = view_with(qtbot, shelf, "a")
    canvas = PictureViewer(view, shelf, "a", "").canvas
    qtbot.waitUntil(lambda: canvas.zoom() > 0)
    point = QPointF(canvas.width() / 3, canvas.height() / 4)
    before = (point - canvas._at) / canvas.zoom()
    canvas.zoom_by(2, point)
    after = (point - canvas._at) / canvas.zoom()
    assert after.x() == pytest.approx(before.x())
    assert after.y() == pytest.approx(before.y())
