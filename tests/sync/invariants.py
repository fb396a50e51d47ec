"""What must hold after every step, whatever the wire, the platform and the computer do (reliability research, C6)."""

from __future__ import annotations

from hdclient.model.base import sha256_hex
from hdclient.model.review import Review
from hdclient.store.facts import AUDIT_NOTICE
from tests.sync.world import MARK, REACHABLE, Key, Revision, World

ON_ITS_WAY = ("queued", "sending")
THERE = ("accepted", "returned")


def check(world: World) -> None:
    """All invariants but those of the end."""
    rows = world.revisions()
    outbox = {
        (sid, rev): sha256
        for sid, rev, sha256 in world.store._db.query("SELECT submission_id, revision, sha256 FROM outbox")
    }
    stored = world.stored()  # I2
    _check_promises(world, rows)
    _check_outbox(world, rows, outbox)
    _check_platform(world, rows, stored)
    _check_feed(world)
    _check_moves(world, rows)


def _check_promises(world: World, rows: dict[Key, Revision]) -> None:
    for key, body in world.promises.sealed.items():
        assert key in rows, "I1: a submission is lost"
        assert rows[key].body == body, "I1: a sealed body changed"
        assert rows[key].state != "draft", "I1: a submission became a draft by itself"
    for key, draft in world.promises.drafts.items():
        assert key in rows, "I7: a draft is lost"
        assert rows[key].draft == draft, "I7: a draft changed by itself"


def _check_outbox(world: World, rows: dict[Key, Revision], outbox: dict[Key, str]) -> None:
    for key, found in rows.items():
        assert (found.state in ON_ITS_WAY) == (key in outbox), (
            f"I4: {found.state}, in outbox: {key in outbox}"
        )
    for key, sha256 in outbox.items():
        assert sha256 == sha256_hex(world.promises.sealed[key]), (
            "I3: the outbox has other bytes than were sealed"
        )


def _check_platform(world: World, rows: dict[Key, Revision], stored: dict[Key, str]) -> None:
    for key, sha256 in stored.items():
        assert key in rows, "I1b: the platform has what this computer does not know"
        assert key in world.promises.sealed, "I1b: the platform has what was never sealed"
        assert sha256 == sha256_hex(world.promises.sealed[key]), "I3: the platform has other bytes"
    for key, found in rows.items():
        if found.state in THERE:
            assert key in stored or key in world.promises.lost, (
                f"I5: {found.state} here, but the platform does not have it"
            )
    receipts = {(receipt.submission_id, receipt.revision) for receipt in world.store.outbox.receipts()}
    assert receipts <= set(stored) | world.promises.lost, "I5: a receipt for what the platform does not have"


def _check_feed(world: World) -> None:
    """I6: what lies before the cursor was applied or put into quarantine."""
    read = [entry for entry in world.told() if entry[0] <= world.cursor_number()]
    query = world.store._db.query
    reviews = {review_id for (review_id,) in query("SELECT review_id FROM review")}
    comments = {comment_id for (comment_id,) in query("SELECT comment_id FROM comment")}
    aside = {seq for seq, _, _ in world.store.stream.quarantined("changes")}
    tasks = dict(query("SELECT task_id, state FROM assignment"))
    for seq, kind, data in read:
        if kind == "review" and "decision" in data:
            assert data["id"] in reviews, "I6: a review was skipped"
            _check_return(world, Review.of(data))
        elif kind == "comment" and "text" in data:
            assert data["id"] in comments, "I6: a comment was skipped"
        elif kind == "withdrawn" and data.get("task_id"):
            assert tasks.get(data["task_id"], "withdrawn") in ("withdrawn", "done"), (
                "I6: a withdrawal was skipped"
            )
        elif kind != "lease":
            assert seq in aside, f"I6: a junk entry ({kind}) is neither applied nor kept aside"


def _check_return(world: World, review: Review) -> None:
    newest = world.store.submissions.newest(review.submission_id)
    if newest is not None and newest.revision == review.revision and review.decision == "return":
        assert newest.state.value != "accepted", (
            "I6: a return was read, but the submission still counts as accepted"
        )


def _check_moves(world: World, rows: dict[Key, Revision]) -> None:
    now = {key: found.state for key, found in rows.items()}
    for key, state in now.items():
        before = world.states.get(key, "draft")
        assert (before, state) in REACHABLE, f"I12: {before} became {state}"
    for key in world.states:
        assert key in now, "I7: a revision is gone"
    world.states = now


def check_end(world: World) -> None:
    """When the faults have stopped: everything has gone out, everything has come in, nothing is readable on disk."""
    poison = world.wire.poison
    left = world.store._db.query("SELECT submission_id, hold, attempts, last_error FROM outbox")
    stuck = [row for row in left if row[0] not in poison]
    assert not stuck, f"I8, I11: the outbox did not drain: {stuck}"
    for submission_id, hold, _, _ in left:
        assert hold, f"I11: poison {submission_id} is neither sent nor held"
    told = world.told()
    assert world.cursor_number() >= max((seq for seq, _, _ in told), default=0), (
        "I8: the feed was not read to its end"
    )
    check(world)
    gone = {key for key in world.promises.lost if world.state_of(key) in THERE} - set(world.stored())
    assert not gone or world.store.meta.get(AUDIT_NOTICE), (
        f"I14: the platform lost {gone}, and nobody says so"
    )
    assert MARK.encode() not in world.files(), "I9: words in plain text on the disk"
