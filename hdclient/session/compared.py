"""Several people's answers to one question as what can be set side by side: orders, texts, or cells row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from hdclient.content.compare import differences
from hdclient.model.base import InvalidValue, JsonValue, canonical
from hdclient.model.review_item import Contribution
from hdclient.model.template import WRITTEN, Question
from hdclient.quality.labels import ranking_of
from hdclient.session.sealing import Kinds

_MOST_TEXT = 20_000


class Cell(Struct, frozen=True):
    """What one person said there; `differs`: others mostly say something else."""

    text: str
    differs: bool = False


class CellRow(Struct, frozen=True):
    """One part of the answer ("" the whole) and what each person said, in the order of the contributions."""

    title: str
    cells: tuple[Cell, ...]


class ComparedText(Struct, frozen=True):
    """A text and where it differs from the first one that was given: ranges of code points."""

    label: str
    text: str
    ranges: tuple[tuple[int, int], ...]


class Compared(Struct, frozen=True):
    """One question: `orders` of a ranking, `texts` of a text, `rows` of all others."""

    question_id: str
    title: str
    kind: str
    disputed: bool
    answered: tuple[str, ...]
    """Labels of those who gave an answer."""
    orders: tuple[tuple[str, Mapping[str, int]], ...] = ()
    texts: tuple[ComparedText, ...] = ()
    rows: tuple[CellRow, ...] = ()


def compared(
    question: Question, contributions: Sequence[Contribution], letters: Mapping[str, str], kinds: Kinds
) -> Compared:
    """All that people answered to a question."""
    given = [(one.label, one.work.answers.get(question.id)) for one in contributions]
    said = [(label, value) for label, value in given if value is not None]
    disputed = len({canonical(value) for _, value in given}) > 1
    answered = tuple(label for label, _ in said)
    found = Compared(question.id, question.title or question.id, question.kind, disputed, answered)
    if question.kind == "ranking":
        return _with(
            found, orders=_orders(question, said, letters), rows=_rows(question, given, letters, kinds)
        )
    if question.kind in WRITTEN:
        return _with(found, texts=_texts(said))
    return _with(found, rows=_rows(question, given, letters, kinds))


def _with(found: Compared, **parts: object) -> Compared:
    return Compared(
        found.question_id,
        found.title,
        found.kind,
        found.disputed,
        found.answered,
        **parts,  # type: ignore[arg-type]
    )


def _orders(
    question: Question, said: Sequence[tuple[str, JsonValue]], letters: Mapping[str, str]
) -> tuple[tuple[str, Mapping[str, int]], ...]:
    found = []
    for label, value in said:
        try:
            places = ranking_of(question, value) or {}
        except InvalidValue:
            continue
        found.append((label, {letters.get(name, name): int(place) for name, place in places.items()}))
    return tuple(found)


def _texts(said: Sequence[tuple[str, JsonValue]]) -> tuple[ComparedText, ...]:
    texts = [(label, _text(value)) for label, value in said]
    first = texts[0][1] if texts else ""
    found = []
    for number, (label, text) in enumerate(texts):
        other = texts[1][1] if not number and len(texts) > 1 else first
        found.append(ComparedText(label, text, _ranges(text, other)))
    return tuple(found)


def _text(value: JsonValue) -> str:
    text = value.get("text") if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""


def _ranges(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Where `text` has something that `other` has not; nothing for what is too long to be compared at once."""
    if max(len(text), len(other)) > _MOST_TEXT:
        return ()
    return tuple(part.a for part in differences(text, other).changes() if part.a[0] < part.a[1])


def _rows(
    question: Question,
    given: Sequence[tuple[str, JsonValue]],
    letters: Mapping[str, str],
    kinds: Kinds,
) -> tuple[CellRow, ...]:
    """The whole answer in words; and below it, where an answer has parts with names, each part."""
    kind = kinds.get(question.kind)
    words = [
        "" if value is None or kind is None else kind.describe(question, value, dict(letters))
        for _, value in given
    ]
    rows = [_row("", words)]
    own = getattr(kind, "parts", None)
    parts = [
        _parts(value) if own is None or value is None else own(question, value, dict(letters))
        for _, value in given
    ]
    names = _names(question)
    for key in dict.fromkeys(key for part in parts for key in part):
        rows.append(_row(names.get(key, key), [part.get(key, "") for part in parts]))
    return tuple(rows)


def _row(title: str, words: Sequence[str]) -> CellRow:
    most = Counter(words).most_common(1)[0]
    usual = most[0] if most[1] > 1 else None
    alike = len(set(words)) == 1
    return CellRow(title, tuple(Cell(one, not alike and one != usual) for one in words))


def _parts(value: JsonValue) -> dict[str, str]:
    """Values of an answer that stand under ids of their own: criteria of a rubric, items of a checklist."""
    found: dict[str, str] = {}
    for inner in value.values() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            for key, one in inner.items():
                found[key] = _short(one)
    return found


def _short(value: JsonValue) -> str:
    if isinstance(value, dict):
        return " · ".join(_short(one) for one in value.values() if one not in (None, ""))
    if isinstance(value, list):
        return ", ".join(_short(one) for one in value)
    return "" if value is None else str(value)


def _names(question: Question) -> dict[str, str]:
    """Titles of what the question's options list, by id."""
    found: dict[str, str] = {}
    for listed in question.options.values():
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                title = one.get("title") or one.get("label") or one["id"]
                found[str(one["id"])] = str(title)
    return found
