"""The platform's signature on receipts: which keys this computer trusts, and asking for signatures that are missing.

The first keys that a platform shows are believed and kept (pinned); a later key counts when a pinned one has endorsed
it. Another key is said, and nothing is thrown away for it. Trouble in here must stop nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdclient.errors import BackendError
from hdclient.model.proofs import SigningKey, trusted
from hdclient.model.submission import Receipt
from hdclient.store.facts import PLATFORM_KEYS, RECEIPTS_PROVED, keys_text, pinned_keys
from hdclient.sync.context import SyncContext
from hdclient.wire.work import MetaReply, ReceiptItem
from hdclient.words import tr

ITEMS = 200
STRANGE_KEY = tr(
    "The platform signs receipts with a new key, and the key that this computer knows does not vouch for it."
    " Your work and receipts are safe. Ask your programme manager whether the key was changed."
)


class Proofs:
    """Keeps in memory only what the platform said at the last greeting."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context
        self._signs = False
        self.notice = ""
        """What a person should know; empty while all is well."""

    def meet(self, meta: MetaReply) -> None:
        """The platform has shown its keys."""
        offered = [key for key in meta.signing_keys if key.is_whole]
        self._signs, self.notice = bool(offered), ""
        store = self._context.store
        pinned = pinned_keys(store.meta)
        if not offered or {key.id for key in offered} <= {key.id for key in pinned}:
            return
        known: Sequence[SigningKey] = trusted(pinned, offered, meta.server_uuid) if pinned else offered
        if offered[-1].id not in {key.id for key in known}:
            self.notice = STRANGE_KEY
        if len(known) > len(pinned):
            store.meta.set(PLATFORM_KEYS, keys_text(known))

    def run(self) -> int:
        """Asks for signatures that are missing: once in a store's life. Returns how many came."""
        store = self._context.store
        if not self._signs or store.meta.get(RECEIPTS_PROVED):
            return 0
        wanted = store.outbox.unproved(ITEMS)
        if not wanted:
            store.meta.set(RECEIPTS_PROVED, "1")
            return 0
        self._signs = False  # until the next greeting, unless all goes well
        try:
            came = self._context.backend.receipts(
                [ReceiptItem(submission_id=one, revision=revision) for one, revision in wanted]
            )
        except BackendError:
            return 0
        with store.transaction():
            count = sum(_speaks_of(found) and store.outbox.prove(found) for found in came)
        if not count:
            store.meta.set(RECEIPTS_PROVED, "1")  # what it does not have, it cannot sign: the audit says that
        self._signs = count > 0
        return count


def _speaks_of(receipt: Receipt) -> bool:
    """Whether the signed statement is about this very receipt."""
    if receipt.proof is None:
        return False
    said = receipt.proof.says()
    return (said.get("submission_id"), said.get("revision"), said.get("sha256")) == (
        receipt.submission_id,
        receipt.revision,
        receipt.sha256,
    )
