"""From a review to the cards of its margin: comments with their threads, suggested changes, reasons of an appeal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from hdclient.model.anchor import Anchor
from hdclient.model.base import JsonValue
from hdclient.model.review import Comment, Severity
from hdclient.model.review_item import ReviewItem
from hdclient.session.review_session import ReviewSession
from hdclient.words import tr
from ui.components.moments import moment
from ui.pages.anchor_words import anchor_words, places_of
from ui.pages.edit_notes import notes_of_edit, tags_of
from ui.pages.margin_card import Note, Said
from ui.pages.review_words import MARKS, answer_words

OWN, GIVEN, EDIT, PROPOSED, REASON = "own:", "given:", "edit:", "proposed:", "reason:"
"""What the id of a note begins with: what it is of."""
JUDGED = "judged:"


def kind_and_id(note_id: str) -> tuple[str, str]:
    """(one of the words above, the rest)."""
    kind, _, rest = note_id.partition(":")
    return f"{kind}:", rest


def notes_of(session: ReviewSession, rule_title: Callable[[str], str]) -> list[Note]:
    """All cards of a review; while a blind reviewer has not judged there is nothing to speak about.

    `rule_title`: what a rule (id) is called.
    """
    item, places = session.item, places_of(session.questions, session.letters)
    if item.must_judge_first:
        return []
    everything = (*item.comments, *session.comments)
    own = {one.id for one in session.comments}
    replies: dict[str, list[Said]] = {}
    for one in everything:
        if one.reply_to:
            replies.setdefault(one.reply_to, []).append(Said(_who(one, item, own), one.text))
    made = [
        replace(
            _comment(one, session, places, replies.get(one.id, []), own),
            tags=tags_of(one, session.campaign, rule_title),
        )
        for one in everything
        if not one.reply_to
    ]
    for edit in session.edits:
        made += notes_of_edit(EDIT + edit.question, edit, session.answers, places)
    made += _proposals(session, places)
    for number, reason in enumerate(item.reasons):
        about = "" if reason.anchor is None else anchor_words(reason.anchor, places)
        made.append(
            Note(
                f"{REASON}{number}",
                reason.text,
                Severity.BLOCKING,
                about=about,
                anchor=reason.anchor,
                who=tr("Trainer"),
                title=tr("Contests the decision"),
            )
        )
    return [*_judgement(session), *made]


def _judgement(session: ReviewSession) -> list[Note]:
    """The reviewer's own answers, given before anything was shown, beside the trainer's."""
    if session.item.judgement is None:
        return []
    lines = []
    for question in session.questions:
        own = answer_words(question, session.judged.get(question.id), session.letters)
        theirs = answer_words(question, session.answers.get(question.id), session.letters)
        same = own == theirs
        line = (
            tr("{question}: both {answer}", question=question.title, answer=own)
            if same
            else tr(
                "{question}: you {own}, the trainer {theirs}", question=question.title, own=own, theirs=theirs
            )
        )
        lines.append(line)
    return [Note(JUDGED, "\n".join(lines), Severity.NIT, title=tr("Your own judgement"))]


def _comment(
    one: Comment, session: ReviewSession, places: Mapping[str, str], replies: Sequence[Said], own: set[str]
) -> Note:
    marks = [mark for mark in session.item.marks if mark.target == one.id]
    return Note(
        (OWN if one.id in own else GIVEN) + one.id,
        one.text or tr("Still without words"),
        one.severity,
        about="" if one.anchor is None else anchor_words(one.anchor, places),
        anchor=one.anchor,
        who=_who(one, session.item, own),
        when=moment(one.created_at),
        state=MARKS[marks[-1].state] if marks else "",
        replies=tuple(replies),
    )


def _who(one: Comment, item: ReviewItem, own: Iterable[str]) -> str:
    if one.id in own:
        return tr("You, not sent yet")
    if one.author == item.author:
        return tr("Trainer")
    earlier = one.revision < item.revision
    return tr("On revision {revision}", revision=one.revision) if earlier else tr("Reviewer")


def _proposals(session: ReviewSession, places: Mapping[str, str]) -> list[Note]:
    questions = {question.id: question for question in session.questions}
    made = []
    for one in session.proposed:
        question = questions.get(one.question)
        if question is not None:
            given: JsonValue = session.answers.get(one.question)
            change = (
                answer_words(question, given, session.letters),
                answer_words(question, one.answer, session.letters),
            )
            made.append(
                Note(
                    PROPOSED + one.question,
                    "",
                    Severity.NIT,
                    about=places.get(one.question, ""),
                    anchor=Anchor(part=f"question:{one.question}"),
                    change=change,
                    title=tr("Suggested answer"),
                )
            )
    return made
