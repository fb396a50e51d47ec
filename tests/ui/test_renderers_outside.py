"""Pictures that leave hdclient: only where that is allowed, only after a word of warning, only as what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.picture_files import png, png_header
from tests.helpers.qt import press, show
from ui.components.sheet import sheet_over
from ui.renderers import PictureShelf, foreign_pictures
from ui.renderers.outside import SaveOutside
from ui.renderers.picture_viewer import PictureViewer, ShownPicture

LARGE = png_header(9_000, 9_000)
AVIF = b"\x00\x00\x00\x20ftypavif" + bytes(64)
FILES = {
    "large": LARGE,
    "avif": AVIF,
    "fine": png(20, 20),
    "damaged": b"\x89PNG\r\n\x1a\nrubbish",
    "page": b"<html><script>",
}
Shelves = Callable[..., PictureShelf]


@pytest.fixture
def shelf_of(qapp) -> Iterator[Shelves]:
    made: list[PictureShelf] = []

    def make(allowed: bool = True) -> PictureShelf:
        made.append(PictureShelf(FILES.get, may_open_outside=allowed))
        return made[-1]

    yield make
    for shelf in made:
        shelf.close()
        shelf.deleteLater()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    show(made)
    return made


@pytest.mark.parametrize(
    ("name", "leaves"),
    [("large", True), ("avif", True), ("fine", False), ("damaged", False), ("page", False), ("gone", False)],
)
def test_only_sound_pictures_that_cannot_be_shown_here_leave(
    shelf_of: Shelves, monkeypatch: pytest.MonkeyPatch, name: str, leaves: bool
) -> None:
    monkeypatch.setattr(foreign_pictures, "_opened", lambda *_: None)  # as without Pillow
    assert shelf_of().may_leave(name) is leaves
    assert not shelf_of(allowed=False).may_leave(name), "the setting forbids it"


def test_without_permission_there_is_no_button(shelf_of: Shelves, window: QWidget) -> None:
    for allowed in (False, True):
        viewer = PictureViewer(window, shelf_of(allowed), [ShownPicture("large", "")])
        assert viewer.views[0].outside.isVisible() is allowed
        press(viewer.canvas, "O")
        assert (sheet_over(window) is not viewer) is allowed
        press(window.focusWidget() or window, "Escape")
        viewer.close_sheet()


def test_the_button_asks_first(shelf_of: Shelves, window: QWidget) -> None:
    viewer = PictureViewer(window, shelf_of(), [ShownPicture("large", "")])
    viewer.views[0].outside.click()
    sheet = sheet_over(window)
    assert isinstance(sheet, SaveOutside)
    press(window.focusWidget() or window, "Escape")
    assert sheet_over(window) is viewer, "Esc goes back, nothing is saved"
    viewer.close_sheet()


def test_a_saved_picture_has_its_bytes_and_the_ending_of_its_kind(
    shelf_of: Shelves, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[QUrl] = []
    sheet = SaveOutside(window, shelf_of(), "large", opened.append)
    with qtbot.waitSignal(sheet.closed):
        sheet.save(str(tmp_path / "report.exe"))
    assert [one.name for one in tmp_path.iterdir()] == ["report.exe.png"]
    assert (tmp_path / "report.exe.png").read_bytes() == LARGE
    assert opened == [QUrl.fromLocalFile(str(tmp_path / "report.exe.png"))]


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_opened(
    shelf_of: Shelves, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[QUrl] = []
    sheet = SaveOutside(window, shelf_of(), "large", opened.append)
    sheet.save(str(tmp_path / "missing" / "a.png"))
    qtbot.waitUntil(sheet.notice.isVisible)
    assert "not saved" in sheet.notice.text() and opened == [] and sheet.go.isEnabled()
    gone = SaveOutside(window, shelf_of(), "gone", opened.append)
    gone.save(str(tmp_path / "b.png"))
    qtbot.waitUntil(gone.notice.isVisible)
    assert list(tmp_path.iterdir()) == [] and opened == []
    for one in (gone, sheet):
        one.close_sheet()
