"""The checklist: named propositions, each of which is true, false or, where the template allows it, not certain.

An item that nobody has answered is not in the answer: it is never stored as "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import Incomplete, PlainKind
from hdclient.words import tr, trn

Said: TypeAlias = Literal["yes", "no", "unsure"]


class CheckItem(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One proposition: the id that is stored, the sentence that is shown, and what it means."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    text: Annotated[str, Meta(min_length=1)]
    help: str = ""


class ChecklistOptions(Options, frozen=True, kw_only=True):
    """The propositions, and what can be said of each."""

    items: Annotated[
        tuple[CheckItem, ...],
        Meta(min_length=1, max_length=200, description="the propositions, in the order shown"),
    ]
    allow_unsure: Annotated[bool, Meta(description='"unsure" may be said beside yes and no')] = False
    none: Annotated[
        str,
        Meta(
            description='words of a button that says no to all that has no answer, as "None of these"; else none'
        ),
    ] = ""
    all_required: Annotated[bool, Meta(description="an answer is whole only when every item has one")] = True
    yes_label: Annotated[str, Meta(description='other words for "Yes"')] = ""
    no_label: Annotated[str, Meta(description='other words for "No"')] = ""
    unsure_label: Annotated[str, Meta(description='other words for "Unsure"')] = ""

    def __post_init__(self) -> None:
        if len({item.id for item in self.items}) != len(self.items):
            raise ValueError('option "items": two items have the same id')

    def values(self) -> tuple[tuple[Said, str], ...]:
        """What can be said of an item, with its words, in the order of the digits."""
        found: list[tuple[Said, str]] = [
            ("yes", self.yes_label or tr("Yes")),
            ("no", self.no_label or tr("No")),
        ]
        return (*found, ("unsure", self.unsure_label or tr("Unsure"))) if self.allow_unsure else tuple(found)


class ChecklistAnswer(Answer, frozen=True, kw_only=True):
    """What was said of each item, by its id; items without an answer are left out."""

    items: dict[str, Said]


def no_to_the_rest(options: ChecklistOptions, said: Mapping[str, str]) -> JsonValue:
    """The answer that "None of these" gives: no to every item that nothing was said of. What was said stays."""
    return {"items": {item.id: said.get(item.id, "no") for item in options.items}}


def _fault(answer: ChecklistAnswer, options: ChecklistOptions) -> str:
    """Why this cannot be said here; empty when it can."""
    known = {item.id for item in options.items}
    if any(name not in known for name in answer.items):
        return tr("The answer names an item that this question does not have.")
    if not options.allow_unsure and "unsure" in answer.items.values():
        return tr("This question does not take “unsure”.")
    left = len(options.items) - len(answer.items)
    if left and options.all_required:
        return Incomplete(trn("One item has no answer yet.", "{count} items have no answer yet.", left))
    return ""


def _words(answer: ChecklistAnswer, options: ChecklistOptions) -> str:
    said = {
        what: [item.text for item in options.items if answer.items.get(item.id) == what]
        for what in (
            "yes",
            "unsure",
        )
    }
    parts = [", ".join(said["yes"])] if said["yes"] else []
    if said["unsure"]:
        parts.append(tr("unsure: {items}", items=", ".join(said["unsure"])))
    if not parts:
        return options.none or tr("None of them")
    return "; ".join(parts)


CHECKLIST: QuestionKind[ChecklistOptions] = PlainKind(
    "checklist",
    ChecklistOptions,
    ChecklistAnswer,
    blank=({"items": {}},),
    ask=lambda _: tr("Say of each item whether it is true."),
    fault=_fault,
    words=_words,
)
