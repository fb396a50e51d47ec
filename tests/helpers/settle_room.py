"""The real window of a reviewer who settles what three people answered differently, on a real platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize

from hdclient.model.campaign import CampaignPolicy
from hdclient.model.review_policy import ReviewPolicy
from hdclient.model.template import Layout, Question, Template
from tests.helpers.qt import WIDE, settle, show
from tests.helpers.review_office import open_office
from tests.helpers.room import Room
from tests.helpers.worlds import task_in
from ui.pages.adjudication import AdjudicationPage
from ui.pages.open_adjudication import OpenAdjudication

_POINTS = ("Not at all", "Hardly", "Partly", "Mostly", "Wholly")
TEMPLATE = Template(
    id="settle",
    version=1,
    title="Three answers",
    layout=Layout.RANK,
    questions=(
        Question(id="order", kind="ranking", title="In which order?"),
        Question(
            id="clear",
            kind="rating",
            title="How clear is the task?",
            options={"points": [{"value": value, "label": words} for value, words in enumerate(_POINTS, 1)]},
        ),
        Question(id="why", kind="text", title="Why?"),
    ),
)
TEXTS = {
    "x": "Blue light is scattered most, by the fourth power of its frequency.",
    "y": "The sky reflects the sea.",
    "z": "Air is blue, a little.",
}
SAID: dict[str, dict[str, Any]] = {
    "ann": {
        "order": {"tiers": [["x"], ["y"], ["z"]]},
        "clear": {"value": 4},
        "why": {"text": "The first is right and says why."},
    },
    "ben": {
        "order": {"tiers": [["y"], ["x", "z"]]},
        "clear": {"value": 4},
        "why": {"text": "The second is short and says why."},
    },
    "cem": {
        "order": {"tiers": [["x"], ["z"], ["y"]]},
        "clear": {"value": 2},
        "why": {"text": "The first is right."},
    },
}


class SettleRoom(Room):
    """The hands are the reviewer's."""

    def __init__(self, folder: Path, *, tasks: int = 1, look: str = "light") -> None:
        self.office = open_office(folder)
        campaign = self._campaign(tasks)
        for name, answers in SAID.items():
            trainer = self.office.trainer(name, campaign)
            for task_id in trainer.ready():
                desk = trainer.desk
                session = desk.open(task_id)
                for question_id, value in answers.items():
                    session.set_answer(question_id, value)
                session.submit()
                desk.close()
            trainer.sync()
        self.judge = self.office.reviewer("judge", campaign)
        self.judge.sync()
        self.desk = self.judge.desk
        super().__init__(lambda: self.desk, self.judge.hub, look)

    def _campaign(self, tasks: int) -> str:
        world, campaign_id = self.office.world, "settle"
        rules = CampaignPolicy(overlap=3, review=ReviewPolicy(adjudicate_below=0.9))
        body = {"id": campaign_id, "title": "Sky", "template": TEMPLATE.plain(), "policy": rules.plain()}
        world.ops.ok("POST", "/v1/campaigns", body)
        candidates = [
            {"id": name, "content": [{"kind": "markdown", "text": text}]} for name, text in TEXTS.items()
        ]
        models = {name: f"model-marker-{name}" for name in TEXTS}
        items = [
            {**task_in(f"{campaign_id}-t{n:02}"), "candidates": candidates, "models": models}
            for n in range(tasks)
        ]
        world.ops.ok("POST", f"/v1/campaigns/{campaign_id}/tasks:batch", {"items": items})
        return campaign_id

    def open(self, size: QSize = WIDE) -> AdjudicationPage:
        """Shows what is to be settled."""
        show(self.window, size)
        self.window.act("go.adjudication")
        settle(8)
        page = self.window.navigator.page()
        assert isinstance(page, AdjudicationPage)
        return page

    @property
    def item(self) -> OpenAdjudication:
        """The open item."""
        page = self.window.navigator.page()
        assert isinstance(page, AdjudicationPage) and page.item is not None
        return page.item

    def close(self) -> None:
        """Takes everything down."""
        super().close()
        self.desk.close()
        self.office.close()
