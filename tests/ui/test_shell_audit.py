"""Every page of the frame, as assistive technology, a small window and large letters meet it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from hdclient.session.views import QueueView
from tests.helpers.frame import Raise, Stage
from tests.helpers.paper_desk import PaperDesk, full_desk
from tests.helpers.qt import (
    SMALL,
    WIDE,
    clipped,
    press,
    same_names,
    settle,
    show,
    tab_stops,
    too_small,
    unnamed,
    without_role,
)
from ui import theme
from ui.pages.page import Notice


def _queue(stage: Stage) -> None:
    stage.window.act("go.queue")


def _settings(stage: Stage) -> None:
    stage.window.act("go.settings")


def _task(stage: Stage) -> None:
    stage.window.act("go.task")
    stage.window.act("guideline")
    stage.window.frame.notices.show_notice(Notice("Submitted", "ok", "undo.submit", "Undo"))
    stage.window.frame.notices.show_notice(
        Notice("The guideline has changed.", "warn", "guideline", "Read it")
    )


def _sync(stage: Stage) -> None:
    stage.window.act("go.sync")
    stage.window.sheets._sync.table.selectRow(4)


def _sign_in(stage: Stage) -> None:
    stage.window.navigator.show("sign_in")
    stage.window.navigator.page()._try()


PAGES = {
    "queue": (full_desk, _queue),
    "empty queue": (lambda: PaperDesk(view=QueueView()), lambda stage: None),
    "settings": (full_desk, _settings),
    "keys": (full_desk, lambda stage: stage.window.act("go.keys")),
    "task with guideline": (full_desk, _task),
    "sync sheet": (full_desk, _sync),
    "palette": (full_desk, lambda stage: stage.window.act("palette")),
    "shortcuts": (full_desk, lambda stage: stage.window.act("shortcuts")),
    "welcome": (lambda: None, lambda stage: None),
    "sign-in": (lambda: None, _sign_in),
}


def opened(raised: Raise, page: str, size: QSize = WIDE, scale: float = 1.0, choice: str = "light") -> Stage:
    desk, go = PAGES[page]
    made = desk()
    if made is not None:
        made.settings |= {"look.scale": scale, "look.theme": choice}
    stage = raised(made)
    if made is None:
        theme.apply(QApplication.instance(), theme.Look(choice, scale=scale))
    show(stage.window, size)
    go(stage)
    settle()
    return stage


def shown(stage: Stage) -> QWidget:
    return stage.window.sheets.current() or stage.window


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_takes_the_focus_has_a_name_of_its_own_and_a_role(raised: Raise, page: str) -> None:
    stage = opened(raised, page)
    assert unnamed(shown(stage)) == []
    assert without_role(shown(stage)) == []
    assert same_names(shown(stage)) == []


@pytest.mark.parametrize("scale", [0.8, 1.0])
@pytest.mark.parametrize("page", PAGES)
def test_targets_are_large_enough(raised: Raise, page: str, scale: float) -> None:
    assert too_small(shown(opened(raised, page, scale=scale))) == []


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1280x800", "1024x640"])
@pytest.mark.parametrize("page", PAGES)
def test_no_text_is_cut_off(raised: Raise, page: str, size: QSize, scale: float) -> None:
    stage = opened(raised, page, size, scale)
    assert clipped(shown(stage)) == []
    assert (stage.window.width(), stage.window.height()) == (size.width(), size.height()), (
        "nothing pushes the window"
    )


@pytest.mark.parametrize("page", PAGES)
def test_tab_comes_around(raised: Raise, page: str) -> None:
    stage = opened(raised, page)
    names = tab_stops(stage.window)
    assert len(names) >= 1
    assert all(names)


def test_focus_order_of_the_queue_is_the_reading_order(raised: Raise) -> None:
    names = tab_stops(opened(raised, "queue").window)
    order = [
        "Continue: Science",
        "Returned by a reviewer",
        "Science explanations.",
        "Essay feedback",
        "Rework: Science",
    ]
    at = [next(i for i, name in enumerate(names) if name.startswith(start)) for start in order]
    assert at == sorted(at)


def test_focus_is_never_hidden_when_tabbing_through_a_long_page(raised: Raise) -> None:
    stage = opened(raised, "settings", SMALL)
    area = stage.window.navigator.page()._area
    for _ in range(30):
        press(stage.window, "Tab")
        here = QApplication.focusWidget()
        if area.isAncestorOf(here):
            top = here.mapTo(area, here.rect().topLeft()).y()
            assert top >= -1
            assert top + here.height() <= area.height() + 1


@pytest.mark.parametrize("choice", ["dark", "contrast_dark"])
@pytest.mark.parametrize("page", PAGES)
def test_dark_is_not_light(raised: Raise, page: str, choice: str) -> None:
    stage = opened(raised, page, choice=choice)
    image = stage.window.grab().toImage()
    corner = image.pixelColor(image.width() - 8, image.height() - 8)
    assert corner.lightness() < 60
