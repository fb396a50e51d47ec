"""The file of what tasks show: proved by hashes, apart from the work, and nobody's trouble when it is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from hdclient.errors import StoreFull
from hdclient.model.base import sha256_hex
from hdclient.store import Store
from hdclient.store.blob_file import BLOBS_NAME, PIECE, BlobFile, blob_key
from hdclient.store.care import Care
from tests.helpers.disks import small_disk
from tests.helpers.stores import KEY, lease_out, make_store, make_task

LARGE = random.Random(1).randbytes(3 * PIECE + 1234)
SMALL = b"a small picture"


def store_with(folder: Path, *files: bytes) -> Store:
    """Each task t1, t2, … shows one of the files; all are here."""
    store = make_store(folder)
    lease_out(store, [make_task(f"t{n}", image=data) for n, data in enumerate(files, 1)])
    for data in files:
        store.blobs.put(sha256_hex(data), data)
    return store


def reopened(store: Store) -> Store:
    store.close()
    return Store.open(store.path, KEY)


def test_every_range_is_what_it_says_and_the_whole_is_proved(tmp_path: Path) -> None:
    store = reopened(store_with(tmp_path, LARGE, SMALL))
    name = sha256_hex(LARGE)
    assert store.blobs.get(name) == LARGE
    for start, length in (
        (0, 10),
        (PIECE - 5, 10),
        (PIECE, PIECE),
        (2 * PIECE + 7, 2 * PIECE),
        (len(LARGE), 5),
    ):
        assert store.blobs.range(name, start, length) == LARGE[start : start + length]
    assert store.blobs.range("0" * 64, 0, 5) is None
    assert store.blobs.size() == len(LARGE) + len(SMALL)
    store.close()


def test_files_are_not_in_the_file_with_the_work_and_cannot_be_read(tmp_path: Path) -> None:
    store = store_with(tmp_path, LARGE)
    store.close()
    assert store.path.stat().st_size < len(LARGE) < (tmp_path / BLOBS_NAME).stat().st_size
    assert LARGE[:64] not in (tmp_path / BLOBS_NAME).read_bytes()
    with pytest.raises(apsw.NotADBError):  # the key of the work is not the key of the files
        other = apsw.Connection(str(tmp_path / BLOBS_NAME))
        other.pragma("cipher", "chacha20")
        other.pragma("key", "raw:" + KEY.hex())
        other.pragma("user_version")
    assert blob_key(KEY) != KEY


def lose(path: Path, how: str) -> None:
    match how:
        case "missing":
            path.unlink()
        case "emptied":
            path.write_bytes(b"")
        case "header":
            path.write_bytes(os.urandom(4096) + path.read_bytes()[4096:])
        case "another store's":
            path.unlink()
            other = BlobFile(path, os.urandom(32))
            other.put(sha256_hex(SMALL), SMALL)
            other.close()
        case "cut":
            path.write_bytes(path.read_bytes()[: 5 * 4096])
        case "noise":
            path.write_bytes(os.urandom(50_000))


@pytest.mark.parametrize("how", ["missing", "emptied", "header", "another store's", "cut", "noise"])
def test_a_lost_file_is_fetched_again_and_never_a_failed_start(tmp_path: Path, how: str) -> None:
    store = store_with(tmp_path, LARGE, SMALL)
    row = store.drafts.open("t1")
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "words"}}})
    store.close()
    lose(tmp_path / BLOBS_NAME, how)
    store = Store.open(store.path, KEY)
    store.blobs.look_again()
    assert {sha256 for sha256, _, _ in store.blobs.missing()} >= {sha256_hex(LARGE)}
    assert store.blobs.get(sha256_hex(LARGE)) is None and "t1" not in store.tasks.ready_ids()
    for data in (LARGE, SMALL):
        store.blobs.put(sha256_hex(data), data)
    store = reopened(store)
    assert store.blobs.get(sha256_hex(LARGE)) == LARGE and store.blobs.get(sha256_hex(SMALL)) == SMALL
    assert store.blobs.missing() == () and set(store.tasks.ready_ids()) == {"t1", "t2"}
    store.close()


def test_a_missing_file_is_noticed_at_the_start(tmp_path: Path) -> None:
    store = store_with(tmp_path, SMALL)
    store.close()
    (tmp_path / BLOBS_NAME).unlink()
    store = Store.open(store.path, KEY)
    assert store.tasks.ready_ids() == () and len(store.blobs.missing()) == 1
    store.close()


def test_a_damaged_page_costs_one_file_and_not_the_others(tmp_path: Path) -> None:
    store = store_with(tmp_path, LARGE, SMALL)
    store.close()
    path = tmp_path / BLOBS_NAME
    data = bytearray(path.read_bytes())
    data[40 * 4096 + 1000] ^= 1
    path.write_bytes(data)
    store = Store.open(store.path, KEY)
    assert store.blobs.get(sha256_hex(LARGE)) is None
    assert [sha256 for sha256, _, _ in store.blobs.missing()] == [sha256_hex(LARGE)]
    assert store.blobs.get(sha256_hex(SMALL)) == SMALL and store.tasks.ready_ids() == ("t2",)
    store.blobs.put(sha256_hex(LARGE), LARGE)
    assert store.blobs.get(sha256_hex(LARGE)) == LARGE
    store.close()


def test_bytes_without_their_hash_are_none(tmp_path: Path) -> None:
    """Every page verifies, and yet it is the wrong picture: an old copy of a page that was put back."""
    store = store_with(tmp_path, LARGE)
    with store._files._lock:
        store._files._opened().execute("UPDATE piece SET data=zeroblob(length(data)) WHERE number=1")
    assert store.blobs.get(sha256_hex(LARGE)) is None
    assert len(store.blobs.missing()) == 1
    store.close()


def test_killed_while_a_file_is_written_it_is_missing_or_whole(tmp_path: Path) -> None:
    store = store_with(tmp_path, SMALL)
    lease_out(store, [make_task("t1", image=SMALL), make_task("t2", image=LARGE)])
    store.close()
    script = (
        "import os, random, sys, threading, time\nfrom pathlib import Path\nfrom hdclient.store import Store\n"
        "from tests.core.test_store_blobs import LARGE, KEY, sha256_hex\n"
        "store = Store.open(Path(sys.argv[1]), KEY)\n"
        "threading.Timer(float(sys.argv[2]), os.kill, (os.getpid(), 9)).start()\n"
        "while True: store.blobs.put(sha256_hex(LARGE), LARGE)\n"
    )
    for wait in (0.001, 0.004, 0.01, 0.02):
        given = [sys.executable, "-c", script, str(store.path), str(wait)]
        assert subprocess.run(given, timeout=60, check=False, cwd=Path(__file__).parents[2]).returncode == -9
        store = Store.open(store.path, KEY)
        assert store.blobs.get(sha256_hex(SMALL)) == SMALL
        assert store.blobs.get(sha256_hex(LARGE)) in (None, LARGE)
        store.close()


def test_files_of_older_versions_are_shown_and_move_out_in_quiet_moments(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    lease_out(store, [make_task("t1", image=LARGE), make_task("t2", image=SMALL)])
    with store.transaction():
        for data in (LARGE, SMALL):
            store._db.execute(
                "UPDATE blob SET state='present', data=? WHERE sha256=?", (data, sha256_hex(data))
            )
    store = reopened(store)
    assert store.tasks.ready_ids() == ("t1", "t2")
    assert store.blobs.get(sha256_hex(LARGE)) == LARGE
    assert store.blobs.range(sha256_hex(LARGE), 5, 9) == LARGE[5:14]
    Care(store).round()
    assert store._db.one("SELECT count(*) FROM blob WHERE data IS NOT NULL") == (0,)
    store = reopened(store)
    assert store.blobs.get(sha256_hex(LARGE)) == LARGE and store.blobs.get(sha256_hex(SMALL)) == SMALL
    assert store.check() == ()
    store.close()


def test_a_read_only_disk_shows_its_files(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        store = store_with(disk.path, LARGE)
        store.close()
        disk.make_read_only()
        store = Store.open(store.path, KEY, read_only=True)
        assert store.blobs.get(sha256_hex(LARGE)) == LARGE
        store.close()


def test_a_full_disk_leaves_the_file_missing_and_the_work_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        store = store_with(disk.path, SMALL)
        lease_out(store, [make_task("t1", image=SMALL), make_task("t2", image=LARGE)])
        film = (disk.path / "film").open("wb", buffering=0)
        with film, suppress(OSError):
            film.write(b"x" * 2_600_000)
        with pytest.raises(StoreFull):
            for _ in range(9):
                store.blobs.put(sha256_hex(LARGE), LARGE)
                film = (disk.path / "film").open("ab", buffering=0)
                with film:
                    film.write(b"x" * 200_000)
        assert store.blobs.get(sha256_hex(SMALL)) == SMALL and store.check() == ()
        store.close()


def test_while_a_file_is_written_words_are_saved(tmp_path: Path) -> None:
    store = store_with(tmp_path, SMALL)
    row = store.drafts.open("t1")
    done = threading.Event()

    def save() -> None:
        store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "words"}}})
        done.set()

    with store._files._lock:  # as `put` has it while 20 MB go to the disk
        threading.Thread(target=save).start()
        assert done.wait(60)
    store.close()
