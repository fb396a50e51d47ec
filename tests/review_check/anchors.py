"""The anchors' proof: selections found again after re-rendering, and words after the text was edited."""

from __future__ import annotations

from tests.bench.report import Result
from tests.fidelity import edits, selections


def measure() -> list[Result]:
    """Both parts of `make fidelity` that speak of anchors."""
    return [*selections.measure(), *edits.measure()]
