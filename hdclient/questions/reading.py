"""Turns plain JSON into typed options and answers, with sentences for people in place of exceptions.

It must not know any single kind: the kinds say what is asked, this file only says how a value fails to be it.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from hdclient.model.template import Question
from hdclient.questions.base import Problem

ModelT = TypeVar("ModelT", bound=BaseModel)

_EXPECTED = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "int_parsing_size": "is too large",
}
_SHOWN_CHARS = 40


def read_answer(model: type[ModelT], question: Question, value: JsonValue) -> ModelT | Problem:
    """`value` as a typed answer, or the problem that says why it is none. A missing field is incomplete."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=True)
        missing_only = all(fault["type"] == "missing" for fault in faults)
        text = (
            "The answer is not valid: " + "; ".join(_sentence(fault, "field") for fault in faults[:3]) + "."
        )
        return Problem(question.id, text, incomplete=missing_only)


def option_faults(model: type[BaseModel], options: dict[str, JsonValue]) -> tuple[str, ...]:
    """What is wrong with the options, one clause each, naming the option; empty when they are valid."""
    try:
        model.model_validate(options)
    except ValidationError as error:
        return faults_of(error)
    return ()


def faults_of(error: ValidationError) -> tuple[str, ...]:
    """The clauses of a validation error, each naming the option."""
    return tuple(
        _sentence(fault, "option") for fault in error.errors(include_url=False, include_context=True)
    )


def shown(value: object) -> str:
    """A value of foreign origin, short enough and plain enough to stand in a sentence."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    try:
        text = json.dumps(value, ensure_ascii=True)
    except (TypeError, ValueError):
        return "something else"
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"


def _sentence(fault: Any, noun: str) -> str:
    """One clause for one pydantic fault. Only the names of fields and short values are repeated."""
    place = ".".join(str(part)[:_SHOWN_CHARS] for part in fault["loc"])
    kind = fault["type"]
    context = fault.get("ctx") or {}
    if kind == "value_error":
        return f'{noun} "{place}": {context["error"]}' if place else str(context["error"])
    if kind == "model_type":
        place = f'{noun} "{place}"' if place else "it"
        return f"{place} must be an object, not {shown(fault['input'])}"
    expected = _EXPECTED.get(kind) or _bounds(kind, context)
    clause = f'{noun} "{place}" {expected}'
    return clause if kind in {"missing", "extra_forbidden"} else f"{clause}, not {shown(fault['input'])}"


def _bounds(kind: str, context: dict[str, Any]) -> str:
    """The rest of the sentence for limits and enumerations."""
    if kind == "greater_than_equal":
        return f"must be at least {context['ge']}"
    if kind == "less_than_equal":
        return f"must be at most {context['le']}"
    if kind in {"too_short", "too_long"}:
        limit = context.get("min_length", context.get("max_length"))
        return f"needs at least {limit} entries" if kind == "too_short" else f"takes at most {limit} entries"
    if kind == "string_too_short":
        return f"needs at least {context['min_length']} characters"
    if kind == "string_too_long":
        return f"takes at most {context['max_length']} characters"
    if kind in {"literal_error", "enum"}:
        return f"must be {context['expected']}"
    return "is not valid"
