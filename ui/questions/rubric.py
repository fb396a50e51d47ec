"""The rubric: criteria by responses. The response that is being read is the one that is graded."""

from __future__ import annotations

from collections.abc import Mapping

from hdclient.model.template import Question
from hdclient.questions.grading import Cell
from hdclient.questions.rubric import (
    RUBRIC,
    Criterion,
    RubricAnswer,
    RubricOptions,
    read_cells,
    score_words,
    scores,
)
from hdclient.words import trn
from ui.questions.base import Lineup
from ui.questions.grade_sheet import GradeRow
from ui.questions.grade_view import GradingQuestion


class RubricQuestion(GradingQuestion):
    """Criteria under their headings, a cell for each response."""

    names_responses = False

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = True) -> None:
        self._options = RUBRIC.options(question)
        subjects = {one: lineup.letter(one) for one in lineup.shown} or {"": ""}
        if len(subjects) == 1:
            subjects = dict.fromkeys(subjects, "")
        super().__init__(
            question,
            lineup,
            _rows(self._options),
            subjects,
            upright=upright,
            notes=self._options.notes,
            cites=self._options.cites,
        )

    def answer(self) -> object:
        """See hdclient.questions.rubric."""
        cells: dict[str, dict[str, object]] = {}
        for subject in self.sheet.subjects:
            said = {
                row.id: self.sheet.cells[subject, row.id].says()
                for row in self.sheet.rows
                if (subject, row.id) in self.sheet.cells and not row.heading
            }
            if said:
                cells[subject] = dict(said)
        return {"cells": cells} if cells else None

    def cells_of(self, value: object) -> Mapping[tuple[str, str], Cell]:
        """The cells of an answer."""
        known = {one.id for one in self._options.criteria}
        return {
            (subject, name): cell
            for subject, cells in read_cells(value).items()  # type: ignore[arg-type]
            if subject in self.sheet.subjects
            for name, cell in cells.items()
            if name in known and cell != Cell()
        }

    def score_line(self) -> str:
        """The score of each response."""
        cells: dict[str, dict[str, Cell]] = {}
        for (subject, name), cell in self.sheet.cells.items():
            cells.setdefault(subject, {})[name] = cell
        found = scores(self._options, RubricAnswer(cells=cells))
        parts = [
            f"{letter} {score_words(found[subject], self._options)}".strip()
            for subject, letter in self.sheet.subjects.items()
            if subject in found
        ]
        return ", ".join(parts)


def _rows(options: RubricOptions) -> list[GradeRow]:
    """Criteria of one group stand together under its heading, where the first of them stands."""
    rows: list[GradeRow] = []
    groups = list(dict.fromkeys(one.group for one in options.criteria))
    for group in groups:
        above = -1
        if group:
            above = len(rows)
            rows.append(GradeRow(f"\0{group}", group, heading=True))
        rows += [_row(one, options, above) for one in options.criteria if one.group == group]
    return rows


def _row(one: Criterion, options: RubricOptions, above: int) -> GradeRow:
    about = ""
    if options.show_points and (one.points != 1 or options.score != "none"):
        about = trn(
            "{points} point", "{points} points", 1 if abs(one.points) == 1 else 2, points=f"{one.points:g}"
        )
    return GradeRow(
        one.id,
        one.text,
        options.levels_of(one),
        options.takes_na(one),
        one.help,
        about,
        above,
        1 if above >= 0 else 0,
    )
