"""Asks the platform whether it still has what it gave receipts for, and sends again what it has lost.

Once on every day of the platform's, after every eight hours of work, and when the platform says that it was restored
from a backup. The same id and the
same bytes go out again, so that an audit which was cut short, or one too many, changes nothing. States and receipts
are not touched: a receipt stays proof, whatever the platform says later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from hdclient.errors import BackendError, PlatformFault, Refused, TooLarge
from hdclient.model.base import sha256_hex
from hdclient.model.submission import Receipt
from hdclient.store.facts import AUDIT_NOTICE, AUDITED_DAY, AUDITED_EPOCH, AUDITED_MS, PLATFORM_DAY
from hdclient.sync import retry
from hdclient.sync.context import SyncContext
from hdclient.sync.pull import STREAM
from hdclient.wire.work import Limits, StatusItem, SubmissionItem, SubmissionResult
from hdclient.words import tr, trn

AUDIT_EVERY_MS = 8 * 3_600_000
"""In store time, which only goes on while the program is open: about once in a working day."""
NOT_AGAIN_MS = 3_600_000
"""A platform whose day changes to and fro is not asked at every round."""
AUDIT_ITEMS = 500
FIRST_TRIES = 3
"""So often nothing new is sent while a restored platform cannot be audited."""
LATER_TRIES = 12
"""And so often, some hours, no later revision: it would shut out the one before it, if the platform lost that."""
UNDECIDED_TRIES = 5
"""So often an audit is begun again because the platform did not say what became of something sent again."""
_HAS_IT = frozenset({"accepted", "accepted_late", "duplicate"})


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What one audit found. `error`: it could not be finished and will be tried again."""

    asked: int = 0
    missing: int = 0
    """The platform had lost them."""
    restored: int = 0
    """It has them again."""
    differing: int = 0
    """It has other words under the same identity. Nothing was sent."""
    error: BackendError | None = None


class Audit:
    """Keeps in memory only when to try again after a failure."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context
        self._limits = Limits()
        self._failures = 0
        self._rest_until_ms = 0

    def take_limits(self, limits: Limits) -> None:
        """What the platform says it takes in one call."""
        self._limits = limits

    @property
    def notice(self) -> str:
        """What the person should know of the last audit; empty when all was well."""
        return self._context.store.meta.get(AUDIT_NOTICE)

    def run(self) -> AuditReport:
        """Audits when it is time to. Never raises BackendError: trouble with it must stop nothing else."""
        store = self._context.store
        epoch = store.stream.get(STREAM)[1]
        if not epoch or store.elapsed_ms() < self._rest_until_ms:
            return AuditReport()
        if store.meta.get(AUDITED_EPOCH) == epoch and not self._is_due():
            return AuditReport()
        return self._finish(self._audit(store.outbox.receipts()), epoch)

    def _is_due(self) -> bool:
        """Whether it is another day on the platform, or enough time has gone by here. No clock of ours says it."""
        meta = self._context.store.meta
        since = self._context.store.elapsed_ms() - int(meta.get(AUDITED_MS, "0"))
        another_day = meta.get(AUDITED_DAY) != meta.get(PLATFORM_DAY)
        return since >= AUDIT_EVERY_MS or (another_day and since >= NOT_AGAIN_MS)

    def before_new_work(self, epoch: str) -> AuditReport:
        """After a restore, what the platform lost goes before anything new: it takes no revision after a later one.

        Raises BackendError. When it fails again and again, new work goes all the same.
        """
        store = self._context.store
        if not self._is_owed(epoch) or self._failures >= FIRST_TRIES:
            return AuditReport()
        report = self._finish(self._audit(store.outbox.receipts()), epoch)
        if report.error is not None and not isinstance(report.error, Refused):
            raise report.error
        return report

    def holds_revisions(self, epoch: str) -> bool:
        """Whether later revisions must wait: a platform restored to this epoch may lack what it gave receipts for."""
        return self._is_owed(epoch) and self._failures < LATER_TRIES

    def _is_owed(self, epoch: str) -> bool:
        known = self._context.store.meta.get(AUDITED_EPOCH)
        return bool(known) and bool(epoch) and known != epoch

    def _finish(self, report: AuditReport, epoch: str) -> AuditReport:
        """Remembers that it was done, or when to try again."""
        store = self._context.store
        # A platform that does not know this question is not asked it at every round.
        if report.error is not None and not isinstance(report.error, Refused):
            self._failures += 1
            wait = retry.wait_ms(
                report.error, self._failures, self._context.rng, longest_ms=retry.LONGEST_REST_MS
            )
            self._rest_until_ms = store.elapsed_ms() + wait
            return report
        self._failures = 0
        with store.transaction():
            store.meta.set(AUDITED_MS, str(store.elapsed_ms()))
            store.meta.set(AUDITED_EPOCH, epoch)
            store.meta.set(AUDITED_DAY, store.meta.get(PLATFORM_DAY))
            store.meta.set(AUDIT_NOTICE, _notice(report))
        return report

    def _audit(self, receipts: Sequence[Receipt]) -> AuditReport:
        asked = missing = restored = differing = 0
        try:
            for start in range(0, len(receipts), AUDIT_ITEMS):
                part = receipts[start : start + AUDIT_ITEMS]
                said = self._ask(part)
                asked += len(part)
                differing += sum(1 for receipt in part if said.get(_key(receipt)) == "different")
                lost = [receipt for receipt in part if said.get(_key(receipt)) == "unknown"]
                missing += len(lost)
                restored += self._send_again(lost)
        except BackendError as error:
            return AuditReport(asked, missing, restored, differing, error)
        return AuditReport(asked, missing, restored, differing)

    def _ask(self, receipts: Sequence[Receipt]) -> dict[tuple[str, int], str]:
        items = [
            StatusItem(submission_id=found.submission_id, revision=found.revision, sha256=found.sha256)
            for found in receipts
        ]
        results = self._context.backend.audit(items)
        return {(result.submission_id, result.revision): result.status for result in results}

    def _send_again(self, lost: Sequence[Receipt]) -> int:
        """Returns how many the platform has afterwards. Raises BackendError when the line is the trouble."""
        self._context.crash("audit.sending")
        restored, batch, size = 0, list[SubmissionItem](), 0
        for item in (self._item(receipt) for receipt in lost):
            if item is None:
                continue
            length = len(item.body.encode())
            if batch and (len(batch) >= self._most or size + length > self._limits.batch_bytes):
                restored += self._submit(batch)
                batch, size = [], 0
            batch.append(item)
            size += length
        return restored + (self._submit(batch) if batch else 0)

    @property
    def _most(self) -> int:
        return max(1, min(retry.BATCH_ITEMS, self._limits.batch_items))

    def _submit(self, items: Sequence[SubmissionItem]) -> int:
        try:
            results = self._context.backend.submit(items)
        except (TooLarge, Refused, PlatformFault):
            if len(items) > 1:  # one of them may be the reason
                half = len(items) // 2
                return self._submit(items[:half]) + self._submit(items[half:])
            self._context.backend.meta()  # raises when it was not the item's fault
            return 0
        self._context.crash("audit.sent")
        self._must_be_decided(items, results)
        sent = {(item.submission_id, item.revision): item.sha256 for item in items}
        return sum(
            1
            for result in results
            if result.status in _HAS_IT
            and result.receipt is not None
            and result.receipt.sha256 == sent.get((result.submission_id, result.revision))
        )

    def _must_be_decided(self, items: Sequence[SubmissionItem], results: Sequence[SubmissionResult]) -> None:
        """Raises PlatformFault when the platform could not take one of these now, or left it out."""
        decided = {(result.submission_id, result.revision) for result in results if result.status != "retry"}
        if self._failures < UNDECIDED_TRIES and any(
            (item.submission_id, item.revision) not in decided for item in items
        ):
            raise PlatformFault(
                tr("The platform did not say what became of everything that it was sent again."),
                tr("Your words and the receipts are safe on this computer."),
                tr("It will be tried again."),
            )

    def _item(self, receipt: Receipt) -> SubmissionItem | None:
        """The same bytes once more; None when they are not the ones that the receipt speaks of."""
        body = self._context.store.drafts.body(*_key(receipt))
        if body is None or sha256_hex(body) != receipt.sha256:
            return None
        try:
            return SubmissionItem(
                submission_id=receipt.submission_id,
                revision=receipt.revision,
                sha256=receipt.sha256,
                body=body.decode(),
            )
        except ValidationError:
            return None


def _key(receipt: Receipt) -> tuple[str, int]:
    return (receipt.submission_id, receipt.revision)


def _notice(report: AuditReport) -> str:
    """What a person should know; empty when the platform has everything, or has it again."""
    said = []
    if gone := report.missing - report.restored:
        said.append(
            trn(
                "The platform no longer has {count} submission that it had accepted, and does not take it again.",
                "The platform no longer has {count} submissions that it had accepted, and does not take them again.",
                gone,
            )
        )
    if report.differing:
        said.append(
            trn(
                "The platform has other words for {count} submission than were sent.",
                "The platform has other words for {count} submissions than were sent.",
                report.differing,
            )
        )
    if not said:
        return ""
    return " ".join(
        [
            *said,
            tr("Your words and the receipts are safe on this computer."),
            tr("Show the receipts to your programme manager."),
        ]
    )
