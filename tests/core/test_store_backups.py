"""Backups: encrypted, whole, few, made while work goes on, and one before each migration."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from hdclient.errors import StoreDamaged, StoreError, StoreFull
from hdclient.store import Store, backups, migrating
from hdclient.store.backups import CLOSE_EVERY_MS, EVERY_MS, FIRST_MS, KEEP, check_whole, found
from hdclient.store.care import Care
from hdclient.store.migrating import Migration, migrations, newest_version
from tests.helpers.disks import small_disk
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import seal, words

MARKER = "KAKADU-7351"


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    return KeptWork(tmp_path / "account")


def key_of(work: KeptWork) -> bytes:
    card = work.profile.card()
    assert card is not None
    return work.keys.load(card.store_uuid)


def test_a_backup_is_a_whole_encrypted_store(work: KeptWork) -> None:
    work.writes("t1", MARKER)
    work.seals("t2")
    work.backs_up()
    (copy,) = found(work.profile.folder)
    assert copy.seals == 1 and copy.made.startswith("20") and not copy.before
    data = copy.path.read_bytes()
    assert MARKER.encode() not in data and b"SQLite format" not in data and b"CREATE TABLE" not in data
    assert sorted(path.name for path in copy.path.parent.iterdir()) == [copy.path.name, "store.json"]
    with pytest.raises(StoreError):
        check_whole(copy.path, bytes(32))
    store = Store.open(copy.path, key_of(work))
    assert words(store) == {"why": {"text": MARKER}} and store.check() == () and store.counts.seals == 1
    store.close()


def test_one_is_made_only_when_something_changed_and_some_time_passed(work: KeptWork) -> None:
    store = work.open()
    assert store.back_up()
    assert not store.back_up()
    work.clock.advance(EVERY_MS + 1)
    assert not store.back_up(), "nothing has changed"
    store.drafts.open("t1")
    assert store.back_up() and not store.back_up()
    store.drafts.open("t2")
    assert not store.back_up(), "too soon"
    store.close()


def test_only_the_newest_are_kept(work: KeptWork) -> None:
    store = work.open()
    for n in range(KEEP + 3):
        store.meta.set("n", str(n))
        assert store.back_up(now=True)
    store.close()
    assert [copy.number for copy in found(work.profile.folder)] == [6, 5, 4]


def test_a_damaged_store_gives_no_backup_and_takes_none_away(work: KeptWork) -> None:
    work.writes("t1", "words" * 4000)
    for _ in range(KEEP):
        work.backs_up()
    before = found(work.profile.folder)
    work.damage(work.pages() - 1)
    store = work.open()
    with pytest.raises(StoreDamaged):
        store.back_up(now=True)
    store.close()
    assert found(work.profile.folder) == before
    assert sorted(path.name for path in before[0].path.parent.iterdir()) == [
        *sorted(c.path.name for c in before),
        "store.json",
    ]
    with pytest.raises(StoreDamaged, match="damaged"):
        work.open()  # the next start reads it whole, and says so


def test_work_goes_on_while_a_backup_is_made(work: KeptWork, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every copy shows one moment: never a seal without its outbox row, nor the other way round."""
    monkeypatch.setattr("hdclient.store.database._COPY_PAGES", 2)
    store = work.open()
    store.meta.set("bulk", "x" * 300_000)
    stop = threading.Event()
    done: list[int] = []

    def judge() -> None:
        while not stop.is_set():
            row = seal(store, "t1", b"{}", ready=False)
            store.drafts.unseal(row.submission_id, 1)
            done.append(1)

    thread = threading.Thread(target=judge)
    thread.start()
    try:
        for _ in range(3):
            before = len(done)
            assert store.back_up(now=True)
            assert len(done) > before, "it kept the lock all the time"
    finally:
        stop.set()
        thread.join()
        store.close()
    for copy in found(work.profile.folder):
        kept = Store.open(copy.path, key_of(work))
        states = kept._db.query("SELECT state FROM submission")
        assert len(kept._db.query("SELECT 1 FROM outbox")) == states.count(("queued",))
        assert kept.check() == ()
        kept.close()


def test_a_backup_that_is_stopped_leaves_nothing(work: KeptWork) -> None:
    store = work.open()
    assert not store.back_up(lambda: True)
    store.close()
    assert found(work.profile.folder) == () and not list((work.profile.folder / "backups").iterdir())


def test_no_backup_takes_the_last_space(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        work = KeptWork(disk.path / "account")
        store = work.open()
        assert not store.back_up(now=True)
        store.close()
        assert found(work.profile.folder) == ()


def test_before_a_migration_the_old_format_is_kept(work: KeptWork, monkeypatch: pytest.MonkeyPatch) -> None:
    work.writes("t1", "before")
    known = newest_version()
    steps = (*migrations(), Migration(known + 1, "next", "CREATE TABLE extra(x TEXT) STRICT;"))
    with monkeypatch.context() as newer:
        newer.setattr(migrating, "migrations", lambda: steps)
        for _ in range(2):
            store = work.open()
            assert words(store) == {"why": {"text": "before"}}
            store.close()
    (copy,) = found(work.profile.folder)
    assert copy.before == known + 1
    old = Store.open(copy.path, key_of(work))
    assert words(old) == {"why": {"text": "before"}}
    old.close()


def test_without_space_for_the_copy_there_is_no_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        work = KeptWork(disk.path / "account")
        before = work.files()
        known = newest_version()
        steps = (*migrations(), Migration(known + 1, "next", "CREATE TABLE extra(x TEXT) STRICT;"))
        with monkeypatch.context() as newer:
            newer.setattr(migrating, "migrations", lambda: steps)
            with pytest.raises(StoreFull, match="format of this hdclient"):
                work.open()
        assert work.files() == before
        work.open().close()


def test_a_migration_that_is_killed_has_its_copy_and_can_be_tried_again(work: KeptWork) -> None:
    work.writes("t1", "before")
    known = newest_version()
    script = (
        "import apsw, os\n"
        "from hdclient.store import migrating\nfrom hdclient.store.migrating import Migration, migrations\n"
        f"steps = (*migrations(), Migration({known + 1}, 'next', 'CREATE TABLE extra(x TEXT) STRICT;'))\n"
        "migrating.migrations = lambda: steps\n"
        "migrating._run = lambda connection, step: os.kill(os.getpid(), 9)\n"
        "store.close(); Profile(Path(sys.argv[1])).open(keys)"
    )
    work.dies(script)
    assert [copy.before for copy in found(work.profile.folder)] == [known + 1]
    store = work.open()
    assert words(store) == {"why": {"text": "before"}}
    store.close()


def test_only_names_of_ours_are_backups(tmp_path: Path) -> None:
    folder = tmp_path / backups.FOLDER
    folder.mkdir()
    for name in ("part", "x.db", "0001.db", "0001-1-1-1-20261121T080000Z.db.bak"):
        (folder / name).touch()
    assert found(tmp_path) == () and found(tmp_path / "nowhere") == ()


def test_a_damaged_page_that_is_met_at_work_is_told_and_has_the_next_start_read_all(work: KeptWork) -> None:
    work.writes("t1", "words " * 5_000)
    store = work.open()
    ((page,),) = store._db.query("SELECT rootpage FROM sqlite_schema WHERE name='review'")
    store.close()
    work.damage(page)
    store = work.open()
    told: list[str] = []
    store.on_trouble = told.append
    with pytest.raises(StoreDamaged):
        store._db.query("SELECT count(*) FROM review NOT INDEXED")
    assert told == ["damaged"]
    store.close()
    with pytest.raises(StoreDamaged):
        work.open()


def test_at_the_end_of_a_day_there_is_a_copy_of_it(work: KeptWork) -> None:
    store = work.open()
    care = Care(store)
    care.last_copy()
    (first,) = found(work.profile.folder)
    store.drafts.open("t1")
    care.last_copy()
    assert len(found(work.profile.folder)) == 2, "the first was of an empty store"
    work.clock.advance(FIRST_MS)
    store.drafts.open("t2")
    care.last_copy()
    later = found(work.profile.folder)[0]
    store.drafts.open("t3")
    work.clock.advance(CLOSE_EVERY_MS - 1)
    care.last_copy()
    assert found(work.profile.folder)[0] == later, "not at every end"
    work.clock.advance(1)
    care.last_copy()
    assert found(work.profile.folder)[0].number > later.number > first.number
    store.close()


def test_where_there_is_no_copy_one_is_made_soon_after_the_start(
    work: KeptWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.store.care.FIRST_COPY_S", 0.01)
    store = work.open()
    care = Care(store)
    care.start()
    end = time.monotonic() + 20
    while not found(work.profile.folder) and time.monotonic() < end:
        time.sleep(0.02)
    care.stop()
    assert found(work.profile.folder)
    store.close()


def test_a_copy_at_the_end_that_takes_too_long_is_given_up(
    work: KeptWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.store.care.LAST_COPY_S", -1.0)
    store = work.open()
    Care(store).last_copy()
    assert found(work.profile.folder) == () and not list((work.profile.folder / "backups").iterdir())
    store.close()
