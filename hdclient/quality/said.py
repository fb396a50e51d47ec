"""What people said to one question, sorted as the figures need it: labels by item, rankings, duels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from hdclient.model.address import question_of
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.template import Question
from hdclient.quality.agreement import Label, Level
from hdclient.quality.duels import Duel
from hdclient.quality.labels import duels_of, label_of, level_of, of_criterion, ranking_of
from hdclient.quality.overlaps import Marked, marked_of
from hdclient.quality.parts import PART_LEVELS, parts_of
from hdclient.quality.rankings import Ranking

Lengths = Mapping[str, Mapping[str, int]]
"""By task, then by candidate: how long a response is, in any unit."""


class Judged(Struct, frozen=True, kw_only=True, gc=False):
    """One answer that stands: the newest revision, not skipped. `day`: days since 1970 by the platform's clock.

    `rework_ms`: what of `active_ms` came after the work came back.
    """

    task_id: str
    person_id: str
    answers: dict[str, JsonValue]
    display_order: tuple[str, ...] = ()
    active_ms: int = 0
    rework_ms: int = 0
    returned: bool = False
    day: int = 0


class Said(Struct):
    """What was said to one question. `order`: the newest of several rankings of a person is the last.

    `criterion`: of a comparison that is made criterion by criterion too, the one that this is about; "": the whole.
    """

    question: Question
    criterion: str = ""
    answers: int = 0
    labels: defaultdict[str, dict[str, Label]] = field(default_factory=lambda: defaultdict(dict))
    parts: defaultdict[tuple[str, str], dict[str, Label]] = field(default_factory=lambda: defaultdict(dict))
    """By (task, part) what each person said of it. A part is one of an answer, or an item that is asked about."""
    marks: defaultdict[str, dict[str, Marked]] = field(default_factory=lambda: defaultdict(dict))
    rankings: defaultdict[str, dict[str, Ranking]] = field(default_factory=lambda: defaultdict(dict))
    duels: list[Duel] = field(default_factory=list)

    def items(self) -> list[dict[str, Label]]:
        """What was said by whom, item by item: tasks, or parts of them where answers have parts."""
        return [*self.labels.values(), *self.parts.values()]

    def given(self) -> list[Label]:
        """All labels."""
        return [label for item in self.items() for label in item.values()]

    @property
    def level(self) -> Level | None:
        """What differences between the labels mean; None: there are none."""
        level = PART_LEVELS.get(self.question.kind) if self.parts else None
        return level if level is not None else level_of(self.question, self.given())


def read(
    question: Question, judged: Sequence[Judged], lengths: Lengths | None = None, *, criterion: str = ""
) -> Said:
    """What cannot be read counts as answered and nowhere else. What is asked item by item has a part for each."""
    said = Said(question, criterion)
    for one in judged:
        for item, value in _given(question, one.answers):
            value = of_criterion(value, criterion) if criterion else value
            if value is not None:
                said.answers += 1
                try:
                    _take(said, one, item, value, lengths)
                except InvalidValue:  # it was another kind of question under this id once
                    continue
    return said


def _given(question: Question, answers: Mapping[str, JsonValue]) -> Iterable[tuple[str, JsonValue]]:
    """(item, answer): of a question that is asked once, one with the item ""."""
    if not question.group:
        return (("", answers.get(question.id)),)
    return [(key, value) for key, value in answers.items() if question_of(key) == question.id]


def _take(said: Said, one: Judged, item: str, value: JsonValue, lengths: Lengths | None) -> None:
    """Notes what an answer says. Raises InvalidValue, before anything is noted."""
    question, who, task_id = said.question, one.person_id, one.task_id
    label = label_of(question, value, len(one.display_order))
    ranking = ranking_of(question, value)
    parts = parts_of(question, value)
    spans = marked_of(value) if question.kind == "spans" else None
    long = lengths.get(task_id) if lengths else None
    said.duels += duels_of(question, value, one.display_order, item=task_id, rater=who, lengths=long)
    for part, of_part in parts.items():
        said.parts[task_id, f"{item}/{part}" if item else part][who] = of_part
    if spans is not None:
        said.marks[f"{task_id} {item}"][who] = spans
    if label is not None and item:
        said.parts[task_id, item][who] = label
    elif label is not None:
        said.labels[task_id][who] = label
    if ranking is not None:
        said.rankings[f"{task_id} {item}" if item else task_id][who] = ranking


def headline(said: Sequence[Said]) -> Said | None:
    """The question that stands for the campaign in its trends: the first whose labels can be the same or not.

    On a scale of distances two are hardly ever the same.
    """
    return next((one for one in said if one.labels and one.level is not Level.INTERVAL), None)
