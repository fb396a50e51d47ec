"""The choice: one or several options; an exclusive one clears all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from hdclient.model.template import Question
from hdclient.questions.choice import CHOICE, ChoiceOption
from hdclient.words import trn
from ui.components.announce import announce
from ui.components.buttons import Button
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.option_list import OptionList
from ui.components.segmented import Segment
from ui.questions.base import Handlers, Lineup, QuestionWidget, digit_key

if TYPE_CHECKING:
    from ui.questions.taxonomy import TaxonomyPicker


_FLAT_OPTIONS = 14


class ChoiceQuestion(QuestionWidget):
    """Digits 1 … 9 choose the first nine options; with several allowed, the same key takes one out again."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        options = CHOICE.options(question)
        self._choices = options.options
        self._multiple = options.multiple
        self._exclusive = options.exclusive if options.multiple else None
        self._most = options.max_selected
        self._clearable = options.multiple or not question.required
        self._selected: tuple[str, ...] = ()
        self._list: OptionList | None = None
        self._tree: TaxonomyPicker | None = None
        self._buttons: list[Button] = []
        self._about = Label("", "caption", "text2")
        if options.is_tree():
            from ui.questions.taxonomy import TaxonomyPicker  # start-up

            self._tree = TaxonomyPicker(question.title, options, self)
            self._tree.pressed.connect(self._toggle)
            self._tree.set_values(())
            self.body.addWidget(self._tree)
        elif upright:
            self._make_list()
        else:
            self._make_buttons()

    def _make_list(self) -> None:
        segments = [
            Segment(choice.id, choice.label, digit_key(number + 1), choice.description)
            for number, choice in enumerate(self._choices)
        ]
        self._list = OptionList(
            self.question.title, segments, multiple=self._multiple, clearable=self._clearable
        )
        self._list.values_changed.connect(self._list_changed)
        self.body.addWidget(self._list)

    def _make_buttons(self) -> None:
        row = FlowLayout(spacing=8)
        for number, choice in enumerate(self._choices):
            button = Button(choice.label, key=digit_key(number + 1), checkable=True, parent=self)
            button.clicked.connect(lambda _=False, at=number: self._press(at + 1))
            button.accessible_role = "CheckBox" if self._multiple else "RadioButton"
            row.addWidget(button)
            button.installEventFilter(self)
            if choice.description:
                button.setAccessibleDescription(choice.description)
            self._buttons.append(button)
        self.body.addLayout(row)
        if any(choice.description for choice in self._choices):
            self._about.setText(" ")
            self.body.addWidget(self._about)

    @classmethod
    def stands_beside(cls, question: Question) -> bool:
        """Many options need the height of a column."""
        options = question.options.get("options")
        return isinstance(options, list) and len(options) > _FLAT_OPTIONS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Says what the option under the mouse or the focus means."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn) and watched in self._buttons:
            choice = self._choices[self._buttons.index(watched)]  # type: ignore[arg-type]
            self._about.setText(f"{choice.label}: {choice.description}" if choice.description else " ")
        return False

    def answer(self) -> object:
        """See hdclient.questions.choice."""
        return {"selected": list(self._selected)} if self._selected else None

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        chosen = value.get("selected") if isinstance(value, dict) else None
        ids = [choice.id for choice in self._choices]
        self._selected = tuple(one for one in ids if isinstance(chosen, list | tuple) and one in chosen)
        self._mark()

    def _mark(self) -> None:
        if self._list is not None:
            self._list.set_values(self._selected)
        if self._tree is not None:
            self._tree.set_values(self._selected)
        for choice, button in zip(self._choices, self._buttons, strict=False):
            button.setChecked(choice.id in self._selected)
            button.setEnabled(not self._read_only or button.isChecked())

    def _list_changed(self, values: tuple[str, ...]) -> None:
        added = [value for value in values if value not in self._selected]
        if added:
            self._toggle(added[0])
        else:
            self._give(values)

    def _press(self, number: int) -> None:
        self._toggle(self._choices[number - 1].id)

    def _toggle(self, option_id: str) -> None:
        if option_id in self._selected:
            rest = tuple(one for one in self._selected if one != option_id)
            self._give(rest if self._clearable else self._selected)
        elif self._most is not None and len(self._selected) >= self._most and option_id != self._exclusive:
            full = trn(
                "At most {count} option can be chosen.",
                "At most {count} options can be chosen.",
                self._most,
            )
            announce(self, full)
            self._mark()
            return
        elif not self._multiple or option_id == self._exclusive:
            self._give((option_id,))
        else:
            self._give((*(one for one in self._selected if one != self._exclusive), option_id))
        chosen = next(one for one in self._choices if one.id == option_id)
        if chosen.description:
            self._about.setText(f"{chosen.label}: {chosen.description}")

    def _give(self, chosen: tuple[str, ...]) -> None:
        before = self._selected
        if not self._read_only:
            self._selected = tuple(choice.id for choice in self._choices if choice.id in chosen)
        self._mark()
        if self._selected != before:
            self.answer_changed.emit(self.answer())

    def handlers(self) -> Handlers:
        """Digits; of a tree N, which goes into its search."""
        if self._read_only:
            return {}
        if self._tree is not None:
            return {"reason": self.focus_first}
        return self.digits(self._press, len(self._choices))

    def focus_first(self) -> None:
        """The first chosen option, or the first."""
        part = self._list or self._tree
        if part is not None:
            part.focus_first()
        elif self._buttons:
            chosen = [button for button in self._buttons if button.isChecked()]
            (chosen or self._buttons)[0].setFocus()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        if self._list is not None:
            self._list.set_read_only(read_only)
        if self._tree is not None:
            self._tree.set_read_only(read_only)
        self._mark()

    def options(self) -> tuple[ChoiceOption, ...]:
        """The options in the order shown."""
        return self._choices
