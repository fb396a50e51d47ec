"""The history of a task that a person can walk through: earlier states of the draft, and what was submitted.

Answers as words, and which of them differ from the state before. Pure but for reading the store; writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from hdclient.model.base import JsonValue, canonical
from hdclient.model.submission import SubmissionState
from hdclient.model.template import WRITTEN
from hdclient.session.sealing import Kinds
from hdclient.store import Store
from hdclient.store.journal import VersionReason, VersionRow
from hdclient.words import tr, trn

if TYPE_CHECKING:
    from hdclient.session.work_session import WorkSession

Answers = Mapping[str, JsonValue]


class AnswerWords(Struct, frozen=True):
    """One answer as words. `differs`: from the answer that the draft has now."""

    title: str
    text: str
    differs: bool


class VersionView(Struct, frozen=True):
    """One state of the task. `row` is what can be put back; None for the draft as it is now and what was submitted."""

    kind: str
    """"now", "submitted", or a VersionReason."""
    saved: str
    """This computer's clock, ISO 8601; empty for now."""
    changed: tuple[str, ...]
    """What was done up to here since the state before: titles of questions, with numbers of words for texts."""
    answers: tuple[AnswerWords, ...]
    revision: int = 1
    state: SubmissionState | None = None
    row: VersionRow | None = None


def versions_of(store: Store, session: WorkSession, kinds: Kinds) -> tuple[VersionView, ...]:
    """All states of the open task, newest first; the first is the draft as it is now."""
    work = store.submissions.find(session.submission_id, session.revision)
    rows = () if work is None else store.journal.versions(work.id)
    sealed = store.journal.sealed(session.task.id)
    states: list[tuple[str, str, Answers, int, SubmissionState | None, VersionRow | None]] = [
        ("now", "", session.answers, session.revision, None, None)
    ]
    if sealed and sealed[0].revision == session.revision:
        states = []  # it is submitted: what stands there is what was sent
    states += [(row.reason.value, row.saved, row.answers, session.revision, None, row) for row in rows]
    states += [("submitted", row.sealed, row.answers, row.revision, row.state, None) for row in sealed]
    found = []
    for place, (kind, saved, answers, revision, state, row) in enumerate(states):
        before = states[place + 1][2] if place + 1 < len(states) else {}
        changed = _changes(session, before, answers)
        words = _words(session, answers, kinds)
        found.append(VersionView(kind, saved, changed, words, revision, state, row))
    return tuple(found)


def _changes(session: WorkSession, before: Answers, after: Answers) -> tuple[str, ...]:
    found = []
    for question in (asked.question for asked in session.progress.asked):
        one, two = before.get(question.id), after.get(question.id)
        if canonical(one) == canonical(two):
            continue
        if question.kind in WRITTEN:
            number = len(_text(two).split()) - len(_text(one).split())
            how = _text_change(number)
        else:
            how = tr("cleared") if two is None else tr("answered") if one is None else tr("changed")
        found.append(f"{question.title} – {how}")
    return tuple(found)


def _text_change(number: int) -> str:
    if number > 0:
        return trn("{count} word more", "{count} words more", number)
    if number < 0:
        return trn("{count} word fewer", "{count} words fewer", -number)
    return tr("other words")


def _words(session: WorkSession, answers: Answers, kinds: Kinds) -> tuple[AnswerWords, ...]:
    found = []
    for question in (asked.question for asked in session.progress.asked):
        value, kind = answers.get(question.id), kinds.get(question.kind)
        if question.kind in WRITTEN:
            said = _text(value)
        else:
            said = "" if value is None or kind is None else kind.describe(question, value, session.letters)
        differs = canonical(value) != canonical(session.answers.get(question.id))
        found.append(AnswerWords(question.title, said, differs))
    return tuple(found)


def _text(value: JsonValue) -> str:
    """The whole text: here it is to be read, not recognised."""
    text = value.get("text") if isinstance(value, dict) else ""
    return text if isinstance(text, str) else ""


REASONS = {
    VersionReason.TIME.value: tr("while you wrote"),
    VersionReason.CLEARED.value: tr("before much was taken out"),
    VersionReason.LEFT.value: tr("when you left the task"),
    VersionReason.REPLACED.value: tr("before another version was put back"),
}
