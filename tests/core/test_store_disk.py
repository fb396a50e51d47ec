"""Disks that are full, read-only or broken: nothing that was acknowledged is lost, and what is there can be seen."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import apsw
import pytest

from hdclient.errors import (
    StoreFull,
    StoreUnwritable,
)
from hdclient.store import Store
from tests.helpers.disks import FailingLayer, small_disk
from tests.helpers.stores import BETTER, KEY, SAVED, begin, make_store, words


def test_an_unwritable_folder_says_so_and_its_work_can_still_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        path = begin(disk.path)
        disk.make_read_only()
        with pytest.raises(StoreUnwritable):
            Store.open(path, KEY)
        with pytest.raises(StoreUnwritable):
            Store.create(disk.path / "other.db", KEY)
        store = Store.open(path, KEY, read_only=True)
        assert words(store) == SAVED
        with pytest.raises(StoreUnwritable):
            store.drafts.open("t2")
        store.close()
        disk.make_writable()
        store = Store.open(path, KEY)
        store.drafts.open("t2")
        store.close()


def test_a_read_only_disk_shows_even_what_was_still_in_the_wal(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        path = begin(disk.path)
        script = (
            "import os, sys; from pathlib import Path; from hdclient.store import Store\n"
            "s = Store.open(Path(sys.argv[1]), bytes(range(32))); r = s.drafts.current('t1')\n"
            "s.drafts.save(r.submission_id, 1, {'answers': {'why': {'text': 'last words'}}}); os.kill(os.getpid(), 9)"
        )
        subprocess.run([sys.executable, "-c", script, str(path)], timeout=60, check=False)
        assert (disk.path / "store.db-wal").stat().st_size > 0
        disk.make_read_only()
        store = Store.open(path, KEY, read_only=True)
        assert words(store) == {"why": {"text": "last words"}}
        store.close()


def test_a_read_only_file_says_so_and_can_be_read(tmp_path: Path) -> None:
    """Root may write to everything: as root, the opener becomes nobody first."""
    folder = Path(tempfile.mkdtemp(prefix="hdclient-test-"))
    try:
        path = begin(folder)
        before = path.read_bytes()
        folder.chmod(0o777)
        path.chmod(0o444)
        script = (
            "import os, sys; from pathlib import Path; from hdclient.store import Store\n"
            "from hdclient.errors import StoreUnwritable\n"
            "from hdclient.store.migrating import newest_version; newest_version()\n"
            "if os.geteuid() == 0: os.setuid(65534)\n"
            "path = Path(sys.argv[1])\n"
            "try: Store.open(path, bytes(range(32)))\n"
            "except StoreUnwritable: print('unwritable')\n"
            "store = Store.open(path, bytes(range(32)), read_only=True)\n"
            "print(store.drafts.current('t1').draft['answers'])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout.splitlines() == ["unwritable", str(SAVED)], done.stderr
        assert path.read_bytes() == before
    finally:
        shutil.rmtree(folder)


def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_space(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        store = make_store(disk.path, tasks=1)
        row = store.drafts.open("t1")
        ballast = disk.path / "ballast"
        ballast.write_bytes(b"x" * 300_000)
        saved = 0
        with pytest.raises(StoreFull) as caught:
            for n in range(1, 2_000):
                store.drafts.save(row.submission_id, 1, {"answers": {}, "n": n, "words": "w" * 3_000})
                saved = n
        assert "full" in caught.value.what
        current = store.drafts.current("t1")
        assert current is not None and current.draft["n"] == saved
        ballast.unlink()
        store.drafts.save(row.submission_id, 1, {"answers": {}, "n": -1})
        store.close()
        store = Store.open(disk.path / "store.db", KEY)
        current = store.drafts.current("t1")
        assert current is not None and current.draft["n"] == -1
        assert store.check() == ()
        store.close()


def test_a_transaction_that_hit_the_full_disk_cannot_go_on_half_done(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        store = make_store(disk.path, tasks=1)
        ballast = disk.path / "ballast"
        ballast.write_bytes(b"x" * 300_000)
        with pytest.raises(StoreFull), store.transaction():
            store.meta.set("first", "1")
            with contextlib.suppress(StoreFull):  # as careless code would
                store.meta.set("big", "x" * 20_000_000)  # more than fits into the cache
            ballast.unlink()
            store.meta.set(
                "second", "2"
            )  # there is space again, and it does not notice; the transaction does
        assert store.meta.get("first") == "" and store.meta.get("second") == ""
        store.close()


def test_a_disk_that_fails_to_sync_gives_no_acknowledgement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = FailingLayer()
    plain = apsw.Connection

    def connect(path: str, flags: int) -> apsw.Connection:
        place = f"{Path(path).as_uri()}?vfs=multipleciphers-{layer.vfs_name}"
        return plain(place, flags=flags | apsw.SQLITE_OPEN_URI)

    with monkeypatch.context() as patch:
        patch.setattr(apsw, "Connection", connect)
        path = begin(tmp_path)
        store = Store.open(path, KEY)
        row = store.drafts.current("t1")
        assert row is not None
        layer.failing = True
        with pytest.raises(StoreUnwritable, match="disk"):
            store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "never acknowledged"}}})
        assert words(store) == SAVED
        layer.failing = False
        store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "acknowledged"}}})
        assert store.check() == ()
        store.close()
    store = Store.open(path, KEY)
    assert words(store) == {"why": {"text": "acknowledged"}} and store.check() == ()
    store.close()


def test_a_disk_that_is_full_at_the_end_does_not_keep_the_store_from_closing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        store = make_store(disk.path, tasks=1)
        row = store.drafts.open("t1")
        store.drafts.save(row.submission_id, 1, {"answers": {"better": BETTER}})
        ballast = (disk.path / "ballast").open("wb", buffering=0)
        with ballast, contextlib.suppress(OSError):
            while True:
                ballast.write(b"x" * 4096)
        store.close()
        (disk.path / "ballast").unlink()
        store = Store.open(disk.path / "store.db", KEY)
        assert words(store) == {"better": BETTER}
        store.close()
