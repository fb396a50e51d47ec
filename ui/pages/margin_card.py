"""One comment as a card of the margin: painted, so that hundreds of them cost little; only the chosen one has buttons.

`Note` is all that a card shows. Must not know sessions or anchors' places: `margin.py` says where a card stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor
from hdclient.model.review import Severity
from hdclient.words import tr, trn
from ui import theme
from ui.components.badges import chip_size, paint_chip, paint_ring
from ui.components.buttons import Button
from ui.components.flow import FlowLayout

SEVERITIES: dict[Severity, tuple[str, str, str]] = {
    Severity.NIT: (tr("Small thing"), "accent", "comment"),
    Severity.ISSUE: (tr("Issue"), "warn", "flag"),
    Severity.BLOCKING: (tr("Has to be changed"), "err", "warn"),
}
"""Words, tone and icon of each severity."""
_PADDING, _GAP, _BETWEEN = 12, 4, 6
_LINES, _LINES_CHOSEN = 4, 40
_STRIP = 3
_ROOM_FOR_KEYS = 260


class Said(Struct, frozen=True):
    """One message below a comment."""

    who: str
    text: str


class Note(Struct, frozen=True):
    """A comment and its thread, or a suggested change, as a card shows it."""

    id: str
    text: str
    severity: Severity = Severity.ISSUE
    about: str = ""
    """What it is about, in words: "Response B, “the words”"."""
    anchor: Anchor | None = None
    sureness: Sureness = Sureness.EXACT
    tags: tuple[str, ...] = ()
    """Category and rule, in words."""
    who: str = ""
    when: str = ""
    state: str = ""
    """What has been said of it: "Done"; empty: nothing."""
    replies: tuple[Said, ...] = ()
    change: tuple[str, str] | None = None
    """A suggested change: what stands there, and what is to stand there; empty: nothing."""
    title: str = ""
    """What stands in the place of the severity: it is no comment."""

    def chip(self) -> tuple[str, str, str]:
        """Words, tone and icon of what it is."""
        return (self.title, "plain", "") if self.title else SEVERITIES[self.severity]

    def is_pinned(self) -> bool:
        """Whether it has no place beside the text: it stands at the top."""
        return self.anchor is None or not self.anchor.part or self.sureness is Sureness.LOST


def where_words(note: Note) -> str:
    """What a card says of its place, if it is not simply there."""
    if note.sureness is Sureness.LOST:
        return tr("The words are gone")
    if note.sureness is Sureness.DOUBTFUL:
        return tr("Perhaps here: the text has changed")
    return ""


def spoken_name(note: Note, number: int, total: int) -> str:
    """ "Comment 3 of 12, on “…”, blocking": what assistive technology says of a card."""
    parts = [tr("Comment {number} of {total}", number=number, total=total)]
    if note.about:
        parts.append(tr("on {about}", about=note.about))
    parts += [note.chip()[0], where_words(note), note.state, *note.tags, note.text]
    if note.change is not None:
        before, after = (words or tr("nothing") for words in note.change)
        parts.append(tr("change “{before}” to “{after}”", before=before, after=after))
    parts += [tr("{who}: {text}", who=one.who, text=one.text) for one in note.replies]
    return ", ".join(part for part in parts if part)


class _Piece(Struct, frozen=True):
    """A text of the card, laid out: where it begins, and in which colour it is painted."""

    top: float
    layout: QTextLayout
    token: str


class Face:
    """How one note is painted at a width, chosen or not: its height, and its pieces."""

    def __init__(self, note: Note, width: int, chosen: bool) -> None:
        self.note, self.chosen = note, chosen
        self._width = max(40, width - 2 * theme.px(_PADDING) - theme.px(_STRIP))
        self._bottom = float(theme.px(_PADDING) + chip_size("A").height() + theme.px(_GAP))
        self.pieces: list[_Piece] = []
        self._fill()
        self.height = round(self._bottom) + theme.px(_PADDING) - theme.px(_GAP)

    def _fill(self) -> None:
        note, most = self.note, _LINES_CHOSEN if self.chosen else _LINES
        caption, plain = theme.font("caption"), theme.font("ui")
        self._add(note.about, caption, "text3", 3 if self.chosen or note.is_pinned() else 1)
        self._add(where_words(note), theme.font("caption", strong=True), "warn", 2)
        if note.change is not None:
            struck, under = QFont(plain), QFont(plain)
            struck.setStrikeOut(True)
            under.setUnderline(True)
            for words, font, tone in zip(note.change, (struck, under), ("err", "ok"), strict=True):
                if words:
                    self._add(words, font, tone, most)
        self._add(note.text, plain, "text", most)
        self._add("  ·  ".join(note.tags), caption, "text2", 2)
        if self.chosen:
            for one in note.replies:
                self._add(one.who, theme.font("caption", strong=True), "text2", 1)
                self._add(one.text, plain, "text", most)
        elif note.replies:
            self._add(trn("{count} reply", "{count} replies", len(note.replies)), caption, "text2", 1)

    def _add(self, text: str, font: QFont, token: str, most: int) -> None:
        if text.strip():
            layout, height = _laid(text, font, self._width, most)
            self.pieces.append(_Piece(self._bottom, layout, token))
            self._bottom += height + theme.px(_GAP)

    def paint(self, painter: QPainter, rect: QRectF, leftwards: bool) -> None:
        """Paints all of it into a card's rectangle."""
        side = theme.px(_PADDING)
        start = rect.left() + side + (0 if leftwards else theme.px(_STRIP))
        words, tone, icon = self.note.chip()
        chip = QRectF(0, rect.top() + side, *chip_size(words, icon).toTuple())
        chip.moveLeft(rect.right() - side - theme.px(_STRIP) - chip.width() if leftwards else start)
        paint_chip(painter, chip, words, tone, icon)
        beside = QRectF(start, chip.top(), self._width, chip.height())
        beside.setLeft(start if leftwards else chip.right() + theme.px(8))
        beside.setRight(chip.left() - theme.px(8) if leftwards else start + self._width)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        metrics = QFontMetrics(painter.font())
        facts = [one for one in (self.note.state, self.note.who, self.note.when) if one]
        while len(facts) > 1 and metrics.horizontalAdvance("  ·  ".join(facts)) > beside.width():
            facts.pop()  # the last one first, and whole
        said = "  ·  ".join(facts)
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, round(beside.width()))
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        for piece in self.pieces:
            painter.setPen(theme.color(piece.token))
            piece.layout.draw(painter, QPointF(start, rect.top() + piece.top))


def _laid(text: str, font: QFont, width: int, most: int) -> tuple[QTextLayout, float]:
    """A layout of at most so many lines, and its height; a longer text ends in "…"."""
    shown = text.strip().replace("\n", "\u2028")
    layout, height, end = _broken(shown, font, width, most)
    if end < _units(shown):
        start = layout.lineAt(layout.lineCount() - 1).textStart()
        units = shown.encode("utf-16-le", "surrogatepass")
        head = units[: 2 * start].decode("utf-16-le", "surrogatepass")
        tail = units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass").replace("\u2028", " ")
        cut = QFontMetrics(font).elidedText(tail + " …" * 9, Qt.TextElideMode.ElideRight, width)
        layout, height, _ = _broken(head + cut, font, width, most)
    return layout, height


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _broken(text: str, font: QFont, width: int, most: int) -> tuple[QTextLayout, float, int]:
    """Laid out in at most so many lines: the layout, its height, and the position behind the last one."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    height, end = 0.0, 0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, height, end


def card_button(words: str, action: str, act: Callable[[], object], margin: QWidget) -> Button:
    """A button of the chosen card, with its key where the margin has room for that."""
    room = margin.width() >= theme.px(_ROOM_FOR_KEYS)
    made = Button(words, key=f"@{action}" if room else "", small=True, parent=margin)
    made.clicked.connect(act)
    return made


def rows_of_buttons(buttons: Sequence[Button], card_width: int) -> int:
    """How many rows the buttons of a card of this width stand in, their keys left out where that helps."""
    room, gap = card_width - 2 * theme.px(_PADDING), theme.px(_BETWEEN)
    rows, used = 0, room
    for width in (button.size_with(key=False).width() for button in buttons):
        fits = used + gap + width <= room
        rows, used = (rows, used + gap + width) if fits else (rows + 1, width)
    return rows


class MarginCard(QWidget):
    """The widget of one card in sight. `show_note` gives it another note: cards are used again."""

    accessible_role = "ListItem"
    pressed = Signal(str)
    """The card (id of its note) was pressed."""
    reached = Signal(QRect)
    """One of its buttons has the keyboard: where, in the margin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = Note("", "")
        self._face: Face | None = None
        self._ring = False
        self._actions = QWidget(self)
        self._row = FlowLayout(self._actions, spacing=theme.px(_BETWEEN))
        self._buttons: tuple[Button, ...] = ()
        self._actions.hide()

    def show_note(self, face: Face, name: str, *, stop: bool) -> None:
        """Shows a note as it was measured; `name` is its accessible name, `stop`: Tab leads to it."""
        if self._face is not face:
            self.note, self._face = face.note, face
            self.update()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
        if self.accessibleName() != name:
            self.setAccessibleName(name)

    def show_actions(self, buttons: Sequence[Button]) -> None:
        """What can be done with it, at its lower edge; none while it is not chosen."""
        if tuple(buttons) == self._buttons:
            return
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self._buttons = tuple(buttons)
        for button in buttons:
            self._row.addWidget(button)
            button.installEventFilter(self)
            button.show()
        self._actions.setVisible(bool(buttons))
        self._give_keys_room()

    def _give_keys_room(self) -> None:
        """Words come before their keys."""
        gaps = self._row.spacing() * len(self._buttons)
        wanted = sum(button.size_with(key=True).width() for button in self._buttons) + gaps
        for button in self._buttons:
            button.give_key_room(wanted <= self.width() - 2 * theme.px(_PADDING))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Button):
            self.reached.emit(QRect(watched.mapTo(self.parentWidget(), QPoint(0, 0)), watched.size()))
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_keys_room()
        side = theme.px(_PADDING)
        wide = self.width() - 2 * side
        high = self._row.heightForWidth(wide)
        self._actions.setGeometry(side, self.height() - side - high, wide, high)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.note.id)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.pressed.emit(self.note.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._face is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._face.chosen
        rect = QRectF(self.rect())
        inset = 1.0 if chosen else 0.5
        box = rect.adjusted(inset, inset, -inset, -inset)
        path = QPainterPath()
        path.addRoundedRect(box, theme.RADIUS["control"], theme.RADIUS["control"])
        painter.fillPath(path, theme.color("raised" if chosen else "surface"))
        leftwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setClipPath(path)
        strip = QRectF(rect.left(), rect.top(), theme.px(_STRIP), rect.height())
        if leftwards:
            strip.moveRight(rect.right())
        strong = "border_strong" if self.note.title else _STRIPS[self.note.severity]
        painter.fillRect(strip, theme.color(strong))
        painter.setClipping(False)
        edge = theme.color("accent" if chosen else "border")
        painter.strokePath(path, QPen(edge, 2.0 if chosen else 1.0))
        self._face.paint(painter, rect, leftwards)
        if self._ring and self.hasFocus():
            paint_ring(painter, rect, inner=True)
        painter.end()


_STRIPS = {Severity.NIT: "accent", Severity.ISSUE: "warn", Severity.BLOCKING: "err"}
