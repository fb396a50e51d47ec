"""Every page and sheet opened once by a program that has just started: the longest turn of each, as processor time.

Each is opened in a process of its own, so that nothing is warm but what the program itself made ready before: modules,
fonts, style rules. `python -m tests.bench.first_opening NAME` opens one (the order comes by stdin) and says its turns.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import cold_start
from tests.bench.report import Result, at_most

if TYPE_CHECKING:
    from hdclient.content.contents import Contents
    from ui.shell.window import MainWindow

MOST_MS = 50
BEFORE_S, AFTER_S = 1.5, 1.2
"""The program is looked at for a while; then the page is."""

AT_WORK = {
    "the queue": "go.queue",
    "the history": "go.receipts",
    "the settings": "go.settings",
    "the keys page": "go.keys",
    "what is recorded": "go.recorded",
    "my own numbers": "go.mirror",
    "the campaign's numbers": "go.numbers",
    "the accounts": "go.accounts",
    "the palette": "palette",
    "all keys": "shortcuts",
    "what is sent": "go.sync",
    "the report": "report",
    "a note": "note",
    "the first steps": "first_steps",
    "the guideline": "guideline",
    "the rules to cite": "rule.cite",
    "signing out": "sign_out",
    "another theme": "theme.toggle",
    "skipping": "skip",
    "a flag": "flag",
    "earlier versions": "versions",
    "the time": "clock.open",
    "paper": "print",
    "find": "find",
    "the structure": "outline",
    "differences": "compare.mark",
    "raw text": "raw",
}
"""Name → action, with a task open."""
AT_REVIEW = {
    "the reviews": "go.reviews",
    "a review": "reviews.open",
    "a comment": "comment",
    "ready comments": "comment.quick",
    "a decision": "review.return",
}
ALONE = ("what is to be settled", "what came back")
NAMES = (*AT_WORK, *AT_REVIEW, *ALONE)


def measure() -> list[Result]:
    """All of them, one after the other."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        order = cold_start.prepare(Path(name))
        return [_result(one, _asked(one, order)) for one in NAMES]


def _result(name: str, told: list[list[float]]) -> Result:
    longest = max(computed for computed, _ in told)
    return at_most(f"first opening of {name}, longest turn", longest, "ms", MOST_MS)


def _asked(name: str, order: dict[str, Any]) -> list[list[float]]:
    """The turns [processor time, widgets built] of a process that opens it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_opening", name],
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=cold_start.environment(),
    )
    told: list[list[float]] = json.loads(done.stdout.splitlines()[-1])
    return told


def _open(name: str, order: dict[str, Any]) -> list[list[float]]:
    """Works for `_asked`, in its process."""
    import ui  # isort: split  # as in the program, before Qt: see there

    assert ui
    from tests.helpers.turns import turns_of
    from ui.components import roles
    from ui.shell.garbage import GarbageWatch
    from ui.shell.imports_ahead import EACH_MS, ImportsAhead  # isort: split

    from PySide6.QtTest import QTest

    with _room(name, order) as (window, act):
        roles.install()
        GarbageWatch(window, lambda: False)  # as in the program, and so are the imports
        ahead = ImportsAhead(window, lambda: True, judges=True)
        QTest.qWait(round(BEFORE_S * 1000))
        while not ahead.is_done():
            QTest.qWait(EACH_MS)
        profile = cProfile.Profile(timeunit=0.000001) if "HD_PROFILE" in os.environ else None

        def first() -> None:
            if profile is not None:
                profile.enable()
            act()

        turns = turns_of(first, AFTER_S)
        if profile is not None:
            profile.disable()
            pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(45)
        return [[round(turn.computed_ms, 2), turn.built] for turn in turns]


@contextmanager
def _room(name: str, order: dict[str, Any]) -> Iterator[tuple[MainWindow, Callable[[], object]]]:
    """A window, and what opens the thing in it."""
    from ui import main as screens
    from ui import theme

    with tempfile.TemporaryDirectory(prefix="hd-bench-") as folder:
        if name in AT_WORK:
            shutil.copytree(order["folder"], folder, dirs_exist_ok=True)
            with _at_work(Path(folder), order) as window:
                yield window, lambda: window.act(AT_WORK[name])
            return
        theme.apply(screens.application(), theme.Look(choice="light"))
        if name in AT_REVIEW:
            from tests.helpers.review_room import ReviewRoom

            room = ReviewRoom(Path(folder))
            room.page_contents = _contents()
            room.work()
            room.window.show()
            for action in list(AT_REVIEW.values())[: min(2, list(AT_REVIEW).index(name))]:
                room.window.act(action)
            yield room.window, lambda: room.window.act(AT_REVIEW[name])
        elif name == ALONE[0]:
            from tests.helpers.settle_room import SettleRoom

            settle = SettleRoom(Path(folder))
            settle.page_contents = _contents()
            settle.window.show()
            yield settle.window, lambda: settle.window.act("go.adjudication")
        else:
            from tests.helpers.feedback_room import FeedbackRoom

            screen = FeedbackRoom(Path(folder))
            screen.page_contents = _contents()
            screen.window.show()
            yield screen.window, lambda: screen.window.navigator.open_feedback(screen.submission)


def _contents() -> Contents:
    """Content comes from a process of its own, as in the program; it ends with this one."""
    from hdclient.content.contents import Contents

    made = Contents(worker=True)
    made.start()
    return made


@contextmanager
def _at_work(folder: Path, order: dict[str, Any]) -> Iterator[MainWindow]:
    from hdclient.app import App
    from hdclient.config import Config
    from hdclient.demo import Practice
    from hdclient.model.person import Person, Role
    from hdclient.store.facts import PERSON
    from hdclient.store.keys import SessionKeys
    from tests.helpers.sample_numbers import campaign_sample, mirror_sample
    from ui import main as screens
    from ui.bridge import EventBridge

    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    app = App(Config(data_dir=folder / "work"), keys=keys, link=Practice(folder / "platform").link)
    assert app.open_last()
    store = app._store
    assert store is not None
    store.meta.set(PERSON, Person(id="you", name="You", role=Role.OPS).as_json())
    assert app.desk is not None
    for view in app.desk.queue().campaigns:
        for kind, value in (("mirror", mirror_sample()), ("quality", campaign_sample())):
            store.figures.wish(kind, view.campaign.id)
            store.figures.put(kind, view.campaign.id, value.as_json())
    bridge = EventBridge(app.hub)
    window = screens.make_window(app, bridge)
    window.resize(1280, 800)
    window.show()
    assert app.contents is not None
    app.contents.start()  # and no sync: the platform would be in this very process
    try:
        yield window
    finally:
        window.close()
        bridge.close()
        app.stop()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(_open(sys.argv[1], json.loads(sys.stdin.readline()))), flush=True)
    os._exit(0)
