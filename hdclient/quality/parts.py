"""Answers with parts: items of a checklist, cells of a rubric, leaves of a tree, steps, pairs. Each part is an item.

So the same definitions hold for them (percent agreement, Fleiss' kappa, Krippendorff's alpha): what is counted is not
tasks, but parts of tasks that two people have judged.
"""

from __future__ import annotations

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.quality.agreement import Label, Level

PART_LEVELS: dict[str, Level] = {
    "checklist": Level.NOMINAL,
    "best_worst": Level.NOMINAL,
    "pairs": Level.NOMINAL,
    "rubric": Level.ORDINAL,
    "rubric_tree": Level.ORDINAL,
    "steps": Level.ORDINAL,
}
"""What the labels of the parts mean, by kind."""


NO_PREFERENCE = "no preference"
NONE_ACCEPTABLE = "none acceptable"


def parts_of(question: Question, value: JsonValue) -> dict[str, Label]:
    """Part → label; what is not applicable or not said is left out. Raises InvalidValue for another kind's answer."""
    if not isinstance(value, dict):
        return {}
    match question.kind:
        case "checklist":
            from hdclient.questions.checklist import ChecklistAnswer

            return dict(ChecklistAnswer.of(value).items)
        case "best_worst":
            return _ends(value)
        case "pairs":
            from hdclient.questions.pairs import PairsAnswer

            return {
                f"{one.pair[0]}/{one.pair[1]}": one.winner or NO_PREFERENCE
                for one in PairsAnswer.of(value).pairs
            }
        case "rubric":
            from hdclient.questions.rubric import RubricAnswer

            cells = RubricAnswer.of(value).cells
            return {
                f"{subject}/{criterion}": cell.value
                for subject, row in cells.items()
                for criterion, cell in row.items()
                if cell.value is not None and not cell.na
            }
        case "rubric_tree":
            from hdclient.questions.rubric_tree import RubricTreeAnswer

            tree = RubricTreeAnswer.of(value)
            return {leaf: grade for leaf, grade in tree.leaves.items() if leaf not in tree.na}
        case "steps":
            from hdclient.questions.steps import StepsAnswer

            return dict(StepsAnswer.of(value).ratings)
    return {}


def _ends(value: dict[str, JsonValue]) -> dict[str, Label]:
    """The best and the worst; that none is acceptable is said in place of the best."""
    from hdclient.questions.best_worst import BestWorstAnswer

    answer = BestWorstAnswer.of(value)
    best = NONE_ACCEPTABLE if answer.instead == "none" else answer.best
    return {part: label for part, label in (("best", best), ("worst", answer.worst)) if label is not None}
