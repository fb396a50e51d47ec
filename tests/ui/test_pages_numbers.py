"""The pages of numbers: what came last is shown, with its age, its n and its reasons; newer ones are asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hdclient.events import FiguresArrived
from hdclient.model.person import Person, Role
from hdclient.model.quality import CampaignNumbers
from hdclient.quality.campaign import campaign_numbers
from hdclient.store.facts import PERSON
from tests.helpers.qt import settle, show
from tests.helpers.sample_numbers import QUESTIONS, campaign_sample, mirror_sample
from tests.helpers.workbench import CAMPAIGN, COMPARE, Workbench, make_task
from ui.components.chart_card import ChartCard
from ui.components.figure_tile import FigureTile
from ui.pages.campaign_numbers import CampaignNumbersPage
from ui.pages.mirror import MirrorPage
from ui.pages.numbers_page import NumbersPage

EMPTY = campaign_numbers(QUESTIONS, [])


def put(bench: Workbench, kind: str, value: object) -> None:
    bench.store.figures.wish(kind, CAMPAIGN.id)
    bench.store.figures.put(kind, CAMPAIGN.id, value.as_json())  # type: ignore[attr-defined]


def as_role(bench: Workbench, role: Role) -> None:
    bench.store.meta.set(PERSON, Person(id="p", name="P", role=role).as_json())


def opened(bench: Workbench, action: str) -> NumbersPage:
    bench.window.act(action)
    settle()
    page = bench.window.navigator.page()
    assert isinstance(page, NumbersPage)
    return page


def words(page: NumbersPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


@pytest.fixture
def ready(bench: Workbench) -> Workbench:
    bench.lease(make_task("t1", COMPARE, ["one", "two"]))
    show(bench.window)
    return bench


def test_a_mirror_shows_ones_own_numbers_each_with_its_n_and_its_meaning(ready: Workbench) -> None:
    put(ready, "mirror", mirror_sample())
    page = opened(ready, "go.mirror")
    assert isinstance(page, MirrorPage)
    tiles = page.findChildren(FigureTile)
    assert len(tiles) >= 8
    text = words(page)
    for tile in tiles:
        labels = [label.text() for label in tile.findChildren(QLabel) if label.text()]
        assert labels[0] == "Answers" or any("n = " in label for label in labels), labels
        assert labels[-1].endswith("."), "what it means, in a sentence"
    assert "Nobody is ranked" in text and "ada" not in text and "bruno" not in text
    assert "twice yet" in text, "what is not defined says why"


def test_before_any_came_the_page_says_so_and_asks(ready: Workbench, qtbot: QtBot) -> None:
    page = opened(ready, "go.mirror")
    assert "No numbers here yet" in words(page) and "asked for" in words(page)
    assert ready.store.figures.wished() == (("mirror", CAMPAIGN.id),)
    put(ready, "mirror", mirror_sample())
    ready.hub.publish(FiguresArrived((CAMPAIGN.id,)))
    qtbot.waitUntil(lambda: bool(page.findChildren(FigureTile)))
    assert "As the platform told it" in words(page)
    ready.press("Ctrl+R")
    assert ready.store.figures.wished(), "a key asks for newer ones"
    ready.store.figures.refuse("mirror", CAMPAIGN.id, "This platform tells no numbers.")
    ready.hub.publish(FiguresArrived((CAMPAIGN.id,)))
    qtbot.waitUntil(lambda: "tells no numbers" in words(page))
    assert page.findChildren(FigureTile), "what came before stays"
    ready.press("Esc")
    assert ready.window.navigator.name() != "mirror"


def test_only_those_who_judge_reach_the_campaigns_numbers(ready: Workbench) -> None:
    as_role(ready, Role.ANNOTATOR)
    assert "go.numbers" not in ready.window.reach()
    for role in (Role.REVIEWER, Role.OPS, Role.ADMIN):
        as_role(ready, role)
        assert "go.numbers" in ready.window.reach()


def shown(ready: Workbench, value: CampaignNumbers) -> CampaignNumbersPage:
    as_role(ready, Role.OPS)
    put(ready, "quality", value)
    page = opened(ready, "go.numbers")
    assert isinstance(page, CampaignNumbersPage)
    return page


def test_every_chart_of_a_campaign_has_a_message_a_table_and_csv(ready: Workbench) -> None:
    page = shown(ready, campaign_sample())
    cards = page.findChildren(ChartCard)
    assert len(cards) >= 18
    for card in cards:
        assert card.message.text() and card.chart.points()
        assert card.message.text() in card.chart.accessibleDescription()
        card.as_table.click()
        assert card._table is not None and card._table.model().rowCount() == len(card.chart.points())
        card.copy.click()
        assert len(QApplication.clipboard().text().splitlines()) == 1 + len(card.chart.points())
    assert len({card.chart.accessibleName() for card in cards}) == len(cards)


def test_an_item_on_which_people_differ_is_opened_from_its_chart(ready: Workbench) -> None:
    value = campaign_sample()
    page = shown(ready, value)
    wanted: list[str] = []
    page.settle_requested.connect(wanted.append)
    card = next(card for card in page.findChildren(ChartCard) if "differ most" in card.chart.accessibleName())
    card.chart.setFocus(Qt.FocusReason.TabFocusReason)
    ready.press("Down", "Down", "Return")
    assert wanted == [value.disagreements[1].task_id]


def test_a_campaign_without_answers_says_why_nothing_is_known(ready: Workbench) -> None:
    page = shown(ready, EMPTY)
    assert "No task has been finished yet." in words(page)
    assert not any(card.chart.points() and not card.message.text() for card in page.findChildren(ChartCard))


def test_reviewers_see_no_people_and_no_models(ready: Workbench) -> None:
    value = campaign_sample()
    assert value.reviews is not None
    blind = value.changed(
        people=None, models=None, wins=None, spend=None, reviews=value.reviews.changed(reviewers=None)
    )
    page = shown(ready, blind)
    text = words(page)
    assert "bruno" not in text and "alder" not in text and "EUR" not in text
    assert "People" not in text.splitlines() and "Models" not in text.splitlines()
