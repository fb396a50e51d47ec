"""What an adjudication finds: the outcome, why, the rule that it is about, what is missing, and the button to send.

Must not know the session: `show_state` shows, signals tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hdclient.model.review_item import Outcome
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.labels import Label
from ui.components.segmented import Segment, SegmentedControl
from ui.pages.rule_choice import RuleChoice
from ui.questions.text import GrowingField

OUTCOMES = {
    Outcome.FINAL: (tr("Final answer"), "@adjudicate.final", tr("The answers chosen here count.")),
    Outcome.BOTH_DEFENSIBLE: (
        tr("Both defensible"),
        "@adjudicate.both",
        tr("Experts may well differ here; all answers stay."),
    ),
    Outcome.BAD_ITEM: (
        tr("Bad item"),
        "@adjudicate.bad",
        tr("Nobody can judge this task; it counts for nothing."),
    ),
    Outcome.GUIDELINE_GAP: (
        tr("Guideline gap"),
        "@adjudicate.gap",
        tr("The guideline does not say. Its author is told what you write."),
    ),
}


class OutcomePanel(Card):
    """Stands below the answers."""

    found = Signal(object)
    """An Outcome was chosen, or None."""
    reasoned = Signal(str)
    ruled = Signal(str)
    send_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=12, spacing=8)
        self.setAccessibleName(tr("What was found"))
        segments = [Segment(one, title, key, about) for one, (title, key, about) in OUTCOMES.items()]
        self.choice = SegmentedControl(tr("What was found"), segments, wrap=True, clearable=True, small=True)
        self.choice.value_changed.connect(self.found)
        self.about = Label("", "caption", "text2", wrap=True)
        self.reason = GrowingField(tr("Why"), 1, 4)
        self.reason.set_hint(tr("Why, for those who read it later"))
        self.reason.textChanged.connect(lambda: self.reasoned.emit(self.reason.toPlainText()))
        self.rule = RuleChoice(tr("Rule of the guideline, as 2.3 (optional)"))
        self.rule.changed.connect(self.ruled)
        self.message = Label("", "caption", "text2", wrap=True)
        self.send = Button(tr("Send"), key="@adjudicate.send", variant="primary")
        self.send.clicked.connect(self.send_pressed)
        for widget in (self.choice, self.about, self.reason, self.rule, self.message):
            self.body.addWidget(widget)
        self.body.addWidget(self.send, 0, Qt.AlignmentFlag.AlignRight)

    def show_state(self, outcome: Outcome | None, reason: str, rule: str, problems: Sequence[str]) -> None:
        """Shows what is so without telling anybody."""
        self.choice.set_value(outcome)
        self.about.setText(OUTCOMES[outcome][2] if outcome is not None else "")
        self.about.setVisible(outcome is not None)
        if self.reason.toPlainText() != reason:
            self.reason.blockSignals(True)
            self.reason.set_text(reason)
            self.reason.blockSignals(False)
            self.reason.fit()
        if self.rule.rule() != rule:
            self.rule.set_rule(rule)
        self.message.setText(problems[0] if problems else tr("Ready to send"))
        self.message.set_tone("text3" if problems else "text2")

    def set_read_only(self, sentence: str) -> None:
        """Nothing can be changed any more; the sentence says why."""
        self.choice.set_read_only(True)
        self.reason.setReadOnly(True)
        self.rule.set_read_only()
        self.send.hide()
        self.message.setText(sentence)
