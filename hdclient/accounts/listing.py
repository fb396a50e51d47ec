"""Which accounts are on this computer, as their owner may see them. Names are inside the encrypted stores only.

To say whose an account is, its store is opened with the key from the keyring and closed again. One that cannot be
opened now is listed without a name, and with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from hdclient.accounts.unsent import Unsent, count
from hdclient.clock import Clock
from hdclient.errors import AccountError, HdError
from hdclient.model.base import InvalidValue
from hdclient.model.person import Person
from hdclient.store.facts import PERSON, PLATFORM_NAME, TOKEN, origin_of
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile, profiles
from hdclient.store.store import Store
from hdclient.words import tr


class Account(Struct, frozen=True):
    """One account. `id` is its folder's name. A store that cannot be opened has no `name`, and `trouble` says why."""

    id: str
    origin: str = ""
    name: str = ""
    platform: str = ""
    unsent: Unsent = Unsent()
    is_open: bool = False
    signed_in: bool = True
    trouble: str = ""


def accounts(
    data_dir: Path, keys: KeyProvider, clock: Clock, opened: tuple[str, Store] | None = None
) -> tuple[Account, ...]:
    """All of them, the one that was used last first. `opened` is the account that this program has open: (id, store).

    Some milliseconds each, longer where a keyring asks the person: not for the main thread.
    """
    return tuple(_account(profile, keys, clock, opened) for profile in profiles(data_dir))


def find(data_dir: Path, account_id: str) -> Profile | None:
    """The profile of an account; None when it is not here."""
    found: Sequence[Profile] = profiles(data_dir)
    return next((profile for profile in found if profile.folder.name == account_id), None)


def not_here() -> AccountError:
    """Its folder went while the list was shown."""
    return AccountError(
        tr("This account is not on this computer any more."),
        tr("Nothing was changed; other accounts on it are untouched."),
        tr("If you did not expect this, ask whoever looks after this computer."),
    )


def _account(profile: Profile, keys: KeyProvider, clock: Clock, opened: tuple[str, Store] | None) -> Account:
    card, id_ = profile.card(), profile.folder.name
    origin = "" if card is None else card.origin
    if opened is not None and opened[0] == id_:
        return _read(id_, origin, opened[1], is_open=True)
    try:
        store = profile.open(keys, clock=clock)
    except HdError as error:
        return Account(id_, origin, trouble=error.what)
    try:
        return _read(id_, origin, store, is_open=False)
    finally:
        store.close()


def _read(id_: str, origin: str, store: Store, *, is_open: bool) -> Account:
    try:
        name = Person.of_json(store.meta.get(PERSON)).name
    except InvalidValue:
        name = ""
    origin = origin_of(store.meta, origin)
    signed_in = bool(store.meta.get(TOKEN)) or "://" not in origin  # practice needs no token
    return Account(id_, origin, name, store.meta.get(PLATFORM_NAME), count(store), is_open, signed_in)
