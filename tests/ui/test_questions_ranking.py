"""Rankings: the order itself, and the list that is made with keys, buttons and the mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hdclient.model.template import Question
from hdclient.questions.ranking import RANKING
from tests.helpers.qt import settle, show
from ui.questions import Lineup
from ui.questions.rank_order import RankOrder, Target
from ui.questions.rank_row import RankRow
from ui.questions.ranking import RankingQuestion, hint

IDS = "pqrstuvwx"


def order_of(count: int = 4, *, ties: bool = True, refusing: bool = True) -> RankOrder:
    return RankOrder({IDS[n]: "ABCDEFGHI"[n] for n in range(count)}, ties=ties, refusing=refusing)


def lineup(count: int) -> Lineup:
    letters = {IDS[n]: "ABCDEFGHI"[n] for n in range(count)}
    return Lineup(tuple(letters), letters, tuple(reversed(letters)))


# The order


def test_ranks_by_number_keep_places_free_until_all_are_placed() -> None:
    order = order_of()
    order.give_rank("p", 3)
    assert order.places == [[], [], ["p"]]
    order.give_rank("q", 1)
    order.give_rank("r", 3)
    assert order.text() == "B > A = C"
    order.give_rank("s", 4)
    assert order.places == [["q"], ["p", "r"], ["s"]], "all are placed: they close up"
    assert order.answer() == {"tiers": [["q"], ["p", "r"], ["s"]], "unacceptable": []}


def test_moving_up_and_down_passes_whole_ties() -> None:
    order = order_of()
    order.load({"tiers": [["p"], ["q", "r"], ["s"]], "unacceptable": []})
    assert order.up("s")
    assert order.text() == "A > D > B = C"
    assert order.down("p")
    assert order.text() == "D > A > B = C"
    assert not order.up("d"[0:0] or "s"), "nothing is above the first"
    assert order.up("r")
    assert order.text() == "D > A > C > B"
    assert not order.down("q")


def test_tie_and_split() -> None:
    order = order_of(3)
    order.load({"tiers": [["p"], ["q"], ["r"]], "unacceptable": []})
    assert order.tie("r")
    assert order.text() == "A > B = C"
    assert order.split("r")
    assert order.text() == "A > B > C"
    assert not order.split("r")
    assert not order.tie("p")


def test_from_the_tray_up_goes_to_the_end_and_tie_joins_the_last() -> None:
    order = order_of()
    order.up("p")
    order.up("q")
    order.tie("r")
    assert order.text() == "A > B = C"
    assert order.waiting == ["s"]


def test_not_acceptable_and_back() -> None:
    order = order_of()
    order.give_rank("p", 1)
    assert order.refuse("q")
    assert order.text() == "A   not acceptable: B"
    assert order.said("q") == "not acceptable"
    assert order.refuse("q")
    assert order.said("q") == "not ranked yet"
    order.refuse("p")
    assert order.answer() == {"tiers": [], "unacceptable": ["p"]}
    order.up("p")
    assert order.answer() == {"tiers": [["p"]], "unacceptable": []}


def test_without_ties_a_rank_makes_room() -> None:
    order = order_of(3, ties=False)
    for one in "pqr":
        order.give_rank(one, 1)
    assert order.text() == "C > B > A"
    assert not order.tie("p")


def test_without_the_tray_nothing_is_refused() -> None:
    order = order_of(3, refusing=False)
    assert not order.refuse("p")
    assert not order.move("p", Target("refused"))


def test_where_a_candidate_stands_is_said_in_words() -> None:
    order = order_of()
    order.load({"tiers": [["q"], ["p", "s"]], "unacceptable": []})
    assert order.said("s") == "rank 2 of 2, tied with A"


@pytest.mark.parametrize(
    "rubbish", [{"free": 1}, {"places": 1, "free": {"A": 3}}, {"free": {"A": [1]}}, 7, "x"]
)
def test_facts_that_are_no_places_are_passed_over(rubbish: object) -> None:
    order = RankOrder(dict.fromkeys("ab", ""))
    order.restore(rubbish)
    assert order.places == [] and order.waiting == ["a", "b"]


def test_free_places_of_many_orders_stay_few() -> None:
    names = [f"c{n}" for n in range(9)]
    order = RankOrder({name: name.upper() for name in names})
    for step in range(300):
        order.move(names[step % 7], Target("place", 2 + (step * 5) % 13))
    state = order.state()
    assert isinstance(state, dict) and 10 < len(state["free"]) <= 40


def test_free_places_come_back_with_the_view() -> None:
    order = order_of()
    order.give_rank("p", 3)
    answer, state = order.answer(), order.state()
    again = order_of()
    again.load(answer)
    assert again.places == [["p"]]
    again.restore(state)
    assert again.places == [[], [], ["p"]]


def test_a_state_of_another_answer_is_passed_over() -> None:
    order = order_of()
    order.load({"tiers": [["q"]], "unacceptable": []})
    for rubbish in ([[], ["p"]], "x", None, [1], {"a": 1}):
        order.restore(rubbish)
    assert order.places == [["q"]]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["rank", "up", "down", "tie", "split", "refuse"]),
        st.integers(0, 5),
        st.integers(1, 7),
    ),
    max_size=40,
)


@given(moves=MOVES, ties=st.booleans(), refusing=st.booleans())
def test_no_candidate_is_ever_lost_or_doubled(
    moves: list[tuple[str, int, int]], ties: bool, refusing: bool
) -> None:
    order = order_of(6, ties=ties, refusing=refusing)
    for what, which, rank in moves:
        one = IDS[which]
        before = order.answer(), order.state(), list(order.waiting)
        act = {
            "up": order.up,
            "down": order.down,
            "tie": order.tie,
            "split": order.split,
            "refuse": order.refuse,
        }
        changed = order.give_rank(one, rank) if what == "rank" else act[what](one)
        assert changed == (before != (order.answer(), order.state(), list(order.waiting)))
        assert sorted(order.sequence()) == sorted(IDS[:6])
        assert ties or all(len(place) < 2 for place in order.places)
        assert refusing or not order.refused
        if not order.waiting:
            assert all(order.places), "no place is empty once all are placed"
            question = Question(
                id="q",
                kind="ranking",
                title="x",
                options={"allow_ties": ties, "allow_unacceptable": refusing},
            )
            assert RANKING.check(question, order.answer(), IDS[:6]) == ()  # type: ignore[arg-type]


@given(moves=MOVES)
def test_an_answer_is_loaded_as_it_was_given(moves: list[tuple[str, int, int]]) -> None:
    order = order_of(6)
    for what, which, rank in moves:
        _ = order.give_rank(IDS[which], rank) if what == "rank" else getattr(order, what)(IDS[which])
    again = order_of(6)
    again.load(order.answer())
    assert again.answer() == order.answer()


# The list


Board = Callable[..., RankingQuestion]


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    def make(count: int = 4, **options: bool) -> RankingQuestion:
        question = Question(id="q", kind="ranking", title="Rank", options=dict(options))
        widget = RankingQuestion(question, lineup(count))
        widget.told = []  # type: ignore[attr-defined]
        widget.answer_changed.connect(widget.told.append)  # type: ignore[attr-defined]
        qtbot.addWidget(widget)
        widget.resize(400, 800)
        show(widget)
        return widget

    return make


def do(widget: RankingQuestion, *actions: str) -> None:
    for action in actions:
        widget.handlers()[action]()
        settle(1)


def row_centre(widget: RankingQuestion, one: str) -> QPoint:
    return widget.rank_list().rows[one].geometry().center()


def drag(widget: RankingQuestion, one: str, to: QPoint) -> None:
    """Drags a row by its left part to a point of the list, in small steps as a hand does."""
    row = widget.rank_list().rows[one]
    start = QPoint(100, row.height() // 2)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=start)
    target = row.mapFromParent(to)
    for step in range(1, 6):
        QTest.mouseMove(row, start + (target - start) * step / 5)
        settle(1)
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=target)
    settle()


def test_nine_are_ranked_with_ties_by_keyboard_alone(board: Board) -> None:
    widget = board(9)
    for rank in (3, 1, 2, 2, 5, 4, 4, 4):
        do(widget, f"digit.{rank}")
        widget.show_candidate(widget.rank_list()._order.waiting[0])
    do(widget, "digit.0")
    assert widget.order_text() == "B > C = D > A > F = G = H > E   not acceptable: I"
    answer = widget.answer()
    assert answer == {"tiers": [["q"], ["r", "s"], ["p"], ["u", "v", "w"], ["t"]], "unacceptable": ["x"]}
    assert RANKING.check(widget.question, answer, tuple(IDS)) == ()  # type: ignore[arg-type]


def test_keys_move_and_tie_the_response_that_is_read(board: Board) -> None:
    widget = board(3)
    widget.set_answer({"tiers": [["p"], ["q"], ["r"]], "unacceptable": []})
    widget.show_candidate("r")
    do(widget, "rank.up")
    assert widget.order_text() == "A > C > B"
    do(widget, "rank.tie")
    assert widget.order_text() == "A = C > B"
    do(widget, "rank.split")
    assert widget.order_text() == "A > C > B"
    do(widget, "rank.down", "rank.down")
    assert widget.order_text() == "A > B > C"
    assert len(widget.told) == 4, "the last one did not move and was not told"


def test_up_and_down_walk_the_list_and_show_the_response(board: Board, qtbot: QtBot) -> None:
    widget = board(3)
    asked: list[str] = []
    widget.candidate_asked.connect(asked.append)
    do(widget, "rank.next", "rank.next", "rank.next", "rank.previous")
    assert asked == ["q", "r", "q"]
    assert widget.current() == "q"
    assert [row.is_current() for row in widget.rank_list().rows.values()] == [False, True, False]


def test_the_buttons_do_what_the_keys_do(board: Board) -> None:
    widget = board(3)
    rows = widget.rank_list().rows
    QTest.mouseClick(rows["r"].buttons["up"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(rows["p"].buttons["up"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(rows["p"].buttons["up"], Qt.MouseButton.LeftButton)
    assert widget.order_text() == "A > C"


def test_a_row_is_dragged_onto_another_to_tie_and_between_to_part(board: Board) -> None:
    widget = board(4)
    widget.set_answer({"tiers": [["p"], ["q"], ["r"]], "unacceptable": []})
    settle()
    drag(widget, "s", row_centre(widget, "q"))
    assert widget.order_text() == "A > B = D > C"
    drag(widget, "s", QPoint(150, widget.rank_list().rows["p"].geometry().top() + 3))
    assert widget.order_text() == "D > A > B > C"


def test_a_row_is_dragged_into_the_trays_and_out(board: Board) -> None:
    widget = board(4)
    widget.set_answer({"tiers": [["p"], ["q"]], "unacceptable": []})
    settle()
    groups = {group.target.where: group for group in widget.rank_list()._groups if group.caption}
    drag(widget, "p", QPoint(150, groups["refused"].top + 10))
    assert widget.answer() == {"tiers": [["q"]], "unacceptable": ["p"]}
    groups = {group.target.where: group for group in widget.rank_list()._groups if group.caption}
    drag(widget, "q", QPoint(150, groups["waiting"].top + 10))
    assert widget.answer() == {"tiers": [], "unacceptable": ["p"]}


def test_the_first_row_is_dragged_above_the_tray(board: Board) -> None:
    widget = board(3)
    drag(widget, "q", QPoint(150, 0))
    assert widget.order_text() == "B"


def test_a_short_pull_is_a_click(board: Board) -> None:
    widget = board(3)
    row = widget.rank_list().rows["q"]
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(100, 15))
    QTest.mouseMove(row, QPoint(102, 16))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(102, 16))
    assert widget.current() == "q"
    assert widget.told == []


def test_esc_puts_a_dragged_row_back(board: Board) -> None:
    widget = board(3)
    widget.set_answer({"tiers": [["p"], ["q"], ["r"]], "unacceptable": []})
    row = widget.rank_list().rows["r"]
    row.setFocus()
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(100, 15))
    QTest.mouseMove(row, QPoint(100, -60))
    widget.handlers()["leave"]()
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(100, -60))
    assert widget.order_text() == "A > B > C"
    assert "leave" not in widget.handlers()


def test_rows_say_where_they_stand(board: Board) -> None:
    widget = board(3)
    widget.set_answer({"tiers": [["q"], ["p", "r"]], "unacceptable": []})
    rows = widget.rank_list().rows
    assert rows["r"].accessibleName() == "Response C, rank 2 of 2, tied with A"
    assert rows["r"].buttons["up"].accessibleName() == "Move Response C better"


def test_the_list_is_mirrored_with_the_interface(board: Board) -> None:
    widget = board(3)
    widget.set_answer({"tiers": [["q"], ["p", "r"]], "unacceptable": []})
    left = widget.rank_list().rows["q"].x()
    widget.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    settle()
    assert widget.rank_list().rows["q"].x() < left
    assert widget.order_text() == "B > A = C"


def test_the_help_says_which_keys_rank_and_which_go_on() -> None:
    said = hint(4, ties=True, refusing=True).replace("\xa0", " ")
    assert said.startswith("↑↓ another response · 1–4 rank this one · ") and said.endswith("0 not acceptable")
    plain = hint(9, ties=False, refusing=False)
    assert "1–9" in plain and "tie" not in plain and "acceptable" not in plain


def test_a_count_stands_beside_the_name_whole_or_not_at_all(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = RankRow("p", "A", holder)
    row.resize(300, 36)
    without = row.grab().toImage()
    row.set_about("112 words, 3 lines of code")
    assert row.grab().toImage() == without, "half a count says something else"
    row.resize(480, 36)
    counted = row.grab().toImage()
    row.set_about("")
    assert row.grab().toImage() != counted
