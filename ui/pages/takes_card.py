"""What a reviewer wants to be given, in settings: reviews, appeals, answers to settle. What is held already stays."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout

from hdclient.model.review_item import ItemKind
from hdclient.words import tr
from ui.components.beside import Beside
from ui.components.card import Card, Divider
from ui.components.labels import Label
from ui.components.switch import Switch

KINDS = {
    ItemKind.REVIEW: (
        tr("Reviews"),
        tr("Submissions that nobody has judged yet, and those that were reworked."),
    ),
    ItemKind.APPEAL: (tr("Appeals"), tr("Decisions of others that a trainer contests.")),
    ItemKind.ADJUDICATION: (
        tr("Answers to settle"),
        tr("Tasks on which people differ, or that a reviewer has passed on."),
    ),
}


class ChoosesKinds(Protocol):
    """What the card needs of hdclient.session.reviewing.ReviewDesk."""

    def takes(self) -> tuple[ItemKind, ...]: ...

    def set_takes(self, kinds: tuple[ItemKind, ...]) -> None: ...


def takes_card(desk: object) -> TakesCard | None:
    """The card of a desk whose person reviews; None for all others."""
    person = getattr(desk, "person", None)
    return TakesCard(desk.reviewing) if person is not None and person.reviews else None  # type: ignore[attr-defined]


class TakesCard(Card):
    """A switch for each kind. Every change counts at once."""

    def __init__(self, reviews: ChoosesKinds) -> None:
        super().__init__(padding=20, spacing=14)
        self._reviews = reviews
        self.switches: dict[ItemKind, Switch] = {}
        told = tr("What the platform gives you. What you have already stays with you.")
        self.body.addWidget(Label(told, tone="text2", wrap=True))
        for kind, (title, about) in KINDS.items():
            self.body.addWidget(Divider())
            self._add(kind, title, about)
        self.look()

    def _add(self, kind: ItemKind, title: str, about: str) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, strong=True, wrap=True))
        words.addWidget(Label(about, tone="text2", wrap=True))
        switch = self.switches[kind] = Switch(title)
        switch.setAccessibleDescription(about)
        switch.clicked.connect(lambda wanted: self._choose(kind, wanted))
        self.body.addLayout(Beside(words, switch))

    def look(self) -> None:
        """What is chosen now."""
        taken = self._reviews.takes()
        for kind, switch in self.switches.items():
            switch.setChecked(kind in taken)

    def _choose(self, kind: ItemKind, wanted: bool) -> None:
        taken = self._reviews.takes()
        self._reviews.set_takes(tuple(one for one in ItemKind if (wanted if one is kind else one in taken)))
