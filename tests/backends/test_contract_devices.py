"""What every backend promises about devices: how one stands, what it may still do, and the report that it is erased."""

from __future__ import annotations

from base64 import b64encode

import pytest

from hdclient.errors import Forbidden, Refused, SignInNeeded
from hdclient.wire.devices import DeviceWipedIn
from hdclient.wire.sealed import seal
from tests.helpers.judgements import judge
from tests.helpers.platforms import NAME, Owner

DEVICE = "device-1"


def test_a_device_in_good_standing_works_and_the_check_repeats_the_question(owner: Owner) -> None:
    backend = owner.backend(owner.person(), device_id=DEVICE)
    assert backend.me().name == NAME
    found = backend.check_device(DEVICE, "nonce-1")
    assert (found.state, found.nonce, found.wipe_id) == ("ok", "nonce-1", "")
    backend.close()


def test_a_closed_sign_in_may_ask_and_is_told_so(owner: Owner) -> None:
    person = owner.person()
    backend = owner.backend(person, device_id=DEVICE)
    backend.me()
    owner.sign_out(person)
    with pytest.raises(SignInNeeded):
        backend.me()
    assert backend.check_device(DEVICE, "n").state == "sign_in"
    backend.close()


def test_a_locked_device_may_only_ask(owner: Owner) -> None:
    person = owner.person()
    backend, other = owner.backend(person, device_id=DEVICE), owner.backend(person, device_id="another")
    backend.me()
    owner.set_device(person, DEVICE, "locked", "seal")
    for call in (backend.me, backend.campaigns, lambda: backend.changes("")):
        with pytest.raises(Forbidden):
            call()
    assert backend.check_device(DEVICE, "n").state == "locked"
    assert other.me().id == person
    owner.set_device(person, DEVICE, "ok", "seal")
    assert backend.me().id == person
    backend.close()
    other.close()


def test_a_revoked_device_sends_its_work_reports_and_hands_over_what_it_sealed(owner: Owner) -> None:
    person = owner.person()
    campaign = owner.add_campaign(members=[person])
    owner.add_tasks(campaign, 2)
    backend = owner.backend(person, device_id=DEVICE)
    leases = backend.lease(campaign, 2).items
    bodies = {task.id: task for task in backend.tasks([lease.task_id for lease in leases])}
    one, two = (judge(bodies[lease.task_id], lease) for lease in leases)
    owner.set_device(person, DEVICE, "wipe", "send_first")
    assert [result.status for result in backend.submit([one])] == ["accepted"]
    with pytest.raises(Forbidden):
        backend.changes("")
    owner.set_device(person, DEVICE, "wipe", "seal")
    with pytest.raises(Forbidden):
        backend.submit([two])
    order = backend.check_device(DEVICE, "n")
    assert (order.state, order.unsent) == ("wipe", "seal")
    with pytest.raises(Refused):
        backend.device_wiped(DeviceWipedIn(device_id=DEVICE, wipe_id="guessed"))
    box = b64encode(seal(b"unsent words", order.seal_key)).decode()
    assert backend.device_wiped(
        DeviceWipedIn(device_id=DEVICE, wipe_id=order.wipe_id, sent=1, sealed=1, box=box)
    ).kept
    assert owner.unsealed(person, DEVICE) == "unsent words"
    backend.close()
