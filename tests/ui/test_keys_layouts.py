"""Foreign keyboards. Their characters and places as X11 sends them, taken from the layouts of xkeyboard-config.

And, where there is an X server to be had (Xvfb, setxkbmap, xdotool), the same with the real ones.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from ui import key_names
from ui.key_names import chosen_name, names_of
from ui.keymap import Keymap
from ui.physical_keys import physical_character

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ROOT = Path(__file__).parents[2]

# layout → (X11 key code, what the layout writes there, the key that is meant)
LAYOUTS = {
    "ru": [(44, "О", "J"), (38, "Ф", "A"), (58, "Ь", "M"), (10, "1", "1"), (59, "Б", ","), (60, "Ю", ".")],
    "gr": [(44, "Ξ", "J"), (38, "Α", "A"), (39, "Σ", "S"), (16, "7", "7")],
    "il": [(44, "ח", "J"), (38, "ש", "A"), (39, "ד", "S"), (59, "ת", ","), (60, "ץ", ".")],
    "ara": [(44, "ت", "J"), (38, "ش", "A"), (39, "س", "S"), (10, "1", "1")],
    "fr": [(10, "&", "1"), (11, "é", "2"), (12, '"', "3"), (15, "(", "6"), (19, "à", "0"), (38, "Q", "Q")],
    "cz": [(10, "+", "1"), (11, "ě", "2"), (13, "č", "4"), (17, "á", "8"), (29, "Z", "Z")],
    "de": [(29, "Z", "Z"), (52, "Y", "Y"), (10, "1", "1")],
}


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        key_names, "physical_character", lambda scan, virtual: physical_character(scan, virtual, "linux")
    )


def event(code: int, character: str, modifiers: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, ord(character.upper()), modifiers, code, 0, 0, character.lower())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_action_that_is_meant_comes_first(layout: str) -> None:
    table = Keymap().table("workspace")
    for code, character, meant in LAYOUTS[layout]:
        for modifiers, prefix in ((NONE, ""), (CTRL, "Ctrl+")):
            names = names_of(event(code, character, modifiers))
            known = [name for name in names if name in table]
            assert known[:1] == [prefix + meant] or prefix + meant not in table, (layout, character, names)
            assert chosen_name(event(code, character, modifiers)) in (prefix + meant, prefix + character)


def test_a_key_of_the_digit_row_is_no_digit_with_shift() -> None:
    assert names_of(event(10, "!", SHIFT)) == ("!",), "US: Shift+1"
    assert names_of(event(10, "1", SHIFT)) == ("1",), "French: Shift is how the digit is written"
    assert names_of(event(21, "+", SHIFT))[0] == "+", "US: Shift and ="


def test_keys_of_foreign_letters_are_kept_by_their_place() -> None:
    assert chosen_name(event(44, "О", CTRL)) == "Ctrl+J"
    assert chosen_name(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, CTRL)) == ""


SCRIPT = """
import subprocess, sys, time
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget, QLineEdit
from ui.shell.keys import KeyRouter
from ui.commands import ACTIONS
app = QApplication([])
window = QWidget()
window.setGeometry(0, 0, 300, 200)
done = []
router = KeyRouter(window, scope=lambda: "workspace", enabled=lambda: True, leave_text=lambda: None,
                   reach=lambda: {a.id: (lambda one=a.id: done.append(one)) for a in ACTIONS})
def wait_for(count):
    end = time.monotonic() + 20
    while sum(one != "pause" for one in done) < count and time.monotonic() < end:
        QTest.qWait(10)
window.show(); window.activateWindow(); window.setFocus()
QTest.qWaitForWindowExposed(window)
window.windowHandle().requestActivate()
subprocess.run(["xdotool", "mousemove", "150", "100", "click", "1"], check=True)
for layout in sys.argv[1:]:
    subprocess.run(["setxkbmap", layout], check=True)
    QTest.qWait(300)
    done.clear()
    for number, code in enumerate((44, 39, 12), 1):  # the places of J, S and 3
        subprocess.run(["xdotool", "key", str(code)], check=True)
        wait_for(number)
    subprocess.run(["xdotool", "key", "--clearmodifiers", "ctrl+60"], check=False)
    QTest.qWait(80)
    subprocess.run(["xdotool", "click", "8", "click", "9"], check=True)
    wait_for(5)
    print(layout, *done, flush=True)
router.close()
"""
TOOLS = ("Xvfb", "setxkbmap", "xdotool", "xkbcomp")


@pytest.mark.skipif(sys.platform != "linux" or not all(map(shutil.which, TOOLS)), reason="needs an X server")
def test_real_keyboards_reach_the_actions(tmp_path: Path) -> None:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            display = f":{pipe.readline().strip()}"
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, "us", "ru", "gr", "il", "ara", "fr", "de"],
            env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
    finally:
        server.terminate()
        server.wait(10)
    found = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.strip()}
    meant = ["question.next", "skip", "digit.3", "pane.previous", "pane.next"]
    for layout in ("us", "ru", "gr", "il", "ara", "fr", "de"):
        assert [one for one in found.get(layout, ()) if one != "pause"] == meant, (
            layout,
            found,
            done.stderr[-500:],
        )
