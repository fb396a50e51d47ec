"""Charts: points are walked by keys and told in words, in both directions; as a table and as CSV they say the same."""

from __future__ import annotations

import csv
import io

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.qt import settle, show
from ui.components import roles
from ui.components.axis_chart import ColumnChart, LineChart
from ui.components.chart import Chart
from ui.components.chart_card import ChartCard
from ui.components.chart_points import Columns, Point, as_csv, said, table, ticks
from ui.components.matrix_chart import MatrixChart
from ui.components.row_chart import RowChart

COLUMNS = Columns("Day", "Answers")
POINTS = (
    Point(label="Mon", value=3, text="3 answers", n=3, id="mon"),
    Point(label="Tue", value=None, why="Nobody worked.", n=0),
    Point(label="Wed", value=0.5, text="50 %", low=0.25, high=0.75, n=12, range_text="25 % to 75 %"),
)


def chart(kind: type[Chart], qtbot: QtBot, *, rtl: bool = False) -> Chart:
    made = kind("Answers by day", COLUMNS)
    made.put(POINTS, "Three on Monday.")
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    made.resize(400, 200)
    qtbot.addWidget(made)
    show(made)
    return made


@pytest.mark.parametrize("kind", [ColumnChart, LineChart, RowChart])
def test_points_are_walked_and_told(kind: type[Chart], qtbot: QtBot) -> None:
    made = chart(kind, qtbot)
    told: list[str] = []
    opened: list[str] = []
    made.pointed.connect(told.append)
    made.point_opened.connect(opened.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_End):
        QTest.keyClick(made, key)
    assert told == [
        "Mon: 3 answers · n = 3",
        "Tue: Nobody worked. · n = 0",
        "Wed: 50 % · 25 % to 75 % · n = 12",
    ]
    assert opened == ["mon"], "a point without an id opens nothing"
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.at() == 2, "it ends at the last"
    QTest.keyClick(made, Qt.Key.Key_Home)
    assert made.at() == 0


def test_from_right_to_left_the_first_point_is_at_the_right(qtbot: QtBot) -> None:
    plain, turned = chart(ColumnChart, qtbot), chart(ColumnChart, qtbot, rtl=True)
    left = [spot.center().x() for spot in plain.spots()]
    right = [spot.center().x() for spot in turned.spots()]
    assert left == sorted(left) and right == sorted(right, reverse=True)
    for made, key in ((plain, Qt.Key.Key_Right), (turned, Qt.Key.Key_Left)):
        made.go(0)
        QTest.keyClick(made, key)
        assert made.at() == 1


@pytest.mark.parametrize("kind", [ColumnChart, LineChart, RowChart])
def test_the_mouse_tells_what_is_under_it(kind: type[Chart], qtbot: QtBot) -> None:
    made = chart(kind, qtbot)
    told: list[str] = []
    made.pointed.connect(told.append)
    place = made.spots()[2].center().toPoint()
    QTest.mouseMove(made, QPoint(1, 1))
    QTest.mouseMove(made, place)
    assert made.at() == 2 and told[-1].startswith("Wed")


def test_a_chart_is_something_to_assistive_technology(qtbot: QtBot) -> None:
    roles.install()
    made = chart(LineChart, qtbot)
    interface = QAccessible.queryAccessibleInterface(made)
    assert interface.role() == QAccessible.Role.Chart
    assert interface.text(QAccessible.Text.Name) == "Answers by day"
    assert interface.text(QAccessible.Text.Description).startswith("Three on Monday.")


def test_a_matrix_is_walked_in_two_directions(qtbot: QtBot) -> None:
    made = MatrixChart("Wins", COLUMNS)
    cells = [Point(label=f"{row} {column}", value=0.5, text="50 %") for row in "ab" for column in "ab"]
    made.put_matrix("ab", cells, "")
    qtbot.addWidget(made)
    show(made)
    made.go(0)
    for key, at in ((Qt.Key.Key_Down, 2), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Down, 3), (Qt.Key.Key_Up, 1)):
        QTest.keyClick(made, key)
        assert made.at() == at


def test_the_card_shows_a_table_and_copies_csv(qtbot: QtBot) -> None:
    card = ChartCard("Answers by day", ColumnChart("Answers by day", COLUMNS))
    qtbot.addWidget(card)
    copied: list[str] = []
    card.copied.connect(copied.append)
    card.chart.put(POINTS, "Three on Monday.")
    card.say("Three on Monday.")
    show(card)
    assert card.chart.isVisible()
    QTest.mouseClick(card.as_table, Qt.MouseButton.LeftButton)
    assert not card.chart.isVisible() and card._table is not None and card._table.isVisible()
    model = card._table.model()
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(4)] == [
        "Day",
        "Answers",
        "Range",
        "n",
    ]
    assert [model.index(1, n).data() for n in range(4)] == ["Tue", "Nobody worked.", "", "0"]
    QTest.mouseClick(card.copy, Qt.MouseButton.LeftButton)
    rows = list(csv.reader(io.StringIO(QApplication.clipboard().text())))
    assert rows[0] == ["Day", "Answers", "low", "high", "n", "why"]
    assert rows[3] == ["Wed", "0.5", "0.25", "0.75", "12", ""] and rows[2][5] == "Nobody worked."
    assert copied == ["Answers by day: copied as CSV"]
    card.chart.put((), "")
    card.say("Nothing yet.")
    assert not card.chart.isVisible() and not card.as_table.isVisible()


def test_a_label_never_becomes_a_formula() -> None:
    for text in ("=1+1", "+1", "@x", "\tx"):
        row = list(csv.reader(io.StringIO(as_csv(COLUMNS, [Point(label=text, value=-1.5)]))))[1]
        assert row[0] == f"'{text}" and row[1] == "-1.5"


def test_columns_that_nobody_fills_are_left_out() -> None:
    titles, rows = table(COLUMNS, [Point(label="a", value=1, text="one")])
    assert (titles, rows) == (["Day", "Answers"], [["a", "one"]])
    assert said(Point(label="a", value=None)) == "a: not defined"


@pytest.mark.parametrize(
    ("low", "high", "most", "wanted"),
    [
        (0, 31, 4, [0, 20, 40]),
        (0, 1, 3, [0, 0.5, 1]),
        (0, 0, 4, [0, 0.5, 1]),
        (0, 0.004, 4, [0, 0.002, 0.004]),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, wanted: list[float]) -> None:
    assert ticks(low, high, most) == pytest.approx(wanted)


@pytest.mark.parametrize("kind", [ColumnChart, LineChart, RowChart])
@pytest.mark.parametrize("count", [0, 1, 400])
def test_none_one_and_very_many_points_are_drawn(kind: type[Chart], count: int, qtbot: QtBot) -> None:
    made = kind("Many", COLUMNS)
    made.put([Point(label=f"day {n}", value=float(n), text=str(n)) for n in range(count)], "")
    qtbot.addWidget(made)
    made.resize(160, made.sizeHint().height())
    picture: QWidget = made
    assert not picture.grab().isNull()


def test_a_card_of_a_given_width_is_as_high_as_its_rows_broken_there(qtbot: QtBot) -> None:
    card = ChartCard("A chart with a title of its own", ColumnChart("Answers by day", COLUMNS))
    card.chart.put(POINTS, "Three on Monday.")
    card.say("Three answers on Monday, and nobody at all on Tuesday.")
    qtbot.addWidget(card)
    card.setFixedWidth(220)
    show(card)
    card.resize(card.sizeHint())
    settle(4)
    card.resize(card.sizeHint())  # its buttons have gone below each other
    settle(4)
    assert card.copy.y() > card.as_table.y(), "its buttons stand below each other"
    assert card.message.height() >= card.message.heightForWidth(card.message.width())
    assert card.chart.height() >= card.chart.minimumSizeHint().height()
    assert card.copy.visibleRegion().boundingRect() == card.copy.rect()


def test_tab_goes_from_a_card_to_its_table_and_then_to_the_next_card(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    cards = [ChartCard(title, ColumnChart(title, COLUMNS)) for title in ("One", "Two")]
    for card in cards:
        column.addWidget(card)
        card.chart.put(POINTS, "Three on Monday.")
        card.say("Three on Monday.")
    show(page)
    cards[0].as_table.click()
    cards[0].copy.setFocus()
    seen = []
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen[0] is cards[0]._table and cards[1].isAncestorOf(seen[1])
