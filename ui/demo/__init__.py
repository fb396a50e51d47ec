"""`hdclient demo`: the real window on an embedded platform with the sample campaigns."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hdclient.app import PRACTICE, App
from hdclient.config import Config
from hdclient.demo import Practice
from hdclient.errors import Unreachable
from hdclient.model.person import Role
from hdclient.store.keys import KeyProvider, KeyringKeys, SessionKeys

START_S = 60.0


@contextmanager
def demo_folder(keep: Path | None) -> Iterator[Path]:
    """`keep`, made if need be, or a temporary folder that is gone afterwards."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield keep
    else:
        with tempfile.TemporaryDirectory(prefix="hdclient-demo-") as name:
            yield Path(name)


def open_desk(app: App) -> None:
    """Opens the demo's account, making it at the first start. Raises what stands in the way."""
    if app.open_last():
        return
    ended = threading.Event()
    failures: list[Exception] = []

    def report(failure: Exception | None) -> None:
        if failure is not None:
            failures.append(failure)
        ended.set()

    app.sign_in(PRACTICE, "", report)
    if not ended.wait(START_S):
        raise Unreachable(
            "The embedded platform did not start in time.", "", "Try again on a less busy machine."
        )
    if failures:
        raise failures[0]


def open_window(keep: Path | None, *, review: bool = False) -> int:
    """The demo in a real window, as a trainer or as a reviewer.

    Without `keep` the key lives as long as the process, as the folder does.
    """
    from ui import start

    keys: KeyProvider = SessionKeys() if keep is None else KeyringKeys()
    with demo_folder(keep) as folder:
        # Each role has a platform and work of its own: what one does stands in nobody's way.
        name = "review-" if review else ""
        practice = Practice(folder / f"{name}platform", role=Role.REVIEWER if review else Role.ANNOTATOR)
        app = App(Config(data_dir=folder / f"{name}work"), keys=keys, link=practice.link)
        try:
            open_desk(app)
            return start.run(app)
        finally:
            app.stop()
            practice.close()
