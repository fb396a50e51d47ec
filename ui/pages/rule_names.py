"""What the rules of a campaign's guideline are called: "2.1 Correct", not the id that addresses it.

Ids are what is stored and sent. Where no guideline is here, or it has no such rule, the id has to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from hdclient.errors import StoreError
from hdclient.words import tr
from ui.components.buttons import Button
from ui.pages.guideline_versions import GuidelineVersions

if TYPE_CHECKING:
    from hdclient.session.guidelines import GuidelineDesk
    from ui.renderers.trees import Trees

_LONGEST = 34


class RuleNames(QObject):
    """By campaign; that of `look_at` where none is named. `changed`: a guideline is prepared, its rules have names now.

    A guideline is asked for when the name of a rule is.
    """

    changed = Signal()

    def __init__(self, guidelines: GuidelineDesk, trees: Trees, parent: QObject) -> None:
        super().__init__(parent)
        self._guidelines, self._trees = guidelines, trees
        self._campaign = ""
        self._texts: dict[str, str] = {}
        self._titles: dict[str, dict[str, str]] = {}
        # Later: whoever asks for a name is about to show it, and may not be asked to show it again meanwhile.
        trees.ready.connect(self._name, Qt.ConnectionType.QueuedConnection)

    def look_at(self, campaign_id: str) -> None:
        """This campaign's newest guideline from now on."""
        self._campaign = campaign_id
        self._read(campaign_id)

    def title(self, rule: str, campaign_id: str = "") -> str:
        """As its heading says it."""
        campaign = campaign_id or self._campaign
        if not self._texts.get(campaign):
            self._read(campaign)
        return self._titles.get(campaign, {}).get(rule) or tr("Rule {rule}", rule=rule)

    def _read(self, campaign_id: str) -> None:
        try:
            newest = self._guidelines.newest(campaign_id)
        except StoreError:  # closed in this very moment, or damaged: whoever needs more than a name says so
            return
        text = newest.text if newest is not None else ""
        if text != self._texts.get(campaign_id):
            self._texts[campaign_id] = text
            self._titles.pop(campaign_id, None)
            if self._prepare(campaign_id):
                self.changed.emit()

    def _name(self) -> None:
        named = [campaign_id for campaign_id in self._texts if self._prepare(campaign_id)]
        if named:
            self.changed.emit()

    def _prepare(self, campaign_id: str) -> bool:
        """Whether its rules have just got their names."""
        from hdclient.content.rules import rules_of  # start-up

        text = self._texts[campaign_id]
        blocks = (
            GuidelineVersions(self._trees).tree(text) if text and campaign_id not in self._titles else None
        )
        if blocks:
            self._titles[campaign_id] = {one.id: one.title for one in rules_of(blocks) if one.id}
        return bool(blocks)


class RuleButton(Button):
    """Leads to a rule: `asked` with its id. It is not there where there is none."""

    asked = Signal(str)

    def __init__(self, names: RuleNames, rule: str = "", *, count: int = 1, key: str = "") -> None:
        """`count`: how often it is about this rule, said where it is more than once."""
        super().__init__("", key=key, icon="guideline", small=True)
        self._names, self._rule, self._count = names, rule, count
        self.clicked.connect(self._ask)
        names.changed.connect(self._say)
        self._say()

    def show_rule(self, rule: str) -> None:
        """Another one; "" for none."""
        self._rule = rule
        self._say()

    def _say(self) -> None:
        title = self._names.title(self._rule) if self._rule else ""
        label = shortened(title)
        self.set_label(f"{label} ({self._count})" if self._count > 1 else label)
        self.setToolTip(title if label != title else "")
        self.setAccessibleName(tr("Rule of the guideline: {rule}", rule=title))
        if not self._rule:
            self.hide()
        elif self.parent() is not None:  # without a parent it would be a window
            self.show()

    def _ask(self) -> None:
        self.asked.emit(self._rule)


def shortened(title: str) -> str:
    """So much of a title as a button has room for."""
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
