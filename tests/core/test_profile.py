"""A profile folder: first run, missing, wrong key, damaged and cut short are told apart; nothing is overwritten."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hdclient.errors import (
    HdError,
    KeyMissing,
    KeyringLocked,
    KeyringMissing,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreUnwritable,
    WrongKey,
)
from hdclient.store import Store
from hdclient.store.card import CARD_COPY_NAME, CARD_NAME
from hdclient.store.keys import SessionKeys, keyring_missing
from hdclient.store.profile import (
    Profile,
    ProfileState,
    account_folder,
    key_check,
    profiles,
)
from tests.helpers.clock import FakeClock
from tests.helpers.disks import small_disk

ORIGIN = "https://platform.example.org"


class Crash(BaseException):
    """The process dies here."""


class Place:
    """A profile with work in it, closed."""

    def __init__(self, folder: Path) -> None:
        self.keys = SessionKeys()
        self.profile = Profile(folder)
        store = self.profile.open_or_create(self.keys, ORIGIN, clock=FakeClock())
        store.meta.set("note", "work")
        store.close()
        self.uuid = json.loads(self.profile.card_path.read_text())["store_uuid"]

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.profile.folder.iterdir()}

    def refuses(self, kind: type[HdError]) -> None:
        """Opening, and opening or creating, raise this, and change nothing."""
        before = self.files()
        for call in (
            lambda: self.profile.open(self.keys),
            lambda: self.profile.open_or_create(self.keys, ORIGIN),
        ):
            with pytest.raises(kind) as caught:
                call()
            assert type(caught.value) is kind
            assert caught.value.meaning and caught.value.remedy
        assert self.files() == before


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "account")


def test_a_first_run_makes_a_store_and_the_next_one_opens_it(place: Place) -> None:
    assert place.profile.state() is ProfileState.READY
    store = place.profile.open_or_create(place.keys, ORIGIN)
    assert store.meta.get("note") == "work"
    assert store.meta.get("store_uuid") == place.uuid and store.meta.get("server_origin") == ORIGIN
    store.close()
    card = place.profile.card()
    assert card is not None and card.ready and card.origin == ORIGIN
    assert card.key_check == key_check(place.keys.load(place.uuid))
    assert sorted(place.files()) == ["store.db", CARD_NAME, CARD_COPY_NAME, "store.mark"]


def test_the_card_holds_no_key_and_no_name(place: Place) -> None:
    data = place.files()[CARD_NAME]
    assert place.keys.load(place.uuid).hex().encode() not in data
    assert set(json.loads(data)) == {"store_uuid", "key_check", "schema", "origin", "created", "ready"}


def test_another_key_in_the_keyring_is_a_wrong_key(place: Place) -> None:
    place.keys.forget(place.uuid)
    place.keys.save(place.uuid, bytes(32))
    place.refuses(WrongKey)


def test_a_missing_key_never_makes_a_new_one(place: Place) -> None:
    place.keys.forget(place.uuid)
    place.refuses(KeyMissing)


def test_a_keyring_that_is_gone_does_not_say_that_nothing_was_stored(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> bytes:
        raise keyring_missing()

    monkeypatch.setattr(place.keys, "load", gone)
    place.refuses(KeyringMissing)
    with pytest.raises(KeyringMissing) as caught:
        place.profile.open(place.keys)
    assert "still there" in caught.value.meaning and "nothing was stored" not in str(caught.value)


def test_a_locked_keyring_passes_through(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: str) -> bytes:
        raise KeyringLocked("The keyring is locked.", "Nothing is lost.", "Unlock it.")

    monkeypatch.setattr(place.keys, "load", locked)
    place.refuses(KeyringLocked)


def test_a_missing_file_is_not_a_first_run(place: Place) -> None:
    place.profile.store_path.unlink()
    place.refuses(StoreMissing)


def test_an_empty_file_is_a_missing_one(place: Place) -> None:
    place.profile.store_path.write_bytes(b"")
    place.refuses(StoreMissing)


@pytest.mark.parametrize("place_of_damage", [3, 20, 60])
def test_a_damaged_header_with_the_right_key_is_damage_not_a_wrong_key(
    place: Place, place_of_damage: int
) -> None:
    data = bytearray(place.profile.store_path.read_bytes())
    data[place_of_damage] ^= 1
    place.profile.store_path.write_bytes(data)
    place.refuses(StoreDamaged)


def test_the_store_of_somebody_else_in_our_place_is_noticed(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    place.profile.store_path.write_bytes(other.profile.store_path.read_bytes())
    place.refuses(StoreDamaged)  # its key is another one
    with_our_key = Profile(tmp_path / "third")
    keys = SessionKeys()
    keys.save(place.uuid, place.keys.load(place.uuid))
    with_our_key.folder.mkdir()
    store = Store.create(with_our_key.store_path, keys.load(place.uuid))
    store.meta.set("store_uuid", "another")
    store.close()
    place.profile.store_path.write_bytes(with_our_key.store_path.read_bytes())
    place.refuses(StoreMissing)


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"store_uuid": "x"}'])
def test_a_store_whose_card_is_lost_opens_by_the_copy_of_it(place: Place, text: str | None) -> None:
    if text is None:
        place.profile.card_path.unlink()
    else:
        place.profile.card_path.write_text(text)
    assert [profile.folder for profile in profiles(place.profile.folder.parent)] == [place.profile.folder]
    store = place.profile.open(place.keys)
    assert store.meta.get("note") == "work"
    store.close()
    assert (place.profile.card_path.read_text() if place.profile.card_path.exists() else None) == text


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"store_uuid": "x"}'])
def test_a_store_without_a_readable_card_is_left_alone(place: Place, text: str | None) -> None:
    (place.profile.folder / CARD_COPY_NAME).unlink()
    if text is None:
        place.profile.card_path.unlink()
    else:
        place.profile.card_path.write_text(text)
    assert place.profile.state() is ProfileState.BROKEN
    before = place.files()
    with pytest.raises(StoreDamaged):
        place.profile.open(place.keys)
    with pytest.raises(StoreDamaged):
        place.profile.open_or_create(place.keys, ORIGIN)
    with pytest.raises(StoreError):
        place.profile.create(place.keys, ORIGIN)
    assert place.files() == before


def test_create_refuses_a_folder_that_has_a_store(place: Place) -> None:
    before = place.files()
    with pytest.raises(StoreError):
        place.profile.create(place.keys, ORIGIN)
    assert place.files() == before


def test_an_empty_folder_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Profile(tmp_path / "nothing").open(SessionKeys())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("point", ["profile.card", "profile.key", "profile.file", "profile.filled"])
def test_a_first_run_that_was_cut_short_is_finished_by_the_next(tmp_path: Path, point: str) -> None:
    keys, profile = SessionKeys(), Profile(tmp_path / "account")

    def crash(here: str) -> None:
        if here == point:
            raise Crash

    with pytest.raises(Crash):
        profile.open_or_create(keys, ORIGIN, crash=crash)
    assert profile.state() is ProfileState.HALF_MADE
    store = profile.open_or_create(keys, ORIGIN)
    store.meta.set("note", "first work")
    store.close()
    assert profile.state() is ProfileState.READY and len(keys._keys) == 1
    store = profile.open(keys)
    assert store.meta.get("note") == "first work"
    store.close()


def test_an_unwritable_folder_says_so_and_shows_what_is_there(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Place(disk.path / "account")
        disk.make_read_only()
        place.refuses(StoreUnwritable)
        with pytest.raises(StoreUnwritable):
            Profile(disk.path / "new").open_or_create(SessionKeys(), ORIGIN)
        store = place.profile.open(place.keys, read_only=True)
        assert store.read_only and store.meta.get("note") == "work"
        with pytest.raises(StoreUnwritable):
            store.meta.set("note", "other")
        store.close()


def test_a_folder_that_is_a_file_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreUnwritable):
        Profile(tmp_path / "data" / "account").open_or_create(SessionKeys(), ORIGIN)


def test_every_person_and_platform_has_a_folder_of_its_own_without_a_name(tmp_path: Path) -> None:
    people = [(ORIGIN, "ada"), (ORIGIN, "grace"), ("https://other.example.org", "ada")]
    folders = [account_folder(tmp_path, *who) for who in people]
    assert len(set(folders)) == 3 and account_folder(tmp_path, *people[0]) == folders[0]
    assert all("ada" not in folder.name for folder in folders)


def test_profiles_are_found_last_used_first(tmp_path: Path) -> None:
    assert profiles(tmp_path / "nowhere") == ()
    (tmp_path / "stray").mkdir()
    for age, name in ((30, "a"), (10, "b"), (20, "c")):
        place = Place(tmp_path / name)
        for path in place.profile.folder.iterdir():
            os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert [profile.folder.name for profile in profiles(tmp_path)] == ["b", "c", "a"]
    (tmp_path / "b" / "store.db").unlink()  # missing, but still the one that was open last
    (tmp_path / "b" / CARD_NAME).unlink()
    assert [profile.folder.name for profile in profiles(tmp_path)] == ["b", "c", "a"]
