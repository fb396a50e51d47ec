"""Says what is wrong with a template, in sentences that name the place. Reads nothing but the template."""

from __future__ import annotations

from collections import Counter

from hdclient.model.template import Layout, Question, Template
from hdclient.questions import QUESTION_KINDS
from hdclient.questions.reading import option_faults

LAYOUT_RANGES: dict[Layout, tuple[int, int]] = {
    Layout.SINGLE: (0, 1),
    Layout.COMPARE: (2, 4),
    Layout.RANK: (3, 9),
}
"""The least and the greatest number of candidates that a layout can show."""


def validate(template: Template, candidate_count: int | None = None) -> tuple[str, ...]:
    """What is wrong with the template; empty when valid. `candidate_count` where the number is known."""
    found: list[str] = []
    if not template.questions:
        found.append("The template asks nothing: it needs at least one question.")
    counts = Counter(question.id for question in template.questions)
    found += [
        f'{times} questions have the id "{name}": ids must differ.'
        for name, times in counts.items()
        if times > 1
    ]
    for place, question in enumerate(template.questions, start=1):
        found += _question_faults(question, f'Question {place} ("{question.id}")', candidate_count)
    for name, reasons in (("skip_reasons", template.skip_reasons), ("flag_reasons", template.flag_reasons)):
        if any(not reason.strip() for reason in reasons):
            found.append(f"One of the {name} is empty.")
        if len(set(reasons)) != len(reasons):
            found.append(f"Two of the {name} are the same.")
    if candidate_count is not None:
        least, most = LAYOUT_RANGES[template.layout]
        if not least <= candidate_count <= most:
            found.append(
                f'The layout "{template.layout}" shows {_range(least, most)}; there {_are(candidate_count)}.'
            )
    return tuple(found)


def _question_faults(question: Question, place: str, candidate_count: int | None) -> list[str]:
    kind = QUESTION_KINDS.get(question.kind)
    if kind is None:
        known = ", ".join(sorted(QUESTION_KINDS))
        return [f'{place}: the kind "{question.kind}" is not known; known are {known}.']
    found = [f"{place}: {fault}." for fault in option_faults(kind.option_model, question.options)]
    if not question.title.strip():
        found.append(f"{place}: it has no title.")
    least, most = kind.candidate_range
    if candidate_count is not None and not least <= candidate_count <= most:
        found.append(
            f"{place}: a {question.kind} takes {_range(least, most)}; there {_are(candidate_count)}."
        )
    return found


def _range(least: int, most: int) -> str:
    return f"at most {most} responses" if least == 0 else f"{least} to {most} responses"


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"
