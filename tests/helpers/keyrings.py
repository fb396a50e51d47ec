"""A real GNOME Keyring on a private bus with a home of its own, and scripts that are run beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

needs_keyring = pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or shutil.which("gnome-keyring-daemon") is None,
    reason="needs dbus-run-session and gnome-keyring-daemon",
)
PASSWORD = "testpass"


def beside_keyring(home: Path, script: str, *arguments: str, password: str = PASSWORD) -> list[str]:
    """Runs a script with a keyring that `password` opens (the first one sets it). Returns the lines it printed."""
    daemon = 'gnome-keyring-daemon --unlock --components=secrets --control-directory="$XDG_RUNTIME_DIR/kr"'
    command = f'printf "%s\\n" "{password}" | {daemon} >/dev/null 2>&1; exec "$@"'
    return _run(home, script, arguments, ["dbus-run-session", "--", "sh", "-c", command, "sh"])


def without_bus(home: Path, script: str, *arguments: str) -> list[str]:
    """Runs a script where there is no D-Bus, and so no keyring."""
    return _run(home, script, arguments, [], DBUS_SESSION_BUS_ADDRESS="disabled:")


def _run(home: Path, script: str, arguments: tuple[str, ...], before: list[str], **more: str) -> list[str]:
    runtime = home / "run"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    left_out = ("PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        **more,
    }
    done = subprocess.run(
        [*before, sys.executable, "-c", script, str(home / "work"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]
