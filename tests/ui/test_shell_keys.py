"""Keys become actions: whatever the layout, only where they are meant, and never by accident."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from tests.helpers.qt import press, show, type_text
from ui import key_names, keymap
from ui.commands import ACTIONS, BY_ID, collisions, in_scope, is_character_key, is_single_key
from ui.components.buttons import Button
from ui.components.segmented import Segment, SegmentedControl
from ui.key_names import key_name, physical_name
from ui.keymap import Keymap
from ui.physical_keys import may_fall_back, physical_character
from ui.shell.keys import KeyRouter

M = Qt.KeyboardModifier
NONE = M.NoModifier


def key(
    code: Qt.Key | int, modifiers: M = NONE, *, scan: int = 0, virtual: int = 0, repeat: bool = False
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(code), modifiers, scan, virtual, 0, "", repeat)


# The registry


def test_no_key_means_two_things_on_one_page() -> None:
    for scope in {action.scope for action in ACTIONS}:
        assert collisions(in_scope(scope)) == [], scope


def test_ids_are_unique_and_titles_are_there() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert all(action.title and action.group for action in ACTIONS)


@pytest.mark.parametrize(
    ("name", "single", "character"),
    [
        ("J", True, True),
        ("F", True, True),
        ("?", True, True),
        ("+", True, True),
        ("Shift+=", True, True),
        ("Return", True, False),
        ("Space", True, False),
        ("Shift+Space", True, False),
        ("Up", True, False),
        ("F1", False, False),
        ("F12", False, False),
        ("Shift+F6", False, False),
        ("Esc", False, False),
        ("Ctrl+K", False, False),
        ("Alt+Up", False, False),
    ],
)
def test_which_keys_typing_could_press(name: str, single: bool, character: bool) -> None:
    assert is_single_key(name) is single
    assert is_character_key(name) is character


# Names of keys


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (key(Qt.Key.Key_J), "J"),
        (key(Qt.Key.Key_J, M.ShiftModifier), "Shift+J"),
        (key(Qt.Key.Key_Question, M.ShiftModifier), "?"),
        (key(Qt.Key.Key_Slash), "/"),
        (key(Qt.Key.Key_Return, M.ControlModifier), "Ctrl+Return"),
        (key(Qt.Key.Key_Enter, M.ControlModifier | M.KeypadModifier), "Ctrl+Enter"),
        (key(Qt.Key.Key_5, M.KeypadModifier), "5"),
        (key(Qt.Key.Key_5, M.ShiftModifier), "5"),  # AZERTY: digits need Shift
        (key(Qt.Key.Key_Plus, M.ShiftModifier), "+"),
        (key(Qt.Key.Key_Equal, M.ShiftModifier), "="),  # German: = is Shift+0
        (key(Qt.Key.Key_Escape), "Esc"),
        (key(Qt.Key.Key_Space, M.ShiftModifier), "Shift+Space"),
        (key(Qt.Key.Key_F6, M.ShiftModifier), "Shift+F6"),
        (key(Qt.Key.Key_Up, M.AltModifier | M.KeypadModifier), "Alt+Up"),
        (key(Qt.Key.Key_Comma, M.ControlModifier), "Ctrl+,"),
    ],
)
def test_key_names(event: QKeyEvent, name: str) -> None:
    assert key_name(event) == name


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        key_names, "physical_character", lambda scan, virtual: physical_character(scan, virtual, "linux")
    )


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (key(0x041E, scan=44), "J"),  # Cyrillic О lies where J is
        (key(0x041B, M.ControlModifier, scan=45), "Ctrl+K"),
        (key(Qt.Key.Key_Ampersand, scan=10), "1"),  # AZERTY: & lies where 1 is
        (key(Qt.Key.Key_Agrave, scan=19), "0"),
        (key(0x03A3, scan=39), "S"),  # Greek
    ],
)
def test_layouts_without_the_character_go_by_the_place(linux: None, event: QKeyEvent, name: str) -> None:
    assert physical_name(event) == name


def test_latin_letters_never_go_by_the_place(linux: None) -> None:
    # Dvorak: H lies where J is, and must not mean J.
    assert physical_name(key(Qt.Key.Key_H, scan=44)) == ""
    assert not may_fall_back("7")


def test_places_on_all_systems() -> None:
    assert [physical_character(code, 0, "linux") for code in (10, 19, 24, 61)] == ["1", "0", "Q", "/"]
    assert [physical_character(code, 0, "win32") for code in (2, 11, 16, 53)] == ["1", "0", "Q", "/"]
    assert [physical_character(1, code, "darwin") for code in (18, 29, 12, 0)] == ["1", "0", "Q", "A"]
    assert physical_character(0, 0, "darwin") == "", "an event that no keyboard made"
    assert physical_character(999, 999, sys.platform) == ""


# Routing


class Bench:
    """A window with a router, and a record of what was done."""

    def __init__(self, qtbot) -> None:
        self.done: list[str] = []
        self.scope = "workspace"
        self.reach = {action.id: self._note(action.id) for action in ACTIONS}
        self.sheet = False
        self.window = QWidget()
        self.home = Button("Home")
        self.text, self.long, self.read = QLineEdit(), QPlainTextEdit(), QPlainTextEdit()
        self.read.setReadOnly(True)
        self.list = QListWidget()
        self.list.addItems(["one", "two", "three"])
        self.choice = QComboBox()
        self.scale = SegmentedControl("Scale", [Segment(1, "Low"), Segment(2, "High")])
        layout = QVBoxLayout(self.window)
        for widget in (self.home, self.text, self.long, self.read, self.list, self.choice, self.scale):
            layout.addWidget(widget)
        qtbot.addWidget(self.window)
        self.router = KeyRouter(
            self.window,
            scope=lambda: self.scope,
            reach=lambda: self.reach,
            enabled=lambda: not self.sheet,
            leave_text=lambda: self.home.setFocus(Qt.FocusReason.OtherFocusReason),
        )
        show(self.window)
        self.read.setFocus()

    def _note(self, action: str) -> Callable[[], None]:
        return lambda: self.done.append(action)

    def press(self, *names: str) -> list[str]:
        self.done.clear()
        press(self.window, *names)
        return list(self.done)


@pytest.fixture
def bench(qtbot) -> Iterator[Bench]:
    made = Bench(qtbot)
    yield made
    made.router.close()


def test_keys_of_the_page_and_of_everywhere(bench: Bench) -> None:
    assert bench.press("J", "3", "Ctrl+Return", "F1", "?", "Ctrl+K") == [
        "question.next",
        "digit.3",
        "submit",
        "guideline",
        "shortcuts",
        "palette",
    ]


def test_scope_decides(bench: Bench) -> None:
    bench.scope = "queue"
    assert bench.press("J", "3", "Return") == ["queue.next", "queue.open"]


def test_what_cannot_be_done_now_is_left_to_others(bench: Bench) -> None:
    del bench.reach["question.next"]
    assert bench.press("J") == []


@pytest.mark.parametrize("field", ["text", "long"])
def test_single_keys_write_text_in_a_text_field(bench: Bench, field: str) -> None:
    widget = getattr(bench, field)
    widget.setFocus()
    type_text(bench.window, "just 1 ?")
    assert bench.done == []
    assert (widget.text() if field == "text" else widget.toPlainText()) == "just 1 ?"


def test_other_keys_work_in_a_text_field(bench: Bench) -> None:
    bench.text.setFocus()
    assert bench.press("Ctrl+Return", "F1", "Alt+Q", "Ctrl+Z") == ["submit", "guideline", "go.queue", "undo"]


def test_a_field_with_its_own_undo_keeps_it(bench: Bench) -> None:
    bench.text.setProperty("own_undo", True)
    bench.text.setFocus()
    type_text(bench.window, "abc")
    assert bench.press("Ctrl+Z") == []
    assert bench.text.text() == ""


def test_escape_leaves_a_text_field_and_only_then_the_page(bench: Bench) -> None:
    bench.text.setFocus()
    assert bench.press("Esc") == []
    assert bench.home.hasFocus()
    assert bench.press("Esc") == ["leave"]


def test_text_that_is_only_read_is_no_text_field(bench: Bench) -> None:
    bench.read.setFocus()
    assert bench.press("Space", "S") == ["page.down", "skip"]


def test_single_keys_can_be_switched_off(bench: Bench) -> None:
    keymap.apply(Keymap(single="off"))
    assert bench.press("J", "1", "?", "=") == []
    assert bench.press("Ctrl+/", "Space", "Ctrl+Return") == ["shortcuts", "page.down", "submit"]


def test_buttons_keep_space_and_enter(bench: Bench) -> None:
    bench.home.setFocus()
    pressed: list[bool] = []
    bench.home.clicked.connect(lambda: pressed.append(True))
    bench.scope = "queue"
    assert bench.press("Return", "Space") == []
    assert len(pressed) == 2
    assert bench.press("J") == ["queue.next"]


def test_lists_choices_and_scales_keep_their_arrows(bench: Bench) -> None:
    bench.list.setFocus()
    bench.list.setCurrentRow(0)
    assert bench.press("Down") == []
    assert bench.list.currentRow() == 1
    bench.choice.setFocus()
    assert bench.press("Down", "S") == []
    bench.scale.focus_first()
    assert bench.press("Right", "Right") == []
    assert bench.scale.value() == 2
    bench.read.setFocus()
    assert bench.press("Down") == ["rank.next"]


def test_sheet_has_the_keyboard(bench: Bench) -> None:
    bench.sheet = True
    assert bench.press("J", "Ctrl+K", "Ctrl+Return") == []


def test_holding_a_key_repeats_moves_but_never_answers(bench: Bench) -> None:
    for code in (Qt.Key.Key_J, Qt.Key.Key_3):
        QApplication.sendEvent(bench.read, key(code))
        QApplication.sendEvent(bench.read, key(code, repeat=True))
    assert bench.done == ["question.next", "question.next", "digit.3"]
    QApplication.sendEvent(bench.read, key(Qt.Key.Key_Return, M.ControlModifier, repeat=True))
    assert "submit" not in bench.done


def test_an_ignored_key_does_not_count_twice_on_its_way_up(bench: Bench) -> None:
    bench.home.setFocus()
    bench.reach = {"question.next": bench.reach["question.next"]}
    assert bench.press("J") == ["question.next"]
    assert bench.press("Ctrl+Alt+J") == []


def test_window_without_focus_still_hears(bench: Bench) -> None:
    bench.read.clearFocus()
    assert bench.press("J") == ["question.next"]


def test_foreign_layout_reaches_the_action(bench: Bench, linux: None) -> None:
    QApplication.sendEvent(bench.read, key(0x041E, scan=44))
    assert bench.done == ["question.next"]


def test_other_windows_are_left_alone(bench: Bench, qtbot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    show(other)
    QTest.keyClick(other, Qt.Key.Key_J)
    assert bench.done == []
