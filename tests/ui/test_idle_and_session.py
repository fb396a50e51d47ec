"""The lock by itself: after minutes without a touch, and when the desktop's session is locked (a real D-Bus)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication

from ui.shell.idle import IdleWatch, effective_limit, now_s
from ui.shell.session_lock import session_path

ROOT = Path(__file__).parents[2]

needs_dbus = pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")


@pytest.mark.parametrize(
    ("chosen", "demanded", "limit"), [(15, 0, 15), (0, 0, 0), (15, 5, 5), (5, 15, 5), (0, 10, 10), (-3, 0, 0)]
)
def test_the_organisation_may_demand_less_than_a_person_chooses(
    chosen: int, demanded: int, limit: int
) -> None:
    assert effective_limit(chosen, demanded) == limit


def test_it_locks_after_the_minutes_that_were_chosen_and_a_touch_begins_them_anew(qapp: QApplication) -> None:
    clock, locked, limit = [0.0], [], [15]
    window = QWindow()
    watch = IdleWatch(window, lambda: limit[0], lambda: locked.append(clock[0]), lambda: clock[0])
    clock[0] = 899.0
    watch.look()
    assert locked == []
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(window, key)
    clock[0] = 1798.0
    watch.look()
    assert locked == [], "a key 899 s ago"
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(1, 1),
        QPointF(1, 1),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, move)
    clock[0] += 899
    watch.look()
    assert locked == []
    clock[0] += 1
    watch.look()
    watch.look()
    assert locked == [2698.0], "once per absence"
    limit[0] = 0
    clock[0] += 99_999
    watch.look()
    assert len(locked) == 1
    window.deleteLater()


def test_idle_time_knows_nothing_of_the_wall_clock() -> None:
    before = now_s()
    assert 0 <= now_s() - before < 5


@pytest.mark.parametrize(
    ("session", "path"),
    [("2", "/org/freedesktop/login1/session/_32"), ("c1", "/org/freedesktop/login1/session/c1"), ("", "")],
)
def test_where_logind_keeps_a_session(session: str, path: str) -> None:
    assert session_path(session) == path


# Plays the desktop's part on a bus of its own: owns the names, and emits the signal that the first argument says.
SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from ui.shell.session_lock import watch

service, path, interface, name, *values = sys.argv[1:]
app = QCoreApplication([])
heard = []
desktop = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "desktop")
assert desktop.registerService(service)
parent = QObject()
listening = watch(parent, lambda: heard.append("locked"))
message = QDBusMessage.createSignal(path, interface, name)
message.setArguments([value == "true" for value in values])

def emit():
    assert desktop.send(message)
    QTimer.singleShot(300, app.quit)

QTimer.singleShot(100, emit)
app.exec()
print(",".join(heard) or "nothing", ",".join(listening.heard))
"""

SAVER = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")
GNOME = ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver")
SESSION = ("org.freedesktop.login1", "/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session")
OTHER = ("org.freedesktop.login1", "/org/freedesktop/login1/session/_39", "org.freedesktop.login1.Session")
MANAGER = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")


@needs_dbus
@pytest.mark.slow
@pytest.mark.parametrize(
    ("signal", "said"),
    [
        ((*SAVER, "ActiveChanged", "true"), "locked"),
        ((*SAVER, "ActiveChanged", "false"), "nothing"),
        ((*GNOME, "ActiveChanged", "true"), "locked"),
        ((*SESSION, "Lock"), "locked"),
        ((*OTHER, "Lock"), "nothing"),
        ((*MANAGER, "PrepareForSleep", "true"), "locked"),
        ((*MANAGER, "PrepareForSleep", "false"), "nothing"),
    ],
)
def test_the_sessions_lock_is_heard_on_a_real_bus(signal: tuple[str, ...], said: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_SESSION_ID": "2"}
    command = 'DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS" exec "$@"'
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", command, "sh", sys.executable, "-c", SCRIPT, *signal],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    heard, listening = done.stdout.split()
    assert heard == said
    assert len(listening.split(",")) == 4
