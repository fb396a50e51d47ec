"""A revoked device: its unsent work is sent or sealed, its key goes first, then its files, whatever happens between."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hdclient.accounts import marker as markers
from hdclient.accounts.erasing import SEALED_FOLDER, removal_of, unfinished
from hdclient.errors import KeyringLocked, StoreFull, Unreachable
from hdclient.platform.device_care import change_device, list_devices, unsealed
from hdclient.platform.schema import submissions
from hdclient.platform.state import platform_of
from hdclient.store.ballast import BALLAST_NAME
from hdclient.store.blob_file import BLOBS_NAME
from hdclient.store.profile import profiles
from tests.helpers.clock import FakeClock
from tests.helpers.disks import fill, small_disk
from tests.helpers.erasures import WORDS, Doomed
from tests.helpers.platforms import RealOwner, quick_app, served

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def owner() -> Iterator[tuple[RealOwner, str]]:
    app = quick_app()
    with served(app) as origin:
        made = RealOwner(app, FakeClock(), origin=origin)
        yield made, origin
        made.close()


def doomed(folder: Path, owner: tuple[RealOwner, str], unsent: str = "send_first") -> Doomed:
    """An account whose device has just been revoked, with the order noted."""
    made = Doomed(folder, *owner)
    change_device(owner[0].app, made.person_id, made.device, "wipe", unsent)
    made.ordered()
    return made


def on_platform(app: Flask, one: Doomed) -> set[str]:
    with platform_of(app).read() as connection:
        found = connection.execute(select(submissions.c.id).where(submissions.c.person_id == one.person_id))
        return set(found.scalars())


def handed_over(app: Flask, one: Doomed) -> list[dict[str, Any]]:
    """The sealed work, opened by the platform."""
    found: list[dict[str, Any]] = json.loads(unsealed(app, one.person_id, one.device, None))["items"]
    return found


def assert_nothing_is_left(one: Doomed) -> None:
    assert unfinished(one.data_dir) == () and list(one.data_dir.rglob("*")) in (
        [],
        [one.data_dir / SEALED_FOLDER],
    )
    assert one.keys.held() == {}


def assert_no_word_is_lost(app: Flask, one: Doomed) -> None:
    """Every submission is on the platform or in the box, byte for byte; the draft is in the box."""
    box = {item["submission_id"]: item for item in handed_over(app, one)}
    for submission_id, body in one.sealed.items():
        if submission_id not in on_platform(app, one):
            assert box[submission_id]["body"].encode() == body
    drafts = [item for item in box.values() if item["state"] == "draft"]
    assert [item["draft"]["answers"]["why"]["text"] for item in drafts] == [WORDS]


def test_what_can_be_sent_is_sent_first_and_the_draft_is_sealed(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    one = doomed(tmp_path / "data", owner)
    ended = one.erase()
    assert (ended.sent, ended.sealed, ended.open, ended.box) == (2, 1, False, None)
    assert on_platform(owner[0].app, one) == set(one.sealed)
    assert_no_word_is_lost(owner[0].app, one)
    assert_nothing_is_left(one)
    (record,) = list_devices(owner[0].app, one.person_id)
    assert (record.standing, record.sent_before_wipe, record.sealed_before_wipe) == ("wiped", 2, 1)


def test_the_key_goes_before_any_file_and_unsent_work_before_the_key(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    one = doomed(tmp_path / "data", owner)
    files = len(list(one.profile.folder.rglob("*")))
    seen: dict[str, tuple[bool, bool]] = {}

    def look(point: str) -> None:
        whole = one.profile.folder.exists() and len(list(one.profile.folder.rglob("*"))) >= files
        seen.setdefault(point, (bool(one.keys.held()), whole))

    one.erase(crash=look)
    assert seen["erase.sealed"] == (True, True), "the work is safe while it can still be read"
    assert seen["erase.key"] == (False, True), "from here on the files are noise"
    assert seen["erase.file"] == (False, False)


def test_what_shall_be_sealed_is_not_sent(tmp_path: Path, owner: tuple[RealOwner, str]) -> None:
    one = doomed(tmp_path / "data", owner, "seal")
    assert one.erase().sealed == 3
    assert on_platform(owner[0].app, one) == set()
    assert_no_word_is_lost(owner[0].app, one)
    assert_nothing_is_left(one)


def test_without_a_network_all_is_sealed_and_erased_and_told_at_the_next_start(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    one = doomed(tmp_path / "data", owner)

    def unreachable(*_: object) -> Any:
        raise Unreachable("The platform cannot be reached.")

    ended = one.erase(reach_=unreachable)
    assert ended.open and ended.sealed == 3 and ended.box is not None
    assert one.keys.held() == {} and not one.profile.folder.exists(), "it is erased all the same"
    assert profiles(one.data_dir) == ()
    assert WORDS.encode() not in ended.box.read_bytes()
    assert list_devices(owner[0].app, one.person_id)[0].standing == "wipe"
    assert one.erase().open is False
    assert_no_word_is_lost(owner[0].app, one)
    assert_nothing_is_left(one)


def test_killed_at_any_step_it_is_finished_and_no_word_is_lost(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    points: list[str] = []
    doomed(tmp_path / "counted", owner).erase(crash=points.append)
    steps = [points.index(name) for name in dict.fromkeys(points)]
    wanted = "trying sent sealed saved key keys file files telling told done"
    assert [points[step] for step in steps] == [f"erase.{name}" for name in wanted.split()]
    for step in (*steps, len(points) // 2):
        one = doomed(tmp_path / f"killed-{step}", owner)
        command = [sys.executable, "-m", "tests.helpers.erasures", str(one.data_dir), str(step)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == -signal.SIGKILL, (step, done.stderr)
        assert profiles(one.data_dir) == (), "an account that is being erased is never opened again"
        if unfinished(one.data_dir):
            assert one.erase().open is False, points[step]
        assert_no_word_is_lost(owner[0].app, one)
        assert_nothing_is_left(one)
        assert list_devices(owner[0].app, one.person_id)[0].standing == "wiped"


def test_a_file_that_is_held_goes_at_the_next_start_and_the_key_is_gone_at_once(
    tmp_path: Path, owner: tuple[RealOwner, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = doomed(tmp_path / "data", owner)
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.name == "store.db":
            raise PermissionError(13, "another program holds it")
        unlink(path, missing_ok)

    with monkeypatch.context() as scanner:
        scanner.setattr(Path, "unlink", held)
        assert one.erase().open is True
    assert [path.name for path in one.profile.folder.iterdir()] == ["store.db"]
    assert one.keys.held() == {}, "what is left is noise"
    assert list_devices(owner[0].app, one.person_id)[0].standing == "wiped"
    assert one.erase().open is False
    assert_nothing_is_left(one)


def test_a_locked_keyring_puts_it_off_and_nothing_is_lost_or_shown(
    tmp_path: Path, owner: tuple[RealOwner, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = doomed(tmp_path / "data", owner)

    def locked(*_: object) -> bytes:
        raise KeyringLocked("The keyring of this computer is locked.")

    with monkeypatch.context() as keyring:
        keyring.setattr(one.keys, "load", locked)
        assert one.erase().open is True
    assert one.profile.store_path.exists() and profiles(one.data_dir) == ()
    assert one.erase().open is False
    assert_no_word_is_lost(owner[0].app, one)
    assert_nothing_is_left(one)


@pytest.mark.logs
@pytest.mark.parametrize("part", ["meta", "one_live_submission"])
def test_what_can_be_read_of_a_damaged_store_is_sealed_before_it_is_erased(
    tmp_path: Path, owner: tuple[RealOwner, str], part: str
) -> None:
    one = doomed(tmp_path / "data", owner, "seal")
    store = one.profile.open(one.keys)
    ((page,),) = store._db.query("SELECT rootpage FROM sqlite_schema WHERE name=?", (part,))
    store.close()
    data = bytearray(one.profile.store_path.read_bytes())
    data[(int(str(page)) - 1) * 4096 + 1000] ^= 1
    one.profile.store_path.write_bytes(data)
    ended = one.erase()
    assert (ended.sealed, ended.open) == (3, False)
    assert_no_word_is_lost(owner[0].app, one)
    assert_nothing_is_left(one)


@pytest.mark.logs
def test_with_a_full_disk_nothing_is_erased_until_unsent_work_could_be_saved(
    tmp_path: Path, owner: tuple[RealOwner, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = doomed(tmp_path / "data", owner, "seal")

    def full(*_: object) -> Any:
        raise StoreFull("The disk is full.")

    with monkeypatch.context() as disk:
        disk.setattr("hdclient.accounts.erasing.gather", full)
        assert one.erase().open is True
    assert one.keys.held() and one.profile.store_path.exists()
    assert one.erase().sealed == 3
    assert_no_word_is_lost(owner[0].app, one)


@pytest.mark.logs
@pytest.mark.parametrize(("unsent", "left"), [("send_first", (2, 1)), ("seal", (0, 3))])
@pytest.mark.parametrize("name", [BALLAST_NAME, BLOBS_NAME])
def test_on_a_full_disk_the_order_is_followed_in_place_of_what_is_no_work(
    tmp_path: Path, owner: tuple[RealOwner, str], unsent: str, left: tuple[int, int], name: str
) -> None:
    with small_disk(tmp_path / "disk", "72m") as disk:
        one = Doomed(disk.path / "data", *owner, keys=tmp_path / "keys")
        (one.profile.folder / name).write_bytes(b"x" * 400_000)
        change_device(owner[0].app, one.person_id, one.device, "wipe", unsent)
        fill(disk.path)
        one.ordered()
        ended = one.erase()
        assert (ended.sent, ended.sealed, ended.open) == (*left, False)
        assert_nothing_is_left(one)
    assert_no_word_is_lost(owner[0].app, one)


@pytest.mark.logs
def test_on_a_full_disk_without_a_reserve_key_and_content_go_once_the_work_is_safe(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    def dies(point: str) -> None:
        if point == "erase.saved":
            raise KeyboardInterrupt

    with small_disk(tmp_path / "disk", "72m") as disk:
        one = Doomed(disk.path / "data", *owner, keys=tmp_path / "keys")
        change_device(owner[0].app, one.person_id, one.device, "wipe", "seal")
        one.ordered()
        with pytest.raises(KeyboardInterrupt):
            one.erase(crash=dies)
        fill(disk.path)
        assert one.erase().open is False
        assert_nothing_is_left(one)
    assert_no_word_is_lost(owner[0].app, one)


@pytest.mark.logs
def test_a_marker_with_fields_of_a_newer_program_is_followed(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    one = doomed(tmp_path / "data", owner, "seal")
    place = markers.path_of(one.data_dir, one.profile.folder.name)
    place.write_text(json.dumps({**json.loads(place.read_text()), "witness": {"name": ["x"]}}))
    assert (one.erase().sealed, unfinished(one.data_dir)) == (3, ())
    assert_nothing_is_left(one)


@pytest.mark.logs
def test_a_store_that_cannot_be_opened_any_more_is_erased_all_the_same(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    one = doomed(tmp_path / "data", owner)
    one.profile.store_path.write_bytes(b"damage" * 5000)
    assert one.erase().open is False
    assert_nothing_is_left(one)


@pytest.mark.logs
@pytest.mark.parametrize(
    "damage", ['{"folder": 3', "", '{"folder": "../elsewhere", "store_uuids": [], "origin": ""}']
)
def test_a_damaged_marker_erases_nothing_and_the_platform_orders_again(
    tmp_path: Path, owner: tuple[RealOwner, str], damage: str
) -> None:
    one = doomed(tmp_path / "data", owner)
    markers.path_of(one.data_dir, one.profile.folder.name).write_text(damage)
    (tmp_path / "elsewhere").mkdir()
    assert unfinished(one.data_dir) == ()
    assert [profile.folder for profile in profiles(one.data_dir)] == [one.profile.folder]
    assert (tmp_path / "elsewhere").exists() and one.open().close() is None
    one.ordered()
    assert one.erase().open is False
    assert_nothing_is_left(one)


@pytest.mark.logs
def test_a_marker_without_a_folder_does_not_stand_for_all_of_them(tmp_path: Path) -> None:
    (tmp_path / ".erasing").write_text('{"folder": "", "store_uuids": [], "origin": ""}')
    assert unfinished(tmp_path) == ()


def test_removing_an_account_takes_its_own_key_and_files_only(
    tmp_path: Path, owner: tuple[RealOwner, str]
) -> None:
    one, other = Doomed(tmp_path / "data", *owner), Doomed(tmp_path / "data", *owner)
    aside = one.profile.folder / "aside" / "0001"
    aside.mkdir(parents=True)
    shutil.copy(one.profile.card_path, aside / "store.json")
    markers.write(one.data_dir, removal_of(one.profile, one.origin))
    assert one.erase().open is False
    assert not one.profile.folder.exists() and len(one.keys.held()) == 1
    store = other.open()
    assert store.views.drafts_count() == 1
    store.close()
    assert [record.standing for record in list_devices(owner[0].app, one.person_id)] == ["ok"], (
        "no order, no report"
    )
