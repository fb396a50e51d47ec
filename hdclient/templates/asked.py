"""From a template and a task to the questions that are asked, each with its address: one function for all.

Store, screens, platform and exports speak of answers by these addresses (hdclient/model/address.py). What of it is
asked now, as the answers stand, is decided in hdclient/templates/form.py; here stands all that could be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from hdclient.model.base import JsonValue
from hdclient.model.task import Task
from hdclient.model.template import Question
from hdclient.model.template_parts import Group, Over
from hdclient.questions.base import TaskFacts

if TYPE_CHECKING:
    from hdclient.model.items import Item

MAX_ASKED = 2_000
"""No task asks more questions than this. What has thousands of leaves is one question of a kind of its own."""


class Asked(Struct, frozen=True):
    """One question of one task."""

    question: Question
    """As it is asked here: its id is the address of the answer, options that come from data are filled in."""
    base: str
    """The id that the template gives it."""
    candidate_ids: tuple[str, ...]
    """The candidates that it is asked about, in the task's order."""
    about: TaskFacts
    stage: str = ""
    """The part in which it is asked; "" where the template has none."""
    group: str = ""

    @property
    def key(self) -> str:
        """The address of its answer."""
        return self.question.id

    @property
    def items(self) -> tuple[Item, ...]:
        """What it is asked of, the outermost first."""
        return self.about.items


def facts_of(task: Task) -> TaskFacts:
    """What every question of a task may know of it."""
    slots = {slot.id: slot.content for slot in task.slots}
    return TaskFacts(
        candidates={candidate.id: candidate.content for candidate in task.candidates},
        slots={"prompt": task.prompt, "system_prompt": task.system_prompt, **slots},
        data=task.data,
    )


def asked_questions(task: Task) -> tuple[Asked, ...]:
    """All that could be asked of the task, in the order asked: part by part, item by item. At most MAX_ASKED."""
    template, facts = task.template, facts_of(task)
    if not (template.groups or template.stages or any(question.options for question in template.questions)):
        ids = tuple(facts.candidates)
        return tuple(Asked(question, question.id, ids, facts) for question in template.questions)
    made = _Expansion(task, facts)
    found = []
    for one in made.all():
        found.append(one)
        if len(found) == MAX_ASKED:
            break
    places = {stage.id: place for place, stage in enumerate(template.stages)}
    return tuple(sorted(found, key=lambda one: places.get(one.stage, 0)))


def items_of_group(task: Task, group: Group, outer: Sequence[Item] = ()) -> tuple[Item, ...]:
    """The items that a group is repeated over in this task, within those of the group around it."""
    from hdclient.model.items import Item, items_from  # start-up: few templates repeat anything

    if group.over is Over.CANDIDATES:
        return tuple(Item(id=candidate.id, data={"id": candidate.id}) for candidate in task.candidates)
    if group.over is Over.ITEMS:
        return tuple(Item(id=one.id, title=one.title, data=one.plain()) for one in group.items)
    if group.over is Over.TURNS:
        from hdclient.templates.turns import turns_of  # start-up: few templates ask about turns

        return turns_of(task, group)
    return items_from(listed(task.data, group.path, outer))


def listed(data: Mapping[str, JsonValue], path: str, outer: Sequence[Item]) -> JsonValue:
    """The list at a path: what the item around has there, else the task's, which may be told apart by that item."""
    found = TaskFacts(data=data, items=tuple(outer)).found(path)
    if isinstance(found, dict) and outer:
        return found.get(outer[-1].id)
    return found


class _Expansion:
    """Each group is asked as a whole, where the first of its questions stands."""

    def __init__(self, task: Task, facts: TaskFacts) -> None:
        self._task, self._facts = task, facts
        self._ids = tuple(facts.candidates)
        self._groups = {group.id: group for group in task.template.groups}
        stages = task.template.stages
        self._first = stages[0].id if stages else ""

    def all(self) -> Iterator[Asked]:
        done: set[str] = set()
        for question in self._task.template.questions:
            top = self._outermost(question.group)
            if top is None:
                yield self._one(question, ())
            elif top.id not in done:
                done.add(top.id)
                mine = [one for one in self._task.template.questions if self._outermost(one.group) is top]
                yield from self._repeated(top, mine, ())

    def _outermost(self, group_id: str) -> Group | None:
        """The group that a question is asked in, or the one around that; None where it is asked once."""
        group = self._groups.get(group_id)
        return None if group is None else self._groups.get(group.within, group)

    def _repeated(
        self, group: Group, questions: Sequence[Question], outer: tuple[Item, ...]
    ) -> Iterator[Asked]:
        for item in items_of_group(self._task, group, outer):
            inner: set[str] = set()
            for question in questions:
                within = self._groups[question.group]
                if within is group:
                    yield self._one(question, (*outer, item))
                elif within.id not in inner and not outer:
                    inner.add(within.id)
                    mine = [one for one in questions if one.group == within.id]
                    yield from self._repeated(within, mine, (item,))

    def _one(self, question: Question, items: tuple[Item, ...]) -> Asked:
        facts = TaskFacts(self._facts.candidates, self._facts.slots, self._facts.data, items)
        named = tuple(item.id for item in items if item.id in self._facts.candidates)
        repeated = self._is_of_candidates(question.group)
        options = _filled(question.options, facts)
        key = _address(question.id, items)
        same = key == question.id and options is question.options
        return Asked(
            question if same else question.changed(id=key, options=options),
            question.id,
            named[:1] if repeated and named else self._ids,
            facts,
            question.stage or self._first,
            question.group,
        )

    def _is_of_candidates(self, group_id: str) -> bool:
        group = self._groups.get(group_id)
        if group is None:
            return False
        around = self._groups.get(group.within)
        return any(one is not None and one.over is Over.CANDIDATES for one in (group, around))


def _address(question_id: str, items: Sequence[Item]) -> str:
    if not items:
        return question_id
    from hdclient.model.address import address  # start-up: most questions are asked once

    return address(question_id, tuple(item.id for item in items))


def is_reference(value: JsonValue) -> bool:
    """Whether an option says where its value is to be found: {"from": "rubric.points"}."""
    return isinstance(value, dict) and set(value) == {"from"} and isinstance(value["from"], str)


def has_references(options: Mapping[str, JsonValue]) -> bool:
    """Whether what these options are can only be known with a task."""
    return any(is_reference(value) for value in options.values())


def _filled(options: dict[str, JsonValue], facts: TaskFacts) -> dict[str, JsonValue]:
    """The options with what they take from data. What is not there stays as it was, and is found invalid."""
    if not has_references(options):
        return options
    found: dict[str, JsonValue] = {}
    for name, value in options.items():
        given = facts.found(str(value["from"])) if isinstance(value, dict) and is_reference(value) else value
        found[name] = value if given is None else given
    return found
