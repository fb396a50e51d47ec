"""What a rubric and a rubric tree share: the grades of one criterion, and what stands beside a grade.

A grade is one of a few levels (met and not met, unless the template says otherwise), or "not applicable". Beside it may
stand a note, and the words of the content that show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from hdclient.model.anchor import Anchor
from hdclient.model.base import JsonValue, Value
from hdclient.words import tr

Notes: TypeAlias = Literal["none", "optional", "required"]


class Level(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One grade: the number that is stored, the word that is shown, and what it means."""

    value: Annotated[int, Meta(ge=-1_000, le=1_000)]
    label: str = ""
    description: str = ""


Levels: TypeAlias = Annotated[
    tuple[Level, ...],
    Meta(max_length=20, description="the grades, in the order shown; empty: met (1) and not met (0)"),
]


class Cell(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was said of one criterion of one response. `cites`: the places that show it."""

    value: int | None = None
    na: bool = False
    note: str = ""
    cites: Annotated[tuple[Anchor, ...], Meta(max_length=50)] = ()

    def is_graded(self) -> bool:
        """Whether there is a grade, and not only a note."""
        return self.na or self.value is not None

    def says(self) -> dict[str, JsonValue]:
        """As it is stored: what was not said is left out."""
        found: dict[str, JsonValue] = {"na": True} if self.na else {}
        if self.value is not None:
            found["value"] = self.value
        if self.note:
            found["note"] = self.note
        if self.cites:
            found["cites"] = [anchor.plain() for anchor in self.cites]
        return found


def met_or_not() -> tuple[Level, ...]:
    """The levels of a rubric that names none."""
    return Level(value=1, label=tr("Met")), Level(value=0, label=tr("Not met"))


def check_levels(levels: Sequence[Level], place: str) -> None:
    """Raises ValueError, as a clause that names the place, for levels that are none."""
    if len(levels) == 1:
        raise ValueError(f"{place} needs at least 2 levels, or none at all")
    if len({level.value for level in levels}) != len(levels):
        raise ValueError(f"{place} has two levels with the same value")


def words_of(level: Level) -> str:
    """What stands on a button or in a cell."""
    return level.label or str(level.value)


def cell_fault(cell: Cell, levels: Sequence[Level], *, allow_na: bool, notes: Notes, cites: bool) -> str:
    """What is wrong (not merely missing) with a cell; empty when nothing is."""
    if cell.na and cell.value is not None:
        return tr("A grade cannot be given together with “not applicable”.")
    if cell.na and not allow_na:
        return tr("This rubric does not take “not applicable”.")
    if cell.value is not None and cell.value not in {level.value for level in levels}:
        return tr("The grade is not one of those of its criterion.")
    if cell.note and notes == "none":
        return tr("This rubric does not take notes.")
    if cell.cites and not cites:
        return tr("This rubric does not take cited words.")
    return ""


def share_of(value: int, levels: Sequence[Level]) -> float:
    """How far up its levels a grade is: 0 for the lowest, 1 for the highest."""
    values = [level.value for level in levels]
    return (value - min(values)) / (max(values) - min(values))
