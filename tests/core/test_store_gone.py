"""What is gone from a computer is said, never made anew on a guess: the folder of an account, or what says its key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hdclient import cli
from hdclient.accounts import last
from hdclient.app import App
from hdclient.cli.doctor import check
from hdclient.config import Config
from hdclient.errors import AccountFolderGone, StoreDamaged, StoreMissing
from hdclient.store.backups import found
from hdclient.store.card import CARD_COPY_NAME, CARD_NAME, CARD_WITH_BACKUPS
from hdclient.store.profile import ProfileState
from tests.helpers.disks import small_disk
from tests.helpers.kept_work import KeptWork


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    kept = KeptWork(tmp_path / "data" / "account")
    kept.seals("t1")
    return kept


def start(work: KeptWork) -> App:
    return App(Config(data_dir=work.profile.folder.parent), keys=work.keys, clock=work.clock)


def opened_once(work: KeptWork) -> None:
    app = start(work)
    assert app.open_last()
    app.stop()


def test_a_folder_that_is_gone_is_said_and_nothing_is_made(work: KeptWork) -> None:
    opened_once(work)
    work.profile.folder.rename(work.profile.folder.with_name("elsewhere"))
    shutil.move(work.profile.folder.with_name("elsewhere"), work.profile.folder.parent.parent)
    app = start(work)
    with pytest.raises(AccountFolderGone) as caught:
        app.open_last()
    said = caught.value
    assert "account" in said.remedy and "put it back" in said.remedy and said.what and said.meaning
    (way,) = app.ways_out(said)
    assert way.last_resort
    assert not work.profile.folder.exists(), "looking makes nothing"
    shutil.move(work.profile.folder.parent.parent / "elsewhere", work.profile.folder)
    assert app.open_last(), "put back, it is as it was"
    app.stop()


def test_to_begin_anew_is_a_decision_and_is_asked_once(work: KeptWork) -> None:
    opened_once(work)
    shutil.rmtree(work.profile.folder)
    app = start(work)
    with pytest.raises(AccountFolderGone) as caught:
        app.open_last()
    (way,) = app.ways_out(caught.value)
    assert way.go().what == "You can sign in again and begin anew."
    assert not app.open_last() and not work.profile.folder.exists()
    app.stop()


def test_another_account_is_offered_and_not_just_opened(work: KeptWork) -> None:
    other = KeptWork(work.profile.folder.with_name("other"))
    card = other.profile.card()
    assert card is not None
    work.keys.save(card.store_uuid, other.keys.load(card.store_uuid))
    (work.profile.folder.parent / "last").write_text("account")
    shutil.rmtree(work.profile.folder)
    app = start(work)
    with pytest.raises(AccountFolderGone) as caught:
        app.open_last()
    another, anew = app.ways_out(caught.value)
    assert (another.title, anew.last_resort) == ("Open the other account", True)
    another.go()
    assert app.open_last() and app.accounts.open_id == "other"
    app.stop()


def test_an_account_that_was_removed_on_purpose_is_not_missed(work: KeptWork) -> None:
    opened_once(work)
    app = start(work)
    assert app.open_last()
    app.stop()
    last.forget(work.profile.folder.parent, "another")
    assert (work.profile.folder.parent / "last").read_text() == "account"
    last.forget(work.profile.folder.parent, "account")
    shutil.rmtree(work.profile.folder)
    assert last.missing(work.profile.folder.parent) is None


def test_the_doctor_says_it_too(work: KeptWork, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened_once(work)
    shutil.rmtree(work.profile.folder)
    said: list[str] = []
    assert check(tmp_path / "data", work.keys, work.clock, rescue=False, say=said.append) == 1
    assert "is not on this computer any more" in said[0]
    assert cli.main(["doctor", "--data-dir", str(tmp_path / "nowhere")]) != 0
    assert "There is no folder" in capsys.readouterr().err and not (tmp_path / "nowhere").exists()


def test_a_backup_brings_the_card_along_so_that_two_lost_cards_stop_nobody(work: KeptWork) -> None:
    work.backs_up()
    (work.profile.folder / CARD_NAME).unlink()
    (work.profile.folder / CARD_COPY_NAME).write_bytes(b"\0" * 40)
    store = work.open()
    assert store.submissions.counts() == {"queued": 1}
    store.close()


def test_of_all_files_only_the_backups_are_left_and_the_work_comes_from_them(work: KeptWork) -> None:
    work.backs_up()
    opened_once(work)
    for path in work.profile.folder.iterdir():
        if path.name != "backups":
            path.unlink()
    app = start(work)
    with pytest.raises(StoreMissing) as caught:
        app.open_last()
    assert "go on from a backup" in caught.value.remedy
    way = app.ways_out(caught.value)[0]
    assert way.title.startswith("Use the backup of")
    way.go()
    assert app.open_last() and app.accounts.unsent().submissions == 1
    app.stop()


def test_without_any_card_it_can_be_set_aside_and_begun_anew(work: KeptWork) -> None:
    work.backs_up()
    opened_once(work)
    for name in (CARD_NAME, CARD_COPY_NAME, CARD_WITH_BACKUPS):
        (work.profile.folder / name).unlink()
    before = work.path.read_bytes()
    app = start(work)
    with pytest.raises(StoreDamaged) as caught:
        app.open_last()
    assert str(work.profile.folder) in caught.value.remedy
    (way,) = app.ways_out(caught.value)
    assert way.last_resort and "aside" in way.go().remedy
    assert (work.profile.folder / "aside" / "0001" / "store.db").read_bytes() == before
    assert work.profile.state() is ProfileState.NEW and not app.open_last()
    app.stop()


def test_no_backup_is_advised_where_there_is_none(work: KeptWork) -> None:
    assert not found(work.profile.folder)
    work.path.unlink()
    with pytest.raises(StoreMissing) as caught:
        work.open()
    assert "backup" not in caught.value.remedy and "support" in caught.value.remedy
    work.path.write_bytes(b"")
    with pytest.raises(StoreMissing) as caught:
        work.open()
    assert "backup" not in caught.value.remedy


def test_a_damaged_file_without_a_backup_advises_what_there_is(work: KeptWork) -> None:
    work.damage(1)
    with pytest.raises(StoreDamaged) as caught:
        work.open()
    assert "backup" not in caught.value.remedy and "can be read of the file" in caught.value.remedy


def test_on_a_disk_that_refuses_writes_nobody_is_told_that_it_is_connecting(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        work = KeptWork(disk.path / "account")
        disk.make_read_only()
        app = App(Config(data_dir=disk.path), keys=work.keys, clock=work.clock)
        assert app.connection()[0] == "starting"
        assert app.open_last()
        app.start_sync()
        assert app.connection() == ("read_only", "", "")
        app.stop()
        disk.make_writable()
