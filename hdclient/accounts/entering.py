"""The way into an account: who a token belongs to, its store, and whether the platform lets this device in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from hdclient.accounts import ending
from hdclient.accounts.ending import EraseWith
from hdclient.accounts.erasing import Reach
from hdclient.accounts.link import Link
from hdclient.clock import Clock
from hdclient.errors import (
    AccountError,
    ConfigError,
    DeviceRefused,
    Forbidden,
    SignInNeeded,
    StoreUnwritable,
)
from hdclient.model.ids import new_id
from hdclient.model.person import Person
from hdclient.store.facts import (
    DEVICE_ID,
    DEVICE_LOCKED,
    PERSON,
    PLATFORM_NAME,
    SERVER_UUID,
    TOKEN,
    origin_of,
)
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile, account_folder
from hdclient.store.store import Store
from hdclient.sync.device import Standing, ask
from hdclient.wire.work import MetaReply
from hdclient.words import tr


def who(link: Link, token: str) -> tuple[MetaReply, Person]:
    """Asks the platform who it is and whose token this is. Raises BackendError, SignInNeeded in words of its own."""
    with closing(link.connect(lambda: token, "", "")) as backend:
        try:
            return backend.meta(), backend.me()
        except SignInNeeded:
            raise SignInNeeded(
                tr("The platform does not know this token."),
                tr("You are not signed in with it."),
                tr("Check that it is whole, or ask for a new one."),
            ) from None
        except Forbidden:
            raise Forbidden(
                tr("The platform has closed this account."),
                tr("You are not signed in with it."),
                tr("Ask your programme manager."),
            ) from None


def profile_of(data_dir: Path, origin: str, person: Person) -> Profile:
    """Where this person's work with this platform is kept."""
    return Profile(account_folder(data_dir, origin, person.id))


def adopt(store: Store, meta: MetaReply, person: Person, token: str) -> None:
    """Writes into the store whose it is. Raises ConfigError when another platform answers than the one it knows."""
    known = store.meta.get(SERVER_UUID)
    if known and known != meta.server_uuid:
        raise ConfigError(
            tr("Another platform than the one you worked with before answers at this address."),
            tr("Your saved work was left as it is."),
            tr("Check the address, or ask your programme manager."),
        )
    with store.transaction():
        store.meta.set(SERVER_UUID, meta.server_uuid)
        store.meta.set(PLATFORM_NAME, meta.name)
        store.meta.set(PERSON, person.as_json())
        store.meta.set(TOKEN, token)
        if not store.meta.get(DEVICE_ID):
            store.meta.set(DEVICE_ID, new_id())


def renew_token(store: Store, origin: str, asked: str, meta: MetaReply, person: Person, token: str) -> None:
    """A new token for the account that is open: the work that lies here must stay that person's."""
    known = store.meta.get(PERSON)
    same = asked == origin and store.meta.get(SERVER_UUID) in ("", meta.server_uuid)
    if not same or (known and Person.of_json(known).id != person.id):
        raise ConfigError(
            tr("This token belongs to another account than the one that is open."),
            tr("Nothing was changed; the open account's work is safe."),
            tr("Close this account first, then sign in to the other one."),
        )
    store.meta.set(TOKEN, token)


def opened(profile: Profile, keys: KeyProvider, clock: Clock) -> tuple[Store, str]:
    """The store of an account that is here, and its origin. Raises StoreError, KeyringError, AccountError."""
    card = profile.card()
    try:
        store = profile.open(keys, clock=clock)
    except StoreUnwritable:
        store = profile.open(keys, clock=clock, read_only=True)
    origin = origin_of(store.meta, "" if card is None else card.origin)
    if "://" in origin and not store.meta.get(TOKEN):
        store.close()
        raise AccountError(
            tr("This account is signed out."),
            tr("Its work is safe on this computer."),
            tr("Sign in to open it."),
        )
    return store, origin


def check_standing(
    profile: Profile, store: Store, origin: str, reach: Reach, erase_with: EraseWith, *, always: bool = False
) -> None:
    """Asks the platform how this device stands, if it was locked (or `always`). Raises DeviceRefused, AccountGone."""
    locked = store.meta.get(DEVICE_LOCKED)
    if store.read_only or not (locked or always):
        return
    token = store.meta.get(TOKEN)
    device_id = store.meta.get(DEVICE_ID)
    with closing(reach(origin, lambda: token, store.meta.get(SERVER_UUID), device_id)) as backend:
        verdict = ask(backend, device_id)
    if verdict.order is not None:
        ending.note_order(profile, store, origin, verdict.order)
        store.close()
        raise ending.gone(ending.finish(profile.folder.parent, profile, erase_with))
    if verdict.standing is Standing.LOCKED:
        store.meta.set(DEVICE_LOCKED, "platform")
        raise DeviceRefused(
            tr("The platform has locked this device."),
            tr(
                "Your work is safe on this computer. It can be opened when the platform lets this device in again."
            ),
            tr("Ask your programme manager, then try again."),
        )
    if verdict.standing is Standing.UNKNOWN and locked == "overdue":
        raise DeviceRefused(
            tr("The platform still cannot be reached."),
            tr(
                "Your work is safe on this computer. It was not sent for longer than your organisation allows."
            ),
            tr("Connect this computer to the network, then try again."),
        )
    if verdict.standing is Standing.UNKNOWN and locked:
        raise DeviceRefused(
            tr("The platform has locked this device, and cannot be asked now whether it is let in again."),
            tr("Your work is safe on this computer."),
            tr("Try again when the platform can be reached."),
        )
    if locked:
        store.meta.set(DEVICE_LOCKED, "")
