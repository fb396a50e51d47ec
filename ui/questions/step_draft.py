"""The judgement of a solution while it is made: what each step has, which row is at hand. No widgets in here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hdclient.model.base import InvalidValue
from hdclient.model.items import Item
from hdclient.questions.steps import (
    Ended,
    StepsAnswer,
    StepsOptions,
    alternatives_of,
    plain_answer,
    wrong_step,
)


class Row(NamedTuple):
    """A step, or another one that could stand in its place. `number` is that of the step, from 1."""

    step: Item
    number: int
    other: Item | None = None


class StepDraft:
    """Changes return whether anything changed."""

    def __init__(self, options: StepsOptions) -> None:
        self._options = options
        self.said = StepsAnswer()
        self.rows: list[Row] = []
        self.current = 0

    def set_steps(self, steps: Sequence[Item]) -> None:
        """The steps that are judged, with their alternatives behind each."""
        self.rows = []
        for number, step in enumerate(steps, 1):
            self.rows.append(Row(step, number))
            self.rows += [Row(step, number, other) for other in alternatives_of(step)]
        self.current = min(self.current, max(0, len(self.rows) - 1))

    def order(self) -> list[str]:
        """Ids of the steps, in their order."""
        return [row.step.id for row in self.rows if row.other is None]

    def answer(self) -> object:
        """The answer as JSON; None when there is none."""
        return plain_answer(self.said)

    def load(self, value: object) -> None:
        """Takes an answer; what is none of this kind is no answer."""
        try:
            self.said = StepsAnswer.of(value)
        except InvalidValue:
            self.said = StepsAnswer()

    def at_hand(self) -> Row | None:
        """The row at hand."""
        return self.rows[self.current] if self.current < len(self.rows) else None

    def wrong(self) -> str:
        """The first step that is called wrong; "" for none."""
        return wrong_step(self.said, self._options, self.order())

    def is_behind(self, row: Row) -> bool:
        """Whether it stands behind the first wrong step, where nothing is judged any longer."""
        order, wrong = self.order(), self.wrong()
        ends = self._options.mode != "each"
        return ends and wrong in order and row.number > order.index(wrong) + 1

    def rating(self, row: Row) -> int | None:
        """What it was given."""
        if row.other is not None:
            return self.said.alternatives.get(row.step.id, {}).get(row.other.id)
        return self.said.ratings.get(row.step.id)

    def rate(self, value: int) -> bool:
        """Gives the row at hand this rating; the same again takes it back. Behind a wrong step nothing is rated."""
        row = self.at_hand()
        if row is None or self.is_behind(row):
            return False
        given = None if self.rating(row) == value else value
        if row.other is not None:
            return self._rate_other(row, row.other, given)
        ratings = {one: old for one, old in self.said.ratings.items() if one != row.step.id}
        if given is not None:
            ratings[row.step.id] = given
        unsure = tuple(one for one in self.said.unsure if one != row.step.id)
        return self._put(self.said.changed(ratings=ratings, unsure=unsure))

    def _rate_other(self, row: Row, other: Item, given: int | None) -> bool:
        mine = {
            one: old for one, old in self.said.alternatives.get(row.step.id, {}).items() if one != other.id
        }
        if given is not None:
            mine[other.id] = given
        rest = {one: old for one, old in self.said.alternatives.items() if one != row.step.id}
        return self._put(self.said.changed(alternatives={**rest, row.step.id: mine} if mine else rest))

    def leave_open(self) -> bool:
        """Says of the step at hand that one is not sure; again takes it back."""
        row = self.at_hand()
        if row is None or row.other is not None or self.is_behind(row):
            return False
        here = row.step.id
        ratings = {one: old for one, old in self.said.ratings.items() if one != here}
        return self._put(self.said.changed(ratings=ratings, unsure=_toggled(self.said.unsure, here)))

    def name_wrong(self) -> bool:
        """The step at hand is the first wrong one; again takes it back."""
        row = self.at_hand()
        if row is None or row.other is not None:
            return False
        here = None if self.said.first_wrong == row.step.id else row.step.id
        return self._put(self.said.changed(first_wrong=here, no_error=False))

    def say_no_error(self) -> bool:
        """No step is wrong; again takes it back."""
        return self._put(self.said.changed(first_wrong=None, no_error=not self.said.no_error))

    def flag_redundant(self) -> bool:
        """The step at hand says nothing new; again takes it back."""
        row = self.at_hand()
        if row is None or row.other is not None:
            return False
        return self._put(self.said.changed(redundant=_toggled(self.said.redundant, row.step.id)))

    def write(self, text: str) -> bool:
        """A better step in place of the one at hand."""
        row = self.at_hand()
        if row is None:
            return False
        own = {one: old for one, old in self.said.own.items() if one != row.step.id}
        return self._put(self.said.changed(own={**own, row.step.id: text} if text else own))

    def end(self, end_id: str) -> bool:
        """Ends in this way; again takes it back."""
        same = self.said.end is not None and self.said.end.id == end_id
        reason = self.said.end.reason if self.said.end is not None else ""
        return self._put(self.said.changed(end=None if same else Ended(id=end_id, reason=reason)))

    def say_reason(self, text: str) -> bool:
        """Why it ends so."""
        end = self.said.end
        return end is not None and self._put(self.said.changed(end=end.changed(reason=text)))

    def step(self, step: int) -> bool:
        """Turns to another row; stops at the ends."""
        if not 0 <= self.current + step < len(self.rows):
            return False
        self.current += step
        return True

    def _put(self, said: StepsAnswer) -> bool:
        """Takes a changed answer; what stands behind a wrong step goes."""
        order = self.order()
        wrong = wrong_step(said, self._options, order)
        if self._options.mode == "until_wrong" and wrong in order:
            kept = set(order[: order.index(wrong) + 1])
            said = said.changed(
                ratings={one: value for one, value in said.ratings.items() if one in kept},
                unsure=tuple(one for one in said.unsure if one in kept),
            )
        changed = said != self.said
        self.said = said
        return changed


def _toggled(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(other for other in ids if other != one) if one in ids else (*ids, one)
