"""Every setting as data: name, type, default, help. Read from config.toml, then the environment, then the command line.

What a person changes in the window (theme, text size …) is not here: it lives in their encrypted store.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from hdclient.errors import ConfigError, os_words


class Setting(Struct, frozen=True):
    """One setting. The environment variable is HDCLIENT_ and the name in capitals."""

    name: str
    kind: type
    default: Any
    help: str

    @property
    def variable(self) -> str:
        return f"HDCLIENT_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data_dir",
        str,
        "",
        "Folder for the encrypted stores. Empty: the system's place for local program data.",
    ),
    Setting("server", str, "", "Address of the platform to sign in to, as https://platform.example.org."),
    Setting("theme", str, "system", "Look before a person has chosen one: system, light or dark."),
    Setting(
        "poll_s", int, 15, "Seconds between two looks at the platform while nothing is waiting to be sent."
    ),
)


class Config(Struct, frozen=True):
    """The settings in force."""

    data_dir: Path
    server: str = ""
    theme: str = "system"
    poll_s: int = 15


def default_data_dir(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The system's folder for program data that stays on this machine (Local, never Roaming)."""
    home = Path(env.get("HOME") or env.get("USERPROFILE") or Path.home())
    if platform == "win32":
        return Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local") / "hdclient"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "hdclient"
    return Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "hdclient"


def config_path(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where config.toml is looked for. HDCLIENT_CONFIG names another file."""
    if env.get("HDCLIENT_CONFIG"):
        return Path(env["HDCLIENT_CONFIG"])
    if platform in ("win32", "darwin"):
        return default_data_dir(env, platform) / "config.toml"
    home = Path(env.get("HOME") or Path.home())
    return Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "hdclient" / "config.toml"


def load(overrides: Mapping[str, Any] | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """Reads the settings: defaults, then the file, then the environment, then `overrides` (None: not given).

    Raises ConfigError naming the file, the setting and what was expected.
    """
    path = config_path(env)
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
    values.update(_read_file(path))
    for setting in SETTINGS:
        if env.get(setting.variable):
            values[setting.name] = _from_text(setting, env[setting.variable])
    values.update({name: value for name, value in (overrides or {}).items() if value is not None})
    if values["theme"] not in ("system", "light", "dark"):
        raise ConfigError(
            f"The setting theme is “{values['theme']}”.",
            remedy=f"Use system, light or dark, or leave it out (in {path}, the environment or the command).",
        )
    if not 1 <= values["poll_s"] <= 3600:
        raise ConfigError(
            f"The setting poll_s is {values['poll_s']}.",
            remedy=f"Use 1 to 3600 seconds, or leave it out (in {path}, the environment or the command).",
        )
    values["data_dir"] = (
        Path(values["data_dir"]).expanduser() if values["data_dir"] else default_data_dir(env)
    )
    return Config(**{name: values[name] for name in Config.__struct_fields__})


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _broken(path, f"it cannot be read: {os_words(error)}") from error
    except UnicodeDecodeError as error:
        raise _broken(path, "it is not UTF-8 text") from error
    import tomllib  # start-up: most people have no such file

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, f"it is not valid TOML: {error}") from error
    known = {setting.name: setting for setting in SETTINGS}
    values = {}
    for name, value in data.items():
        if name not in known:
            raise _broken(path, f"there is no setting “{name}”; the settings are {', '.join(known)}")
        if type(value) is not known[name].kind:
            raise _broken(path, f"{name} must be {_KIND_NAMES[known[name].kind]}")
        values[name] = value
    return values


_KIND_NAMES = {str: "a text in quotes", int: "a whole number"}


def _from_text(setting: Setting, text: str) -> Any:
    if setting.kind is not int:
        return text
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError(
            f"The environment variable {setting.variable} must be a whole number.",
            remedy="Correct or unset it.",
        ) from error


def _broken(path: Path, why: str) -> ConfigError:
    return ConfigError(
        f"The settings file {path} cannot be used: {why}.",
        "Nothing was changed, and your saved work is untouched.",
        "Correct the file or move it away, and start again.",
    )
