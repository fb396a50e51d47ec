"""The real window of operations beside trainers in a qualification, on a real platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hdclient.model.person import Role
from tests.helpers.exam_room import CAMPAIGN, put_campaign
from tests.helpers.qt import WIDE, settle, show
from tests.helpers.review_office import open_office
from tests.helpers.room import Room
from ui.components.badges import Chip
from ui.pages.known_care import KnownCarePage

WRONG = {"verdict": "preferred", "winner": "y", "strength": 2, "pair": ["x", "y"]}


class CareRoom(Room):
    """`disagree` is a trainer's; the hands are those of operations."""

    def __init__(self, folder: Path, *, look: str = "light", **policy: Any) -> None:
        self.office = open_office(folder)
        self.world = self.office.world
        put_campaign(self.world.ops, 2, 4, policy)
        self.trainer = self.office.trainer("tara")
        self.olga = self.office.person("olga", Role.OPS)
        self.desk = self.olga.desk
        super().__init__(lambda: self.desk, self.olga.hub, look)

    def disagree(self, text: str) -> str:
        """The trainer answers a task of the qualification not as expected, is told so, and disagrees."""
        task_id = self.trainer.ready()[0]
        submission_id = self.trainer.answer(task_id, better=WRONG)
        desk = self.trainer.desk
        desk.known_answers.submitted(CAMPAIGN)
        self.office.wait()
        self.trainer.sync()
        (case,) = [one.explained for one in desk.known_answers.view(CAMPAIGN).cases if one.task_id == task_id]
        assert case is not None and not case.right
        desk.known_answers.say(case, "better", text)
        self.trainer.sync()
        desk.close()
        return submission_id

    def open(self, size: QSize = WIDE) -> KnownCarePage:
        """Shows what operations look after."""
        show(self.window, size)
        self.window.act("go.care")
        self.sync()
        return self.page

    @property
    def page(self) -> KnownCarePage:
        """The page of operations."""
        page = self.window.navigator.page()
        assert isinstance(page, KnownCarePage), page
        return page

    def sync(self) -> None:
        """The computer of operations goes to the platform and back."""
        self.olga.sync()
        self.hear()

    def send(self) -> None:
        """The time to take a decision back is over, and everybody goes to the platform."""
        self.office.wait()
        self.sync()
        self.trainer.sync()
        self.sync()

    def hear(self) -> None:
        """Lets the window hear what has happened: it tells news of one moment together."""
        settle(2)
        while self.window._later.isActive():
            QTest.qWait(10)
        settle(8)

    def words(self) -> str:
        """All that is written on the page."""
        labels = [one.text() for one in self.page.findChildren(QLabel) if one.isVisibleTo(self.page)]
        chips = [one.accessibleName() for one in self.page.findChildren(Chip) if one.isVisibleTo(self.page)]
        return "\n".join([*labels, *chips])

    def press(self, *keys: str) -> None:
        """Presses keys where the focus is."""
        super().press(*keys)
        self.hear()

    def close(self) -> None:
        """Takes everything down."""
        super().close()
        self.desk.close()
        self.office.close()
