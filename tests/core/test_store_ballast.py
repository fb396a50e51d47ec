"""A full disk: the reserve is given back so that the words in memory are saved, and the person is told."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from hdclient.errors import StoreFull
from hdclient.events import EventHub
from hdclient.model.submission import SubmissionState
from hdclient.session.desk import Desk
from hdclient.store import Store, ballast
from hdclient.store.ballast import BALLAST_BYTES, BALLAST_NAME
from hdclient.store.care import Care
from tests.helpers.disks import Disk, small_disk
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import BETTER, outbox_agrees, words


@pytest.fixture
def cramped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A disk of 8 MB with a store and its ballast."""
    monkeypatch.setattr(ballast, "RESERVE_BYTES", 5_000_000)
    with small_disk(tmp_path / "disk", "8m") as disk:
        yield disk, KeptWork(disk.path / "account")


def fill_up(disk: Disk) -> None:
    with (disk.path / "film").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 512)


def test_the_words_in_memory_are_saved_and_submitted_on_a_full_disk(cramped: tuple[Disk, KeptWork]) -> None:
    disk, work = cramped
    store = work.open()
    told: list[str] = []
    store.on_trouble = told.append
    assert store.fill_ballast() and (work.profile.folder / BALLAST_NAME).stat().st_size == BALLAST_BYTES
    row = store.drafts.open("t1")
    fill_up(disk)
    said = {"why": {"text": "w" * 200_000}}
    store.drafts.save(row.submission_id, 1, {"answers": said})
    assert told == ["full"] and not (work.profile.folder / BALLAST_NAME).exists()
    store.drafts.seal(row.submission_id, 1, b'{"a":1}')
    assert outbox_agrees(store)
    store.close()
    store = work.open()
    assert words(store) == said and store.check() == ()
    store.close()


def test_a_submit_that_hits_the_full_disk_is_the_one_that_gets_the_reserve(
    cramped: tuple[Disk, KeptWork],
) -> None:
    """What was typed in the last moment is not on the disk yet: sealing writes it, with the rest."""
    disk, work = cramped
    store = work.open()
    told: list[str] = []
    store.on_trouble = told.append
    assert store.fill_ballast()
    session = Desk(store, EventHub(), work.clock).open("t1")
    session.set_answer("better", BETTER)
    session.set_answer("why", {"text": "w" * 200_000}, settle=True)
    fill_up(disk)
    session.submit()
    assert told == ["full"] and session.state is SubmissionState.QUEUED and outbox_agrees(store)
    store.close()
    store = work.open()
    kept = store.drafts.get(session.submission_id, 1)
    assert kept is not None and kept.draft["answers"] == {"better": BETTER, "why": {"text": "w" * 200_000}}
    store.close()


def test_without_a_reserve_it_is_said_and_nothing_is_lost(cramped: tuple[Disk, KeptWork]) -> None:
    disk, work = cramped
    store = work.open()
    row = store.drafts.open("t1")
    fill_up(disk)
    for n in range(400):
        try:
            store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": f"{n} " * 20_000}}})
        except StoreFull as error:
            assert "full" in error.what and error.meaning and error.remedy
            break
    else:
        raise AssertionError("this disk is never full")
    with pytest.raises(StoreFull):
        store.drafts.seal(row.submission_id, 1, b"x" * 100_000)
    (disk.path / "film").unlink()
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "again"}}})
    assert words(store) == {"why": {"text": "again"}} and store.fill_ballast()
    store.close()


def test_no_reserve_is_made_of_the_last_space(cramped: tuple[Disk, KeptWork]) -> None:
    disk, work = cramped
    store = work.open()
    (disk.path / "film").write_bytes(b"x" * 4_000_000)
    assert not store.fill_ballast() and not (work.profile.folder / BALLAST_NAME).exists()
    store.close()


def test_in_a_quiet_moment_all_is_folded_copied_and_set_aside(tmp_path: Path) -> None:
    work = KeptWork(tmp_path / "account")
    store = work.open()
    store.drafts.open("t1")
    wal = work.path.with_name("store.db-wal")
    assert wal.stat().st_size > 0
    care = Care(store)
    care.start()
    care.round()
    assert wal.stat().st_size == 0
    assert [path.suffix for path in sorted((work.profile.folder / "backups").iterdir())] == [".db", ".json"]
    assert (work.profile.folder / BALLAST_NAME).exists()
    care.stop()
    store.close()
    care.round()  # stopped: it touches nothing


@pytest.mark.logs
def test_a_store_that_is_damaged_stands_in_nobodys_way(tmp_path: Path) -> None:
    work = KeptWork(tmp_path / "account")
    work.writes("t1", "words " * 5_000)
    store: Store = work.open()
    ((page,),) = store._db.query("SELECT rootpage FROM sqlite_schema WHERE name='review'")
    store.close()
    work.damage(page)
    store = work.open()
    told: list[str] = []
    store.on_trouble = told.append
    Care(store).round()
    assert told == ["damaged"] and words(store) is not None
    store.close()


def test_what_could_not_be_let_go_on_a_full_disk_goes_when_there_is_space(
    cramped: tuple[Disk, KeptWork],
) -> None:
    """Not only at the next start."""
    disk, work = cramped
    store = work.open()
    desk = Desk(store, EventHub(), work.clock)
    row = store.drafts.open("t1")
    store.drafts.seal(row.submission_id, 1, b'{"a":1}')
    desk._sealed(row.submission_id, 1)
    fill_up(disk)
    work.clock.ms += 200_000
    again = desk.release_due()
    assert again and store.outbox.next_due_ms() is None, "it waits, and nothing is raised"
    (disk.path / "film").unlink()
    assert desk.release_due() is None and store.outbox.next_due_ms() is not None
    store.close()
