"""Suggested edits and proposed answers as pure functions: where a text is in an answer, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hdclient.model.base import JsonValue, sha256_hex
from hdclient.model.review import Hunk, ProposedAnswer, Review, TextEdit


def text_sha256(text: str) -> str:
    """The hash by which an edit knows the text that it changes."""
    return sha256_hex(text.encode("utf-8", "surrogatepass"))


def text_at(answer: JsonValue, path: str) -> str | None:
    """The text at a JSON pointer inside an answer; None: there is none."""
    found = answer
    for name in _names(path):
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found if isinstance(found, str) else None


def with_text(answer: JsonValue, path: str, text: str) -> JsonValue:
    """The answer with another text at this place; the answer itself is not changed. Raises KeyError for no place."""
    return _put(answer, _names(path), text)


def apply_hunks(text: str, hunks: Sequence[Hunk], taken: Collection[int] | None = None) -> str:
    """The text with these hunks done; `taken`: numbers of those that count (None: all). Raises ValueError when they
    overlap or lie outside.
    """
    pieces, last = [], 0
    for number, hunk in enumerate(hunks):
        if not last <= hunk.start <= hunk.end <= len(text):
            raise ValueError("hunks must be in order and inside the text")
        changed = hunk.text if taken is None or number in taken else text[hunk.start : hunk.end]
        pieces += [text[last : hunk.start], changed]
        last = hunk.end
    return "".join([*pieces, text[last:]])


def edited(answer: JsonValue, edit: TextEdit, taken: Collection[int] | None = None) -> JsonValue | None:
    """The answer with an edit done; None when the text is another than the edit was made for."""
    text = text_at(answer, edit.path)
    if text is None or text_sha256(text) != edit.sha256:
        return None
    try:
        return with_text(answer, edit.path, apply_hunks(text, edit.hunks, taken))
    except (ValueError, KeyError):
        return None


def final_answers(answers: Mapping[str, JsonValue], review: Review) -> dict[str, JsonValue]:
    """What counts after "accept with edits": proposed answers first, then edits of texts that are as they were."""
    found = dict(answers)
    for one in review.proposed:
        _propose(found, one)
    for edit in review.edits:
        done = edited(found.get(edit.question), edit)
        if done is not None:
            found[edit.question] = done
    return found


def _propose(answers: dict[str, JsonValue], one: ProposedAnswer) -> None:
    if one.answer is None:
        answers.pop(one.question, None)
    else:
        answers[one.question] = one.answer


def _names(path: str) -> list[str]:
    return [name.replace("~1", "/").replace("~0", "~") for name in path.split("/")[1:]]


def _put(value: JsonValue, names: list[str], text: str) -> JsonValue:
    if not names:
        return text
    name, rest = names[0], names[1:]
    if isinstance(value, dict) and name in value:
        return {**value, name: _put(value[name], rest, text)}
    if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
        changed = list(value)
        changed[int(name)] = _put(value[int(name)], rest, text)
        return changed
    raise KeyError(name)
