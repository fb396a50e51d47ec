"""The queue as it is built: what its rows look like, and in which turns they come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from tests.helpers.paper_desk import PaperDesk, full_desk
from tests.helpers.qt import show
from tests.helpers.turns import turns_of
from ui.components.labels import TitleLabel
from ui.pages.queue import QueuePage
from ui.pages.queue_rows import CampaignRow
from ui.renderers.trees import Trees


@pytest.fixture
def page_of(qtbot) -> Callable[[PaperDesk], QueuePage]:
    def make(desk: PaperDesk, size: QSize | None = None) -> QueuePage:
        made = QueuePage(desk, lambda page: Trees(parent=page))
        qtbot.addWidget(made)
        made.entered()
        show(made, size or QSize(1224, 756))
        return made

    return make


def test_a_title_has_one_line_where_there_is_room_for_it(page_of) -> None:
    title = "Picture follows the prompt"
    desk = full_desk()
    named = tuple(replace(c, campaign=replace(c.campaign, title=title)) for c in desk.view.campaigns)
    desk.view = replace(desk.view, campaigns=named)
    labels = [label for label in page_of(desk).findChildren(TitleLabel) if label.text() == title]
    assert len(labels) == len(named)
    assert {label.height() // label.fontMetrics().height() for label in labels} == {1}


def test_a_title_that_is_too_long_for_its_row_wraps(page_of) -> None:
    title = "Which of these many pictures follows the words of the prompt most closely, and why it does"
    desk = full_desk()
    first = desk.view.campaigns[0]
    desk.view = replace(desk.view, campaigns=(replace(first, campaign=replace(first.campaign, title=title)),))
    made = page_of(desk, QSize(480, 756))
    label = next(one for one in made.findChildren(TitleLabel) if one.text() == title)
    assert label.width() <= 480
    assert label.height() >= label.heightForWidth(label.width()) > label.fontMetrics().height()


MANY = 30
MOST_BUILT = 170
"""Widgets in a turn: the cards above the rows, and twice as many rows as are built at once; all of them are 300."""


def full(campaigns: int) -> PaperDesk:
    desk = full_desk()
    first = desk.view.campaigns[0]
    desk.view = replace(
        desk.view,
        campaigns=tuple(
            replace(first, next_task=f"t-{n}", campaign=replace(first.campaign, id=f"c{n}"))
            for n in range(campaigns)
        ),
    )
    return desk


def names(made: QueuePage) -> list[str]:
    shown = [row for row in made.findChildren(QPushButton) if row.isVisibleTo(made)]
    return [name for name, row in made._rows().items() if row in shown and name.startswith("campaign")]


def one_more_done(desk: PaperDesk) -> None:
    changed = tuple(replace(one, done=one.done + 1) for one in desk.view.campaigns)
    desk.view = replace(desk.view, campaigns=changed)


def test_many_campaigns_are_built_in_several_turns(page_of, qtbot) -> None:
    desk = full(MANY)
    made = QueuePage(desk, lambda page: Trees(parent=page))
    qtbot.addWidget(made)
    made.show()
    first = [turn.built for turn in turns_of(made.entered)]
    assert len(names(made)) == MANY
    one_more_done(desk)
    newer = [turn.built for turn in turns_of(lambda: made.refresh(None))]
    assert max(first + newer) <= MOST_BUILT < sum(first), (first, newer)
    assert len(names(made)) == MANY
    assert not made._steps.is_under_way()


def test_the_first_rows_are_there_at_once_and_enter_opens_the_task_of_the_whole_view(page_of, qtbot) -> None:
    desk = full(MANY)
    desk.view = replace(desk.view, resume_task="t-28", resume_campaign="c28")
    made = QueuePage(desk, lambda page: Trees(parent=page))
    qtbot.addWidget(made)
    made.show()
    expected = []
    made.expected.connect(expected.append)
    made.entered()
    assert made._steps.is_under_way()
    assert 0 < len(names(made)) < MANY
    assert expected == ["t-28"]
    with qtbot.waitSignal(made.open_requested) as opened:
        made.handlers()["queue.open"]()
    assert opened.args == ["t-28"]


def test_a_key_that_goes_on_to_the_next_row_has_the_rest_built(page_of, qtbot) -> None:
    made = QueuePage(full(MANY), lambda page: Trees(parent=page))
    qtbot.addWidget(made)
    made.show()
    made.entered()
    for _ in range(20):
        made.handlers()["queue.next"]()
    assert not made._steps.is_under_way()
    assert made._focused() == "campaign c18"


def test_a_newer_view_takes_the_place_of_the_old_when_all_of_it_is_made(page_of, qtbot) -> None:
    desk = full(MANY)
    made = page_of(desk)
    qtbot.waitUntil(lambda: not made._steps.is_under_way())
    made.activateWindow()
    made._rows()["campaign c20"].setFocus()
    made._area.ensureWidgetVisible(made._rows()["campaign c20"])
    at = made._area.verticalScrollBar().value()
    assert at > 0
    shown = made._shown
    one_more_done(desk)
    made.refresh(None)
    assert made._shown is shown, "what is seen stays until then"
    one_more_done(desk)
    made.refresh(None)
    qtbot.waitUntil(lambda: not made._steps.is_under_way())
    assert made._shown is not shown
    assert made._focused() == "campaign c20"
    assert made._area.verticalScrollBar().value() == at
    left = [row for row in made.findChildren(CampaignRow) if row.isVisible()]
    assert len(left) == MANY, "nothing of what was given up is seen"
