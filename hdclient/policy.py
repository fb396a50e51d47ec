"""What the organisation has decided for this computer: one TOML file that only its administrator can write.

It has the names of config.toml (hdclient/config.py). What stands in it wins over the person's file, the environment
and the command line, and is locked. It must not know what the settings mean.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hdclient.errors import ConfigError, os_words
from hdclient.words import tr

POLICY_NAME = "policy.toml"


def policy_path(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the system keeps what administrators decide. No setting can lead elsewhere."""
    if platform == "win32":
        return Path(env.get("PROGRAMDATA") or r"C:\ProgramData") / "hdclient" / POLICY_NAME
    if platform == "darwin":
        return Path("/Library/Application Support/hdclient") / POLICY_NAME
    return Path("/etc/hdclient") / POLICY_NAME


def read_policy(path: Path) -> dict[str, Any]:
    """What the file says; nothing when there is no such file. Raises ConfigError when it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise broken_policy(path, tr("it cannot be read: {reason}", reason=os_words(error))) from error
    except UnicodeDecodeError as error:
        raise broken_policy(path, tr("it is not UTF-8 text")) from error
    import tomllib  # start-up: most people have no such file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise broken_policy(path, tr("it is not valid TOML: {error}", error=error)) from error


def broken_policy(path: Path, why: str) -> ConfigError:
    """The file is there and cannot be used. It is never taken for none: it may forbid what would then be done."""
    return ConfigError(
        tr(
            "What your organisation has set for this computer cannot be used: in {path}, {why}.",
            path=path,
            why=why,
        ),
        tr(
            "Nothing was changed, and your saved work is untouched. hdclient does not start without "
            "knowing what it says."
        ),
        tr("Ask your administrator to correct the file."),
    )
