"""What can be asked: one file per question kind, and the one registry of them. No screens, no storage."""

from __future__ import annotations

from typing import Any

from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.registry import Registry

QUESTION_KINDS: Registry[QuestionKind[Any]] = Registry(
    __name__,
    comparison="comparison:COMPARISON",
    ranking="ranking:RANKING",
    rating="rating:RATING",
    choice="choice:CHOICE",
    text="text:TEXT",
)

__all__ = ["QUESTION_KINDS", "Answer", "Options", "Problem", "QuestionKind"]
