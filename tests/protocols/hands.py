"""Answers a task with the keys that its kinds have, part by part, as a person does who has no mouse."""

from __future__ import annotations

from collections.abc import Callable

from hdclient.model.template import Question
from hdclient.questions.comparison import COMPARISON
from hdclient.session.work_session import WorkSession
from hdclient.templates.asked import has_references
from ui.demo.driver import Driver, Stuck
from ui.pages.task_view import TaskView
from ui.questions import QuestionWidget

WORDS = "It says what was asked for, and nothing that is not so."
MOST_PRESSES = 400
"""For one question: what is not answered after them never will be."""
MOST_PARTS = 12


class Hands:
    """One person at one open task. Reads the screen to know what is asked; every change is a key event."""

    def __init__(self, driver: Driver, session: WorkSession) -> None:
        self._driver, self._session = driver, session
        self._done: set[str] = set()

    @property
    def view(self) -> TaskView:
        return self._driver._view()

    def answer_all(self) -> None:
        """In the order asked, part by part. Raises Stuck."""
        for _ in range(MOST_PARTS):
            self._answer_part()
            problems = [one.text for one in self._session.problems() if not one.confirm]
            if problems:
                raise Stuck("; ".join(problems))
            if self._session.progress.next_stage() is None:
                return
            self._go_on()
        raise Stuck("the parts do not come to an end")

    def _answer_part(self) -> None:
        """What is asked now; answers may bring more."""
        self._driver._uncover()
        contents = self.view.contents
        self._driver.wait("the content", lambda: not any(one.is_awaited() for one in contents()), 30)
        while left := [key for key in self._open_questions() if key not in self._done]:
            key = left[0]
            self._done.add(key)
            widget = self.view.questions[key]
            if widget is not self.view.reason:
                self._go_to(key)
            self._answer(widget)
            if key not in self._session.answers:
                raise Stuck(f"the question {key} has no answer after its keys")

    def _open_questions(self) -> list[str]:
        view = self.view
        return [key for key in view.asked_now() if not view.questions[key].is_read_only()]

    def _go_on(self) -> None:
        """To the next part. What that locks is said before, and the same key again means it."""
        here = self._session.progress.current()
        self._look_at_all()
        for _ in range(2):
            self._driver.press("Ctrl+Return")
            if self._session.progress.current() != here:
                return
        raise Stuck("the next part does not open")

    def look_at_all(self) -> None:
        """Turns to every response: what nobody has seen cannot be judged."""
        self._look_at_all()

    def _look_at_all(self) -> None:
        if not self.view.stage.isHidden():
            for pane in self.view.stage.panes:
                if pane.letter:
                    self._driver.press(_letter(pane.letter))

    def _go_to(self, key: str) -> None:
        view = self.view
        for _ in range(2 * len(view.questions)):
            order = [one for one in view.asked_now() if view.questions[one] is not view.reason]
            current = view.current_question()
            if current is None or current.question.id == key:
                return
            here = order.index(current.question.id)
            self._driver.press("J" if here < order.index(key) else "K")
        raise Stuck(f"the question {key} cannot be reached by J and K")

    # Kinds

    def _answer(self, widget: QuestionWidget) -> None:
        question = widget.question
        write = {"text": WORDS, "number": "3", "date": "2026-03-01", "tags": "plain\n"}.get(question.kind)
        if write is not None:
            self._write(_fitting(question, write))
            return
        own: dict[str, Callable[[Question], None]] = {
            "comparison": self._compare,
            "ranking": self._rank,
            "best_worst": lambda _: self._driver.press("2 1"),
            "pairs": lambda one: self._press_until_whole(one, "1"),
            "checklist": self._check_off,
            "choice": self._choose,
            "spans": self._mark,
            "rewrite": self._rewrite,
            "image_marks": self._point,
            "steps": self._step_through,
            "rubric": lambda one: self._press_until_whole(one, "1"),
            "rubric_tree": lambda one: self._press_until_whole(one, "1"),
        }
        own.get(question.kind, lambda _: self._driver.press("2"))(question)

    def _write(self, words: str) -> None:
        self._driver.press("N")
        self._driver.type_text(words.rstrip("\n"))
        self._driver.press("Return Esc" if words.endswith("\n") else "Esc")

    def _compare(self, question: Question) -> None:
        """The whole, and each criterion before it; with degrees the first one is better, by the least."""
        options = COMPARISON.options(question)
        press = "1"
        if options.degrees:
            ways = (len(options.cannot_judge_kinds) or 1) if options.allow_cannot_judge else 0
            press = f"1 {3 + options.has_middle + ways}"
        for _ in range(len(options.criteria) + 1):
            self._driver.press(press)

    def _rewrite(self, question: Question) -> None:
        """Begins with the response, where there is one, adds words, and says why."""
        self._driver.press("N" if question.options.get("begins") == [] else "F4")
        self._driver.type_text(" " + WORDS)
        self._driver.press("Esc")
        if question.options.get("note") != "none":
            self._driver.press("Shift+N")
            self._driver.type_text(WORDS)
            self._driver.press("Esc")

    def _point(self, question: Question) -> None:
        """A place in the middle of the first picture; severity and words, where they are asked for."""
        canvas = getattr(self.view.questions[question.id], "canvas", None)
        self._driver.wait("the picture", lambda: canvas is not None and canvas.has_image())
        self._driver.press("Ctrl+I Return")
        if self._is_unfinished(question.id):
            self._driver.press("Q")
        if self._is_unfinished(question.id):
            self._driver.press("N")
            self._driver.type_text(WORDS)
            self._driver.press("Esc")
        self._driver.press("Esc")

    def _rank(self, _question: Question) -> None:
        letters = [pane.letter for pane in self.view.stage.panes]
        for place, letter in enumerate(letters, 1):
            self._driver.press(f"{_letter(letter)} {place}")

    def _check_off(self, question: Question) -> None:
        items = question.options["items"]
        assert isinstance(items, list)
        self._driver.press(" ".join("2" for _ in items))

    def _choose(self, question: Question) -> None:
        """The second; where others wait for this choice, the one that asks for the most."""
        options = question.options.get("options")
        gates = self._is_waited_for(question)
        if not gates or not isinstance(options, list) or question.options.get("multiple"):
            self._driver.press("2")
            return
        asked = {}
        for digit in range(1, min(len(options), 9) + 1):
            self._driver.press(str(digit))
            asked[digit] = len(self.view.asked_now())
        self._driver.press(str(max(asked, key=lambda digit: asked[digit])))

    def _is_waited_for(self, question: Question) -> bool:
        base = question.id.partition("@")[0]
        return any(base in one.show_if for one in self._session.template.questions)

    def _step_through(self, question: Question) -> None:
        """Every step is good; where the first wrong one is asked for, it is the second."""
        if question.options.get("mode") == "first_wrong":
            self._driver.press("Down 1")
        self._press_until_whole(question, "1")

    def _press_until_whole(self, question: Question, key: str) -> None:
        for _ in range(MOST_PRESSES):
            if question.id in self._session.answers and not self._is_unfinished(question.id):
                return
            self._driver.press(key)

    def _is_unfinished(self, key: str) -> bool:
        return any(one.question_id == key for one in self._session.problems())

    def _mark(self, question: Question) -> None:
        """Selects the first two words of the response by keys, and says what they are.

        Where only sources are to be marked, there is nothing to mark.
        """
        where = question.options.get("where")
        if isinstance(where, list) and "responses" not in where:
            self._driver.press("0")
            return
        digit = _first_of_words(question)
        self._driver.press(str(digit))  # with nothing selected, that says what to do first
        if question.id in self._session.answers:
            raise Stuck("words are marked although none were selected")
        self._driver.press(f"A Ctrl+Shift+K Ctrl+Home Ctrl+Shift+Right Ctrl+Shift+Right {digit}")
        if question.options.get("severities"):
            self._driver.press("Q")
        if self._is_unfinished(question.id):
            self._driver.press("N")
            self._driver.type_text(WORDS)
            self._driver.press("Esc")


def _letter(letter: str) -> str:
    return letter if letter in "ABCD" else f"Shift+{letter}"


def _fitting(question: Question, words: str) -> str:
    """As long as the question wants it."""
    wanted = question.options.get("min_words")
    if question.kind != "text" or has_references(question.options) or not isinstance(wanted, int):
        return words
    return " ".join([words] * (1 + wanted // len(words.split())))


def _first_of_words(question: Question) -> int:
    """The digit of the first type that stands on words."""
    types = question.options["types"]
    assert isinstance(types, list)
    return next(at for at, one in enumerate(types, 1) if isinstance(one, dict) and not one.get("whole"))
