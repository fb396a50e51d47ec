"""What must hold after every step, whatever the wire, the platform and the computer do (reliability research, C6)."""

from __future__ import annotations

from hdclient.model.base import sha256_hex
from hdclient.model.review import Review
from hdclient.store.facts import AUDIT_NOTICE
from tests.sync.computer import MARK, MOST_HOURS, REACHABLE, Computer, Key, Revision

ON_ITS_WAY = ("queued", "sending")
THERE = ("accepted", "returned")


def check(world: Computer) -> None:
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
    _check_people(world, rows)
    _check_assignments(world)
    _check_terms(world)
    _check_shown(world, rows)


def _check_promises(world: Computer, rows: dict[Key, Revision]) -> None:
    for key, body in world.promises.sealed.items():
        assert key in rows, "I1: a submission is lost"
        assert rows[key].body == body, "I1: a sealed body changed"
        assert rows[key].state != "draft", "I1: a submission became a draft by itself"
    for key, draft in world.promises.drafts.items():
        assert key in rows, "I7: a draft is lost"
        assert rows[key].draft == draft, "I7: a draft changed by itself"


def _check_outbox(world: Computer, rows: dict[Key, Revision], outbox: dict[Key, str]) -> None:
    for key, found in rows.items():
        assert (found.state in ON_ITS_WAY) == (key in outbox), (
            f"I4: {found.state}, in outbox: {key in outbox}"
        )
    for key, sha256 in outbox.items():
        assert sha256 == sha256_hex(world.promises.sealed[key]), (
            "I3: the outbox has other bytes than were sealed"
        )


def _check_platform(world: Computer, rows: dict[Key, Revision], stored: dict[Key, str]) -> None:
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


def _check_feed(world: Computer) -> None:
    """I6: what lies before the cursor was applied or put into quarantine."""
    read = [entry for entry in world.told() if entry[0] <= world.cursor_number()]
    query = world.store._db.query
    reviews = {review_id for (review_id,) in query("SELECT review_id FROM review")}
    comments = {comment_id for (comment_id,) in query("SELECT comment_id FROM comment")}
    aside = {seq for seq, _, _ in world.store.stream.quarantined("changes")}
    tasks = dict(query("SELECT task_id, state FROM assignment"))
    latest: dict[Key, Review] = {}
    for seq, kind, data in read:
        if kind == "review" and "decision" in data:
            assert data["id"] in reviews, "I6: a review was skipped"
            review = Review.of(data)
            latest[review.submission_id, review.revision] = review
        elif kind == "comment" and "text" in data:
            assert data["id"] in comments, "I6: a comment was skipped"
        elif kind == "withdrawn" and data.get("task_id"):
            assert tasks.get(data["task_id"], "withdrawn") in ("withdrawn", "done"), (
                "I6: a withdrawal was skipped"
            )
        elif kind != "lease":
            assert seq in aside, f"I6: a junk entry ({kind}) is neither applied nor kept aside"
    for review in latest.values():
        _check_decision(world, review)


def _check_decision(world: Computer, review: Review) -> None:
    """The latest decision on what the platform has counts, until a newer revision is sealed."""
    submissions = world.store.submissions
    found, newest = (
        submissions.find(review.submission_id, review.revision),
        submissions.newest(review.submission_id),
    )
    if found is None or newest is None or found.state.value not in THERE:
        return
    if review.decision == "return":
        replaced = newest.revision > review.revision and newest.state.value != "draft"
        assert replaced or found.state.value == "returned", (
            "I6: a return was read last, but the submission still counts as accepted"
        )
    else:
        assert found.state.value == "accepted", (
            "I6: what was returned was accepted after that, but still counts as returned"
        )


def _check_moves(world: Computer, rows: dict[Key, Revision]) -> None:
    now = {key: found.state for key, found in rows.items()}
    for key, state in now.items():
        before = world.account.states.get(key, "draft")
        assert (before, state) in REACHABLE, f"I12: {before} became {state}"
    for key in world.account.states:
        assert key in now, "I7: a revision is gone"
    world.account.states = now


def _check_people(world: Computer, rows: dict[Key, Revision]) -> None:
    """I10: what one person does on this computer is nothing of the other's, here and on the platform."""
    assert not world.sent_as_another, "I10: words went out under somebody else's name"
    tasks = {task_id for (task_id,) in world.store._db.query("SELECT task_id FROM assignment")}
    assert tasks <= set(world.tasks), "I10: somebody else's tasks are here"
    resting = world.resting
    if resting is None:
        return
    for found in rows.values():
        words = (found.body or b"") + str(found.draft).encode()
        assert resting.mark.encode() not in words, "I10: somebody else's words are here"
    for submission_id, revision, _ in world.owner.stored(resting.person):
        known = (submission_id, revision) in resting.promises.sealed
        assert known or submission_id in resting.promises.elsewhere, (
            "I10: the platform has something under the other person's name that is not theirs"
        )


STAYS = {"done": {"done", "withdrawn"}, "withdrawn": {"withdrawn", "done"}}
"""What an assignment can become while its lease is the same, where not everything is possible."""


def _check_assignments(world: Computer) -> None:
    """I12, I16: an assignment ends as the platform says, and never by a clock of this computer."""
    now = world.assignments()
    for task_id, (state, lease_id) in now.items():
        before, lease_before = world.account.assigned.get(task_id, ("", lease_id))
        if lease_id == lease_before and before in STAYS:
            assert state in STAYS[before], f"I12: an assignment that was {before} became {state}"
        if state == "expired" and before != "expired":
            assert task_id not in world.account.listed, "I16: a lease ended that the platform lists"
    world.account.assigned = now


def _check_terms(world: Computer) -> None:
    """I15: nobody holds a task for longer than the policy allows, or is told so. I18: a wish waits for its answer."""
    held = world.owner.terms(world.person)
    for task_id, (left_ms, held_ms) in held.items():
        assert held_ms <= MOST_HOURS * 3_600_000, "I15: a lease lasts longer than the policy allows"
        told = world.store.terms.of(task_id).left_ms
        state = world.account.assigned.get(task_id, ("", ""))[0]
        if told is not None and state == "leased":
            assert told <= left_ms + 1_000, "I15: the person is told of more time than there is"
    for task_id in world.promises.wishes:
        if world.account.assigned.get(task_id, ("", ""))[0] == "leased":
            assert world.store.terms.of(task_id).wish == "asked", "I18: a wish for more time is forgotten"


def _check_shown(world: Computer, rows: dict[Key, Revision]) -> None:
    """I17: a draft's task, and the order of its responses, do not change under it."""
    for key, (rev, order) in world.promises.shown.items():
        if key not in rows or rows[key].state != "draft":
            continue
        row = world.store.submissions.find(*key)
        assignment = None if row is None else world.store.tasks.assignment(row.task_id)
        if assignment is not None:
            assert (assignment.task.rev, assignment.lease.display_order) == (rev, order), (
                "I17: the task changed under an open draft"
            )


def check_end(world: Computer) -> None:
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
    assert not {
        task for task in world.promises.wishes if world.account.assigned.get(task, ("", ""))[0] == "leased"
    }, "I18: a wish for more time was never passed on"
    assert MARK.encode() not in world.files(), "I9: words in plain text on the disk"
