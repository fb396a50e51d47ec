"""What a model proposes as the answer to a question, when it may be seen, and what became of it."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value


class SuggestionPolicy(StrEnum):
    """When a person may see suggestions. They bias experts, so that seeing them first is the exception."""

    NONE = "none"
    AFTER_COMMIT = "after_commit"
    """Once the person has given an answer of their own, which is kept beside the final one."""
    BEFORE = "before"


class Suggestion(Value, frozen=True, kw_only=True):
    """One proposed answer. `origin` says to people what made it, and is never the model of a response."""

    question_id: Annotated[str, Meta(min_length=1, max_length=64)]
    value: Annotated[
        JsonValue, Meta(description="an answer of the question's kind, which names candidates by id")
    ]
    origin: Annotated[str, Meta(min_length=1, max_length=80)]
    score: Annotated[float, Meta(ge=0, le=1, description="how sure it is; null: it does not say")] | None = (
        None
    )


class SuggestionUse(Value, frozen=True, kw_only=True):
    """What became of a suggestion that could be seen. Goes with the submission."""

    question_id: str
    value: JsonValue
    origin: str
    score: float | None = None
    policy: SuggestionPolicy
    seen: bool
    seen_after_ms: Annotated[
        int | None, Meta(description="active milliseconds when it was first seen; None: it was not")
    ] = None
    own: Annotated[JsonValue, Meta(description="the answer when it was first seen; None: none yet")] = None
    accepted: Annotated[bool, Meta(description="the person took it over as their answer, at some time")] = (
        False
    )
    revised: Annotated[bool, Meta(description="it was seen, and the final answer is another than `own`")] = (
        False
    )
    agrees: Annotated[bool, Meta(description="the final answer is the suggested one")] = False
