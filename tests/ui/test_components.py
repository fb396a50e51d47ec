"""Small widgets: they say what they are, keep their size, and work without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.qt import press, settle, show, tab_stops
from ui import theme
from ui.components.badges import Chip, KeyCap, SlotBadge, key_text, paint_key_cap
from ui.components.buttons import Button, ChipButton, IconButton, RowButton
from ui.components.card import Card
from ui.components.empty import EmptyState
from ui.components.flow import FlowLayout
from ui.components.icons import ICONS, paint_icon
from ui.components.labels import ElidedLabel, Label
from ui.components.notice_bar import NoticeBar
from ui.components.progress import ProgressLine
from ui.components.scale import Scale, ScalePoint
from ui.components.scrolling import scroll_area
from ui.components.segmented import Segment, SegmentedControl
from ui.components.switch import Switch
from ui.components.tinted_icon import icon, program_mark


def column(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    for widget in widgets:
        layout.addWidget(widget)
    return holder


# Keys in words


@pytest.mark.parametrize(
    ("key", "words", "mac"),
    [
        ("Ctrl+Return", "Ctrl+Enter", "⌘⏎"),
        ("Shift+=", "Shift+=", "⇧="),
        ("+", "+", "+"),
        ("Ctrl++", "Ctrl++", "⌘+"),
        ("Alt+Up", "Alt+↑", "⌥↑"),
        ("Esc", "Esc", "esc"),
        ("?", "?", "?"),
    ],
)
def test_keys_are_written_as_people_read_them(key: str, words: str, mac: str) -> None:
    assert key_text(key, "linux") == words
    assert key_text(key, "darwin") == mac


# Buttons


def test_checked_button_keeps_its_width(qtbot) -> None:
    button = Button("A slightly better", key="3", checkable=True)
    qtbot.addWidget(button)
    before = button.sizeHint()
    button.setChecked(True)
    assert button.sizeHint() == before


def test_ampersand_is_a_character_and_no_shortcut(qtbot) -> None:
    button = Button("Q&A")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Q&A"
    assert button.shortcut().isEmpty()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_focused_button_is_pressed_by_enter_and_space(qtbot, key: Qt.Key) -> None:
    button = Button("Submit")
    qtbot.addWidget(button)
    show(button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_mouse_does_not_take_the_focus_from_what_is_read(qtbot) -> None:
    field, button = QLineEdit(), Button("Skip")
    holder = column(field, button)
    qtbot.addWidget(holder)
    show(holder)
    field.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.hasFocus()


def test_ring_shows_for_the_keyboard(qtbot) -> None:
    one, two = Button("One"), Button("Two")
    holder = column(one, two)
    qtbot.addWidget(holder)
    show(holder)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert one.ring()
    one.setFocus(Qt.FocusReason.MouseFocusReason)
    two.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not one.ring()
    assert not two.ring()


@pytest.mark.parametrize("variant", ["primary", "secondary", "ghost", "danger"])
def test_disabled_button_looks_disabled(qtbot, variant: str) -> None:
    button = Button("Flag", key="F", icon="flag", variant=variant)
    qtbot.addWidget(button)
    show(button)
    enabled = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != enabled


def test_buttons_that_paint_themselves_are_buttons_to_assistive_technology(qtbot) -> None:
    for button in (
        Button("Go"),
        IconButton("close", "Close"),
        ChipButton("All sent"),
        RowButton("Science. 26 left"),
    ):
        qtbot.addWidget(button)
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.role() == QAccessible.Role.Button
        assert interface.text(QAccessible.Text.Name) == button.accessibleName()
        assert button.accessibleName()


def test_row_button_is_pressed_through_its_labels(qtbot) -> None:
    row = RowButton("Science")
    layout = QVBoxLayout()
    label = Label("Science")
    layout.addWidget(label)
    row.set_row_layout(layout)
    qtbot.addWidget(row)
    show(row, QSize(300, 60))
    with qtbot.waitSignal(row.clicked):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=label.geometry().center())


# Segments


def scale(**options: bool) -> SegmentedControl:
    return SegmentedControl(
        "Which is better?", [Segment(n, f"Value {n}", str(n)) for n in range(1, 5)], **options
    )


def test_nothing_is_chosen_until_a_person_chooses(qtbot) -> None:
    control = scale()
    qtbot.addWidget(control)
    assert control.value() is None
    assert not any(button.isChecked() for button in control.buttons())


def test_click_chooses_and_tells_once(qtbot) -> None:
    control = scale()
    qtbot.addWidget(control)
    told: list[object] = []
    control.value_changed.connect(told.append)
    control.buttons()[2].click()
    control.buttons()[2].click()
    assert control.value() == 3
    assert told[0] == 3
    assert [button.isChecked() for button in control.buttons()] == [False, False, True, False]


def test_set_value_tells_nobody_and_choose_ignores_strangers(qtbot) -> None:
    control = scale()
    qtbot.addWidget(control)
    told: list[object] = []
    control.value_changed.connect(told.append)
    control.set_value(2)
    control.choose(99)
    assert (control.value(), told) == (2, [])


def test_clearable_clears_by_the_same_press(qtbot) -> None:
    control = scale(clearable=True)
    qtbot.addWidget(control)
    control.choose(1)
    control.choose(1)
    assert control.value() is None


def test_read_only_keeps_the_value(qtbot) -> None:
    control = scale()
    qtbot.addWidget(control)
    control.set_value(2)
    control.set_read_only(True)
    control.choose(4)
    assert control.value() == 2
    assert [button.isEnabled() for button in control.buttons()] == [False, True, False, False]


def test_segments_are_one_tab_stop_and_arrows_move_within(qtbot) -> None:
    before, control, after = QLineEdit(), scale(), QLineEdit()
    before.setAccessibleName("before")
    after.setAccessibleName("after")
    holder = column(before, control, after)
    qtbot.addWidget(holder)
    show(holder)
    before.setFocus()
    assert tab_stops(holder) == ["before", "Value 1", "after"]
    control.focus_first()
    press(holder, "Right")
    assert control.value() == 1, "the first arrow chooses where the focus is"
    press(holder, "Right", "Right", "Left")
    assert control.value() == 2
    assert QApplication.focusWidget() is control.buttons()[1]


def test_arrows_follow_the_reading_direction(qtbot) -> None:
    control = scale()
    qtbot.addWidget(control)
    control.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(control)
    control.set_value(2)
    control.focus_first()
    press(control, "Left")
    assert control.value() == 3


# Layout and text


def test_flow_breaks_rows_and_mirrors(qtbot) -> None:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=8)
    chips = [Chip("one two three") for _ in range(4)]
    for chip in chips:
        flow.addWidget(chip)
    width = chips[0].sizeHint().width()
    qtbot.addWidget(holder)
    show(holder, QSize(width * 2 + 8, 300))
    assert chips[1].y() == chips[0].y()
    assert chips[2].y() > chips[0].y()
    assert flow.heightForWidth(width * 4 + 24) < flow.heightForWidth(width)
    left = chips[0].x()
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    settle()
    assert (left, chips[1].x()) == (0, 0)


def test_elided_label_says_the_whole_when_it_is_short_of_room(qtbot) -> None:
    label = ElidedLabel("A very long campaign title that does not fit")
    qtbot.addWidget(label)
    show(label, QSize(400, 20))
    assert label.toolTip() == ""
    label.resize(100, 20)
    assert label.toolTip() == label.text()
    label.setText("Short")
    assert label.toolTip() == ""


def test_labels_show_markup_as_it_stands(qtbot) -> None:
    label = Label("<b>not bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_scroll_area_has_no_bar_over_nothing(qtbot) -> None:
    # At its least width the text would be far taller than the window; at this width it fits.
    inner = column(Label("word " * 60, wrap=True))
    area = scroll_area(inner, "Text")
    qtbot.addWidget(area)
    show(area, QSize(900, 200))
    assert area.verticalScrollBar().maximum() == 0
    area.resize(220, 200)
    settle()
    assert area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize(("width", "columns"), [(1200, 7), (420, 4), (260, 2), (150, 1)])
def test_a_scale_stands_in_several_rows_before_a_word_is_shortened(qtbot, width: int, columns: int) -> None:
    words = ("A much better", "A better", "A slightly better", "About equal", "B slightly better", "B better")
    made = Scale("Which?", [Segment(n, one, str(n)) for n, one in enumerate((*words, "B much better"), 1)])
    qtbot.addWidget(made)
    made.resize(width, 40)
    show(made)
    assert made.columns() == columns
    points = made.buttons()
    assert all(isinstance(one, ScalePoint) and one.has_room(one.width(), one.role()) for one in points)
    assert len({one.width() for one in points}) == 1 and all(
        made.rect().contains(one.geometry()) for one in points
    )
    made.resize(1200, made.height())
    settle()
    assert made.columns() == 7 and made.height() == points[0].height(), "with room again, it is one row"


def test_components_follow_a_change_of_theme_and_scale(qapp: QApplication, qtbot) -> None:
    parts = [
        Card(),
        SlotBadge("A"),
        KeyCap("Ctrl+K"),
        Chip("New", "accent", "clock"),
        Switch("Sounds"),
        ProgressLine(3, 10),
        NoticeBar("Saved.", "ok", action="Undo", key="U", closable=True),
        EmptyState("queue", "Nothing", "Nothing to do.", [Button("Look", key="F5")]),
        Label("Text", "section"),
    ]
    holder = column(*parts)
    qtbot.addWidget(holder)
    show(holder, QSize(500, 700))
    before, small = holder.grab().toImage(), parts[8].sizeHint()
    theme.apply(qapp, theme.Look("dark", scale=1.5))
    settle()
    assert holder.grab().toImage() != before
    assert parts[8].sizeHint().height() > small.height()


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_paints_within_its_grid(qapp: QApplication, name: str) -> None:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, name, QRect(0, 0, 48, 48), QColor("black"))
    painter.end()
    inked = [(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 40]
    assert len(inked) > 20
    assert all(1 <= x <= 46 and 1 <= y <= 46 for x, y in inked)


def test_qicons_follow_the_theme_and_the_mark_has_every_size(qapp: QApplication) -> None:
    made = icon("close", "text")
    light = made.pixmap(24, 24).toImage()
    theme.apply(qapp, theme.Look("dark"))
    assert made.pixmap(24, 24).toImage() != light
    assert program_mark(16).size() == QSize(16, 16)


def test_icons_that_show_the_way_of_reading_are_mirrored(qapp: QApplication) -> None:
    def painted(name: str) -> QImage:
        image = QImage(48, 48, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        paint_icon(painter, name, QRectF(0, 0, 48, 48), QColor("black"))
        painter.end()
        return image

    plain = {name: painted(name) for name in ("right", "check")}
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        turned = {name: painted(name) for name in ("right", "check")}
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert turned["right"] != plain["right"], "an arrow points onwards"
    assert turned["check"] == plain["check"], "a tick is a tick"


def test_a_button_is_laid_out_from_where_reading_begins(qapp: QApplication, qtbot: QtBot) -> None:
    """Icon, words, key: the same picture, mirrored but for the words; a key cap turns no painter around."""
    button = Button("", icon="check")
    qtbot.addWidget(button)
    button.resize(200, 32)
    button.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    button._key = "1"

    def inked() -> float:
        image = button.grab().toImage()
        ground = image.pixelColor(100, 6)
        columns = [x for x in range(20, 180) if any(image.pixelColor(x, y) != ground for y in range(8, 24))]
        return sum(columns[:10]) / 10 if columns else 0

    before = inked()
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert before and inked() != before
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    paint_key_cap(painter, QRectF(0, 0, 30, 18), "Ctrl+/")
    assert painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    painter.end()
