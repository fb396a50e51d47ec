"""What is asked: questions, and the template that holds them. Options stay plain data; kinds give them a type."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from hdclient.model.base import JsonValue, Value
from hdclient.model.suggestion import SuggestionPolicy


class Layout(StrEnum):
    """How the candidates of a task are laid out."""

    SINGLE = "single"
    COMPARE = "compare"
    RANK = "rank"


class Question(Value, frozen=True, kw_only=True):
    """One thing asked. `kind` decides options, answer type and widget (hdclient/questions, ui/questions)."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    kind: str
    title: str
    help: str = ""
    required: bool = True
    rule: Annotated[
        str, Meta(description="id of the guideline rule that explains this question, as '2.3'")
    ] = ""
    options: dict[str, JsonValue] = field(default_factory=dict)
    suggestions: Annotated[
        SuggestionPolicy | None,
        Meta(
            description="when proposed answers to it are seen; null: as the campaign says, and never of a preference"
        ),
    ] = None


class Template(Value, frozen=True, kw_only=True):
    """A versioned, declarative description of what is shown and asked. Data, never code."""

    id: str
    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    title: str
    layout: Layout = Layout.COMPARE
    questions: tuple[Question, ...]
    skip_reasons: tuple[str, ...] = ("Not in my field", "Cannot be judged", "Content is broken", "Not for me")
    flag_reasons: tuple[str, ...] = (
        "Prompt is unclear",
        "Content is unsafe",
        "Display is broken",
        "Something else",
    )
