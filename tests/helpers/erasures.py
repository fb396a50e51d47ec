"""Accounts to be erased: real stores filled from a real platform over loopback, with work that was not sent.

Run as a program it goes on with all erasures of a folder and is killed at the n-th step:
`python -m tests.helpers.erasures FOLDER STEP`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from hdclient.accounts import marker as markers
from hdclient.accounts.erasing import Erased, Erasing, order_for, unfinished
from hdclient.backends.base import Backend
from hdclient.backends.platform import PlatformBackend
from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.model.ids import new_id
from hdclient.store import Store
from hdclient.store.facts import DEVICE_ID, TOKEN
from hdclient.store.keys import KeyProvider, key_missing
from hdclient.store.profile import Profile, account_folder
from hdclient.sync.device import Standing, ask
from hdclient.sync.engine import SyncEngine
from tests.helpers.judgements import body_bytes
from tests.helpers.platforms import RealOwner

WORDS = "MARKED-DRAFT-XYZZY"


class FileKeys(KeyProvider):
    """A keyring for tests that outlives the process: a file, which no program of people has."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def held(self) -> dict[str, str]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def load(self, store_uuid: str) -> bytes:
        if store_uuid not in self.held():
            raise key_missing()
        return bytes.fromhex(self.held()[store_uuid])

    def save(self, store_uuid: str, key: bytes) -> None:
        self._path.write_text(json.dumps({**self.held(), store_uuid: key.hex()}))

    def forget(self, store_uuid: str) -> None:
        self._path.write_text(
            json.dumps({name: key for name, key in self.held().items() if name != store_uuid})
        )


def reach(origin: str, token: Callable[[], str], server_uuid: str, device_id: str) -> Backend:
    """As hdclient.app does."""
    return PlatformBackend(origin, token, server_uuid=server_uuid, device_id=device_id)


class Doomed:
    """A person with two submissions that were not sent and a draft, on a device of their own."""

    def __init__(self, data_dir: Path, owner: RealOwner, origin: str, *, keys: Path | None = None) -> None:
        self.data_dir, self.origin = data_dir, origin
        data_dir.mkdir(parents=True, exist_ok=True)
        self.keys = FileKeys(keys or data_dir.with_suffix(".keys"))
        self.person_id = owner.person()
        self.token = owner.token(self.person_id)
        owner.add_tasks(owner.add_campaign(members=[self.person_id]), 3)
        self.device = new_id()
        self.profile = Profile(account_folder(data_dir, origin, self.person_id))
        store = self.profile.create(self.keys, origin)
        store.meta.set(TOKEN, self.token)
        store.meta.set(DEVICE_ID, self.device)
        engine = SyncEngine(store, self.backend(), EventHub(), SystemClock(), random.Random(1))
        assert engine.run_once().error is None
        engine.close()
        self.sealed = self._works(store)
        store.close()

    def backend(self) -> Backend:
        return reach(self.origin, lambda: self.token, "", self.device)

    def open(self) -> Store:
        return self.profile.open(self.keys)

    def _works(self, store: Store) -> dict[str, bytes]:
        """Two sealed, one begun. Returns the bodies by submission id."""
        (campaign,) = store.views.campaigns()
        first, second, third = store.tasks.ready_ids(campaign.campaign.id)[:3]
        found = {}
        for task_id in (first, second):
            row, assignment = store.drafts.open(task_id), store.tasks.assignment(task_id)
            assert assignment is not None
            body = body_bytes(assignment.task, assignment.lease, row.submission_id)
            store.drafts.seal(row.submission_id, 1, body)
            found[row.submission_id] = body
        row = store.drafts.open(third)
        store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": WORDS}}})
        return found

    def ordered(self) -> None:
        """The platform is asked, and its order is noted, as the running program does."""
        store = self.open()
        backend = self.backend()
        verdict = ask(backend, self.device)
        backend.close()
        assert verdict.standing is Standing.ERASE and verdict.order is not None
        markers.write(self.data_dir, order_for(self.profile, store, self.origin, verdict.order))
        store.close()

    def erase(self, crash: Callable[[str], None] = lambda _: None, reach_: object = reach) -> Erased:
        """Goes on with the erasure, as a start of the program does."""
        (marker,) = unfinished(self.data_dir)
        return Erasing(self.data_dir, marker, self.keys, SystemClock(), reach_, crash).go()  # type: ignore[arg-type]


def main(data_dir: Path, step: int) -> None:
    """Erases, and is killed at the n-th step."""
    left = [step]

    def crash(_point: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    (marker,) = unfinished(data_dir)
    Erasing(data_dir, marker, FileKeys(data_dir.with_suffix(".keys")), SystemClock(), reach, crash).go()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
