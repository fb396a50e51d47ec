"""Where a comment belongs, in words: "Response B, “the words that were meant”"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hdclient.model.anchor import Anchor, Cell, Field, Gap, Lines, Region, Selector, Step, Turn, Words
from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.regions import place_words
from hdclient.words import tr

_LONGEST = 160
_WORDS = ("title", "text", "label")


def places_of(questions: Sequence[Question], letters: Mapping[str, str]) -> dict[str, str]:
    """What anchors of a task name, in words."""
    found = {question.id: f"“{question.title}”" for question in questions}
    for question in questions:
        found |= {f"{question.id}/{name}": words for name, words in _parts(question.options)}
    return found | {one: tr("Response {letter}", letter=letter) for one, letter in letters.items()}


def anchor_words(anchor: Anchor, places: Mapping[str, str]) -> str:
    """`places` names questions and candidates by their ids; empty for the whole submission."""
    named = places.get(anchor.names("question")) or places.get(anchor.names("candidate")) or ""
    own = {"prompt": tr("the prompt"), "system_prompt": tr("the system prompt")}
    part = own.get(anchor.part) or named or anchor.names("slot")
    piece = "" if anchor.at is None else _piece(anchor.at, places, anchor.names("question"))
    return tr("{part}, {piece}", part=part, piece=piece) if part and piece else part or piece


def _piece(at: Selector, places: Mapping[str, str], question: str) -> str:
    if isinstance(at, Words):
        return quoted(at.quote)
    if isinstance(at, Lines):
        if at.first == at.last:
            return tr("line {number}", number=at.first + 1)
        return tr("lines {first} to {last}", first=at.first + 1, last=at.last + 1)
    if isinstance(at, Cell):
        if at.quote:
            return tr("the cell {quote}", quote=quoted(at.quote))
        return tr("row {row}, column {column}", row=at.row + 1, column=at.column + 1)
    if isinstance(at, Turn):
        return tr("message {number}", number=at.turn + 1)
    if isinstance(at, Region):
        if at.shape == "box" and at.points == ((0, 0), (at.width, at.height)):
            return tr("all of the picture")
        return tr("a place in the image: {words}", words=place_words(at.shape, at.points))
    if isinstance(at, Field):
        criterion = places.get(f"{question}/{at.criterion}", at.criterion)
        return (
            tr("{part}, {piece}", part=criterion, piece=places[at.candidate]) if at.candidate else criterion
        )
    if isinstance(at, Gap):
        return tr(
            "between {above} and {below}",
            above=_all(at.above, places),
            below=_all(at.below, places),
        )
    assert isinstance(at, Step)
    step = tr("step {number}", number=at.step + 1)
    return tr("{part}, {piece}", part=step, piece=quoted(at.quote)) if at.quote else step


def _parts(options: JsonValue) -> Iterator[tuple[str, str]]:
    """(id, words) of everything in a question’s options that has both: criteria, propositions, leaves of a tree."""
    if isinstance(options, dict):
        words = next((options[name] for name in _WORDS if isinstance(options.get(name), str)), "")
        if isinstance(options.get("id"), str) and words:
            yield str(options["id"]), quoted(str(words))
        for value in options.values():
            yield from _parts(value)
    elif isinstance(options, list):
        for value in options:
            yield from _parts(value)


def _all(candidates: tuple[str, ...], places: Mapping[str, str]) -> str:
    return ", ".join(places.get(one, one) for one in candidates)


def quoted(text: str) -> str:
    """The words in quotation marks, on one line and not too long."""
    flat = " ".join(text.split())
    return tr("“{words}”", words=flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…")
