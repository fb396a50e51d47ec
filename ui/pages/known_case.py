"""One known answer that was told: one's own beside what was expected, why, its rule, and the thread about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from hdclient.model.explained import Explained, ExplainedAnswer
from hdclient.model.review import Comment
from hdclient.questions.text import said_tokens
from hdclient.words import tr
from ui import theme
from ui.components.badges import Chip
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.moments import moment
from ui.components.title_row import TitleRow
from ui.pages import known_words as words
from ui.pages.feedback_card import ReplyField
from ui.pages.review_words import answer_words
from ui.pages.rule_names import RuleButton, RuleNames
from ui.pages.said_text import SaidText, said_text
from ui.renderers.content_view import ContentSources

Thread = Callable[[Explained, str], Sequence[Comment]]


class AnswerExplained(Card):
    """One question. `disagreed`: (question id, what was written)."""

    disagreed = Signal(str, str)
    opened = Signal(QWidget)
    """The field in which it is said."""
    rule_asked = Signal(str)
    link_asked = Signal(str, str)

    def __init__(
        self,
        case: Explained,
        answer: ExplainedAnswer,
        thread: Sequence[Comment],
        sources: ContentSources,
        me: str,
        names: RuleNames,
        *,
        may_say: bool,
    ) -> None:
        super().__init__(padding=16, spacing=10)
        self._names = names
        self.submission_id, self.question_id = case.submission_id, answer.question.id
        letters = {one: chr(ord("A") + n) for n, one in enumerate(case.display_order)}
        title = said_tokens(answer.question.title or answer.question.id, letters)
        self.setAccessibleName(title)
        head = TitleRow(Label(title, strong=True, wrap=True))
        right = answer.right or case.retired
        stage = words.CaseStage.RETIRED if case.retired else words.CaseStage.RIGHT
        head.addWidget(Chip(*words.STAGES[stage if right else words.CaseStage.WRONG]))
        self.body.addWidget(head)
        given = part(tr("Your answer"), [answer_words(answer.question, answer.given, letters)])
        self.body.addWidget(Beside(given, part(tr("What was expected"), words.expected(answer, letters))))
        if answer.why:
            self.body.addWidget(Label(tr("Why"), "caption", "text3", strong=True))
            self.body.addWidget(self._said(said_tokens(answer.why, letters), tr("Why"), sources))
        for comment in thread:
            self._add_said(comment, me, sources)
        self.reply = ReplyField()
        self.reply.said.connect(lambda text: self.disagreed.emit(self.question_id, text))
        self.reply.left.connect(self._left)
        self.body.addWidget(self.reply)
        self._add_buttons(title, answer.rule, goes_on=bool(thread), may_say=may_say)

    def _add_buttons(self, title: str, rule: str, *, goes_on: bool, may_say: bool) -> None:
        self.rule = RuleButton(self._names, rule, key="@known.rule")
        self.rule.asked.connect(self.rule_asked)
        label = tr("Answer in the thread") if goes_on else tr("I disagree")
        self.disagree = Button(label, key="@known.disagree", variant="ghost", small=True)
        self.disagree.setAccessibleName(tr("{action}: {title}", action=label, title=title))
        self.disagree.setEnabled(may_say)
        self.disagree.clicked.connect(partial(self.begin, goes_on))
        row = FlowLayout(spacing=theme.px(8))
        row.addWidget(self.rule)
        row.addWidget(self.disagree)
        self.body.addLayout(row)

    def begin(self, goes_on: bool) -> None:
        """Opens the field in which it is said."""
        about = (
            tr("Your answer goes to those who run the campaign.")
            if goes_on
            else tr(
                "Say why another answer is right, or as good. Those who run the campaign read it, answer you, and can"
                " change what counts as right."
            )
        )
        self.reply.open_for(about)
        self.opened.emit(self.reply)

    def _left(self) -> None:
        self.disagree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _said(self, text: str, name: str, sources: ContentSources) -> QWidget:
        made = said_text(text, name, sources)
        if isinstance(made, SaidText):
            made.link_asked.connect(self.link_asked)
        return made

    def _add_said(self, comment: Comment, me: str, sources: ContentSources) -> None:
        own = comment.author in ("", me)
        who = tr("You disagree") if own and not comment.reply_to else tr("You")
        who = who if own else tr("Those who run the campaign")
        when = moment(comment.created_at) if comment.created_at else ""
        line = tr("{who}, {when}", who=who, when=when) if when else who
        self.body.addWidget(Label(line, "caption", "text3", strong=True))
        self.body.addWidget(self._said(comment.text, who, sources))


class Beside(QWidget):
    """Two cards beside each other where there is room, and one above the other where there is not."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(12))
        self._box.addWidget(first, 1)
        self._box.addWidget(second, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = self.width() < theme.px(480)
        self._box.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)


def part(title: str, lines: Sequence[str]) -> Card:
    """A title, and what stands under it."""
    made = Card(padding=12, spacing=4, ground="window")
    made.setAccessibleName(title)
    made.body.addWidget(Label(title, "caption", "text3", strong=True))
    for line in lines:
        made.body.addWidget(Label(line, wrap=True))
    made.body.addStretch(1)
    return made


class CaseView(QWidget):
    """All questions of one task that was told; before that, what is still missing."""

    disagreed = Signal(str, str)
    opened = Signal(QWidget)
    rule_asked = Signal(str)
    link_asked = Signal(str, str)

    def __init__(self, names: RuleNames) -> None:
        super().__init__()
        self._names = names
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(12))
        self.answers: list[AnswerExplained] = []

    def say(self, text: str) -> None:
        """There is nothing to compare yet."""
        self._clear()
        card = Card(padding=20)
        card.body.addWidget(Label(text, tone="text2", wrap=True))
        self._column.addWidget(card)

    def show_case(
        self, case: Explained, thread: Thread, sources: ContentSources, me: str, *, may_say: bool
    ) -> None:
        """What was expected of this task, question by question; what is wrong first."""
        self._clear()
        if case.excerpt:
            words_of_task = Label(f"“{case.excerpt}”", tone="text2", wrap=True)
            words_of_task.setContentsMargins(4, 0, 4, 0)
            self._column.addWidget(words_of_task)
        for answer in sorted(case.answers, key=lambda one: one.right):
            said = thread(case, answer.question.id)
            made = AnswerExplained(case, answer, said, sources, me, self._names, may_say=may_say)
            made.disagreed.connect(self.disagreed)
            made.opened.connect(self.opened)
            made.rule_asked.connect(self.rule_asked)
            made.link_asked.connect(self.link_asked)
            self.answers.append(made)
            self._column.addWidget(made)

    def unsaid(self) -> dict[tuple[str, str], str]:
        """What was begun to be said, by submission and question."""
        texts = {(one.submission_id, one.question_id): one.reply.field.toPlainText() for one in self.answers}
        return {key: text for key, text in texts.items() if text.strip()}

    def go_on_writing(self, unsaid: Mapping[tuple[str, str], str]) -> None:
        """Opens the fields in which something was begun."""
        for one in self.answers:
            if text := unsaid.get((one.submission_id, one.question_id), ""):
                one.reply.field.set_text(text)
                one.reply.show()

    def is_writing(self) -> bool:
        """Whether something is being written that a new look would take away."""
        fields = [one.reply.field for one in self.answers if one.reply.isVisible()]
        return any(field.toPlainText().strip() or field is field.window().focusWidget() for field in fields)

    def _clear(self) -> None:
        self.answers = []
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
