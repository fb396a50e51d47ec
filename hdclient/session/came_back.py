"""What reviewers say of a person's work most often, by category and by rule, with the cases. For that person alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from hdclient.model.explained import DISPUTE
from hdclient.model.review import Comment, MarkState, Severity
from hdclient.store import Store
from hdclient.words import tr


class Case(Struct, frozen=True):
    """One comment. `excerpt`: first words of the prompt, for the screen only."""

    submission_id: str
    revision: int
    comment_id: str
    text: str
    severity: Severity
    said: str
    excerpt: str
    done: bool


class Recurring(Struct, frozen=True):
    """A category or a rule, and every comment that names it, the newest first."""

    kind: Literal["category", "rule", "other"]
    id: str
    title: str
    campaign_id: str
    campaign_title: str
    cases: tuple[Case, ...]


def came_back(store: Store) -> tuple[Recurring, ...]:
    """What comes back most first. A comment that names a category and a rule counts for both."""
    groups: dict[tuple[str, Literal["category", "rule", "other"], str], list[Case]] = {}
    excerpts: dict[str, tuple[str, str]] = {}
    done = store.feedback.marked(MarkState.DONE)
    for comment in store.feedback.all_comments():
        if comment.reply_to or comment.category == DISPUTE:
            continue
        if comment.submission_id not in excerpts:
            excerpts[comment.submission_id] = store.feedback.task_of(comment.submission_id)
        campaign_id, excerpt = excerpts[comment.submission_id]
        if not campaign_id:  # of work that was done on another computer
            continue
        case = _case(comment, excerpt, comment.id in done)
        for kind, name in _names(comment):
            groups.setdefault((campaign_id, kind, name), []).append(case)
    found = [_recurring(store, *key, cases) for key, cases in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.kind == "other", -len(one.cases), one.title)))


def _names(comment: Comment) -> Iterable[tuple[Literal["category", "rule", "other"], str]]:
    if comment.category:
        yield "category", comment.category
    if comment.rule:
        yield "rule", comment.rule
    if not comment.category and not comment.rule:
        yield "other", ""


def _case(comment: Comment, excerpt: str, done: bool) -> Case:
    return Case(
        comment.submission_id,
        comment.revision,
        comment.id,
        comment.text,
        comment.severity,
        comment.created_at,
        excerpt,
        done,
    )


def _recurring(
    store: Store,
    campaign_id: str,
    kind: Literal["category", "rule", "other"],
    name: str,
    cases: list[Case],
) -> Recurring:
    campaign = store.tasks.campaign(campaign_id)
    taxonomy = campaign.policy.review.taxonomy if campaign is not None else ()
    title = name
    if kind == "category":
        title = next((one.title for one in taxonomy if one.id == name), name)
    elif kind == "rule":
        title = tr("Rule {rule}", rule=name)
    else:
        title = tr("Without category or rule")
    newest = tuple(sorted(cases, key=lambda case: case.said, reverse=True))
    return Recurring(kind, name, title, campaign_id, campaign.title if campaign else "", newest)
