"""`hdclient receipts`: where it finds the saved work, and what it says of files that are none of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.cli import main
from hdclient.cli.receipts import saved_work, show_receipts
from hdclient.errors import ConfigError
from hdclient.store.keys import SessionKeys
from tests.helpers.kept_work import KeptWork


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema":"hd.receipts/1"',
        b"\xff",
        b'{"schema":1}',
    ],
)
def test_what_is_no_such_file_is_said_in_a_sentence(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert main(["receipts", "--verify", str(path)]) == 2
    assert "cannot be checked" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        '{"schema":"hd.receipts/1"}',
        '{"schema":"hd.receipts/1","platform":{},"person":{},"keys":[],"logs":{}}',
    ],
)
def test_a_file_without_its_list_is_not_in_order(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    path.write_text(content)
    assert main(["receipts", "--verify", str(path)]) == 1
    assert "NOT IN ORDER" in capsys.readouterr().out


def test_the_saved_work_is_found_by_account_and_its_trouble_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no saved work"), saved_work(tmp_path, "", SessionKeys()):
        pass
    kept = KeptWork(tmp_path / "account")
    kept.seals("t1", "t2")
    with saved_work(tmp_path, "platform.example", kept.keys) as store:
        said: list[str] = []
        show_receipts(store, state="waiting", say=said.append)
        assert len(said) == 2 and all("no receipt yet" in line for line in said)
        with (
            pytest.raises(ConfigError, match="hdclient is open"),
            saved_work(tmp_path, "", kept.keys),
        ):
            pass
    with (
        pytest.raises(ConfigError, match="with “elsewhere” in it"),
        saved_work(tmp_path, "elsewhere", kept.keys),
    ):
        pass
