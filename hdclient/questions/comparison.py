"""The comparison: which of 2 to 4 candidates is better, and by how much.

The answer names candidates by id. For two candidates `strength` is signed in the order of the *task*
(`pair`), never in the order shown: negative means pair[0] is better. The functions `answer_from_scale` and
`scale_position` are the only place where one order is turned into the other; screens must not do it. For more than
two candidates `strength` is there only if the template asks for it (`asks_strength`) and the person has said it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.questions.reading import read_answer
from hdclient.words import tr

_FAR, _MUCH, _PLAIN = tr("{letter} far better"), tr("{letter} much better"), tr("{letter} better")
_SLIGHTLY, _BARELY = tr("{letter} slightly better"), tr("{letter} barely better")
_STEP_WORDS: dict[int, tuple[str, ...]] = {
    1: (_PLAIN,),
    2: (_PLAIN, _SLIGHTLY),
    3: (_MUCH, _PLAIN, _SLIGHTLY),
    4: (_FAR, _MUCH, _PLAIN, _SLIGHTLY),
    5: (_FAR, _MUCH, _PLAIN, _SLIGHTLY, _BARELY),
}
TIE_LABEL = tr("About equal")
ALL_BAD_LABEL = tr("All bad")
CANNOT_JUDGE_LABEL = tr("Cannot judge")


class ComparisonOptions(Options, frozen=True, kw_only=True):
    """`points` of the scale between two candidates: odd has a middle (the tie), even has none.

    `labels` are for two candidates, from "the first shown is best" to "the second shown is best", one for
    every point shown; "{first}" and "{second}" in them stand for the letters.
    """

    points: Annotated[int, Meta(ge=2, le=11)] = 7
    allow_tie: bool = True
    allow_all_bad: bool = True
    allow_cannot_judge: bool = True
    labels: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        shown_points = 2 * self.steps + (1 if self.has_middle else 0)
        if self.labels is not None and len(self.labels) != shown_points:
            raise ValueError(
                f'option "labels" needs {shown_points} labels, one for each point, not {len(self.labels)}'
            )

    @property
    def steps(self) -> int:
        """How many strengths there are on each side; also the largest strength."""
        return self.points // 2

    @property
    def has_middle(self) -> bool:
        """Whether a tie can be given: an odd scale whose template allows it."""
        return self.allow_tie and self.points % 2 == 1


class Preferred(Answer, frozen=True, kw_only=True):
    """One candidate is better. Of more than two `pair` is null, and `strength` is 1 or more, or not there."""

    verdict: Literal["preferred"]
    winner: str
    strength: int | None = None
    pair: tuple[str, str] | None = None


class Verdict(Answer, frozen=True, kw_only=True):
    """No candidate is better: equal, all unacceptable, or the person cannot tell."""

    verdict: Literal["tie", "all_bad", "cannot_judge"]


class ScalePoint(Struct, frozen=True):
    """One point of the scale as shown. `position` < 0: the first shown is better; 0: tie; > 0: the second."""

    position: int
    label: str


def asks_strength(question: Question, candidates: int) -> bool:
    """Whether "A is best" goes with how much better: more than two candidates and a template that names points."""
    options = COMPARISON.options(question)
    return candidates > 2 and options.steps > 1 and "points" in question.options


def best_of(winner: str, strength: int | None = None) -> JsonValue:
    """The answer "this one is best" of more than two candidates; without a strength that nobody has given."""
    answer: dict[str, JsonValue] = {"verdict": "preferred", "winner": winner, "pair": None}
    return answer if strength is None else {**answer, "strength": strength}


def scale(options: ComparisonOptions, first: str = "A", second: str = "B") -> tuple[ScalePoint, ...]:
    """The points of a two-candidate scale in reading order, labelled with the letters of the two shown."""
    words = _STEP_WORDS[options.steps]
    positions = (
        list(range(-options.steps, 0))
        + ([0] if options.has_middle else [])
        + list(range(1, options.steps + 1))
    )
    labels = [
        TIE_LABEL
        if position == 0
        else words[options.steps - abs(position)].format(letter=first if position < 0 else second)
        for position in positions
    ]
    if options.labels is not None:
        labels = [text.replace("{first}", first).replace("{second}", second) for text in options.labels]
    return tuple(ScalePoint(position, label) for position, label in zip(positions, labels, strict=True))


def answer_from_scale(position: int, display_order: Sequence[str], candidate_ids: Sequence[str]) -> JsonValue:
    """The answer for a point of the shown scale. Two candidates only; `candidate_ids` in the task's order."""
    if position == 0:
        return {"verdict": "tie"}
    winner = display_order[0] if position < 0 else display_order[1]
    size = abs(position)
    signed = -size if winner == candidate_ids[0] else size
    return {"verdict": "preferred", "winner": winner, "strength": signed, "pair": list(candidate_ids)}


def scale_position(value: JsonValue, display_order: Sequence[str]) -> int | None:
    """The shown point that an answer stands for; None for no answer, all bad and cannot judge."""
    if not isinstance(value, dict):
        return None
    if value.get("verdict") == "tie":
        return 0
    strength = value.get("strength")
    if value.get("verdict") != "preferred" or not isinstance(strength, int) or isinstance(strength, bool):
        return None
    if len(display_order) != 2 or value.get("winner") not in display_order:
        return None
    return -abs(strength) if value["winner"] == display_order[0] else abs(strength)


class Comparison:
    """The kind "comparison"."""

    name = "comparison"
    candidate_range = (2, 4)
    option_model: type[ComparisonOptions] = ComparisonOptions

    def options(self, question: Question) -> ComparisonOptions:
        """The question's options, typed. Raises InvalidValue."""
        return ComparisonOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None

    def check(
        self, question: Question, value: JsonValue, candidate_ids: Sequence[str]
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        if value is None:
            return (Problem(question.id, tr("Say which response is better."), incomplete=True),)
        options = self.options(question)
        if isinstance(value, dict) and value.get("verdict") == "preferred":
            preferred = read_answer(Preferred, question, value)
            if isinstance(preferred, Problem):
                return (preferred,)
            asked = len(candidate_ids) == 2 or asks_strength(question, len(candidate_ids))
            if preferred.strength is None and asked and preferred.winner in candidate_ids:
                return (Problem(question.id, tr("Say how much better it is."), incomplete=True),)
            text = _preference_fault(preferred, options, candidate_ids)
            if not text and not asked and preferred.strength is not None:
                text = tr("This question does not ask how much better a response is.")
        else:
            verdict = read_answer(Verdict, question, value)
            if isinstance(verdict, Problem):
                return (verdict,)
            text = _verdict_fault(verdict, options)
        return (Problem(question.id, text),) if text else ()

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "A much better", "About equal", "All bad", "Cannot judge"; "" for what is no answer."""
        if not isinstance(value, dict):
            return ""
        verdicts = {"tie": TIE_LABEL, "all_bad": ALL_BAD_LABEL, "cannot_judge": CANNOT_JUDGE_LABEL}
        verdict = value.get("verdict")
        if isinstance(verdict, str) and verdict in verdicts:
            return verdicts[verdict]
        winner, strength = value.get("winner"), value.get("strength")
        if not isinstance(winner, str) or winner not in letters:
            return ""
        if strength is None and len(letters) > 2:
            return tr("{letter} is best", letter=letters[winner])
        if not isinstance(strength, int):
            return ""
        words = _STEP_WORDS[self.options(question).steps]
        size = abs(strength)
        return words[len(words) - size].format(letter=letters[winner]) if 1 <= size <= len(words) else ""


def _verdict_fault(answer: Verdict, options: ComparisonOptions) -> str:
    """Why this verdict cannot be given here; empty when it can."""
    if answer.verdict == "tie" and not options.has_middle:
        return tr("This question does not take a tie: say which response is better.")
    if answer.verdict == "all_bad" and not options.allow_all_bad:
        return tr("This question does not take “all bad”.")
    if answer.verdict == "cannot_judge" and not options.allow_cannot_judge:
        return tr("This question does not take “cannot judge”.")
    return ""


def _preference_fault(answer: Preferred, options: ComparisonOptions, candidate_ids: Sequence[str]) -> str:
    """Why this preference is not valid for these candidates; empty when it is."""
    if answer.winner not in candidate_ids:
        return tr("The response named as better is not one of this task.")
    strength = answer.strength
    if strength is not None and abs(strength) > options.steps:
        return tr("The strength must be at most {steps}.", steps=options.steps)
    if len(candidate_ids) != 2:
        if answer.pair is not None:
            return tr("With more than two responses there is no pair.")
        return "" if strength is None or strength >= 1 else tr("The strength must be at least 1.")
    if answer.pair is None or list(answer.pair) != list(candidate_ids):
        return tr("The pair must name the two responses in the order of the task.")
    if strength is None or strength == 0:
        return tr("A strength of 0 is no preference: give a tie instead.")
    if answer.winner != answer.pair[0 if strength < 0 else 1]:
        return tr("The better response and the sign of the strength contradict each other.")
    return ""


COMPARISON: QuestionKind[ComparisonOptions] = Comparison()
