"""Where one person stands in a qualification, for operations: letting them work, and another attempt."""

from __future__ import annotations

from PySide6.QtCore import Signal

from hdclient.model.campaign import Stage
from hdclient.model.disputes import PersonStanding
from hdclient.words import tr, trn
from ui import theme
from ui.components.badges import Chip
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.title_row import TitleRow
from ui.pages import known_words as words


class PersonCard(Card):
    """`decided`: (lets them work, attempts beyond the policy's)."""

    decided = Signal(bool, int)

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=10)
        self._person: PersonStanding | None = None
        self._name = Label("", strong=True, wrap=True)
        self._chip = Chip()
        self._where = Label("", tone="text2", wrap=True)
        self._said = Label("", "caption", "text2", wrap=True)
        self.let_in = Button(tr("Let them work"), key="@care.let_in")
        self.let_in.clicked.connect(self._let_in)
        self.more = Button(tr("One more attempt"), key="@care.more")
        self.more.clicked.connect(self._more)
        self._head = TitleRow(self._name)
        self._head.addWidget(self._chip)
        row = FlowLayout(spacing=theme.px(8))
        row.addWidget(self.let_in)
        row.addWidget(self.more)
        for widget in (self._head, self._where, self._said):
            self.body.addWidget(widget)
        self.body.addLayout(row)

    def show_person(self, person: PersonStanding, *, on_its_way: bool, may_decide: bool) -> None:
        """As the platform told it last; what was decided since is on its way."""
        self._person = person
        self.setAccessibleName(person.name)
        self._name.setText(person.name)
        standing = person.standing
        self._chip.set_state(*words.headline(standing))
        self._where.setText(
            tr(
                "{right} of {answered} answered as expected; {needed} of {tasks} are needed.",
                right=standing.right,
                answered=standing.answered,
                needed=standing.needed,
                tasks=standing.tasks,
            )
        )
        said = [tr("Let in without passing.")] if person.allowed else []
        if person.more_attempts:
            said.append(
                trn("Given {count} more attempt.", "Given {count} more attempts.", person.more_attempts)
            )
        if on_its_way:
            said.append(tr("What you decided is on its way."))
        self._said.setText(" ".join(said))
        self._said.setVisible(bool(said))
        passed = standing.stage is Stage.PASSED
        for button in (self.let_in, self.more):
            button.setEnabled(may_decide and not on_its_way and not passed)

    def _let_in(self) -> None:
        if self._person is not None:
            self.decided.emit(True, self._person.more_attempts)

    def _more(self) -> None:
        if self._person is not None:
            self.decided.emit(self._person.allowed, self._person.more_attempts + 1)
