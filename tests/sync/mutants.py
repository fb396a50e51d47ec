"""Bugs that a sync engine could have (reliability research, C6, and two more), each as small as in real life."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from hdclient.backends.base import Backend
from hdclient.backends.platform import PlatformBackend
from hdclient.errors import NotOurPlatform
from hdclient.model.base import canonical, sha256_hex
from hdclient.model.ids import new_id
from hdclient.model.submission import Receipt
from hdclient.store.database import Database
from hdclient.store.outbox import OutboxRow
from hdclient.sync.audit import Audit, AuditReport
from hdclient.sync.engine import SyncEngine
from hdclient.sync.plan import Step
from hdclient.sync.pull import STREAM, Pull
from hdclient.sync.push import Push
from hdclient.wire.work import ChangesReply, SubmissionItem, SubmissionResult
from tests.sync.computer import Computer, Mutation


class Around:
    """A backend that changes how submissions are sent, and passes everything else on."""

    def __init__(self, inner: PlatformBackend) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class FreshIds(Around):
    """A new id per attempt instead of one for ever."""

    def submit(self, items: Sequence[SubmissionItem]) -> tuple[SubmissionResult, ...]:
        renamed = {new_id(): item for item in items}
        results = self._inner.submit([_renamed(item, fresh) for fresh, item in renamed.items()])
        return tuple(
            _back(result, renamed[result.submission_id])
            for result in results
            if result.submission_id in renamed
        )


def _renamed(item: SubmissionItem, fresh: str) -> SubmissionItem:
    body = canonical({**json.loads(item.body), "submission_id": fresh})
    return SubmissionItem(
        submission_id=fresh, revision=item.revision, sha256=sha256_hex(body), body=body.decode()
    )


def _back(result: SubmissionResult, item: SubmissionItem) -> SubmissionResult:
    same = {"submission_id": item.submission_id, "sha256": item.sha256}
    receipt = result.receipt.changed(**same) if result.receipt else None
    return result.model_copy(update={"submission_id": item.submission_id, "receipt": receipt})


class AnyOkIsSuccess(Around):
    """Whatever comes back with status 200 is taken for "all accepted"."""

    def submit(self, items: Sequence[SubmissionItem]) -> tuple[SubmissionResult, ...]:
        try:
            return self._inner.submit(items)
        except NotOurPlatform:
            return tuple(_accepted(item) for item in items)


def _accepted(item: SubmissionItem) -> SubmissionResult:
    receipt = Receipt(
        submission_id=item.submission_id,
        revision=item.revision,
        sha256=item.sha256,
        status="accepted",
        received_at="",
    )
    return SubmissionResult(
        submission_id=item.submission_id, revision=item.revision, status="accepted", receipt=receipt
    )


def delete_when_sent(engine: SyncEngine, world: Computer) -> None:
    """The outbox row goes when the request leaves, not when the answer is there."""
    outbox, database = world.store.outbox, world.store._db
    take = outbox.take

    def take_and_forget(rows: Sequence[OutboxRow]) -> tuple[OutboxRow, ...]:
        taken = take(rows)
        with database.transaction():
            for row in taken:
                database.execute("DELETE FROM outbox WHERE seq=?", (row.seq,))
        return taken

    outbox.take = take_and_forget  # type: ignore[method-assign, assignment]


class RebuildsBody(Push):
    """The body is made from the answers as they are now, not from the frozen bytes."""

    world: Computer

    def _items(self, rows: Sequence[OutboxRow]) -> tuple[list[SubmissionItem], list[OutboxRow]]:
        items = []
        for row in rows:
            found = self.world.store.drafts.get(*row.key)
            assert found is not None
            body = {**json.loads(row.body), "client": str(found.draft.get("answers"))}
            data = canonical(body)
            items.append(
                SubmissionItem(
                    submission_id=row.submission_id,
                    revision=row.revision,
                    sha256=sha256_hex(data),
                    body=data.decode(),
                )
            )
        return items, list(rows)


def rebuild_from_edited(engine: SyncEngine, world: Computer) -> None:
    """A queued submission can still be edited, and what is sent is rebuilt from it."""
    push = RebuildsBody(engine._context)
    push.world = world
    engine._push = push


class CursorFirst(Pull):
    """How far was read is saved before what was read is applied."""

    def _apply(self, plan: Sequence[Step], reply: ChangesReply) -> None:
        self._context.store.stream.set(STREAM, reply.next_cursor, reply.epoch)
        super()._apply(plan, reply)


def cursor_first(engine: SyncEngine, world: Computer) -> None:
    """See CursorFirst."""
    engine._pull = CursorFirst(engine._context)


def withdrawal_deletes(engine: SyncEngine, world: Computer) -> None:
    """A withdrawn task takes the person's submissions with it."""
    tasks, database = world.store.tasks, world.store._db
    withdraw = tasks.withdraw

    def withdraw_all(task_id: str, reason: str) -> bool:
        _delete_work(database, task_id)
        return withdraw(task_id, reason)

    tasks.withdraw = withdraw_all  # type: ignore[method-assign]


def _delete_work(database: Database, task_id: str) -> None:
    with database.transaction():
        database.execute(
            "DELETE FROM outbox WHERE submission_id IN (SELECT submission_id FROM submission WHERE task_id=?)",
            (task_id,),
        )
        # The store forbids it on its own; in this life it does not.
        database.execute("DROP TRIGGER IF EXISTS words_kept")
        database.execute(
            "DELETE FROM words WHERE id IN (SELECT id FROM submission WHERE task_id=?)", (task_id,)
        )
        database.execute("DELETE FROM submission WHERE task_id=?", (task_id,))


class SilenceIsConsent(Around):
    """An item that the platform said nothing of counts as accepted."""

    def submit(self, items: Sequence[SubmissionItem]) -> tuple[SubmissionResult, ...]:
        results = self._inner.submit(items)
        said = {(result.submission_id, result.revision) for result in results}
        return (
            *results,
            *(_accepted(item) for item in items if (item.submission_id, item.revision) not in said),
        )


def forgets_what_was_being_sent(engine: SyncEngine, world: Computer) -> None:
    """After a death, what was being sent is never sent again."""
    world.store.outbox.recover = lambda: 0  # type: ignore[method-assign]


class TrustsReceipts(Audit):
    """What the platform once had, it has for ever."""

    def _audit(self, receipts: Sequence[Receipt]) -> AuditReport:
        return AuditReport(asked=len(receipts))


def trusts_receipts(engine: SyncEngine, world: Computer) -> None:
    """See TrustsReceipts."""
    engine._audit = TrustsReceipts(engine._context)


def around(kind: type[Around]) -> Mutation:
    """A mutation of the backend."""
    return Mutation(backend=lambda backend, world: cast(Backend, kind(cast(PlatformBackend, backend))))


class Mutant(NamedTuple):
    """A bug, the invariants of which one must catch it, and a seed that needs few lives (any finds it in 1,500)."""

    mutation: Mutation
    caught_by: tuple[str, ...]
    seed: int = 0


MUTANTS: dict[str, Mutant] = {
    "a fresh id for every attempt": Mutant(around(FreshIds), ("I1b", "I5", "I2")),
    "the outbox row goes when it is sent": Mutant(Mutation(engine=delete_when_sent), ("I4", "I8")),
    "the body is rebuilt from the answers": Mutant(Mutation(engine=rebuild_from_edited), ("I3", "I8")),
    "any 200 is success": Mutant(around(AnyOkIsSuccess), ("I5",)),
    "the cursor is saved first": Mutant(Mutation(engine=cursor_first), ("I6",), seed=2),
    "a withdrawal deletes submissions": Mutant(Mutation(engine=withdrawal_deletes), ("I1", "I7", "I1b")),
    "silence is consent": Mutant(around(SilenceIsConsent), ("I5",), seed=9),
    "receipts are trusted for ever": Mutant(Mutation(engine=trusts_receipts), ("I14",), seed=3),
    "what was being sent is forgotten": Mutant(
        Mutation(engine=forgets_what_was_being_sent), ("I8", "I11"), seed=1
    ),
}
