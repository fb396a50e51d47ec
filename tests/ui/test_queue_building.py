"""The queue as it is built: what its rows look like, and in which turns they come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize

from tests.helpers.paper_desk import PaperDesk, full_desk
from tests.helpers.qt import show
from ui.components.labels import TitleLabel
from ui.pages.queue import QueuePage
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
