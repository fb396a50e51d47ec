"""Where the key of a store lives: the operating system's keyring, and only in keyrings that we trust.

One secret of 32 bytes per store. Everything else, tokens too, lives inside the encrypted file: some keyrings take no
more than 2,560 bytes, and each item may ask the person once more. There is no fallback to a file, ever.
"""

from __future__ import annotations

import hmac
import importlib
import os
import sys
from collections.abc import Iterator
from typing import Any, Protocol

from hdclient.errors import KeyMissing, KeyringError, KeyringLocked, KeyringMissing
from hdclient.store.database import KEY_BYTES
from hdclient.words import tr

SERVICE = "hdclient"

# Backend classes that keep secrets encrypted under the person's login, best first. All others are refused: some keep
# plain text in a file (keyrings.alt), some forget everything (null), and the library picks them without a word.
TRUSTED: dict[str, tuple[str, ...]] = {
    "linux": (
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.libsecret.Keyring",
    ),
    "darwin": ("keyring.backends.macOS.Keyring",),
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
}
_ALL_TRUSTED = frozenset(name for names in TRUSTED.values() for name in names)
_CHAIN = "keyring.backends.chainer.ChainerBackend"
_FORMAT = "v1:"


class KeyProvider(Protocol):
    """Keeps the key of each store, by the store's uuid."""

    def load(self, store_uuid: str) -> bytes:
        """The 32 bytes. Raises KeyMissing, KeyringLocked, KeyringMissing or another KeyringError."""
        ...

    def save(self, store_uuid: str, key: bytes) -> None:
        """Keeps a new key and proves that it was kept. Never replaces another one. Raises as `load`."""
        ...

    def forget(self, store_uuid: str) -> None:
        """Deletes the key: from then on the store is noise. No error when there was none."""
        ...


class SessionKeys:
    """Keys that die with the process: for practice campaigns and demos, whose stores are thrown away."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    def load(self, store_uuid: str) -> bytes:
        """As KeyProvider."""
        if store_uuid not in self._keys:
            raise key_missing()
        return self._keys[store_uuid]

    def save(self, store_uuid: str, key: bytes) -> None:
        """As KeyProvider."""
        if self._keys.setdefault(store_uuid, key) != key:
            raise _other_key()

    def forget(self, store_uuid: str) -> None:
        """As KeyProvider."""
        self._keys.pop(store_uuid, None)


class KeyringKeys:
    """The keyring of this person on this computer. Nothing is imported or asked before the first call."""

    def __init__(self, service: str = SERVICE) -> None:
        self._service = service
        self._backend: Any = None

    @property
    def backend_name(self) -> str:
        """The class of the keyring in use, for the settings page and for support."""
        return _class_name(self._find())

    def load(self, store_uuid: str) -> bytes:
        """As KeyProvider."""
        text = self._ask("get_password", store_uuid)
        if text is None:
            raise key_missing()
        return _parse(text)

    def save(self, store_uuid: str, key: bytes) -> None:
        """As KeyProvider."""
        if len(key) != KEY_BYTES:
            raise ValueError("a store key has 32 bytes")
        there = self._ask("get_password", store_uuid)
        if there is not None and not hmac.compare_digest(_parse(there), key):
            raise _other_key()
        self._ask("set_password", store_uuid, _FORMAT + key.hex())
        back = self._ask("get_password", store_uuid)
        if back is None or not hmac.compare_digest(_parse(back), key):
            raise KeyringMissing(
                tr("This computer's keyring does not keep what it is given."),
                tr(
                    "Without a place for the key, your work cannot be stored encrypted, so nothing was stored."
                ),
                tr(
                    "Ask your administrator to set up a keyring (GNOME Keyring, KWallet, Keychain, Credential Manager)."
                ),
            )

    def forget(self, store_uuid: str) -> None:
        """As KeyProvider."""
        if self._ask("get_password", store_uuid) is not None:
            self._ask("delete_password", store_uuid)

    def _find(self) -> Any:
        if self._backend is None:
            self._backend = find_backend()
        return self._backend

    def _ask(self, call: str, store_uuid: str, *values: str) -> str | None:
        backend = self._find()
        # start-up: keyring and what it pulls in cost more than 100 ms; practice campaigns need none of it.
        from keyring import errors

        try:
            answer = getattr(backend, call)(self._service, f"store:{store_uuid}", *values)
        except errors.KeyringLocked as error:
            raise _locked() from error
        except (errors.NoKeyringError, errors.InitError) as error:
            raise keyring_missing() from error
        except Exception as error:  # each keyring brings the exceptions of its own libraries
            raise KeyringError(
                tr("This computer's keyring did not do what it was asked."),
                tr("Your saved work is still there, but cannot be opened without its key."),
                tr("Unlock the keyring or allow hdclient to use it, then try again."),
            ) from error
        return None if answer is None else str(answer)


def find_backend() -> Any:
    """The keyring to use. Raises KeyringMissing when there is none that we trust.

    The platform's own classes are made directly: the library's search through all installed packages is slow and may
    come back with anything. Somebody's explicit choice (PYTHON_KEYRING_BACKEND) is followed or refused, never ignored.
    """
    if not os.environ.get("PYTHON_KEYRING_BACKEND"):
        for backend in _platform_backends():
            return backend
    import keyring  # start-up: see KeyringKeys._ask

    chosen = keyring.get_keyring()
    parts = list(getattr(chosen, "backends", ())) if _class_name(chosen) == _CHAIN else [chosen]
    refused = sorted({_class_name(part) for part in parts} - _ALL_TRUSTED)
    if refused or not parts:
        raise keyring_missing(", ".join(refused))
    return parts[0]


def _platform_backends() -> Iterator[Any]:
    names = TRUSTED.get(sys.platform, ())
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper().split(":")
    if "KDE" in desktop:
        names = tuple(sorted(names, key=lambda name: "kwallet" not in name))
    for name in names:
        module_name, _, class_name = name.rpartition(".")
        try:
            found = getattr(importlib.import_module(module_name), class_name)
            if found.viable:
                yield found()
        except Exception:  # a library of this keyring is missing or broken: the next one may work
            continue


def _class_name(backend: Any) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _parse(text: str) -> bytes:
    try:
        key = bytes.fromhex(text.removeprefix(_FORMAT)) if text.startswith(_FORMAT) else b""
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringError(
            tr("What the keyring holds for your saved work is not a key of hdclient."),
            tr("Your saved work is still there; nothing was overwritten."),
            tr("Restore the keyring from a backup, or ask your support."),
        )
    return key


def key_missing() -> KeyMissing:
    """The keyring works, but it is another one than before, or the key was deleted."""
    return KeyMissing(
        tr("The keyring of this computer has no key for your saved work."),
        tr("The work is still there, but cannot be opened without the key. Nothing was overwritten."),
        tr("If you use another keyring than before, switch back to it; else ask your support."),
    )


def keyring_missing(refused: str = "") -> KeyringMissing:
    """No keyring, or only such as keep secrets in the open. `refused` names their classes."""
    what = tr("This computer has no keyring that hdclient may trust.")
    if refused:
        what = f"{what} {tr('The one that was found is not safe: {names}.', names=refused)}"
    return KeyringMissing(
        what,
        tr("Without a place for the key, your work cannot be stored encrypted, so nothing was stored."),
        tr(
            "Ask your administrator to set up GNOME Keyring or KWallet (Linux), Keychain (macOS) or Credential Manager."
        ),
    )


def keyring_gone(error: KeyringMissing) -> KeyringMissing:
    """The same where there is saved work: it was stored once, and waits for its key."""
    return KeyringMissing(
        error.what,
        tr("Your saved work is still there, but it cannot be opened without the key that the keyring keeps."),
        tr("Start hdclient in the desktop session in which it was set up, or ask your administrator."),
    )


def _locked() -> KeyringLocked:
    return KeyringLocked(
        tr("The keyring of this computer is locked."),
        tr("Your saved work is still there, but its key cannot be read."),
        tr("Unlock the keyring (log in again if it does not ask), then try again."),
    )


def _other_key() -> KeyringError:
    return KeyringError(
        tr("The keyring already holds another key for this store."),
        tr("It was not replaced, because your saved work may depend on it."),
        tr("Ask your support."),
    )
