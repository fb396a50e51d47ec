"""Where a person stands in the qualification of a campaign: how far, how much is needed, what happens next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hdclient.model.campaign import Stage
from hdclient.session.known_answers import KnownView
from hdclient.words import tr
from ui import theme
from ui.components.badges import Chip
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.progress import ProgressLine
from ui.components.title_row import TitleRow
from ui.pages import known_words as words
from ui.pages.rule_names import RuleButton, RuleNames


class StandingCard(Card):
    """`rule_asked`: a rule to look at again was chosen."""

    rule_asked = Signal(str)

    def __init__(self, names: RuleNames) -> None:
        super().__init__(padding=20, spacing=10)
        self._names = names
        self.setAccessibleName(tr("Where you stand"))
        self._title = TitleRow(Label(tr("Qualification"), "page", strong=True))
        self._chip: QWidget | None = None
        self.where = Label("", tone="text2", wrap=True)
        self.line = ProgressLine()
        self.age = Label("", "caption", "text3", wrap=True)
        self.again_title = Label(tr("Look at these rules again"), "caption", "text3", strong=True)
        self.again = QWidget()
        self._rules = FlowLayout(self.again, spacing=theme.px(8))
        self.go = Button(tr("Next task"), key="@known.open", variant="primary")
        for widget in (self._title, self.where, self.line, self.age, self.again_title, self.again):
            self.body.addWidget(widget)
        self.body.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: KnownView | None = None

    def show_view(self, view: KnownView) -> None:
        """As it is now. Nothing moves where nothing is new."""
        if view == self._shown:
            return
        self._shown = view
        standing = view.standing
        if self._chip is not None:
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None
        if standing is not None:
            self._chip = Chip(*words.headline(standing))
            self._title.addWidget(self._chip)
        told = tr("This campaign tells known answers after you have answered. They are listed below.")
        self.where.setText(words.where(standing, view.last_result()) if standing is not None else told)
        running = standing is not None and standing.stage is not Stage.UNREADY and standing.attempt > 0
        self.line.setVisible(running)
        if standing is not None:
            self.line.show_progress(standing.answered, standing.tasks)
        self.age.setText(words.age_words(view))
        self.age.setVisible(bool(self.age.text()))
        self._show_rules(view)
        self.go.setVisible(bool(view.next_task))
        begun = standing is not None and (standing.opens_work or standing.answered > 0)
        self.go.set_label(tr("Next task") if begun or standing is None else tr("Begin"))

    def _show_rules(self, view: KnownView) -> None:
        while self._rules.count():
            item = self._rules.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        standing = view.standing
        between = standing is None or standing.stage is not Stage.OPEN or not standing.answered
        rules = view.look_again() if between else ()
        for rule, count in rules:
            button = RuleButton(self._names, rule, count=count)
            button.asked.connect(self.rule_asked)
            self._rules.addWidget(button)
        for widget in (self.again_title, self.again):
            widget.setVisible(bool(rules))
