"""Settings: where they come from, which wins, and what is said when one is unusable."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.config import SETTINGS, default_data_dir, load
from hdclient.errors import ConfigError


def settings_file(folder: Path, text: str) -> dict[str, str]:
    path = folder / "config.toml"
    path.write_bytes(text.encode())
    return {"HOME": str(folder), "HDCLIENT_CONFIG": str(path)}


def test_the_command_line_wins_over_the_environment_over_the_file(tmp_path: Path) -> None:
    env = settings_file(tmp_path, 'theme = "dark"\npoll_s = 20\nserver = "https://a.example"\n')
    assert load(env=env).theme == "dark"
    env["HDCLIENT_THEME"] = "light"
    config = load({"poll_s": 30, "theme": None}, env)
    assert (config.theme, config.poll_s, config.server) == ("light", 30, "https://a.example")


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    config = load(env={"HOME": str(tmp_path)})
    assert config.data_dir == default_data_dir({"HOME": str(tmp_path)})
    assert config.server == "" and config.theme == "system"


BROKEN = {
    "not TOML": ("theme = ", "not valid TOML"),
    "unknown": ("colour = 1", "no setting “colour”"),
    "wrong type": ('poll_s = "often"', "poll_s must be a whole number"),
    "a truth is no number": ("poll_s = true", "poll_s must be a whole number"),
    "no such theme": ('theme = "pink"', "pink"),
    "too often": ("poll_s = -5", "poll_s is -5"),
    "not UTF-8": ("\udcff", "not UTF-8 text"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_and_left_alone(name: str, tmp_path: Path) -> None:
    text, sentence = BROKEN[name]
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = path.read_bytes()
    with pytest.raises(ConfigError) as caught:
        load(env={"HOME": str(tmp_path), "HDCLIENT_CONFIG": str(path)})
    assert sentence in str(caught.value) and str(path) in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_system_has_its_place(system: str) -> None:
    env = {"HOME": "/home/ada", "LOCALAPPDATA": "/local"}
    assert default_data_dir(env, system).name == "hdclient"


def test_every_setting_explains_itself() -> None:
    assert all(setting.help.endswith(".") for setting in SETTINGS)
