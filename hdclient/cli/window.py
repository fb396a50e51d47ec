"""`hdclient run`, `hdclient demo` and `hdclient gallery`: the commands that open a window.

The core never imports the screens, so they are started by name.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from hdclient.config import SETTINGS, load_for_window
from hdclient.errors import ConfigError, SettingsFileBroken
from hdclient.language import SYSTEM, speak_chosen
from hdclient.words import tr, translated


def add_commands(commands: Any) -> None:
    """Adds the commands to the parser."""
    run = commands.add_parser("run", help=tr("open hdclient (the default)"))
    for setting in SETTINGS:
        run.add_argument(
            "--" + setting.name.replace("_", "-"),
            type=setting.kind,
            default=None,
            help=translated(setting.help),
            metavar=setting.value,
        )
    run.set_defaults(do=_run)
    demo = commands.add_parser("demo", help=tr("open hdclient on an embedded platform with sample campaigns"))
    demo.add_argument(
        "--keep",
        type=Path,
        metavar="DIR",
        help=tr("keep platform and work here instead of a temporary folder"),
    )
    demo.add_argument(
        "--check", action="store_true", help=tr("drive the whole path by key events, offscreen, and check it")
    )
    demo.add_argument(
        "--review", action="store_true", help=tr("as a reviewer, with a colleague's work to be reviewed")
    )
    demo.add_argument("--pictures", type=Path, metavar="DIR", help=tr("where a check leaves its pictures"))
    demo.set_defaults(do=_demo)
    gallery = commands.add_parser("gallery", help=tr("show every component of the window in every state"))
    gallery.add_argument(
        "--out", type=Path, metavar="DIR", help=tr("write it as pictures into this folder instead")
    )
    gallery.set_defaults(do=_gallery)


def _run(arguments: argparse.Namespace) -> int:
    _leave_no_core_file()
    given = {setting.name: getattr(arguments, setting.name) for setting in SETTINGS}
    shown = has_display(ask_qt=False)
    try:
        config = load_for_window(given)
    except SettingsFileBroken as error:
        if not shown:
            raise
        config = importlib.import_module("ui.start").ask_about_settings(
            error, partial(load_for_window, given)
        )
    if not shown:
        raise ConfigError(
            tr("There is no display here, so the window cannot open."),
            tr("Nothing was changed."),
            tr("Start hdclient in a desktop session, or set DISPLAY or WAYLAND_DISPLAY."),
        )
    speak_chosen(config.data_dir, config.language, locked="language" in config.locked)
    gc.disable()  # a start makes much and drops nothing; ui/shell/garbage.py takes over
    return int(importlib.import_module("ui.start").main(config))


def _leave_no_core_file() -> None:
    """A crash may leave no picture of the memory on the disk: it would hold content and the key.

    The limit is one byte and not none: with none, Linux still hands the picture to a program that collects them.
    """
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 0 if most == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


def _demo(arguments: argparse.Namespace) -> int:
    if arguments.keep:
        speak_chosen(arguments.keep / "work", os.environ.get("HDCLIENT_LANGUAGE") or SYSTEM, locked=False)
    if arguments.check or not has_display():
        if not arguments.check:
            print(
                tr(
                    "There is no display here. The same path is now driven without one; its pictures will be "
                    "left for you."
                ),
                file=sys.stderr,
            )
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return int(importlib.import_module("ui.demo.check").check(arguments.keep, arguments.pictures))
    return int(importlib.import_module("ui.demo").open_window(arguments.keep, review=arguments.review))


def _gallery(arguments: argparse.Namespace) -> int:
    if arguments.out is None and not has_display():
        raise ConfigError(
            tr("There is no display here, so the gallery cannot open."),
            remedy=tr("Name a folder for its pictures with --out."),
        )
    if arguments.out is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return int(importlib.import_module("ui.gallery").write(arguments.out))
    return int(importlib.import_module("ui.gallery").open_window())


def has_display(*, ask_qt: bool = True) -> bool:
    """Whether Qt can open a window here. Qt aborts when it cannot, so it is asked in another process (0.2 s)."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    if not ask_qt:
        return True
    probe = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    try:
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
