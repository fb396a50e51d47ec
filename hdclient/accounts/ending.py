"""Ends accounts: notes an order or a wish, does what can be done of it now, and says what became of it in words."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from hdclient.accounts import marker as markers
from hdclient.accounts.erasing import Erased, Erasing, Reach, order_for, removal_of
from hdclient.clock import Clock
from hdclient.errors import AccountError, AccountGone, HdError, StoreInUse
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile
from hdclient.store.store import Store
from hdclient.sync.device import Order
from hdclient.words import tr, trn


class EraseWith(Struct, frozen=True):
    """What erasing needs of the program."""

    keys: KeyProvider
    clock: Clock
    reach: Reach


def note_order(profile: Profile, store: Store, origin: str, order: Order) -> None:
    """The platform's order is on the disk when this returns: from here on the account is never opened again."""
    data_dir = profile.folder.parent
    if not markers.path_of(data_dir, profile.folder.name).exists():
        markers.write(data_dir, order_for(profile, store, origin, order))


def go_on(data_dir: Path, erase_with: EraseWith) -> list[Erased]:
    """Goes on with everything that is to be erased; what cannot be done now is left for the next start."""
    return [_erase(data_dir, marker, erase_with) for marker in markers.markers(data_dir)]


def finish(data_dir: Path, profile: Profile, erase_with: EraseWith) -> Erased:
    """Before somebody signs in to this account anew: no store is made where one is being erased.

    Raises AccountError when something of the old one cannot be erased yet.
    """
    place = markers.path_of(data_dir, profile.folder.name)
    marker = markers.read(place) if place.exists() else None
    ended = _erase(data_dir, marker, erase_with) if marker is not None else Erased()
    if ended.open and profile.folder.exists():
        raise AccountError(
            tr(
                "What was kept of this account on this computer is being erased, and that is not finished yet."
            ),
            tr("Its key is deleted first, so that nobody can read what is left."),
            tr(
                "Close other programs that look into hdclient's folder, or restart the computer, then try again."
            ),
        )
    return ended


def remove(data_dir: Path, account_id: str, erase_with: EraseWith) -> None:
    """The person's wish: erases an account from this computer. Raises AccountError when that is not finished, and
    StoreInUse, with nothing changed, while another program works in it."""
    profile = Profile(data_dir / account_id)
    card = profile.card()
    if not profile.folder.exists():
        return
    try:
        profile.open(erase_with.keys, clock=erase_with.clock).close()
    except StoreInUse:
        raise
    except HdError:
        pass  # what cannot be opened can be removed all the same
    marker = removal_of(profile, "" if card is None else card.origin)
    markers.write(data_dir, marker)
    if _erase(data_dir, marker, erase_with).open:
        raise AccountError(
            tr("The account was removed, but not all of its files could be deleted yet."),
            tr("It cannot be opened any more. The rest is deleted at the next start."),
            tr("If the keyring is locked, unlock it before you start hdclient again."),
        )


def gone(ended: Erased | None) -> AccountGone:
    """What the person reads after the platform's order was followed."""
    said = [tr("What was kept of it on this computer has been erased.")]
    if ended is not None and ended.sent:
        said.append(
            trn("{count} submission was sent before.", "{count} submissions were sent before.", ended.sent)
        )
    if ended is not None and ended.sealed:
        said.append(_sealed(ended.sealed, ended.box))
    return AccountGone(
        tr("Your platform has ended this account on this computer."),
        " ".join(said),
        tr("Ask your programme manager about it."),
    )


def _sealed(pieces: int, box: Path | None) -> str:
    if box is None:
        return trn(
            "Unsent work ({count} piece) was sealed, so that only the platform can read it, and handed over to it.",
            "Unsent work ({count} pieces) was sealed, so that only the platform can read it, and handed over to it.",
            pieces,
        )
    return trn(
        "Unsent work ({count} piece) was sealed, so that only the platform can read it, and is kept in {box}.",
        "Unsent work ({count} pieces) was sealed, so that only the platform can read it, and is kept in {box}.",
        pieces,
        box=box,
    )


def _erase(data_dir: Path, marker: markers.Marker, erase_with: EraseWith) -> Erased:
    return Erasing(data_dir, marker, erase_with.keys, erase_with.clock, erase_with.reach).go()
