"""Small stores with campaigns and leased tasks in them, written for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdclient.clock import Clock
from hdclient.model.base import sha256_hex
from hdclient.model.campaign import Campaign, CampaignPolicy, Guideline
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.review import Decision, Review
from hdclient.model.submission import Receipt, SubmissionState
from hdclient.model.task import Candidate, Lease, Task
from hdclient.model.template import Question, Template
from hdclient.store import Store
from hdclient.store.drafts import DraftRow
from hdclient.store.outbox import OutboxRow
from tests.helpers.clock import FakeClock

KEY = bytes(range(32))
CAMPAIGN = Campaign(
    id="c1", title="Kind answers", guideline_version=1, policy=CampaignPolicy(active_timeout_s=60)
)
GUIDELINE = Guideline(campaign_id="c1", version=1, title="How to judge", text="# 1 Be fair")

TEMPLATE = Template(
    id="pair",
    version=3,
    title="Which is better?",
    questions=(
        Question(id="better", kind="comparison", title="Which response is better?"),
        Question(id="why", kind="text", title="Why?", required=False),
        Question(
            id="fit",
            kind="rating",
            title="How well does it fit?",
            required=False,
            options={"points": [{"value": n, "label": str(n), "description": ""} for n in range(1, 6)]},
        ),
    ),
)
BETTER = {"verdict": "preferred", "winner": "x", "strength": -2, "pair": ["x", "y"]}


def text(words: str) -> ContentBlock:
    """A plain block."""
    return ContentBlock(kind="text", text=words)


def make_task(
    task_id: str = "t1",
    *,
    rev: int = 1,
    campaign_id: str = "c1",
    prompt: str = "Why is the sky blue?",
    image: bytes = b"",
) -> Task:
    """A pair of responses; with `image`, one of them shows it."""
    shown = [text("Because of scattering.")]
    if image:
        asset = Asset(sha256=sha256_hex(image), media_type="image/png", size=len(image), name="sky.png")
        shown.append(ContentBlock(kind="image", asset=asset))
    return Task(
        id=task_id,
        rev=rev,
        campaign_id=campaign_id,
        template=TEMPLATE,
        prompt=(text(prompt),),
        candidates=(Candidate(id="x", content=tuple(shown)), Candidate(id="y", content=(text("Magic."),))),
    )


def make_lease(task: Task, *, lease_id: str = "", ttl_s: int = 3600) -> Lease:
    """A lease that shows y first."""
    return Lease(
        lease_id=lease_id or f"lease-{task.id}",
        task_id=task.id,
        task_rev=task.rev,
        campaign_id=task.campaign_id,
        ttl_s=ttl_s,
        display_order=("y", "x"),
        guideline_version=1,
    )


def lease_out(store: Store, tasks: Sequence[Task], clock: Clock | None = None) -> None:
    """As after a sync: campaign, guideline, leases and bodies are here (files are not)."""
    now = (clock or FakeClock()).now()
    with store.transaction():
        store.tasks.put_campaigns([CAMPAIGN])
        store.tasks.put_guideline(GUIDELINE)
        store.tasks.put_leases("c1", [make_lease(task) for task in tasks], now)
        for task in tasks:
            store.tasks.put_task(task)


def make_store(folder: Path, *, tasks: int = 0, clock: Clock | None = None) -> Store:
    """A new store in `folder` with tasks t1, t2, … ready to work on."""
    store = Store.create(folder / "store.db", KEY, clock=clock or FakeClock())
    if tasks:
        lease_out(store, [make_task(f"t{n}") for n in range(1, tasks + 1)], clock)
    return store


def receipt_for(row: OutboxRow) -> Receipt:
    """What the platform would say."""
    return Receipt(
        submission_id=row.submission_id,
        revision=row.revision,
        sha256=row.sha256,
        status="accepted",
        received_at="2026-11-21T09:00:00Z",
    )


def send_all(
    store: Store, state: SubmissionState = SubmissionState.ACCEPTED, reason: str = ""
) -> list[OutboxRow]:
    """As sync would: takes all that is due and settles it in `state`."""
    rows = list(store.outbox.take(store.outbox.due(100, 10_000_000)))
    for row in rows:
        receipt = receipt_for(row) if state is SubmissionState.ACCEPTED else None
        store.outbox.settle(row, state, receipt=receipt, reason=reason)
    return rows


def seal(store: Store, task_id: str = "t1", body: bytes = b'{"a":1}', *, ready: bool = True) -> DraftRow:
    """Seals the task's draft with these bytes; `ready`: its undo window is over."""
    row = store.drafts.open(task_id)
    store.drafts.seal(row.submission_id, row.revision, body)
    if ready:
        store.outbox.release(row.submission_id, row.revision)
    return row


def state_of(store: Store, row: DraftRow, revision: int = 1) -> SubmissionState:
    """The state of one revision."""
    found = store.submissions.find(row.submission_id, revision)
    assert found is not None
    return found.state


def make_review(
    row: DraftRow, decision: Decision = Decision.RETURN, *, id_: str = "r1", revision: int = 1
) -> Review:
    """A reviewer's decision on one revision."""
    return Review(
        id=id_, submission_id=row.submission_id, revision=revision, decision=decision, summary="Look again"
    )


def outbox_agrees(store: Store) -> bool:
    """A row is in the outbox exactly while its submission is queued or sending, with the same hash."""
    listed = store._db.query("SELECT submission_id, revision, sha256 FROM outbox ORDER BY 1, 2")
    live = store._db.query(
        "SELECT submission_id, revision, sha256 FROM submission WHERE state IN ('queued','sending') ORDER BY 1, 2"
    )
    return listed == live


SAVED = {"why": {"text": "saved words"}}


def begin(folder: Path) -> Path:
    """A closed store with a draft of t1 that says SAVED; returns the file."""
    store = make_store(folder, tasks=2)
    row = store.drafts.open("t1")
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "saved words"}}})
    store.close()
    return folder / "store.db"


def words(store: Store, task_id: str = "t1") -> object:
    """The answers that are saved for a task."""
    row = store.drafts.current(task_id)
    return None if row is None else row.draft["answers"]
