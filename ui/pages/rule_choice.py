"""The rule that a comment or a finding is about: chosen from the guideline's rules, with a search.

Where no guideline is here there is nothing to choose from, and its number is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button, IconButton

if TYPE_CHECKING:
    from hdclient.content.guideline import Entry
    from ui.renderers.trees import Trees

_ROOM = 130
"""Pixels for the words of the button."""


class RuleChoice(QWidget):
    """`rule` is the id of a rule; "" none."""

    changed = Signal(str)
    """A person has chosen, written or taken away a rule."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._rule = ""
        self._entries: Sequence[Entry] = ()
        self._text, self._trees = "", None
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Rule of the guideline"))
        self.field.setPlaceholderText(hint)
        self.field.textEdited.connect(self._written)
        self.button = Button("", icon="guideline", small=True)
        self.button.clicked.connect(self.choose)
        self.none = IconButton("close", tr("No rule"), size=28)
        self.none.clicked.connect(lambda: self._take(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        row.addWidget(self.none)
        row.addStretch(0)
        self._show()

    def fill(self, text: str, trees: Trees) -> None:
        """Offers the rules of this guideline, as soon as it is prepared."""
        self._text, self._trees = text, trees
        trees.ready.connect(self._read)
        self._read()

    def rule(self) -> str:
        """The one that is chosen."""
        return self._rule

    def set_rule(self, rule: str) -> None:
        """Shows this one without telling anybody."""
        self._rule = rule
        if self.field.text().strip() != rule:
            self.field.setText(rule)
        self._show()

    def set_read_only(self) -> None:
        """Nothing can be chosen any more."""
        self.field.setReadOnly(True)
        for button in (self.button, self.none):
            button.setEnabled(False)

    def choose(self) -> None:
        """Opens the list."""
        from ui.pages.rule_picker import RulePicker  # start-up

        RulePicker(
            self.window(),
            self._entries,
            lambda entry: self._take(entry.anchor),
            first=self._rule,
            title=tr("Choose a rule"),
        )

    def _read(self) -> None:
        from hdclient.content.guideline import contents  # start-up
        from ui.pages.guideline_versions import GuidelineVersions  # start-up

        if self._trees is None or self._entries:
            return
        blocks = GuidelineVersions(self._trees).tree(self._text)
        if blocks is not None:
            self._entries = [one for one in contents(blocks) if one.anchor]
            self._show()

    def _written(self, text: str) -> None:
        self._rule = text.strip()
        self.changed.emit(self._rule)

    def _take(self, rule: str) -> None:
        self.set_rule(rule)
        self.changed.emit(rule)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        some = bool(self._entries)
        title = next((one.title for one in self._entries if one.anchor == self._rule), "")
        words = title or (tr("Rule {rule}", rule=self._rule) if self._rule else tr("Choose a rule"))
        # Beside comments there is room for so much only: a longer heading pushed the buttons beside it out of sight.
        metrics = QFontMetrics(theme.font(strong=True))
        self.button.set_label(metrics.elidedText(words, Qt.TextElideMode.ElideRight, theme.px(_ROOM)))
        self.button.setToolTip(words if self.button.label() != words else "")
        said = tr("Rule of the guideline: {rule}", rule=words) if self._rule else words
        self.button.setAccessibleName(said)
        self.field.setHidden(some)
        self.button.setHidden(not some)
        self.none.setHidden(not (some and self._rule))
        self.setFocusProxy(self.button if some else self.field)
