"""One task on the screen: prompt, responses, questions, footer. It is built from an assignment alone, ahead of time.

It holds no session: `show_answers` puts answers in, `answer_changed` tells what a person did. Panes, scales and keys
are all made from `Lineup.shown`, one list, so that what lies left is what the scale's left end means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from hdclient.content.tree import Code, Table
from hdclient.model.review import Feedback
from hdclient.model.task import Assignment
from hdclient.words import tr
from ui import theme
from ui.pages.asking import make_questions
from ui.pages.covered_sources import with_covers
from ui.pages.footer import AnswerFooter
from ui.pages.pane_facts import told_hidden
from ui.pages.prompt import PromptCard
from ui.pages.side_parts import feedback_of, side_of, strip_of
from ui.pages.task_parts import keep_about, lineup_of, make_stage
from ui.pages.task_room import TaskRoom
from ui.pages.whole_asked import show_whole
from ui.questions import QuestionWidget
from ui.questions.text import TextQuestion
from ui.renderers.content_view import ContentSources, ContentView
from ui.renderers.large import Again

if TYPE_CHECKING:
    from hdclient.content.finding import Wanted
    from ui.pages.feedback_panel import FeedbackPanel
    from ui.pages.question_strip import QuestionStrip

_NAMES = {
    "comparison": tr("the preference"),
    "ranking": tr("the ranking"),
    "rating": tr("the rating"),
    "choice": tr("the choice"),
}


class Find(Protocol):
    """What looks for words in a view (ui/pages/find_in_task.py)."""

    def is_open(self) -> bool: ...

    def has_keyboard(self) -> bool: ...

    def open(self) -> None: ...

    def step(self, step: int) -> None: ...

    def give_up(self) -> None: ...

    def asked(self) -> Wanted | None: ...

    def looks(self) -> object: ...


class TaskView(QWidget):
    """Signals tell what a person did; nothing is remembered elsewhere."""

    answer_changed = Signal(str, object)
    edit_finished = Signal(str)
    looked = Signal()
    """The person scrolled, folded or turned to something else: the view is worth remembering."""
    link_asked = Signal(str, str)
    picture_asked = Signal(str, str)
    first_painted = Signal()
    """The view has been on the screen for the first time."""
    parts_changed = Signal()
    """There is a part now that was not there when the view was built."""
    told = Signal(str)
    """A sentence about what was just done."""

    def __init__(
        self, assignment: Assignment, sources: ContentSources, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.assignment = assignment
        self.template = assignment.task.template
        self.lineup = lineup_of(assignment)
        self.questions: dict[str, QuestionWidget] = {}
        self._current = ""
        self._raw = self._painted = False
        self._sources = sources = with_covers(sources, assignment.task, self)
        self.covering = sources.covering
        self._feedback: FeedbackPanel | None = None
        self.find: Find | None = None
        """Made when something is first looked for."""

    def build(self) -> Iterator[None]:
        """Makes the widgets, in steps: a new view has none."""
        sources, assignment = self._sources, self.assignment
        self._room = TaskRoom(self)
        floor = self._room.floor
        self.stage = make_stage(assignment.task, self.lineup, sources, floor)
        yield from self.stage.build()
        self.prompt = PromptCard(sources, assignment.task.prompt, assignment.task.system_prompt, floor)
        yield
        below, beside, reason = yield from make_questions(assignment, self.lineup, self.questions)
        self.reason = reason
        self.strip = self._make_strip(reason)
        self.side = side_of(beside, floor)
        yield
        self.footer = AnswerFooter(below, reason, self.strip, floor)
        yield
        self._arrange()
        yield
        self._connect()
        self._ask_first()

    def show_again(self) -> None:
        """It comes back to the screen with all that it had: `first_painted` will tell once more."""
        self._painted = False

    def contents(self) -> tuple[ContentView, ...]:
        """Everything that is read: the prompt first."""
        return (*self.prompt.views(), *(pane.content for pane in self.stage.panes))

    def show_now(self) -> None:
        """Puts the content on the screen; what is long goes on coming."""
        for view in self.contents():
            view.show_now()

    # Building

    def _make_strip(self, reason: TextQuestion | None) -> QuestionStrip | None:
        """Where J and K lead; the reason has its own key."""
        walked = [one for one in self.template.questions if self.questions[one.id] is not reason]
        return strip_of(walked)

    def _arrange(self) -> None:
        self._room.put(self.prompt, self.stage, self.side, self.footer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._room)

    def add_strip(self, strip: QWidget) -> None:
        """Puts a strip below prompt and responses."""
        self._room.add_strip(strip)

    def _connect(self) -> None:
        for pane in self.stage.panes:
            pane.content.link_asked.connect(self.link_asked)
            pane.content.picture_asked.connect(self.picture_asked)
            pane.content.reading.whole_asked.connect(self._show_whole)
            pane.content.scrolled.connect(self.looked)
            pane.copied.connect(self.told)
            pane.facts.hidden_asked.connect(self.set_reveals)
        for facts in self.prompt.facts:
            facts.hidden_asked.connect(self.set_reveals)
        for view in self.prompt.views():
            view.link_asked.connect(self.link_asked)
            view.picture_asked.connect(self.picture_asked)
            view.reading.whole_asked.connect(self._show_whole)
        self.prompt.scrolled.connect(self.looked)
        self.prompt.folded.connect(lambda _: self.looked.emit())
        self.stage.turned.connect(self._turned)
        for question_id, widget in self.questions.items():
            widget.answer_changed.connect(lambda value, at=question_id: self._changed(at, value))
            widget.edit_finished.connect(lambda at=question_id: self.edit_finished.emit(at))
            widget.candidate_asked.connect(self.stage.turn_to)
            if widget.names_responses:
                for pane in self.stage.panes:
                    keep_about(widget, pane)
            if isinstance(widget, TextQuestion):
                widget.field.installEventFilter(self)
        if self.strip is not None:
            self.strip.chosen.connect(self.ask)

    def _show_whole(self, large: object) -> None:
        assert isinstance(large, Table | Code | Again)
        show_whole(self, large, self.find.asked() if self.find is not None else None)

    def _ask_first(self) -> None:
        """Digits go to the first question that is no text."""
        order = [one.id for one in self.template.questions if one.kind != "text"] or list(self.questions)
        if order:
            self.ask(order[0])

    # Questions

    def current_question(self) -> QuestionWidget | None:
        """The question that digits go to."""
        return self.questions.get(self._current)

    def ask(self, question_id: str) -> None:
        """Makes this the question at hand."""
        widget = self.questions.get(question_id)
        if widget is None:
            return
        changed = question_id != self._current
        self._current = question_id
        for one, other in self.questions.items():
            other.set_active(one == question_id and not other.is_read_only())
        self.footer.show_question(widget)
        if self.side is not None:
            self.side.show_current(question_id)
        if self.strip is not None:
            self.strip.show_current(question_id)
        if changed:
            self.looked.emit()

    def short_name(self, question_id: str) -> str:
        """What a question is called where there is little room: its number in the strip, else its kind."""
        widget = self.questions.get(question_id)
        if widget is None:
            return tr("an answer")
        if widget is self.reason:
            return tr("the reason")
        walked = [one for one in self.questions.values() if one is not self.reason]
        if len(walked) > 1:
            return str(walked.index(widget) + 1)
        return _NAMES.get(widget.question.kind, tr("the answer"))

    def step_question(self, step: int) -> None:
        """The next question, or the one before; stops at the ends."""
        order = [one for one in self.questions if self.questions[one] is not self.reason]
        if self._current in order and 0 <= order.index(self._current) + step < len(order):
            self.ask(order[order.index(self._current) + step])

    def show_answers(self, answers: Mapping[str, object]) -> None:
        """Shows these answers; questions that are not in it are unanswered."""
        for question_id in self.questions:
            self.show_answer(question_id, answers.get(question_id))

    def show_answer(self, question_id: str, value: object) -> None:
        """Shows one answer without telling anybody."""
        widget = self.questions[question_id]
        if widget.answer() != value:
            widget.set_answer(value)
        self._mark(question_id)

    def _changed(self, question_id: str, value: object) -> None:
        if self.questions[question_id] is not self.reason:
            self.ask(question_id)
        self._mark(question_id)
        self.answer_changed.emit(question_id, value)

    def _mark(self, question_id: str) -> None:
        widget = self.questions[question_id]
        if self.strip is not None:
            self.strip.show_answered(question_id, widget.answer() is not None)
        if widget.question.kind == "comparison":
            self.stage.set_preferred(widget.preferred())

    def set_read_only(self, sentence: str) -> None:
        """Nothing can be changed; the sentence says why."""
        for widget in self.questions.values():
            widget.set_read_only(True)
            widget.set_active(False)
        self.footer.set_read_only(True, sentence)

    def show_feedback(self, feedback: Feedback) -> None:
        """What came back, beside the work; above the questions if they stand there already."""
        asked, wide = self.template.questions, self.side is not None
        self._feedback = feedback_of(feedback, asked, self.lineup, self._sources, wide=wide)
        self._feedback.link_asked.connect(self.link_asked)
        self._room.put_feedback(self._feedback)
        self.parts_changed.emit()

    def give_away(self, part: PromptCard | FeedbackPanel) -> None:
        """Somebody else shows this part; the others have its room."""
        self._room.give_away(part)

    def take_back(self, part: PromptCard | FeedbackPanel) -> None:
        """The part is where it was."""
        self._room.take_back(part)

    def feedback_panel(self) -> FeedbackPanel | None:
        """The panel, when there is one."""
        return self._feedback

    # Reading

    def _turned(self, candidate_id: str) -> None:
        for widget in self.questions.values():
            widget.show_candidate(candidate_id)
        self.looked.emit()

    def is_raw(self) -> bool:
        """Whether sources are shown."""
        return self._raw

    def set_raw(self, raw: bool) -> None:
        """Sources or rendered content, everywhere."""
        self._raw = raw
        for pane in self.stage.panes:
            pane.set_raw(raw)
        self.prompt.set_raw(raw)
        self.looked.emit()

    def set_reveals(self, reveals: bool) -> None:
        """Shows hidden characters as chips, everywhere, or leaves them as they are."""
        for view in self.contents():
            view.set_reveals(reveals)
        self.told.emit(told_hidden(self.contents()))
        self.looked.emit()

    def focus_home(self) -> None:
        """The keyboard to the response at hand; from what is looked for, back to where one was."""
        if self.find is not None and self.find.is_open() and self.find.has_keyboard():
            self.find.give_up()
            return
        windows = (QApplication.activeWindow(), self.window())
        panes = [pane for pane in (self.stage.current(), *self.stage.panes) if pane is not None]
        texts = [pane.content for pane in panes if pane.window() in windows] or [self.prompt.view]
        # Never the button that submits: whoever comes back presses Space to read on.
        texts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> tuple[QWidget, ...]:
        """What F6 walks: texts themselves, not the buttons above them."""
        found: list[QWidget] = []
        if not self.prompt.isHidden():
            found.append(self.prompt if self.prompt.is_folded() else self.prompt.view)
        found += [pane.content for pane in self.stage.panes if pane.isVisibleTo(self)]
        found += [part for part in (self.side, self._feedback) if part is not None]
        return (*found, self.footer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text field that gets the keyboard makes its question the one at hand."""
        if event.type() == QEvent.Type.FocusIn:
            for question_id, widget in self.questions.items():
                if isinstance(widget, TextQuestion) and widget.field is watched and widget is not self.reason:
                    self.ask(question_id)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isVisible() and not self._painted:
            # Children are painted after their parent, all in this one turn of the event loop.
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.end()
