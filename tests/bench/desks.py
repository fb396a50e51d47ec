"""A real account on an embedded platform with the sample campaigns, for measuring."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hdclient.app import App
from hdclient.config import Config
from hdclient.demo import Practice
from hdclient.store.keys import SessionKeys
from tests.helpers.workbench import Workbench
from ui.demo import open_desk

CAMPAIGNS = 5


@contextmanager
def sample_account(
    folder: Path, *, also: Callable[[Practice], None] | None = None
) -> Iterator[tuple[App, SessionKeys]]:
    """An app whose desk has all sample tasks on it, ready for work. The folder can be opened again with the keys.

    `also` adds more to the platform first.
    """
    keys = SessionKeys()
    practice = Practice(folder / "platform")
    if also is not None:
        also(practice)
    app = App(Config(data_dir=folder / "work", theme="light"), keys=keys, link=practice.link)
    try:
        open_desk(app)
        end = time.monotonic() + 60
        while not _all_ready(app):
            if time.monotonic() > end:
                raise RuntimeError("the sample tasks did not come")
            time.sleep(0.05)
        yield app, keys
    finally:
        app.stop()
        practice.close()


def _all_ready(app: App) -> bool:
    desk = app.desk
    assert desk is not None
    views = desk.queue().campaigns
    whole = all(
        view.ready > 0 and not view.blocked and view.ready >= view.campaign.tasks_total for view in views
    )
    return len(views) >= CAMPAIGNS and whole


@contextmanager
def workbench() -> Iterator[Workbench]:
    """The real window with the real workspace, in a folder of its own; both go afterwards."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        bench = Workbench(Path(name))
        try:
            yield bench
        finally:
            bench.close()
