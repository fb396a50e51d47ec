"""How questions are asked: one widget per question kind, and the one registry of them."""

from __future__ import annotations

from ui.questions.base import Lineup, QuestionWidget
from ui.questions.choice import ChoiceQuestion
from ui.questions.comparison import ComparisonQuestion
from ui.questions.ranking import RankingQuestion
from ui.questions.rating import RatingQuestion
from ui.questions.text import TextQuestion

QUESTION_WIDGETS: dict[str, type[QuestionWidget]] = {
    "comparison": ComparisonQuestion,
    "ranking": RankingQuestion,
    "rating": RatingQuestion,
    "choice": ChoiceQuestion,
    "text": TextQuestion,
}

__all__ = ["QUESTION_WIDGETS", "Lineup", "QuestionWidget"]
