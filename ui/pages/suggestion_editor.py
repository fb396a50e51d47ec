"""Where a reviewer suggests another answer: the text as it should read, or the question's own widget.

Every change is told at once. A text becomes tracked changes, and is written beside the task; anything else is proposed
as a whole, by the question's own widget, which stands below the task, under the answer that was given.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hdclient.model.template import WRITTEN, Question
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.scrolling import scroll_area
from ui.questions import QUESTION_WIDGETS, Lineup, QuestionWidget
from ui.questions.text import TextQuestion

_MOST_HIGH = 320


class SuggestionEditor(Card):
    """Of one question. `changed` carries the answer as it should be."""

    changed = Signal(object)
    kept = Signal()
    taken_back = Signal()
    """Nothing is to be suggested for this question."""

    def __init__(self, question: Question, lineup: Lineup, answer: object) -> None:
        super().__init__(padding=12, spacing=8)
        self.setAccessibleName(tr("Suggested answer"))
        self.body.addWidget(
            Label(tr("How it should be answered"), "caption", "text3", strong=True, wrap=True)
        )
        upright = question.kind in WRITTEN
        if upright:  # the words alone: what is said about them is not edited for somebody else
            question = question.changed(kind="text", options={})
        self.widget: QuestionWidget = QUESTION_WIDGETS[question.kind](question, lineup, upright=upright)
        self.widget.set_answer(answer)
        self.widget.set_active(True)
        self.widget.answer_changed.connect(self.changed)
        for part in self.widget.findChildren(QWidget):  # the same question stands read-only beside it
            if part.accessibleName() and part.focusPolicy():
                part.setAccessibleName(tr("Suggested: {name}", name=part.accessibleName()))
        if isinstance(self.widget, TextQuestion):
            self.widget.field.set_lines(4, 12)
            self.body.addWidget(self.widget)
        else:
            area = scroll_area(self.widget, tr("Suggested answer"))
            wanted = self.widget.sizeHint().height() + theme.px(8)
            area.setMinimumHeight(min(theme.px(_MOST_HIGH), wanted))
            area.setMaximumHeight(theme.px(_MOST_HIGH))
            self.body.addWidget(area, 1)
        back = Button(tr("Take back"), small=True)
        back.clicked.connect(self.taken_back)
        done = Button(tr("Keep"), key="@review.send", variant="primary", small=True)
        done.clicked.connect(self.kept)
        row = FlowLayout(spacing=theme.px(6))
        row.addWidget(back)
        row.addWidget(done)
        self.body.addLayout(row)

    def is_text(self) -> bool:
        """Whether it becomes tracked changes."""
        return isinstance(self.widget, TextQuestion)
