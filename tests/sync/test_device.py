"""Only the platform's whole answer to this very question locks or erases."""

from __future__ import annotations

import pytest

from hdclient.errors import Forbidden, NotOurPlatform, Refused, SignInNeeded, Unreachable
from hdclient.sync.device import Standing, ask
from hdclient.wire.devices import DeviceCheckReply

KEY = "ab" * 32


class Answering:
    """A platform that gives one answer to the check."""

    def __init__(self, answer: Exception | dict[str, str]) -> None:
        self._answer = answer

    def check_device(self, device_id: str, nonce: str) -> DeviceCheckReply:
        if isinstance(self._answer, Exception):
            raise self._answer
        facts = {"nonce": nonce, "server_uuid": "p", "server_time_ms": 0, **self._answer}
        return DeviceCheckReply.model_validate(facts)


@pytest.mark.parametrize(
    ("answer", "standing"),
    [
        ({"state": "ok"}, Standing.OK),
        ({"state": "sign_in"}, Standing.SIGN_IN),
        ({"state": "locked"}, Standing.LOCKED),
        ({"state": "wipe", "wipe_id": "w", "seal_key": KEY}, Standing.ERASE),
        ({"state": "wipe", "wipe_id": "w", "seal_key": KEY, "nonce": "another"}, Standing.UNKNOWN),
        ({"state": "locked", "nonce": ""}, Standing.UNKNOWN),
        ({"state": "wipe", "wipe_id": "", "seal_key": KEY}, Standing.UNKNOWN),
        ({"state": "wipe", "wipe_id": "w", "seal_key": "short"}, Standing.UNKNOWN),
        (Forbidden("403"), Standing.LOCKED),
        (SignInNeeded("401"), Standing.UNKNOWN),
        (Refused("404"), Standing.UNKNOWN),
        (Unreachable("no answer"), Standing.UNKNOWN),
        (NotOurPlatform("a portal"), Standing.UNKNOWN),
    ],
)
def test_what_an_answer_means(answer: Exception | dict[str, str], standing: Standing) -> None:
    verdict = ask(Answering(answer), "d")  # type: ignore[arg-type]
    assert verdict.standing is standing
    assert (verdict.order is not None) == (standing is Standing.ERASE)
