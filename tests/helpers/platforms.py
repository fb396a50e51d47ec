"""Platforms to test against, each with the same controls: in memory, real in process, real over loopback HTTP."""

from __future__ import annotations

import random
import threading
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import httpx
import waitress.server
from flask import Flask
from sqlalchemy import and_, delete, event, select, update

from hdclient.backends.base import Backend
from hdclient.backends.memory import MemoryBackend
from hdclient.backends.memory_platform import MemoryPlatform
from hdclient.backends.origin import EMBEDDED
from hdclient.backends.platform import PlatformBackend, TransportFactory, in_process
from hdclient.model.base import sha256_hex
from hdclient.model.campaign import Campaign, CampaignPolicy, Guideline
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.ids import new_id
from hdclient.model.person import Person, Role
from hdclient.model.review import Decision
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Candidate, Task
from hdclient.model.template import Question, Template
from hdclient.platform.accounts import create_person, issue_token, revoke_token
from hdclient.platform.app import close_app, create_app
from hdclient.platform.device_care import change_device, unsealed
from hdclient.platform.schema import events, facts, leases, slots, submissions, tasks
from hdclient.platform.state import platform_of
from hdclient.templates.submission import check_submission
from hdclient.wire.devices import Unsent
from tests.helpers.clock import FakeClock

NAME = "Ada of Xanadu"
"""Of every person; long enough not to stand in encrypted bytes by chance."""
PNG = b"\x89PNG\r\n\x1a\n"
TEMPLATE = Template(
    id="pair",
    version=1,
    title="Which is better?",
    questions=(
        Question(id="better", kind="comparison", title="Which response is better?"),
        Question(id="why", kind="text", title="Why?", required=False),
    ),
)


class Owner(Protocol):
    """All sides of a platform but the trainer's."""

    clock: FakeClock

    def person(self) -> str: ...
    def backend(self, person_id: str, *, server_uuid: str = "", device_id: str = "") -> Backend: ...
    def add_campaign(self, *, policy: CampaignPolicy | None = None, members: Sequence[str] = ()) -> str: ...
    def add_guideline(self, campaign_id: str, version: int) -> None: ...
    def add_tasks(self, campaign_id: str, count: int, *, image: bytes = b"") -> list[str]: ...
    def withdraw(self, task_id: str, reason: str = "") -> None: ...
    def revise(self, task_id: str, prompt: str) -> None: ...
    def review(self, submission_id: str, revision: int, decision: Decision, summary: str = "") -> None: ...
    def comment(self, submission_id: str, revision: int, text: str) -> None: ...
    def new_epoch(self) -> None: ...
    def sign_out(self, person_id: str) -> None: ...
    def set_device(self, person_id: str, device_id: str, standing: str, unsent: Unsent) -> None: ...
    def unsealed(self, person_id: str, device_id: str) -> str: ...
    def stored(self, person_id: str) -> Counter[tuple[str, int, str]]: ...


PICTURE_NAME = "the sky over Xanadu.png"


def content_of(task_id: str, image: bytes) -> dict[str, Any]:
    """A prompt and two responses; with `image`, the first shows it."""
    blocks = [ContentBlock(kind="text", text="Because of scattering.")]
    if image:
        asset = Asset(sha256=sha256_hex(image), media_type="image/png", size=len(image), name=PICTURE_NAME)
        blocks.append(ContentBlock(kind="image", asset=asset))
    return {
        "prompt": (ContentBlock(kind="text", text=f"Why is the sky blue? ({task_id})"),),
        "candidates": (
            Candidate(id="x", content=tuple(blocks)),
            Candidate(id="y", content=(ContentBlock(kind="text", text="Magic."),)),
        ),
    }


class MemoryOwner:
    """hdclient.backends.memory."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.platform = MemoryPlatform(clock=self.clock, rng=random.Random(1), check=_check)
        self._people: dict[str, Person] = {}
        self._signed_out: set[str] = set()

    def person(self) -> str:
        person = Person(id=new_id(), name=NAME, role=Role.ANNOTATOR)
        self._people[person.id] = person
        return person.id

    def backend(self, person_id: str, *, server_uuid: str = "", device_id: str = "") -> Backend:
        return MemoryBackend(
            self.platform,
            self._people[person_id],
            signed_in=lambda: person_id not in self._signed_out,
            server_uuid=server_uuid,
            device_id=device_id,
        )

    def add_campaign(self, *, policy: CampaignPolicy | None = None, members: Sequence[str] = ()) -> str:
        campaign = Campaign(id=new_id(), title="Sky", policy=policy or CampaignPolicy())
        self.platform.add_campaign(campaign)
        return campaign.id

    def add_guideline(self, campaign_id: str, version: int) -> None:
        self.platform.add_guideline(
            Guideline(campaign_id=campaign_id, version=version, title="How to judge", text="# 1 Be fair")
        )

    def add_tasks(self, campaign_id: str, count: int, *, image: bytes = b"") -> list[str]:
        if image:
            self.platform.add_asset(image)
        ids = [new_id() for _ in range(count)]
        for task_id in ids:
            content = content_of(task_id, image)
            self.platform.add_task(
                Task(id=task_id, rev=1, campaign_id=campaign_id, template=TEMPLATE, **content)
            )
        return ids

    def withdraw(self, task_id: str, reason: str = "") -> None:
        self.platform.withdraw(task_id, reason)

    def revise(self, task_id: str, prompt: str) -> None:
        before = self.platform.tasks[task_id]
        words = (ContentBlock(kind="text", text=prompt),)
        self.platform.revise_task(before.changed(rev=before.rev + 1, prompt=words))

    def review(self, submission_id: str, revision: int, decision: Decision, summary: str = "") -> None:
        self.platform.review(submission_id, revision, decision, summary)

    def comment(self, submission_id: str, revision: int, text: str) -> None:
        self.platform.comment(submission_id, revision, text)

    def new_epoch(self) -> None:
        self.platform.restore_from_backup()

    def sign_out(self, person_id: str) -> None:
        self._signed_out.add(person_id)

    def set_device(self, person_id: str, device_id: str, standing: str, unsent: Unsent) -> None:
        self.platform.devices[(person_id, device_id)] = (standing, unsent)

    def unsealed(self, person_id: str, device_id: str) -> str:
        return self.platform.unseal(b64decode(self.platform.wiped[(person_id, device_id)].box)).decode()

    def stored(self, person_id: str) -> Counter[tuple[str, int, str]]:
        return Counter(
            (submission_id, revision, kept.sha256)
            for (owner, submission_id, revision), kept in self.platform.submissions.items()
            if owner == person_id
        )


class RealOwner:
    """hdclient.platform, in process; `origin` and `transport` say how trainers reach it."""

    def __init__(
        self,
        app: Flask,
        clock: FakeClock,
        *,
        origin: str = EMBEDDED,
        transport: TransportFactory | None = None,
    ) -> None:
        self.clock = clock
        self.app = app
        self.platform = platform_of(app)
        self._origin = origin
        self._transport = transport
        self._tokens: dict[str, str] = {}
        admin = create_person(app, "Root", Role.ADMIN, person_id="root")
        reviewer = create_person(app, "Rita", Role.REVIEWER, person_id="rita", campaign_ids=("*",))
        self._admin = _http(app, issue_token(app, admin.id))
        self._reviewer = _http(app, issue_token(app, reviewer.id))

    def close(self) -> None:
        """Lets go of the platform."""
        self._admin.close()
        self._reviewer.close()
        close_app(self.app)

    def person(self, *campaign_ids: str) -> str:
        person = create_person(self.app, NAME, Role.ANNOTATOR, campaign_ids=campaign_ids)
        self._tokens[person.id] = issue_token(self.app, person.id)
        return person.id

    def token(self, person_id: str) -> str:
        return self._tokens[person_id]

    def backend(
        self,
        person_id: str,
        *,
        server_uuid: str = "",
        device_id: str = "",
        transport: TransportFactory | None = None,
    ) -> PlatformBackend:
        return PlatformBackend(
            self._origin,
            lambda: self._tokens[person_id],
            transport=transport or self._transport,
            server_uuid=server_uuid,
            device_id=device_id,
        )

    def add_campaign(self, *, policy: CampaignPolicy | None = None, members: Sequence[str] = ()) -> str:
        campaign_id = new_id()
        body = {"id": campaign_id, "title": "Sky", "template": TEMPLATE.plain()}
        if policy is not None:
            body["policy"] = policy.plain()
        self._post(self._admin, "/v1/campaigns", body)
        if members:
            self._post(self._admin, f"/v1/campaigns/{campaign_id}/members", {"person_ids": list(members)})
        return campaign_id

    def add_guideline(self, campaign_id: str, version: int) -> None:
        body = {"version": version, "title": "How to judge", "text": "# 1 Be fair"}
        self._post(self._admin, f"/v1/campaigns/{campaign_id}/guidelines", body)

    def add_tasks(self, campaign_id: str, count: int, *, image: bytes = b"") -> list[str]:
        if image:
            reply = self._admin.put(
                f"/v1/assets/{sha256_hex(image)}", content=image, headers={"Content-Type": "image/png"}
            )
            assert reply.status_code == 200, reply.text
        ids = [new_id() for _ in range(count)]
        for start in range(0, count, 100):
            items = [_task_in(task_id, image) for task_id in ids[start : start + 100]]
            reply = self._post(self._admin, f"/v1/campaigns/{campaign_id}/tasks:batch", {"items": items})
            assert {result["status"] for result in reply["results"]} == {"created"}, reply
        return ids

    def withdraw(self, task_id: str, reason: str = "") -> None:
        self._post(self._admin, f"/v1/tasks/{task_id}:withdraw", {"reason": reason})

    def revise(self, task_id: str, prompt: str) -> None:
        with self.platform.read() as connection:
            rev = connection.execute(select(tasks.c.rev).where(tasks.c.id == task_id)).scalar_one()
        task = {**_task_in(task_id, b""), "prompt": [ContentBlock(kind="text", text=prompt).plain()]}
        self._post(self._admin, f"/v1/tasks/{task_id}:revise", {"rev": rev, "task": task})

    def review(self, submission_id: str, revision: int, decision: Decision, summary: str = "") -> None:
        body = {
            "id": new_id(),
            "submission_id": submission_id,
            "revision": revision,
            "decision": decision.value,
            "summary": summary,
        }
        self._post(self._reviewer, "/v1/reviews", body)

    def comment(self, submission_id: str, revision: int, text: str) -> None:
        body = {"id": new_id(), "revision": revision, "text": text}
        self._post(self._reviewer, f"/v1/submissions/{submission_id}/comments", body)

    def new_epoch(self) -> None:
        """As an operator does after a restore from a backup."""
        self.platform.epoch = new_id()
        with self.platform.write() as write:
            write.execute(update(facts).where(facts.c.key == "epoch").values(value=self.platform.epoch))

    def lose_newest(self, person_id: str, count: int) -> list[tuple[str, int]]:
        """A restore from a backup that lacks this person's newest submissions. Returns what was lost."""
        with self.platform.write() as write:
            mine = select(submissions).where(submissions.c.person_id == person_id)
            rows = write.execute(mine.order_by(submissions.c.seq.desc()).limit(count)).all()
            write.execute(delete(submissions).where(submissions.c.seq.in_([row.seq for row in rows])))
        self.new_epoch()
        return [(row.id, row.revision) for row in rows]

    def sign_out(self, person_id: str) -> None:
        revoke_token(self.app, self._tokens[person_id])

    def set_device(self, person_id: str, device_id: str, standing: str, unsent: Unsent) -> None:
        change_device(self.app, person_id, device_id, standing, unsent)

    def unsealed(self, person_id: str, device_id: str) -> str:
        return unsealed(self.app, person_id, device_id, None)

    def stored(self, person_id: str) -> Counter[tuple[str, int, str]]:
        with self.platform.read() as connection:
            rows = connection.execute(
                select(submissions.c.id, submissions.c.revision, submissions.c.sha256).where(
                    submissions.c.person_id == person_id
                )
            ).all()
        return Counter((row.id, row.revision, row.sha256) for row in rows)

    def terms(self, person_id: str) -> dict[str, tuple[int, int]]:
        """Task → (ms that are left, ms of its whole life) of what a person holds."""
        now = self.platform.now_ms()
        mine = and_(leases.c.task_id == slots.c.task_id, leases.c.person_id == slots.c.person_id)
        asked = select(slots.c.task_id, slots.c.until_ms, leases.c.granted_ms).join(leases, mine)
        held = asked.where(slots.c.person_id == person_id, slots.c.state == "leased")
        with self.platform.read() as connection:
            rows = connection.execute(held).all()
        return {row.task_id: (row.until_ms - now, row.until_ms - row.granted_ms) for row in rows}

    def tell(self, person_id: str, kind: str, data: Any) -> None:
        """Puts any entry into a person's feed, junk included."""
        with self.platform.write() as write:
            write.event(kind, data, campaign_id="", person_id=person_id)

    def told(self, person_id: str) -> list[tuple[int, str, Any]]:
        """What was put into a person's own feed so far: (seq, kind, data)."""
        with self.platform.read() as connection:
            rows = connection.execute(
                select(events).where(events.c.person_id == person_id).order_by(events.c.seq)
            ).all()
        return [(row.seq, row.kind, row.data) for row in rows]

    @staticmethod
    def _post(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
        reply = client.post(path, json=body)
        assert reply.status_code in (200, 201, 202), reply.text
        found: dict[str, Any] = reply.json()
        return found


def quick_app(clock: FakeClock | None = None, url: str = "sqlite://", **settings: Any) -> Flask:
    """A platform without rate limits that does not wait for disks (its durability is tested elsewhere)."""
    app = create_app(url, clock=clock, rng=random.Random(1), rate_per_s=0, **settings)

    @event.listens_for(platform_of(app).database.engine, "checkout")
    def _fast(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF").close()

    return app


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app behind waitress on a free loopback port; yields its origin."""
    channels: dict[int, Any] = {}
    server = waitress.server.create_server(
        app, host="127.0.0.1", port=0, threads=4, map=channels, clear_untrusted_proxy_headers=True
    )
    thread = threading.Thread(target=server.run, name="test-platform", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:

        def end() -> None:
            for channel in list(channels.values()):
                channel.close()

        # In waitress's own loop, which ends when nothing is left to wait for.
        server.trigger.pull_trigger(end)
        thread.join(10)
        server.task_dispatcher.shutdown()


def embedded_owner() -> RealOwner:
    """The real platform in memory, reached in process."""
    clock = FakeClock()
    app = quick_app(clock)
    return RealOwner(app, clock, transport=in_process(app))


def _http(app: Flask, token: str) -> httpx.Client:
    return httpx.Client(
        transport=httpx.WSGITransport(app),
        base_url=EMBEDDED,
        headers={"Authorization": f"Bearer {token}"},
    )


def _task_in(task_id: str, image: bytes) -> dict[str, Any]:
    content = content_of(task_id, image)
    return {
        "id": task_id,
        "prompt": [block.plain() for block in content["prompt"]],
        "candidates": [candidate.plain() for candidate in content["candidates"]],
    }


def _check(task: Task, body: SubmissionBody) -> tuple[str, ...]:
    required = {question.id for question in task.template.questions if question.required}
    return tuple(problem.text for problem in check_submission(task, body, required))
