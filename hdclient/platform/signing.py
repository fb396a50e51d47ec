"""The platform's keys for receipts, and receipts signed with them. A private key never leaves the database."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from sqlalchemy import Row, select, update

from hdclient.model.base import canonical
from hdclient.model.proofs import RECEIPT_SCHEMA, Proof, SigningKey, sign
from hdclient.model.submission import Receipt
from hdclient.platform.schema import facts
from hdclient.platform.state import Platform, iso

_HASH = re.compile(r"[0-9a-f]{64}")


def public_keys(platform: Platform) -> tuple[SigningKey, ...]:
    """All keys that ever signed here, oldest first; the last one signs."""
    return tuple(SigningKey.of(key) for key in platform.signing_keys)


def rotate(platform: Platform) -> SigningKey:
    """From here on another key signs. Old receipts stay valid: the old public keys are shown for ever."""
    with platform.write() as write:
        platform.signing_keys = write.execute(
            select(facts.c.value).where(facts.c.key == "signing_keys")
        ).scalar_one()
        keys = [*platform.signing_keys, platform.new_signing_key()]
        write.execute(update(facts).where(facts.c.key == "signing_keys").values(value=keys))
    platform.signing_keys = keys
    return public_keys(platform)[-1]


def receipt_of(
    platform: Platform, row: Row[Any], status: Literal["accepted", "accepted_late", "duplicate"]
) -> Receipt:
    """The receipt of a row of `submission`: what it says is what the platform has, whenever it is asked."""
    received_at = iso(row.received_ms)
    statement = canonical(
        {
            "schema": RECEIPT_SCHEMA,
            "server_uuid": platform.server_uuid,
            "person_id": row.person_id,
            "campaign_id": row.campaign_id,
            "task_id": row.task_id,
            "submission_id": row.id,
            "revision": row.revision,
            "sha256": row.sha256,
            "log_head": _log_head(row.body),
            "late": row.late,
            "surplus": row.surplus,
            "received_at": received_at,
        }
    ).decode()
    key = platform.signing_keys[-1]
    return Receipt(
        submission_id=row.id,
        revision=row.revision,
        sha256=row.sha256,
        status=status,
        received_at=received_at,
        etag=f'"{row.sha256[:16]}"',
        late=row.late,
        surplus=row.surplus,
        proof=Proof(key_id=key["id"], statement=statement, signature=sign(key["private_key"], statement)),
    )


def _log_head(body: bytes) -> str:
    """The head of the person's event log that the submission was sealed with; bodies of older programs have none."""
    head = json.loads(body).get("log_head", "")
    return head if isinstance(head, str) and _HASH.fullmatch(head) else ""
