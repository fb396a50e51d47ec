"""Charts and numbers for the gallery: usual, few, none, undefined, right to left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui import theme
from ui.components.axis_chart import ColumnChart, LineChart
from ui.components.bump_chart import BumpChart
from ui.components.chart import Chart
from ui.components.chart_card import ChartCard
from ui.components.chart_points import Columns, Point
from ui.components.different_text import DifferentText
from ui.components.figure_tile import FigureTile, Told
from ui.components.matrix_chart import MatrixChart
from ui.components.row_chart import RowChart
from ui.gallery.parts import turned

DAYS = Columns("Day", "Answers")
SHARES = Columns("Question", "Agreement")


def charts() -> list[tuple[str, QWidget]]:
    """One specimen for each kind and state."""
    made: list[tuple[str, QWidget]] = []
    for name, make in (("columns", _columns), ("line", _line), ("intervals", _intervals), ("bars", _bars)):
        made.append((name, _sized(make())))
        made.append((f"{name}, right to left", turned(_sized(make()))))
    made += [("matrix", _sized(_matrix())), ("matrix, right to left", turned(_sized(_matrix())))]
    made += [("orders", _sized(_orders())), ("orders, right to left", turned(_sized(_orders())))]
    made.append(("a text that differs", _different()))
    at_hand = _columns()
    at_hand.go(5)
    made.append(("a point at hand", _sized(at_hand)))
    made.append(("on a card", _card(_columns())))
    table = _card(_intervals())
    table.as_table.click()
    made.append(("as a table", table))
    return made


def numbers() -> list[tuple[str, QWidget]]:
    """A number that is known, and one that is not."""
    meaning = "The share of pairs of people who gave the same answer to the same item."
    known = Told(title="Agreement", value="71 %", range_text="66 % to 76 %", n="n = 312", meaning=meaning)
    unknown = Told(title="Agreement", n="n = 0", why="No item was judged by two people yet.", meaning=meaning)
    return [
        ("known", _tile(known)),
        ("not defined", _tile(unknown)),
        ("right to left", turned(_tile(known))),
    ]


def _tile(told: Told) -> FigureTile:
    tile = FigureTile(told)
    tile.setFixedWidth(theme.px(250))
    return tile


def _sized(chart: Chart) -> Chart:
    chart.setFixedWidth(theme.px(420))
    return chart


def _card(chart: Chart) -> ChartCard:
    card = ChartCard("Answers", chart)
    card.say("Most came on 9 Nov: 31 answers.")
    card.setFixedWidth(theme.px(460))
    return card


def _put(chart: Chart, points: Sequence[Point]) -> Chart:
    chart.put(points, "What is to be seen, in a sentence.")
    return chart


def _columns() -> Chart:
    counts = (4, 12, 9, 0, 0, 21, 31, 18, 22, 7, 0, 3)
    points = [
        Point(label=f"{n + 3} Nov", value=count, text=f"{count} answers") for n, count in enumerate(counts)
    ]
    return _put(ColumnChart("Answers by day", DAYS), points)


def _line() -> Chart:
    chart = LineChart("Agreement by week", SHARES, number=_percent, bounds=(0.0, 1.0))
    values: tuple[float | None, ...] = (0.62, 0.66, None, 0.71, 0.69, 0.78)
    points = [
        Point(label=f"Week {n}", value=value, text="", why="No overlap.")
        if value is None
        else _point(f"Week {n}", value, 40 + n, 0.08, faint=n == 1)
        for n, value in enumerate(values)
    ]
    chart.put(points, "It rises.", reference=(0.8, "Target 80 %"))
    return chart


def _orders() -> Chart:
    chart = BumpChart("Orders")
    orders = (
        ("A1", {"A": 1, "B": 2, "C": 3, "D": 4}),
        ("A2", {"A": 2, "B": 1, "C": 3, "D": 3}),
        ("A3", {"B": 1, "A": 2, "D": 3}),
    )
    chart.put_orders("ABCD", orders, "They do not agree on what comes first.")
    return chart


def _different() -> DifferentText:
    made = DifferentText("A2 wrote", "The second one is clearer, and right.", ((4, 10), (27, 36)))
    made.setFixedWidth(theme.px(260))
    return made


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _point(label: str, value: float, n: int, half: float, *, faint: bool = False) -> Point:
    low, high = max(0.0, value - half), min(1.0, value + half)
    words = f"{low:.0%} to {high:.0%}"
    return Point(
        label=label, value=value, text=f"{value:.0%}", low=low, high=high, n=n, range_text=words, faint=faint
    )


def _intervals() -> Chart:
    chart = RowChart("Agreement by question", SHARES)
    points = [
        _point("Which response is better?", 0.72, 312, 0.05),
        _point("How sure are you of it, on the whole and in every part?", 0.41, 18, 0.21, faint=True),
        Point(label="Why?", value=None, why="No item was judged by two people yet.", n=0),
    ]
    chart.put(points, "The first is clearest.", reference=0.5)
    return chart


def _bars() -> Chart:
    shares = {"A much better": 0.42, "About equal": 0.11, "B much better": 0.47}
    chart = RowChart("Answers", Columns("Answer", "Share"), bars=True)
    return _put(chart, [_point(label, share, 120, 0.06) for label, share in shares.items()])


def _matrix() -> Chart:
    names = ("alder", "birch", "cedar", "a name that is very long")
    points = []
    for row, first in enumerate(names):
        for column, second in enumerate(names):
            label = f"{first} against {second}"
            if row == column:
                points.append(Point(label=label, value=None, why="A model does not meet itself."))
            else:
                share = 0.5 + (column - row) * 0.14
                points.append(
                    Point(
                        label=label,
                        value=share,
                        text=f"{share:.0%}",
                        n=8 if row + column == 5 else 90,
                        faint=row + column == 5,
                    )
                )
    chart = MatrixChart("Win rates", Columns("Pair", "Won"))
    chart.put_matrix(names, points, "The first wins most.")
    return chart
