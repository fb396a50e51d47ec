"""Opening the palette; switching the theme on the heaviest page, two responses of 10 kB with the next task ready."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtTest import QTest

from hdclient.app import App
from tests.bench.desks import sample_account
from tests.bench.report import Result, at_most, percentile, shown
from tests.bench.window import CAMPAIGN, _until_painted, add_long_tasks
from ui import main as screens
from ui import theme
from ui.bridge import EventBridge
from ui.demo.driver import Driver

TIMES = 25
SWITCHES = 12
SETTLE_MS = 400


def measure() -> list[Result]:
    """Both figures."""
    with (
        tempfile.TemporaryDirectory(prefix="hd-bench-") as name,
        sample_account(Path(name), also=lambda practice: add_long_tasks(practice, 6)) as (app, _),
    ):
        bridge = EventBridge(app.hub)
        try:
            return _measure(app, bridge)
        finally:
            bridge.close()


def _measure(app: App, bridge: EventBridge) -> list[Result]:
    window = screens.make_window(app, bridge)
    window.resize(1280, 800)
    window.show()
    driver = Driver(window, None)
    desk = app.desk
    assert desk is not None
    window.act("go.settings")  # pages that were visited are there, and change their look too
    window.act("go.receipts")
    view = next(view for view in desk.queue().campaigns if view.campaign.id == CAMPAIGN)
    window.navigator.open_task(view.next_task)
    QTest.qWait(1_500)
    first, *palettes = (_opened(driver) for _ in range(TIMES))
    switches = []
    for _ in range(SWITCHES):
        before = theme.current().name
        switches.append(_until_painted(lambda: window.act("theme.toggle")))
        assert theme.current().name != before
        QTest.qWait(SETTLE_MS)
    window.close()
    window.deleteLater()
    QTest.qWait(10)
    return [
        at_most("opening the palette p95", percentile(palettes, 95), "ms", 50),
        shown("opening the palette, the first time", first, "ms"),
        at_most("switching the theme on the heaviest page, worst", max(switches), "ms", 300),
        shown("switching the theme p50", percentile(switches, 50), "ms"),
    ]


def _opened(driver: Driver) -> float:
    """Milliseconds from the key to the painted palette; it is closed again."""
    taken = _until_painted(lambda: driver.press("Ctrl+K"))
    driver.press("Esc")
    QTest.qWait(20)
    return taken
