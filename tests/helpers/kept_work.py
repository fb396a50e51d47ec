"""A profile with work in it: what a person has on the computer, to be damaged by tests of backups and rescue."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hdclient.store import Store
from hdclient.store.facts import TOKEN
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile
from tests.helpers.clock import FakeClock
from tests.helpers.stores import lease_out, make_task, seal

ORIGIN = "https://platform.example.org"


class KeptWork:
    """A closed store with leased tasks t1, t2, …"""

    def __init__(self, folder: Path, tasks: int = 3) -> None:
        self.profile, self.keys, self.clock = Profile(folder), SessionKeys(), FakeClock()
        store = self.profile.create(self.keys, ORIGIN, clock=self.clock)
        store.meta.set(TOKEN, "a token")  # signed in: nothing else is opened at a start
        lease_out(store, [make_task(f"t{n}") for n in range(1, tasks + 1)])
        store.close()

    @property
    def path(self) -> Path:
        return self.profile.store_path

    def open(self, **how: bool) -> Store:
        return self.profile.open(self.keys, clock=self.clock, **how)

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.profile.folder.iterdir() if path.is_file()}

    def seals(self, *tasks: str) -> None:
        store = self.open()
        for task in tasks:
            seal(store, task, f'{{"of":"{task}"}}'.encode())
        store.close()

    def writes(self, task: str, words: str) -> None:
        """A draft of the task says these words."""
        store = self.open()
        row = store.drafts.open(task)
        store.drafts.save(row.submission_id, row.revision, {"answers": {"why": {"text": words}}})
        store.close()

    def backs_up(self) -> None:
        store = self.open()
        assert store.back_up(now=True)
        store.close()

    def dies(self, script: str) -> None:
        """Opens the store in a process of its own, runs `script`, and is killed with the WAL unfolded."""
        card = self.profile.card()
        assert card is not None
        before = (
            "import os, sys\nfrom pathlib import Path\nfrom hdclient.store.keys import SessionKeys\n"
            "from hdclient.store.profile import Profile\nkeys = SessionKeys()\n"
            "keys.save(sys.argv[2], bytes.fromhex(sys.argv[3]))\nstore = Profile(Path(sys.argv[1])).open(keys)\n"
        )
        script = before + script + "\nos.kill(os.getpid(), 9)"
        facts = (str(self.profile.folder), card.store_uuid, self.keys.load(card.store_uuid).hex())
        done = subprocess.run(
            [sys.executable, "-c", script, *facts], timeout=60, check=False, capture_output=True
        )
        assert done.returncode == -9, done.stderr

    def damage(self, *pages: int) -> None:
        """One bit of each of these pages (from 1) flips."""
        data = bytearray(self.path.read_bytes())
        for page in pages:
            data[(page - 1) * 4096 + 1000] ^= 1
        self.path.write_bytes(data)

    def pages(self) -> int:
        return self.path.stat().st_size // 4096
