"""What sync needs of a platform: a few calls, all blocking, all from one thread.

Every call either returns a whole, validated reply or raises a BackendError. Nothing half-read is ever returned, and
nothing is retried in here: retry times live in the outbox. What is raised:

    Unreachable      no answer, or the answer was cut: for a write the outcome is unknown
    NotOurPlatform   redirect, HTML, other content type, wrong schema, wrong server_uuid, too big, missing `complete`
    SignInNeeded     401          Forbidden     403          RateLimited  429 (retry_after_ms)
    TooLarge         413          PlatformFault 5xx          Refused      any other 4xx
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from hdclient.model.campaign import Campaign, Guideline
from hdclient.model.person import Person
from hdclient.model.submission import Receipt
from hdclient.model.task import Task
from hdclient.wire.devices import DeviceCheckReply, DeviceWipedIn, DeviceWipedReply
from hdclient.wire.work import (
    ChangesReply,
    LeaseResult,
    LeasesReply,
    MetaReply,
    ReceiptItem,
    StatusItem,
    StatusResult,
    SubmissionItem,
    SubmissionResult,
)

if TYPE_CHECKING:
    from hdclient.backends.reviewing import ReviewCalls


def reviewing_of(backend: Backend) -> ReviewCalls | None:
    """The calls of review work; None: this kind of platform has none."""
    found: ReviewCalls | None = getattr(backend, "reviewing", None)
    return found


class Backend(Protocol):
    """A platform, seen from a trainer's computer."""

    def meta(self) -> MetaReply:
        """Who the platform is. The first call of every connection."""
        ...

    def me(self) -> Person:
        """Who the token belongs to."""
        ...

    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns of this person (walks the pages)."""
        ...

    def guideline(self, campaign_id: str, version: int) -> Guideline:
        """One immutable version of a guideline."""
        ...

    def lease(self, campaign_id: str, want: int) -> LeasesReply:
        """Brings the number of leases held in the campaign up to `want` and returns all that are held."""
        ...

    def renew(self, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        """Makes leases last longer."""
        ...

    def release(self, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        """Gives leases back unworked."""
        ...

    def tasks(self, task_ids: Sequence[str]) -> tuple[Task, ...]:
        """Bodies of leased tasks (walks the calls); tasks that the platform no longer gives are left out."""
        ...

    def asset(self, sha256: str) -> bytes:
        """A file's bytes, verified: raises NotOurPlatform when they do not have this hash."""
        ...

    def submit(self, items: Sequence[SubmissionItem]) -> tuple[SubmissionResult, ...]:
        """Sends one batch. Results are whatever the platform said of the items, in any order, perhaps not for all."""
        ...

    def audit(self, items: Sequence[StatusItem]) -> tuple[StatusResult, ...]:
        """Which of these does the platform have?"""
        ...

    def receipts(self, items: Sequence[ReceiptItem]) -> tuple[Receipt, ...]:
        """The receipts of what was submitted, once more. What the platform does not have is left out."""
        ...

    def changes(self, cursor: str, *, wait_s: int = 0, limit: int = 200) -> ChangesReply:
        """What happened after `cursor` ("" for the start). `wait_s` > 0 holds the line until something happens."""
        ...

    def check_device(self, device_id: str, nonce: str) -> DeviceCheckReply:
        """How this installation stands. A closed token may ask too. The reply repeats `nonce`."""
        ...

    def device_wiped(self, report: DeviceWipedIn) -> DeviceWipedReply:
        """Says that this installation has erased what it held. Needs no token, only the number of the order."""
        ...

    def send_note(self, campaign_id: str, note_id: str, text: str) -> str:
        """Tells those who run the campaign something. The same note again is kept once. Returns when it came first."""
        ...

    def acknowledge(self, campaign_id: str, version: int) -> str:
        """This person has read this version of the guideline. Safe to repeat. Returns when it was said first."""
        ...

    def close(self) -> None:
        """Lets go of connections. No call may follow."""
        ...
