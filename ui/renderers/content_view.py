"""One piece of work as it is read: the content blocks of a prompt or a response, rendered or raw.

Must not know questions or sessions. Its accessible description is neutral: counts, never a judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from hdclient.content.hidden import Hidden, search
from hdclient.content.plain import letters_of
from hdclient.content.prepared import prepare
from hdclient.content.tree import Block, Blocks, Note
from hdclient.model.content import ContentBlock
from hdclient.words import tr
from ui.renderers import RENDERERS
from ui.renderers.coverable import Coverable
from ui.renderers.document import PlayedDocument
from ui.renderers.large import Again
from ui.renderers.measured import measured, measured_whole, words_to_read
from ui.renderers.pictures import PictureShelf
from ui.renderers.player import Player
from ui.renderers.reading_view import COLUMN_CHARACTERS, PADDING, ReadingView
from ui.renderers.shown_text import for_clipboard
from ui.renderers.trees import BETWEEN, Trees

if TYPE_CHECKING:
    from ui.renderers.covering import Covering
    from ui.renderers.difference_marks import DifferenceMarks
    from ui.renderers.raw_view import RawView
    from ui.renderers.seen_text import SeenText

TRY_AGAIN = tr("Try again, with more time")
_EXAMINED = 10_000
"""Suspicious characters that are looked at to count the hidden ones: some 20 ms at the very most."""


class ContentSources(Struct, frozen=True):
    """Where content comes from: trees of its text, pixels of its pictures, and what of it is covered."""

    trees: Trees
    shelf: PictureShelf
    covering: Covering | None = None


class ContentView(Coverable):
    """Rendered content with its raw source one key away."""

    link_asked = Signal(str, str)
    picture_asked = Signal(str, str)
    scrolled = Signal()
    loaded = Signal()
    reveals_changed = Signal()
    """Hidden characters are shown as chips now, or no longer."""

    def __init__(
        self,
        name: str,
        sources: ContentSources,
        *,
        padding: int = PADDING,
        centred: bool = True,
        characters: int = COLUMN_CHARACTERS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, sources.covering, parent)
        self._sources = sources
        self.setAccessibleName(name)
        self.reading = ReadingView(
            name,
            shelf=sources.shelf,
            fit_pictures=True,
            padding=padding,
            centred=centred,
            characters=characters,
            parent=self,
        )
        self._raw: RawView | None = None
        self._waiting = self._counted = False
        self._hidden: tuple[list[Hidden], bool] | None = None
        self._reveals = False
        self._marks: dict[bool, DifferenceMarks] = {}
        self.addWidget(self.reading)
        self.setFocusProxy(self.reading)
        self.reading.link_asked.connect(self.link_asked)
        self.reading.picture_asked.connect(self.picture_asked)
        self.reading.scrolled.connect(self.scrolled)
        self.reading.loaded.connect(self.loaded)
        self.reading.whole_asked.connect(self._more_asked)
        self.reading.source_asked.connect(self.copy_selected_source)
        sources.trees.ready.connect(self._arrived)

    def _home(self) -> QWidget:
        return self.reading

    def _take(self, blocks: tuple[ContentBlock, ...]) -> None:
        self._blocks = blocks
        self.reading.set_wide(all(RENDERERS[block.kind].wide for block in self._blocks))
        self._count()
        if self._raw is not None:
            self._raw.show_source(self.source())

    def show_now(self) -> None:
        """Shows the blocks from the top, as soon as they are prepared; what is long goes on coming meanwhile."""
        trees = self._sources.trees
        self._waiting = not trees.has(self._blocks)
        if self._waiting:
            self._counted = False
            trees.want(self._blocks)
            self.reading.expect()
        else:
            self._count_anew()
            self.reading.show_content(self.play)

    def is_awaited(self) -> bool:
        """Whether nothing of it can be seen yet: it is still being prepared."""
        return self._waiting and not self.is_raw()

    def _arrived(self) -> None:
        if self._waiting and not self._sources.trees.has(self._blocks):
            # Still on its way; or memory had no room for all that is shown at once, and it has gone again.
            self._sources.trees.want(self._blocks)
        elif self._waiting:
            self.show_now()

    def _count(self) -> None:
        """What is told of the content, as far as it is prepared."""
        self._hidden = None
        self._counted = self._sources.trees.has(self._blocks)
        self.reading.setAccessibleDescription(self.measure())

    def _count_anew(self) -> None:
        """What was not prepared when it was taken may have come before it was shown: no news tells of it then."""
        if not self._counted:
            self._count()
            self.measured.emit()

    def load(self) -> Iterator[None]:
        """Shows the blocks whole, in steps, for a view that is not seen yet. They must be prepared."""
        self._count_anew()
        yield from self.reading.load_content(self.play)

    def play(self, player: Player) -> Iterator[None]:  # for itself and for paper
        for number, block in enumerate(self._blocks):
            # It was there; where memory had no room for it, it is long content, played again.
            tree = self._sources.trees.of(block) or prepare(block).blocks
            player.content_block(number)
            if block.title:
                player.caption(block.title)
            if self._sources.trees.may_be_tried_again(block) and isinstance(tree[0], Note):
                player.offer(tree[0].text + " ", TRY_AGAIN, Again(block))
                tree = tree[1:]
            yield from RENDERERS[block.kind].play(player, tree)
            yield

    def _more_asked(self, what: object) -> None:
        if isinstance(what, Again):
            self._sources.trees.try_again(what.block)
            self.show_now()

    def tree(self) -> tuple[Block, ...]:
        """The trees of all blocks, one after the other; those that are not prepared yet are left out."""
        return tuple(node for tree in self.trees() for node in tree)

    def source(self) -> str:
        """The exact source of all blocks; what has no text is named in brackets."""
        return BETWEEN.join(self.sources_of_blocks())

    def blocks(self) -> tuple[ContentBlock, ...]:
        """What is shown; nothing of what is covered."""
        return self._blocks

    def sources_of_blocks(self) -> list[str]:
        """The exact source of each block, as the raw text has it."""
        return [_source(block) for block in self._blocks]

    def selected_source(self) -> str:
        """The source of what is selected in the rendered text; of everything when nothing is selected."""
        from ui.renderers.selected_source import selected_stretch, with_marks  # start-up

        document, cursor = self.reading.played(), self.reading.textCursor()
        if document is None or not cursor.hasSelection():
            return self.source()
        found = document.positions.source_ranges(*selected_stretch(cursor))
        return BETWEEN.join(with_marks(self._blocks[at].text, start, end) for at, start, end in found)

    def copy_selected_source(self) -> None:
        """Puts `selected_source` on the clipboard; in the raw text, what is selected there."""
        if self._raw is not None and self.is_raw() and self._raw.textCursor().hasSelection():
            self._raw.copy()
        else:
            _copy(self.selected_source(), self.is_covered())

    def measure(self) -> str:
        """What can be counted, in words: "112 words", "18 lines", "640 × 480 pixels". Empty while it is not known."""
        return self._told(measured)

    def measure_all(self) -> str:
        """The same with all that can be counted: "112 words, 18 lines of code, 2 pictures"."""
        return self._told(measured_whole)

    def _told(self, how: Callable[[Sequence[ContentBlock], Trees, PictureShelf], str]) -> str:
        covered = bool(self._given) and not self._blocks
        return "" if covered else how(self._blocks, self._sources.trees, self._sources.shelf)

    def trees(self) -> list[Blocks]:
        """The tree of each block; empty for one that is not prepared yet."""
        return [self._sources.trees.of(block) or () for block in self._blocks]

    def words(self) -> int:
        """Words to be read, as far as they are known; a line of code counts as some."""
        return words_to_read(self._blocks, self._sources.trees)

    def is_raw(self) -> bool:
        """Whether the source is shown."""
        return self._raw is not None and self.currentWidget() is self._raw

    def set_raw(self, raw: bool) -> None:
        """Shows the source, or the rendered content."""
        self._wants_raw = raw
        if raw == self.is_raw() or self.is_covered():
            return
        from ui.renderers.raw_view import RawView  # start-up, as is the next
        from ui.renderers.same_place import go_to_rendered, go_to_source

        focused = self.reader().hasFocus()
        if raw and self._raw is None:
            self._raw = RawView(tr("{name}, raw text", name=self._name))
            self._raw.set_reveals(self._reveals)
            self._raw.show_source(self.source())
            self._raw.verticalScrollBar().valueChanged.connect(self.scrolled)
            self.addWidget(self._raw)
        target = self._raw if raw and self._raw is not None else self.reading
        self.setCurrentWidget(target)
        if self._raw is not None and raw:
            go_to_source(self.reading, self._raw, self.sources_of_blocks())
        elif self._raw is not None:
            go_to_rendered(self._raw, self.reading, self.sources_of_blocks())
        self.setFocusProxy(target)
        if focused:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def hidden(self) -> tuple[list[Hidden], bool]:
        """The hidden characters of the source and of what it stands for, and whether that is all of them (hostile
        content may have millions)."""
        if self._hidden is None:
            found, whole = search(self.source(), _EXAMINED)
            more = (one for block in self._blocks for one in self._sources.trees.hidden(block))
            self._hidden = [*found, *more], whole
        return self._hidden

    def letters(self) -> str:
        """The source, and every character that it only writes otherwise: what must be drawn, rendered or raw."""
        return letters_of(self.source(), self.tree())

    def reveals(self) -> bool:
        """Whether hidden characters are shown as chips."""
        return self._reveals

    def set_reveals(self, reveals: bool) -> None:
        """Shows hidden characters as chips, rendered and raw, or leaves them as they are."""
        self._reveals = reveals
        self.reading.set_reveals(reveals)
        if self._raw is not None:
            self._raw.set_reveals(reveals)
        self.reveals_changed.emit()

    def fonts_changed(self) -> None:
        """There are more fonts than when this was laid out: lays it out anew, at the same place."""
        self.reading.theme_changed()
        if self._raw is not None:
            self._raw.theme_changed()

    def reader(self) -> ReadingView | RawView:
        """The view that is in sight."""
        return self._raw if self.is_raw() and self._raw is not None else self.reading

    def wanted_height(self) -> int:
        """The height at which all of it, or all of its cover, is seen."""
        if self._card is None:
            return self.reader().content_height()
        height = self._card.heightForWidth(self.width())
        return height if height >= 0 else self._card.sizeHint().height()

    def marks(self, raw: bool) -> DifferenceMarks:
        """What is marked in the rendered text, or in the raw one, which must have been shown before."""
        from ui.renderers.difference_marks import marks_of  # start-up

        return marks_of(self._marks, raw, self._raw if raw and self._raw is not None else self.reading)

    def has_more(self) -> bool:
        """Whether there is a picture or a large table to open, and no link has the keyboard."""
        played = None if self.is_raw() else self.reading.played()
        more = played is not None and bool(played.pictures or played.large)
        return more and not self.reading.textCursor().hasSelection()

    def may_get_more(self) -> bool:
        """Whether nobody knows yet if there will be one: the content is still coming."""
        coming = not (self.is_raw() or self.is_covered() or self.reading.is_loaded())
        return coming and not self.reading.textCursor().hasSelection()

    def open_more(self) -> None:
        """Asks for the first picture, or else for the first large table."""
        played = self.reading.played()
        if played is not None and played.pictures:
            self.reading.picture_asked.emit(played.pictures[0].sha256, played.pictures[0].alt)
        elif played is not None and played.large:
            self.reading.whole_asked.emit(played.large[0])

    def seen(self) -> SeenText:
        """The text in sight, rendered or raw, with the way back to its places."""
        from ui.renderers.seen_text import goes_on, seen_text  # start-up

        reader = self.reader()
        return seen_text(reader.document(), goes_on if isinstance(reader, ReadingView) else reader.goes_on)

    def read(self) -> Generator[None, None, SeenText]:
        """The same in small steps, for long content."""
        from ui.renderers.seen_text import goes_on, read_in_steps  # start-up

        reader = self.reader()
        return read_in_steps(
            reader.document(), goes_on if isinstance(reader, ReadingView) else reader.goes_on
        )

    def copy_source(self) -> None:
        """Puts the exact source on the clipboard."""
        _copy(self.source(), self.is_covered())

    def fraction(self) -> float:
        """How far down it is scrolled, 0 to 1."""
        bar = self.reader().verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def set_fraction(self, fraction: float) -> None:
        """Scrolls to a fraction of the whole."""
        bar = self.reader().verticalScrollBar()
        if self.reader() is self.reading:
            # Just shown at another width, it tells its bar only in the next turn of the event loop how long it is now.
            bar.setMaximum(max(0, self.reading.content_height() - self.reading.viewport().height()))
        bar.setValue(round(fraction * bar.maximum()))

    def document(self) -> PlayedDocument | None:
        """The rendered document."""
        return self.reading.played()


def _source(block: ContentBlock) -> str:
    if block.text or block.asset is None:
        return block.text
    return f"[{block.kind}: {block.alt or block.asset.name or block.asset.media_type}]"


def _copy(text: str, covered: bool) -> None:
    if not covered:  # else what was copied before stays
        QGuiApplication.clipboard().setText(for_clipboard(text))
