"""The scripted campaign through the real windows, as a part of `make review-check`: is the export what the plan
foretells?
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hdclient.model.base import canonical
from hdclient.platform.naming import alias
from hdclient.platform.state import platform_of
from tests.bench.report import Result, at_most, shown
from tests.review_check import plan
from tests.review_check.expected import Row, expected
from tests.review_check.observed import observed
from tests.review_check.script import Script
from ui import main as screens
from ui import theme

SECONDS = 180


@dataclass(frozen=True)
class Played:
    """What came out, and what should have."""

    observed: list[Row]
    expected: list[Row]
    offline: set[str]
    order: Mapping[str, list[int]]
    counted: Mapping[str, int]
    """What was done in the windows, and how often."""


def played(folder: Path) -> Played:
    """Plays the campaign on a fresh platform in this folder."""
    script = Script(folder)
    try:
        script.play()
        export = script.export()
        platform = platform_of(script.office.world.app)
        names = {alias(platform, one.person_id): one.name for one in script.office.desktops.values()}
        rows = observed(export, names, plan.REVIEWERS)
        return Played(rows, expected(script.order), script.offline, script.order, script.counted)
    finally:
        script.office.close()


def measure() -> list[Result]:
    """The part of `make review-check`."""
    begun = time.monotonic()
    theme.apply(screens.application(), theme.Look("light"))
    gc.disable()  # beside widgets, cycles are looked for where windows close only (room.py)
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = played(Path(folder))
    finally:
        gc.enable()
    seconds = time.monotonic() - begun
    same = sum(
        canonical(seen) == canonical(wanted)
        for seen, wanted in zip(found.observed, found.expected, strict=False)
    )
    whole = same == len(found.expected) == len(found.observed)
    return [
        Result("rows of the export as foretold", same, "rows", len(found.expected), whole),
        shown("people who worked offline for a while", len(found.offline), ""),
        *(shown(f"{what}, by key events", count, "") for what, count in found.counted.items()),
        at_most("the scripted campaign", seconds, "s", SECONDS),
    ]
