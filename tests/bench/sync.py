"""A thousand queued submissions over loopback, against a bare httpx loop that posts the same bytes in the same batches.

Both go to a real platform in a process of its own, each to its own copy of one prepared database.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from hdclient.backends.operations import Operations
from hdclient.backends.platform import PlatformBackend, in_process
from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.content import ContentBlock
from hdclient.model.person import Role
from hdclient.model.task import Candidate
from hdclient.platform.accounts import ALL_CAMPAIGNS, create_person, issue_token
from hdclient.platform.app import close_app, create_app
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.store.facts import TOKEN
from hdclient.sync.engine import SyncEngine
from hdclient.sync.retry import BATCH_ITEMS
from hdclient.wire.admin import CampaignIn, TaskIn
from hdclient.wire.work import SubmissionItem, SubmissionsBatch
from tests.bench.report import Result, at_most, shown
from tests.helpers.stores import KEY, TEMPLATE

CAMPAIGNS, TASKS_EACH = 2, 500
ROUNDS = 5


def measure() -> list[Result]:
    """Prepares once, then posts the same work `ROUNDS` times each way."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        folder = Path(name)
        token = _prepare(folder)
        engine_s, bare_s = [], []
        for number in range(ROUNDS):
            engine_s.append(_by_engine(folder, number, token))
            bare_s.append(_bare(folder, number, token))
    ratios = [ours / bare for ours, bare in zip(engine_s, bare_s, strict=True)]
    count = CAMPAIGNS * TASKS_EACH
    return [
        at_most(f"sync of {count} submissions / bare httpx loop", statistics.median(ratios), "×", 2.0),
        shown("sync, submissions per second", count / statistics.median(engine_s), "1/s"),
        shown("bare httpx loop, submissions per second", count / statistics.median(bare_s), "1/s"),
    ]


def _prepare(folder: Path) -> str:
    """A platform database with all leases out, and a store with a thousand sealed submissions. Returns the token."""
    app = create_app(f"sqlite:///{folder / 'platform.db'}", rate_per_s=0, rate_burst=0)
    try:
        admin = create_person(app, "Bench", Role.ADMIN)
        trainer = create_person(app, "Trainer", Role.ANNOTATOR, campaign_ids=[ALL_CAMPAIGNS])
        admin_token, token = issue_token(app, admin.id), issue_token(app, trainer.id)
        with Operations("http://localhost", lambda: admin_token, transport=in_process(app)) as operations:
            for number in range(CAMPAIGNS):
                _fill(operations, f"c{number}")
        with PlatformBackend("http://localhost", lambda: token, transport=in_process(app)) as backend:
            _judge_all(folder / "store.db", backend, token)
    finally:
        close_app(app)
    return token


def _fill(operations: Operations, campaign_id: str) -> None:
    policy = CampaignPolicy(prefetch_tasks=TASKS_EACH)
    operations.create_campaign(
        CampaignIn(id=campaign_id, title=campaign_id, template=TEMPLATE, policy=policy)
    )
    words = ContentBlock(kind="text", text="Because of scattering. " * 20)
    tasks = [
        TaskIn(
            id=f"{campaign_id}-t{number}",
            prompt=(ContentBlock(kind="text", text=f"Why is the sky blue? ({number})"),),
            candidates=(Candidate(id="x", content=(words,)), Candidate(id="y", content=(words,))),
        )
        for number in range(TASKS_EACH)
    ]
    assert all(result.status == "created" for result in operations.add_tasks(campaign_id, tasks))


def _judge_all(path: Path, backend: PlatformBackend, token: str) -> None:
    clock = SystemClock()
    store = Store.create(path, KEY, clock=clock)
    store.meta.set(TOKEN, token)
    engine = SyncEngine(store, backend, EventHub(), clock, random.Random(1))
    while len(store.tasks.ready_ids()) < CAMPAIGNS * TASKS_EACH:
        report = engine.run_once()
        if report.error is not None:
            raise report.error
    desk = Desk(store, EventHub(), clock)
    for task_id in store.tasks.ready_ids():
        session = desk.open(task_id)
        session.set_answer(
            "better", {"verdict": "preferred", "winner": "x", "strength": -2, "pair": ["x", "y"]}
        )
        session.set_answer("why", {"text": "It answers the question that was asked, and the other does not."})
        session.submit()
    desk.close()
    store.close()


@contextmanager
def _server(folder: Path, name: str) -> Iterator[str]:
    """A platform process on its own copy of the prepared database; gives its origin."""
    copy = folder / f"{name}.db"
    shutil.copyfile(folder / "platform.db", copy)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.server", str(copy)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def _by_engine(folder: Path, number: int, token: str) -> float:
    """Seconds that the engine takes to bring everything over and settle it in the encrypted store."""
    path = folder / f"store{number}.db"
    shutil.copyfile(folder / "store.db", path)
    clock = SystemClock()
    store = Store.open(path, KEY, clock=clock)
    try:
        with _server(folder, f"engine{number}") as origin, PlatformBackend(origin, lambda: token) as backend:
            engine = SyncEngine(store, backend, EventHub(), clock, random.Random(1))
            engine.greet()
            start = time.perf_counter()
            while store.outbox.next_due_ms() is not None:
                engine.push()
            seconds = time.perf_counter() - start
        assert len(store.outbox.receipts()) == CAMPAIGNS * TASKS_EACH
    finally:
        store.close()
    return seconds


def _bare(folder: Path, number: int, token: str) -> float:
    """Seconds that a loop without any care takes to post the same bytes."""
    path = folder / f"bare{number}-store.db"
    shutil.copyfile(folder / "store.db", path)
    store = Store.open(path, KEY, clock=SystemClock())
    store.outbox.recover()
    rows = store.outbox.due(10_000, 1_000_000_000)
    store.close()
    items = [
        SubmissionItem(
            submission_id=row.submission_id, revision=row.revision, sha256=row.sha256, body=row.body.decode()
        )
        for row in rows
    ]
    bodies = [
        SubmissionsBatch(items=tuple(items[at : at + BATCH_ITEMS])).model_dump_json().encode()
        for at in range(0, len(items), BATCH_ITEMS)
    ]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with _server(folder, f"bare{number}") as origin, httpx.Client(base_url=origin, headers=headers) as client:
        client.get("/v1/me")
        start = time.perf_counter()
        replies = [client.post("/v1/submissions:batch", content=body) for body in bodies]
        seconds = time.perf_counter() - start
    assert sum(len(reply.json()["results"]) for reply in replies) == CAMPAIGNS * TASKS_EACH
    return seconds
