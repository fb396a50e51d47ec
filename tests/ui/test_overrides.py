"""Methods that Qt calls have references to spare, those of classes that come later too."""

from __future__ import annotations

import sys
from types import FunctionType

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QWidget

from ui import overrides
from ui.components.badges import SlotBadge


def spare(made: type) -> list[int]:
    """References beyond those of this count, for each method."""
    return [sys.getrefcount(one) for one in vars(made).values() if isinstance(one, FunctionType)]


def test_all_methods_of_our_classes_have_references_to_spare(qapp) -> None:
    overrides.hold()
    assert min(spare(SlotBadge)) > overrides.SPARE
    assert sys.getrefcount(SlotBadge.paintEvent) > overrides.FOR_QT, "which Qt calls"


def test_a_class_that_comes_later_is_held_at_the_next_look(qapp, monkeypatch) -> None:
    overrides.hold()

    class Late(QWidget):
        def sizeHint(self) -> QSize:
            return QSize(1, 1)

    Late.__module__ = "ui.late"
    overrides.hold()
    assert max(spare(Late)) < overrides.SPARE, "nothing has been imported since: nothing is looked for"
    monkeypatch.setitem(sys.modules, "a_module_of_this_test", sys)
    overrides.hold()
    assert min(spare(Late)) > overrides.SPARE
    monkeypatch.delitem(sys.modules, "a_module_of_this_test")


def test_classes_of_others_are_left_alone(qapp, monkeypatch) -> None:
    class Foreign(QObject):
        def event(self, event: object) -> bool:
            return False

    monkeypatch.setitem(sys.modules, "another_module_of_this_test", sys)
    overrides.hold()
    assert max(spare(Foreign)) < overrides.SPARE
