"""Every setting as data: name, type, default, help. Read from config.toml, then the environment, then the command line;
what the organisation has set (hdclient/policy.py) wins over all three.

What a person changes in the window (theme, text size …) is not here: it lives in their encrypted store.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from hdclient.errors import ConfigError, SettingsFileBroken, os_words
from hdclient.language import CHOICES
from hdclient.policy import broken_policy, policy_path, read_policy
from hdclient.words import marked, tr, translated


class Setting(Struct, frozen=True):
    """One setting. The environment variable is HDCLIENT_ and the name in capitals."""

    name: str
    kind: type
    default: Any
    help: str
    value: str
    """What stands for its value in the help of the command."""
    least: int = 0
    most: int = 0
    """Bounds of a number."""
    choices: tuple[str, ...] = ()
    """Words of which a text is one; empty: any text."""

    @property
    def variable(self) -> str:
        return f"HDCLIENT_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data_dir",
        str,
        "",
        marked("Folder for the encrypted stores. Empty: the system's place for local program data."),
        "FOLDER",
    ),
    Setting(
        "server",
        str,
        "",
        marked("Address of the platform to sign in to, as https://platform.example.org."),
        "ADDRESS",
    ),
    Setting(
        "theme",
        str,
        "system",
        marked("Look before a person has chosen one: system, light or dark."),
        "THEME",
        choices=("system", "light", "dark", "contrast_light", "contrast_dark"),
    ),
    Setting(
        "language",
        str,
        "system",
        marked("Language of the program before a person has chosen one: system, en, de, es or ar."),
        "LANGUAGE",
        choices=CHOICES,
    ),
    Setting(
        "lock_after_min",
        int,
        0,
        marked(
            "Minutes without a key or the mouse after which the work is locked at the latest. 0: each person decides."
        ),
        "MINUTES",
        most=480,
    ),
    Setting(
        "offline_hours",
        int,
        0,
        marked(
            "Hours of work without reaching the platform after which the work is locked until it is "
            "reached. 0: no limit."
        ),
        "HOURS",
        most=10_000,
    ),
    Setting(
        "poll_s",
        int,
        15,
        marked("Seconds between two looks at the platform while nothing is waiting to be sent: 1 to 3600."),
        "SECONDS",
        least=1,
        most=3600,
    ),
    Setting(
        "keep_days",
        int,
        30,
        marked(
            "Days that the content of a finished task stays on this computer, by the platform's calendar."
        ),
        "DAYS",
        most=3650,
    ),
    Setting(
        "cache_mb",
        int,
        4000,
        marked(
            "Megabytes of tasks and files on this computer. Beyond it, finished tasks go first, and no new ones come."
        ),
        "MEGABYTES",
        least=50,
        most=1_000_000,
    ),
    Setting(
        "prepared_mb",
        int,
        48,
        marked("Megabytes of content made ready to be shown. What was used longest ago goes first."),
        "MEGABYTES",
        least=1,
        most=10_000,
    ),
    Setting(
        "open_outside",
        str,
        "no",
        marked(
            "Whether a picture that hdclient cannot show may be saved, unencrypted, for another program: no or ask."
        ),
        "CHOICE",
        choices=("no", "ask"),
    ),
    Setting(
        "print_tasks",
        str,
        "ask",
        marked("Whether a task may be printed, or saved, unencrypted, as a PDF: no or ask."),
        "CHOICE",
        choices=("no", "ask"),
    ),
    Setting(
        "fonts_dir",
        str,
        "",
        marked(
            "Folder with fonts (.ttf, .otf, .ttc) for scripts that this computer lacks; used when something needs them."
        ),
        "FOLDER",
    ),
    Setting(
        "backups",
        int,
        3,
        marked("Encrypted copies of the saved work that are kept."),
        "COPIES",
        least=1,
        most=30,
    ),
)


class Config(Struct, frozen=True):
    """The settings in force."""

    data_dir: Path
    server: str = ""
    theme: str = "system"
    language: str = "system"
    poll_s: int = 15
    lock_after_min: int = 0
    offline_hours: int = 0
    keep_days: int = 30
    cache_mb: int = 4000
    prepared_mb: int = 48
    backups: int = 3
    open_outside: str = "no"
    print_tasks: str = "ask"
    fonts_dir: str = ""
    locked: frozenset[str] = frozenset()
    """Names of the settings that the organisation has set."""
    left_aside: tuple[str, ...] = ()
    """What was given and cannot be used, each as a sentence, to be said in the window."""


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


def load(
    overrides: Mapping[str, Any] | None = None,
    env: Mapping[str, str] = os.environ,
    policy: Path | None = None,
) -> Config:
    """Reads the settings: defaults, then the file, then the environment, then `overrides` (None: not given).

    What the organisation's `policy` file sets (the system's, unless another is given) replaces all of that. Raises
    ConfigError naming the file, the setting and what was expected.
    """
    wrong: list[ConfigError] = []
    values = _gather(overrides, env, _entries(config_path(env), wrong), wrong)
    if wrong:
        raise wrong[0]
    return _made(values, env, policy)


def load_for_window(
    overrides: Mapping[str, Any] | None = None,
    env: Mapping[str, str] = os.environ,
    *,
    without_file: bool = False,
    policy: Path | None = None,
) -> Config:
    """As `load`, but one setting that is wrong is left aside and said in the window: it keeps nobody from work.

    Raises SettingsFileBroken for a file that cannot be read at all, and for one whose data folder is wrong: with
    another folder all work would seem to be gone. `without_file` passes the file over. Raises ConfigError for
    `overrides`, which somebody has just typed, and for a policy of the organisation that cannot be used.
    """
    wrong: list[ConfigError] = []
    path = config_path(env)
    values = _gather(None, env, {} if without_file else _entries(path, wrong), wrong)
    if broken := next((error for error in wrong if isinstance(error, SettingsFileBroken)), None):
        raise broken
    said = [
        tr("{what} This setting was left aside. {remedy}", what=error.what, remedy=error.remedy)
        for error in wrong
    ]
    if without_file:
        said.append(
            tr("The settings file {path} was left aside. Correct it, then start hdclient again.", path=path)
        )
    wrong.clear()
    values = _gather(overrides, {}, values, wrong)
    if wrong:
        raise wrong[0]
    return _made(values, env, policy, tuple(said))


def _gather(
    overrides: Mapping[str, Any] | None,
    env: Mapping[str, str],
    entries: Mapping[str, Any],
    wrong: list[ConfigError],
) -> dict[str, Any]:
    """The values of all settings; what is wrong goes into `wrong`, and the default or the entry before counts."""
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
    path = config_path(env)
    given: list[tuple[str, Any]] = list(entries.items())
    for setting in SETTINGS:
        if env.get(setting.variable):
            try:
                given.append((setting.name, _from_text(setting, env[setting.variable])))
            except ConfigError as error:
                wrong.append(error)
    given += [(name, value) for name, value in (overrides or {}).items() if value is not None]
    for name, value in given:
        why = _refusal(name, value)
        if why:
            remedy = tr(
                "{why}, or leave it out (in {path}, the environment or the command).", why=why, path=path
            )
            wrong.append(
                ConfigError(
                    tr("The setting {name} is {value}.", name=name, value=_quoted(value)), remedy=remedy
                )
            )
        else:
            values[name] = value
    return values


def _refusal(name: str, value: Any) -> str:
    """What to use instead; empty: the value will do."""
    setting = next(setting for setting in SETTINGS if setting.name == name)
    if setting.choices and value not in setting.choices:
        return tr("Use {first} or {last}", first=", ".join(setting.choices[:-1]), last=setting.choices[-1])
    if setting.kind is int and not setting.least <= value <= setting.most:
        return tr("Use a number from {least} to {most}", least=setting.least, most=setting.most)
    return ""


def _quoted(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def _made(
    values: dict[str, Any],
    env: Mapping[str, str],
    policy: Path | None,
    left_aside: tuple[str, ...] = (),
) -> Config:
    decided = _decided(policy or policy_path(env))
    values |= decided
    folder = values["data_dir"]
    values["data_dir"] = Path(folder).expanduser() if folder else default_data_dir(env)
    return Config(**values, locked=frozenset(decided), left_aside=left_aside)


def _decided(path: Path) -> dict[str, Any]:
    """What the organisation has set. Raises ConfigError: nothing of it is ever left aside."""
    known = {setting.name: setting for setting in SETTINGS}
    decided = read_policy(path)
    for name, value in decided.items():
        if name not in known:
            settings = ", ".join(known)
            why = tr("there is no setting “{name}”; the settings are {list}", name=name, list=settings)
            raise broken_policy(path, why)
        if type(value) is not known[name].kind:
            raise broken_policy(path, _wrong_kind(known[name]))
        if why := _refusal(name, value):
            said = tr("{name} is {value}. {why}", name=name, value=_quoted(value), why=why)
            raise broken_policy(path, said)
    return decided


def _entries(path: Path, wrong: list[ConfigError]) -> dict[str, Any]:
    """What the file sets. Raises ConfigError when it cannot be read; what is no setting goes into `wrong`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _broken(path, tr("it cannot be read: {reason}", reason=os_words(error))) from error
    except UnicodeDecodeError as error:
        raise _broken(path, tr("it is not UTF-8 text")) from error
    import tomllib  # start-up: most people have no such file

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, tr("it is not valid TOML: {error}", error=error)) from error
    known = {setting.name: setting for setting in SETTINGS}
    values = {}
    for name, value in data.items():
        if name not in known:
            what = tr("In the settings file {path} there is no setting “{name}”.", path=path, name=name)
            wrong.append(ConfigError(what, "", tr("There are {settings}.", settings=", ".join(known))))
        elif type(value) is not known[name].kind:
            what = _wrong_kind(known[name])
            whole = name == "data_dir"  # without it, it cannot be known where the work is
            said = tr("In the settings file {path}, {what}.", path=path, what=what)
            wrong.append(_broken(path, what) if whole else ConfigError(said))
        else:
            values[name] = value
    return values


_KIND_NAMES = {str: marked("a text in quotes"), int: marked("a whole number")}


def _wrong_kind(setting: Setting) -> str:
    kind = translated(_KIND_NAMES[setting.kind])
    return tr("{name} must be {kind}", name=setting.name, kind=kind)


def _from_text(setting: Setting, text: str) -> Any:
    if setting.kind is not int:
        return text
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError(
            tr("The environment variable {variable} must be a whole number.", variable=setting.variable),
            remedy=tr("Correct or unset it."),
        ) from error


def _broken(path: Path, why: str) -> SettingsFileBroken:
    return SettingsFileBroken(
        tr("The settings file {path} cannot be used: {why}.", path=path, why=why),
        tr("Nothing was changed, and your saved work is untouched."),
        tr("Correct the file or move it away, and start again."),
    )
