"""The hands of the adjudicator: taking answers by a key each, finding what is so. Keys only."""

from __future__ import annotations

from collections.abc import Mapping

from tests.review_check import plan
from tests.review_check.room import OfficeRoom
from tests.review_check.trainers import number
from ui.pages.adjudication import AdjudicationPage
from ui.pages.open_adjudication import OpenAdjudication

FOUND = {"final": "F", "both_defensible": "D", "guideline_gap": "G", "bad_item": "B"}


class Judge:
    """In their room. `outcomes`: task number → what is to be found of it."""

    def __init__(self, room: OfficeRoom, outcomes: Mapping[int, str]) -> None:
        self.room, self._outcomes = room, outcomes

    def settle_all(self) -> int:
        """Settles everything, one after the other as the page opens them. Returns how many there were."""
        room, count = self.room, 0
        room.press("Shift+F9")
        page = room.page(AdjudicationPage)
        while page.item is not None:
            item = page.item
            task = number(item.session.task.id)
            self._settle(item, task, self._outcomes[task])
            room.press("Ctrl+Return")
            if page.item is item:
                raise room.stuck(f"cannot send: {item.outcome.message.text()}")
            count += 1
        return count

    def _settle(self, item: OpenAdjudication, task: int, outcome: str) -> None:
        room = self.room
        assert item.labels == ["A1", "A2"]
        if outcome == "final":
            self._adopt(item, parts=plan.takes_parts(task))
        room.press(FOUND[outcome])
        if outcome != "final":
            room.press("N")
            room.type(plan.UNCLEAR)
            room.press("Tab")
            room.type(plan.RULE)

    def _adopt(self, item: OpenAdjudication, *, parts: bool) -> None:
        """All of whoever's reason comes first in the alphabet; with `parts`, the other one's reason."""
        room = self.room
        reasons = {one.label: str(one.work.answers["why"]) for one in item.session.contributions}
        first, second = sorted(reasons, key=reasons.__getitem__)
        room.press("K", "K", "K")
        room.walk("the first question", "J", lambda: item.question() == "better", 3)
        room.press(first[1:])
        if parts:
            room.press("J", second[1:])
        else:
            room.press("A")
