"""Whole answers by chance to all that a task asks: what a person might have said, for round trips."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from hdclient.content.anchors import source_hash
from hdclient.model.task import Task
from hdclient.questions import QUESTION_KINDS
from hdclient.questions.pairs import all_pairs
from hdclient.questions.steps import STEPS, alternatives_of, steps_of
from hdclient.templates.asked import Asked
from hdclient.templates.form import Form

WORDS = ("plain", "Ωμέγα", "it is so.", "no — not yet.", "“quoted”", "1 < 2 & 3", "two\nlines", "✓", "שלום")
TRIES = 40


def guessed(
    task: Task, chance: random.Random, wanted: Callable[[str], bool] | None = None
) -> dict[str, Any] | None:
    """Answers to all that is asked with them; None where the checks of the template took none of the tries.

    `wanted`: whether a key that needs no answer gets one; by chance where it is not given.
    """
    for _ in range(TRIES):
        answers = _once(task, chance, wanted or (lambda _key: chance.random() < 0.7))
        form = Form(task, answers)
        if not any(one.blocks for one in form.failed()):
            return answers
    return None


def _once(task: Task, chance: random.Random, wanted: Callable[[str], bool]) -> dict[str, Any]:
    """One question after the other: an answer may bring more, or take later ones away."""
    answers: dict[str, Any] = {}
    done: set[str] = set()
    while left := [one for one in Form(task, answers).shown() if one.key not in done]:
        one = left[0]
        done.add(one.key)
        if Form(task, answers).is_required(one.key) or wanted(one.key):
            value = _ANSWERS[one.question.kind](one, chance)
            problems = QUESTION_KINDS[one.question.kind].check(
                one.question, value, one.candidate_ids, one.about
            )
            assert not problems, (one.key, value, problems)
            answers[one.key] = value
    shown = {one.key for one in Form(task, answers).shown()}
    return {key: value for key, value in answers.items() if key in shown}


def _options(one: Asked) -> Any:
    return QUESTION_KINDS[one.question.kind].options(one.question)


def _text(chance: random.Random, least: int = 1, most: int | None = None) -> str:
    count = chance.randint(max(least, 1), max(least, 1) + 6)
    return " ".join(
        chance.choice(("word", "Ωμέγα", "“so”", "1<2", "ok.")) for _ in range(min(count, most or count))
    )


def _comparison(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    verdicts = ["preferred"] * 3
    verdicts += ["tie"] * options.allow_tie + ["all_bad"] * options.allow_all_bad
    verdicts += ["cannot_judge"] * bool(options.cannot_judge_kinds)
    verdict = chance.choice(verdicts)
    if verdict == "cannot_judge":
        return {"verdict": verdict, "reason": chance.choice(options.cannot_judge_kinds).id}
    if verdict != "preferred":
        return {"verdict": verdict}
    first, second = one.candidate_ids
    strength = chance.choice([-1, 1]) * chance.randint(1, options.steps)
    winner = first if strength < 0 else second
    return {"verdict": "preferred", "winner": winner, "strength": strength, "pair": [first, second]}


def _ranking(one: Asked, chance: random.Random) -> Any:
    options, ids = _options(one), list(one.candidate_ids)
    chance.shuffle(ids)
    refused = [ids.pop() for _ in range(2)] if options.allow_unacceptable and chance.random() < 0.3 else []
    tiers: list[list[str]] = []
    for name in ids:
        if tiers and options.allow_ties and chance.random() < 0.3:
            tiers[-1].append(name)
        else:
            tiers.append([name])
    said: dict[str, Any] = {"tiers": tiers, "unacceptable": refused}
    if not options.gaps:
        return said
    known: list[int | None] = [*range(1, len(options.gaps) + 1)]
    known += [None] * options.gaps_optional
    return {**said, "gaps": [chance.choice(known) for _ in tiers[1:]]}


def _rating(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    if options.allow_na and chance.random() < 0.2:
        return {"value": None, "na": True}
    return {"value": chance.choice([point.value for point in options.points])}


def _choice(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    ids = [option.id for option in options.options]
    if not options.multiple:
        return {"selected": [chance.choice(ids)]}
    free = [name for name in ids if name != options.exclusive]
    if options.exclusive and chance.random() < 0.3:
        return {"selected": [options.exclusive]}
    taken = set(chance.sample(free, chance.randint(1, min(3, len(free)))))
    return {"selected": [name for name in ids if name in taken]}


def _checklist(one: Asked, chance: random.Random) -> Any:
    return {"items": {item.id: chance.choice(["yes", "no"]) for item in _options(one).items}}


def _words(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    return {"text": _text(chance, options.min_words, options.max_words)}


def _rewrite(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    base = one.candidate_ids[0] if "responses" in options.begins and one.candidate_ids else None
    said: dict[str, Any] = {"text": _text(chance, options.min_words)}
    said |= {"base": base} if base else {}
    return {**said, "note": chance.choice(WORDS)} if options.note != "none" else said


def _best_worst(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    if options.allow_none and chance.random() < 0.2:
        return {"instead": "none"}
    best, worst = chance.sample(list(one.candidate_ids), 2)
    return {"best": best, "worst": worst} if options.worst else {"best": best}


def _pairs(one: Asked, chance: random.Random) -> Any:
    return {
        "pairs": [
            {"pair": list(pair), "winner": chance.choice([*pair, None])}
            for pair in all_pairs(one.candidate_ids)
        ]
    }


def _slider(one: Asked, chance: random.Random) -> Any:
    return {"value": chance.randint(_options(one).low_value, _options(one).high_value)}


def _rubric(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    cells = {
        subject: {
            criterion.id: {
                "value": chance.choice([level.value for level in options.levels_of(criterion)]),
                "note": chance.choice(WORDS),
            }
            for criterion in options.criteria
        }
        for subject in (one.candidate_ids or ("",))
    }
    return {"cells": cells}


def _tree(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    grades = [level.value for level in options.grades()]
    leaves = sorted(options.leaves)
    return {
        "leaves": {leaf: chance.choice(grades) for leaf in leaves},
        "notes": {leaves[0]: chance.choice(WORDS)},
    }


def _spans(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    if options.allow_nothing and chance.random() < 0.2:
        return {"marks": [], "nothing": True}
    part = f"candidate:{one.candidate_ids[0]}" if "responses" in options.where else options.where[0]
    text = one.about.content(part.partition(":")[2] or part)[0].text
    marks = []
    for _ in range(chance.randint(1, 3)):
        kind = chance.choice([kind for kind in options.types if not kind.whole])
        start = chance.randint(0, len(text) - 2)
        end = chance.randint(start + 1, len(text))
        at = {
            "kind": "words",
            "start": start,
            "end": end,
            "sha256": source_hash(text),
            "quote": text[start:end],
        }
        anchor = {"part": part, "block": 0, "at": at}
        mark: dict[str, Any] = {"type": kind.id, "anchor": anchor}
        if options.asks_severity(kind):
            mark["severity"] = chance.choice(options.severities).id
        if options.wants(kind, "note") == "required":
            mark["note"] = _text(chance)
        if options.wants(kind, "link") == "required":
            mark["link"] = anchor
        marks.append(mark)
    return {"marks": marks[: options.max_marks or 3]}


def _image_marks(one: Asked, chance: random.Random) -> Any:
    """Points in the picture, or nothing at all."""
    if chance.random() < 0.3:
        return {"marks": [], "nothing": True}
    (block, *_) = one.about.content(one.candidate_ids[0])
    assert block.asset is not None
    kinds = [kind.id for kind in _options(one).types if not kind.words]
    marks = []
    for _ in range(chance.randint(1, 3)):
        place = {
            "kind": "region",
            "shape": "point",
            "width": 480,
            "height": 360,
            "sha256": block.asset.sha256,
        }
        place |= {"points": [[chance.randint(0, 479), chance.randint(0, 359)]]}
        anchor = {"part": f"candidate:{one.candidate_ids[0]}", "block": 0, "at": place}
        marks.append({"type": chance.choice(kinds), "anchor": anchor})
    return {"marks": marks}


def _steps(one: Asked, chance: random.Random) -> Any:
    options = STEPS.options(one.question)
    steps = steps_of(options)
    order = [step.id for step in steps]
    if options.mode == "first_wrong":
        said: dict[str, Any] = chance.choice([{"no_error": True}, {"first_wrong": chance.choice(order)}])
        return {**said, "redundant": chance.sample(order, 1)} if options.redundant else said
    ratings: dict[str, int] = {}
    others: dict[str, dict[str, int]] = {}
    for step in steps:
        ratings[step.id] = chance.choice([point.value for point in options.points])
        rated = {other.id: chance.choice([-1, 0, 1]) for other in alternatives_of(step)}
        others |= {step.id: rated} if rated and chance.random() < 0.6 else {}
        if options.mode == "until_wrong" and ratings[step.id] <= options.wrong:
            break
    return {"ratings": ratings, "alternatives": others} if others else {"ratings": ratings}


def _number(one: Asked, chance: random.Random) -> Any:
    options = _options(one)
    return {"value": chance.randint(int(options.minimum or 0), int(options.maximum or 50))}


def _tags(one: Asked, chance: random.Random) -> Any:
    count = chance.randint(max(1, _options(one).min_tags), max(2, _options(one).min_tags))
    return {"tags": chance.sample(["women", "men", "a nation", "Ωμέγα"], count)}


def _confidence(one: Asked, chance: random.Random) -> Any:
    return {"value": chance.choice([point.value for point in _options(one).shown()])}


_ANSWERS: dict[str, Callable[[Asked, random.Random], Any]] = {
    "comparison": _comparison,
    "ranking": _ranking,
    "best_worst": _best_worst,
    "rating": _rating,
    "choice": _choice,
    "checklist": _checklist,
    "text": _words,
    "rewrite": _rewrite,
    "pairs": _pairs,
    "slider": _slider,
    "rubric": _rubric,
    "rubric_tree": _tree,
    "spans": _spans,
    "image_marks": _image_marks,
    "steps": _steps,
    "number": _number,
    "tags": _tags,
    "confidence": _confidence,
}


def kinds() -> Sequence[str]:
    """The kinds that are guessed."""
    return sorted(_ANSWERS)
