"""A desk made of paper: the projections that screens read, given by the test. It keeps no store and sends nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from hdclient.errors import TooLateToUndo
from hdclient.model.campaign import Campaign, CampaignPolicy, Guideline
from hdclient.model.person import Person, Role
from hdclient.model.review import Comment, Decision, Feedback, Review, Severity
from hdclient.model.submission import Receipt, SubmissionState
from hdclient.model.template import Layout
from hdclient.session.views import (
    AttentionView,
    CampaignView,
    FeedbackView,
    QueueView,
    SubmissionView,
    SyncView,
)


@dataclass
class PaperGuidelines:
    """Has what screens use of hdclient.session.guidelines.GuidelineDesk; what was read is in the settings."""

    desk: PaperDesk

    def versions(self, campaign_id: str) -> tuple[int, ...]:
        found = self.desk.papers.get(campaign_id)
        return (found.version,) if found is not None else ()

    def version(self, campaign_id: str, version: int) -> Guideline | None:
        found = self.desk.papers.get(campaign_id)
        return found if found is not None and found.version == version else None

    def newest(self, campaign_id: str) -> Guideline | None:
        return self.desk.papers.get(campaign_id)

    def known(self, campaign_id: str) -> int:
        return int(self.desk.settings.get(f"read.{campaign_id}", 0))

    def has_read(self, campaign_id: str, version: int) -> bool:
        return self.known(campaign_id) >= version

    def read(self, campaign_id: str, version: int) -> None:
        self.desk.set_setting(f"read.{campaign_id}", version)

    def worked_under(self, _campaign_id: str) -> tuple[int, ...]:
        return ()

    def due(self, _campaign_id: str) -> None:
        return None


@dataclass
class PaperDesk:
    """Has the public names of hdclient.session.desk.Desk that screens of the frame use; tests compare them."""

    view: QueueView = field(default_factory=QueueView)
    facts: SyncView = field(default_factory=SyncView)
    rows: tuple[SubmissionView, ...] = ()
    papers: dict[str, Guideline] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    done: list[tuple[str, str]] = field(default_factory=list)
    person: Person | None = field(default_factory=lambda: Person(id="p1", name="Ada", role=Role.ANNOTATOR))
    platform_name: str = "Practice"
    read_only: bool = False

    def queue(self) -> QueueView:
        return self.view

    def resume_task(self, *, or_following: bool = False) -> str:
        return self.view.resume_task

    def sync(self) -> SyncView:
        return self.facts

    def submissions(self, limit: int = 200) -> tuple[SubmissionView, ...]:
        return self.rows[:limit]

    def guideline(self, campaign_id: str) -> Guideline | None:
        return self.papers.get(campaign_id)

    @property
    def guidelines(self) -> PaperGuidelines:
        return PaperGuidelines(self)

    def blob(self, sha256: str) -> bytes | None:
        return None

    def blob_head(self, sha256: str, most: int) -> bytes | None:
        return None

    def setting(self, key: str, default: Any = None) -> Any:
        return self.settings.get(key, default)

    def set_setting(self, key: str, value: Any) -> None:
        self.settings[key] = value

    def next_task(self, campaign_id: str, after: str | None = None) -> str:
        return next((row.next_task for row in self.view.campaigns if row.campaign.id == campaign_id), "")

    def undo_last_submit(self) -> str:
        if not self.facts.undo_task:
            raise TooLateToUndo("There is nothing left to undo.")
        task, self.facts = self.facts.undo_task, replace(self.facts, undo_task="")
        self.done.append(("undo", task))
        return task

    def release_due(self) -> int | None:
        self.done.append(("release_due", ""))
        return None

    def send_now(self) -> None:
        self.done.append(("send_now", ""))

    def leave(self) -> None:
        self.done.append(("leave", ""))

    def rework(self, submission_id: str) -> str:
        self.done.append(("rework", submission_id))
        return f"task of {submission_id}"

    def put_away(self, submission_id: str) -> None:
        self.done.append(("put_away", submission_id))

    def came_back(self) -> tuple[()]:
        return ()

    def mark_read(self, submission_id: str) -> None:
        self.done.append(("mark_read", submission_id))


def ago(**span: float) -> str:
    """A moment before now, as the store writes it."""
    return (datetime.now(UTC) - timedelta(**span)).isoformat(timespec="milliseconds")


def campaign(number: int, title: str, layout: Layout = Layout.COMPARE, **facts: Any) -> Campaign:
    """A campaign with round numbers."""
    return Campaign(
        id=f"c{number}",
        title=title,
        layout=layout,
        guideline_version=facts.pop("guideline_version", 7),
        policy=CampaignPolicy(),
        **facts,
    )


def full_desk() -> PaperDesk:
    """A busy week: several campaigns, work that came back, feedback, an outbox with all states."""
    sky = "Why does the sky look blue at noon and red in the evening?"
    merge = "Write a function that merges overlapping intervals."
    view = QueueView(
        campaigns=_campaigns(),
        attention=(
            AttentionView(
                "t-9",
                "s-9",
                1,
                "Science explanations",
                SubmissionState.RETURNED,
                "Please say which claim is wrong, and where you checked it.",
                True,
            ),
        ),
        feedback=(
            FeedbackView(
                _feedback("s-9", "t-9", Decision.RETURN, read=False), "Science explanations", sky, True, "c1"
            ),
            FeedbackView(
                _feedback("s-3", "t-3", Decision.ACCEPT, read=True), "Code review: Python and Rust", merge
            ),
        ),
        resume_task="t-14",
        resume_campaign="c1",
        submitted_today=37,
        active_ms_today=(2 * 60 + 10) * 60_000,
    )
    facts = SyncView(drafts=2, waiting=2, sending=1, attention=1, sent=214, undo_task="t-13")
    return PaperDesk(view=view, facts=facts, rows=_submissions(), papers={"c1": GUIDELINE})


def _campaigns() -> tuple[CampaignView, ...]:
    until = (datetime.now(UTC) + timedelta(days=2, hours=5)).isoformat()
    science = campaign(1, "Science explanations", tasks_total=40, tasks_remaining=26)
    code = campaign(2, "Code review: Python and Rust", tasks_total=120, tasks_remaining=118)
    safety = campaign(
        3, "Refusals", Layout.RANK, tasks_total=60, tasks_remaining=60, content_warning="Sensitive: self-harm"
    )
    essays = campaign(4, "Essay feedback", Layout.SINGLE, tasks_total=12, tasks_remaining=0)
    unknown = ("This task asks a question of the kind “slider”, which is not known here. Ask for an update.",)
    return (
        CampaignView(science, ready=25, started=1, done=14, saved_until=until, next_task="t-14"),
        CampaignView(
            code, ready=48, blocked=2, blocked_reasons=unknown, done=2, saved_until=until, next_task="t-77"
        ),
        CampaignView(safety, ready=0, blocked=3),
        CampaignView(essays, done=12),
    )


def _feedback(submission_id: str, task_id: str, decision: Decision, *, read: bool) -> Feedback:
    comments: tuple[Comment, ...] = ()
    if decision is Decision.RETURN:
        comments = (
            Comment(
                id="k1",
                submission_id=submission_id,
                revision=1,
                text="Step 4 is correct. See the note on limits in the guideline before you mark it down.",
                severity=Severity.BLOCKING,
                rule="2.3",
            ),
        )
    summary = "Please say which claim is wrong." if decision is Decision.RETURN else "Clear and checked."
    review = Review(
        id="r" + submission_id, submission_id=submission_id, revision=1, decision=decision, summary=summary
    )
    return Feedback(
        submission_id=submission_id,
        revision=1,
        task_id=task_id,
        reviews=(review,),
        comments=comments,
        read=read,
    )


def _submission(number: int, state: SubmissionState, sealed: str, **facts: Any) -> SubmissionView:
    receipt = None
    submission_id = f"0199c0de-7a31-7f02-9d5e-{number:012d}"
    if state in (SubmissionState.ACCEPTED, SubmissionState.RETURNED):
        receipt = Receipt(
            submission_id=submission_id,
            revision=1,
            sha256=f"{number:02x}" * 32,
            status="accepted",
            received_at=sealed,
        )
    return SubmissionView(
        submission_id=submission_id,
        revision=facts.get("revision", 1),
        task_id=f"t-{number}",
        campaign_title="Science explanations" if number % 2 else "Code review: Python and Rust",
        state=state,
        held=facts.get("held", False),
        sealed_at=sealed,
        size=1840 + 97 * number,
        attempts=facts.get("attempts", 1),
        last_error=facts.get("last_error", ""),
        receipt=receipt,
    )


def _submissions() -> tuple[SubmissionView, ...]:
    unreachable, refused = "The platform cannot be reached.", "The guideline of this campaign has changed."
    return (
        _submission(13, SubmissionState.QUEUED, ago(seconds=4), held=True, attempts=0),
        _submission(12, SubmissionState.QUEUED, ago(minutes=3), attempts=4, last_error=unreachable),
        _submission(11, SubmissionState.SENDING, ago(minutes=5)),
        _submission(10, SubmissionState.REFUSED, ago(minutes=31), last_error=refused),
        _submission(9, SubmissionState.RETURNED, ago(hours=4)),
        *(_submission(n, SubmissionState.ACCEPTED, ago(hours=13 - n)) for n in range(8, 0, -1)),
    )


GUIDELINE = Guideline(
    campaign_id="c1",
    version=7,
    title="Judging explanations of science",
    changes="Rule 2.3 is new: an answer that refuses is judged by what it says, not by its tone.",
    text="""# 1 What we ask

Read both responses to the end. Judge what a curious person would learn from them.

## 1.1 What counts

1. Are the claims correct? Check at least one that you doubt.
2. Is it explained, or only stated?
3. Is the length right for the question?

# 2 Rules

## 2.1 Wrong facts

A wrong fact that matters outweighs everything else. Say **which** claim is wrong, and where you checked it.

| What you find | What it costs |
|---|---|
| A small slip that changes nothing | one step |
| A wrong claim that the answer rests on | at least two steps |
| Invented sources | the response cannot be preferred |

## 2.2 Length

Longer is not better. Count what is *said*, not how much is written.

## 2.3 Refusals

If one response refuses and the other answers well, the answer is better. If both should refuse, compare how they do it.

!!! note "An example"
    “I can’t help with that” without a reason is worse than a short, kind sentence that says why.

# 3 When you are not sure

Choose “About equal”, and say in one sentence what would have decided it.
""",
)
