"""What is looked at by itself: slips are said, and what is right is not."""

from __future__ import annotations

from typing import Any

import pytest

from hdclient.model.content import ContentBlock
from hdclient.templates.form import Form
from hdclient.templates.languages import language_of
from hdclient.templates.local_checks import local_warnings
from hdclient.templates.written_checks import normal
from tests.core.test_templates_asked import asks, task, template


def rating(name: str, title: str, role: str) -> dict[str, Any]:
    """Asked of each response."""
    return {"id": name, "kind": "rating", "title": title, "group": "each", "role": role, "options": POINTS}


POINTS = {"points": [{"value": n} for n in range(1, 8)]}
EVERY = ["order", "ratings", "reason", "repeat", "syntax", "language"]
PAIR = template(
    layout="compare",
    local_checks=EVERY,
    groups=[{"id": "each", "over": "candidates"}],
    questions=[
        rating("good", "Good", "criterion"),
        {"id": "better", "kind": "comparison", "title": "Better"},
        {"id": "why", "kind": "text", "title": "Why"},
    ],
)
RANKED = template(
    layout="rank",
    local_checks=EVERY,
    groups=[{"id": "each", "over": "candidates"}],
    questions=[
        rating("good", "Good", "verdict"),
        rating("tone", "Tone", "criterion"),
        {"id": "order", "kind": "ranking", "title": "Order"},
    ],
)


def preferred(winner: str, strength: int) -> dict[str, Any]:
    return {"verdict": "preferred", "winner": winner, "strength": strength, "pair": ["c1", "c2"]}


def warned(made: Any, answers: dict[str, Any], *candidates: str) -> list[str]:
    letters = dict(zip(candidates, "ABCD", strict=False))
    return [one.key for one in local_warnings(Form(task(made, *candidates), answers), letters)]


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        (
            {"good@c1": {"value": 2}, "good@c2": {"value": 5}, "better": preferred("c1", -2)},
            ["local.ratings@better"],
        ),
        ({"good@c1": {"value": 5}, "good@c2": {"value": 5}, "better": preferred("c1", -2)}, []),
        ({"good@c1": {"value": 2}, "better": preferred("c1", -2)}, []),
        ({"good@c1": {"value": 2}, "good@c2": {"value": 5}, "better": {"verdict": "tie"}}, []),
        ({"better": preferred("c1", -2), "why": {"text": "B is much better."}}, ["local.reason@why"]),
        ({"better": preferred("c1", -2), "why": {"text": "A is better, B is better at jokes."}}, []),
        ({"better": preferred("c1", -2), "why": {"text": "Response A is better than B."}}, []),
        (
            {"better": preferred("c1", -2), "why": {"text": "Response B, being short, is the best here."}},
            ["local.reason@why"],
        ),
        (
            {"better": preferred("c1", -2), "why": {"text": "I prefer Response B over A."}},
            ["local.reason@why"],
        ),
        ({"better": preferred("c1", -2), "why": {"text": "@[c2] is better."}}, ["local.reason@why"]),
        ({"better": preferred("c1", -2), "why": {"text": "Response B is not better."}}, []),
        ({"better": preferred("c1", -2), "why": {"text": "Response B's tone is better."}}, []),
        ({"better": preferred("c1", -2), "why": {"text": "I prefer a shorter one."}}, []),
        ({"why": {"text": "Let $x = 1."}}, ["local.syntax@why"]),
        ({"why": {"text": "Let $x = 1$, and it costs \\$5 or $6."}}, []),
        ({"why": {"text": "~~~py\nx = = 1\n~~~"}}, ["local.syntax@why"]),
        ({"why": {"text": "```rust\nfn\n```\n```py\nx = '\\d'\n```"}}, []),
        ({"why": {"text": "$$\\frac{1}{2$$"}}, ["local.syntax@why"]),
        ({"why": {"text": "\\[\\begin{array}{c} x \\end{matrix}\\]"}}, ["local.syntax@why"]),
        ({"why": {"text": "\\[\\left\\{ \\begin{array}{c} x \\end{array} \\right.\\]"}}, []),
        (
            {
                "why": {
                    "text": "Der erste ist besser, weil er auf die Frage eingeht und nicht nur auf das Wort."
                }
            },
            ["local.language@why"],
        ),
        ({"why": {"text": "So:\n```json\n{'a': 1}\n```"}}, ["local.syntax@why"]),
        ({"why": {"text": 'So:\n```json\n{"a": 1}\n```'}}, []),
        ({"why": {"text": "```python\ndef f(:\n```"}}, ["local.syntax@why"]),
        ({"why": {"text": "It costs $5. $$x^2$$ and \\(y\\)"}}, []),
        ({"why": {"text": "Open \\[ x"}}, ["local.syntax@why"]),
        ({"why": {"text": "Потому что первый ответ объясняет всё яснее."}}, ["local.language@why"]),
        ({"why": {"text": "Because the first one explains it more clearly."}}, []),
    ],
)
def test_slips_are_said_and_nothing_else(answers: dict[str, Any], keys: list[str]) -> None:
    made = PAIR
    letters = {"c1": "A", "c2": "B"}
    about = [
        {"kind": "text", "text": "Why does the moon shine at night, and what does it mean for the tides?"}
    ]
    found = local_warnings(Form(task(made, "c1", "c2", prompt=about), answers), letters)
    assert [one.key for one in found] == keys and not any(one.blocks for one in found)


@pytest.mark.parametrize(
    ("original", "text", "keys"),
    [
        ("The moon shines.", " The moon shines. ", ["local.unchanged@new"]),
        ("The moon shines.", "The moon reflects.", []),
        ('{"a": 1}', '{"a": 2}', []),
        ('{"a": 1}', '{"a": 2', ["local.syntax@new"]),
        ("The moon shines.", '{"a": 2', []),
    ],
)
def test_a_rewrite_differs_and_parses_as_what_it_was(original: str, text: str, keys: list[str]) -> None:
    asked = {"id": "new", "kind": "rewrite", "title": "Write it anew"}
    made = template(local_checks=["syntax", "unchanged"], questions=[asked])
    of = task(made, "c1")
    content = (ContentBlock(kind="markdown", text=original),)
    of = of.changed(candidates=tuple(one.changed(content=content) for one in of.candidates))
    found = local_warnings(Form(of, {"new": {"text": text}}), {"c1": "A"})
    assert [one.key for one in found] == keys


@pytest.mark.parametrize(
    ("tiers", "good", "keys"),
    [
        ([["a"], ["b"], ["c"]], {}, ["local.order@order"]),
        ([["b"], ["a"], ["c"]], {}, []),
        ([["a", "b"], ["c"]], {}, []),
        ([["b"], ["a"], ["c"]], {"a": 7, "b": 2}, ["local.ratings@order"]),
        ([["b"], ["a"], ["c"]], {"a": 2, "b": 2}, []),
        ([["b", "a"], ["c"]], {"a": 7, "b": 2, "c": 1}, []),
    ],
)
def test_a_ranking_is_held_against_the_order_shown_and_the_ratings(
    tiers: list[list[str]], good: dict[str, int], keys: list[str]
) -> None:
    answers: dict[str, Any] = {"order": {"tiers": tiers, "unacceptable": []}}
    answers |= {f"good@{name}": {"value": value} for name, value in good.items()}
    answers |= {f"tone@{name}": {"value": value} for name, value in {"a": 1, "b": 7, "c": 7}.items()}
    assert warned(RANKED, answers, "a", "b", "c") == keys


SAID = {"text": "It answers what was asked, and nothing else."}
AGAIN = {"text": "it answers  what was asked and nothing else"}


def test_a_reason_that_was_given_before_is_found() -> None:
    form = Form(task(PAIR, "c1", "c2"), {"why": AGAIN})
    found = local_warnings(form, {"c1": "A", "c2": "B"}, {normal(SAID["text"])})
    assert [one.key for one in found] == ["local.repeat@why"]
    assert local_warnings(form, {"c1": "A", "c2": "B"}, {normal("It is something else that was said.")}) == ()
    short = Form(task(PAIR, "c1", "c2"), {"why": {"text": "Both are fine."}})
    assert local_warnings(short, {}, {"both are fine", normal("Both are fine.")}) == ()


def test_the_same_words_for_two_responses_are_found() -> None:
    made = template(
        layout="compare",
        local_checks=["repeat"],
        groups=[{"id": "each", "over": "candidates"}],
        questions=[{"id": "why", "kind": "text", "title": "Why?", "group": "each"}],
    )
    assert warned(made, {"why@c1": SAID, "why@c2": AGAIN}, "c1", "c2") == ["local.repeat@why@c2"]
    assert warned(made, {"why@c1": SAID, "why@c2": {"text": "No."}}, "c1", "c2") == []


CRITERIA = template(
    layout="compare",
    local_checks=["ratings"],
    questions=[
        {"id": "true", "kind": "comparison", "title": "Truth", "role": "criterion"},
        {"id": "kind", "kind": "comparison", "title": "Kindness", "role": "criterion"},
        {"id": "better", "kind": "comparison", "title": "Better"},
    ],
)


@pytest.mark.parametrize(
    ("true", "kind", "keys"),
    [
        (preferred("c2", 1), preferred("c2", 1), ["local.ratings@better"]),
        (preferred("c2", 1), {"verdict": "tie"}, ["local.ratings@better"]),
        (preferred("c2", 1), preferred("c1", -1), []),
        ({"verdict": "tie"}, {"verdict": "tie"}, []),
        (preferred("c2", 1), {"verdict": "cannot_judge"}, []),
    ],
)
def test_a_verdict_that_no_criterion_bears_out_is_found(true: Any, kind: Any, keys: list[str]) -> None:
    answers = {"true": true, "kind": kind, "better": preferred("c1", -2)}
    assert warned(CRITERIA, answers, "c1", "c2") == keys
    rows = template(
        layout="compare",
        local_checks=["ratings"],
        questions=[
            {
                "id": "better",
                "kind": "comparison",
                "title": "Better",
                "options": {"criteria": [{"id": "true", "title": "T"}, {"id": "kind", "title": "K"}]},
            }
        ],
    )
    whole = {"better": {**preferred("c1", -2), "criteria": {"true": true, "kind": kind}}}
    assert warned(rows, whole, "c1", "c2") == keys


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("best_worst", {"best": "a", "worst": "c"}),
        ("pairs", {"pairs": [{"pair": ["a", "b"], "winner": "a"}]}),
        ("ranking", {"tiers": [["a"]], "unacceptable": ["b", "c"]}),
    ],
)
def test_every_kind_of_preference_is_held_against_the_ratings(kind: str, answer: dict[str, Any]) -> None:
    made = template(
        layout="rank",
        local_checks=["ratings"],
        groups=[{"id": "each", "over": "candidates"}],
        questions=[
            {
                "id": "good",
                "kind": "rating",
                "title": "Good",
                "group": "each",
                "role": "criterion",
                "options": POINTS,
            },
            {"id": "order", "kind": kind, "title": "Order"},
        ],
    )
    good = {f"good@{name}": {"value": value} for name, value in {"a": 2, "b": 6, "c": 1}.items()}
    assert warned(made, {**good, "order": answer}, "a", "b", "c") == ["local.ratings@order"]
    good |= {"good@a": {"value": 7}}
    assert warned(made, {**good, "order": answer}, "a", "b", "c") == []


def test_a_template_can_block() -> None:
    made = template(
        layout="compare",
        local_blocks=["repeat"],
        questions=[{"id": "why", "kind": "text", "title": "Why?"}],
    )
    (found,) = local_warnings(Form(task(made, "c1", "c2"), {"why": SAID}), {}, {normal(SAID["text"])})
    assert found.blocks and found.at == "why"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The first one says what was asked, and it is shorter than the other of the two.", "en"),
        ("Die erste Antwort geht auf die Frage ein und ist auch kürzer als die andere.", "de"),
        ("La première réponse est plus courte et elle dit ce qui est demandé dans la question.", "fr"),
        ("La primera respuesta es más corta y no dice lo que no se pide en la pregunta.", "es"),
        ("Первый ответ короче, и он отвечает на вопрос.", "CYRILLIC"),
        ("Good.", ""),
        ("sin(x) + cos(y) = f(a, b, c, d, e, g, h, i, j, k, l)", ""),
    ],
)
def test_a_language_is_known_by_its_smallest_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_nothing_is_looked_at_where_the_template_wishes_nothing() -> None:
    assert warned(template(questions=[asks("q")]), {"q": {"selected": ["no"]}}) == []
