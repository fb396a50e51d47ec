"""All pairs of several responses, each judged by itself. They need not fit into one order: a circle may be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of, read_answer
from hdclient.words import tr, trn

NO_PREFERENCE_LABEL = tr("No preference")


class PairsOptions(Options, frozen=True, kw_only=True):
    """What can be said of a pair beside which one is better."""

    allow_no_preference: Annotated[bool, Meta(description="that neither of two is better can be said")] = True
    no_preference_label: Annotated[str, Meta(description='other words for "No preference"')] = ""


class Judged(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One pair, in the task's order; `winner` is null where neither is better."""

    pair: tuple[str, str]
    winner: str | None


class PairsAnswer(Answer, frozen=True, kw_only=True):
    """{"pairs": [{"pair": ["c1", "c2"], "winner": "c2"}, …]}; a pair that nothing was said of is left out."""

    pairs: tuple[Judged, ...]


def all_pairs(candidate_ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every two of them, in their order."""
    return tuple(combinations(candidate_ids, 2))


def circle(pairs: Sequence[Judged]) -> tuple[str, ...]:
    """Candidates each of which is better than the next, and the last better than the first; () where there are none.

    The shortest circle that is found from the candidate named first.
    """
    better: dict[str, list[str]] = {}
    for one in pairs:
        if one.winner in one.pair:
            loser = one.pair[1] if one.winner == one.pair[0] else one.pair[0]
            better.setdefault(str(one.winner), []).append(loser)
    return next((way for start in better if (way := _way_back(start, better))), ())


def _way_back(start: str, better: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The shortest way from a candidate to itself, each better than the next; () for none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        way = ways.pop(0)
        for loser in better.get(way[-1], ()):
            if loser == start:
                return way
            if loser not in seen:
                seen.add(loser)
                ways.append((*way, loser))
    return ()


class Pairs:
    """The kind "pairs"."""

    name = "pairs"
    candidate_range = (3, 9)
    option_model: type[PairsOptions] = PairsOptions

    def options(self, question: Question) -> PairsOptions:
        """The question's options, typed. Raises InvalidValue."""
        return PairsOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or value == {"pairs": []}

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def fault(answer: PairsAnswer) -> str | Problem:
            wrong = _fault(answer, options, candidate_ids)
            left = len(all_pairs(candidate_ids)) - len(answer.pairs)
            text = trn("One pair is not compared yet.", "{count} pairs are not compared yet.", left)
            return wrong or (Problem(question.id, text, incomplete=True) if left else "")

        unanswered = tr("Say of each pair which response is better.") if self.is_blank(value) else ""
        return problems_of(PairsAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "A > B, C > A, B = C"; "" for what is no answer."""
        return phrase_of(PairsAnswer, question, value, lambda answer: _words(answer, letters))

    def parts(self, question: Question, value: JsonValue, letters: dict[str, str]) -> dict[str, str]:
        """What was said of each pair: by its letters, the winner's letter or "="."""
        answer = read_answer(PairsAnswer, question, value)
        if isinstance(answer, Problem):
            return {}
        found = {
            " – ".join(sorted(letters.get(each, "?") for each in one.pair)): (
                "=" if one.winner is None else letters.get(one.winner, "?")
            )
            for one in answer.pairs
        }
        return dict(sorted(found.items()))


def _fault(answer: PairsAnswer, options: PairsOptions, candidate_ids: Sequence[str]) -> str:
    """What is wrong (not merely missing) with the answer; empty when nothing is."""
    known, seen = all_pairs(candidate_ids), set()
    for one in answer.pairs:
        if one.pair not in known:
            return tr("A pair must name two responses of this task, in the task's order.")
        if one.pair in seen:
            return tr("A pair is compared twice.")
        seen.add(one.pair)
        if one.winner is None and not options.allow_no_preference:
            return tr("This question does not take “no preference”.")
        if one.winner is not None and one.winner not in one.pair:
            return tr("The better response is not one of its pair.")
    return ""


def _words(answer: PairsAnswer, letters: Mapping[str, str]) -> str:
    said = []
    for one in answer.pairs:
        first, second = sorted(one.pair, key=lambda each: (each != one.winner, letters.get(each, "?")))
        sign = "=" if one.winner is None else ">"
        said.append(f"{letters.get(first, '?')} {sign} {letters.get(second, '?')}")
    return ", ".join(said)


PAIRS: QuestionKind[PairsOptions] = Pairs()
