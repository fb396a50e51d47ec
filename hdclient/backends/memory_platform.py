"""A small platform that lives in this process's memory and keeps the same rules as the real one.

For tests, scripts and trying out a backend's users. Not a mock: leases run out, identities are deduplicated
for good, rivals take slots, withdrawn tasks are gone, and the feed tells all of it in order. Must not know the
store or sync, and nothing outlives the process.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from hdclient.clock import Clock
from hdclient.model.base import sha256_hex
from hdclient.model.campaign import Campaign, Guideline
from hdclient.model.ids import new_id
from hdclient.model.person import Person, Role
from hdclient.model.review import Comment, Decision, Review
from hdclient.model.submission import Receipt, SubmissionBody
from hdclient.model.task import Lease, Task
from hdclient.wire.devices import DeviceWipedIn, Unsent
from hdclient.wire.sealed import new_key, unseal
from hdclient.wire.work import Change, SubmissionItem, SubmissionResult, SubmissionStatus

Check = Callable[[Task, SubmissionBody], tuple[str, ...]]
"""Why a body cannot stand for a task, as sentences. Empty: it can."""


@dataclass(slots=True)
class _Hold:
    """One person's hold on one task. Its id and its order of candidates stay for good."""

    lease_id: str
    task_id: str
    person_id: str
    order: tuple[str, ...]
    until_ms: int
    state: str = "leased"  # leased, done, released


@dataclass(slots=True)
class _Kept:
    """A submission as it came."""

    person_id: str
    task_id: str
    sha256: str
    body: bytes
    receipt: Receipt


@dataclass(slots=True)
class _Entry:
    """One entry of the feed, and whom it concerns (empty: everybody)."""

    person_id: str
    change: Change = field(repr=False)


class MemoryPlatform:
    """The platform's side: what operations, reviewers and rivals do, and the rules that bind everybody."""

    def __init__(self, *, clock: Clock, rng: random.Random | None = None, check: Check | None = None) -> None:
        self.uuid = new_id()
        self.epoch = new_id()
        self.name = "Memory platform"
        self.clock = clock
        self.lock = threading.RLock()
        self._told = threading.Condition(self.lock)
        self.campaigns: dict[str, Campaign] = {}
        self.guidelines: dict[tuple[str, int], Guideline] = {}
        self.tasks: dict[str, Task] = {}
        self.assets: dict[str, bytes] = {}
        self.submissions: dict[tuple[str, str, int], _Kept] = {}
        self.devices: dict[tuple[str, str], tuple[str, Unsent]] = {}
        """(person, device) → how it stands, and what it does with unsent work. Who is not in here stands well."""
        self.wiped: dict[tuple[str, str], DeviceWipedIn] = {}
        self._seal_keys = ("", "")
        self._withdrawn: set[str] = set()
        self._holds: dict[tuple[str, str], _Hold] = {}
        self._feed: list[_Entry] = []
        self._rng = rng or random.Random()
        self._check = check or (lambda _task, _body: ())

    # -- operations --

    def standing(self, person_id: str, device_id: str) -> tuple[str, Unsent]:
        """How a device stands."""
        return self.devices.get((person_id, device_id), ("ok", "send_first"))

    def seal_key(self) -> str:
        """The public key that unsent work is sealed to."""
        if not self._seal_keys[0]:
            self._seal_keys = new_key()
        return self._seal_keys[1]

    def unseal(self, box: bytes) -> bytes:
        """What is in a box that was sealed to this platform."""
        return unseal(box, self._seal_keys[0])

    def add_campaign(self, campaign: Campaign) -> None:
        """Adds a campaign, or changes it."""
        with self.lock:
            self.campaigns[campaign.id] = campaign
            self.tell("campaign", {"campaign_id": campaign.id})

    def add_guideline(self, guideline: Guideline) -> None:
        """Adds the next version of a guideline; new leases are made under it."""
        with self.lock:
            self.guidelines[guideline.campaign_id, guideline.version] = guideline
            campaign = self.campaigns[guideline.campaign_id]
            self.campaigns[campaign.id] = campaign.changed(guideline_version=guideline.version)
            self.tell("guideline", {"campaign_id": campaign.id, "version": guideline.version})

    def add_task(self, task: Task) -> None:
        """Adds a task at the end of its campaign."""
        with self.lock:
            self.tasks.setdefault(task.id, task)

    def add_asset(self, data: bytes) -> str:
        """Adds a file and returns its hash."""
        with self.lock:
            self.assets[sha256_hex(data)] = data
        return sha256_hex(data)

    def withdraw(self, task_id: str, reason: str = "") -> None:
        """Takes a task out of the work. What was submitted stays."""
        with self.lock:
            self._withdrawn.add(task_id)
            for hold in self._holds.values():
                if hold.task_id == task_id and hold.state == "leased":
                    hold.state = "released"
                    self.tell("withdrawn", {"task_id": task_id, "reason": reason}, hold.person_id)

    def restore_from_backup(self) -> None:
        """What a platform says after a restore: a new epoch, so that clients walk the feed again."""
        with self.lock:
            self.epoch = new_id()

    def review(self, submission_id: str, revision: int, decision: Decision, summary: str = "") -> Review:
        """A reviewer's decision; the author hears of it."""
        with self.lock:
            review = Review(
                id=new_id(),
                submission_id=submission_id,
                revision=revision,
                decision=decision,
                summary=summary,
            )
            self.tell("review", review.plain(), self._author(submission_id, revision))
            return review

    def comment(self, submission_id: str, revision: int, text: str) -> Comment:
        """A reviewer's comment; the author hears of it."""
        with self.lock:
            comment = Comment(id=new_id(), submission_id=submission_id, revision=revision, text=text)
            self.tell("comment", comment.plain(), self._author(submission_id, revision))
            return comment

    def tell(self, kind: str, data: dict[str, JsonValue], person_id: str = "") -> None:
        """Puts an entry into the feed of one person, or of everybody."""
        with self.lock:
            change = Change(seq=len(self._feed) + 1, kind=kind, data=data)
            self._feed.append(_Entry(person_id, change))
            self._told.notify_all()

    def _author(self, submission_id: str, revision: int) -> str:
        for (person_id, kept_id, kept_revision), _ in self.submissions.items():
            if (kept_id, kept_revision) == (submission_id, revision):
                return person_id
        raise KeyError(submission_id)

    # -- one person's side: what the API does --

    def lease(self, person: Person, campaign_id: str, want: int) -> tuple[tuple[Lease, ...], int]:
        """All leases held, topped up to `want`, and how many tasks could still be given."""
        with self.lock:
            held = self._held(person.id, campaign_id)
            offers = self._offers(person.id, campaign_id)
            given = offers[: max(0, want - len(held))]
            held += [self._grant(person.id, task) for task in given]
            return tuple(self._lease(hold) for hold in held), len(offers) - len(given)

    def renew(self, person: Person, lease_id: str) -> int:
        """The lease's new time to live in seconds; 0 when it has gone."""
        with self.lock:
            for hold in self._holds.values():
                if hold.lease_id == lease_id and hold.person_id == person.id and self._is_held(hold):
                    hold.until_ms = self.clock.monotonic_ms() + self._ttl_ms(hold.task_id)
                    return self._ttl_ms(hold.task_id) // 1000
            return 0

    def release(self, person: Person, lease_id: str) -> bool:
        """Whether the lease was held and is now free for others."""
        with self.lock:
            for hold in self._holds.values():
                if hold.lease_id == lease_id and hold.person_id == person.id and self._is_held(hold):
                    hold.state = "released"
                    return True
            return False

    def visible_task(self, person: Person, task_id: str) -> Task | None:
        """A task that this person holds or has answered."""
        with self.lock:
            if (task_id, person.id) not in self._holds or task_id in self._withdrawn:
                return None
            return self.tasks[task_id]

    def submit(self, person: Person, item: SubmissionItem) -> SubmissionResult:
        """What becomes of one item. Effects and result come together, or not at all."""
        with self.lock:
            kept = self.submissions.get((person.id, item.submission_id, item.revision))
            if kept is not None:
                if kept.sha256 != item.sha256:
                    return _result(
                        item, "conflict", problem="The platform has other bytes under this identity."
                    )
                return _result(item, "duplicate", kept.receipt.changed(status="duplicate"))
            return self._take(person, item)

    def changes(
        self, person: Person, after: int, limit: int, wait_s: float = 0
    ) -> tuple[tuple[Change, ...], int, bool]:
        """Entries for this person after position `after`, the next position, and whether there are more."""
        with self.lock:
            if wait_s:
                self._told.wait_for(
                    lambda: any(e.person_id in ("", person.id) for e in self._feed[after:]), timeout=wait_s
                )
            mine = [e.change for e in self._feed[after:] if e.person_id in ("", person.id)]
            page = tuple(mine[:limit])
            more = len(mine) > limit
            return page, (page[-1].seq if more else max(after, len(self._feed))), more

    # -- rules --

    def _take(self, person: Person, item: SubmissionItem) -> SubmissionResult:
        problem, body = self._read(item)
        if body is None:
            return _result(item, "rejected", problem=problem)
        task, hold = self.tasks.get(body.task_id), self._holds.get((body.task_id, person.id))
        if task is None or hold is None:
            return _result(item, "rejected", problem="You never held this task.")
        if task.id in self._withdrawn:
            return _result(item, "gone", problem="The task was withdrawn.")
        if problems := self._check(task, body):
            return _result(item, "rejected", problem=" ".join(problems))
        if any(k.task_id == task.id and i != item.submission_id for (p, i, _), k in self._of(person.id)):
            return _result(
                item, "conflict", problem="The platform has another submission of yours for this task."
            )
        late = hold.state != "done" and not self._is_held(hold)
        if late and not self.campaigns[task.campaign_id].policy.accept_late:
            return _result(
                item, "conflict", problem="The lease ran out, and this campaign takes no late work."
            )
        hold.state = "done"
        return self._keep(person, item, task.id, "accepted_late" if late else "accepted")

    def _read(self, item: SubmissionItem) -> tuple[str, SubmissionBody | None]:
        if sha256_hex(item.body.encode()) != item.sha256:
            return "The bytes do not have this hash.", None
        try:
            body = SubmissionBody.of(json.loads(item.body))
        except ValueError:
            return "The body is not a submission.", None
        if (body.submission_id, body.revision) != (item.submission_id, item.revision):
            return "The body speaks of another submission.", None
        return "", body

    def _keep(
        self, person: Person, item: SubmissionItem, task_id: str, status: SubmissionStatus
    ) -> SubmissionResult:
        receipt = Receipt.of(
            {
                "submission_id": item.submission_id,
                "revision": item.revision,
                "sha256": item.sha256,
                "status": status,
                "received_at": self.clock.now().isoformat(),
            }
        )
        kept = _Kept(person.id, task_id, item.sha256, item.body.encode(), receipt)
        self.submissions[person.id, item.submission_id, item.revision] = kept
        return _result(item, status, receipt)

    def _of(self, person_id: str) -> Iterator[tuple[tuple[str, str, int], _Kept]]:
        return ((key, kept) for key, kept in self.submissions.items() if key[0] == person_id)

    def _held(self, person_id: str, campaign_id: str) -> list[_Hold]:
        mine = (hold for hold in self._holds.values() if hold.person_id == person_id and self._is_held(hold))
        return [hold for hold in mine if self.tasks[hold.task_id].campaign_id == campaign_id]

    def _is_held(self, hold: _Hold) -> bool:
        return hold.state == "leased" and hold.until_ms > self.clock.monotonic_ms()

    def _offers(self, person_id: str, campaign_id: str) -> list[Task]:
        """Tasks that could be given to this person now."""
        wanted = self.campaigns[campaign_id].policy.overlap
        found = []
        for task in self.tasks.values():
            if task.campaign_id != campaign_id or task.id in self._withdrawn:
                continue
            own = self._holds.get((task.id, person_id))
            taken = [h for h in self._holds.values() if h.task_id == task.id and h is not own]
            busy = sum(1 for h in taken if h.state == "done" or self._is_held(h))
            if busy < wanted and (own is None or not (own.state == "done" or self._is_held(own))):
                found.append(task)
        return found

    def _grant(self, person_id: str, task: Task) -> _Hold:
        until = self.clock.monotonic_ms() + self._ttl_ms(task.id)
        hold = self._holds.get((task.id, person_id))
        if hold is None:
            order = [candidate.id for candidate in task.candidates]
            self._rng.shuffle(order)
            hold = _Hold(new_id(), task.id, person_id, tuple(order), until)
            self._holds[task.id, person_id] = hold
        hold.state, hold.until_ms = "leased", until
        return hold

    def _ttl_ms(self, task_id: str) -> int:
        return self.campaigns[self.tasks[task_id].campaign_id].policy.lease_hours * 3_600_000

    def _lease(self, hold: _Hold) -> Lease:
        task = self.tasks[hold.task_id]
        return Lease(
            lease_id=hold.lease_id,
            task_id=task.id,
            task_rev=task.rev,
            campaign_id=task.campaign_id,
            ttl_s=max(0, hold.until_ms - self.clock.monotonic_ms()) // 1000,
            display_order=hold.order,
            guideline_version=self.campaigns[task.campaign_id].guideline_version,
        )


def new_person(name: str, role: Role = Role.ANNOTATOR) -> Person:
    """A person with a fresh id."""
    return Person(id=new_id(), name=name, role=role)


def _result(
    item: SubmissionItem, status: SubmissionStatus, receipt: Receipt | None = None, problem: str = ""
) -> SubmissionResult:
    return SubmissionResult(
        submission_id=item.submission_id,
        revision=item.revision,
        status=status,
        receipt=receipt,
        problem=problem,
    )
