"""`hdclient gallery`: every component in every state on one page, to be looked at and to be written as pictures.

For those who build the window. It needs no account and no platform.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from hdclient.errors import ConfigError, os_words
from ui import main as screens
from ui import theme

PICTURED = ("light", "dark", "contrast_light", "contrast_dark")
WIDTH = 1280


def open_window() -> int:
    """Shows the gallery until it is closed."""
    from ui.gallery.page import GalleryWindow

    app = screens.application()
    theme.apply(app, theme.Look())
    window = GalleryWindow()
    window.resize(WIDTH, 860)
    window.show()
    return app.exec()


def write(folder: Path) -> int:
    """Writes one picture for each theme into the folder, and prints their names. Raises ConfigError where it cannot."""
    app = screens.application()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"The folder {folder} cannot be made: {os_words(error)}.") from error
    for choice in PICTURED:
        file = folder / f"gallery-{choice.replace('_', '-')}.png"
        page = picture(app, theme.Look(choice=choice))
        kept = page.grab().save(str(file))
        page.close()
        page.deleteLater()
        if not kept:
            raise ConfigError(f"The picture {file} cannot be written.", remedy="Name another folder.")
        print(file)
    return 0


def picture(app: QApplication, look: theme.Look) -> QWidget:
    """All specimens in this look, laid out at the width of the window and as high as they are."""
    from ui.gallery.page import gallery_page

    theme.apply(app, look)
    page = gallery_page()
    page.setAutoFillBackground(True)
    page.findChild(QWidget, "focus").setFocus()
    page.show()
    page.activateWindow()
    for _ in range(2):  # some things know their height when they have a width
        page.resize(WIDTH, page.heightForWidth(WIDTH))
        app.processEvents()
    return page
