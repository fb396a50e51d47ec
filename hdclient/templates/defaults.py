"""The templates that an import uses when operations bring none of their own: one for each layout."""

from __future__ import annotations

from hdclient.model.template import Layout, Question, Template

_REASON = Question(
    id="reason",
    kind="text",
    title="Why?",
    help="What decided it for you? Name the words or lines that matter.",
    required=False,
    options={"placeholder": "In a sentence or two"},
)

DEFAULT_TEMPLATES: dict[Layout, Template] = {
    Layout.COMPARE: Template(
        id="default-comparison",
        version=1,
        title="Comparison",
        layout=Layout.COMPARE,
        questions=(
            Question(
                id="preference", kind="comparison", title="Which response is better?", options={"points": 7}
            ),
            _REASON,
        ),
    ),
    Layout.RANK: Template(
        id="default-ranking",
        version=1,
        title="Ranking",
        layout=Layout.RANK,
        questions=(
            Question(id="ranking", kind="ranking", title="Rank the responses from best to worst"),
            _REASON,
        ),
    ),
    Layout.SINGLE: Template(
        id="default-rating",
        version=1,
        title="Rating",
        layout=Layout.SINGLE,
        questions=(
            Question(
                id="quality",
                kind="rating",
                title="How good is this response?",
                options={
                    "points": [
                        {"value": 1, "label": "Very poor", "description": "Wrong or harmful; of no use."},
                        {"value": 2, "label": "Poor", "description": "Serious faults; hardly of use."},
                        {"value": 3, "label": "Fair", "description": "Usable with corrections."},
                        {"value": 4, "label": "Good", "description": "Small faults only."},
                        {"value": 5, "label": "Very good", "description": "Nothing to correct."},
                    ]
                },
            ),
            _REASON,
        ),
    ),
}
