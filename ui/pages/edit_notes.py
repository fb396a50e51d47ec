"""Cards of suggested changes of texts, and what cards of comments say: for reviewers and for trainers the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hdclient.content.anchors import words_of_source
from hdclient.content.shown import Shown
from hdclient.content.text import TEXT
from hdclient.model.anchor import Anchor
from hdclient.model.base import JsonValue
from hdclient.model.campaign import Campaign
from hdclient.model.content import ContentBlock
from hdclient.model.edits import text_at
from hdclient.model.explained import DISPUTE
from hdclient.model.review import Comment, Severity, TextEdit
from hdclient.words import tr
from ui.pages.margin_card import Note


def notes_of_edit(
    key: str, edit: TextEdit, answers: Mapping[str, JsonValue], places: Mapping[str, str]
) -> list[Note]:
    """A card for each change of a text, "KEY:NUMBER", beside the words that it changes."""
    original = text_at(answers.get(edit.question), edit.path)
    if original is None:
        return []
    return [
        Note(
            f"{key}:{number}",
            "",
            Severity.NIT,
            about=places.get(edit.question, ""),
            anchor=_beside(edit, original, hunk.start, hunk.end),
            change=(original[hunk.start : hunk.end], hunk.text),
            title=tr("Suggested edit"),
        )
        for number, hunk in enumerate(edit.hunks)
    ]


def _beside(edit: TextEdit, original: str, start: int, end: int) -> Anchor:
    """The words that a change speaks of; where something is only put in, the word before it."""
    part = f"question:{edit.question}"
    if edit.path != "/text" or not original.strip():
        return Anchor(part=part)
    if not original[start:end].strip():
        start = max(0, original.rfind(" ", 0, max(0, start - 1)) + 1)
    shown = Shown(TEXT.parse(ContentBlock(kind="text", text=original)))
    return Anchor(part=part, at=words_of_source(original, shown, start, max(end, start + 1)))


def tags_of(one: Comment, campaign: Campaign, rule_title: Callable[[str], str]) -> tuple[str, ...]:
    """Category and rule of a comment, in words; `rule_title` says what a rule (id) is called."""
    titles = {category.id: category.title for category in campaign.policy.review.taxonomy}
    titles[DISPUTE] = tr("Known answer")
    rule = rule_title(one.rule) if one.rule else ""
    return tuple(filter(None, (titles.get(one.category, one.category), rule)))
