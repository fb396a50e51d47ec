"""`hdclient run`: from a configuration to the open window, and what is said when that does not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox

from hdclient.app import App, remote_link
from hdclient.config import Config
from hdclient.demo import Practice
from hdclient.errors import HdError, StoreInUse, StoreUnwritable
from ui import main as screens
from ui.shell.instance import Door, show_running

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


def main(config: Config) -> int:
    """Opens the window on the work that was open last, or on the first page. Returns the exit status."""
    practice = Practice(
        config.data_dir / "practice", otherwise=lambda origin: remote_link(origin, config.poll_s)
    )
    app = App(config, link=practice.link)
    try:
        if not _open(app):
            return 0
        return run(app)
    finally:
        app.stop()
        practice.close()


def run(app: App) -> int:
    """Shows the window; sync begins when it has been painted."""

    def opened(window: MainWindow) -> None:
        door: list[Door] = []

        def painted() -> None:
            app.start_sync()
            door.append(Door(app.data_dir, window.raise_window, window))

        QTimer.singleShot(0, painted)
        window.destroyed.connect(door.clear)

    return screens.run(app, opened=opened)


def _open(app: App) -> bool:
    """Opens the last account. False: the window of another hdclient was raised instead."""
    while True:
        try:
            _writable(app)
            app.open_last()
            return True
        except StoreInUse as error:
            if show_running(app.data_dir):
                return False
            if not _ask_again(error):
                raise
        except HdError as error:
            if not _ask_again(error):
                raise


def _writable(app: App) -> None:
    try:
        app.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritable(
            f"The data folder {app.data_dir} cannot be made ({type(error).__name__}).",
            "Your work could not be saved, so hdclient does not start.",
            "Choose another folder with --data-dir, or ask whoever looks after this computer.",
        ) from error


def _ask_again(error: HdError) -> bool:
    """Says what is wrong in a window of its own. True: try again."""
    screens.application()
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        "hdclient",
        error.what,
        QMessageBox.StandardButton.Retry | QMessageBox.StandardButton.Close,
    )
    box.setInformativeText("\n\n".join(part for part in (error.meaning, error.remedy) if part))
    return box.exec() == QMessageBox.StandardButton.Retry
