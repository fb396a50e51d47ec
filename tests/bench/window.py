"""From a key press to the painted answer, and from submit to the next task painted, in the real window.

Tasks have two responses of about 10 kB of Markdown each. A person reads between two submits: so does the driver, for
`READING_MS`, which is when the window builds the next task. What is not ready by then counts against us.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hdclient.backends.operations import Operations
from hdclient.demo import PRACTICE_ADDRESS
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.person import Role
from hdclient.platform.accounts import create_person, issue_token
from hdclient.wire.admin import CampaignIn, TaskIn
from tests.bench.desks import sample_account
from tests.bench.report import Result, at_most, percentile, shown
from ui import main as screens
from ui.bridge import EventBridge
from ui.demo.driver import Driver
from ui.shell.garbage import GarbageWatch

if TYPE_CHECKING:
    from hdclient.app import App
    from hdclient.demo import Practice

CAMPAIGN = "bench"
PRESSES = 210
SUBMITS = 110
READING_MS = 400


def measure() -> list[Result]:
    """All figures of the window."""
    with (
        tempfile.TemporaryDirectory(prefix="hd-bench-") as name,
        sample_account(Path(name), also=lambda practice: add_long_tasks(practice, SUBMITS + 10)) as (app, _),
    ):
        bridge = EventBridge(app.hub)
        try:
            return _measure(app, bridge)
        finally:
            bridge.close()


def add_long_tasks(
    practice: Practice,
    count: int,
    campaign_id: str = CAMPAIGN,
    texts: Sequence[tuple[str, str]] = (),
) -> None:
    """A campaign of comparisons with two responses of about 10 kB each, or with these `texts`."""
    embedded = practice.open()
    app = embedded.app
    admin = create_person(app, "Bench", Role.ADMIN, person_id="bench-admin")
    token = issue_token(app, admin.id)
    with Operations(PRACTICE_ADDRESS, lambda: token, transport=embedded.transport()) as operations:
        samples = Path(__file__).parents[2] / "resources" / "samples" / "text-comparison"
        lines = (samples / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
        longest = TaskIn.model_validate_json(max(lines, key=len))
        template = CampaignIn.model_validate_json(
            (samples / "campaign.json").read_text(encoding="utf-8")
        ).template
        policy = CampaignPolicy(prefetch_tasks=500)
        operations.create_campaign(
            CampaignIn(id=campaign_id, title="A bench", template=template, policy=policy)
        )
        tasks = (
            _variant(longest, f"{campaign_id}-{number}", texts[number] if texts else ())
            for number in range(count)
        )
        results = list(operations.add_tasks(campaign_id, tasks))
    assert all(result.status == "created" for result in results)


def _variant(task: TaskIn, number: str, texts: Sequence[str]) -> TaskIn:
    """The same length, other words: nothing may be taken from a cache of the last task."""
    candidates = tuple(
        candidate.changed(
            id=f"{candidate.id}-{number}",
            content=tuple(
                block.changed(text=text or f"Answer {number}. " + block.text[:10_240])
                for block in candidate.content
            ),
        )
        for candidate, text in zip(task.candidates, texts or ("", ""), strict=True)
    )
    return task.model_copy(update={"id": number, "candidates": candidates, "models": {}})


def _measure(app: App, bridge: EventBridge) -> list[Result]:
    window = screens.make_window(app, bridge)
    window.resize(1280, 800)
    window.show()
    driver = Driver(window, None)
    desk = app.desk
    assert desk is not None
    view = next(view for view in desk.queue().campaigns if view.campaign.id == CAMPAIGN)
    window.navigator.open_task(view.next_task)
    QTest.qWait(500)
    GarbageWatch(window, app.courtesy.is_long)  # as in `hdclient run`, a while after its first paint
    keys = [_until_painted(lambda key=str(number % 7 + 1): driver.press(key)) for number in range(PRESSES)]
    submits = []
    for number in range(SUBMITS):
        driver.press(str(number % 7 + 1))
        QTest.qWait(READING_MS)
        before = driver.session
        submits.append(_until_painted(lambda: driver.press("Ctrl+Return")))
        assert driver.session is not None and driver.session is not before
    window.close()
    window.deleteLater()
    QTest.qWait(10)
    return [
        at_most("key press to painted p95", percentile(keys, 95), "ms", 50),
        shown("key press to painted p50", percentile(keys, 50), "ms"),
        at_most("submit to next task painted p95 (two 10 kB responses)", percentile(submits, 95), "ms", 50),
        shown("submit to next task painted p50", percentile(submits, 50), "ms"),
        shown("submit to next task painted, worst", max(submits), "ms"),
    ]


def _until_painted(act: Callable[[], None]) -> float:
    """Milliseconds until everything that the act has caused, painting included, is done."""
    begun = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000
