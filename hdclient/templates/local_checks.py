"""What is looked at by itself before a task is submitted, where the template wishes it (`local_checks`).

It only warns, unless the template lets it block. Each function says one thing that is probably a slip; what it cannot
be sure of it does not say. Pure: no store, no screen, and no part in what the platform checks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from hdclient.model.address import address
from hdclient.model.base import JsonValue
from hdclient.model.template_parts import LocalCheck
from hdclient.questions.best_worst import BestWorstAnswer, implied
from hdclient.templates.form import Form
from hdclient.templates.values import number
from hdclient.templates.written_checks import (
    Found,
    Letters,
    foreign,
    of_kind,
    other_is_praised,
    repeated,
    unchanged,
    unparsed,
)
from hdclient.words import tr

_JUDGING = ("ranking", "comparison", "best_worst", "pairs")


class Warned(Struct, frozen=True):
    """One slip. `key` is what is recorded when it is meant; `at`: address of the question."""

    key: str
    at: str
    text: str
    blocks: bool = False


def local_warnings(form: Form, letters: Letters, earlier: Collection[str] = ()) -> tuple[Warned, ...]:
    """What is probably a slip. `letters`: candidate ids in the order shown → what they are called. `earlier`: what was
    written in other tasks, as `written_checks.normal` has it."""
    template = form.task.template
    wanted = [one for one in LocalCheck if one in (*template.local_checks, *template.local_blocks)]
    return tuple(
        Warned(f"local.{check.value}@{at}", at, text, check in template.local_blocks)
        for check in wanted
        for at, text in _found(check, form, letters, earlier)
    )


def _found(check: LocalCheck, form: Form, letters: Letters, earlier: Collection[str]) -> Found:
    match check:
        case LocalCheck.ORDER:
            yield from _order(form, letters)
        case LocalCheck.RATINGS:
            yield from _ratings(form, letters)
            yield from _criteria(form, letters)
        case LocalCheck.REASON:
            winner = _only_winner(form)
            yield from other_is_praised(form, winner, letters) if winner else ()
        case LocalCheck.REPEAT:
            yield from repeated(form, earlier)
        case LocalCheck.SYNTAX:
            yield from unparsed(form)
        case LocalCheck.UNCHANGED:
            yield from unchanged(form)
        case LocalCheck.LANGUAGE:
            yield from foreign(form)


def _order(form: Form, letters: Letters) -> Found:
    for asked, fact in of_kind(form, "ranking"):
        tiers = fact.get("tiers") if isinstance(fact, dict) else None
        if isinstance(tiers, list) and len(letters) > 2 and tiers == [[one] for one in letters]:
            yield (
                asked.key,
                tr("The ranking is exactly the order in which the responses are shown. Is it meant?"),
            )


# What was judged, as pairs


def _above(kind: str, fact: JsonValue, letters: Letters) -> Iterator[tuple[str, str]]:
    """(better, worse) of all pairs that an answer holds."""
    told = fact if isinstance(fact, dict) else {}
    if kind == "ranking":
        tiers = told.get("tiers")
        rows = [_names(tier) for tier in tiers] if isinstance(tiers, list) else []
        rows.append(_names(told.get("unacceptable")))
        for place, row in enumerate(rows):
            yield from ((one, other) for below in rows[place + 1 :] for one in row for other in below)
    elif kind == "pairs":
        pairs = told.get("pairs")
        for one in pairs if isinstance(pairs, list) else ():
            winner, both = (
                (one.get("winner"), _names(one.get("pair"))) if isinstance(one, dict) else (None, [])
            )
            yield from ((str(winner), other) for other in both if winner in both and other != winner)
    else:
        best = told.get("winner") if kind == "comparison" else told.get("best")
        worst = told.get("worst")
        answer = BestWorstAnswer(
            best=best if isinstance(best, str) else None, worst=worst if isinstance(worst, str) else None
        )
        yield from implied(answer, tuple(letters))


def _names(value: JsonValue) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _only_winner(form: Form) -> str:
    """The one response that everything judged so calls the best; "" where there is none, or more than one."""
    firsts: set[str] = set()
    for asked, fact in of_kind(form, "comparison", "best_worst", "ranking"):
        if asked.question.role == "criterion":
            continue
        told = fact if isinstance(fact, dict) else {}
        tiers = told.get("tiers")
        first = _names(tiers[0]) if isinstance(tiers, list) and tiers else []
        winner = told.get("winner") or told.get("best") or (first[0] if len(first) == 1 else "")
        firsts |= {str(winner)} if winner else set()
    return firsts.pop() if len(firsts) == 1 else ""


# Against ratings


def _ratings(form: Form, letters: Letters) -> Found:
    """Where there is one rating of each response that can be held against what was preferred."""
    scores = [_by_candidate(form, question_id) for question_id in _rated(form)]
    scores = [one for one in scores if len(one) > 1]
    for asked, fact in of_kind(form, *_JUDGING):
        for better, worse in _above(asked.question.kind, fact, letters):
            if _beats(scores, worse, better):
                yield asked.key, _contradicts((better, worse), letters)
                break


def _beats(scores: list[dict[str, int | float]], one: str, other: str) -> bool:
    """Whether one is rated no worse than the other in everything, and better in something."""
    both = [(given[one], given[other]) for given in scores if one in given and other in given]
    return len(both) == len(scores) > 0 and all(a >= b for a, b in both) and any(a > b for a, b in both)


def _contradicts(pair: tuple[str, str], letters: Letters) -> str:
    better, worse = (letters.get(one, "?") for one in pair)
    return tr(
        "Response {better} stands above {worse}, though everything that you rated puts {worse} higher. Is it meant?",
        better=better,
        worse=worse,
    )


def _rated(form: Form) -> list[str]:
    """Ids of the ratings that are asked for each response and say what is good: the verdicts, else all of them."""
    template = form.task.template
    groups = {group.id for group in template.groups if group.over == "candidates" and not group.within}
    rated = [one for one in template.questions if one.kind in ("rating", "slider") and one.group in groups]
    return [one.id for one in rated if one.role == "verdict"] or [
        one.id for one in rated if one.role == "criterion"
    ]


def _by_candidate(form: Form, question_id: str) -> dict[str, int | float]:
    found = {}
    for candidate in form.task.candidates:
        key = address(question_id, (candidate.id,))
        value = number(form.fact(key)) if key in form.by_key else None
        if value is not None:
            found[candidate.id] = value
    return found


# Against criteria


def _criteria(form: Form, letters: Letters) -> Found:
    """A verdict for a response that no criterion prefers, though all criteria were compared and prefer others."""
    compared = list(of_kind(form, "comparison"))
    beside = [_winner(fact) for asked, fact in compared if asked.question.role == "criterion"]
    for asked, fact in compared:
        rows = fact.get("criteria") if isinstance(fact, dict) else None
        own = [_winner(row) for row in rows.values()] if isinstance(rows, dict) else []
        said = [one for one in (*own, *beside) if one is not None]
        winner = _winner(fact) if asked.question.role != "criterion" else None
        if winner and len(said) > 1 and winner not in said and any(said):
            other = next(one for one in said if one)
            yield (
                asked.key,
                tr(
                    "The verdict is for {letter}, though no criterion is and {other} is preferred. Is it meant?",
                    letter=letters.get(winner, "?"),
                    other=letters.get(other, "?"),
                ),
            )


def _winner(fact: Mapping[str, JsonValue] | JsonValue) -> str | None:
    """The preferred response; "" for a tie, None where nothing was decided."""
    told = fact if isinstance(fact, dict) else {}
    verdict = told.get("verdict")
    if verdict == "preferred":
        return str(told.get("winner", ""))
    return "" if verdict in ("tie", "all_bad") else None
