"""Files beside the store that somebody has edited: nothing is hidden, sent elsewhere, cut off or deleted by that."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hdclient.app import App
from hdclient.cli.doctor import check
from hdclient.config import Config
from hdclient.errors import HdError, KeyringMissing, StoreMissing, StoreRolledBack
from hdclient.store.card import CARD_COPY_NAME, CARD_NAME, CARD_WITH_BACKUPS
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile, profiles
from tests.helpers.clock import FakeClock
from tests.helpers.kept_work import ORIGIN, KeptWork

SEAL = """
from tests.helpers.stores import seal
for number in range(2, 5):
    seal(store, f"t{number}", b"of " + str(number).encode() * 2000)
"""
OTHER_ID = "01a201b1-fb60-77f4-8c41-e574a2eedc7b"


class NoKeyring(SessionKeys):
    """A computer without a keyring."""

    def save(self, store_uuid: str, key: bytes) -> None:
        raise KeyringMissing("There is no keyring.")


@pytest.fixture
def work(tmp_path: Path) -> KeptWork:
    kept = KeptWork(tmp_path / "data" / "account", tasks=4)
    kept.seals("t1")
    kept.backs_up()
    return kept


def start(work: KeptWork, server: str = "") -> App:
    return App(Config(data_dir=work.profile.folder.parent, server=server), keys=work.keys, clock=work.clock)


def edit(path: Path, **facts: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))


@pytest.mark.parametrize(
    "edited",
    [
        {"ready": False},
        {"key_check": "0" * 16},
        {"store_uuid": OTHER_ID},
        {"origin": "https://elsewhere.example.org"},
    ],
)
def test_an_edited_card_changes_nothing_and_no_backup_takes_it_over(
    work: KeptWork, edited: dict[str, object]
) -> None:
    edit(work.profile.card_path, **edited)
    for _ in range(2):
        app = start(work, server=ORIGIN)
        assert app.open_last() and app.origin == ORIGIN and app.accounts.unsent().submissions == 1
        app.stop()
        work.backs_up()


@pytest.mark.parametrize(
    "edited",
    [
        {"ready": False},
        {"key_check": "0" * 16},
        {"store_uuid": OTHER_ID},
        {"origin": "https://elsewhere.example.org"},
        {"schema": 99},
    ],
)
@pytest.mark.parametrize("name", [CARD_NAME, CARD_COPY_NAME])
def test_before_the_first_backup_an_edited_card_changes_nothing_either(
    tmp_path: Path, edited: dict[str, object], name: str
) -> None:
    """Then there are two cards, and one says otherwise: the key and the store know which of them is right."""
    work = KeptWork(tmp_path / "data" / "account", tasks=4)
    work.seals("t1")
    edit(work.profile.folder / name, **edited)
    app = start(work, server=ORIGIN)
    assert app.open_last() and app.origin == ORIGIN and app.accounts.unsent().submissions == 1
    app.stop()


def test_the_card_of_another_account_hides_no_work(tmp_path: Path) -> None:
    """Its key is in the keyring, too, and fits its fingerprint; only the file itself tells."""
    work = KeptWork(tmp_path / "data" / "account", tasks=4)
    work.seals("t1")
    other = KeptWork(tmp_path / "data" / "other")
    card = other.profile.card()
    assert card is not None
    work.keys.save(card.store_uuid, other.keys.load(card.store_uuid))
    work.profile.card_path.write_bytes(other.profile.card_path.read_bytes())
    store = work.open()
    assert store.submissions.counts() == {"queued": 1}
    store.close()


def test_cards_that_all_say_it_was_never_finished_hide_no_work(work: KeptWork) -> None:
    for name in (CARD_NAME, CARD_COPY_NAME, CARD_WITH_BACKUPS):
        edit(work.profile.folder / name, ready=False)
    app = start(work)
    assert app.open_last() and app.accounts.unsent().submissions == 1
    app.stop()


def test_a_folder_with_the_name_of_the_store_is_said_to_be_one(work: KeptWork) -> None:
    work.path.rename(work.path.with_name("elsewhere.db"))
    work.path.mkdir()
    (work.path / "something").write_text("of somebody")
    app = start(work)
    with pytest.raises(StoreMissing) as caught:
        app.open_last()
    error = caught.value
    assert (
        "a folder" in error.what and "left as it is" in error.meaning and "put the file back" in error.remedy
    )
    ways = app.ways_out(error)
    assert "backup" in ways[0].title
    app.stop()
    ways[0].go()
    store = work.open()
    assert store.submissions.counts() == {"queued": 1}
    store.close()
    assert (work.profile.folder / "aside" / "0001" / "store.db" / "something").read_text() == "of somebody"


def test_the_token_goes_nowhere_but_where_the_store_says(work: KeptWork) -> None:
    """Whoever can write a file, but has no key, edits every card there is."""
    for name in (CARD_NAME, CARD_COPY_NAME, CARD_WITH_BACKUPS):
        edit(work.profile.folder / name, origin="https://elsewhere.example.org")
    app = start(work)
    assert app.open_last() and app.origin == ORIGIN
    app.stop()


def test_what_was_never_finished_is_no_missing_work(tmp_path: Path) -> None:
    """As after a sign-in on a computer without a keyring."""
    refused = Profile(tmp_path / "refused")
    with pytest.raises(KeyringMissing):
        refused.create(NoKeyring(), ORIGIN)
    assert refused.card() is not None and profiles(tmp_path) == ()
    said: list[str] = []
    assert check(tmp_path, SessionKeys(), FakeClock(), rescue=False, say=said.append) == 0
    assert said == [f"There is no saved work in {tmp_path}."]


@pytest.mark.parametrize("rubbish", [b"", b"\xff\xfe", b"\0" * 40, b"[" * 200_000, b"[1]"])
def test_rubbish_in_a_card_or_in_the_note_of_the_last_account_stops_no_start(
    work: KeptWork, rubbish: bytes
) -> None:
    (work.profile.folder.parent / "last").write_bytes(rubbish)
    work.profile.card_path.write_bytes(rubbish)
    for _ in range(2):
        app = start(work)
        assert app.open_last() and app.accounts.unsent().submissions == 1
        app.stop()


@pytest.mark.logs
def test_an_order_to_erase_that_cannot_be_read_hides_no_account(work: KeptWork) -> None:
    work.profile.folder.with_name("account.erasing").write_text("rubbish")
    app = start(work)
    assert app.open_last() and app.accounts.unsent().submissions == 1
    app.stop()


@pytest.mark.parametrize("fault", ["a bit of the WAL", "the file is empty"])
def test_what_stands_in_the_wal_is_not_thrown_away_by_looking(work: KeptWork, fault: str) -> None:
    work.dies(SEAL)
    wal = work.path.with_name("store.db-wal")
    if fault == "the file is empty":
        os.truncate(work.path, 0)
    else:
        data = bytearray(wal.read_bytes())
        data[len(data) // 2] ^= 1
        wal.write_bytes(data)
    before = wal.read_bytes()
    app = start(work)
    with pytest.raises(StoreMissing if fault == "the file is empty" else StoreRolledBack) as caught:
        app.open_last()
    assert isinstance(caught.value, HdError)
    ways = app.ways_out(caught.value)
    app.stop()
    assert wal.read_bytes() == before
    ways[0].go()
    assert (work.profile.folder / "aside" / "0001" / wal.name).read_bytes() == before, "kept, not deleted"
