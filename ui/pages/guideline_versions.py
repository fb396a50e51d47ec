"""What changed between versions of a guideline, from trees that are prepared elsewhere: there now, or announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from hdclient.content.prepared import GUIDELINE
from hdclient.model.campaign import Guideline
from hdclient.model.content import ContentBlock

if TYPE_CHECKING:
    from hdclient.content.rules import RuleChange
    from hdclient.content.tree import Block
    from hdclient.session.guidelines import GuidelineDesk, OldLabel
    from ui.renderers.trees import Trees


class HasGuidelines(Protocol):
    """The part of the desk that knows guidelines."""

    @property
    def guidelines(self) -> GuidelineDesk: ...


class GuidelineVersions:
    """Asks `trees`, whose `ready` tells when to ask again. None always means: not yet."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._known: dict[tuple[str, int, int], tuple[RuleChange, ...]] = {}

    def tree(self, text: str) -> tuple[Block, ...] | None:
        """The text prepared; it is ordered if it is not."""
        block = ContentBlock(kind=GUIDELINE, text=text)
        found = self._trees.of(block)
        if found is None:
            self._trees.want([block])
        return found

    def changes(self, before: Guideline, after: Guideline) -> tuple[RuleChange, ...] | None:
        """What changed, rule by rule."""
        from hdclient.content.rules import rule_changes  # start-up

        key = (before.campaign_id, before.version, after.version)
        if key not in self._known:
            old, new = self.tree(before.text), self.tree(after.text)
            if old is None or new is None:
                return None
            self._known[key] = rule_changes(old, new)
        return self._known[key]

    def old_labels(self, desk: GuidelineDesk, newest: Guideline) -> tuple[OldLabel, ...] | None:
        """Answers that were given under an older version of a rule that has changed since."""
        found: list[OldLabel] = []
        for version in desk.worked_under(newest.campaign_id):
            before = desk.version(newest.campaign_id, version)
            changes = self.changes(before, newest) if before is not None else ()
            if changes is None:
                return None
            if changes:
                found += desk.old_labels(newest.campaign_id, version, changes)
        return tuple(found)
