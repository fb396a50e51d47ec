"""Marks on pictures: the picture itself, the kinds by digits, all marks as a list beside it, the one at hand below.

Words of the task can be marked too, where a kind is said of words: they are selected in the text, as in spans.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from hdclient.model.anchor import Anchor, Region, Words
from hdclient.model.template import Question
from hdclient.questions.image_marks import IMAGE_MARKS, ImageMarkType
from hdclient.questions.regions import Points
from hdclient.questions.spans import Mark
from hdclient.words import tr, trn
from ui.components.announce import announce
from ui.components.marked_canvas import PlacedMark
from ui.questions.base import Handlers, Lineup
from ui.questions.content_desk import ContentDesk, Marked
from ui.questions.kind_buttons import kind_buttons
from ui.questions.mark_words import fault_words
from ui.questions.marked_pictures import MarkedPictures
from ui.questions.marking import MarksQuestion


class ImageMarksQuestion(MarksQuestion):
    """Digits choose the kind of what is drawn next, or of the mark at hand; Up and Down walk the marks."""

    wanted_width = 540

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = True) -> None:
        options = IMAGE_MARKS.options(question)
        super().__init__(question, lineup, options, upright=upright)
        self._options = options
        self._kind = next((one for one in self._options.types if not one.words), self._options.types[0])
        kinds, self._buttons = kind_buttons(self._options.types, self._take, self)
        shapes = {one for kind in self._options.types for one in self._options.shapes_of(kind)}
        self.pictures = MarkedPictures(lineup, shapes)
        self.canvas = self.pictures.canvas
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.body.addLayout(kinds)
        self.body.addWidget(self.pictures, 3)
        self.body.addWidget(self._told)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.editor)
        self.pictures.placed.connect(self._placed)
        self.pictures.moved.connect(self._moved)
        self.pictures.pointed.connect(self._pointed)
        self.pictures.turned.connect(self._paint)
        self._show()

    def set_content(self, content: ContentDesk) -> None:
        """The pictures that are marked, and the words."""
        self._desk = self._rows.desk = content
        content.when_pointed(self.question.id, self._word_pointed)
        parts = {one for one in self._options.where if one != "responses"}
        if "responses" in self._options.where:
            parts |= {f"candidate:{one}" for one in self.lineup.stored}
        self.pictures.set_content(content, parts)
        self._show()

    # The answer

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        self._given = value if isinstance(value, dict) else None
        self._draft.load(value)
        self._follow()
        self._show()

    def view_state(self) -> object:
        """Which mark is at hand, and which picture is in sight."""
        at, picture = self._draft.current, self.pictures.current
        return [at, picture] if at >= 0 or picture else None

    def set_view_state(self, state: object) -> None:
        """Back to them."""
        if isinstance(state, list) and len(state) == 2 and all(isinstance(one, int) for one in state):
            self._draft.current = state[0] if -1 <= state[0] < len(self._draft.marks) else -1
            self.pictures.turn_to(state[1])
            self._show()

    # What a person does

    def _take(self, kind: ImageMarkType) -> None:
        """This kind is given to selected words, to the mark at hand, or to what is drawn next."""
        if self._read_only:
            self._show_buttons()
            return
        hand = self._draft.at_hand()
        if kind.words:
            self._give_words(kind)
        elif kind.whole:
            self._put(kind, Anchor(part=self.pictures.part()))
        elif hand is None or not isinstance(hand.anchor.at, Region):
            self._kind = kind
            self._show()
            announce(self, tr("Next: {label}", label=kind.label))
        elif hand.anchor.at.shape in self._options.shapes_of(kind):
            self._kind = kind
            self._done(self._draft.retype(kind), kind.label)
        else:
            self._say(tr("“{label}” is not drawn like that.", label=kind.label), "err")
        self._show_buttons()

    def _give_words(self, kind: ImageMarkType) -> None:
        anchor = self._desk.selection() if self._desk is not None else None
        if anchor is None:
            self._say(tr("Select words in the text first, then choose what they are."), "err")
        elif not self._options.takes(kind, anchor.part, self.lineup.stored):
            self._say(tr("This text is not to be marked."), "err")
        else:
            self._put(kind, anchor)

    def _put(self, kind: ImageMarkType, anchor: Anchor) -> None:
        fault = self._draft.put(kind, anchor)
        if fault:
            self._show()
            self._say(fault_words(fault, self._options.max_marks or 0), "err")
            return
        if self._desk is not None and isinstance(anchor.at, Words):
            self._desk.clear_selection()
        self._done(True, tr("Marked as {label}", label=kind.label))

    def _placed(self, anchor: Anchor) -> None:
        """Something was drawn upon the picture."""
        if not self._read_only:
            self._put(self._kind, anchor)

    def _moved(self, points: Points) -> None:
        mark = self._draft.at_hand()
        if mark is not None and isinstance(mark.anchor.at, Region) and not self._read_only:
            self._done(self._draft.move(mark.anchor.changed(at=mark.anchor.at.changed(points=points))))
        self._paint()

    def _turn(self) -> None:
        """Another mark is at hand: its picture, and its place in it, come into sight."""
        mark = self._draft.at_hand()
        self._follow()
        self._show()
        if mark is not None:
            if isinstance(mark.anchor.at, Words) and self._desk is not None:
                self._desk.go_to(mark.anchor)
            announce(self, ": ".join((self._rows.row(mark).title, self._rows.row(mark).text)))

    def _follow(self) -> None:
        mark = self._draft.at_hand()
        if mark is not None:
            self.pictures.follow(mark.anchor)

    def _pointed(self, number: int) -> None:
        """A mark on the picture was pointed at, or let go of."""
        here = self._here()
        self._draft.current = here[number][0] if 0 <= number < len(here) else -1
        self._show()
        mark = self._draft.at_hand()
        announce(self, self._rows.row(mark).title if mark is not None else tr("No mark is at hand"))

    # Showing

    def _here(self) -> list[tuple[int, Mark]]:
        """The marks on the picture in sight, with their numbers."""
        return [pair for pair in enumerate(self._draft.marks) if self.pictures.shows(pair[1].anchor)]

    def _show(self) -> None:
        order = self._draft.in_order()
        row = order.index(self._draft.current) if self._draft.current in order else -1
        self.list.show_rows([self._rows.row(self._draft.marks[number]) for number in order], row)
        self.list.setVisible(bool(order))
        self.editor.keep_room(
            bool(order)
        )  # a picture that changes its size under the hand is drawn upon wrongly
        self.editor.show_mark(self._draft.at_hand(), self._read_only)
        empty = tr("Draw on the picture, or put marks with the arrows and Enter.")
        self._told.setText(trn("{count} mark", "{count} marks", len(order)) if order else empty)
        self._told.set_tone("text2")
        self._show_buttons()
        hue = self._options.types.index(self._kind)
        self.pictures.arm(self._options.shapes_of(self._kind), hue, read_only=self._read_only)
        self._paint()

    def _show_buttons(self) -> None:
        mark = self._draft.at_hand()
        chosen = mark.type if mark is not None else self._kind.id
        for name, button in self._buttons.items():
            button.setChecked(name == chosen)
            button.setEnabled(not self._read_only)
        self._nothing.setChecked(self._draft.nothing)
        self._nothing.setEnabled(not self._read_only or self._draft.nothing)

    def _paint(self) -> None:
        hues = {kind.id: number for number, kind in enumerate(self._options.types)}
        here, current = self._here(), self._draft.current
        placed = [
            PlacedMark(mark.anchor.at.shape, mark.anchor.at.points, hues.get(mark.type, 0))
            for _, mark in here
            if isinstance(mark.anchor.at, Region)
        ]
        self.pictures.show_marks(placed, next((n for n, (at, _) in enumerate(here) if at == current), -1))
        if self._desk is not None:
            words = [
                Marked(mark.anchor, hues.get(mark.type, 0), number == current)
                for number, mark in enumerate(self._draft.marks)
                if isinstance(mark.anchor.at, Words)
            ]
            self._desk.mark(self.question.id, words)

    # Keys

    def handlers(self) -> Handlers:
        """Kinds by digits, marks by Up and Down, and the way to the picture."""
        found: Handlers = {"rank.previous": lambda: self._step(-1), "rank.next": lambda: self._step(1)}
        if self.pictures.shown:
            found["mark.picture"] = self.pictures.take_keyboard
        mark = self._draft.at_hand()
        if mark is not None and mark.link is not None:
            found["mark.to_link"] = self._to_link
        if self._read_only:
            return found
        types = self._options.types
        found |= self.digits(lambda number: self._take(types[number - 1]), len(types))
        found["mark.shape"] = lambda: self.pictures.next_shape(self._options.shapes_of(self._kind))
        if self._options.allow_nothing:
            found["digit.0"] = self._say_nothing
        if mark is not None:
            found |= {"mark.remove": self._remove} | self.editor.handlers()
        return found

    def focus_first(self) -> None:
        """The picture."""
        self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
