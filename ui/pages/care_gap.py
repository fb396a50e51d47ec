"""A gap of the guideline that an adjudicator found, for those who write it: what is missing, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from hdclient.model.disputes import GuidelineGap
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.labels import Label
from ui.components.moments import moment
from ui.pages.rule_names import RuleButton, RuleNames
from ui.questions.text import GrowingField


class GapCard(Card):
    """`closed`: it is dealt with. `changed`: what became of it is being written."""

    changed = Signal()
    closed = Signal()
    rule_asked = Signal(str)

    def __init__(self, names: RuleNames) -> None:
        super().__init__(padding=16, spacing=10)
        self._when = Label("", "caption", "text3", strong=True)
        self._said = Label("", wrap=True)
        self.rule = RuleButton(names, key="@known.rule")
        self.rule.asked.connect(self.rule_asked)
        self._title = Label(tr("What became of it (optional)"), "caption", "text3", strong=True)
        self.note = GrowingField(tr("What became of it"), 1, 6)
        self.note.textChanged.connect(self.changed)
        self.close_gap = Button(tr("The guideline says it now"), key="@care.send", variant="primary")
        self.close_gap.clicked.connect(self.closed)
        self.body.addWidget(self._when)
        self.body.addWidget(self._said)
        self.body.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._title)
        self.body.addWidget(self.note)
        self.body.addWidget(self.close_gap, 0, Qt.AlignmentFlag.AlignRight)

    def show_gap(self, gap: GuidelineGap, note: str, *, may_close: bool) -> None:
        """What is missing, and what was begun to be written."""
        self.setAccessibleName(tr("Gap of the guideline"))
        self._when.setText(moment(gap.created_at))
        self._said.setText(gap.text)
        self.rule.show_rule(gap.rule)
        self.note.blockSignals(True)
        self.note.set_text(note)
        self.note.blockSignals(False)
        self.note.fit()
        self.note.setReadOnly(not may_close)
        self.close_gap.setEnabled(may_close)
