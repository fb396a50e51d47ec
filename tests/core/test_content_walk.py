"""The one walk over a tree: every leaf once, in reading order; what is exchanged, and what stays the same object."""

from __future__ import annotations

from msgspec.structs import replace

from hdclient.content.plain import plain_text
from hdclient.content.prepared import _written_otherwise
from hdclient.content.shown import Shown
from hdclient.content.tree import (
    Blocks,
    Code,
    Formula,
    Heading,
    Inline,
    List,
    ListItem,
    Message,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
    exchanged,
    inlines_of,
    leaves,
)

X = Formula("x")
INNER = Paragraph((Run("inner"), X))
TREE: Blocks = (
    Heading(1, (Run("title"),)),
    Quote((INNER, Code("", ((("code", ""),),))), "Warning"),
    List(False, 1, (ListItem((Paragraph((Run("item"),)), Quote((Paragraph((X,)),)))),)),
    Message("user", (Paragraph((Run("said"),)),)),
    Table(("", ""), ((Run("a"),), (X,)), (((Picture("", "p"),), ()),)),
    Rule(),
    replace(X, display=True),
)


def test_every_leaf_comes_once_in_reading_order() -> None:
    kinds = [type(leaf).__name__ for leaf in leaves(TREE)]
    assert kinds == [
        *("Heading", "Paragraph", "Paragraph", "Code", "Paragraph", "Paragraph", "Paragraph"),
        *("Table", "Rule", "Formula"),
    ]
    expected = "title\nWarning\ninnerx\ncode\nitem\nx\nsaid\na\tx\np\t\nx"
    assert plain_text(TREE) == expected
    assert Shown(TREE).text == expected + "\n", "the flat text that anchors work on has the same lines"
    assert [one.tex for one in inlines_of(TREE) if isinstance(one, Formula)] == ["x"] * 4


def test_what_is_exchanged_is_exchanged_everywhere_and_nothing_else_is_made_anew() -> None:
    def change(one: Inline) -> Inline:
        return replace(one, tex="y") if isinstance(one, Formula) else one

    made = exchanged(TREE, change)
    assert plain_text(made) == plain_text(TREE).replace("x", "y")
    assert made[0] is TREE[0] and made[3] is TREE[3] and made[5] is TREE[5]
    quote, before = made[1], TREE[1]
    assert isinstance(quote, Quote) and isinstance(before, Quote)
    assert quote.blocks[1] is before.blocks[1] and quote.title == "Warning"
    plain: Blocks = (INNER, Quote((Paragraph((Run("x"),)),)))
    assert exchanged(plain, lambda one: one) is plain


def test_a_hidden_character_that_stands_in_the_source_is_not_told_twice() -> None:
    whole = (Paragraph((Run("a\u200b", pieces=((2, 0, 3),)),)),)
    assert list(_written_otherwise(whole, "a\u200b\\")) == []
    (one,) = _written_otherwise(whole, "a&\\")
    assert one.label == "ZWSP"
