"""What is said of one mark besides its words: how severe it is, why, and which other passage it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hdclient.model.anchor import Words
from hdclient.questions.spans import Mark, SpansOptions
from hdclient.words import tr
from ui import theme
from ui.components.badges import KeyCap
from ui.components.buttons import Button
from ui.components.labels import ElidedLabel
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import Handlers
from ui.questions.text import GrowingField

_QUOTED = 200


class SpanEditor(QWidget):
    """Shows one mark; tells what a person changes. Nothing is shown that the mark's type does not take."""

    accessible_role = "Grouping"
    changed = Signal(object)
    """A dict of the fields of the mark that are otherwise now."""
    link_asked = Signal()
    goto_asked = Signal()
    remove_asked = Signal()
    left = Signal()

    def __init__(self, options: SpansOptions) -> None:
        super().__init__()
        self.setAccessibleName(tr("The mark at hand"))
        self._options = options
        self._mark: Mark | None = None
        self._shown = ""
        self.severity = SegmentedControl(
            tr("Severity"),
            [Segment(one.id, one.label, description=one.description) for one in options.severities],
            wrap=True,
            small=True,
            clearable=True,
        )
        self.severity.value_changed.connect(lambda value: self.changed.emit({"severity": value}))
        self._severity_key = KeyCap("@mark.severity", self)
        self.note = GrowingField(tr("Explanation"), 1, 5)
        self.note.textChanged.connect(self._typed)
        self.note.left.connect(self.left)
        self._link = Button("", key="@mark.link", small=True, parent=self)
        self._link.clicked.connect(self.link_asked)
        self._linked = ElidedLabel("", "caption", "text2", parent=self)
        self._goto = Button(tr("Show"), key="@mark.to_link", variant="ghost", small=True, parent=self)
        self._goto.clicked.connect(self.goto_asked)
        self.remove = Button(tr("Remove"), key="@mark.remove", variant="ghost", small=True, parent=self)
        self.remove.clicked.connect(self.remove_asked)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(theme.px(6))
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self.severity, 1)
        first.addWidget(self._severity_key, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(first)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for part in (self._link, self._goto):
            row.addWidget(part)
        row.addWidget(self._linked, 1)
        row.addStretch(0)
        row.addWidget(self.remove)
        column.addLayout(row)

    def keep_room(self, kept: bool) -> None:
        """Keeps the room of what any mark can have, also while none is at hand: what stands around does not move."""
        kinds, options = self._options.types, self._options
        parts = (
            (self, True),
            (self.severity, any(options.asks_severity(kind) for kind in kinds)),
            (self.note, any(options.wants(kind, "note") != "none" for kind in kinds)),
        )
        for part, used in parts:
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(kept and used)
            part.setSizePolicy(policy)

    def has_link(self) -> bool:
        """Whether the mark at hand is tied to a passage."""
        return self._mark is not None and self._mark.link is not None

    def show_mark(self, mark: Mark | None, read_only: bool) -> None:
        """Another mark, or the same with other facts; None: there is none at hand."""
        self._mark = mark
        kind = self._options.type_of(mark.type) if mark is not None else None
        self.setVisible(mark is not None)
        if mark is None or kind is None:
            return
        options = self._options
        self.severity.setVisible(options.asks_severity(kind))
        self._severity_key.setVisible(options.asks_severity(kind) and not read_only)
        self.severity.set_value(mark.severity)
        self.severity.set_read_only(read_only)
        wants = options.wants(kind, "note")
        self.note.setVisible(wants != "none")
        self.note.set_hint(tr("Explain it") if wants == "required" else tr("Explain it, if it needs that"))
        self.note.setReadOnly(read_only)
        self._shown = mark.note
        self.note.set_text(mark.note)
        linking = options.wants(kind, "link") != "none"
        self._link.setVisible(linking and not read_only)
        self._link.set_label(tr("Unlink") if mark.link is not None else tr("Link to passage"))
        quote = mark.link.at.quote if mark.link is not None and isinstance(mark.link.at, Words) else ""
        self._linked.setText(" ".join(quote[:_QUOTED].split()))
        self._linked.setVisible(mark.link is not None)
        self._goto.setVisible(mark.link is not None)
        self.remove.setVisible(not read_only)

    def _typed(self) -> None:
        text = self.note.toPlainText()
        if text != self._shown:
            self._shown = text
            self.changed.emit({"note": text})

    def handlers(self) -> Handlers:
        """Severity, explanation, link: what this mark takes."""
        mark = self._mark
        kind = self._options.type_of(mark.type) if mark is not None else None
        if mark is None or kind is None:
            return {}
        found: Handlers = {}
        if self._options.asks_severity(kind):
            found["mark.severity"] = self._next_severity
        if self._options.wants(kind, "note") != "none":
            found["reason"] = lambda: self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._options.wants(kind, "link") != "none":
            found["mark.link"] = self.link_asked.emit
        return found

    def _next_severity(self) -> None:
        """One step on; behind the last comes the first."""
        ids = [one.id for one in self._options.severities]
        severity = self._mark.severity if self._mark is not None else None
        at = ids.index(severity) + 1 if severity in ids else 0
        self.severity.choose(ids[at % len(ids)])
