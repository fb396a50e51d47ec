"""The live work on one adjudication: whose answers count, question by question. Main thread only."""

from __future__ import annotations

from collections.abc import Mapping

from hdclient.errors import NotSubmittable
from hdclient.model.base import JsonValue, canonical
from hdclient.model.ids import new_id
from hdclient.model.review_item import AdjudicationItem, Contribution, Outcome
from hdclient.model.said import Said, SaidKind
from hdclient.session.item_session import ItemSession
from hdclient.session.progress import all_open
from hdclient.session.sealing import find_problems
from hdclient.templates.asked import asked_questions
from hdclient.words import tr

_ANSWER, _ADOPTED, _OUTCOME, _REASON, _RULE = "answer:", "adopted:", "outcome", "reason", "rule"


class AdjudicationSession(ItemSession[AdjudicationItem]):
    """Made by ReviewDesk.open_adjudication. Every change is a draft on the disk before the call returns."""

    # What is there

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What people answered, in the order in which it is shown."""
        return self.item.contributions

    @property
    def answers(self) -> Mapping[str, JsonValue]:
        """The final answers so far, by question id."""
        return self._of(_ANSWER)

    @property
    def adopted(self) -> Mapping[str, str]:
        """Question id → label of the contribution whose answer was taken, as long as it is the same."""
        return {key: value for key, value in self._of(_ADOPTED).items() if isinstance(value, str)}

    @property
    def outcome(self) -> Outcome | None:
        """What was found so far."""
        value = self._value(_OUTCOME)
        return Outcome(value) if isinstance(value, str) else None

    @property
    def reason(self) -> str:
        """Why."""
        return str(self._value(_REASON) or "")

    @property
    def rule(self) -> str:
        """The rule of the guideline that it is about."""
        return str(self._value(_RULE) or "")

    def disputed(self) -> tuple[str, ...]:
        """Ids of the questions that were not answered alike, in the template's order."""
        found = []
        for asked in asked_questions(self.task):
            values = {canonical(one.work.answers.get(asked.key)) for one in self.contributions}
            if len(values) > 1:
                found.append(asked.key)
        return tuple(found)

    # Settling

    def adopt(self, label: str, question_id: str = "") -> None:
        """Takes a contribution's answer to one question; without one, to all. One step of undo. Raises KeyError."""
        chosen = next((one for one in self.contributions if one.label == label), None)
        if chosen is None:
            raise KeyError(label)
        wanted = [question_id] if question_id else [asked.key for asked in asked_questions(self.task)]
        values: dict[str, JsonValue] = {}
        for name in wanted:
            values[_ANSWER + name] = chosen.work.answers.get(name)
            values[_ADOPTED + name] = label if chosen.work.answers.get(name) is not None else None
        self._replace(values)

    def set_answer(self, question_id: str, answer: JsonValue) -> None:
        """Gives an answer of one's own; None clears it."""
        self._replace({_ANSWER + question_id: answer, _ADOPTED + question_id: None})

    def set_outcome(self, outcome: Outcome | None) -> None:
        """What is found of the task."""
        self._change(_OUTCOME, None if outcome is None else outcome.value)

    def set_reason(self, text: str, *, settle: bool = False) -> None:
        """Why; `settle` for every keystroke."""
        self._change(_REASON, text or None, merge=settle)

    def set_rule(self, rule: str) -> None:
        """The rule of the guideline that it is about."""
        self._change(_RULE, rule or None)

    def problems(self) -> tuple[str, ...]:
        """Why it cannot be sent yet, as sentences; empty when it can."""
        if self.outcome is None:
            return (tr("Choose what you have found."),)
        found = []
        if self.outcome is Outcome.FINAL:
            progress = all_open(self.assignment)
            found += [one.text for one in find_problems(progress, progress.form(self.answers), self._kinds)]
        elif not self.reason.strip():
            found.append(tr("Say why, so that others can follow it."))
        return tuple(found)

    def submit(self) -> Said:
        """Sends it. It is on the disk when this returns. Raises NotSubmittable."""
        self._must_be_open()
        if problems := self.problems():
            raise NotSubmittable(
                tr("This cannot be sent yet."),
                tr("What you chose is saved as a draft."),
                tr("Do what is listed, then send it again."),
                problems=problems,
            )
        said = Said(id=new_id(), kind=SaidKind.ADJUDICATION, item_id=self.item.id, body={})
        return self._send(said, self._body())

    def _body(self) -> dict[str, JsonValue]:
        assert self.outcome is not None
        counts = self.outcome is not Outcome.BAD_ITEM and bool(self.answers)
        return {
            "task_id": self.task.id,
            "item_id": self.item.id,
            "outcome": self.outcome.value,
            "answers": dict(self.answers) if counts else None,
            "adopted": dict(self.adopted) if counts else {},
            "rule": self.rule,
            "reason": self.reason,
        }
