"""A disk that refuses writes: what nobody asked to be remembered is not, and no key stops working for it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from hdclient.errors import StoreUnwritable
from hdclient.model.campaign import Guideline
from tests.helpers.frame import Raise
from tests.helpers.paper_desk import PaperDesk, full_desk
from ui.pages.guideline import GuidelinePanel
from ui.pages.page import Notice
from ui.renderers import render_blocks
from ui.renderers.glyphs import SAMPLES
from ui.renderers.trees import Trees
from ui.shell.font_watch import tell_once


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> PaperDesk:
    made = full_desk()

    def refuse(*_: object) -> None:
        raise StoreUnwritable("The folder cannot be written to.")

    monkeypatch.setattr(made, "set_setting", refuse)
    return made


def test_the_panel_opens_and_closes(raised: Raise, desk: PaperDesk) -> None:
    panel = raised(desk).window.panel
    panel.toggle()
    panel.remember()
    panel.toggle()


def test_missing_letters_are_told(desk: PaperDesk) -> None:
    said: list[Notice] = []
    tell_once(desk, said.append, [SAMPLES[0]])
    assert len(said) == 1


def test_a_guideline_is_read_and_stays_news(desk: PaperDesk, qtbot: QtBot) -> None:
    panel = GuidelinePanel(lambda blocks, name: render_blocks(blocks, name=name))
    panel.use(Trees(parent=panel))
    qtbot.addWidget(panel)
    guideline = Guideline(
        campaign_id="c1", version=7, title="How to judge", text="# 1 Be fair", changes="New."
    )
    panel.show_guideline(guideline, desk)
    assert not panel._news.isHidden()
