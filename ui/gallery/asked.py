"""Question widgets in the gallery: every kind in the states that people meet: not answered, answered, read only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from ui import theme
from ui.gallery.drawn import SHA, SIZE, DrawnContent
from ui.questions import QUESTION_WIDGETS, Lineup

Asked: TypeAlias = tuple[str, dict[str, JsonValue], JsonValue, bool]
"""Kind, options, an answer, and whether it stands in the column beside the content."""

PAIR = Lineup(("a", "b"), {"a": "A", "b": "B"}, ("a", "b"))
ITEMS: JsonValue = [
    {"id": "follow", "text": "Fails to follow the correct instruction or task"},
    {"id": "fact", "text": "Hallucination", "help": "It states something that is not so"},
    {"id": "advice", "text": "Gives harmful advice"},
]
TREE: JsonValue = [
    {
        "id": "accuracy",
        "label": "Accuracy",
        "description": "What the target says is not what the source says",
    },
    {"id": "omission", "label": "Omission", "parent": "accuracy", "description": "Something is missing"},
    {"id": "addition", "label": "Addition", "parent": "accuracy"},
    {"id": "fluency", "label": "Fluency"},
    {"id": "grammar", "label": "Grammar", "parent": "fluency"},
]
CRITERIA: JsonValue = [
    {"id": "dose", "text": "States the dose for a child of this weight", "points": 5, "group": "Accuracy"},
    {"id": "wrong", "text": "Names a drug that must not be given", "points": -4, "group": "Accuracy"},
    {"id": "kind", "text": "Answers in plain words", "points": 2, "group": "Communication"},
]
PAPER: JsonValue = {
    "id": "root",
    "text": "Reproduce the paper",
    "children": [
        {
            "id": "code",
            "text": "The code is there",
            "weight": 3,
            "children": [
                {"id": "runs", "text": "It runs"},
                {"id": "whole", "text": "It trains every model", "weight": 2},
            ],
        },
        {
            "id": "agree",
            "text": "The numbers of table 2 agree within one point",
            "category": "Result Analysis",
        },
    ],
}
PLACE: JsonValue = {
    "part": "candidate:a",
    "at": {
        "kind": "region",
        "shape": "box",
        "points": [[376, 250], [418, 310]],
        "width": SIZE.width(),
        "height": SIZE.height(),
        "sha256": SHA,
    },
}
BEAM: JsonValue = {
    "part": "candidate:a",
    "at": {
        "kind": "region",
        "shape": "area",
        "points": [[60, 40], [300, 82], [300, 144], [60, 190]],
        "width": SIZE.width(),
        "height": SIZE.height(),
        "sha256": SHA,
    },
}
SOLUTION: JsonValue = [
    {"id": "s1", "text": "From 09:40 to 10:40 is one hour."},
    {"id": "s2", "text": "From 10:40 to 11:05 are 35 more minutes."},
    {"id": "s3", "text": "So the train takes 1 hour and 35 minutes."},
]
KINDS: tuple[Asked, ...] = (
    ("slider", {"low": "Terrible", "high": "Perfect", "allow_na": True}, {"value": 72}, False),
    (
        "checklist",
        {"items": ITEMS, "allow_unsure": True, "none": "None of these"},
        {"items": {"fact": "yes"}},
        True,
    ),
    ("number", {"minimum": 0, "maximum": 24, "decimals": 1, "unit": "hours"}, {"value": 1.5}, True),
    ("date", {}, {"date": "2024-02-29"}, True),
    ("tags", {"proposals": ["tax law"]}, {"tags": ["tax law", "residence", "double taxation"]}, True),
    ("confidence", {"about": "better"}, {"value": 2}, True),
    (
        "rating",
        {"range": [1, 7], "anchors": {"1": "Useless", "4": "Fair", "7": "As good as it gets"}},
        {"value": 5},
        True,
    ),
    (
        "rating",
        {"range": [0, 4], "low": "Polite", "high": "Rude", "inverted": True, "allow_na": True},
        {"value": 1},
        False,
    ),
    (
        "rubric",
        {"criteria": CRITERIA, "score": "share", "cites": True, "allow_na": True},
        {"cells": {"a": {"dose": {"value": 1, "note": "In the second line."}}, "b": {"dose": {"value": 0}}}},
        True,
    ),
    ("rubric_tree", {"tree": PAPER}, {"leaves": {"runs": 1, "whole": 0}}, True),
    ("choice", {"options": TREE, "multiple": True}, {"selected": ["omission"]}, True),
    (
        "image_marks",
        {
            "types": [
                {"id": "artefact", "label": "Artefact"},
                {"id": "misplaced", "label": "Does not fit", "shapes": ["box"]},
            ],
            "severities": [{"id": "major", "label": "Major"}, {"id": "minor", "label": "Minor"}],
        },
        {
            "marks": [
                {"type": "artefact", "anchor": BEAM},
                {
                    "type": "misplaced",
                    "severity": "major",
                    "note": "The door hangs in the air",
                    "anchor": PLACE,
                },
            ]
        },
        True,
    ),
    ("steps", {"steps": SOLUTION, "mode": "until_wrong"}, {"ratings": {"s1": 1, "s2": -1}}, True),
    (
        "rewrite",
        {"max_words": 60, "note": "required", "paste": "record"},
        {
            "text": "The sky is **blue**, for air scatters blue light most.",
            "base": "a",
            "note": "Shorter, and why.",
            "pasted": {"times": 1, "characters": 12},
        },
        True,
    ),
)


def questions() -> Sequence[tuple[str, QWidget]]:
    """Each kind without an answer, with one, and read only."""
    made: list[tuple[str, QWidget]] = []
    for kind, options, answer, upright in KINDS:
        for state in ("not answered", "answered", "read only"):
            question = Question(id=kind, kind=kind, title="How is it?", options=options)
            widget = QUESTION_WIDGETS[kind](question, PAIR, upright=upright)
            if widget.wants_content:
                widget.set_content(DrawnContent())
            widget.set_answer(None if state == "not answered" else answer)
            widget.set_read_only(state == "read only")
            widget.setFixedWidth(theme.px(368 if upright else 560))
            made.append((f"{kind}, {state}", widget))
    return made
