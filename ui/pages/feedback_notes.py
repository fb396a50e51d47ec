"""From what came back to the cards of a margin: comments with their threads, and suggested changes with their hunks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from hdclient.model.anchor import Anchor
from hdclient.model.base import JsonValue
from hdclient.model.explained import DISPUTE
from hdclient.model.review import Comment, Feedback, MarkState, ProposedAnswer, Severity, TextEdit
from hdclient.model.template import Question
from hdclient.questions import QUESTION_KINDS
from hdclient.session.work_session import WorkSession
from hdclient.words import tr
from ui.components.moments import moment
from ui.pages.anchor_words import anchor_words, places_of
from ui.pages.edit_notes import notes_of_edit, tags_of
from ui.pages.margin_card import Note, Said
from ui.pages.review_words import MARKS

COMMENT, EDIT, PROPOSED = "comment:", "edit:", "proposed:"
"""What the id of a note begins with."""


def notes_of(
    feedback: Feedback, session: WorkSession, me: str, rule_title: Callable[[str], str]
) -> list[Note]:
    """All cards, as the trainer reads them.

    `me`: the id under which the platform knows this person. `rule_title`: what a rule (id) is called.
    """
    questions = session.questions
    places = places_of(questions, session.letters)
    replies: dict[str, list[Said]] = {}
    for one in feedback.comments:
        if one.reply_to:
            who = tr("You") if one.author in ("", me) else tr("Reviewer")
            replies.setdefault(one.reply_to, []).append(Said(who, one.text))
    made = [
        _comment(one, feedback, places, tags_of(one, session.campaign, rule_title), replies.get(one.id, []))
        for one in feedback.comments
        if not one.reply_to
    ]
    for review in feedback.reviews:
        for edit in review.edits:
            made += _edit(edit, feedback, session.answers, places)
        for proposed in review.proposed:
            question = next((q for q in questions if q.id == proposed.question), None)
            if question is not None:
                made.append(_proposed(proposed, question, feedback, session))
    return made


def comment_id(note: Note | None) -> str:
    """The comment that a card is of; "" for a suggested change, and for none."""
    return note.id.removeprefix(COMMENT) if note is not None and note.id.startswith(COMMENT) else ""


def _comment(
    one: Comment,
    feedback: Feedback,
    places: Mapping[str, str],
    tags: tuple[str, ...],
    replies: Sequence[Said],
) -> Note:
    return Note(
        COMMENT + one.id,
        one.text,
        one.severity,
        about="" if one.anchor is None else anchor_words(one.anchor, places),
        anchor=one.anchor,
        tags=tags,
        who=tr("You") if one.category == DISPUTE else tr("Reviewer"),
        when=moment(one.created_at) if one.created_at else "",
        state=_state(feedback.mark_of(one.id)),
        replies=tuple(replies),
    )


def _edit(
    edit: TextEdit, feedback: Feedback, answers: Mapping[str, JsonValue], places: Mapping[str, str]
) -> Iterator[Note]:
    for number, note in enumerate(notes_of_edit(EDIT + edit.id, edit, answers, places)):
        yield replace(note, who=tr("Reviewer"), state=_state(feedback.mark_of(edit.id, number)))


def _state(mark: MarkState | None) -> str:
    return MARKS[mark or MarkState.OPEN]


def _proposed(one: ProposedAnswer, question: Question, feedback: Feedback, session: WorkSession) -> Note:
    def words(value: JsonValue) -> str:
        kind = QUESTION_KINDS[question.kind]
        return kind.describe(question, value, session.letters) if value is not None else ""

    return Note(
        PROPOSED + one.id,
        "",
        Severity.NIT,
        about=f"“{question.title}”",
        anchor=Anchor(part=f"question:{question.id}"),
        who=tr("Reviewer"),
        state=_state(feedback.mark_of(one.id)),
        change=(words(session.answers.get(question.id)), words(one.answer)),
        title=tr("Suggested answer"),
    )
