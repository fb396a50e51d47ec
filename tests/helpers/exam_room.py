"""The real window of a trainer in a campaign that begins with a qualification, on a real platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hdclient.model.campaign import CampaignPolicy, QualificationPolicy
from hdclient.model.template import Question, Template
from tests.helpers.qt import WIDE, press, settle, show, type_text
from tests.helpers.review_office import open_office
from tests.helpers.worlds import Caller, task_in
from ui.bridge import EventBridge
from ui.components.badges import Chip
from ui.pages.known import KnownPage
from ui.pages.workspace import WorkspacePage
from ui.shell.services import ConnectionFacts, Services
from ui.shell.window import MainWindow

CAMPAIGN = "exam"
TEMPLATE = Template(
    id="exam",
    version=1,
    title="Two answers",
    questions=(
        Question(
            id="better",
            kind="comparison",
            title="Which response is better?",
            rule="2-1-correct",
            options={"points": 7},
        ),
    ),
)
GUIDELINE = "# Sky\n\n## 2.1 Correct {#2-1-correct}\n\nWhat is correct comes before what is short.\n"
WHY = (
    "@[x] names **Rayleigh scattering**; the other one is short and wrong.\n\nSee what is said of"
    " correctness."
)
TEXTS = {
    "x": "Blue light is scattered most, by the fourth power of its frequency.",
    "y": "The sky reflects the sea.",
}


def put_campaign(ops: Caller, asked: int, kept: int, policy: dict[str, Any]) -> None:
    """A campaign that begins with a qualification, with two tasks of its own behind it."""
    given = {"tasks": asked, "pass_mark": 0.5, "attempts": 2, "wait_hours": 0} | policy
    rules = CampaignPolicy(qualification=QualificationPolicy(**given))
    body = {"id": CAMPAIGN, "title": "Sky", "template": TEMPLATE.plain(), "policy": rules.plain()}
    ops.ok("POST", "/v1/campaigns", body)
    guide = {"version": 1, "title": "Sky", "text": GUIDELINE}
    ops.ok("POST", f"/v1/campaigns/{CAMPAIGN}/guidelines", guide)
    known = {
        "question": "better",
        "above": [{"better": "x", "worse": "y"}],
        "why": WHY,
        "rule": "2-1-correct",
    }
    content = [{"id": name, "content": [{"kind": "markdown", "text": text}]} for name, text in TEXTS.items()]
    shared: dict[str, Any] = {"candidates": content, "models": {}}
    items = [task_in(f"q{n}", gold=[known], qualification=True, **shared) for n in range(kept)]
    items += [task_in(f"t{n}", **shared) for n in range(2)]
    ops.ok("POST", f"/v1/campaigns/{CAMPAIGN}/tasks:batch", {"items": items})


class ExamRoom:
    """`press` and `type` are the trainer's hands; `judge` answers the open task, right or not, and submits it."""

    def __init__(
        self, folder: Path, *, asked: int = 2, kept: int = 4, look: str = "light", **policy: Any
    ) -> None:
        self.office = open_office(folder)
        self.world = self.office.world
        put_campaign(self.world.ops, asked, kept, policy)
        self.trainer = self.office.trainer("tara")
        self.desk = self.trainer.desk
        self.bridge = EventBridge(self.trainer.hub)
        self.window = MainWindow(
            Services(
                desk=lambda: self.desk,
                connection=ConnectionFacts,
                sync_now=lambda: None,
                sign_in=lambda _server, _token, _report: None,
                start_practice=lambda _report: None,
                default_theme=look,
            ),
            self.bridge,
        )
        self.window.start()

    def sync(self) -> None:
        """The trainer's computer goes to the platform and back."""
        self.trainer.sync()
        self.hear()

    def hear(self) -> None:
        """Lets the window hear what has happened: it tells news of one moment together."""
        settle(2)
        while self.window._later.isActive():
            QTest.qWait(10)
        settle(8)

    def open(self, size: QSize = WIDE) -> KnownPage:
        """Shows where the trainer stands."""
        show(self.window, size)
        self.window.act("go.known")
        self.hear()
        return self.page

    @property
    def page(self) -> KnownPage:
        """The page of qualification."""
        page = self.window.navigator.page()
        assert isinstance(page, KnownPage), page
        return page

    def judge(self, *, right: bool) -> None:
        """Answers the open task with keys and submits it."""
        page = self.window.navigator.page()
        assert isinstance(page, WorkspacePage)
        task = page.task()
        assert task is not None
        first = task.session.display_order[0] == "x"
        self.press("1" if first is right else "7", "Ctrl+Return")

    def words(self) -> str:
        """All that is written on the page."""
        page = self.window.navigator.page()
        assert page is not None
        labels = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
        chips = [one.accessibleName() for one in page.findChildren(Chip) if one.isVisibleTo(page)]
        return "\n".join([*labels, *chips])

    def press(self, *keys: str) -> None:
        """Presses keys where the focus is."""
        press(self.window, *keys)
        self.hear()

    def type(self, text: str) -> None:
        """Types where the focus is."""
        type_text(self.window, text)
        settle(2)

    def close(self) -> None:
        """Takes everything down."""
        self.window.close()
        self.bridge.close()
        self.window.deleteLater()
        settle()
        self.desk.close()
        self.office.close()
