"""What an expression is worth. Total: it never raises, always ends, and changes nothing.

Values are JSON. What is not known (no answer, a division by nothing, text where a number is wanted) is null, and null
goes on: `and`, `or`, `not`, `any`, `all` follow three-valued logic, so that a rule speaks only when it knows.
"""

from __future__ import annotations

from hdclient.model.base import JsonValue
from hdclient.templates.calls import CALLS
from hdclient.templates.expressions import Node
from hdclient.templates.running import Evaluation, Scope, TooLong
from hdclient.templates.values import Rows

MAX_STEPS = 20_000
"""Nodes that one expression may look at; what would take more is null."""


def evaluate(node: Node, scope: Scope, steps: int = MAX_STEPS) -> JsonValue:
    """The value of an expression in a scope, as plain JSON; null when it would take more than `steps`."""
    try:
        found = Evaluation(steps, CALLS).of(node, scope)
    except (TooLong, RecursionError):
        return None
    return list(found.values()) if isinstance(found, Rows) else found
