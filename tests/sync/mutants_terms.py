"""Bugs of leases, of changed tasks and of two people on one computer, each as small as in real life."""

from __future__ import annotations

from hdclient.model.base import canonical
from hdclient.model.task import AssignmentState, Lease, Task
from hdclient.sync.engine import SyncEngine
from tests.sync.computer import Computer, Mutation
from tests.sync.mutants import Mutant


def trusts_any_token(engine: SyncEngine, world: Computer) -> None:
    """Whoever the token belongs to: it is not compared with the store's owner."""
    engine._check_person = lambda person: None  # type: ignore[method-assign]


def queues_again(engine: SyncEngine, world: Computer) -> None:
    """At the start, what was accepted is put into the outbox once more, to be on the safe side."""
    database = world.store._db
    with database.transaction():
        database.execute(
            "INSERT INTO outbox(submission_id, revision, sha256, size, ready)"
            " SELECT submission_id, revision, sha256, size, 1 FROM submission s WHERE state='accepted'"
            " AND NOT EXISTS(SELECT 1 FROM submission o WHERE o.task_id=s.task_id AND o.live=1)"
        )
        database.execute(
            "UPDATE submission SET state='queued', live=1 WHERE state='accepted'"
            " AND NOT EXISTS(SELECT 1 FROM submission o WHERE o.task_id=submission.task_id AND o.live=1)"
        )


def ends_leases_by_its_clock(engine: SyncEngine, world: Computer) -> None:
    """A lease whose time seems to be over is ended here, without a word of the platform."""
    run = engine._pull.run

    def run_and_end(most: int = 50):  # type: ignore[no-untyped-def]
        for task_id, (state, _) in world.assignments().items():
            left = world.store.terms.of(task_id).left_ms
            if state == "leased" and left is not None and left < 0:
                world.store.tasks.settle_lease(task_id, AssignmentState.EXPIRED)
        return run(most)

    engine._pull.run = run_and_end  # type: ignore[method-assign]


def moves_under_the_draft(engine: SyncEngine, world: Computer) -> None:
    """A task that changed is shown at its new version at once, draft or not."""
    tasks, database = world.store.tasks, world.store._db
    put_task = tasks.put_task

    def put_and_move(task: Task, *, blocked_reason: str = "") -> None:
        put_task(task, blocked_reason=blocked_reason)
        with database.transaction():
            database.execute(
                "UPDATE submission SET task_rev=? WHERE task_id=? AND state='draft'", (task.rev, task.id)
            )

    tasks.put_task = put_and_move  # type: ignore[method-assign]


def takes_the_newest_order(engine: SyncEngine, world: Computer) -> None:
    """The order of responses is that of the newest lease, which another computer of ours may have been given."""
    tasks, database = world.store.tasks, world.store._db
    put_leases = tasks.put_leases

    def put_reversed(campaign_id, leases, received_at, life_ms=0):  # type: ignore[no-untyped-def]
        changed = put_leases(campaign_id, leases, received_at, life_ms)
        for lease in leases:
            other = lease.changed(display_order=tuple(reversed(lease.display_order)))
            with database.transaction():
                values = (canonical(other.plain()), lease.task_id)
                database.execute("UPDATE submission SET lease=? WHERE task_id=?", values)
        return changed

    tasks.put_leases = put_reversed  # type: ignore[method-assign]


def forgets_wishes(engine: SyncEngine, world: Computer) -> None:
    """A wish for more time is in memory only."""
    with world.store.transaction():
        world.store._db.execute("UPDATE assignment SET wish='' WHERE wish='asked'")


def counts_from_the_beginning(engine: SyncEngine, world: Computer) -> None:
    """Every list is taken to give a whole new life: two hours from now, whatever it says is left."""
    terms = world.store.terms
    put = terms.put

    def put_whole(lease: Lease, life_ms: int = 0) -> None:
        put(lease.changed(ttl_s=2 * 3600), life_ms)

    terms.put = put_whole  # type: ignore[method-assign]


MUTANTS_OF_TERMS: dict[str, Mutant] = {
    "any token will do": Mutant(Mutation(engine=trusts_any_token), ("I10",)),
    "what was accepted is queued again": Mutant(Mutation(engine=queues_again), ("I12", "I4", "I1", "I2")),
    "leases end by the computer's clock": Mutant(Mutation(engine=ends_leases_by_its_clock), ("I16",)),
    "a changed task moves under the draft": Mutant(Mutation(engine=moves_under_the_draft), ("I17",)),
    "the order is that of the newest lease": Mutant(Mutation(engine=takes_the_newest_order), ("I17",)),
    "a wish is in memory only": Mutant(Mutation(engine=forgets_wishes), ("I18",), seed=1),
    "every list gives a whole new life": Mutant(Mutation(engine=counts_from_the_beginning), ("I15",)),
}
