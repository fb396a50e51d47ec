"""What the review pages say of rules, decisions and answers, in words."""

from __future__ import annotations

from collections.abc import Mapping

from hdclient.model.base import JsonValue
from hdclient.model.review import Decision, MarkState
from hdclient.model.review_item import ItemKind, QueueRule
from hdclient.model.template import Question
from hdclient.questions import QUESTION_KINDS
from hdclient.words import tr

RULES: dict[QueueRule, str] = {
    QueueRule.FIRST_N: tr("One of this person’s first submissions"),
    QueueRule.SAMPLE: tr("From the sample of this person’s work"),
    QueueRule.RANDOM: tr("Picked at random"),
    QueueRule.LOW_AGREEMENT: tr("People disagree about this task"),
    QueueRule.FLAG: tr("The trainer flagged it"),
    QueueRule.ESCALATED: tr("Another reviewer passed it on"),
    QueueRule.APPEAL: tr("The trainer contests a decision"),
    QueueRule.REWORK: tr("Revised after it was returned"),
}
KINDS: dict[ItemKind, str] = {
    ItemKind.REVIEW: tr("Review"),
    ItemKind.APPEAL: tr("Appeal"),
    ItemKind.ADJUDICATION: tr("Adjudication"),
}
DECISIONS: dict[Decision, str] = {
    Decision.ACCEPT: tr("Accept"),
    Decision.ACCEPT_WITH_EDITS: tr("With edits"),
    Decision.RETURN: tr("Return"),
    Decision.ESCALATE: tr("Pass on"),
}
SENT: dict[Decision, str] = {
    Decision.ACCEPT: tr("Accepted"),
    Decision.ACCEPT_WITH_EDITS: tr("Accepted with edits"),
    Decision.RETURN: tr("Returned to the trainer"),
    Decision.ESCALATE: tr("Passed on to a second reviewer"),
}
SENT_LATE = tr("Sent late: it counts unless somebody else has decided meanwhile")
"""Of an item that is no longer this person's."""
MARKS: dict[MarkState, str] = {
    MarkState.OPEN: "",
    MarkState.DONE: tr("Done"),
    MarkState.TAKEN: tr("Taken over"),
    MarkState.DECLINED: tr("Declined"),
}
NOT_ANSWERED = tr("not answered")


def answer_words(question: Question, value: JsonValue, letters: Mapping[str, str]) -> str:
    """An answer as a short phrase."""
    if value is None:
        return NOT_ANSWERED
    return QUESTION_KINDS[question.kind].describe(question, value, dict(letters)) or NOT_ANSWERED
