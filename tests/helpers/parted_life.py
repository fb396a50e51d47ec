"""One life of the real program on a task in parts: `python -m tests.helpers.parted_life`, with a JSON line on stdin.

The first finishes a part, begins the next and says that it may be killed; the second finds what was locked, tries to
change it, and submits. What happens is told on stdout, one JSON line each.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ui import start  # isort: split

from PySide6.QtCore import QTimer

from hdclient.app import App
from hdclient.config import Config
from hdclient.demo import Practice
from hdclient.store.keys import SessionKeys
from ui.demo.driver import Driver, Stuck
from ui.shell.window import MainWindow

CAMPAIGN, TASK = "parts", "parts-1"


def main(order: dict[str, Any]) -> int:
    """Opens the window as `hdclient run` does and works in it until it is killed, or has sent everything."""
    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    folder = Path(order["folder"])
    app = App(Config(data_dir=folder / "work"), keys=keys, link=Practice(folder / "platform").link)
    assert app.open_last()

    def opened(window: MainWindow) -> None:
        def begin() -> None:
            app.start_sync()
            try:
                {"first": _first, "second": _second}[order["part"]](app, window, Driver(window, None))
            except Stuck as stuck:
                _say("stuck", why=str(stuck))
            finally:
                window.close()

        QTimer.singleShot(0, window, begin)

    return start.run(app, opened=opened)


def _say(what: str, **facts: Any) -> None:
    print(json.dumps({"what": what, **facts}), flush=True)


def _first(app: App, window: MainWindow, driver: Driver) -> None:
    driver.wait("the tasks", lambda: _is_ready(app))
    window.navigator.open_task(TASK)
    driver.wait("the task", lambda: driver.session is not None)
    session = driver.open_session()
    driver.press("4 J 2 J 2")
    driver.wait("the answers", lambda: len(session.answers) == 3)
    driver.press("Ctrl+Return Ctrl+Return")
    driver.wait("the next part", lambda: len(session.progress.finished) == 1)
    driver.press("7")
    driver.wait("its answer", lambda: "better" in session.answers)
    _tell("kill me", driver)
    driver.wait("the end", lambda: False)


def _second(app: App, _window: MainWindow, driver: Driver) -> None:
    driver.wait("the task that was open", lambda: driver.session is not None)
    session = driver.open_session()
    _tell("came back", driver)
    driver.press("K K K K 1 Delete Ctrl+Z Ctrl+Z Ctrl+Z")
    _tell("after trying to change it", driver)
    driver.press("J J J J J 4")
    driver.wait("the other answer", lambda: session.answers.get("better") == {"verdict": "tie"})
    driver.submit()
    driver.wait("everything to be sent", lambda: _unsent(app) == 0)
    _say("sent")


def _tell(what: str, driver: Driver) -> None:
    session = driver.open_session()
    done = [one.plain() for one in session.progress.finished]
    _say(what, answers=dict(session.answers), stages=done)


def _is_ready(app: App) -> bool:
    assert app.desk is not None
    return any(view.campaign.id == CAMPAIGN and view.ready for view in app.desk.queue().campaigns)


def _unsent(app: App) -> int:
    assert app.desk is not None
    app.desk.leave()
    app.desk.release_due()
    found = app.desk.sync()
    return found.waiting + found.sending


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.stdin.readline())))
