"""How questions are asked: one widget per question kind, and the one registry of them."""

from __future__ import annotations

from hdclient.registry import Registry
from ui.questions.base import Lineup, QuestionWidget

QUESTION_WIDGETS: Registry[type[QuestionWidget]] = Registry(
    __name__,
    comparison="comparison:ComparisonQuestion",
    ranking="ranking:RankingQuestion",
    rating="rating:RatingQuestion",
    choice="choice:ChoiceQuestion",
    text="text:TextQuestion",
)

__all__ = ["QUESTION_WIDGETS", "Lineup", "QuestionWidget"]
