"""The rules of a guideline, and what changed of them between two versions, as words.

A rule is what stands below a heading up to the next one; its id is the heading's anchor ("2.3"). Read from block
trees, so that a rule is here what it is on the screen. Must not know where guidelines come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from hdclient.content.compare import Part, differences
from hdclient.content.plain import inline_text, plain_text
from hdclient.content.tree import Block, Heading

_NUMBER = re.compile(r"\s*\d+(?:\.\d+)*[.)]?\s*")


class GuidelineRule(Struct, frozen=True):
    """One rule. What stands before the first heading has no id and no title."""

    id: str
    title: str
    level: int
    blocks: tuple[Block, ...]

    def words(self) -> str:
        """All that it says, without its number: a rule that only moved says the same."""
        return f"{_NUMBER.sub('', self.title, count=1)}\n{plain_text(self.blocks)}".strip()


class Change(StrEnum):
    """What became of a rule."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    FORM = "form"
    """The words are the same; how they are set out is not."""
    MOVED = "moved"
    """The same rule under another number."""


class RuleChange(Struct, frozen=True):
    """A rule of which something changed. `parts` are ranges of `before` and `after`, where the words changed."""

    kind: Change
    id: str
    """Its id now; of a rule that has gone, the id that it had."""
    title: str
    was: str = ""
    """The id that it had before, where there was one."""
    before: str = ""
    after: str = ""
    parts: tuple[Part, ...] = ()


def rules_of(blocks: Sequence[Block]) -> tuple[GuidelineRule, ...]:
    """The rules in reading order; headings within quotations belong to the rule around them."""
    found: list[GuidelineRule] = []
    head: Heading | None = None
    body: list[Block] = []
    for block in (*blocks, None):
        if block is not None and not isinstance(block, Heading):
            body.append(block)
            continue
        if head is not None:
            found.append(GuidelineRule(head.anchor, inline_text(head.inlines), head.level, tuple(body)))
        elif body:
            found.append(GuidelineRule("", "", 0, tuple(body)))
        head, body = block, []
    return tuple(found)


def rule_changes(before: Sequence[Block], after: Sequence[Block]) -> tuple[RuleChange, ...]:
    """What changed, in the order of the newer version; what has gone stands where it stood. Empty: nothing did."""
    old, new = rules_of(before), rules_of(after)
    came_from = _pairs(old, new)
    found = []
    for number, rule in enumerate(new):
        at = came_from.get(number)
        change = _change(old[at], rule) if at is not None else _new(rule)
        if change is not None:
            found.append(((number, 0), change))
    kept = {at: number for number, at in came_from.items()}
    for at, rule in enumerate(old):
        if at not in kept:
            neighbour = next((kept[one] for one in range(at, -1, -1) if one in kept), -1)
            found.append(((neighbour, at + 1), _gone(rule)))
    return tuple(change for _, change in sorted(found, key=lambda one: one[0]))


def touches(rule: str, changes: Iterable[RuleChange]) -> bool:
    """Whether the words of a rule, or of one below it ("2.3.1" below "2.3"), are others now."""
    ids = {
        name
        for change in changes
        if change.kind in (Change.CHANGED, Change.GONE, Change.NEW)
        for name in (change.id, change.was)
        if name
    }
    return any(name == rule or name.startswith(f"{rule}.") for name in ids)


def _pairs(old: Sequence[GuidelineRule], new: Sequence[GuidelineRule]) -> dict[int, int]:
    """Number of a new rule → number of the old one that it was: the same id and words, the same words, the same id."""
    found: dict[int, int] = {}
    free = set(range(len(old)))
    words_old, words_new = [rule.words() for rule in old], [rule.words() for rule in new]
    for same_id, same_words in ((True, True), (False, True), (True, False)):
        for number, rule in enumerate(new):
            if number in found or (same_words and not same_id and not words_new[number]):
                continue
            for at in sorted(free):
                alike = words_old[at] == words_new[number] or not same_words
                if alike and (old[at].id == rule.id or not same_id):
                    found[number] = at
                    free.remove(at)
                    break
    return found


def _change(old: GuidelineRule, new: GuidelineRule) -> RuleChange | None:
    before, after = old.words(), new.words()
    if before != after:
        told = differences(before, after)
        return RuleChange(Change.CHANGED, new.id, new.title, old.id, before, after, told.parts)
    if old.id != new.id:
        return RuleChange(Change.MOVED, new.id, new.title, old.id, before, after)
    if old.blocks != new.blocks:
        return RuleChange(Change.FORM, new.id, new.title, old.id, before, after)
    return None


def _new(rule: GuidelineRule) -> RuleChange:
    return RuleChange(Change.NEW, rule.id, rule.title, after=rule.words())


def _gone(rule: GuidelineRule) -> RuleChange:
    return RuleChange(Change.GONE, rule.id, rule.title, rule.id, before=rule.words())
