"""`hdclient doctor`: says what is whole and what is not, shows no content, and rescues when it is told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient import cli
from hdclient.cli.doctor import check
from tests.helpers.disks import small_disk
from tests.helpers.kept_work import KeptWork

MARKER = "KAKADU-7351"


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    kept = KeptWork(tmp_path / "account")
    kept.writes("t1", MARKER)
    kept.seals("t2")
    kept.backs_up()
    kept.seals("t3")
    return kept


def doctor(work: KeptWork, *, rescue: bool = False) -> tuple[int, str]:
    said: list[str] = []
    status = check(work.profile.folder.parent, work.keys, work.clock, rescue=rescue, say=said.append)
    assert MARKER not in "\n".join(said)
    return status, "\n".join(said)


def test_a_whole_store_is_counted(work: KeptWork) -> None:
    status, said = doctor(work)
    assert status == 0 and "every page can be read" in said
    assert "1 draft, 2 queued, 0 sending" in said and "(1 submitted)" in said
    assert "Nothing needs to be done" in said


def test_on_a_disk_that_refuses_writes_all_is_read_and_counted(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        work = KeptWork(disk.path / "account")
        work.writes("t1", MARKER)
        work.seals("t2")
        disk.make_read_only()
        status, said = doctor(work)
        assert status == 1 and "cannot be written to" in said and "can be read; nothing can be" in said
        assert "every page can be read" in said and "1 draft, 1 queued" in said
        assert "was not saved" not in said, "nothing was changed"
        disk.make_writable()
        assert doctor(work)[0] == 0


def test_a_page_that_no_start_reads_is_found_and_rescued(work: KeptWork) -> None:
    store = work.open()
    ((page,),) = store._db.query("SELECT rootpage FROM sqlite_schema WHERE name='review'")
    store.close()
    work.damage(page)
    work.open().close()
    status, said = doctor(work)
    assert status == 1 and "is damaged" in said and "With --rescue: Use the backup of" in said
    status, said = doctor(work, rescue=True)
    assert status == 0 and "1 draft and 2 submissions could be read" in said
    status, said = doctor(work)
    assert status == 0 and "1 draft, 2 queued" in said and "set aside  1" in said


def test_an_open_store_is_left_alone(work: KeptWork) -> None:
    store = work.open()
    before = work.files()
    status, said = doctor(work, rescue=True)
    assert status == 1 and "Another hdclient has your saved work open" in said
    assert work.files() == before
    store.close()


def test_where_nothing_is_there_is_nothing_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--data-dir", str(tmp_path)]) == 0
    assert "There is no saved work" in capsys.readouterr().out
