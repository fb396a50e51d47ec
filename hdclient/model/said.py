"""What a person says about reviewed work, on its way to the platform: one request each, known by an id made here."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.base import JsonValue, Value


class SaidKind(StrEnum):
    """Which request it becomes."""

    REVIEW = "review"
    JUDGEMENT = "judgement"
    ADJUDICATION = "adjudication"
    COMMENT = "comment"
    MARK = "mark"
    APPEAL = "appeal"
    SETTLE = "settle"
    """Operations answer a disagreement with a known answer."""
    ALLOW = "allow"
    """Operations let somebody work, or try again."""
    CLOSE_GAP = "close_gap"
    """The guideline says it now, or need not."""
    HAND_OVER = "hand_over"
    """The task of returned work goes to somebody else: its author's account is closed."""


CARE = frozenset({SaidKind.SETTLE, SaidKind.ALLOW, SaidKind.CLOSE_GAP, SaidKind.HAND_OVER})
"""What operations say: it is about no item and no work of a reviewer."""


class Said(Value, frozen=True, kw_only=True):
    """One of them. "waiting" is safe here and not yet on the platform; "undone" was taken back before it was sent."""

    id: str
    kind: SaidKind
    target: Annotated[
        str, Meta(description="the submission, item, thread or campaign that its address names")
    ] = ""
    item_id: str = ""
    submission_id: str = ""
    revision: int = 0
    body: dict[str, JsonValue]
    written_at: str = ""
    state: Literal["waiting", "sent", "refused", "undone"] = "waiting"
    why: Annotated[str, Meta(description="the platform's word for a refusal, as 'superseded'")] = ""
    reason: Annotated[str, Meta(description="why it waits or was refused, as a sentence")] = ""
