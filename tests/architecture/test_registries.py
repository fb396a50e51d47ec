"""A kind has both sides: what the core knows of it, and what the screens show of it."""

from __future__ import annotations


def test_every_question_kind_has_a_widget_and_the_other_way_round() -> None:
    from hdclient.questions import QUESTION_KINDS
    from ui.questions import QUESTION_WIDGETS

    assert set(QUESTION_KINDS) == set(QUESTION_WIDGETS)


def test_every_content_kind_has_a_renderer_and_the_other_way_round() -> None:
    from hdclient.content import CONTENT_KINDS
    from ui.renderers import RENDERERS

    assert set(CONTENT_KINDS) == set(RENDERERS)


def test_registered_names_are_the_names_that_the_kinds_give_themselves() -> None:
    from hdclient.content import CONTENT_KINDS
    from hdclient.questions import QUESTION_KINDS

    for registry in (QUESTION_KINDS, CONTENT_KINDS):
        assert {name: kind.name for name, kind in registry.items()} == {name: name for name in registry}
