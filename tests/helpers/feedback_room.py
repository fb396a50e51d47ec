"""The real window of a trainer on a real platform, after work came back from its reviewer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hdclient.model.anchor import Anchor
from hdclient.model.review import Decision, Severity
from tests.helpers.review_office import Desktop, Office, open_office
from tests.helpers.room import Room
from ui.pages.feedback import FeedbackPage

WHY = {"text": "Because scattering is the resaon, mostly. It is blue."}


class FeedbackRoom(Room):
    """One submission was returned with two comments and a suggested edit."""

    def __init__(self, folder: Path, look: str = "light", **campaign: Any) -> None:
        self.office: Office = open_office(folder)
        self.office.campaign(2, **({"first_n": 10} | campaign))
        self.ann, self.rita = self.office.trainer("ann"), self.office.reviewer("rita")
        self.submission = self.ann.answer(self.ann.ready()[0], why=WHY)
        self.ann.sync()
        review(self.rita, Decision.RETURN)
        self.office.wait()
        self.rita.sync()
        self.ann.sync()
        self.desk = self.ann.desk
        super().__init__(lambda: self.desk, self.ann.hub, look)

    def page(self) -> FeedbackPage:
        """What came back."""
        page = self.window.navigator.page()
        assert isinstance(page, FeedbackPage)
        return page

    def close(self) -> None:
        """Takes everything down."""
        super().close()
        self.office.close()


def review(rita: Desktop, decision: Decision) -> None:
    """The reviewer says two things, suggests an edit and decides."""
    rita.sync()
    desk = rita.desk.reviewing
    session = desk.open(desk.queue()[0].item_id)
    session.add_comment(
        "Typing error.",
        anchor=Anchor(part="question:why"),
        severity=Severity.BLOCKING,
        category="language",
        rule="2.3",
    )
    session.add_comment("Say which blue.", category="reason")
    session.suggest_text("why", "Because scattering is the reason, mostly. It is light blue.")
    session.set_decision(decision)
    session.set_summary("Two small things.")
    session.submit()
