"""Works on a real profile while strace writes down what reaches the disk: `python -m tests.faults.power_writer …`.

Says on its standard output what it has acknowledged; strace sees that in one order with the writes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hdclient.model.submission import SubmissionState
from hdclient.store import Store
from hdclient.store.drafts import DraftRow
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile
from tests.helpers.stores import receipt_for

FOLD_EVERY = 9


def say(*words: object) -> None:
    """One acknowledgement."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def body_of(submission_id: str) -> bytes:
    """The words that are sealed; different for each."""
    return f'{{"id":"{submission_id}","why":"{"lorem " * 60}"}}'.encode()


def write(store: Store, task_id: str) -> DraftRow:
    """Two edits of a draft."""
    row = store.drafts.open(task_id)
    for edit in (1, 2):
        store.drafts.save(row.submission_id, 1, {"edit": edit, "words": "lorem " * 40})
        say("DRAFT", row.submission_id, edit)
    return row


def main(folder: str, store_uuid: str, key: str, safety: str) -> None:
    """Judges every task of the profile. `safety`: how SQLite is told to sync; empty: as the store does."""
    keys = SessionKeys()
    keys.save(store_uuid, bytes.fromhex(key))
    store = Profile(Path(folder)).open(keys)
    if safety:
        store._db._connection.pragma("synchronous", safety)
    say("READY")
    for number, task_id in enumerate(store.tasks.ready_ids()):
        row = write(store, task_id)
        if number % 4 == 3:
            continue
        store.drafts.seal(row.submission_id, 1, body_of(row.submission_id))
        say("SEALED", row.submission_id)
        store.outbox.release(row.submission_id, 1)
        if number % 3 == 2:
            for out in store.outbox.take(store.outbox.due(2, 1_000_000)):
                store.outbox.settle(out, SubmissionState.ACCEPTED, receipt=receipt_for(out))
                say("ACCEPTED", out.submission_id)
        if number % FOLD_EVERY == FOLD_EVERY - 1:
            store.tidy()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:5])
