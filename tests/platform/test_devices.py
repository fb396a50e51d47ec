"""Devices of a person: seen, listed, locked, revoked; accounts closed; what a device that is revoked may still do."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hdclient.cli import main
from hdclient.errors import ConfigError
from hdclient.platform.devices import SEAL_KEYS
from hdclient.platform.schema import facts
from hdclient.platform.state import platform_of
from hdclient.wire.sealed import new_key, seal, unseal
from tests.helpers.clock import FakeClock
from tests.helpers.worlds import World, body_for, item_for

DEVICE = "device-1"


def check(world: World, device: str = DEVICE, nonce: str = "n1", **headers: str) -> Any:
    body = {"device_id": device, "nonce": nonce, "program": "hdclient 1", "system": "Linux"}
    return world.trainer.ok("POST", "/v1/device/check", body, **headers)


def change(world: World, standing: str, device: str = DEVICE, **more: str) -> Any:
    path = f"/v1/people/{world.trainer.id}/devices/{device}"
    return world.ops.ok("PATCH", path, {"standing": standing, **more})["device"]


def listed(world: World) -> list[Any]:
    found: list[Any] = world.ops.ok("GET", f"/v1/people/{world.trainer.id}/devices")["items"]
    return found


def test_a_device_is_known_from_its_first_request_on(world: World, clock: FakeClock) -> None:
    world.trainer.ok("GET", "/v1/me")
    assert listed(world) == []
    world.trainer.ok("GET", "/v1/me", HD_Device=DEVICE)
    first = listed(world)
    assert [(one["id"], one["standing"]) for one in first] == [(DEVICE, "ok")]
    clock.advance(30_000)
    world.trainer.ok("GET", "/v1/me", HD_Device=DEVICE)
    assert listed(world) == first, "a note once a minute is enough"
    clock.advance(40_000)
    world.trainer.ok("GET", "/v1/me", HD_Device=DEVICE)
    assert listed(world)[0]["last_seen"] > first[0]["last_seen"]
    assert world.trainer.get("/v1/me", HD_Device="no id!").status_code == 400


def test_the_check_repeats_the_question_and_says_what_runs_there(world: World) -> None:
    found = check(world, nonce="only-this-one")
    assert (found["state"], found["nonce"], found["wipe_id"]) == ("ok", "only-this-one", "")
    assert (listed(world)[0]["program"], listed(world)[0]["system"]) == ("hdclient 1", "Linux")


def test_a_locked_device_may_nothing_but_ask_and_others_work_on(world: World) -> None:
    check(world)
    change(world, "locked")
    assert world.trainer.get("/v1/me", HD_Device=DEVICE).status_code == 403
    assert world.trainer.get("/v1/me", HD_Device="another").status_code == 200
    assert check(world)["state"] == "locked"
    change(world, "ok")
    assert check(world)["state"] == "ok"
    assert world.trainer.get("/v1/me", HD_Device=DEVICE).status_code == 200


def test_a_revoked_device_may_send_its_work_first_unless_it_shall_seal_it(world: World) -> None:
    campaign = world.campaign(2)
    one, two = world.lease(world.trainer, campaign, 2)
    check(world)
    change(world, "wipe")
    assert world.trainer.get("/v1/changes", HD_Device=DEVICE).status_code == 403
    batch = {"items": [item_for(body_for(one))]}
    found = world.trainer.ok("POST", "/v1/submissions:batch", batch, HD_Device=DEVICE)
    assert found["results"][0]["status"] == "accepted"
    change(world, "wipe", unsent="seal")
    batch = {"items": [item_for(body_for(two))]}
    assert world.trainer.send("POST", "/v1/submissions:batch", batch, HD_Device=DEVICE).status_code == 403


def test_a_device_that_erased_its_data_says_so_without_a_token(world: World) -> None:
    check(world)
    change(world, "wipe", unsent="seal")
    told = check(world)
    assert (told["state"], told["unsent"], len(told["seal_key"])) == ("wipe", "seal", 64)
    box = seal(b'{"drafts":[]}', told["seal_key"])
    report = {"device_id": DEVICE, "wipe_id": told["wipe_id"], "sent": 2, "sealed": 1}
    with_box = {**report, "box": b64encode(box).decode()}
    assert world.nobody.post("/v1/device/wiped", {**with_box, "wipe_id": "guess"}).status_code == 404
    assert listed(world)[0]["standing"] == "wipe"
    for _ in range(2):  # the first answer may have been lost
        assert world.nobody.ok("POST", "/v1/device/wiped", with_box)["kept"] is True
    assert world.nobody.ok("POST", "/v1/device/wiped", report)["kept"] is False
    row = listed(world)[0]
    assert (row["standing"], row["sent_before_wipe"], row["sealed_before_wipe"]) == ("wiped", 2, 1)
    assert check(world)["state"] == "wipe", "an old copy of its data that is put back is erased as well"
    answer = world.ops.send(
        "PATCH", f"/v1/people/{world.trainer.id}/devices/{DEVICE}", {"standing": "ok", "unsent": "seal"}
    )
    assert answer.status_code == 409
    assert world.nobody.post("/v1/device/wiped", {**report, "box": "A"}).status_code == 422


def test_a_closed_account_is_told_to_erase_its_data_on_every_device(world: World) -> None:
    check(world)
    found = world.ops.ok("POST", f"/v1/people/{world.trainer.id}:close", {"unsent": "seal"})
    assert found["account_closed"] and found["items"][0]["standing"] == "wipe"
    assert world.trainer.get("/v1/me").status_code == 403
    assert check(world)["state"] == check(world, "seen-only-now")["state"] == "wipe"
    assert world.second.get("/v1/me").status_code == 200


def test_a_closed_token_may_ask_how_its_device_stands_and_an_unknown_one_may_not(world: World) -> None:
    check(world)
    people = f"/v1/people/{world.trainer.id}"
    token = world.admin.ok("POST", f"{people}/tokens", None)
    world.admin.ok("DELETE", f"{people}/tokens/{token['token_id']}")
    closed = {"Authorization": f"Bearer {token['token']}"}
    assert check(world, **closed)["state"] == "sign_in"
    change(world, "wipe")
    assert check(world, **closed)["state"] == "wipe"
    body = {"device_id": DEVICE, "nonce": "n"}
    assert world.nobody.post("/v1/device/check", body).status_code == 401
    unknown = {"Authorization": "Bearer hd_unknown"}
    assert world.nobody.post("/v1/device/check", body, **unknown).status_code == 401


def test_only_the_platforms_own_key_opens_a_box() -> None:
    private, public = new_key()
    box = seal(b"words", public)
    assert unseal(box, private) == b"words" and b"words" not in box
    assert seal(b"words", public) != box
    for other in (box[:-1] + bytes([box[-1] ^ 1]), b"no box", box[:40]):
        with pytest.raises(ConfigError):
            unseal(other, private)
    with pytest.raises(ConfigError, match="another platform"):
        unseal(box, new_key()[0])
    with pytest.raises(ConfigError, match="not one that hdclient can use"):
        seal(b"words", "zz")


def test_the_private_key_is_in_no_answer(world: World) -> None:
    check(world)
    change(world, "wipe")
    text = json.dumps([check(world), listed(world)])
    with platform_of(world.app).read() as connection:
        private, public = connection.execute(
            select(facts.c.value).where(facts.c.key == SEAL_KEYS)
        ).scalar_one()
    assert public in text and private not in text


def test_operations_do_all_of_it_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "platform"

    def run(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in (*words, "--data", data)])
        said = capsys.readouterr()
        return status, said.out, said.err

    from hdclient.platform.serve import open_platform

    with open_platform(data):
        pass
    person = run("accounts", "add", "Ada")[1].split()[1]
    assert run("devices", "list", person) == (0, "", "")
    assert run("devices", "lock", person, "d1")[0] == 2
    with open_platform(data) as app:
        from hdclient.platform.devices import add_device

        with platform_of(app).write() as write:
            add_device(write, person, "d1", 0, program="1.0", system="Linux")
    assert "d1  ok " in run("devices", "list", person)[1]
    assert "locked" in run("devices", "lock", person, "d1")[1]
    assert "wipe" in run("devices", "revoke", person, "d1", "--unsent", "seal")[1]
    status, _, err = run("devices", "unlock", person, "d1")
    assert status == 2 and "signing in anew" in err
    assert "The account is closed. 0 devices" in run("devices", "close", person)[1]
    assert run("devices", "close", "nobody")[0] == 2
    assert run("devices", "revoke", person)[0] == 2
