"""The rubric tree: leaves are graded, and every requirement above them shows the weighted mean of what lies below."""

from __future__ import annotations

from collections.abc import Mapping

from hdclient.model.base import InvalidValue
from hdclient.model.template import Question
from hdclient.questions.grading import Cell
from hdclient.questions.rubric_tree import RUBRIC_TREE, RubricTreeAnswer, roll_up
from hdclient.words import tr
from ui.questions.base import Lineup
from ui.questions.grade_sheet import GradeRow
from ui.questions.grade_view import GradingQuestion


class RubricTreeQuestion(GradingQuestion):
    """Thousands of leaves: only the rows in sight are painted."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = True) -> None:
        self._options = RUBRIC_TREE.options(question)
        self._nodes = self._options.nodes
        levels = self._options.grades()
        rows = [
            GradeRow(
                node.id,
                node.text,
                () if node.children else levels,
                self._options.allow_na and not node.children,
                node.category,
                "" if node.weight == 1 else tr("weight {weight}", weight=f"{node.weight:g}"),
                node.parent,
                node.depth,
                heading=bool(node.children),
            )
            for node in self._nodes
        ]
        self._scores: list[float | None] = [None] * len(rows)
        super().__init__(
            question, lineup, rows, {"": ""}, upright=upright, notes=self._options.notes, cites=False
        )
        self.sheet.beside = self._score_of

    def _score_of(self, number: int) -> str:
        score = self._scores[number] if self._options.show_score else None
        return "" if score is None else f"{round(score * 100)} %"

    def answer(self) -> object:
        """See hdclient.questions.rubric_tree."""
        cells = self.sheet.cells
        if not cells:
            return None
        answer: dict[str, object] = {
            "leaves": {name: cell.value for (_, name), cell in cells.items() if cell.value is not None}
        }
        if na := [name for (_, name), cell in cells.items() if cell.na]:
            answer["na"] = na
        if notes := {name: cell.note for (_, name), cell in cells.items() if cell.note}:
            answer["notes"] = notes
        return answer

    def cells_of(self, value: object) -> Mapping[tuple[str, str], Cell]:
        """The cells of an answer."""
        try:
            answer = RubricTreeAnswer.of(value)
        except InvalidValue:
            return {}
        names, na = dict.fromkeys((*answer.leaves, *answer.na, *answer.notes)), set(answer.na)
        return {
            ("", name): Cell(value=answer.leaves.get(name), na=name in na, note=answer.notes.get(name, ""))
            for name in names
            if name in self._options.leaves
        }

    def count(self) -> None:
        """The scores beside the headings."""
        leaves = {name: cell.value for (_, name), cell in self.sheet.cells.items() if cell.value is not None}
        self._scores = roll_up(self._nodes, leaves, self._options.grades())

    def score_line(self) -> str:
        """The weighted mean of what is graded."""
        top = self._score_of(0)
        return tr("score so far {score}", score=top) if top else ""
