"""Going on after damage: from a backup, from what can be read, from both; the old files stay, at every kill."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from hdclient.errors import StoreDamaged, StoreError, StoreInUse, StoreMissing, StoreRolledBack
from hdclient.model.chain import check
from hdclient.model.submission import SubmissionState
from hdclient.store import Store
from hdclient.store.rescue import Rescue, Rescued
from hdclient.store.salvage import Salvaged
from hdclient.store.ways_out import ways_out
from tests.helpers.judgements import body_bytes
from tests.helpers.kept_work import ORIGIN, KeptWork
from tests.helpers.stores import outbox_agrees, send_all, state_of, words


class Crash(BaseException):
    """The process dies here."""


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    return KeptWork(tmp_path / "account")


def rescued(work: KeptWork, *, with_backup: bool = True) -> Rescued:
    rescue = Rescue(work.profile, work.keys, work.clock)
    return rescue.go(rescue.newest_backup() if with_backup else None)


def bodies(store: Store) -> dict[str, bytes]:
    """What is on its way, by task."""
    store.outbox.recover()
    return {
        found.task_id: row.body
        for row in store.outbox.due(1000, 10_000_000)
        if (found := store.submissions.find(row.submission_id, row.revision))
    }


@pytest.mark.parametrize("fault", ["header", "missing", "emptied", "cut"])
def test_a_lost_store_goes_on_from_its_backup(work: KeptWork, fault: str) -> None:
    work.writes("t1", "words of the backup")
    work.seals("t2")
    work.backs_up()
    work.seals("t3")
    rescue = Rescue(work.profile, work.keys, work.clock)
    match fault:
        case "header":
            data = bytearray(work.path.read_bytes())
            data[:4096] = random.Random(1).randbytes(4096)
            work.path.write_bytes(data)
        case "missing":
            work.path.unlink()
        case "emptied":
            work.path.write_bytes(b"")
        case "cut":
            work.path.write_bytes(work.path.read_bytes()[:4096])
    with pytest.raises((StoreDamaged, StoreMissing)):
        work.open()
    backup = rescue.newest_backup()
    assert backup is not None and rescue.newer_seals(backup) == 1
    before = work.path.read_bytes() if fault != "missing" else None
    result = rescue.go(backup)
    aside = result.aside / "store.db"
    assert (aside.read_bytes() if aside.exists() else None) == before
    store = work.open()
    assert words(store) == {"why": {"text": "words of the backup"}} and store.check() == ()
    assert bodies(store)["t2"] == b'{"of":"t2"}' and outbox_agrees(store)
    store.close()
    work.open().close()


def test_what_is_newer_than_the_backup_is_read_from_the_damaged_file(work: KeptWork) -> None:
    work.writes("t1", "old words")
    work.backs_up()
    work.writes("t1", "new words")
    work.seals("t2")
    page = page_of(work, "task")
    work.damage(page)
    result = rescued(work)
    assert result.readable and result.salvaged == Salvaged(drafts=1, submissions=1, lost=0)
    store = work.open()
    assert words(store) == {"why": {"text": "new words"}}
    assert bodies(store) == {"t2": b'{"of":"t2"}'} and store.check() == () and outbox_agrees(store)
    assert len(send_all(store)) == 1
    store.close()


@pytest.mark.parametrize("pages", [1, 5, 10])
@pytest.mark.parametrize("backup", [True, False])
def test_of_a_file_whose_end_is_cut_off_all_the_rest_is_read(
    tmp_path: Path, pages: int, backup: bool
) -> None:
    """As a disk may leave it after a power cut. Each piece of work is taken over, or counted as lost."""
    work = KeptWork(tmp_path / "account", tasks=30)
    work.writes("t1", "old words")
    if backup:
        work.backs_up()
    work.writes("t1", "new words")
    work.seals("t2", "t3")
    for number in range(4, 31):
        work.writes(f"t{number}", "words " * 200)
    work.path.write_bytes(work.path.read_bytes()[: -4096 * pages])
    result = rescued(work, with_backup=backup)
    assert result.readable and result.salvaged.submissions == 2 and result.salvaged.drafts >= 15
    assert result.salvaged.drafts + result.salvaged.submissions + result.salvaged.lost == 30
    store = work.open()
    assert words(store) == {"why": {"text": "new words"}} and set(bodies(store)) == {"t2", "t3"}
    assert store.check() == () and outbox_agrees(store)
    store.close()


@pytest.mark.parametrize("fault", ["missing", "emptied", "noise"])
def test_where_no_backup_is_whole_the_newest_is_read_as_far_as_it_can_be(work: KeptWork, fault: str) -> None:
    work.writes("t1", "words of the backup")
    work.seals("t2")
    work.backs_up()
    (backup,) = (work.profile.folder / "backups").glob("*.db")
    backup.write_bytes(backup.read_bytes()[:-4096])
    damaged = backup.read_bytes()
    if fault == "missing":
        work.path.unlink()
    else:
        work.path.write_bytes(random.Random(1).randbytes(40_960) if fault == "noise" else b"")
    with pytest.raises((StoreDamaged, StoreMissing)) as raised:
        work.open()
    first, *_ = ways_out(raised.value, work.profile, work.keys, work.clock)
    assert not first.last_resort
    first.go()
    store = work.open()
    assert words(store) == {"why": {"text": "words of the backup"}} and store.check() == ()
    assert bodies(store) == {"t2": b'{"of":"t2"}'} and outbox_agrees(store)
    store.close()
    assert backup.read_bytes() == damaged


def page_of(work: KeptWork, table: str) -> int:
    """The root page of a table."""
    store = work.open()
    ((page,),) = store._db.query("SELECT rootpage FROM sqlite_schema WHERE name=?", (table,))
    store.close()
    return int(page)


def test_submissions_whose_rows_are_lost_are_told_by_their_own_bytes(work: KeptWork) -> None:
    """The table of submissions cannot be read at all, and there is no backup: what was sealed says whose it is."""
    store = work.open()
    sealed: dict[str, bytes] = {}
    for task_id in ("t1", "t2"):
        assignment = store.tasks.assignment(task_id)
        assert assignment is not None
        row = store.drafts.open(task_id)
        sealed[task_id] = body_bytes(assignment.task, assignment.lease, row.submission_id)
        store.drafts.seal(row.submission_id, 1, sealed[task_id])
    store.close()
    work.writes("t3", "words of a draft")
    work.damage(page_of(work, "submission"))
    result = rescued(work, with_backup=False)
    assert result.salvaged == Salvaged(drafts=1, submissions=2, lost=0), (
        "it can only be the one that was begun"
    )
    store = work.open()
    assert words(store, "t3") == {"why": {"text": "words of a draft"}}
    assert bodies(store) == sealed and store.check() == () and outbox_agrees(store)
    assert len(send_all(store)) == 2
    store.close()


@pytest.mark.parametrize("seed", range(12))
def test_every_row_that_can_be_read_is_taken_and_the_rest_is_counted(tmp_path: Path, seed: int) -> None:
    """Random pages of a store with much work in it do not verify: what is taken is true, and nothing is left out."""
    rng = random.Random(seed)
    work = KeptWork(tmp_path / "account", tasks=60)
    work.seals(*[f"t{n}" for n in range(1, 41)])
    store = work.open()
    said = {f"t{n}": f"words {n} " * rng.randrange(1, 900) for n in range(41, 61)}
    for task, text in said.items():
        row = store.drafts.open(task)
        store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": text}}})
    store.close()
    roots = {page_of(work, table) for table in ("submission", "words")}
    damaged = rng.sample(range(2, work.pages() + 1), 3)
    work.damage(*damaged)
    before = work.path.read_bytes()
    try:
        result = rescued(work, with_backup=False)
    except StoreDamaged:
        assert work.path.read_bytes() == before
        return
    salvaged = result.salvaged
    assert (result.aside / "store.db").read_bytes() == before
    store = work.open()
    assert store.check() == () and outbox_agrees(store)
    sent = bodies(store)
    assert all(body == f'{{"of":"{task}"}}'.encode() for task, body in sent.items())
    drafts = {task: store.drafts.current(task) for task in said}
    whole = {task: row for task, row in drafts.items() if row is not None}
    assert all(row.draft["answers"] == {"why": {"text": said[task]}} for task, row in whole.items())
    assert (len(whole), len(sent)) == (salvaged.drafts, salvaged.submissions)
    assert salvaged.drafts + salvaged.submissions + salvaged.lost >= 60
    if not roots & set(damaged):  # without its root, a table cannot be walked: all is counted as lost
        assert salvaged.drafts + salvaged.submissions >= 10
    store.close()


def test_with_a_backup_a_lost_page_costs_nothing_that_the_backup_had(tmp_path: Path) -> None:
    work = KeptWork(tmp_path / "account", tasks=40)
    work.seals(*[f"t{n}" for n in range(1, 31)])
    work.backs_up()
    work.writes("t40", "newest words")
    for page in range(2, work.pages() + 1, 2):
        work.damage(page)
    rescued(work)
    store = work.open()
    assert {f"t{n}" for n in range(1, 31)} <= set(bodies(store)) and store.check() == ()
    store.close()


def test_an_older_file_never_undoes_the_backup(work: KeptWork, tmp_path: Path) -> None:
    work.writes("t1", "old")
    shutil.copy(work.path, tmp_path / "old.db")
    work.writes("t1", "new")
    work.backs_up()
    shutil.copy(tmp_path / "old.db", work.path)
    with pytest.raises(StoreRolledBack):
        work.open()
    result = rescued(work)
    assert not result.readable
    store = work.open()
    assert words(store) == {"why": {"text": "new"}}
    store.close()


def test_a_damaged_backup_is_passed_over(work: KeptWork) -> None:
    work.writes("t1", "first")
    work.backs_up()
    work.writes("t1", "second")
    work.backs_up()
    rescue = Rescue(work.profile, work.keys)
    newest = rescue.newest_backup()
    assert newest is not None
    data = bytearray(newest.path.read_bytes())
    data[-500] ^= 1
    newest.path.write_bytes(data)
    older = rescue.newest_backup()
    assert older is not None and older.number == newest.number - 1


def test_what_the_platform_said_meanwhile_is_asked_again(work: KeptWork) -> None:
    """The backup says queued, the platform has it: sent again with the same id and bytes, which it knows."""
    work.seals("t1")
    work.backs_up()
    store = work.open()
    (row,) = store.outbox.due(10, 10_000)
    send_all(store)
    store.close()
    work.path.unlink()
    rescued(work)
    store = work.open()
    store.outbox.recover()
    (again,) = store.outbox.due(10, 10_000)
    assert (again.key, again.sha256, again.body) == (row.key, row.sha256, row.body)
    draft = store.drafts.current("t1")
    assert draft is not None and state_of(store, draft) is SubmissionState.QUEUED
    assert store.outbox.take([again])
    store.close()


def test_with_nothing_to_go_on_with_nothing_is_touched(work: KeptWork) -> None:
    work.writes("t1", "words")
    work.path.write_bytes(random.Random(2).randbytes(40_960))
    before = work.files()
    for fault in (None, b"", "gone"):
        if fault == b"":
            work.path.write_bytes(b"")
            before = work.files()
        if fault == "gone":
            work.path.unlink()
            before = work.files()
        with pytest.raises(StoreError):
            rescued(work)
        assert work.files() == before


def test_a_store_that_is_open_is_not_replaced(work: KeptWork) -> None:
    work.backs_up()
    store = work.open()
    rescue = Rescue(work.profile, work.keys)
    with pytest.raises(StoreInUse):
        rescue.go(rescue.newest_backup())
    store.drafts.open("t1")
    store.close()


def test_what_was_still_in_the_wal_is_read_too(work: KeptWork) -> None:
    work.writes("t2", "folded")
    page = page_of(work, "review")
    work.dies(
        "r = store.drafts.open('t1')\n"
        "store.drafts.save(r.submission_id, 1, {'answers': {'why': {'text': 'only in the WAL'}}})"
    )
    work.damage(page)
    rescued(work, with_backup=False)
    store = work.open()
    assert words(store) == {"why": {"text": "only in the WAL"}} and store.check() == ()
    store.close()


def test_set_aside_nothing_is_deleted_and_the_next_one_is_new(work: KeptWork) -> None:
    work.writes("t1", "words")
    before = work.files()
    aside = Rescue(work.profile, work.keys).set_aside()
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before
    store = work.profile.open_or_create(work.keys, ORIGIN)
    assert store.drafts.current("t1") is None
    with pytest.raises(StoreInUse):
        Rescue(work.profile, work.keys).set_aside()
    store.close()
    assert Rescue(work.profile, work.keys).set_aside() != aside


@pytest.mark.parametrize("die_at", range(1, 6))
def test_killed_at_any_point_it_can_be_done_again(work: KeptWork, die_at: int) -> None:
    work.writes("t1", "words")
    work.seals("t2")
    work.backs_up()
    work.damage(1)
    passed = 0

    def crash(_: str) -> None:
        nonlocal passed
        passed += 1
        if passed == die_at:
            raise Crash

    rescue = Rescue(work.profile, work.keys, work.clock, crash)
    with pytest.raises(Crash):
        rescue.go(rescue.newest_backup())
    try:
        store = work.open()
    except (StoreDamaged, StoreMissing):
        rescued(work)
        store = work.open()
    assert words(store) == {"why": {"text": "words"}} and bodies(store) == {"t2": b'{"of":"t2"}'}
    store.close()
    names = {path.name for path in work.profile.folder.iterdir()}
    assert names <= {"store.db", "store.json", "store.json.copy", "store.mark", "backups", "aside"}
    assert any(path.name == "store.db" for path in (work.profile.folder / "aside").rglob("*"))


def test_logs_and_versions_come_along_and_a_longer_log_of_the_backup_stays(work: KeptWork) -> None:
    work.writes("t1", "words of the backup")
    work.backs_up()
    store = work.open()
    row = store.drafts.open("t1")
    store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": "later"}}}, left=True)
    lines = store.log.lines("t1")
    store.close()
    work.seals("t2")
    data = bytearray(work.path.read_bytes())
    store = work.open()
    ((page,),) = store._db.query("SELECT rootpage FROM sqlite_schema WHERE name='setting'")
    store.close()
    data[(page - 1) * 4096 : page * 4096] = random.Random(1).randbytes(4096)
    work.path.write_bytes(data)
    rescued(work)
    store = work.open()
    assert store.log.lines("t1") == lines and check("t1", lines) is None
    assert [line.kind for line in store.log.lines("t2")] == ["leased", "opened", "sealed"]
    found = store.submissions.of_task("t1")
    assert found is not None
    assert [version.answers for version in store.journal.versions(found.id)] == [{"why": {"text": "later"}}]
    store.close()
