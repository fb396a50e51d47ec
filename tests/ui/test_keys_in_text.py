"""No bare key does anything while text is written: every text widget of the window, every action, every set of keys.

And no bare key does what cannot be taken back: each of them is pressed on answered work, and the work is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from hdclient.model.campaign import Guideline
from hdclient.model.submission import SubmissionState
from tests.helpers.qt import settle, show
from tests.helpers.workbench import CAMPAIGN, RANK, SEVERAL, Workbench, make_task
from ui import keymap
from ui.commands import ACTIONS, MOUSE_KEYS, is_single_key
from ui.key_profiles import PROFILES
from ui.keymap import Keymap
from ui.shell.keys import is_text_field


def event_of(key: str) -> QKeyEvent:
    """The press of a key as Qt sends it."""
    combination = QKeySequence(key)[0]
    return QKeyEvent(
        QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers(), key[-1:].lower()
    )


def bare_keys() -> set[str]:
    """All bare keys of all sets."""
    found = {key for name in PROFILES for action in ACTIONS for key in Keymap(name).given(action.id)}
    return {key for key in found if is_single_key(key)}


def open_everything(bench: Workbench) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """(name, a function that shows a text widget with the keyboard), for all that the window has."""
    window = bench.window

    def in_task() -> QWidget:
        field = next(q for q in bench.view.questions.values() if hasattr(q, "field")).field
        field.setFocus()
        return field

    def in_note() -> QWidget:
        bench.press("Esc", "S", "N")
        return bench.view.footer.chooser.note

    def in_guideline() -> QWidget:
        bench.press("Esc", "Esc", "F1", "/")
        return window.panel.regions()[0].field

    def in_keys() -> QWidget:
        window.act("go.keys")
        page = window.navigator.page()
        page.field.setFocus()
        return page.field

    def in_sign_in() -> QWidget:
        window.navigator.show("sign_in")
        page = window.navigator.page()
        page.server.edit.setFocus()
        return page.server.edit

    return iter(
        {
            "reason": in_task,
            "note": in_note,
            "guideline": in_guideline,
            "keys": in_keys,
            "sign in": in_sign_in,
        }.items()
    )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("single", ["on", "alt", "off"])
def test_no_bare_key_does_anything_in_any_text_widget(bench: Workbench, profile: str, single: str) -> None:
    bench.lease(make_task("t1", SEVERAL, ["a", "b"]))
    with bench.store.transaction():
        bench.store.tasks.put_guideline(
            Guideline(campaign_id=CAMPAIGN.id, version=1, title="G", text="# 1 Rules")
        )
    bench.open("t1")
    router, done = bench.window.keys, list[str]()
    everything = {action.id: (lambda one=action.id: done.append(one)) for action in ACTIONS}
    seen: set[str] = set()
    for place, focus in open_everything(bench):
        router.reach = bench.window.reach
        keymap.apply(Keymap())
        widget = focus()
        settle()
        assert QApplication.focusWidget() is widget and is_text_field(widget), place
        seen.add(type(widget).__name__)
        keymap.apply(Keymap(profile, single=single))  # type: ignore[arg-type]
        router.reach = lambda: everything
        for key in bare_keys():
            assert not router.press(event_of(key), widget), (place, key)
            QApplication.sendEvent(widget, event_of(key))
            assert done == [], (place, key)
            widget.setFocus()
        assert router.press(event_of("Ctrl+K"), widget) and done == ["palette"], "keys with Ctrl do"
        done.clear()
    router.reach = bench.window.reach
    kinds = (QLineEdit, QPlainTextEdit, QTextEdit)
    fields = {type(w).__name__ for w in bench.window.findChildren(QWidget) if isinstance(w, kinds)}
    writable = {type(w).__name__ for w in bench.window.findChildren(QWidget) if is_text_field(w)}
    assert writable & fields <= seen, "a text widget that this test does not know"


@pytest.mark.parametrize("profile", PROFILES)
def test_no_bare_key_does_what_cannot_be_taken_back(bench: Workbench, profile: str) -> None:
    bench.lease(make_task("t1", RANK, ["a", "b", "c"]), make_task("t2", RANK, ["a", "b", "c"]))
    bench.open("t1")
    bench.press("1", "B", "2", "C", "3")
    before = bench.stored("t1")
    keymap.apply(Keymap(profile))
    table = keymap.current().table("workspace")
    keys = [key for key in table if is_single_key(key) and key not in MOUSE_KEYS]
    assert len(keys) > 25
    for key in keys:
        bench.window.sheets.close_all()
        bench.window.navigator.open_task("t1")
        show(bench.window)
        QApplication.sendEvent(QApplication.focusWidget() or bench.window, event_of(key))
        settle(2)
        found = bench.store.submissions.of_task("t1")
        assert found is not None and found.state is SubmissionState.DRAFT, key
        task = bench.page.task()
        assert task is not None
        task.close_chooser()
        take_back = task.redo if table[key][0].id == "undo" else task.undo
        for _ in range(6):
            if bench.stored("t1") == before:
                break
            take_back()
        assert bench.stored("t1") == before, f"{key} ({table[key][0].id}) cannot be taken back"
