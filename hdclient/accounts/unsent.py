"""What of a person's work the platform does not have: counted for questions, and as one piece of JSON to be sealed."""

from __future__ import annotations

import json

from msgspec import Struct

from hdclient.model.base import JsonValue, canonical
from hdclient.model.submission import SubmissionState
from hdclient.store.store import Store
from hdclient.words import listed, tr, trn

_ON_THE_WAY = (SubmissionState.QUEUED, SubmissionState.SENDING)
_KEPT = ("draft", "queued", "sending", "refused", "conflicted", "orphaned")


class Unsent(Struct, frozen=True):
    """Submissions, notes to operations, and what was said in reviews and about them, on their way; drafts with
    something in them."""

    submissions: int = 0
    drafts: int = 0
    said: int = 0
    notes: int = 0

    def __bool__(self) -> bool:
        return bool(self.submissions or self.drafts or self.said or self.notes)

    @property
    def on_the_way(self) -> int:
        """What goes out by itself once the platform is reached."""
        return self.submissions + self.said + self.notes

    def words(self) -> str:
        """ "3 submissions and 2 drafts"; empty when there is nothing."""
        found = []
        if self.submissions:
            found.append(trn("{count} submission", "{count} submissions", self.submissions))
        if self.drafts:
            found.append(trn("{count} draft", "{count} drafts", self.drafts))
        if self.said:
            found.append(trn("{count} review or comment", "{count} reviews and comments", self.said))
        if self.notes:
            found.append(trn("{count} note", "{count} notes", self.notes))
        return listed(found)

    def sentence(self) -> str:
        """ "3 submissions and 2 drafts have not been sent." """
        if not self:
            return tr("Everything has been sent.")
        if sum(map(bool, (self.submissions, self.drafts, self.said, self.notes))) > 1:
            return tr("{what} have not been sent.", what=self.words())
        if self.notes:
            return trn("{count} note has not been sent.", "{count} notes have not been sent.", self.notes)
        if self.said:
            return trn(
                "{count} review or comment has not been sent.",
                "{count} reviews and comments have not been sent.",
                self.said,
            )
        if self.drafts:
            return trn("{count} draft has not been sent.", "{count} drafts have not been sent.", self.drafts)
        return trn(
            "{count} submission has not been sent.",
            "{count} submissions have not been sent.",
            self.submissions,
        )


def count(store: Store) -> Unsent:
    """What is unsent in an open store."""
    states = store.views.live_states()
    return Unsent(
        sum(states.get(state, 0) for state in _ON_THE_WAY),
        store.views.drafts_count() + len(store.review_items.unsent_drafts()),
        len(store.said.waiting()),
        len(store.notes.waiting()),
    )


def gather(store: Store, person_id: str, device_id: str) -> tuple[int, bytes]:
    """How many revisions and notes the platform has not taken, and their words as canonical JSON; (0, b"") for none.

    The bytes of a sealed submission are in it as they were sealed, so that their hash still proves them.
    """
    items: list[JsonValue] = []
    for row in store.drafts.not_taken(_KEPT):
        draft = json.loads(row.draft)
        if row.body is None and not draft.get("answers") and not draft.get("flag"):
            continue
        items.append(
            {
                "submission_id": row.submission_id,
                "revision": row.revision,
                "task_id": row.task_id,
                "state": row.state,
                "sha256": row.sha256,
                "body": None if row.body is None else row.body.decode(),
                "draft": draft,
            }
        )
    beside: dict[str, list[JsonValue]] = {
        "notes": [note.plain() for note in store.notes.waiting()],
        "said": [one.plain() for one in (*store.said.waiting(), *store.said.refused())],
        "reviews": [
            {"item_id": item_id, "draft": draft} for item_id, draft in store.review_items.unsent_drafts()
        ],
    }
    number = len(items) + sum(len(part) for part in beside.values())
    if not number:
        return 0, b""
    told: dict[str, JsonValue] = {"person_id": person_id, "device_id": device_id, "items": items}
    parts: dict[str, JsonValue] = {name: part for name, part in beside.items() if part}
    return number, canonical(told | parts)
