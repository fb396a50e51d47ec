"""Whether an answer is right by a known one: by sets of accepted answers, and by partial orders for opinions.

Pure, like all of this package. It decides nothing about people: that is what figures with their n are for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hdclient.model.address import question_of
from hdclient.model.base import InvalidValue, JsonValue, canonical
from hdclient.model.gold import Gold
from hdclient.model.template import Question
from hdclient.quality.labels import duels_of, label_of, ranking_of
from hdclient.quality.said import Judged

Grades = Sequence[tuple[tuple[str, str], str, bool]]
"""(task and question, person, right) of every answer to a question with gold."""


def is_right(question: Question, gold: Gold, value: JsonValue, candidates: Sequence[str]) -> bool:
    """Whether the answer stands by the gold. An answer that cannot be read is not right."""
    try:
        told = _told(question, value, len(candidates))
        if gold.accept and told not in [_told(question, one, len(candidates)) for one in gold.accept]:
            return False
        if told in [_told(question, one, len(candidates)) for one in gold.refuse]:
            return False
        return _keeps(question, gold, value, candidates)
    except InvalidValue:
        return False


def grades(
    questions: Sequence[Question], judged: Sequence[Judged], gold: Mapping[str, Sequence[Gold]]
) -> list[tuple[tuple[str, str], str, bool]]:
    """Every answer to a question with gold. `gold`: by task. A question that was left out counts nowhere.

    Of a question that is asked item by item, each item may have gold of its own, under the address of its answer.
    """
    by_id = {question.id: question for question in questions}
    found = []
    for one in judged:
        for known in gold.get(one.task_id, ()):
            question = by_id.get(question_of(known.question))
            value = one.answers.get(known.question)
            if question is not None and value is not None:
                right = is_right(question, known, value, one.display_order)
                found.append(((one.task_id, known.question), one.person_id, right))
    return found


def gold_fault(asked: Sequence[Question], gold: Sequence[Gold], candidates: Sequence[str]) -> str:
    """Why this gold cannot be used, as a sentence; empty when it can.

    `asked`: the questions as the task asks them, by the addresses of their answers.
    """
    by_id = {question.id: question for question in asked}
    for one in gold:
        question = by_id.get(one.question)
        if question is None:
            items = sorted(key for key in by_id if question_of(key) == one.question)
            if items:
                return f"gold for “{one.question}” does not say of which item: it is asked as “{items[0]}”."
            return "gold names a question that the template does not have."
        if not (one.accept or one.refuse or one.above):
            return f"gold for “{one.question}” says nothing."
        named = {name for pair in one.above for name in (pair.better, pair.worse)}
        if not named <= set(candidates):
            return f"gold for “{one.question}” orders a candidate that the task does not have."
        if one.above and question.kind not in ("ranking", "comparison"):
            return f"gold for “{one.question}” orders candidates, and the question does not."
        if _circular({(pair.better, pair.worse) for pair in one.above}):
            return f"gold for “{one.question}” puts a candidate above itself."
        try:
            for value in (*one.accept, *one.refuse):
                _told(question, value, len(candidates))
        except InvalidValue:
            return f"gold for “{one.question}” holds an answer that this question cannot have."
    return ""


def _told(question: Question, value: JsonValue, candidates: int) -> object:
    """What an answer says, so that two which say the same are equal. Raises InvalidValue."""
    ranking = ranking_of(question, value)
    if ranking is not None:
        return tuple(sorted(ranking.items()))
    label = label_of(question, value, candidates)
    return label if label is not None else canonical(value)


def _keeps(question: Question, gold: Gold, value: JsonValue, candidates: Sequence[str]) -> bool:
    """Whether every wanted order holds; a tie does not keep it."""
    if not gold.above:
        return True
    won = set()
    for duel in duels_of(question, value, candidates):
        if duel.score != 0.5:
            won.add((duel.first, duel.second) if duel.score > 0.5 else (duel.second, duel.first))
    return all((pair.better, pair.worse) in won for pair in gold.above)


def _circular(pairs: set[tuple[str, str]]) -> bool:
    left = set(pairs)
    while left:
        worse = {low for _, low in left}
        free = {pair for pair in left if pair[0] not in worse}
        if not free:
            return True
        left -= free
    return False
