"""What can be asked: one file per question kind, and the one registry of them. No screens, no storage."""

from __future__ import annotations

from typing import Any

from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.questions.choice import CHOICE
from hdclient.questions.comparison import COMPARISON
from hdclient.questions.ranking import RANKING
from hdclient.questions.rating import RATING
from hdclient.questions.text import TEXT

QUESTION_KINDS: dict[str, QuestionKind[Any]] = {
    kind.name: kind for kind in (COMPARISON, RANKING, RATING, CHOICE, TEXT)
}

__all__ = ["QUESTION_KINDS", "Answer", "Options", "Problem", "QuestionKind"]
