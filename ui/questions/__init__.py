"""How questions are asked: one widget per question kind, and the one registry of them."""

from __future__ import annotations

from hdclient.registry import Registry
from ui.questions.base import Lineup, QuestionWidget

QUESTION_WIDGETS: Registry[type[QuestionWidget]] = Registry(
    __name__,
    comparison="comparison:ComparisonQuestion",
    ranking="ranking:RankingQuestion",
    best_worst="best_worst:BestWorstQuestion",
    pairs="pairs:PairsQuestion",
    rating="rating:RatingQuestion",
    choice="choice:ChoiceQuestion",
    text="text:TextQuestion",
    rewrite="rewrite:RewriteQuestion",
    slider="slider:SliderQuestion",
    checklist="checklist:ChecklistQuestion",
    number="number:NumberQuestion",
    date="date:DateQuestion",
    tags="tags:TagsQuestion",
    confidence="confidence:ConfidenceQuestion",
    rubric="rubric:RubricQuestion",
    rubric_tree="rubric_tree:RubricTreeQuestion",
    spans="spans:SpansQuestion",
    steps="steps:StepsQuestion",
    image_marks="image_marks:ImageMarksQuestion",
)

__all__ = ["QUESTION_WIDGETS", "Lineup", "QuestionWidget"]
