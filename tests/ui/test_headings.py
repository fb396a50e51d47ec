"""What stands above the questions of a group."""

from __future__ import annotations

from hdclient.templates.asked import asked_questions
from tests.core.test_templates_asked import asks, task, template
from ui.pages.headings import headings_of


def test_each_item_is_named_once_and_again_after_what_stands_in_it() -> None:
    made = template(
        layout="compare",
        groups=[
            {"id": "each", "over": "candidates"},
            {"id": "claims", "over": "data", "path": "claims", "within": "each", "title": "Claim"},
        ],
        questions=[
            asks("true", group="claims"),
            asks("sure", group="claims"),
            asks("trust", group="each"),
            asks("all"),
        ],
    )
    data = {"claims": {"c1": [{"id": "k", "text": "One"}], "c2": []}}
    found = headings_of(made, asked_questions(task(made, "c1", "c2", data=data)), {"c1": "A", "c2": "B"})
    assert found == {
        "true@c1/k": ("Response A", "Claim · One"),
        "trust@c1": ("Response A",),
        "trust@c2": ("Response B",),
    }
