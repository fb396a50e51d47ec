"""The comparison: which of two or more candidates is better, and by how much; as a whole and on single criteria.

The answer names candidates by id. For two candidates `strength` is signed in the order of the *task*
(`pair`), never in the order shown: negative means pair[0] is better. The functions `answer_from_scale` and
`scale_position` are the only place where one order is turned into the other; screens must not do it. For more than
two candidates `strength` is there only if the template asks for it (`asks_strength`) and the person has said it.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import read_answer
from hdclient.words import tr, trn

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


class CannotJudge(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of several ways in which it cannot be decided: "both are right", "both are badly wrong"."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    label: Annotated[str, Meta(min_length=1)]


class Criterion(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing on which the responses are compared by themselves, beside the whole."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    title: Annotated[str, Meta(min_length=1)]
    help: str = ""


class ComparisonOptions(Options, frozen=True, kw_only=True):
    """The scale, what can be said beside it, and on which criteria it is asked too."""

    points: Annotated[
        int,
        Meta(ge=2, le=11, description="of the scale between two: odd has a middle (the tie), even has none"),
    ] = 7
    allow_tie: Annotated[bool, Meta(description="of an odd scale: the middle can be given")] = True
    allow_all_bad: Annotated[bool, Meta(description="that all are unacceptable can be said")] = True
    all_bad_label: Annotated[str, Meta(description='other words for "Both are bad"')] = ""
    allow_cannot_judge: Annotated[bool, Meta(description="that it cannot be decided can be said")] = True
    cannot_judge_kinds: Annotated[
        tuple[CannotJudge, ...],
        Meta(max_length=4, description="ways in which it cannot be decided; one of them is given then"),
    ] = ()
    labels: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="for two responses: words of every point shown, from “the first shown is best” to “the second"
            " shown is best”; {first} and {second} in them stand for the letters"
        ),
    ] = None
    degrees: Annotated[
        tuple[str, ...],
        Meta(
            max_length=5,
            description="words for how much better, the least first: then it is asked in two steps, which one is better"
            " and after it how much; one for each strength that `points` has",
        ),
    ] = ()
    criteria: Annotated[
        tuple[Criterion, ...],
        Meta(
            max_length=12, description="rows with the same scale, each about one criterion, above the whole"
        ),
    ] = ()

    def __post_init__(self) -> None:
        sides = 1 if self.degrees else self.steps
        shown_points = 2 * sides + (1 if self.has_middle else 0)
        if self.labels is not None and len(self.labels) != shown_points:
            raise ValueError(
                f'option "labels" needs {shown_points} labels, one for each point, not {len(self.labels)}'
            )
        if self.degrees and len(self.degrees) != self.steps:
            raise ValueError(f'option "degrees" needs {self.steps} words, as many as "points" has strengths')
        if len({one.id for one in self.criteria}) != len(self.criteria):
            raise ValueError('option "criteria": two criteria have the same id')

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
    criteria: dict[str, JsonValue] = field(default_factory=dict)


class Verdict(Answer, frozen=True, kw_only=True):
    """No candidate is better: equal, all unacceptable, or the person cannot tell."""

    verdict: Literal["tie", "all_bad", "cannot_judge"]
    reason: str | None = None
    criteria: dict[str, JsonValue] = field(default_factory=dict)


class ScalePoint(Struct, frozen=True):
    """One point of the scale as shown. `position` < 0: the first shown is better; 0: tie; > 0: the second."""

    position: int
    label: str


def asks_strength(question: Question, candidates: int) -> bool:
    """Whether how much better is a step of its own: with degrees, or of more than two where there are points."""
    options = COMPARISON.options(question)
    if options.steps < 2:
        return False
    return bool(options.degrees) or (candidates > 2 and "points" in question.options)


def best_of(winner: str, candidate_ids: Sequence[str], size: int | None = None) -> dict[str, JsonValue]:
    """The answer "this one is best", without a strength as long as nobody has given one. `size` is 1 or more."""
    answer: dict[str, JsonValue] = {"verdict": "preferred", "winner": winner, "pair": None}
    if len(candidate_ids) == 2:
        answer["pair"] = list(candidate_ids)
        size = -size if size is not None and winner == candidate_ids[0] else size
    return answer if size is None else {**answer, "strength": size}


def scale(options: ComparisonOptions, first: str = "A", second: str = "B") -> tuple[ScalePoint, ...]:
    """The points of a two-candidate scale in reading order, labelled with the letters of the two shown.

    With degrees it is the first step only: which one is better.
    """
    sides = 1 if options.degrees else options.steps
    words = _STEP_WORDS[sides]
    positions = list(range(-sides, 0)) + ([0] if options.has_middle else []) + list(range(1, sides + 1))
    labels = [
        TIE_LABEL
        if position == 0
        else words[sides - abs(position)].format(letter=first if position < 0 else second)
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
    candidate_range = (2, 9)
    option_model: type[ComparisonOptions] = ComparisonOptions

    def options(self, question: Question) -> ComparisonOptions:
        """The question's options, typed. Raises InvalidValue."""
        return ComparisonOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        rows = value.get("criteria") if isinstance(value, dict) and options.criteria else None
        if value is None or (rows is not None and value == {"criteria": rows}):
            return (Problem(question.id, tr("Say which response is better."), incomplete=True),)
        wrong = _problem(question, value, candidate_ids)
        if wrong is not None and not wrong.incomplete:
            return (wrong,)
        found = _row_problem(question, options, rows or {}, candidate_ids)
        if found is None and rows is None and isinstance(value, dict) and value.get("criteria"):
            found = Problem(question.id, tr("This question is not asked on single criteria."))
        return tuple(one for one in (found, wrong) if one is not None)[:1]

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "A much better", "About equal", "All bad", "Cannot judge"; "" for what is no answer."""
        if not isinstance(value, dict):
            return ""
        options = self.options(question)
        verdict = value.get("verdict")
        order = sorted(letters, key=lambda one: letters[one])
        verdicts = {
            "tie": _tie_label(options, len(order)),
            "all_bad": options.all_bad_label or ALL_BAD_LABEL,
            "cannot_judge": CANNOT_JUDGE_LABEL,
        }
        kinds = {one.id: one.label for one in options.cannot_judge_kinds}
        reason = value.get("reason")
        if verdict == "cannot_judge" and isinstance(reason, str) and reason in kinds:
            return kinds[reason]
        if isinstance(verdict, str) and verdict in verdicts:
            return verdicts[verdict]
        return _preference_words(options, value, order, letters)

    def parts(self, question: Question, value: JsonValue, letters: dict[str, str]) -> dict[str, str]:
        """What was said on each criterion, by its title."""
        rows = value.get("criteria") if isinstance(value, dict) else None
        if not isinstance(rows, dict):
            return {}
        return {
            one.title: self.describe(question, rows[one.id], letters)
            for one in self.options(question).criteria
            if one.id in rows
        }


def _tie_label(options: ComparisonOptions, candidates: int) -> str:
    labels = options.labels
    return (
        TIE_LABEL if labels is None or not options.has_middle or candidates != 2 else labels[len(labels) // 2]
    )


def _preference_words(
    options: ComparisonOptions, value: dict[str, Any], order: Sequence[str], letters: dict[str, str]
) -> str:
    """A preference in the words of the point that was chosen; `order`: candidates as they were shown."""
    winner, strength = value.get("winner"), value.get("strength")
    if not isinstance(winner, str) or winner not in letters:
        return ""
    letter, size = letters[winner], abs(strength) if isinstance(strength, int) else 0
    best = tr("{letter} is best", letter=letter)
    if options.degrees:
        if len(order) == 2:
            shown = scale(options, letters[order[0]], letters[order[1]])
            best = shown[0 if winner == order[0] else -1].label
        return f"{best}: {options.degrees[size - 1]}" if 1 <= size <= options.steps else best
    if not size:
        return best if len(order) > 2 and strength is None else ""
    if len(order) == 2 and size <= options.steps:
        at = -size if winner == order[0] else size
        points = scale(options, letters[order[0]], letters[order[1]])
        return next(point.label for point in points if point.position == at)
    words = _STEP_WORDS[options.steps]
    return words[len(words) - size].format(letter=letter) if size <= len(words) else ""


def _row_problem(
    question: Question, options: ComparisonOptions, rows: JsonValue, candidate_ids: Sequence[str]
) -> Problem | None:
    """What is wrong with the rows of the criteria, or how many are still to be answered."""
    if not isinstance(rows, dict):
        return Problem(question.id, tr("The criteria must be given by their ids."))
    known = {one.id for one in options.criteria}
    if any(name not in known for name in rows):
        return Problem(question.id, tr("The answer names a criterion that this question does not have."))
    left = len(known) - len(rows)
    for row in rows.values():
        found = _problem(question, row, candidate_ids)
        if found is None and isinstance(row, dict) and "criteria" in row:
            found = Problem(question.id, tr("A criterion has no criteria of its own."))
        if found is not None and not found.incomplete:
            return found
        left += found is not None
    text = trn("One criterion is not compared yet.", "{count} criteria are not compared yet.", left)
    return Problem(question.id, text, incomplete=True) if left else None


def _problem(question: Question, value: JsonValue, candidate_ids: Sequence[str]) -> Problem | None:
    """Why this is no whole and valid judgement, of a criterion or of the whole."""
    options = COMPARISON.options(question)
    if isinstance(value, dict) and value.get("verdict") == "preferred":
        preferred = read_answer(Preferred, question, value)
        if isinstance(preferred, Problem):
            return preferred
        asked = len(candidate_ids) == 2 or asks_strength(question, len(candidate_ids))
        if preferred.strength is None and asked and preferred.winner in candidate_ids:
            return Problem(question.id, tr("Say how much better it is."), incomplete=True)
        text = _preference_fault(preferred, options, candidate_ids)
        if not text and not asked and preferred.strength is not None:
            text = tr("This question does not ask how much better a response is.")
    else:
        verdict = read_answer(Verdict, question, value)
        if isinstance(verdict, Problem):
            return verdict
        text = _verdict_fault(verdict, options)
    return Problem(question.id, text) if text else None


def _verdict_fault(answer: Verdict, options: ComparisonOptions) -> str:
    """Why this verdict cannot be given here; empty when it can."""
    if answer.verdict == "tie" and not options.has_middle:
        return tr("This question does not take a tie: say which response is better.")
    if answer.verdict == "all_bad" and not options.allow_all_bad:
        return tr("This question does not take “all bad”.")
    if answer.verdict == "cannot_judge" and not options.allow_cannot_judge:
        return tr("This question does not take “cannot judge”.")
    kinds = [one.id for one in options.cannot_judge_kinds] if answer.verdict == "cannot_judge" else []
    if (answer.reason not in kinds) if kinds else answer.reason is not None:
        return tr("The answer does not say in which of the given ways it cannot be judged.")
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
