"""The rubric tree: a requirement that is the weighted mean of smaller ones; the smallest, the leaves, are graded.

A tree has thousands of leaves at times (PaperBench: 1,963). It usually comes with the task (`{"from": "rubric"}`). Its
score is computed here and nowhere else, and is never part of the answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any

from msgspec import Meta, Struct

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.grading import Level, Levels, Notes, check_levels, met_or_not, share_of
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn

MOST_NODES, MOST_DEEP = 20_000, 60
_TEXTS, _PARTS, _CATEGORIES = (
    ("text", "requirements"),
    ("children", "sub_tasks"),
    ("category", "task_category"),
)


class Node(Struct, frozen=True, gc=False):
    """One requirement. Numbers are places in the list of all nodes, parents before their children."""

    id: str
    text: str
    weight: float
    category: str
    parent: int
    depth: int
    children: list[int]


class RubricTreeOptions(Options, frozen=True, kw_only=True, dict=True):
    """The tree, and what may be said of its leaves."""

    tree: Annotated[
        dict[str, JsonValue],
        Meta(
            description="a node is {id, text, weight, children, category}; the names of PaperBench (requirements,"
            " sub_tasks, task_category) are read too"
        ),
    ]
    levels: Levels = ()
    allow_na: Annotated[
        bool, Meta(description='"not applicable" may be answered: its weight counts nowhere')
    ] = False
    notes: Annotated[Notes, Meta(description="whether a note stands beside each grade")] = "optional"
    partial: Annotated[bool, Meta(description="an answer is whole with some of the leaves graded")] = False
    show_score: Annotated[bool, Meta(description="the weighted mean is seen while one grades")] = True

    def __post_init__(self) -> None:
        check_levels(self.levels, 'option "levels"')
        assert self.nodes  # raises for what is no tree

    def grades(self) -> tuple[Level, ...]:
        """The levels of the leaves."""
        return self.levels or met_or_not()

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All requirements, each before those below it, the root first. Raises ValueError for what is no tree."""
        return tuple(_nodes_of(self.tree))

    @cached_property
    def leaves(self) -> frozenset[str]:
        """Ids of those that are graded."""
        return frozenset(node.id for node in self.nodes if not node.children)


_READ: deque[tuple[dict[str, JsonValue], RubricTreeOptions]] = deque(maxlen=4)
"""The options that were read last: a tree is read in 10 ms, and its answer checked at every press of a key."""


class RubricTreeAnswer(Answer, frozen=True, kw_only=True):
    """Leaf id → grade; ids of leaves that are not applicable; leaf id → note."""

    leaves: dict[str, int]
    na: tuple[str, ...] = ()
    notes: dict[str, str] = {}


class RubricTree:
    """The kind "rubric_tree"."""

    name = "rubric_tree"
    candidate_range = (0, 1)
    option_model: type[RubricTreeOptions] = RubricTreeOptions

    def options(self, question: Question) -> RubricTreeOptions:
        """The question's options, typed; of the last questions as they were read. Raises InvalidValue."""
        for raw, known in tuple(_READ):
            if raw is question.options:
                return known
        made = RubricTreeOptions.of(question.options)
        _READ.append((question.options, made))
        return made

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or (
            isinstance(value, dict)
            and value.get("leaves") == {}
            and not any(value.get(one) for one in ("na", "notes"))
            and set(value) <= {"leaves", "na", "notes"}
        )

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],  # noqa: ARG002
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        unanswered = tr("Grade the leaves of the rubric.") if self.is_blank(value) else ""

        def fault(answer: RubricTreeAnswer) -> str | Problem:
            left = _left(answer, options)
            return _fault(answer, options) or (Problem(question.id, left, incomplete=True) if left else "")

        return problems_of(RubricTreeAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """ "43 %, 120 leaves graded"; "" for what is no answer."""
        options = self.options(question)

        def words(answer: RubricTreeAnswer) -> str:
            count = len(answer.leaves) + len(answer.na)
            graded = trn("{count} leaf graded", "{count} leaves graded", count)
            score = roll_up(options.nodes, answer.leaves, options.grades())[0]
            return graded if score is None else f"{round(score * 100)} %, {graded}"

        return phrase_of(RubricTreeAnswer, question, value, words)


def _nodes_of(tree: dict[str, JsonValue]) -> list[Node]:
    """All nodes, each before those below it, the root first. Raises ValueError for what is no tree.

    Runs at every check on the platform, so that it is written to be quick: some milliseconds for thousands of nodes.
    """
    found: list[Node] = []
    below: list[list[int]] = []
    seen: set[str] = set()
    waiting: list[tuple[Any, int, int]] = [(tree, -1, 0)]
    while waiting:
        raw, parent, depth = waiting.pop()
        number = len(found)
        if depth > MOST_DEEP:
            raise ValueError(f'option "tree" is more than {MOST_DEEP} levels deep')
        if number == MOST_NODES:
            raise ValueError(f'option "tree" has more than {MOST_NODES:,} nodes')
        node, parts = _read(raw, number, parent, depth)
        if node.id in seen:
            raise ValueError(f'option "tree": two nodes have the id “{node.id[:40]}”')
        seen.add(node.id)
        if parent >= 0:
            below[parent].append(number)
        found.append(node)
        below.append(node.children)
        for one in reversed(parts):
            waiting.append((one, number, depth + 1))
    return found


def _read(raw: Any, number: int, parent: int, depth: int) -> tuple[Node, list[Any]]:
    """One node, and what lies below it."""
    if not isinstance(raw, dict):
        raise ValueError(f'option "tree": node {number + 1} is no object')
    get = raw.get
    text, name, weight = get("text") or get("requirements"), get("id", str(number)), get("weight", 1)
    if not isinstance(text, str) or not isinstance(name, str) or not name:
        raise ValueError(f'option "tree": node {number + 1} needs a text and an id')
    if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 <= weight <= 1e9:
        raise ValueError(f'option "tree": the weight of node “{name[:40]}” must be a number from 0 on')
    parts = get("children") or get("sub_tasks") or []
    if not isinstance(parts, list):
        raise ValueError(f'option "tree": what lies below node “{name[:40]}” must be a list')
    category = get("category") or get("task_category") or ""
    return Node(name, text, weight, str(category), parent, depth, []), parts


def roll_up(nodes: Sequence[Node], leaves: dict[str, int], levels: Sequence[Level]) -> list[float | None]:
    """The score of every node, 0 to 1: of a leaf its grade, else the weighted mean of those below that have one.

    None where nothing below is graded (or what is weighs nothing): "so far", not "zero for what is missing".
    """
    found: list[float | None] = [None] * len(nodes)
    known = {level.value: share_of(level.value, levels) for level in levels}
    for number in range(len(nodes) - 1, -1, -1):
        node = nodes[number]
        if not node.children:
            found[number] = known.get(leaves[node.id]) if node.id in leaves else None
            continue
        total = weight = 0.0
        for child in node.children:
            share = found[child]
            if share is not None:
                total += share * nodes[child].weight
                weight += nodes[child].weight
        found[number] = total / weight if weight else None
    return found


def _fault(answer: RubricTreeAnswer, options: RubricTreeOptions) -> str:
    """What is wrong (not merely missing); empty when nothing is."""
    if any(name not in options.leaves for name in (*answer.leaves, *answer.na, *answer.notes)):
        return tr("The answer grades a leaf that this rubric does not have.")
    if answer.na and not options.allow_na:
        return tr("This rubric does not take “not applicable”.")
    if len(set(answer.na)) != len(answer.na) or any(name in answer.leaves for name in answer.na):
        return tr("A grade cannot be given together with “not applicable”.")
    values = {level.value for level in options.grades()}
    if any(value not in values for value in answer.leaves.values()):
        return tr("The grade is not one of those of its criterion.")
    if options.notes == "none" and answer.notes:
        return tr("This rubric does not take notes.")
    return ""


def _left(answer: RubricTreeAnswer, options: RubricTreeOptions) -> str:
    left = len(options.leaves) - len(answer.leaves) - len(answer.na)
    if left and not options.partial:
        return trn("One leaf is not graded yet.", "{count} leaves are not graded yet.", left)
    if options.notes == "required":
        graded = (*answer.leaves, *answer.na)
        bare = sum(not answer.notes.get(name, "").strip() for name in graded)
        return trn("One grade needs a note.", "{count} grades need a note.", bare) if bare else ""
    return ""


RUBRIC_TREE: QuestionKind[RubricTreeOptions] = RubricTree()
