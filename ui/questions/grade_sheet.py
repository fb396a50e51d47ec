"""The rows of a rubric as Qt's views read them: a tree of criteria, what was said of each, which of them are shown.

Rows are known by their number in one flat list, parents before their children, so that thousands open at once. It knows
criteria, grades and letters; it knows nothing of answers as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hdclient.questions.grading import Cell, Level, words_of
from hdclient.questions.rating import NOT_APPLICABLE_LABEL
from hdclient.words import tr

Index = QModelIndex | QPersistentModelIndex
_ROOT = -1


class GradeRow(Struct, frozen=True):
    """One criterion, or the heading of several. `about`: a word or two beside it, as its points."""

    id: str
    text: str
    levels: tuple[Level, ...] = ()
    takes_na: bool = False
    help: str = ""
    about: str = ""
    parent: int = _ROOT
    depth: int = 0
    heading: bool = False


class GradeSheet(QAbstractItemModel):
    """`subjects` are what is graded in each row: ids of responses and their letters, or the one ("", "")."""

    def __init__(self, rows: Sequence[GradeRow], subjects: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self.rows, self.subjects = tuple(rows), dict(subjects)
        self.cells: dict[tuple[str, str], Cell] = {}
        self.beside: Callable[[int], str] = lambda _number: ""
        """What stands at the end of a heading, as its score."""
        self._all: dict[int, list[int]] = {}
        for number, row in enumerate(self.rows):
            self._all.setdefault(row.parent, []).append(number)
        self._shown, self._place = self._all, self._places(self._all)
        self.leaves = tuple(number for number, row in enumerate(self.rows) if not row.heading)

    @staticmethod
    def _places(children: Mapping[int, list[int]]) -> dict[int, int]:
        return {number: place for group in children.values() for place, number in enumerate(group)}

    # What was said

    def cell(self, number: int, subject: str) -> Cell:
        """What was said of a row; an empty cell where nothing was."""
        return self.cells.get((subject, self.rows[number].id), Cell())

    def put(self, number: int, subject: str, cell: Cell) -> None:
        """Says this of a row."""
        key = (subject, self.rows[number].id)
        if cell == Cell():
            self.cells.pop(key, None)
        else:
            self.cells[key] = cell
        self.changed()

    def load(self, cells: Mapping[tuple[str, str], Cell]) -> None:
        """Says all of this, and nothing else."""
        self.cells = dict(cells)
        self.changed()

    def changed(self) -> None:
        """Grades and scores are to be painted anew."""
        top = self._shown.get(_ROOT, [])
        if top:
            self.dataChanged.emit(self.index_of(top[0]), self.index_of(top[-1]))

    def is_open(self, number: int) -> bool:
        """Whether something in this row waits for a grade."""
        return not self.rows[number].heading and not all(
            self.cell(number, subject).is_graded() for subject in self.subjects
        )

    def count_left(self) -> int:
        """How many cells have no grade."""
        graded = sum(cell.is_graded() for cell in self.cells.values())
        return len(self.leaves) * len(self.subjects) - graded

    def next_open(self, number: int, subject: str) -> int | None:
        """The next row in which this subject has no grade, from the beginning again at the end; None: there is none."""
        graded = {name for (who, name), cell in self.cells.items() if who == subject and cell.is_graded()}
        later = [one for one in self.leaves if one > number]
        earlier = [one for one in self.leaves if one < number]
        return next((one for one in (*later, *earlier) if self.rows[one].id not in graded), None)

    # What is shown

    def show_open_only(self, wanted: bool) -> None:
        """Only the rows that wait for a grade now, with what stands above them; or all.

        A row that gets its grade stays until this is asked for again: nothing moves away under the person's hand.
        """
        self.beginResetModel()
        if wanted:
            kept: set[int] = set()
            for number in self.leaves:
                at = number if self.is_open(number) else _ROOT
                while at != _ROOT and at not in kept:
                    kept.add(at)
                    at = self.rows[at].parent
            self._shown = {
                parent: left
                for parent, group in self._all.items()
                if (left := [one for one in group if one in kept])
            }
        else:
            self._shown = self._all
        self._place = self._places(self._shown)
        self.endResetModel()

    def shown_rows(self) -> Iterator[int]:
        """The rows in reading order, as far as they are shown."""
        return (number for number in range(len(self.rows)) if number in self._place)

    def is_shown(self, number: int) -> bool:
        """Whether the row is not filtered away."""
        return number in self._place

    # Qt's side

    def index_of(self, number: int) -> QModelIndex:
        """Where a row stands; no index where it is not shown."""
        place = self._place.get(number)
        return QModelIndex() if place is None else self.createIndex(place, 0, number)

    def number_at(self, index: Index) -> int | None:
        """The row of an index."""
        return int(index.internalId()) if index.isValid() else None

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own
        group = self._shown.get(int(parent.internalId()) if parent.isValid() else _ROOT, ())
        return self.createIndex(row, column, group[row]) if 0 <= row < len(group) else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.rows[int(index.internalId())].parent if index.isValid() else _ROOT
        return QModelIndex() if above == _ROOT else self.createIndex(self._place[above], 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return len(self._shown.get(int(parent.internalId()) if parent.isValid() else _ROOT, ()))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        number = int(index.internalId())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[number].text
        return self.said(number) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def said(self, number: int) -> str:
        """A row as it is heard: its words and its grades."""
        row = self.rows[number]
        if row.heading:
            return " ".join(part for part in (row.text, self.beside(number)) if part)
        grades = [
            (tr("Response {letter}: {grade}", letter=letter, grade=grade) if letter else grade)
            for subject, letter in self.subjects.items()
            for grade in [grade_words(self.cell(number, subject), row.levels) or tr("not graded yet")]
        ]
        return f"{row.text}. {'; '.join(grades)}"


def grade_words(cell: Cell, levels: Sequence[Level]) -> str:
    """A grade in a word; "" for none."""
    if cell.na:
        return NOT_APPLICABLE_LABEL
    return next((words_of(level) for level in levels if level.value == cell.value), "")
