"""Drafts of reviews from outside: what is in them, what is taken out, and comments that go without a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from hdclient.model.base import JsonValue
from hdclient.model.ids import new_id
from hdclient.model.said import Said, SaidKind
from hdclient.session.history import EVERYTHING, History
from hdclient.store import Store

_COMMENT = "comment:"
_WORDS = ("text", "severity", "category", "rule", "anchor")


def comments_in(store: Store, item_id: str) -> list[Mapping[str, JsonValue]]:
    """The comments of a draft that have words, oldest first."""
    said = store.review_items.draft(item_id).get("said")
    named = sorted(said.items()) if isinstance(said, dict) else []
    drafted = (one for key, one in named if key.startswith(_COMMENT) and isinstance(one, dict))
    return [one for one in drafted if str(one.get("text", "")).strip()]


def say_alone(
    store: Store, comments: Iterable[Mapping[str, JsonValue]], submission_id: str, revision: int
) -> None:
    """Each as a comment of its own, under an id of its own; `revision` where it does not say of which. Inside a
    transaction.
    """
    for one in comments:
        fresh = new_id()
        written_for = one.get("revision")
        spoken_of = written_for if isinstance(written_for, int) else revision
        words = {name: one[name] for name in _WORDS if name in one}
        said = Said(
            id=fresh,
            kind=SaidKind.COMMENT,
            target=submission_id,
            submission_id=submission_id,
            revision=spoken_of,
            body={**words, "id": fresh, "revision": spoken_of, "reply_to": ""},
        )
        store.said.add(said)


def take_comments_out(store: Store, item_id: str, comments: Iterable[Mapping[str, JsonValue]]) -> None:
    """They were sent: the decision does not bring them a second time."""
    forget(store, item_id, {f"{_COMMENT}{one.get('id')}" for one in comments})


def forget(store: Store, item_id: str, keys: Collection[str]) -> None:
    """Takes values out of a draft. Undo brings none of them back."""
    draft = store.review_items.draft(item_id)
    history = History.load(draft.get("said"), draft.get("history"), EVERYTHING)
    if history.replace({key: value for key, value in history.answers.items() if key not in keys}):
        history.forget()
        said: JsonValue = dict(history.answers)
        store.review_items.save(item_id, {**draft, "said": said, "history": history.dump()})
