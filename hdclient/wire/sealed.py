"""A sealed box: bytes that only the platform can open again, so that a wiped computer may keep them or hand them over.

X25519 with a key made for this one box, HKDF-SHA256, ChaCha20-Poly1305. Whoever makes a box cannot open it afterwards.
The libraries are imported when a box is made or opened: no start needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hdclient.errors import ConfigError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"hdclient sealed box 1\n"
KEY_BYTES = 32
_HEAD = len(MAGIC) + KEY_BYTES


def new_key() -> tuple[str, str]:
    """A private key and its public key, each as 64 hex digits."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw().hex(), private.public_key().public_bytes_raw().hex()


def seal(data: bytes, public_key: str) -> bytes:
    """The box. Raises ConfigError when the key is none."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    try:
        theirs = bytes.fromhex(public_key)
        shared = once.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:
        raise ConfigError("The platform's key for sealed work is not one that hdclient can use.") from None
    return MAGIC + mine + _cipher(shared, mine + theirs).encrypt(bytes(12), data, MAGIC)


def unseal(box: bytes, private_key: str) -> bytes:
    """What is in the box. Raises ConfigError when it is no box, damaged, or made for another platform."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    if not box.startswith(MAGIC) or len(box) <= _HEAD:
        raise ConfigError("This is not a file of sealed work.", "Nothing was changed.")
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(private_key))
    theirs = box[len(MAGIC) : _HEAD]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(theirs))
        return _cipher(shared, theirs + private.public_key().public_bytes_raw()).decrypt(
            bytes(12), box[_HEAD:], MAGIC
        )
    except (InvalidTag, ValueError):
        raise ConfigError(
            "The sealed work cannot be opened: it is damaged, or was sealed for another platform.",
            "Nothing was changed.",
        ) from None


def _cipher(shared: bytes, context: bytes) -> ChaCha20Poly1305:
    """Each box has a key of its own, so that a nonce of zeros is used once only."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return ChaCha20Poly1305(HKDF(SHA256(), 32, None, MAGIC + context).derive(shared))
