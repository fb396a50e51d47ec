"""What can be asked: one file per question kind, and the one registry of them. No screens, no storage."""

from __future__ import annotations

from typing import Any

from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.registry import Registry

QUESTION_KINDS: Registry[QuestionKind[Any]] = Registry(
    __name__,
    comparison="comparison:COMPARISON",
    ranking="ranking:RANKING",
    best_worst="best_worst:BEST_WORST",
    pairs="pairs:PAIRS",
    rating="rating:RATING",
    choice="choice:CHOICE",
    text="text:TEXT",
    rewrite="rewrite:REWRITE",
    slider="slider:SLIDER",
    checklist="checklist:CHECKLIST",
    number="number:NUMBER",
    date="date:DATE",
    tags="tags:TAGS",
    confidence="confidence:CONFIDENCE",
    rubric="rubric:RUBRIC",
    rubric_tree="rubric_tree:RUBRIC_TREE",
    spans="spans:SPANS",
    steps="steps:STEPS",
    image_marks="image_marks:IMAGE_MARKS",
)

__all__ = ["NO_FACTS", "QUESTION_KINDS", "Answer", "Options", "Problem", "QuestionKind", "TaskFacts"]
