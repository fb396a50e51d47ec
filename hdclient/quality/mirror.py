"""One person's own numbers: nothing in them says what another person answered, and nothing ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hdclient.model.quality import Figure, Mirror, MirrorQuestion
from hdclient.model.template import Question
from hdclient.quality.agreement import Label
from hdclient.quality.campaign import COMPARED_FROM, pairs_of_people
from hdclient.quality.duels import length_bias, position_bias
from hdclient.quality.effort import active_time, throughput
from hdclient.quality.figure import proportion, undefined
from hdclient.quality.people import self_consistency
from hdclient.quality.said import Judged, Lengths, Said, headline, read
from hdclient.quality.trends import days, spans, weeks
from hdclient.words import marked

_FEW_PAIRS = marked("It is told from 30 labels on that others gave for the same tasks.")


def mirror_numbers(
    person_id: str,
    questions: Sequence[Question],
    judged: Sequence[Judged],
    *,
    first_pass: Figure,
    lengths: Lengths | None = None,
    repeats: Mapping[str, str] | None = None,
    gold: Figure | None = None,
) -> Mirror:
    """`judged`: this person's answers, and others' to the same tasks. `repeats`: by task, the task that it repeats."""
    own = [one for one in judged if one.person_id == person_id]
    said = [read(question, own, lengths) for question in questions]
    every = [read(question, judged) for question in questions]
    first_day, by_day = days(own)
    return Mirror(
        answers=len(own),
        active=active_time([one.active_ms for one in own]),
        spans=spans(own),
        pace=throughput(sum(not one.returned for one in own), sum(one.active_ms for one in own)),
        first_pass=first_pass,
        gold=gold,
        first_day=first_day,
        by_day=by_day,
        weeks=tuple(week.changed(agreement=undefined(_FEW_PAIRS)) for week in weeks(own, headline(said))),
        questions=tuple(
            _question(person_id, mine, all_, repeats or {}) for mine, all_ in zip(said, every, strict=True)
        ),
    )


def _question(person_id: str, mine: Said, every: Said, repeats: Mapping[str, str]) -> MirrorQuestion:
    agreeing, pairs = pairs_of_people([every])
    n = pairs[person_id]
    duels = mine.duels if mine.question.kind == "comparison" else []
    return MirrorQuestion(
        question_id=mine.question.id,
        title=mine.question.title,
        kind=mine.question.kind,
        answers=mine.answers,
        agreement=proportion(agreeing[person_id], n) if n >= COMPARED_FROM else undefined(_FEW_PAIRS, n),
        first_shown=position_bias(duels),
        longer=length_bias(duels),
        repeats=self_consistency(_twice(person_id, mine, repeats)),
    )


def _twice(person_id: str, said: Said, repeats: Mapping[str, str]) -> list[tuple[Label, Label]]:
    """What was said of a task, and of the one that it repeats under the same ids of candidates."""
    found = []
    for again, before in repeats.items():
        one = said.labels.get(before, {}).get(person_id)
        other = said.labels.get(again, {}).get(person_id)
        if one is not None and other is not None:
            found.append((_way(said.question.kind, one), _way(said.question.kind, other)))
    return found


def _way(kind: str, label: Label) -> Label:
    """Of a preference the side only: it is the same way when it is a little stronger the second time."""
    if kind == "comparison" and isinstance(label, int | float):
        return (label > 0) - (label < 0)
    return label
