"""Pictures: the bytes say what they are, headers are checked first, pixels come from outside the GUI thread."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, QThread
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content.tree import Picture
from tests.helpers.picture_files import gif, odd_files, photograph, png, png_header, saved, turned_jpeg
from tests.helpers.qt import press, settle, show
from ui import theme
from ui.components.picture_canvas import RULER, PictureCanvas, tick
from ui.renderers import PictureShelf, ReadingView, foreign_pictures
from ui.renderers.decoding import Decoded, Look, decode, look_at, pyramid, sniff
from ui.renderers.picture_viewer import PictureViewer, ShownPicture

Shelves = Callable[..., PictureShelf]


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
    assert says in look_at(data).refusal


def test_the_limits_are_50_million_pixels_and_128_megabytes(qapp) -> None:
    assert look_at(png_header(8_000, 4_000)) == Look(QSize(8_000, 4_000))
    assert "128 MB" in look_at(png_header(8_000, 6_250)).refusal, "its pixels take four bytes each"
    large = QImage(8_000, 6_250, QImage.Format.Format_RGB32)
    large.fill(QColor("#336699"))
    photo = saved(large, "JPG")
    assert look_at(photo) == Look(QSize(8_000, 6_250)), "a photograph can be decoded at half its size"
    made = decode(photo, 0)
    assert made.image.size() == QSize(4_000, 3_125)
    assert "for want of memory" in made.note


def test_a_turned_photograph_has_its_turned_size(qapp) -> None:
    data = turned_jpeg(40, 20)
    assert look_at(data) == Look(QSize(20, 40))
    image = decode(data, 0).image
    assert (image.width(), image.height()) == (20, 40)


def test_pixels_are_decoded_outside_the_gui_thread(shelf_of: Shelves, qtbot: QtBot, monkeypatch) -> None:
    threads: list[bool] = []

    def spy(data: bytes, edge: int) -> Decoded:
        threads.append(QThread.currentThread() == qtbot_thread)
        return decode(data, edge)

    qtbot_thread = QThread.currentThread()
    monkeypatch.setattr("ui.renderers.decoding.decode", spy)
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
    viewer = PictureViewer(view, shelf, [ShownPicture("a", "a picture")])
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
    canvas = PictureViewer(view, shelf, [ShownPicture("a", "")]).canvas
    qtbot.waitUntil(lambda: canvas.zoom() > 0)
    point = QPointF(canvas.width() / 3, canvas.height() / 4)
    before = canvas.pixel_at(point)
    canvas.zoom_by(2, point)
    after = canvas.pixel_at(point)
    assert after.x() == pytest.approx(before.x())
    assert after.y() == pytest.approx(before.y())


@pytest.mark.qt_log_ignore("Corrupt JPEG data", "JPEG datastream", extend=True)
@pytest.mark.parametrize("name", list(odd_files()))
def test_odd_files_are_shown_or_say_why_not(shelf_of: Shelves, qtbot: QtBot, name: str) -> None:
    data, refusal = odd_files()[name]
    shelf = shelf_of(a=data)
    if shelf.image("a", QSize(100, 100)) is None and not shelf.refusal("a"):
        qtbot.waitUntil(lambda: shelf.refusal("a") != "" or shelf.image("a", QSize(100, 100)) is not None)
    if refusal:
        assert refusal in shelf.refusal("a")
    else:
        assert shelf.refusal("a") == ""


def test_colours_are_the_same_however_they_are_written(qapp) -> None:
    for name in ("16-bit png", "cmyk jpeg", "webp"):
        colour = decode(odd_files()[name][0], 0).image.pixelColor(9, 9)
        assert (abs(colour.red() - 0xC0), abs(colour.green() - 0x40), abs(colour.blue() - 0x20)) < (9, 9, 9)


def test_of_a_moving_picture_the_first_is_shown_and_said(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=gif(3), b=gif(1))
    for name in "ab":
        with qtbot.waitSignal(shelf.ready):
            shelf.image(name, QSize(10, 10))
    assert shelf.note("a") == "Only the first picture of a moving one is shown."
    assert shelf.note("b") == ""


def test_a_format_of_pillow_is_named_where_pillow_is_not(qapp, monkeypatch) -> None:
    monkeypatch.setattr(foreign_pictures.importlib.util, "find_spec", lambda name: None)
    data = b"\x00\x00\x00\x20ftypavif" + b"\x00" * 100
    assert "AVIF, which hdclient shows only where Pillow" in look_at(data).refusal
    assert decode(data, 0).image.isNull()


def test_avif_is_read_by_pillow(qapp) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is optional")
    buffer = io.BytesIO()
    image.new("RGB", (64, 48), (192, 64, 32)).save(buffer, "AVIF")
    assert look_at(buffer.getvalue()) == Look(QSize(64, 48))
    assert decode(buffer.getvalue(), 0).image.size() == QSize(64, 48)
    assert decode(buffer.getvalue()[:200], 0).image.isNull()


def test_only_the_head_is_read_in_the_gui_thread(qapp) -> None:
    asked: list[str] = []
    photo = saved(photograph(900, 600), "JPG")
    shelf = PictureShelf(lambda name: asked.append(name), lambda name, most: photo[:most])  # type: ignore[func-returns-value]
    assert shelf.size("a") == QSize(900, 600)
    assert asked == []
    shelf.close()


def test_a_pyramid_has_halves_down_to_some_hundreds_of_pixels(qapp) -> None:
    sizes = [level.width() for level in pyramid(photograph(2_000, 1_000))]
    assert sizes == [2_000, 1_000, 500]


def two_pictures(qtbot: QtBot, shelf: PictureShelf) -> PictureViewer:
    view = view_with(qtbot, shelf, "a")
    viewer = PictureViewer(view, shelf, [ShownPicture("a", "one", "A"), ShownPicture("b", "two", "B")])
    qtbot.waitUntil(lambda: all(one.canvas.zoom() > 0 for one in viewer.views))
    return viewer


def test_pictures_side_by_side_zoom_and_move_together_until_told_otherwise(
    shelf_of: Shelves, qtbot: QtBot
) -> None:
    shelf = shelf_of(a=png(1_600, 1_200), b=png(800, 600))
    viewer = two_pictures(qtbot, shelf)
    one, two = (view.canvas for view in viewer.views)
    press(viewer, "1", "Left", "Down")
    assert one.zoom() == pytest.approx(1)
    assert two.zoom() == pytest.approx(1), "1:1 is 1:1 for each of them"
    a, b = one.outlook(), two.outlook()
    assert a is not None and b is not None
    assert a.centre.x() == pytest.approx(b.centre.x()) and a.centre.y() == pytest.approx(b.centre.y())
    press(viewer, "Y", "+")
    assert not viewer.is_together()
    assert (one.zoom(), two.zoom()) == (pytest.approx(1.25), pytest.approx(1))
    press(viewer, "Y")
    assert two.zoom() == pytest.approx(1.25), "together again at once"
    press(viewer, "Esc")


class Paints(QObject):
    """How high what was painted is, by the name of the widget's class; the highest of each."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            name = type(watched).__name__
            self.heights[name] = max(self.heights[name], event.region().boundingRect().height())
        return False


def test_a_step_of_the_zoom_paints_the_pictures_and_nothing_below_them(
    shelf_of: Shelves, qtbot: QtBot
) -> None:
    viewer = two_pictures(qtbot, shelf_of(a=png(1_600, 1_200), b=png(1_600, 1_200)))
    QApplication.processEvents()
    paints = Paints()
    QApplication.instance().installEventFilter(paints)
    viewer.canvas.zoom_by(1.25)
    QApplication.processEvents()
    QApplication.instance().removeEventFilter(paints)
    assert paints.heights.pop("PictureCanvas") == viewer.canvas.height()
    assert max(paints.heights.values()) < 40, "the lines that tell the zoom, and no more"


def is_whole(canvas: PictureCanvas, width: int, height: int) -> bool:
    """Whether all of the picture is in sight, as large as there is room."""
    corner = canvas.pixel_at(QPointF(theme.px(RULER), theme.px(RULER)))
    end = canvas.pixel_at(QPointF(canvas.width(), canvas.height()))
    edges = (-corner.x(), -corner.y(), end.x() - width, end.y() - height)
    return min(edges) > -0.01 and (min(edges) < 0.01 or canvas.zoom() == 1)


def test_pictures_of_other_shapes_are_each_fitted_and_zoomed_from_there(
    shelf_of: Shelves, qtbot: QtBot
) -> None:
    viewer = two_pictures(qtbot, shelf_of(a=png(1_200, 800), b=png(800, 1_200)))
    wide, tall = (view.canvas for view in viewer.views)
    for key in ("", "+", "1"):
        press(viewer, *((key, "Left", "0") if key else ()))
        assert is_whole(wide, 1_200, 800) and is_whole(tall, 800, 1_200)
    before = wide.zoom(), tall.zoom()
    assert before[0] != pytest.approx(before[1])
    press(viewer, "+", "+", "Right")
    assert (wide.zoom() / before[0], tall.zoom() / before[1]) == (
        pytest.approx(1.5625),
        pytest.approx(1.5625),
    )
    a, b = wide.outlook(), tall.outlook()
    assert a is not None and b is not None
    assert a.centre.x() == pytest.approx(b.centre.x()) != pytest.approx(0.5)
    press(viewer, "1")
    assert (wide.zoom(), tall.zoom()) == (pytest.approx(1), pytest.approx(1))
    press(viewer, "-")
    assert (wide.zoom(), tall.zoom()) == (pytest.approx(0.8), pytest.approx(0.8))
    assert viewer.views[1].facts().endswith("80%")
    press(viewer, "Esc")


def test_a_picture_that_comes_late_is_looked_at_like_the_others(shelf_of: Shelves, qtbot: QtBot) -> None:
    viewer = two_pictures(qtbot, shelf_of(a=png(1_200, 800), b=png(800, 1_200)))
    first, late = viewer.views
    pixels, size = late.canvas._levels, late.canvas._size
    late.canvas._levels = ()  # as if it were still on its way
    press(viewer, "1", "+")
    late.canvas.set_levels(pixels, size)
    assert first.canvas.zoom() == pytest.approx(1.25), "it does not lead those that are looked at"
    viewer._join(late)
    assert late.canvas.zoom() == pytest.approx(1.25)
    press(viewer, "Esc")


def test_size_zoom_and_the_pixel_under_the_mouse_are_told(shelf_of: Shelves, qtbot: QtBot) -> None:
    shelf = shelf_of(a=png(1_600, 1_200), b=png(800, 600))
    viewer = two_pictures(qtbot, shelf)
    press(viewer, "1")
    canvas = viewer.views[0].canvas
    corner = canvas.pixel_at(QPointF(100, 100)).toPoint()
    QTest.mouseMove(canvas, QPoint(100, 100))
    canvas.pointed.emit(corner)
    assert viewer.views[0].facts() == f"1,600 × 1,200 pixels  ·  100%  ·  at {corner.x():,}, {corner.y():,}"
    press(viewer, "Esc")


@pytest.mark.parametrize(("zoom", "every"), [(1, 100), (0.1, 1_000), (16, 5), (0.33, 200), (0.02, 5_000)])
def test_rulers_count_in_round_numbers(zoom: float, every: int) -> None:
    assert tick(zoom) == every
