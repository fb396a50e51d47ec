"""Work that came back, three ways: what was submitted, what the reviewer would have, what stands there now.

Suggested changes are taken one by one into the open draft. Marks go to the platform by the AnswerDesk; a mark never
says more than the text: what was taken and then undone counts as open again.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from hdclient.content.three_way import taken, with_change
from hdclient.model.base import JsonValue
from hdclient.model.edits import final_answers, text_at, with_text
from hdclient.model.review import Comment, Feedback, Hunk, MarkState, ProposedAnswer, Review, TextEdit
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import WRITTEN, Question
from hdclient.session.answering import AnswerDesk
from hdclient.session.sealing import Kinds
from hdclient.session.work_session import WorkSession
from hdclient.store import Store


class Suggested(Struct, frozen=True):
    """One change that a reviewer suggests. `hunk` -1: a whole answer."""

    target: str
    hunk: int
    question: str
    title: str
    before: str
    after: str
    state: MarkState
    can_take: bool
    """False: it is there already, or its words were changed meanwhile."""


class ThreeWays(Struct, frozen=True):
    """One question: answers as words. `theirs` is empty where the reviewer would change nothing."""

    question: str
    title: str
    mine: str
    theirs: str
    stands: str
    is_text: bool

    def differs(self) -> bool:
        """Whether there is anything to compare."""
        return self.mine != self.stands or bool(self.theirs and self.theirs != self.mine)


class Rework:
    """Of one open session at revision 2 or later. Main thread only."""

    def __init__(self, store: Store, session: WorkSession, kinds: Kinds, answering: AnswerDesk) -> None:
        self._session, self._kinds, self._answering = session, kinds, answering
        self._questions = {one.id: one for one in session.questions}
        self.revision = session.revision - 1
        body = store.drafts.body(session.submission_id, self.revision)
        self._mine: dict[str, JsonValue] = dict(SubmissionBody.of_json(body).answers) if body else {}
        self.feedback = self._read()

    def _read(self) -> Feedback:
        return self._answering.feedback(self._session.submission_id, self.revision)

    def refresh(self) -> None:
        """Reads again what came and what was said."""
        self.feedback = self._read()

    # What is there

    def ways(self) -> tuple[ThreeWays, ...]:
        """Every question of the task, in its order."""
        theirs = self._theirs()
        return tuple(
            ThreeWays(
                question.id,
                question.title,
                self._words(question, self._mine.get(question.id)),
                self._words(question, theirs.get(question.id)) if theirs else "",
                self._words(question, self._session.answers.get(question.id)),
                question.kind in WRITTEN,
            )
            for question in self._questions.values()
        )

    def suggestions(self) -> tuple[Suggested, ...]:
        """What the reviewers suggest, in the order in which they say it."""
        found: list[Suggested] = []
        for review in self.feedback.reviews:
            for edit in review.edits:
                found += [self._hunk(edit, number) for number in range(len(edit.hunks))]
            found += [self._proposed(one) for one in review.proposed]
        return tuple(one for one in found if one.title)

    def comments(self) -> tuple[tuple[Comment, bool], ...]:
        """What reviewers say, each with whether it was marked as done."""
        return tuple(
            (comment, self.feedback.mark_of(comment.id) is MarkState.DONE)
            for comment in self.feedback.comments
            if not comment.reply_to
        )

    # Doing

    def take(self, suggested: Suggested) -> bool:
        """Puts a change into the draft and marks it. False: its words were changed meanwhile. Raises StoreError."""
        edit, proposed = self._edit(suggested.target), self._answer(suggested.target)
        if proposed is not None:
            self._session.set_answer(proposed.question, proposed.answer)
        elif edit is not None:
            answer = self._session.answers.get(edit.question)
            original, now = self._texts(edit)
            if original is None or now is None:
                return False
            text = with_change(original, now, edit.hunks, suggested.hunk, self._marked(edit))
            if text is None:
                return False
            self._session.set_answer(edit.question, with_text(answer, edit.path, text))
        else:
            return False
        self._mark(suggested.target, MarkState.TAKEN, suggested.hunk)
        return True

    def decline(self, suggested: Suggested) -> None:
        """Marks a change as not wanted; the text stays as it is."""
        self._mark(suggested.target, MarkState.DECLINED, suggested.hunk)

    def mark_done(self, comment_id: str, done: bool) -> None:
        """Ticks a comment off, or opens it again."""
        self._mark(comment_id, MarkState.DONE if done else MarkState.OPEN, -1)

    # Within

    def _mark(self, target: str, state: MarkState, hunk: int) -> None:
        self._answering.mark(self._session.submission_id, target, state, hunk=hunk)
        self.refresh()

    def _theirs(self) -> Mapping[str, JsonValue]:
        """What would count after the reviewers' changes; nothing when none suggests any."""
        suggests = [one for one in self.feedback.reviews if one.edits or one.proposed]
        found: dict[str, JsonValue] = dict(self._mine) if suggests else {}
        for review in suggests:
            found = final_answers(found, review)
        return found

    def _words(self, question: Question, value: JsonValue) -> str:
        text = text_at(value, "/text") if question.kind in WRITTEN else None
        if text is not None:
            return text
        kind = self._kinds.get(question.kind)
        return kind.describe(question, value, self._session.letters) if kind and value is not None else ""

    def _texts(self, edit: TextEdit) -> tuple[str | None, str | None]:
        now = text_at(self._session.answers.get(edit.question), edit.path)
        return text_at(self._mine.get(edit.question), edit.path), now

    def _hunk(self, edit: TextEdit, number: int) -> Suggested:
        hunk: Hunk = edit.hunks[number]
        original, now = self._texts(edit)
        there = fits = False
        if original is not None and now is not None:
            marked = self._marked(edit)
            there = number in taken(original, now, edit.hunks, marked)
            fits = with_change(original, now, edit.hunks, number, marked) is not None
        return Suggested(
            edit.id,
            number,
            edit.question,
            self._title(edit.question),
            (original or "")[hunk.start : hunk.end],
            hunk.text,
            self._state(edit.id, number, there),
            fits,
        )

    def _proposed(self, one: ProposedAnswer) -> Suggested:
        question = self._questions.get(one.question)
        there = self._session.answers.get(one.question) == one.answer
        return Suggested(
            one.id,
            -1,
            one.question,
            self._title(one.question),
            self._words(question, self._mine.get(one.question)) if question else "",
            self._words(question, one.answer) if question else "",
            self._state(one.id, -1, there),
            not there,
        )

    def _state(self, target: str, hunk: int, there: bool) -> MarkState:
        if there:
            return MarkState.TAKEN
        said = self.feedback.mark_of(target, hunk)
        return said if said is MarkState.DECLINED else MarkState.OPEN

    def _marked(self, edit: TextEdit) -> frozenset[int]:
        """Numbers of the hunks that were marked as taken."""
        numbers = range(len(edit.hunks))
        return frozenset(n for n in numbers if self.feedback.mark_of(edit.id, n) is MarkState.TAKEN)

    def _title(self, question_id: str) -> str:
        found = self._questions.get(question_id)
        return found.title if found is not None else ""

    def _edit(self, target: str) -> TextEdit | None:
        return next((edit for one in self._reviews() for edit in one.edits if edit.id == target), None)

    def _answer(self, target: str) -> ProposedAnswer | None:
        return next((found for one in self._reviews() for found in one.proposed if found.id == target), None)

    def _reviews(self) -> tuple[Review, ...]:
        return self.feedback.reviews
