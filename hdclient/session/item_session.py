"""The live work on one review item, whatever is found of it: the task as it is shown, the draft, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from hdclient.clock import Clock
from hdclient.model.base import JsonValue
from hdclient.model.campaign import Campaign
from hdclient.model.review_item import AdjudicationItem, ReviewItem
from hdclient.model.said import Said
from hdclient.model.task import Assignment, AssignmentState, Lease, Task
from hdclient.model.template import Question, Template
from hdclient.session.kept_history import KeptHistory
from hdclient.session.progress import shown_order
from hdclient.session.sealing import Kinds
from hdclient.store import Store
from hdclient.templates.asked import asked_questions
from hdclient.templates.named import named_questions

UNDO_MS = 10_000
"""So long a decision waits before it may leave this computer."""
Item = TypeVar("Item", ReviewItem, AdjudicationItem)


class ItemSession(KeptHistory, Generic[Item]):
    """Made by ReviewDesk. Every change is a draft on the disk before the call returns. Main thread only."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        kinds: Kinds,
        item: Item,
        campaign: Campaign,
        state: str,
        sent: Callable[[Said], None],
    ) -> None:
        super().__init__(store, clock, item.id, state)
        self.item: Item = item
        self.campaign = campaign
        self.task: Task = item.task
        self.template: Template = item.task.template
        self.assignment = _assignment_of(item.id, item.task, item.display_order)
        self.display_order = shown_order(self.task, self.assignment.lease)
        self.letters = {candidate_id: chr(ord("A") + n) for n, candidate_id in enumerate(self.display_order)}
        self.late = False
        """When it was sent it had gone to somebody else: it counts unless they have decided."""
        self._kinds, self._sent = kinds, sent

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All that could be asked of the task, by the addresses of the answers, as one reads them by themselves."""
        return named_questions(asked_questions(self.task), self.letters)

    def _send(self, said: Said, body: dict[str, JsonValue]) -> Said:
        """Seals what was found, to be sent when it can no longer be taken back. It is on the disk when this returns."""
        row = self._store.review_items.row(self.item.id)
        self.late = row is not None and row.state == "gone"
        with self._store.transaction():
            self._save()
            kept = self._store.said.add(said.changed(body={"id": said.id, **body}), hold_ms=UNDO_MS)
            self._store.review_items.settled(self.item.id, "done")
        self.state = "done"
        self._sent(kept)
        return kept


def _assignment_of(item_id: str, task: Task, order: tuple[str, ...]) -> Assignment:
    """The task of an item as an assignment, for the views that show tasks."""
    lease = Lease(
        lease_id=item_id,
        task_id=task.id,
        task_rev=task.rev,
        campaign_id=task.campaign_id,
        ttl_s=0,
        display_order=order,
        guideline_version=0,
    )
    return Assignment(lease=lease, task=task, state=AssignmentState.LEASED)
