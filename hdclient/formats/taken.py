"""What a submission says and a row does not: one account for all formats.

A format says of each answer what it has written (`Taken.take`); what is left of the submission is counted by the kind
of its question, and by the part of the answer where the rest was written ("rating", "steps.own"). Nothing is left out
silently, since nothing has to be named for being counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hdclient.model.address import question_of
from hdclient.model.base import JsonValue
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import Template

FLAG, CONFIRMED, SKIP_NOTE = "flag", "confirmed warning", "note of a skip"
_IMPLIED = {"comparison": ("pair",)}
"""Parts that say nothing of their own: a pair only says which way the sign of the strength is counted."""


class Taken:
    """What a format has written of one submission."""

    def __init__(self) -> None:
        self._parts: dict[str, set[str]] = {}
        self._everything = False

    def take(self, key: str, *parts: str) -> None:
        """Of the answer at this address these parts were written; without parts all of it.

        A part is a name of the answer ("winner"), or of the entries of a list in it ("marks.note").
        """
        self._parts.setdefault(key, set()).update(parts or ("",))

    def take_everything(self) -> None:
        """The row holds the whole submission."""
        self._everything = True

    def take_answers(self, answers: Mapping[str, JsonValue]) -> None:
        """All answers were written, and nothing is said of the rest of the submission."""
        for key in answers:
            self.take(key)

    def left(self, template: Template, body: SubmissionBody, answers: Mapping[str, JsonValue]) -> list[str]:
        """What is not in the row: for each answer its kind, or the parts that are missing; then what is beside."""
        if self._everything:
            return []
        kinds = {question.id: question.kind for question in template.questions}
        found: list[str] = []
        for key, value in answers.items():
            kind = kinds.get(question_of(key), "question that is not asked")
            parts = [part for part in parts_said(value) if part not in _IMPLIED.get(kind, ())]
            missing = [part for part in parts if not self._has(key, part)]
            if missing:
                found += [kind] if len(missing) == len(parts) else [f"{kind}.{part}" for part in missing]
        found += [FLAG] * (body.flag is not None) + [CONFIRMED] * bool(body.confirmed)
        return [*found, *[SKIP_NOTE] * bool(body.skip is not None and body.skip.note)]

    def _has(self, key: str, part: str) -> bool:
        taken = self._parts.get(key, ())
        return any(one in ("", part) or part.startswith(f"{one}.") for one in taken)


def parts_said(value: JsonValue) -> Iterator[str]:
    """The parts of an answer in which something was said; ("",) where it is no object. What is empty says nothing."""
    if not isinstance(value, Mapping):
        yield ""
        return
    for name, inner in value.items():
        if _is_empty(inner):
            continue
        within = _names_in(inner)
        yield from (f"{name}.{one}" for one in within) if within else (name,)


def _names_in(value: JsonValue) -> tuple[str, ...]:
    """What the entries of a list of objects have; of anything else nothing."""
    if not isinstance(value, Sequence) or not all(isinstance(one, Mapping) for one in value):
        return ()
    names = [name for one in value if isinstance(one, Mapping) for name in one if not _is_empty(one[name])]
    return tuple(dict.fromkeys(names))


def _is_empty(value: JsonValue) -> bool:
    return value is None or value is False or (isinstance(value, str | Sequence | Mapping) and not value)
