"""A backend on a platform that lives in this process's memory: no sockets, same rules, same failures.

For tests, scripts and trying things out; it passes the contract suite that the real backend passes. It must
not be reachable from the program that people use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from hdclient.backends.memory_platform import MemoryPlatform
from hdclient.errors import Forbidden, NotOurPlatform, Refused, SignInNeeded
from hdclient.model.base import sha256_hex
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


class MemoryBackend:
    """A `Backend`. `before` gets the name of each call and may raise any BackendError in its place."""

    def __init__(
        self,
        platform: MemoryPlatform,
        person: Person,
        *,
        signed_in: Callable[[], bool] = lambda: True,
        before: Callable[[str], None] = lambda _call: None,
        server_uuid: str = "",
        device_id: str = "",
    ) -> None:
        self._device_id = device_id
        self.server_uuid = server_uuid
        self._platform = platform
        self._person = person
        self._signed_in = signed_in
        self._before = before

    def meta(self) -> MetaReply:
        self._reach("meta", with_token=False)
        return MetaReply(
            server_uuid=self._platform.uuid,
            server_time_ms=self._now_ms(),
            name=self._platform.name,
            version="0",
            epoch=self._platform.epoch,
        )

    def me(self) -> Person:
        self._reach("me")
        return self._person

    def campaigns(self) -> tuple[Campaign, ...]:
        self._reach("campaigns")
        with self._platform.lock:
            read = self._platform.read
            return tuple(
                campaign.changed(guideline_read=read[self._person.id, campaign.id][0])
                if (self._person.id, campaign.id) in read
                else campaign
                for campaign in self._platform.campaigns.values()
            )

    def guideline(self, campaign_id: str, version: int) -> Guideline:
        self._reach("guideline")
        found = self._platform.guidelines.get((campaign_id, version))
        if found is None:
            raise Refused("The platform has no such guideline.")
        return found

    def lease(self, campaign_id: str, want: int) -> LeasesReply:
        self._reach("lease")
        if campaign_id not in self._platform.campaigns:
            raise Refused("The platform has no such campaign.")
        leases, remaining = self._platform.lease(self._person, campaign_id, want)
        return LeasesReply(
            server_uuid=self._platform.uuid, server_time_ms=self._now_ms(), items=leases, remaining=remaining
        )

    def renew(self, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        self._reach("renew")
        found = []
        for lease_id in lease_ids:
            renewed = self._platform.renew(self._person, lease_id)
            if renewed is None:
                found.append(LeaseResult(lease_id=lease_id, status="gone"))
                continue
            ttl_s, latest_s = renewed
            found.append(LeaseResult(lease_id=lease_id, status="renewed", ttl_s=ttl_s, latest_s=latest_s))
        return tuple(found)

    def release(self, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        self._reach("release")
        found = []
        for lease_id in lease_ids:
            released = self._platform.release(self._person, lease_id)
            found.append(LeaseResult(lease_id=lease_id, status="released" if released else "gone"))
        return tuple(found)

    def tasks(self, task_ids: Sequence[str]) -> tuple[Task, ...]:
        self._reach("tasks")
        found = (self._platform.visible_task(self._person, task_id) for task_id in task_ids)
        return tuple(task for task in found if task is not None)

    def asset(self, sha256: str) -> bytes:
        self._reach("asset")
        data = self._platform.assets.get(sha256)
        if data is None:
            raise Refused("The platform does not have this file.")
        if sha256_hex(data) != sha256:
            raise NotOurPlatform("A file came damaged, or is not the one that was asked for.")
        return data

    def submit(self, items: Sequence[SubmissionItem]) -> tuple[SubmissionResult, ...]:
        self._reach("submit")
        return tuple(self._platform.submit(self._person, item) for item in items)

    def audit(self, items: Sequence[StatusItem]) -> tuple[StatusResult, ...]:
        self._reach("audit")
        found = []
        for item in items:
            kept = self._platform.submissions.get((self._person.id, item.submission_id, item.revision))
            same = kept is not None and kept.sha256 == item.sha256
            found.append(
                StatusResult(
                    submission_id=item.submission_id,
                    revision=item.revision,
                    status="unknown" if kept is None else "known" if same else "different",
                )
            )
        return tuple(found)

    def receipts(self, items: Sequence[ReceiptItem]) -> tuple[Receipt, ...]:
        """As they were given: this platform has no key, and signs nothing."""
        self._reach("receipts")
        keys = [(self._person.id, item.submission_id, item.revision) for item in items]
        return tuple(
            kept.receipt for key in keys if (kept := self._platform.submissions.get(key)) is not None
        )

    def changes(self, cursor: str, *, wait_s: int = 0, limit: int = 200) -> ChangesReply:
        self._reach("changes")
        if not (cursor == "" or cursor.isdecimal()):
            raise Refused("The platform does not know this cursor.")
        items, after, more = self._platform.changes(self._person, int(cursor or "0"), limit, wait_s)
        return ChangesReply(
            server_uuid=self._platform.uuid,
            server_time_ms=self._now_ms(),
            items=items,
            next_cursor=str(after),
            has_more=more,
            epoch=self._platform.epoch,
        )

    def check_device(self, device_id: str, nonce: str) -> DeviceCheckReply:
        self._before("check_device")
        standing, unsent = self._platform.standing(self._person.id, device_id)
        order = standing == "wipe"
        return DeviceCheckReply(
            server_uuid=self._platform.uuid,
            server_time_ms=self._now_ms(),
            nonce=nonce,
            state="wipe" if order else "locked" if standing == "locked" else self._sign_in_word(),
            wipe_id=f"order-{device_id}" if order else "",
            seal_key=self._platform.seal_key() if order else "",
            unsent=unsent,
        )

    def device_wiped(self, report: DeviceWipedIn) -> DeviceWipedReply:
        self._reach("device_wiped", with_token=False)
        if report.wipe_id != f"order-{report.device_id}":
            raise Refused("The platform has given no such order.")
        self._platform.wiped[(self._person.id, report.device_id)] = report
        return DeviceWipedReply(
            server_uuid=self._platform.uuid,
            server_time_ms=self._now_ms(),
            device_id=report.device_id,
            kept=bool(report.box),
        )

    def acknowledge(self, campaign_id: str, version: int) -> str:
        self._reach("acknowledge")
        if (campaign_id, version) not in self._platform.guidelines:
            raise Refused("The platform has no such guideline.")
        with self._platform.lock:
            return self._platform.acknowledge(self._person.id, campaign_id, version)

    def send_note(self, campaign_id: str, note_id: str, text: str) -> str:
        self._reach("send_note")
        if campaign_id not in self._platform.campaigns:
            raise Refused("The platform has no such campaign.")
        note = self._platform.notes.setdefault(note_id, (self._person.id, campaign_id, text))
        if note != (self._person.id, campaign_id, text):
            raise Refused("There is another note with this id.")
        return self._platform.clock.now().isoformat()

    def close(self) -> None:
        """There is nothing to let go of."""

    def _sign_in_word(self) -> Literal["ok", "sign_in"]:
        return "ok" if self._signed_in() else "sign_in"

    def _now_ms(self) -> int:
        return int(self._platform.clock.now().timestamp() * 1000)

    def _reach(self, call: str, *, with_token: bool = True) -> None:
        self._before(call)
        if self.server_uuid and self.server_uuid != self._platform.uuid:
            raise NotOurPlatform("Another platform than the one you work with answered.")
        self.server_uuid = self._platform.uuid
        if with_token and not self._signed_in():
            raise SignInNeeded(
                "The platform no longer accepts this sign-in.", "Your work is safe here.", "Sign in."
            )
        standing, unsent = self._platform.standing(self._person.id, self._device_id)
        last_words = standing == "wipe" and unsent == "send_first" and call in ("me", "submit", "audit")
        if with_token and standing != "ok" and not last_words:
            raise Forbidden("The platform does not allow this to your account.")
