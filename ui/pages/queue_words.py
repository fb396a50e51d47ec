"""What the queue says, as sentences from facts. Knows no widget."""

from __future__ import annotations

import re

from hdclient.model.review import Decision, Severity
from hdclient.model.submission import SubmissionState
from hdclient.model.template import Layout
from hdclient.session.views import AttentionView, CampaignView, FeedbackView, QueueView
from ui.components.moments import count, duration, moment

NBSP = "\N{NO-BREAK SPACE}"
BETWEEN = "  ·  "
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")

KINDS = {
    Layout.COMPARE: ("compare", "Compare responses"),
    Layout.RANK: ("rank", "Rank responses"),
    Layout.SINGLE: ("rate", "Judge one response"),
}

LATE_COUNTS = "Late work is sent too; the platform decides whether it counts."
TELL_BELOW_MS = 24 * 3_600_000
"""With more time than this the day says enough."""

# State → (what happened, what the button says).
ATTENTION = {
    SubmissionState.QUEUED: ("Could not be sent", "Try again"),
    SubmissionState.RETURNED: ("Returned by a reviewer", "Rework"),
    SubmissionState.REFUSED: ("Refused by the platform", "Rework"),
    SubmissionState.CONFLICTED: ("The platform has other words for this task", "Rework"),
    SubmissionState.ORPHANED: ("The platform has taken this task back", "Put away"),
}

# State → what it means for the person's words, and what can be done, where the reason does not say it.
MEANS = {
    SubmissionState.RETURNED: "Your words are kept; Rework opens them beside what the reviewer says.",
    SubmissionState.REFUSED: "Your words are kept here. Change what is named and submit them again.",
    SubmissionState.CONFLICTED: "Your words are kept here, beside the platform’s. Rework sends them as a new revision.",
    SubmissionState.ORPHANED: "Your words are kept here, in the history. Nothing more is asked of you.",
}

# Decision → (words, tone of a chip).
DECISIONS = {
    Decision.ACCEPT: ("Accepted", "ok"),
    Decision.ACCEPT_WITH_EDITS: ("Accepted with edits", "ok"),
    Decision.RETURN: ("Returned", "warn"),
    Decision.ESCALATE: ("Passed on to a lead", "plain"),
}

SEVERITIES = {Severity.NIT: "Small point", Severity.ISSUE: "Issue", Severity.BLOCKING: "Must change"}


def remaining(row: CampaignView) -> int:
    """Tasks of a campaign that this person could still do."""
    return max(row.campaign.tasks_remaining, row.ready)


def campaign_line(row: CampaignView) -> str:
    """What is done in a campaign, and what remains."""
    left = remaining(row)
    return _line([KINDS[row.campaign.layout][1], f"{left} left" if left else "all done"])


def offline_line(row: CampaignView) -> str:
    """What is saved here for work without a network; empty when nothing remains."""
    if not row.ready:
        return "None saved here yet" if remaining(row) else ""
    if row.over == row.ready:
        all_of = "it" if row.ready == 1 else "them"
        return f"{row.ready} saved for offline; the time for {all_of} is over. {LATE_COUNTS}"
    if row.over:
        return f"{row.ready} saved for offline; for {row.over} of them the time is over. {LATE_COUNTS}"
    until = moment(row.saved_until)
    said = f"{row.ready} saved for offline until {until}" if until else f"{row.ready} saved for offline"
    if row.left_ms is not None and row.left_ms <= TELL_BELOW_MS:
        said += f" ({duration(row.left_ms)} left)"
    return said


def blocked_line(row: CampaignView) -> str:
    """Why some tasks cannot be worked on; empty when all can."""
    if not row.blocked:
        return ""
    verb = "is" if row.blocked == 1 else "are"
    if not row.blocked_reasons:
        return f"{count(row.blocked, 'task')} {verb} not wholly here yet: the rest is still to come."
    told = [_SENTENCE_END.split(reason) for reason in row.blocked_reasons]
    whys, remedies = [parts[0] for parts in told], [one for parts in told for one in parts[1:]]
    return " ".join(
        [f"{count(row.blocked, 'task')} cannot be shown here.", *dict.fromkeys([*whys, *remedies])]
    )


def continue_row(view: QueueView) -> tuple[CampaignView | None, str, bool]:
    """(campaign, task id, whether it was begun) for the big card: the open task, else the first that is
    ready.
    """
    if view.resume_task:
        for row in view.campaigns:
            if row.campaign.id == view.resume_campaign:
                return row, view.resume_task, True
    for row in view.campaigns:
        if row.next_task:
            return row, row.next_task, row.started > 0
    return None, "", False


def continue_line(row: CampaignView) -> str:
    """How far a campaign has come."""
    parts = [KINDS[row.campaign.layout][1]]
    if row.done:
        parts.append(f"{row.done} done")
    parts.append(f"{remaining(row)} left")
    return _line(parts)


def _line(parts: list[str]) -> str:
    """Facts in one line, which may break between them but not within."""
    return BETWEEN.join(part.replace(" ", NBSP) for part in parts)


def nothing_words(view: QueueView) -> tuple[str, str]:
    """(title, sentence) when there is nothing to work on: why, and what happens next."""
    if not view.campaigns:
        return (
            "No campaigns yet",
            "When somebody adds you to a campaign, it appears here by itself, with its first tasks saved on this "
            "computer. There is nothing you need to do.",
        )
    if any(remaining(row) for row in view.campaigns):
        return (
            "No task is ready on this computer",
            "Tasks are fetched as soon as the platform can be reached; you can look again now with F5.",
        )
    return (
        "All done",
        "You have submitted every task there is for you. New ones arrive by themselves.",
    )


def attention_words(row: AttentionView) -> tuple[str, str]:
    """(what happened, what the button says)."""
    return ATTENTION.get(row.state, ("Needs your attention", "Open"))


def attention_reason(row: AttentionView) -> str:
    """Why it waits, and what that means for what was written."""
    reviewer = row.state is SubmissionState.RETURNED and row.reason
    why = f"“{row.reason}”" if reviewer else row.reason
    return " ".join(part for part in (why, MEANS.get(row.state, "")) if part)


def feedback_chip(row: FeedbackView) -> tuple[str, str]:
    """(words, tone) of the newest decision; comments alone are a comment."""
    if row.feedback.reviews:
        return DECISIONS[row.feedback.reviews[-1].decision]
    return "Comment", "plain"


def feedback_texts(row: FeedbackView, most: int = 3) -> list[tuple[str, str]]:
    """(label, text) of what was said: the review's summary, then comments."""
    found = [("", without_marks(review.summary)) for review in row.feedback.reviews[-1:] if review.summary]
    for comment in row.feedback.comments:
        rule = f", rule {comment.rule}" if comment.rule else ""
        found.append((SEVERITIES[comment.severity] + rule, without_marks(comment.text)))
    if len(found) > most:
        rest = len(found) - most
        found = [*found[:most], ("", f"and {count(rest, 'more comment')}")]
    return found


_PAIRS = tuple(
    re.compile(rf"(?<![\w{one}\\])({one}{{1,2}})(?![ {one}])([^{one}\n]{{1,400}})(?<! )\1(?![\w{one}])")
    for one in (r"\*", "_", "`")
)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,400})\]\([^()\s]{1,400}\)")
_OPENING = re.compile(r"^ {0,3}(?:#{1,6} +|> ?)", re.MULTILINE)


def without_marks(text: str) -> str:
    """Words in Markdown as plain lines: the marks of headings, quotations, emphasis, code and links left out.

    Only marks that cannot be anything else; the page of the task shows what was said as it was meant.
    """
    text = _LINK.sub(r"\1", _OPENING.sub("", text))
    for pair in _PAIRS:
        text = pair.sub(r"\2", text)
    return text.strip()


def today_lines(view: QueueView) -> tuple[str, str]:
    """(how many tasks were answered, what else was done and how long it took) for today."""
    parts = [
        f"{number} {done}"
        for number, done in ((view.reworked_today, "reworked"), (view.skipped_today, "skipped"))
        if number
    ]
    active = (
        f"{duration(view.active_ms_today)} of active work" if view.active_ms_today else "No active work yet"
    )
    return f"{view.submitted_today} submitted", _line([*parts, active])
