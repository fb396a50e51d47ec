"""The choice: one or several of a list of options, one of which may exclude all others ("none of these")."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hdclient.model.base import Value
from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import PlainKind
from hdclient.words import tr, trn

MOST_FLAT, MOST_IN_TREE, MOST_DEEP = 60, 5_000, 12


class ChoiceOption(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One option: the id that is stored, and what is shown. `parent`: id of the option that it is a kind of."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    label: Annotated[str, Meta(min_length=1)]
    description: str = ""
    parent: str = ""


class ChoiceOptions(Options, frozen=True, kw_only=True):
    """What can be chosen. Options with a `parent` make a tree, which is searched by typing."""

    options: Annotated[
        tuple[ChoiceOption, ...],
        Meta(min_length=2, max_length=MOST_IN_TREE, description="in the order shown"),
    ]
    multiple: Annotated[bool, Meta(description="several may be chosen")] = False
    exclusive: Annotated[
        str | None, Meta(description="id of the option that clears all others, where several may be chosen")
    ] = None
    groups: Annotated[bool, Meta(description="options that have others below them can be chosen too")] = False
    max_selected: Annotated[
        Annotated[int, Meta(ge=2)] | None, Meta(description="how many may be chosen at most")
    ] = None

    def __post_init__(self) -> None:
        ids = {option.id for option in self.options}
        if len(ids) != len(self.options):
            raise ValueError('option "options": two options have the same id')
        if self.exclusive is not None and self.exclusive not in ids:
            raise ValueError('option "exclusive" names an option that is not in the list')
        if self.max_selected is not None and not self.multiple:
            raise ValueError('option "max_selected" has a meaning only with option "multiple"')
        if not self.is_tree() and len(self.options) > MOST_FLAT:
            raise ValueError(f'option "options" takes at most {MOST_FLAT} entries that have no parent')
        self._check_parents()

    def _check_parents(self) -> None:
        parents = {option.id: option.parent for option in self.options}
        for option in self.options:
            at, steps = option.parent, 0
            while at:
                if at not in parents:
                    raise ValueError(f'option "options": “{at[:40]}” is a parent and not in the list')
                at, steps = parents[at], steps + 1
                if steps > MOST_DEEP:
                    raise ValueError(f'option "options": “{option.id[:40]}” lies too deep, or in a circle')

    def is_tree(self) -> bool:
        """Whether options lie below others."""
        return any(option.parent for option in self.options)

    def choosable(self) -> frozenset[str]:
        """Ids that can be answers: of a tree the ends of its branches, unless `groups` allows all."""
        parents = set() if self.groups else {option.parent for option in self.options}
        return frozenset(option.id for option in self.options if option.id not in parents)


class ChoiceAnswer(Answer, frozen=True, kw_only=True):
    """Ids of the chosen options."""

    selected: tuple[str, ...]


def _fault(answer: ChoiceAnswer, options: ChoiceOptions) -> str:
    """Why these options cannot be chosen; empty when they can."""
    known, several = {option.id for option in options.options}, len(answer.selected) > 1
    if any(option_id not in known for option_id in answer.selected):
        return tr("The answer names an option that this question does not have.")
    if len(set(answer.selected)) != len(answer.selected):
        return tr("An option is chosen twice.")
    if several and not options.multiple:
        return tr("This question takes one option only.")
    if any(option_id not in options.choosable() for option_id in answer.selected):
        return tr("The answer names a group of options: choose one of those in it.")
    if options.max_selected is not None and len(answer.selected) > options.max_selected:
        return trn(
            "At most {count} option can be chosen.",
            "At most {count} options can be chosen.",
            options.max_selected,
        )
    if several and options.exclusive in answer.selected:
        label = next(option.label for option in options.options if option.id == options.exclusive)
        return tr("“{label}” cannot be chosen together with other options.", label=label)
    return ""


def _ask(options: ChoiceOptions) -> str:
    return tr("Choose at least one option.") if options.multiple else tr("Choose an option.")


def _words(answer: ChoiceAnswer, options: ChoiceOptions) -> str:
    return ", ".join(option.label for option in options.options if option.id in answer.selected)


CHOICE: QuestionKind[ChoiceOptions] = PlainKind(
    "choice",
    ChoiceOptions,
    ChoiceAnswer,
    blank=({"selected": []},),
    ask=_ask,
    fault=_fault,
    words=_words,
)
