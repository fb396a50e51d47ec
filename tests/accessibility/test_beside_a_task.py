"""What stands around a task, under the same questions as all pages: the time sheet, the record, and covers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from hdclient.model.campaign import CampaignPolicy, Guideline, GuidelineReading
from hdclient.model.sensitivity import Sensitivity
from tests.accessibility.audits import AUDITS
from tests.helpers.qt import SMALL, WIDE, settle
from tests.helpers.workbench import CAMPAIGN, COMPARE, Workbench, make_task
from tests.ui.conftest import light_look, mouse_in_the_corner, standard_keys  # noqa: F401
from ui import theme
from ui.components import roles
from ui.components.sheet import sheet_over


@pytest.fixture
def bench(tmp_path: Path, qapp: QApplication) -> Iterator[Workbench]:
    roles.install()
    made = Workbench(tmp_path)
    yield made
    made.close()


def _time(bench: Workbench) -> None:
    bench.press("E")
    assert sheet_over(bench.window) is not None


def _record(bench: Workbench) -> None:
    bench.press("2", "Ctrl+Return")
    bench.window.act("go.recorded")


def _pause(bench: Workbench) -> None:
    bench.press("Ctrl+.")
    assert bench.page.cover() is not None


def _sensitive(bench: Workbench) -> None:
    bench.open("hurtful", bench.window.size())
    assert all(content.is_covered() for content in bench.view.contents())


def _guideline(bench: Workbench) -> None:
    bench.press("2")
    text = Guideline(
        campaign_id=CAMPAIGN.id, version=2, title="Rules", text="# Rules\n\n## 1 Compare\n\nSay how."
    )
    bench.store.tasks.put_guideline(text)
    bench.press("Ctrl+Return")
    assert bench.page.cover() is not None


AROUND = {
    "time": _time,
    "record": _record,
    "pause": _pause,
    "sensitive": _sensitive,
    "guideline": _guideline,
}


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize(("size", "scale"), [(WIDE, 1.0), (SMALL, 2.0)], ids=["wide", "large letters"])
def test_what_stands_around_a_task_is_reached_heard_and_seen(
    bench: Workbench, qapp: QApplication, name: str, size: QSize, scale: float
) -> None:
    theme.apply(qapp, theme.Look("light", scale=scale))
    hurtful = make_task("hurtful", COMPARE, ["First answer", "Second answer"])
    bench.lease(
        *(make_task(one, COMPARE, ["First answer", "Second answer"]) for one in ("t1", "t2", "t3")),
        hurtful.changed(sensitive=(Sensitivity(category="violence", severity=2),)),
    )
    policy = CampaignPolicy(guideline_reading=GuidelineReading.CHANGES)
    bench.store.tasks.put_campaigns([CAMPAIGN.changed(policy=policy)])
    first = Guideline(
        campaign_id=CAMPAIGN.id, version=1, title="Rules", text="# Rules\n\n## 1 Compare\n\nSay why."
    )
    bench.store.tasks.put_guideline(first)
    bench.open("t1", size)
    AROUND[name](bench)
    settle(10)
    shown: QWidget | None = sheet_over(bench.window) or bench.window.navigator.page()
    assert shown is not None
    ask: dict[str, Callable[[QWidget], list[str]]] = dict(AUDITS)
    found = [f"{question}: {one}" for question, asked in ask.items() for one in asked(shown)]
    assert found == [], "\n".join(found)
