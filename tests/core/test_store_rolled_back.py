"""An older file put back, a deleted WAL, a torn mark: noticed by what stands outside the store, not guessed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from hdclient.errors import StoreMissing, StoreRolledBack
from hdclient.store import Store
from hdclient.store.high_water import MARK_NAME, Counts, HighWater
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import KEY, seal

UUID = "0190-store"


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    return KeptWork(tmp_path / "account")


def test_an_old_copy_that_is_put_back_is_noticed_with_what_is_missing(work: KeptWork, tmp_path: Path) -> None:
    work.seals("t1")
    shutil.copy(work.path, tmp_path / "old.db")
    work.seals("t2", "t3")
    shutil.copy(tmp_path / "old.db", work.path)
    before = work.files()
    with pytest.raises(StoreRolledBack, match="Up to 2 submissions are not in it") as caught:
        work.open()
    assert caught.value.remedy and work.files() == before
    store = work.open(accept_older=True)
    assert len(store.outbox.due(10, 10_000)) == 1
    store.close()
    work.open().close()  # accepted once, it is the history that counts


def test_a_deleted_wal_is_noticed(work: KeptWork) -> None:
    work.dies("r = store.drafts.open('t1'); store.drafts.seal(r.submission_id, 1, b'{}')")
    wal = work.path.with_name("store.db-wal")
    assert wal.stat().st_size > 0
    aside = wal.read_bytes()
    wal.unlink()
    with pytest.raises(StoreRolledBack, match="Up to 1 submission is not in it"):
        work.open()
    wal.write_bytes(aside)  # "put the newer files back and try again"
    store = work.open()
    assert store.counts.seals == 1
    store.close()


def test_a_bit_that_flips_in_the_wal_is_noticed(work: KeptWork) -> None:
    """SQLite drops the rest of a WAL that does not add up, without a word: it looks like a write that was torn."""
    work.dies("store.drafts.open('t1')\nstore.drafts.open('t2')\nstore.drafts.open('t3')")
    wal = work.path.with_name("store.db-wal")
    data = bytearray(wal.read_bytes())
    data[len(data) // 2] ^= 1
    wal.write_bytes(data)
    with pytest.raises(StoreRolledBack, match="changes to your drafts"):
        work.open()


@pytest.mark.parametrize("last", ["words", "seal"])
def test_a_kill_alone_is_never_taken_for_an_older_store(work: KeptWork, last: str) -> None:
    script = "r = store.drafts.open('t1'); store.drafts.save(r.submission_id, 1, {'answers': {}})"
    work.dies(script if last == "words" else script + "\nstore.drafts.seal(r.submission_id, 1, b'{}')")
    store = work.open()
    assert store.drafts.current("t1") is not None
    store.close()


@pytest.mark.parametrize("fault", ["gone", "empty", "short", "noise", "of another store"])
def test_a_mark_that_cannot_be_believed_accuses_nobody(work: KeptWork, fault: str) -> None:
    mark = work.profile.folder / MARK_NAME
    if fault == "gone":
        mark.unlink()
    elif fault == "of another store":
        mark.unlink()
        other = HighWater(mark, KEY, "another")
        other.note(Counts(10**9, 10**6))
        other.close()
    else:
        mark.write_bytes({"empty": b"", "short": b"hdm1", "noise": os.urandom(8192)}[fault])
    work.seals("t1")
    work.open().close()
    card = work.profile.card()
    assert card is not None
    read = HighWater(mark, work.keys.load(card.store_uuid), card.store_uuid).read()
    assert read is not None and read.seals == 1


def test_a_mark_that_a_power_cut_left_behind_accuses_nobody(work: KeptWork) -> None:
    """A note is not synced with its commit: after a power cut any earlier one may be what the disk holds."""
    mark = work.profile.folder / MARK_NAME
    earlier = [mark.read_bytes()]
    store = work.open()
    for task in ("t1", "t2", "t3"):
        seal(store, task)
        earlier.append(mark.read_bytes())
    store.close()
    assert len(set(earlier)) == 4
    for old in earlier:
        mark.write_bytes(old)
        store = work.open()
        assert store.counts.seals == 3
        store.close()


def test_a_torn_note_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / MARK_NAME
    mark = HighWater(path, KEY, UUID)
    for n in range(1, 6):
        mark.note(Counts(n, 0))
    mark.close()
    whole = path.read_bytes()
    assert HighWater(path, KEY, UUID).read() == Counts(5, 0)
    for slot in (0, 4096):
        torn = bytearray(whole)
        torn[slot + 4 : slot + 12] = os.urandom(8)
        path.write_bytes(torn)
        assert HighWater(path, KEY, UUID).read() in (Counts(4, 0), Counts(5, 0))


def test_a_foreign_store_is_refused_before_it_is_written_to(work: KeptWork, tmp_path: Path) -> None:
    """With our key, but without our name in it; and one with no table at all, which would be filled like a new one."""
    card = work.profile.card()
    assert card is not None
    key = work.keys.load(card.store_uuid)
    Store.create(tmp_path / "other.db", key).close()
    shutil.copy(tmp_path / "other.db", work.path)
    before = work.files()
    with pytest.raises(StoreMissing, match="not the one that belongs here"):
        work.open()
    assert work.files() == before


def test_only_what_changes_something_is_counted(work: KeptWork) -> None:
    store = work.open()
    before = store.counts
    with store.transaction():
        pass
    store.outbox.release_all()
    assert store.counts == before
    store.drafts.open("t1")
    with store.transaction():
        store.meta.set("a", "1")
        with store.transaction():
            store.meta.set("b", "1")
    assert store.counts == Counts(before.changes + 2, before.seals)
    store.close()
