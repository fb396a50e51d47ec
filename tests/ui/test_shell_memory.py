"""What the window notes by itself, on a disk that refuses it."""

from __future__ import annotations

import pytest

from hdclient.errors import StoreUnwritable
from tests.helpers.frame import Raise
from tests.helpers.paper_desk import full_desk


def test_pages_change_on_a_disk_that_refuses_to_remember_them(
    raised: Raise, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = full_desk()

    def refuse(_key: str, _value: object) -> None:
        raise StoreUnwritable("The folder with your saved work cannot be written to.")

    monkeypatch.setattr(desk, "set_setting", refuse)
    stage = raised(desk)
    stage.window.resize(900, 600)
    stage.window.close()
