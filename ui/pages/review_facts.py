"""What a reviewer is told of a submission before anything else, a sentence each."""

from __future__ import annotations

from hdclient.model.review_item import ItemKind
from hdclient.session.review_session import ReviewSession
from hdclient.words import listed, tr
from ui.components.moments import moment
from ui.pages.review_words import RULES

AUTHOR_GONE = tr(
    "The trainer’s account is closed: nobody reworks what you return. Those who run the campaign can give the task to"
    " somebody else."
)


def facts_of(session: ReviewSession, due: str = "", *, overdue: bool = False) -> list[str]:
    """Why it is here, and what is out of the ordinary. `due`: until when it is to be judged, ISO 8601."""
    item = session.item
    found = [RULES[item.rule]] if item.kind is not ItemKind.APPEAL else []
    titles = {question.id: question.title for question in session.questions}
    if item.kind is ItemKind.APPEAL:
        found = [due_words(due, overdue=overdue), *found] if due else found
        found.append(
            tr(
                "Judge the work anew; the trainer’s reasons stand beside it. What was decided before is not shown: the"
                " same decision confirms it, another one overturns it."
            )
        )
    if item.revision > 1:
        found.append(tr("Revision {revision}", revision=item.revision))
    if item.changed_questions:
        names = listed([f"“{titles.get(one, one)}”" for one in item.changed_questions])
        found.append(tr("Changed since the last review: {names}", names=names))
    elif item.changed_questions is not None and item.work is not None:
        found.append(tr("No answer has changed since the last review."))
    if item.author_gone:
        found.append(AUTHOR_GONE)
    work = item.work
    if work is not None and work.skip is not None:
        found.append(tr("Skipped: {reason}", reason=_with_note(work.skip.reason, work.skip.note)))
    if work is not None and work.flag is not None:
        found.append(tr("Flagged: {reason}", reason=_with_note(work.flag.reason, work.flag.note)))
    return found


def due_words(due: str, *, overdue: bool) -> str:
    """By when an appeal is to be judged."""
    if overdue:
        return tr(
            "It was to be judged by {moment}. The trainer is still waiting, and it counts as before.",
            moment=moment(due),
        )
    return tr("To be judged by {moment}", moment=moment(due))


def _with_note(reason: str, note: str) -> str:
    return f"{reason} – {note}" if note else reason
