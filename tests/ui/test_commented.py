"""Comments beside a task: where cards stand, what is pinned, how they are walked by keys, and what is heard of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor, Words
from hdclient.model.content import ContentBlock
from hdclient.model.review import Severity
from hdclient.model.task import Assignment, AssignmentState, Lease
from tests.helpers.qt import SMALL, WIDE, same_names, settle, show, unnamed, without_role
from tests.helpers.workbench import COMPARE, make_task
from ui import theme
from ui.components import roles
from ui.components.buttons import Button
from ui.pages.anchor_words import anchor_words
from ui.pages.comment_editor import CommentEditor
from ui.pages.commented import Commented
from ui.pages.margin_card import Note, Said, spoken_name
from ui.pages.margin_stack import lifted, stack
from ui.pages.task_view import TaskView
from ui.renderers.content_view import ContentSources
from ui.renderers.difference_marks import COMMENTS
from ui.renderers.pictures import PictureShelf
from ui.renderers.trees import Trees

TEXT = "# Head\n\nThe **bold sky** is blue today.\n\n" + "\n\n".join(
    f"Paragraph {n} of many." for n in range(120)
)
EMPTY = ("None yet", "Select words and press C.")


def assignment_of(first: str = TEXT, second: str = "Short and other.") -> Assignment:
    task = make_task("t1", COMPARE, [first, second])
    return Assignment(
        state=AssignmentState.LEASED,
        task=task,
        lease=Lease(
            lease_id="l", task_id="t1", task_rev=1, campaign_id="bench", ttl_s=60, guideline_version=1
        ),
    )


Make = Callable[..., Commented]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    shelf = PictureShelf(lambda _: None)

    def made(assignment: Assignment | None = None, below: QWidget | None = None) -> Commented:
        view = TaskView(assignment or assignment_of(), ContentSources(Trees(None), shelf))
        for _ in view.build():
            pass
        view.show_answers({"why": {"text": "Because 🌍 A is right about the sky."}})
        view.set_read_only("")

        def actions(note: Note, parent: QWidget) -> list[Button]:
            return [Button("Reply", small=True, parent=parent)] if note.text else []

        commented = Commented(view, EMPTY, actions, below)
        qtbot.addWidget(commented)
        view.show_now()
        show(commented, WIDE)
        settle(10)
        return commented

    yield made
    shelf.close()


def anchor_on(commented: Commented, part: str, words: str) -> Anchor:
    text = commented.places.texts[part]
    at = text.content.sources_of_blocks()[0].index(words)
    found = text.words(0, at, at + len(words))
    assert found is not None
    return found


def note_on(commented: Commented, words: str, note_id: str = "", part: str = "candidate:t1-0") -> Note:
    return Note(note_id or words, f"About {words}", about=words, anchor=anchor_on(commented, part, words))


LOST = Anchor(part="candidate:t1-0", at=Words(start=0, end=4, sha256="0" * 64, quote="never stood here"))


@given(
    st.lists(st.tuples(st.integers(-500, 3_000), st.integers(10, 300)), min_size=1, max_size=40),
    st.data(),
)
def test_cards_never_lie_on_each_other_and_the_chosen_one_stands_exactly(
    cards: list[tuple[int, int]], data: st.DataObject
) -> None:
    wanted = sorted(top for top, _ in cards)
    heights = [height for _, height in cards]
    exact = data.draw(st.integers(-1, len(cards) - 1))
    tops = stack(wanted, heights, 8, exact)
    for number in range(1, len(tops)):
        assert tops[number] >= tops[number - 1] + heights[number - 1] + 8
    if exact >= 0:
        assert tops[exact] == wanted[exact]
    else:
        assert tops[0] == wanted[0]
        free = [n for n in range(1, len(tops)) if tops[n] != tops[n - 1] + heights[n - 1] + 8]
        assert all(tops[n] == wanted[n] for n in free)


def test_a_card_stands_beside_its_words_and_moves_with_them(make: Make) -> None:
    commented = make()
    commented.show_notes([note_on(commented, "Paragraph 5 of")])
    settle()
    card = commented.margin.card("Paragraph 5 of")
    assert card is not None
    wanted = commented.places.tops([note_on(commented, "Paragraph 5 of").anchor], commented.margin)
    assert card.y() == wanted[0] > 0
    bar = commented.view.stage.panes[0].content.reader().verticalScrollBar()
    bar.setValue(bar.value() + 60)
    settle()
    assert card.y() == wanted[0] - 60
    assert [line.words for line in commented.gutter.lines()] != []
    bar.setValue(bar.maximum())
    settle()
    assert commented.margin.card("Paragraph 5 of") is None
    assert commented.gutter.lines() == ()


def test_words_are_marked_and_the_one_at_hand_stands_out(make: Make) -> None:
    commented = make()
    commented.show_notes([note_on(commented, "bold sky"), note_on(commented, "Paragraph 90 of")])
    marks = commented.view.stage.panes[0].content.marks(raw=False)
    assert len(marks.marks(COMMENTS)) == 2
    commented.choose("Paragraph 90 of")
    settle()
    assert [mark.look.here for mark in marks.marks(COMMENTS)] == [False, True]  # type: ignore[union-attr]
    assert commented.view.stage.panes[0].content.reader().verticalScrollBar().value() > 0
    assert commented.margin.card("Paragraph 90 of") is not None


def test_a_lost_place_stands_at_the_top_with_its_quote_and_is_never_marked(make: Make) -> None:
    commented = make()
    lost = Note("lost", "This was wrong.", about="Response A, “never stood here”", anchor=LOST)
    commented.show_notes([note_on(commented, "bold sky"), lost, Note("all", "Good work.")])
    settle()
    assert [note.id for note in commented.notes()][:2] == ["lost", "all"]
    assert commented.notes()[0].sureness is Sureness.LOST
    card = commented.margin.card("lost")
    assert card is not None and card.y() == 0
    assert "The words are gone" in card.accessibleName() and "never stood here" in card.accessibleName()
    assert len(commented.view.stage.panes[0].content.marks(raw=False).marks(COMMENTS)) == 1


def test_a_doubtful_place_says_so(make: Make) -> None:
    before = make()
    kept = note_on(before, "bold sky")
    commented = make(assignment_of("# Head\n\nA bold, sky-high claim is made today."))
    commented.show_notes([kept])
    settle()
    note = commented.notes()[0]
    assert note.sureness in (Sureness.DOUBTFUL, Sureness.LOST)
    card = commented.margin.card(kept.id)
    assert card is not None
    said = "Perhaps here" if note.sureness is Sureness.DOUBTFUL else "The words are gone"
    assert said in card.accessibleName()


def test_keys_walk_the_cards_in_reading_order(make: Make) -> None:
    commented = make()
    notes = [
        note_on(commented, "Short", part="candidate:t1-1"),
        note_on(commented, "Paragraph 100 of"),
        note_on(commented, "bold sky"),
        Note("why", "Thin.", anchor=Anchor(part="question:why")),
    ]
    commented.show_notes(notes)
    walked = []
    for _ in range(5):
        commented.margin.step(1)
        settle()
        current = commented.margin.current()
        assert current is not None
        walked.append(current.id)
        card = commented.margin.card(current.id)
        assert card is not None and commented.window().focusWidget() is card
    assert walked == ["bold sky", "Paragraph 100 of", "Short", "why", "why"]
    commented.margin.step(-1)
    assert commented.margin.current() is not None
    assert commented.margin.current().id == "Short"  # type: ignore[union-attr]


def test_words_of_the_reason_are_spoken_about_and_found_again(make: Make) -> None:
    commented = make()
    field = commented.view.reason
    assert field is not None
    field.field.setTextCursor(field.field.document().find("right about"))
    field.field.setFocus()
    anchor = commented.places.selection()
    assert anchor is not None and anchor.part == "question:why" and isinstance(anchor.at, Words)
    assert anchor.at.quote == "right about"
    commented.show_notes([Note("one", "Say why.", anchor=anchor)])
    painted = field.field.extraSelections()
    assert [one.cursor.selectedText() for one in painted] == ["right about"]


def test_what_stands_at_the_caret_is_chosen(make: Make) -> None:
    commented = make()
    commented.show_notes([note_on(commented, "bold sky"), note_on(commented, "Paragraph 5 of")])
    content = commented.view.stage.panes[0].content
    content.setFocus()
    cursor = content.reader().document().find("Paragraph 5")
    cursor.setPosition(cursor.selectionStart() + 3)
    content.reader().setTextCursor(cursor)
    assert commented.choose_at_caret()
    assert commented.margin.current().id == "Paragraph 5 of"  # type: ignore[union-attr]
    cursor.setPosition(0)
    content.reader().setTextCursor(cursor)
    content.setFocus()
    assert not commented.choose_at_caret()


def test_only_cards_in_sight_are_widgets_and_they_are_told_apart(make: Make) -> None:
    roles.install()
    commented = make()
    words = [f"Paragraph {n} of" for n in range(100)]
    notes = [note_on(commented, one) for one in words] + [
        Note(
            f"{one}-2",
            f"Second on {one}",
            Severity.BLOCKING,
            anchor=anchor_on(commented, "candidate:t1-0", one),
        )
        for one in words
    ]
    commented.show_notes(notes)
    settle()
    cards = [card for card in commented.margin.children() if type(card).__name__ == "MarginCard"]
    assert 3 <= len(cards) < 20
    commented.margin.step(1)
    settle()
    assert unnamed(commented.margin) == [] and without_role(commented.margin) == []
    assert same_names(commented.margin) == []
    card = commented.margin.card("Paragraph 0 of")
    assert card is not None and card.accessibleName().startswith("Comment 1 of 200, on Paragraph 0 of")


def test_a_card_is_heard_whole() -> None:
    note = Note(
        "one",
        "Not so.",
        Severity.BLOCKING,
        about="“the sky”",
        tags=("Wrong judgement", "Rule 2.3"),
        replies=(Said("Trainer", "I see."),),
    )
    assert spoken_name(note, 3, 12) == (
        "Comment 3 of 12, on “the sky”, Has to be changed, Wrong judgement, Rule 2.3, Not so., Trainer: I see."
    )


def test_a_small_window_keeps_text_and_margin(make: Make) -> None:
    commented = make()
    commented.show_notes([note_on(commented, "bold sky")])
    commented.resize(SMALL)
    settle()
    assert commented.margin.width() >= 240
    assert commented.view.width() > commented.margin.width()


def test_content_that_comes_later_is_not_called_lost(make: Make) -> None:
    commented = make()
    kept = note_on(commented, "bold sky")
    content = commented.view.stage.panes[0].content
    content.set_blocks([ContentBlock(kind="markdown", text="x" * 10 + TEXT)])
    content.reading.expect()
    commented.show_notes([kept])
    assert commented.notes()[0].sureness is Sureness.EXACT
    content.measured.emit()  # as when it has been prepared
    content.show_now()
    settle(20)
    assert commented.notes()[0].sureness is Sureness.MOVED


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1280x800", "1024x640"])
def test_nothing_of_the_task_is_cut_beside_its_comments(
    make: Make, qapp: QApplication, size: QSize, scale: float
) -> None:
    theme.apply(qapp, theme.Look("light", scale=scale))
    commented = make()
    commented.show_notes([note_on(commented, "bold sky")])
    commented.resize(size)
    settle()
    view = commented.view
    floor = view.footer.parentWidget()
    assert floor is not None and floor.width() <= view.width(), (
        "wider than what is in sight: cut at both ends"
    )
    assert commented.is_narrow() is (size == SMALL and scale == 2.0)
    for part in (view, commented.margin):
        assert commented.rect().contains(QRect(part.mapTo(commented, QPoint()), part.size()))


def test_cards_that_have_no_room_above_the_floor_begin_where_they_may() -> None:
    assert lifted([700, 710, 720], [100, 100, 100], 8, 0, 2, 250, 40) == [40, 148, 256]
    assert lifted([700, 710], [100, 100], 8, 0, 1, 250, 40) == [42, 150], "with room, they end at the floor"
    assert lifted([10, 20], [100, 100], 8, 0, 1, 150, 0) == [10, 20], "what is in sight stays"


def test_words_of_the_system_prompt_are_commented_on_and_opened_again(make: Make) -> None:
    asked = assignment_of()
    system = (ContentBlock(kind="markdown", text="You are a patient teacher of physics."),)
    commented = make(asked.changed(task=asked.task.changed(system_prompt=system)))
    prompt = commented.view.prompt
    prompt.show_system(True)
    settle(5)
    content = prompt.named_views()["system_prompt"]
    cursor = content.reader().document().find("patient teacher")
    content.setFocus()
    content.reader().setTextCursor(cursor)
    anchor = commented.places.selection()
    assert anchor is not None and anchor.part == "system_prompt"
    assert anchor_words(anchor, {}) == "the system prompt, “patient teacher”"
    prompt.show_system(False)
    commented.show_notes([Note("s", "Not so.", anchor=anchor), note_on(commented, "bold sky")])
    assert [note.id for note in commented.notes()] == ["s", "bold sky"], (
        "as it is read: the system prompt first"
    )
    commented.choose("s")
    settle(5)
    assert content.isVisible(), "whoever chooses the comment sees what it speaks of"
    assert commented.margin.current() is not None
    assert commented.margin.current().sureness is Sureness.EXACT  # type: ignore[union-attr]


def test_below_a_task_an_editor_has_the_width_that_it_needs(qapp: QApplication, make: Make) -> None:
    theme.apply(qapp, theme.Look("light", scale=2.0))
    editor = CommentEditor()
    commented = make(below=editor)
    commented.show_notes([note_on(commented, "bold sky")])
    commented.resize(QSize(912, 552))  # what the frame leaves of 1024 × 640
    settle(4)
    assert commented.is_narrow()
    assert commented.margin.width() >= theme.px(120)
    whole = QRect(editor.mapTo(commented, QPoint()), editor.size())
    assert whole.left() >= 0 and whole.right() <= commented.width()
    area = commented._below
    assert area is not None and editor.width() <= area.viewport().width(), "nothing beyond the edge"
    assert area.width() >= commented.width() // 3, "comments do not take nearly all of it"
