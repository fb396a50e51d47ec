"""What the gallery shows: every component of ui/components in every state it can be in.

A component that is missing here fails tests/ui/test_gallery.py. Words are long where long words are the state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.commands import ACTIONS
from ui.components.action_rows import ActionRow, ActionRows
from ui.components.badges import CHIP_TONES, Chip, KeyCap, SlotBadge
from ui.components.buttons import Button, ChipButton, IconButton, Pressable, RowButton
from ui.components.card import Bar, Card, Divider
from ui.components.empty import EmptyState, IconMark
from ui.components.hue_rows import HueButton, HueList, HueRow
from ui.components.icons import ICONS
from ui.components.key_field import KeyField
from ui.components.labels import ElidedLabel, Label, TitleLabel
from ui.components.notice_bar import NoticeBar
from ui.components.option_list import OptionList
from ui.components.place_slider import PlaceSlider
from ui.components.progress import ProgressLine
from ui.components.row_table import RowsModel, RowTable
from ui.components.scale import Scale
from ui.components.segmented import Segment, SegmentedControl
from ui.components.switch import Switch
from ui.components.title_row import TitleRow
from ui.components.wrapping_button import WrappingButton
from ui.gallery import chart_specimens
from ui.gallery.asked import questions
from ui.gallery.parts import Rows, Swatch, in_flow, rings, turned

Specimen: TypeAlias = tuple[str, QWidget]
"""The state in a word or two, and the widget in it."""

LONG = "Donaudampfschifffahrtsgesellschaftskapitän and everything else that does not fit"
ARABIC = "\u0623\u0631\u0633\u0644 \u0648\u0627\u0641\u062a\u062d \u0627\u0644\u062a\u0627\u0644\u064a"
STATES = ("normal", "hover", "pressed", "focus", "disabled")


def put(widget: Pressable, state: str) -> Pressable:
    """The widget as it looks in one of STATES. Focus is shown by its ring: only one widget can have the keyboard."""
    widget.setEnabled(state != "disabled")
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
    widget.setDown(state == "pressed")
    return rings(widget) if state == "focus" else widget


def sections() -> Sequence[tuple[str, Callable[[], Sequence[Specimen]]]]:
    """Title of each section, and what makes its specimens."""
    made: list[tuple[str, Callable[[], Sequence[Specimen]]]] = [
        ("Type", _type),
        ("Colours", _colours),
        ("Icons", lambda: [("", in_flow([IconMark(name, 24, "text2") for name in ICONS]))]),
        ("Marks", _marks),
    ]
    for variant in ("primary", "secondary", "ghost", "danger"):
        made.append((f"Button, {variant}", partial(_buttons, variant)))
    return (
        *made,
        ("Other buttons", _other_buttons),
        ("Rows", _rows),
        ("Choices", _choices),
        ("Scales", _scales),
        ("Options", _options),
        ("Sliders", _sliders),
        ("Questions", questions),
        ("Fields", _fields),
        ("Notices", _notices),
        ("Surfaces", _surfaces),
        ("Lists", _lists),
        ("Charts", chart_specimens.charts),
        ("Numbers", chart_specimens.numbers),
    )


def _type() -> list[Specimen]:
    made: list[Specimen] = [(role, Label("Reading is the work.", role)) for role in theme.TYPE]
    made += [("strong", Label("Reading is the work.", strong=True)), ("mono", Label("x = [0, 1]", mono=True))]
    made += [(tone, Label("Reading is the work.", tone=tone)) for tone in theme.TONES if tone != "on_accent"]
    short = ElidedLabel(LONG)
    short.setMaximumWidth(theme.px(160))
    title = TitleLabel("Reading is the work.", "reading", strong=True, wrap=True)
    return [*made, ("shortened", short), ("title", title)]


def _colours() -> list[Specimen]:
    tokens = [
        name for name in theme.current().__struct_fields__ if name not in ("name", "dark", "slots", "code")
    ]
    slots = [f"slot{number}" for number in range(len(theme.current().slots))]
    return [(token, Swatch(token)) for token in (*tokens, *slots)]


def _marks() -> list[Specimen]:
    made: list[Specimen] = [("letters", in_flow([SlotBadge(letter) for letter in "ABCDEFGHI"]))]
    made += [("keys", in_flow([KeyCap(key) for key in ("1", "Ctrl+Return", "Shift+F6")]))]
    made += [(f"chip, {tone}", Chip("Saved here", tone, "check")) for tone in CHIP_TONES]
    made += [
        ("chip, long", Chip(LONG, "plain")),
        ("chip, right to left", turned(Chip(ARABIC, "ok", "check"))),
    ]
    made += [
        ("nothing done", ProgressLine(0, 40)),
        ("14 of 40", ProgressLine(14, 40)),
        ("all", ProgressLine(40, 40)),
    ]
    return made


def _buttons(variant: str) -> list[Specimen]:
    words = {"danger": "Remove", "ghost": "Back"}.get(variant, "Submit")
    make = partial(Button, variant=variant)
    made: list[Specimen] = [(state, put(make(words, key="Ctrl+Return"), state)) for state in STATES]
    chosen = make(words, checkable=True)
    chosen.setChecked(True)
    narrow = make(LONG)
    narrow.setFixedWidth(theme.px(180))
    made += [("chosen", chosen), ("icon", make(words, icon="sync")), ("small", make(words, small=True))]
    return [
        *made,
        ("long words", narrow),
        ("right to left", turned(make(ARABIC, key="Ctrl+Return", icon="check"))),
    ]


def _other_buttons() -> list[Specimen]:
    made: list[Specimen] = [(f"icon, {state}", put(IconButton("copy", "Copy"), state)) for state in STATES]
    on = IconButton("code", "Raw text", checkable=True)
    on.setChecked(True)
    made.append(("icon, chosen", on))
    for tone in CHIP_TONES:
        made.append((f"chip, {tone}", ChipButton("All sent", tone, "done")))
    made += [
        (f"chip, {state}", put(ChipButton("All sent", "ok", "done"), state)) for state in ("hover", "focus")
    ]
    waiting = KeyField("Add a key")
    waiting.set_label("Press the new key, or Esc")
    made += [("key field", KeyField("Add a key")), ("key field, waiting", waiting)]
    for on_off in (False, True):
        switch = Switch("Sounds")
        switch.setChecked(on_off)
        made.append(("switch", switch))
    wrapping = WrappingButton(LONG)
    wrapping.setFixedSize(theme.px(180), wrapping.heightForWidth(theme.px(180)))
    made.append(("words on lines", wrapping))
    return made


def _row(words: str, *, edged: bool) -> RowButton:
    row = RowButton(words, edged=edged)
    line = QHBoxLayout()
    line.addWidget(IconMark("compare", 20, "text2"))
    line.addWidget(Label(words, wrap=True), 1)
    line.addWidget(IconMark("right", 18, "text3"))
    row.set_row_layout(line, (12, 10))
    row.setFixedWidth(theme.px(300))
    return row


def _rows() -> list[Specimen]:
    made: list[Specimen] = [
        (state, put(_row("Science explanations", edged=False), state)) for state in STATES
    ]
    made += [
        (f"edged, {state}", put(_row("Sign in to a platform", edged=True), state)) for state in STATES[:-1]
    ]
    return [
        *made,
        ("long words", _row(LONG, edged=True)),
        ("right to left", turned(_row(ARABIC, edged=True))),
    ]


SIZES = tuple(Segment(number, word) for number, word in enumerate(("Small", "Usual", "Large")))


def _choices() -> list[Specimen]:
    def made(value: object, **options: bool) -> SegmentedControl:
        control = SegmentedControl("Size", SIZES, **options)
        control.set_value(value)
        return control

    fixed, focused, long = (
        made(1),
        made(1),
        SegmentedControl("Words", [Segment(0, LONG), Segment(1, "Short")]),
    )
    fixed.set_read_only(True)
    rings(focused.buttons()[1])
    long.setFixedWidth(theme.px(300))
    states = [("nothing chosen", made(None)), ("chosen", made(1)), ("focus", focused), ("read only", fixed)]
    return [*states, ("small", made(1, small=True)), ("long words", long), ("right to left", turned(made(0)))]


POINTS = (
    "A much better",
    "A better",
    "A slightly better",
    "About equal",
    "B slightly better",
    "B better",
    "B much better",
)


def _scales() -> list[Specimen]:
    def made(value: object) -> Scale:
        points = [Segment(at, words, key=str(at + 1)) for at, words in enumerate(POINTS)]
        scale = Scale("Which is better?", points)
        scale.set_value(value)
        scale.setFixedWidth(theme.px(900))
        return scale

    fixed, focused, narrow = made(1), made(1), made(None)
    fixed.set_read_only(True)
    rings(focused.buttons()[1])
    narrow.setFixedWidth(theme.px(520))
    states = [("nothing chosen", made(None)), ("chosen", made(1)), ("focus", focused), ("read only", fixed)]
    return [*states, ("narrow", narrow), ("right to left", turned(made(0)))]


def _options() -> list[Specimen]:
    def made(values: Sequence[int], *, multiple: bool = False) -> OptionList:
        parts = [
            Segment(0, "Good", "4", "Right and complete; small things could be better"),
            Segment(1, "Excellent", "5"),
            Segment(2, LONG, "6", LONG),
        ]
        options = OptionList("How good is it?", parts, multiple=multiple)
        options.set_values(values)
        options.setFixedWidth(theme.px(320))
        return options

    fixed, focused = made([0]), made([])
    fixed.set_read_only(True)
    rings(focused.rows[0])
    states = [("nothing chosen", made([])), ("chosen", made([0])), ("focus", focused), ("read only", fixed)]
    return [*states, ("several", made([0, 2], multiple=True)), ("right to left", turned(made([1])))]


def _sliders() -> list[Specimen]:
    def made(value: int | None) -> PlaceSlider:
        slider = PlaceSlider("How good is it?", 1, 100)
        slider.set_value(value)
        slider.setFixedWidth(theme.px(320))
        return slider

    fixed, focused = made(63), made(63)
    fixed.set_read_only(True)
    focused.keep_ring()
    return [
        *(("no mark", made(None)), ("a mark", made(63)), ("focus", focused), ("read only", fixed)),
        ("right to left", turned(made(20))),
    ]


def _field(words: str = "", **properties: bool) -> QLineEdit:
    field = QLineEdit(words)
    field.setPlaceholderText("Platform address")
    field.setAccessibleName("A field")
    for name, value in properties.items():
        field.setProperty(name, value)
    field.setFixedWidth(theme.px(220))
    return field


def _fields() -> list[Specimen]:
    fixed, off, focused = _field("https://platform.example"), _field(), _field("Has the keyboard")
    fixed.setReadOnly(True)
    off.setEnabled(False)
    focused.setObjectName("focus")
    area = QPlainTextEdit("What decided it?")
    area.setProperty("field", True)
    area.setAccessibleName("A field of several lines")
    area.setFixedSize(theme.px(220), theme.px(72))
    made: list[Specimen] = [
        ("empty", _field()),
        ("normal", _field("https://platform.example")),
        ("focus", focused),
    ]
    made += [("error", _field("not an address", bad=True)), ("read only", fixed), ("disabled", off)]
    made += [("long words", _field(LONG)), ("right to left", turned(_field(ARABIC)))]
    return [*made, ("several lines", area)]


def _notices() -> list[Specimen]:
    made: list[Specimen] = []
    for tone in ("info", "ok", "warn", "err"):
        made.append(
            (
                tone,
                NoticeBar("Submitted. Task 15 of 40 is open.", tone, action="Undo", key="U", closable=True),
            )
        )
    made += [("long words", NoticeBar(f"{LONG}. {LONG}. {LONG}.", "warn", closable=True))]
    made += [("right to left", turned(NoticeBar(ARABIC, "info", action=ARABIC)))]
    for _, notice in made:
        notice.setFixedWidth(theme.px(520))
    return made


def _surfaces() -> list[Specimen]:
    made: list[Specimen] = []
    for state in ("normal", "chosen", "warn", "err"):
        card = Card()
        card.body.addWidget(Label("A card", strong=True))
        card.body.addWidget(Divider())
        card.body.addWidget(Label("What lies on it.", tone="text2"))
        card.set_chosen(state == "chosen")
        card.set_tone(state if state in ("warn", "err") else "")
        made.append((f"card, {state}", card))
    bar = Bar(Qt.Edge.BottomEdge)
    bar.row.addWidget(Label("A bar along an edge"))
    empty = EmptyState(
        "queue", "Nothing to do", "New tasks come by themselves.", [Button("Look again", key="F5")]
    )
    empty.setFixedWidth(theme.px(360))
    for width in (520, 240):
        title = TitleRow(Label("Which explanation is better?", strong=True))
        title.addWidget(Button("Both are bad", key="0"))
        title.setFixedWidth(theme.px(width))
        made.append((f"title row, {width}", title))
    return [*made, ("bar", bar), ("empty page", empty)]


class _Numbers(RowsModel):
    columns = ("Campaign", "State")
    rows = (("Science explanations", "Sent"), ("Code review", "Returned to you"), (LONG, "Waiting"))

    def data(self, index: Rows, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def _lists() -> list[Specimen]:
    table = RowTable(_Numbers(), "Submissions")
    table.model().setParent(table)
    table.setFixedSize(theme.px(420), theme.px(150))
    table.setColumnWidth(0, theme.px(240))
    table.selectRow(1)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(_action_list(holder))
    kinds = HueList("Marks")
    rows = [HueRow("Accuracy · Major", "the sky is green", 0), HueRow("Fluency", "", 1, warning=True)]
    kinds.show_rows(
        [*rows, HueRow("A title that is far too long for the room that there is for it", "x" * 90)], 1
    )
    kinds.setFixedSize(theme.px(420), theme.px(150))
    return [("table", table), ("actions", holder), ("hues", kinds), ("hue buttons", _hue_buttons())]


def _hue_buttons() -> QWidget:
    holder = QWidget()
    buttons = [
        HueButton(Segment(number, f"Kind {number}", digit), number, holder)
        for number, digit in enumerate(("@digit.1", "@digit.2", ""))
    ]
    buttons[1].setChecked(True)
    buttons[2].setEnabled(False)
    return in_flow(buttons)


def _action_list(parent: QWidget) -> QWidget:
    view = QListView(parent)
    view.setAccessibleName("Actions")
    view.setModel(ActionRows(view, lambda action: action.title, ACTIONS[:4]))
    row = ActionRow(view, height=36, beside=lambda action: action.group, keys=lambda action: action.keys[:2])
    view.setItemDelegate(row)
    view.setFixedSize(theme.px(420), theme.px(150))
    view.setCurrentIndex(view.model().index(1, 0))
    return view
