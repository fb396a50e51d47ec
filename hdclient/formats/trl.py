"""Preference pairs with an explicit prompt, as TRL's trainers read them: prompt, chosen, rejected, margin.

A comparison gives the winner over every other candidate, with `margin` from the strength if one was asked for. A
ranking gives every pair of different tiers under one `group_id` (unacceptable ones are the last tier) and no margin: it
says which is better, not by how much. What is no preference gives no row and is counted: ties, all bad,
cannot judge, skipped, returned, images.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from hdclient.formats.record import Exporter, LossReport, Record, Row, has_file, judging_question, text_of
from hdclient.model.base import JsonValue
from hdclient.questions.base import Problem
from hdclient.questions.comparison import Preferred
from hdclient.questions.ranking import RankingAnswer
from hdclient.questions.reading import read_answer

_NO_PREFERENCE = ("tie", "all_bad", "cannot_judge")


@dataclass(frozen=True, slots=True)
class _Pair:
    chosen: str
    rejected: str
    margin: float | None = None
    grouped: bool = False


def _standard(records: Iterable[Record]) -> tuple[Iterator[Row], LossReport]:
    report = LossReport()
    return _rows(records, report, conversational=False), report


def _conversational(records: Iterable[Record]) -> tuple[Iterator[Row], LossReport]:
    report = LossReport()
    return _rows(records, report, conversational=True), report


STANDARD = Exporter("trl-preference", "TRL preference, explicit prompt, plain text", _standard)
CONVERSATIONAL = Exporter(
    "trl-preference-conversational", "TRL preference, explicit prompt, messages", _conversational
)


def _rows(records: Iterable[Record], report: LossReport, *, conversational: bool) -> Iterator[Row]:
    for record in records:
        report.see(record)
        pairs = _pairs(record, report)
        contents = {candidate.id: candidate.content for candidate in record.task.candidates}
        blind = has_file([*record.task.system_prompt, *record.task.prompt])
        for pair in pairs:
            if blind or has_file([*contents[pair.chosen], *contents[pair.rejected]]):
                report.dropped["image"] += 1
                continue
            report.rows += 1
            if record.task.system_prompt and not conversational:
                report.reduced["system prompt joined to the prompt"] += 1
            texts = {side: text_of(contents[side]) for side in (pair.chosen, pair.rejected)}
            yield _row(record, pair, texts, conversational=conversational)


def _row(record: Record, pair: _Pair, texts: dict[str, str], *, conversational: bool) -> Row:
    system, user = text_of(record.task.system_prompt), text_of(record.task.prompt)
    row: Row
    if conversational:
        messages: list[JsonValue] = (
            [{"role": "system", "content": system}] if record.task.system_prompt else []
        )
        row = {
            "prompt": [*messages, {"role": "user", "content": user}],
            "chosen": [{"role": "assistant", "content": texts[pair.chosen]}],
            "rejected": [{"role": "assistant", "content": texts[pair.rejected]}],
        }
    else:
        prompt = f"{system}\n\n{user}" if record.task.system_prompt else user
        row = {"prompt": prompt, "chosen": texts[pair.chosen], "rejected": texts[pair.rejected]}
    if pair.margin is not None:
        row["margin"] = pair.margin
    if pair.grouped:
        row["group_id"] = f"{record.body.submission_id}:{record.body.revision}"
    return row


def _pairs(record: Record, report: LossReport) -> Sequence[_Pair]:
    """The preferences that a record holds; what is none is counted in the report."""
    question = judging_question(record.task)
    reason = ""
    if record.body.skip is not None:
        reason = "skipped"
    elif record.status != "accepted":
        reason = record.status
    elif question is None or question.kind not in ("comparison", "ranking"):
        reason = "not a comparison or ranking"
    elif question.id not in record.body.answers:
        reason = "unanswered"
    if reason or question is None:
        report.dropped[reason] += 1
        return ()
    value = record.body.answers[question.id]
    known = [candidate.id for candidate in record.task.candidates]
    if question.kind == "ranking":
        ranking = read_answer(RankingAnswer, question, value)
        if isinstance(ranking, Problem):
            report.dropped["unreadable answer"] += 1
            return ()
        return tuple(_ranked(ranking, known, report))
    preferred = read_answer(Preferred, question, value)
    if isinstance(preferred, Problem):
        verdict = str(value.get("verdict")) if isinstance(value, dict) else ""
        report.dropped[verdict if verdict in _NO_PREFERENCE else "unreadable answer"] += 1
        return ()
    others = [one for one in known if one != preferred.winner]
    margin = None if preferred.strength is None else float(abs(preferred.strength))
    return tuple(_Pair(preferred.winner, other, margin, grouped=len(others) > 1) for other in others)


def _ranked(ranking: RankingAnswer, known: Sequence[str], report: LossReport) -> Iterator[_Pair]:
    tiers = [*ranking.tiers, ranking.unacceptable]
    place = {one: number for number, tier in enumerate(tiers) for one in tier if one in known}
    for first, second in combinations(place, 2):
        if place[first] != place[second]:
            better, worse = sorted((first, second), key=lambda one: place[one])
            yield _Pair(better, worse, grouped=True)
        elif place[first] == len(ranking.tiers):
            report.dropped["both unacceptable"] += 1
        else:
            report.dropped["tied pair"] += 1
