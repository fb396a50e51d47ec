"""What the list says of each mark: where it stands, what it is, its words, and whether something is still missing."""

from __future__ import annotations

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor
from hdclient.questions.spans import Mark, SpansOptions
from hdclient.words import tr
from ui.components.hue_rows import HueRow
from ui.questions.base import Lineup
from ui.questions.content_desk import ContentDesk
from ui.questions.mark_words import standing_words


class SpanRows:
    """Of one question. `desk` tells which marks are no longer in the text."""

    def __init__(self, options: SpansOptions, lineup: Lineup) -> None:
        self._options, self._lineup = options, lineup
        self._sayings: dict[Mark, HueRow] = {}
        self.desk: ContentDesk | None = None

    def row(self, mark: Mark) -> HueRow:
        """Its row, worked out once."""
        if mark not in self._sayings:
            self._sayings[mark] = self._new_row(mark)
        return self._sayings[mark]

    def _new_row(self, mark: Mark) -> HueRow:
        kind, options = self._options.type_of(mark.type), self._options
        label = kind.label if kind is not None else mark.type
        severity = next((one.label for one in options.severities if one.id == mark.severity), "")
        left = kind is not None and (
            (options.asks_severity(kind) and not severity)
            or (options.wants(kind, "note") == "required" and not mark.note.strip())
            or (options.wants(kind, "link") == "required" and mark.link is None)
        )
        title = f"{label} · {severity}" if severity else label
        lost = (
            self.desk is not None
            and mark.anchor.at is not None
            and self.desk.find(mark.anchor) is Sureness.LOST
        )
        words = standing_words(mark.anchor, lost=lost)
        where = self._where(mark.anchor)
        hue = next((at for at, one in enumerate(options.types) if one.id == mark.type), 0)
        return HueRow(f"{where} · {title}" if where else title, words, hue, left)

    def _where(self, anchor: Anchor) -> str:
        if len(self._lineup.shown) > 1 and anchor.names("candidate"):
            return self._lineup.letter(anchor.names("candidate"))
        named = {"prompt": tr("Prompt"), "system_prompt": tr("System prompt")}
        several = len({*self._options.where, *getattr(self._options, "words_in", ())}) > 1
        return (named.get(anchor.part) or anchor.names("slot")) if several else ""
