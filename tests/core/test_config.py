"""Settings: where they come from, which wins, and what is said when one is unusable."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.cli import parser
from hdclient.config import SETTINGS, default_data_dir, load, load_for_window
from hdclient.errors import ConfigError, SettingsFileBroken
from hdclient.policy import policy_path


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


ONE_SETTING = {"unknown", "wrong type", "a truth is no number", "no such theme", "too often"}


@pytest.mark.parametrize("name", sorted(ONE_SETTING))
def test_one_wrong_setting_keeps_nobody_from_work(name: str, tmp_path: Path) -> None:
    env = settings_file(tmp_path, BROKEN[name][0] + '\nserver = "https://a.example"\n')
    config = load_for_window({"poll_s": 30}, env)
    assert (config.theme, config.poll_s, config.server) == ("system", 30, "https://a.example")
    (said,) = config.left_aside
    assert BROKEN[name][1] in said and "left aside" in said and str(tmp_path) in said


def test_a_wrong_variable_is_left_aside_too(tmp_path: Path) -> None:
    config = load_for_window(
        env={"HOME": str(tmp_path), "HDCLIENT_POLL_S": "often", "HDCLIENT_THEME": "pink"}
    )
    assert (config.poll_s, config.theme) == (15, "system")
    assert [word in said for word, said in zip(("POLL_S", "pink"), config.left_aside, strict=True)] == [
        True
    ] * 2


@pytest.mark.parametrize("text", ["theme = ", "data_dir = 5", "\udcff"])
def test_a_file_that_may_name_another_folder_is_asked_about(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    env = {"HOME": str(tmp_path), "HDCLIENT_CONFIG": str(path)}
    with pytest.raises(SettingsFileBroken):
        load_for_window(env=env)
    config = load_for_window(env=env, without_file=True)
    assert config.data_dir == default_data_dir(env) and str(path) in config.left_aside[0]


def test_what_was_just_typed_is_not_left_aside(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="pink"):
        load_for_window({"theme": "pink"}, {"HOME": str(tmp_path)})


def test_help_says_what_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["run", "--help"])
    shown = capsys.readouterr().out
    assert "--server ADDRESS" in shown and "--poll-s SECONDS" in shown and "VALUE" not in shown


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_system_has_its_place(system: str) -> None:
    env = {"HOME": "/home/ada", "LOCALAPPDATA": "/local"}
    assert default_data_dir(env, system).name == "hdclient"


def test_every_setting_explains_itself() -> None:
    assert all(setting.help.endswith(".") for setting in SETTINGS)


def policy_file(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_organisation_has_set_wins_over_everything_and_is_locked(tmp_path: Path) -> None:
    env = settings_file(tmp_path, 'theme = "dark"\nkeep_days = 90\n') | {"HDCLIENT_KEEP_DAYS": "60"}
    policy = policy_file(tmp_path, 'keep_days = 7\nserver = "https://a.example"\n')
    config = load({"keep_days": 3650, "server": "https://b.example"}, env, policy)
    assert (config.keep_days, config.server, config.theme) == (7, "https://a.example", "dark")
    assert config.locked == {"keep_days", "server"}
    assert load({}, env, tmp_path / "none").locked == frozenset()


@pytest.mark.parametrize("text", ["keep_days = ", "keep = 1", "keep_days = -1", 'keep_days = "7"'])
def test_a_policy_that_cannot_be_read_is_never_taken_for_none(tmp_path: Path, text: str) -> None:
    policy = policy_file(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load({}, {"HOME": str(tmp_path)}, policy)
    assert str(policy) in str(caught.value)


def test_no_setting_leads_to_another_policy() -> None:
    """Otherwise whoever is bound by it could leave it."""
    home = {"HOME": "/home/ada", "HDCLIENT_POLICY": "/tmp/mine", "XDG_CONFIG_HOME": "/tmp"}
    assert policy_path(home, "linux") == Path("/etc/hdclient/policy.toml")
    assert policy_path(home, "darwin") == Path("/Library/Application Support/hdclient/policy.toml")
    assert policy_path({"PROGRAMDATA": "/shared"}, "win32") == Path("/shared/hdclient/policy.toml")
