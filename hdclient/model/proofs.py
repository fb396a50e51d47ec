"""The platform's signature: keys, signed statements, and checking them (Ed25519). Knows no database and no network.

What is signed is always canonical JSON text that begins with its schema, kept and passed on exactly as it was signed.
`cryptography` is imported when a signature is made or checked, never before.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Meta

from hdclient.model.base import Value, canonical, sha256_hex

RECEIPT_SCHEMA = "hd.receipt/1"
KEY_SCHEMA = "hd.signing-key/1"


class Proof(Value, frozen=True, kw_only=True):
    """A statement that the platform has signed."""

    key_id: str
    statement: Annotated[str, Meta(description="canonical JSON, signed as these very UTF-8 bytes")]
    signature: Annotated[str, Meta(description="Ed25519, base64")]

    def says(self) -> dict[str, Any]:
        """What the statement says; empty when it cannot be read. Believe it only after `verified`."""
        try:
            said = json.loads(self.statement)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}


class SigningKey(Value, frozen=True, kw_only=True):
    """A public key of the platform. A later key is endorsed by the one before it, so that trust can follow."""

    id: Annotated[str, Meta(description="the first 16 hex digits of the SHA-256 of the public key")]
    public_key: Annotated[str, Meta(description="32 bytes of Ed25519, base64")]
    created_at: Annotated[str, Meta(description="ISO 8601 UTC")]
    endorsed_by: str = ""
    endorsement: Annotated[str, Meta(description="signature of the key before over this key")] = ""

    @property
    def is_whole(self) -> bool:
        """Whether the id is that of the public key."""
        return bool(self.public_key) and self.id == key_id(self.public_key)


def key_id(public_key: str) -> str:
    """The id of a public key in base64: nobody can give another key the same one. Empty for what is no key."""
    raw = _decoded(public_key, 32)
    return sha256_hex(raw)[:16] if raw else ""


def endorsement_text(server_uuid: str, key: SigningKey) -> str:
    """What the key before signs for this one."""
    return canonical(
        {
            "schema": KEY_SCHEMA,
            "server_uuid": server_uuid,
            "id": key.id,
            "public_key": key.public_key,
            "created_at": key.created_at,
        }
    ).decode()


def new_key() -> tuple[str, str]:
    """(private, public), both base64. Slow the first time: it loads the library."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # start-up

    private = Ed25519PrivateKey.generate()
    return _encoded(private.private_bytes_raw()), _encoded(private.public_key().public_bytes_raw())


def sign(private_key: str, text: str) -> str:
    """The signature of a text, base64. The same text always has the same."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # start-up

    return _encoded(
        Ed25519PrivateKey.from_private_bytes(binascii.a2b_base64(private_key)).sign(text.encode())
    )


def verified(public_key: str, text: str, signature: str) -> bool:
    """Whether the holder of this key has signed exactly this text. False for anything that cannot be read."""
    from cryptography.exceptions import InvalidSignature  # start-up, as is the next
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw, signed = _decoded(public_key, 32), _decoded(signature, 64)
    if not raw or not signed:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signed, text.encode("utf-8", "replace"))
    except (InvalidSignature, ValueError):
        return False
    return True


def proved(proof: Proof, keys: Iterable[SigningKey]) -> bool:
    """Whether one of these keys has signed the statement."""
    found = [key for key in keys if key.id == proof.key_id and key.is_whole]
    return any(verified(key.public_key, proof.statement, proof.signature) for key in found)


def trusted(
    pinned: Iterable[SigningKey], offered: Iterable[SigningKey], server_uuid: str
) -> list[SigningKey]:
    """The pinned keys and those of `offered` to which a chain of endorsements leads from them, in order."""
    known = {key.id: key for key in pinned}
    waiting = [key for key in offered if key.id not in known and key.is_whole]
    while True:
        sound = [
            key
            for key in waiting
            if key.endorsed_by in known
            and verified(
                known[key.endorsed_by].public_key, endorsement_text(server_uuid, key), key.endorsement
            )
        ]
        if not sound:
            return list(known.values())
        known |= {key.id: key for key in sound}
        waiting = [key for key in waiting if key.id not in known]


def _encoded(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).decode()


def _decoded(text: str, length: int) -> bytes:
    try:
        raw = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return b""
    return raw if len(raw) == length else b""
