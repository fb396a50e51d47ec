"""Returned work whose author's account is closed, for operations: what was asked, what was said, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from hdclient.model.disputes import StrandedReturn
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.labels import Label
from ui.components.moments import moment


class StrandedCard(Card):
    """`handed_over`: somebody else is to answer the task."""

    handed_over = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=10)
        self._when = Label("", "caption", "text3", strong=True)
        self._name = Label("", strong=True, wrap=True)
        self._excerpt = Label("", tone="text2", wrap=True)
        self._summary = Label("", wrap=True)
        self._about = Label(
            tr(
                "This was returned to somebody whose account is closed: nobody reworks it. Given to somebody else, the"
                " task is answered anew; what was submitted is kept and counts no more."
            ),
            "caption",
            "text2",
            wrap=True,
        )
        self._said = Label(tr("What you decided is on its way."), "caption", "text2", wrap=True)
        self.give = Button(tr("Give it to somebody else"), key="@care.send", variant="primary")
        self.give.clicked.connect(self.handed_over)
        for widget in (self._when, self._name, self._excerpt, self._summary, self._about, self._said):
            self.body.addWidget(widget)
        self.body.addWidget(self.give, 0, Qt.AlignmentFlag.AlignRight)

    def show_return(self, one: StrandedReturn, *, on_its_way: bool, may_decide: bool) -> None:
        """As the platform told it last."""
        self.setAccessibleName(tr("Returned to a closed account"))
        self._when.setText(moment(one.returned_at))
        self._name.setText(one.name)
        self._excerpt.setText(f"“{one.excerpt}”")
        self._excerpt.setVisible(bool(one.excerpt))
        self._summary.setText(one.summary)
        self._summary.setVisible(bool(one.summary))
        self._said.setVisible(on_its_way)
        self.give.setEnabled(may_decide and not on_its_way)
