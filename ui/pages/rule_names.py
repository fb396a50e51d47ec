"""What the rules of a campaign's guideline are called: "2.1 Correct", not the id that addresses it.

Ids are what is stored and sent. Where no guideline is here, or it has no such rule, the id has to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hdclient.words import tr
from ui.components.buttons import Button
from ui.pages.guideline_versions import GuidelineVersions

if TYPE_CHECKING:
    from hdclient.session.guidelines import GuidelineDesk
    from ui.renderers.trees import Trees

_LONGEST = 34


class RuleNames(QObject):
    """Of one campaign at a time (`look_at`). `changed`: the guideline is prepared, rules have their names now."""

    changed = Signal()

    def __init__(self, guidelines: GuidelineDesk, trees: Trees, parent: QObject) -> None:
        super().__init__(parent)
        self._guidelines, self._trees = guidelines, trees
        self._text = ""
        self._titles: dict[str, str] = {}
        trees.ready.connect(self._name)

    def look_at(self, campaign_id: str) -> None:
        """This campaign's newest guideline from now on."""
        newest = self._guidelines.newest(campaign_id)
        text = newest.text if newest is not None else ""
        if text != self._text:
            self._text, self._titles = text, {}
            self._name()

    def title(self, rule: str) -> str:
        """As its heading says it."""
        return self._titles.get(rule) or tr("Rule {rule}", rule=rule)

    def _name(self) -> None:
        from hdclient.content.rules import rules_of  # start-up

        blocks = GuidelineVersions(self._trees).tree(self._text) if self._text and not self._titles else None
        if blocks:
            self._titles = {one.id: one.title for one in rules_of(blocks) if one.id}
            self.changed.emit()


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
