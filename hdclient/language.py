"""Which language the program speaks: the person's choice on this computer, or a setting, or the system's.

The choice is no secret and is needed before any store is open, so it is a small file of its own in the data folder.
It must have no words itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hdclient.words import LANGUAGES, PSEUDO, speak

SYSTEM = "system"
CHOICES = (SYSTEM, *LANGUAGES, PSEUDO)
_FILE = "language"


def speak_early(env: Mapping[str, str] = os.environ) -> None:
    """Before the settings are read: what the environment names, else the system's language."""
    speak(resolved(env.get("HDCLIENT_LANGUAGE") or SYSTEM, env))


def speak_chosen(data_dir: Path, setting: str, *, locked: bool, env: Mapping[str, str] = os.environ) -> None:
    """With the settings known: what the organisation has locked, else the person's choice, else the setting."""
    chosen = "" if locked else read_choice(data_dir)
    speak(resolved(chosen or setting, env))


def read_choice(data_dir: Path) -> str:
    """What the person has chosen here: one of CHOICES; empty when nothing, or nothing known."""
    try:
        text = (data_dir / _FILE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if text in CHOICES else ""


def write_choice(data_dir: Path, choice: str) -> bool:
    """Keeps the choice; it counts from the next start. False when the disk refuses it."""
    fresh = data_dir / f"{_FILE}.new"
    try:
        fresh.write_text(f"{choice}\n", encoding="ascii")
        fresh.replace(data_dir / _FILE)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        return False
    return True


def resolved(choice: str, env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """The code of a choice; for `system` the first of the system's languages that is here, else English."""
    if choice != SYSTEM:
        return choice
    for name in _system_names(env, platform):
        code = name.replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def _system_names(env: Mapping[str, str], platform: str) -> list[str]:
    """As gettext does it, LANGUAGE and then LC_ALL, LC_MESSAGES, LANG; else what the system says."""
    first = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    if first.split(".")[0] in ("C", "POSIX"):
        return ["en"]
    names = [*(env.get("LANGUAGE") or "").split(":"), first]
    if not any(names) and platform in ("win32", "darwin"):
        names.append(_asked(platform))
    return [name for name in names if name]


def _asked(platform: str) -> str:
    """The language of the desktop, where the environment has none."""
    if platform == "win32" and sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    import subprocess

    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["/usr/bin/defaults", "read", "-g", "AppleLanguages"],
            capture_output=True,
            text=True,
            timeout=2,
            check=True,
        )
        names = [line.strip(' ",') for line in done.stdout.splitlines()]
        return next((name for name in names if name[:1].isalpha()), "")
    return ""
