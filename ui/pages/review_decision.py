"""What becomes of a submission: the decision, a summary, what is still missing, and the button that sends it.

Must not know the session: `show_state` shows, signals tell what a person did.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from hdclient.model.review import Decision
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.labels import Label
from ui.components.segmented import Segment, SegmentedControl
from ui.pages.review_words import DECISIONS
from ui.questions.text import GrowingField

KEYS = {
    Decision.ACCEPT: "review.accept",
    Decision.ACCEPT_WITH_EDITS: "review.edits",
    Decision.RETURN: "review.return",
    Decision.ESCALATE: "review.escalate",
}
"""Decision → the action that chooses it."""


class DecisionPanel(Card):
    """Stands below the margin. `told` is the sentence above all: the rule, what has changed."""

    decided = Signal(object)
    """A Decision was chosen, or None."""
    summed_up = Signal(str)
    """The summary was changed."""
    send_pressed = Signal()

    def __init__(self, decisions: Sequence[Decision]) -> None:
        super().__init__(padding=12, spacing=8)
        self.setAccessibleName(tr("Decision"))
        self.told = Label("", "caption", "text2", wrap=True)
        self.body.addWidget(self.told)
        segments = [Segment(one, DECISIONS[one], key=f"@{KEYS[one]}") for one in decisions]
        self.choice = SegmentedControl(tr("Decision"), segments, wrap=True, clearable=True, small=True)
        self.choice.value_changed.connect(self.decided)
        self.body.addWidget(self.choice)
        self.summary = GrowingField(tr("Summary for the trainer"), 1, 4)
        self.summary.set_hint(tr("Summary for the trainer (optional)"))
        self.summary.textChanged.connect(lambda: self.summed_up.emit(self.summary.toPlainText()))
        self.body.addWidget(self.summary)
        self.message = Label("", "caption", "text2", wrap=True)
        self.message.setAccessibleDescription(tr("What is still missing"))
        self.send = Button(tr("Send"), key="@review.send", variant="primary")
        self.send.clicked.connect(self.send_pressed)
        self.body.addWidget(self.message)
        self.body.addWidget(self.send, 0, Qt.AlignmentFlag.AlignRight)

    def show_state(self, decision: Decision | None, summary: str, problems: Sequence[str]) -> None:
        """Shows what is so without telling anybody."""
        self.choice.set_value(decision)
        self.summary.blockSignals(True)
        self.summary.set_text(summary)
        self.summary.blockSignals(False)
        self.summary.fit()
        self.message.setText(problems[0] if problems else tr("Ready to send"))
        self.message.set_tone("text3" if problems else "text2")

    def tell(self, *sentences: str) -> None:
        """What is said above the decision."""
        words = "\n".join(one for one in sentences if one)
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def show_keys(self, shown: bool) -> None:
        """Whether digits decide now; else they answer a question."""
        for button in self.choice.buttons():
            if isinstance(button, Button):
                button.show_key(shown)

    def set_read_only(self, sentence: str) -> None:
        """Nothing can be decided any more; the sentence says why."""
        self.choice.set_read_only(True)
        self.summary.setReadOnly(True)
        self.send.hide()
        self.message.setText(sentence)
