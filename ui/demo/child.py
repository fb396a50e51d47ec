"""One life of the window in the demo's check: `python -m ui.demo.child`, told what to do by one JSON line on stdin.

The first life labels with and without a network, leaves a draft open, and is then killed from outside. The second one
has to come back to that draft, submits it, gets the network back and brings everything over. What happened is told on
stdout, one JSON line each; the parent judges it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hdclient.app import App
from hdclient.config import Config
from hdclient.demo import Practice
from hdclient.session.work_session import WorkSession
from hdclient.store.keys import SessionKeys
from ui import main as screens
from ui.demo.driver import HALF, Driver, Stuck
from ui.shell.garbage import GarbageWatch
from ui.shell.window import MainWindow

CAMPAIGNS = 6
ONLINE_CAMPAIGNS = 2
"""After this many campaigns the network goes away."""
SIZE = (1280, 800)


def say(what: str, **facts: Any) -> None:
    """Tells the parent."""
    print(json.dumps({"what": what, **facts}), flush=True)


class Life:
    """One start of the program, from opening the store to its end."""

    def __init__(self, order: dict[str, Any]) -> None:
        folder = Path(order["folder"])
        keys = SessionKeys()
        keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
        self._order = order
        self._practice = Practice(folder / "platform")
        self._practice.open().plug.pulled = order["part"] == "second"
        self._app = App(Config(data_dir=folder / "work", theme="light"), keys=keys, link=self._practice.link)
        self._status = 1

    def run(self) -> int:
        """Opens the window and lets the script drive it. Returns 0 when all went as it should."""
        if not self._app.open_last():
            raise Stuck("the store of the check is not there")
        screens.run(self._app, opened=self._opened)
        self._practice.close()
        return self._status

    def _opened(self, window: MainWindow) -> None:
        pictures = self._order.get("pictures")
        driver = Driver(window, Path(pictures) if pictures else None)

        window.resize(*SIZE)
        GarbageWatch(window, lambda: self._app.courtesy.is_long())  # as in the program

        def begin() -> None:
            self._app.start_sync()
            try:
                {"first": self._first, "second": self._second}[self._order["part"]](driver)
                self._status = 0
            except Stuck as stuck:
                say("stuck", why=str(stuck))
            finally:
                window.close()

        QTimer.singleShot(0, begin)

    # -- the two lives --

    def _first(self, driver: Driver) -> None:
        desk = self._app.desk
        assert desk is not None
        driver.wait(
            "all campaigns to be saved for offline use",
            lambda: sum(view.ready > 0 and not view.blocked for view in desk.queue().campaigns) == CAMPAIGNS,
        )
        driver.picture("1-queue")
        for row in range(CAMPAIGNS):
            if row == ONLINE_CAMPAIGNS:
                self._pull_plug(driver)
            self._judge(driver, row, "online" if row < ONLINE_CAMPAIGNS else "offline")
        driver.picture("4-next-task-offline")
        session = driver.open_campaign(0)
        driver.press("3")
        driver.wait("the draft", lambda: bool(session.answers))
        driver.press("B N")
        driver.type_text(HALF)
        QTest.qWait(1100)  # a text settles within a second; what is younger may be lost
        say("kill me", **_standing(session))
        while True:
            QTest.qWait(1000)

    def _second(self, driver: Driver) -> None:
        desk = self._app.desk
        assert desk is not None
        driver.wait("the task that was open", lambda: driver.session is not None)
        QTest.qWait(300)
        session = driver.open_session()
        driver.picture("5-back-after-the-kill")
        say("came back", **_standing(session))
        driver.press("Esc")
        driver.answer(session)
        say("submitting", **_judged(session, "after the kill"))
        driver.submit()
        waiting = desk.sync()
        say("offline", waiting=waiting.waiting + waiting.sending)
        self._practice.open().plug.pulled = False
        driver.press("Alt+Q F5")
        driver.wait("everything to be sent", lambda: _unsent(self._app) == 0, 30)
        driver.press("Alt+S")
        driver.picture("6-all-sent")
        say("sent", sent=desk.sync().sent)

    # -- steps --

    def _judge(self, driver: Driver, row: int, network: str) -> None:
        session = driver.open_campaign(row)
        driver.answer(session)
        driver.picture(f"{2 if network == 'online' else 3}-{session.task.template.layout}-{row}")
        say("submitting", **_judged(session, network))
        driver.submit()

    def _pull_plug(self, driver: Driver) -> None:
        self._practice.open().plug.pulled = True
        driver.press("F5")
        driver.wait("the window to know that it is offline", lambda: self._app.connection()[0] == "offline")


def _judged(session: WorkSession, network: str) -> dict[str, Any]:
    return {
        "task": session.task.id,
        "network": network,
        "kinds": {
            question.id: question.kind
            for question in session.template.questions
            if question.id in session.answers
        },
    }


def _standing(session: WorkSession) -> dict[str, Any]:
    focused = QApplication.focusWidget()
    return {
        "task": session.task.id,
        "answers": dict(session.answers),
        "focus": "" if focused is None else focused.accessibleName(),
        "pane": dict(session.view).get("pane"),
    }


def _unsent(app: App) -> int:
    desk = app.desk
    assert desk is not None
    desk.leave()
    desk.release_due()
    view = desk.sync()
    return view.waiting + view.sending


if __name__ == "__main__":
    sys.exit(Life(json.loads(sys.stdin.readline())).run())
