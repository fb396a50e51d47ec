"""The actions of questions with many rows: rubrics, marks, steps. Part of the registry (ui/commands.py)."""

from __future__ import annotations

from hdclient.words import tr
from ui.action import Action
from ui.action import action as _action

_GRADE = tr("Grade")

GRADE_ACTIONS: tuple[Action, ...] = (
    _action("grade.next", tr("Next criterion without a grade"), "T", "workspace", _GRADE, "looks"),
    _action(
        "grade.open",
        tr("Show only criteria without a grade, or all"),
        "Shift+T",
        "workspace",
        _GRADE,
        "looks",
    ),
    _action(
        "grade.cite", tr("Cite the selected words for the grade"), "Shift+Q", "workspace", _GRADE, "changes"
    ),
)

_MARK = tr("Mark")

MARK_ACTIONS: tuple[Action, ...] = (
    _action(
        "mark.caret",
        tr("A caret in the text, to select by keys"),
        "Ctrl+Shift+K",
        "workspace",
        _MARK,
        "looks",
    ),
    _action("mark.severity", tr("Next severity of the mark at hand"), "Q", "workspace", _MARK, "changes"),
    _action(
        "mark.link",
        tr("Link the mark to what is selected, or unlink it"),
        "Ctrl+J",
        "workspace",
        _MARK,
        "changes",
    ),
    _action(
        "mark.to_link",
        tr("Show the passage that the mark is linked to"),
        "Ctrl+Shift+J",
        "workspace",
        _MARK,
        "looks",
    ),
    _action("mark.remove", tr("Remove the mark at hand"), "Del Backspace", "workspace", _MARK, "changes"),
    _action("mark.end.later", tr("The mark ends a word later"), "Alt+Right", "workspace", _MARK, "changes"),
    _action(
        "mark.end.earlier", tr("The mark ends a word earlier"), "Alt+Left", "workspace", _MARK, "changes"
    ),
    _action(
        "mark.start.later",
        tr("The mark begins a word later"),
        "Alt+Shift+Down",
        "workspace",
        _MARK,
        "changes",
    ),
    _action(
        "mark.start.earlier",
        tr("The mark begins a word earlier"),
        "Alt+Shift+Up",
        "workspace",
        _MARK,
        "changes",
    ),
    _action(
        "mark.picture", tr("To the picture, then to the next one"), "Ctrl+I", "workspace", _MARK, "looks"
    ),
    _action("mark.shape", tr("Draw a point, a box, or a region"), "Ctrl+B", "workspace", _MARK, "looks"),
    _action(
        "rewrite.view",
        tr("Writing, its preview, or its differences"),
        "F2",
        "workspace",
        _MARK,
        "looks",
    ),
    _action("rewrite.begin", tr("Begin with the response"), "F4", "workspace", _MARK, "changes"),
    _action("rewrite.note", tr("Say what was changed, and why"), "Shift+N", "workspace", _MARK, "looks"),
    _action("rewrite.replace", tr("Find and replace in your text"), "Ctrl+R", "workspace", _MARK, "looks"),
    _action(
        "step.redundant",
        tr("The step at hand is redundant, or not"),
        "Shift+Y",
        "workspace",
        _MARK,
        "changes",
    ),
)
