"""Find in a viewer over the window: a whole table, all of the code, lines beside lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from hdclient.content.finding import Wanted
from ui import keymap
from ui.components.sheet import Sheet
from ui.key_names import names_of
from ui.pages.find_bar import FindBar
from ui.pages.finding import Finding
from ui.pages.searched import Searched


class FindInSheet(QObject):
    """`take` does what a key of it means. Esc ends the search first, and then the sheet."""

    def __init__(self, sheet: Sheet, texts: Sequence[Searched]) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self.bar = FindBar(sheet.face())
        self.bar.hide()
        sheet.body.addWidget(self.bar)
        self.finding = Finding(self.bar, texts, self)
        self.bar.closed.connect(self._end)

    def look_for(self, wanted: Wanted) -> None:
        """What was looked for in the task is looked for here too."""
        self.bar.show()
        self.bar.case.setChecked(wanted.exact_case)
        self.bar.whole.setChecked(wanted.whole_words)
        self.bar.field.setText(wanted.text)
        self.bar.ask_now()

    def again(self) -> None:
        """The texts are there now, or others."""
        if not self.bar.isHidden():
            self.finding.look_for(self.bar.asked())

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key was one of the search, which has done it then."""
        names, keys = names_of(event), keymap.current().keys
        if event.key() == Qt.Key.Key_Escape and not self.bar.isHidden():
            self._end()
        elif any(name in keys("find") for name in names):
            self.bar.show()
            self.bar.ask("")
        elif any(name in (*keys("find.next"), *keys("find.previous")) for name in names):
            if self.bar.isHidden() or not self.bar.field.text():
                self.bar.show()
                self.bar.ask("")
                self.again()
            else:
                self.finding.step(1 if any(name in keys("find.next") for name in names) else -1)
        else:
            return False
        return True

    def _end(self) -> None:
        self.finding.clear()
        self.bar.hide()
        self._sheet.nextInFocusChain().setFocus()
