"""The scripted campaign through the real windows, by key events: three trainers, two reviewers and an adjudicator, each
offline for a while; comments on words, suggestions, returns, rework, one appeal, adjudication. One window is open at a
time; nothing is looked up that nobody could see.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from hdclient.model.review_item import ItemKind
from tests.helpers.review_office import Desktop, Office, open_office
from tests.review_check import plan
from tests.review_check.expected import disputed_tasks
from tests.review_check.judge import Judge
from tests.review_check.reviewers import Reviewer
from tests.review_check.room import OfficeRoom
from tests.review_check.trainers import Trainer
from ui.pages.settings import SettingsPage
from ui.pages.takes_card import KINDS

CAMPAIGN = "campaign-1"


class Script:
    """Plays the campaign from the first task to the last verdict."""

    def __init__(self, folder: Path) -> None:
        self.office: Office = open_office(folder)
        self.office.serve()
        self.said: dict[str, list[tuple[str, int]]] = {name: [] for name in plan.TRAINERS}
        """Trainer → what they submitted, in this order: (submission, task number)."""
        self.offline: set[str] = set()
        self.counted: dict[str, int] = defaultdict(int)

    @property
    def order(self) -> dict[str, list[int]]:
        """Trainer → the tasks in the order in which they were answered."""
        return {name: [task for _, task in said] for name, said in self.said.items()}

    def play(self) -> None:
        """All of it."""
        kind, address = {"Content_Type": "image/png"}, f"/v1/assets/{plan.ASSET['sha256']}"
        assert self.office.world.ops.send("PUT", address, plan.PICTURE, **kind).status_code in (200, 201, 204)
        self.office.campaign(
            plan.TASKS,
            candidates=plan.candidates(),
            overlap=2,
            prefetch=plan.PER_REVIEWER,
            first_n=plan.FIRST_N,
            adjudicate_below=0.5,
            tasks_kept=plan.PER_TRAINER,
            blind=True,
        )
        for name in plan.TRAINERS:
            self.office.trainer(name)
        for name in (*plan.REVIEWERS, plan.JUDGE):
            self._choose_work(self.office.reviewer(name))
        self._answer()
        self._review(plan.REVIEWERS)
        self._come_back()
        self._review(
            plan.REVIEWERS[::-1]
        )  # who returned what is contested asks first, and must not be given the appeal
        self._adjudicate()
        self._hear()

    def export(self) -> bytes:
        """The platform's canonical export of the campaign."""
        ops = self.office.world.ops
        ops.ok("POST", "/v1/exports", {"id": "export", "campaign_id": CAMPAIGN, "format": "canonical"})
        from hdclient.platform.exports import jobs_of
        from hdclient.platform.state import platform_of

        jobs_of(platform_of(self.office.world.app)).wait("export")
        return ops.get("/v1/exports/export/file").get_data()

    def desktop(self, name: str) -> Desktop:
        """Somebody's computer."""
        return self.office.desktops[name]

    # -- who does what --

    def _choose_work(self, desktop: Desktop) -> None:
        """In the settings: reviewers want no adjudications, the adjudicator wants nothing else."""
        judges = desktop.name == plan.JUDGE
        with OfficeRoom(desktop) as room:
            room.press("Ctrl+,")
            page = room.page(SettingsPage)
            for kind, (title, _) in KINDS.items():
                if judges is not (kind is ItemKind.ADJUDICATION):
                    room.walk(title, "Tab", lambda at=title: room.focused() == at)  # type: ignore[misc]
                    room.press("Space")
            assert page.isVisible()

    def _answer(self) -> None:
        """Everybody answers half of their tasks without a network; one of them takes what is left."""
        for name in (*plan.TRAINERS, plan.TRAINERS[0]):
            desktop = self.desktop(name)
            with OfficeRoom(desktop) as room:
                trainer = Trainer(room, self.said[name])
                count = len(desktop.ready())
                with room.offline():
                    self.offline.add(name)
                    trainer.answer(count // 2)
                    assert room.desk.sync().waiting == count // 2
                trainer.answer(count - count // 2)
                room.sync()
                self.counted["answered"] += count

    # -- review --

    def _known(self) -> dict[str, tuple[str, int, int]]:
        return {
            submission: (name, task, nth)
            for name, said in self.said.items()
            for nth, (submission, task) in enumerate(said)
        }

    def _review(self, reviewers: tuple[str, ...]) -> None:
        """In this order they take what the platform gives them; they judge, and then decide, without a network."""
        for name in reviewers:
            with OfficeRoom(self.desktop(name)) as room:
                room.sync()
        for name in reviewers:
            with OfficeRoom(self.desktop(name)) as room:
                reviewer = Reviewer(room, self._known())
                with room.offline():
                    self.offline.add(name)
                    self.counted["judged blind"] += reviewer.judge_all()
                with room.offline():
                    self.counted["decided"] += reviewer.decide_all()

    def _come_back(self) -> None:
        """What was returned is reworked, or contested; offline, with replies and marks."""
        for name in plan.TRAINERS:
            with OfficeRoom(self.desktop(name)) as room:
                trainer = Trainer(room, [])
                room.sync()
                with room.offline():
                    for submission_id, task in self._returned(name, room):
                        if plan.appeals(name):
                            trainer.contest(submission_id, task)
                        else:
                            trainer.rework(submission_id, task)

    def _returned(self, name: str, room: OfficeRoom) -> list[tuple[str, int]]:
        waiting = {one.submission_id for one in room.desk.queue().attention}
        return [one for one in self.said[name] if one[0] in waiting]

    # -- the adjudicator --

    def _adjudicate(self) -> None:
        with OfficeRoom(self.desktop(plan.JUDGE)) as room:
            room.sync()
            with room.offline():
                self.offline.add(plan.JUDGE)
                self.counted["settled"] += Judge(room, disputed_tasks(self.order)).settle_all()

    def _hear(self) -> None:
        """Who contested a decision reads what became of it."""
        for name in filter(plan.appeals, plan.TRAINERS):
            with OfficeRoom(self.desktop(name)) as room:
                room.sync()
                contested, _ = self.said[name][0]
                Trainer(room, []).sees(contested, "The decision was overturned")
