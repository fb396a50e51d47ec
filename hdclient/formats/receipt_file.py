"""The file of receipts that a trainer can show: what is in it, and what can be proved from it alone. Pure.

It holds ids, hashes, times and signatures, never content. The platform's signatures prove what the platform has; all
else is what this computer says, held together by the chains of its event logs. `verify` keeps the two apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from hdclient.model.base import InvalidValue, canonical
from hdclient.model.chain import LogLine, backwards, check, line_of
from hdclient.model.proofs import RECEIPT_SCHEMA, Proof, SigningKey, proved, trusted

FILE_SCHEMA = "hd.receipts/1"
MAX_BYTES = 200_000_000
MAX_SHOWN = 500
_JOINERS = "\u200c\u200d"
"""Names in some scripts are not spelt without them; they move nothing."""


class Claim(Struct, frozen=True, kw_only=True):
    """One revision as this computer lists it. Times are ISO 8601; `submitted_at` is this computer's clock."""

    submission_id: str
    revision: int
    task_id: str
    campaign_id: str
    state: str
    sha256: str
    submitted_at: str
    proof: Proof | None = None


class Verdict(Struct, frozen=True):
    """What the file proves. `faults` are sentences: with one, something in the file is not as it was written."""

    claims: int = 0
    proved: tuple[dict[str, Any], ...] = ()
    """Statements of the platform whose signature holds."""
    unproved: tuple[str, ...] = ()
    """Entries without a signature of the platform, in words."""
    logs: int = 0
    lines: int = 0
    anchored: int = 0
    """Lines that a signed statement fixes: none of them can have been left out or changed later."""
    clock_jumps: int = 0
    faults: tuple[str, ...] = ()
    keys: tuple[SigningKey, ...] = ()
    outside: bool = False
    """Whether the keys were given from outside; else they are only the file's own."""
    platform: str = ""
    person: str = ""


class _Found(Struct):
    proved: list[dict[str, Any]] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lines: int = 0
    anchored: int = 0
    clock_jumps: int = 0


_PARTS: dict[str, type] = {"platform": dict, "person": dict, "keys": list, "submissions": list, "logs": dict}


def document(
    *,
    platform: Mapping[str, str],
    person: Mapping[str, str],
    made_at: str,
    made_by: str,
    keys: Iterable[SigningKey],
    claims: Iterable[Claim],
    logs: Mapping[str, Sequence[LogLine]],
) -> bytes:
    """The file, as canonical JSON with a line end."""
    items = []
    for claim in claims:
        item: dict[str, Any] = {name: getattr(claim, name) for name in claim.__struct_fields__}
        item["proof"] = None if claim.proof is None else claim.proof.plain()
        items.append(item)
    return (
        canonical(
            {
                "schema": FILE_SCHEMA,
                "platform": dict(platform),
                "person": dict(person),
                "made_at": made_at,
                "made_by": made_by,
                "keys": [key.plain() for key in keys],
                "submissions": items,
                "logs": {task_id: [line.plain() for line in lines] for task_id, lines in logs.items()},
            }
        )
        + b"\n"
    )


def verify(data: Mapping[str, Any], keys: Sequence[SigningKey] = ()) -> Verdict:
    """Checks a parsed file. `keys`: the platform's, from somewhere else than the file. Raises InvalidValue."""
    if data.get("schema") != FILE_SCHEMA:
        raise InvalidValue("It is not a file of receipts.")
    own = _keys(data.get("keys"))
    platform, person = _part(data.get("platform")), _part(data.get("person"))
    server_uuid = str(platform.get("server_uuid", ""))
    good = trusted(keys, own, server_uuid) if keys else own
    found = _Found()
    missing = [name for name, kind in _PARTS.items() if not isinstance(data.get(name), kind)]
    if missing:
        found.faults.append(f"The file is not whole: {', '.join(missing)} cannot be found in it.")
    claims = [_claim(item) for item in _rows(data.get("submissions"))]
    listed: set[tuple[str, int]] = set()
    for place, claim in enumerate(claims, 1):
        if claim is None:
            found.faults.append(f"Entry {place} of the submissions cannot be read.")
        elif (key := (claim.submission_id, claim.revision)) in listed:
            found.faults.append(f"Entry {place} of the submissions is listed a second time: it counts once.")
        else:
            listed.add(key)
            _check_claim(claim, found, good, server_uuid, str(person.get("id", "")))
    logs = _part(data.get("logs"))
    for task_id in sorted(logs):
        _check_log(task_id, _rows(logs[task_id]), found)
    _check_sealed(logs, found)
    return Verdict(
        claims=len(claims),
        proved=tuple(found.proved),
        unproved=tuple(map(_shown, found.unproved)),
        logs=len(logs),
        lines=found.lines,
        anchored=found.anchored,
        clock_jumps=found.clock_jumps,
        faults=tuple(map(_shown, found.faults)),
        keys=tuple(good),
        outside=bool(keys),
        platform=_shown(str(platform.get("name", ""))),
        person=_shown(str(person.get("name", ""))),
    )


def _check_claim(
    claim: Claim, found: _Found, keys: Sequence[SigningKey], server_uuid: str, person_id: str
) -> None:
    name = f"{claim.submission_id}, revision {claim.revision} (task {claim.task_id})"
    if claim.proof is None:
        found.unproved.append(f"{name}: {claim.state}")
        return
    if not proved(claim.proof, keys):
        found.faults.append(f"{name}: the signature is not the platform's, or the statement was changed.")
        return
    said = claim.proof.says()
    same = {
        "schema": RECEIPT_SCHEMA,
        "server_uuid": server_uuid,
        "person_id": person_id,
        "submission_id": claim.submission_id,
        "revision": claim.revision,
        "task_id": claim.task_id,
        "campaign_id": claim.campaign_id,
        "sha256": claim.sha256,
    }
    other = sorted(key for key, value in same.items() if said.get(key) != value)
    if other:
        found.faults.append(
            f"{name}: what the platform signed says something else ({', '.join(other)}) than the list does."
        )
        return
    found.proved.append(said)


def _check_log(task_id: str, rows: Sequence[object], found: _Found) -> None:
    lines = [line_of(row) if isinstance(row, dict) else None for row in rows]
    whole = [line for line in lines if line is not None]
    found.lines += len(rows)
    if len(whole) != len(lines):
        found.faults.append(f"The log of task {task_id}: line {lines.index(None) + 1} cannot be read.")
        return
    broken = check(task_id, whole)
    if broken is not None:
        found.faults.append(f"The log of task {task_id}: {broken.why}")
        return
    found.clock_jumps += len(backwards(whole))
    places = {line.hash: line.n for line in whole}
    fixed = 0
    for said in found.proved:
        head = said.get("log_head")
        if said.get("task_id") != task_id or not head:
            continue
        if not isinstance(head, str) or head not in places:
            found.faults.append(
                f"The log of task {task_id} ends before a line that the platform knows of, or another one stands in its"
                f" place (submission {said['submission_id']}, revision {said['revision']})."
            )
        else:
            fixed = max(fixed, places[head])
    found.anchored += fixed


def _check_sealed(logs: Mapping[str, Any], found: _Found) -> None:
    """What the platform has signed was sealed here, where there is a log that goes back that far."""
    for said in found.proved:
        rows = [row for row in _rows(logs.get(str(said.get("task_id")))) if isinstance(row, dict)]
        if not said.get("log_head"):
            continue
        if not rows:
            found.faults.append(
                f"The log of task {said['task_id']} is missing, and the platform knows of one."
            )
            continue
        sealed = [_part(row.get("facts")).get("sha256") for row in rows if row.get("kind") == "sealed"]
        if said["sha256"] not in sealed:
            found.faults.append(
                f"The log of task {said['task_id']} lacks the line of a submission that the platform has"
                f" ({said['submission_id']}, revision {said['revision']})."
            )


def _claim(item: object) -> Claim | None:
    if not isinstance(item, dict) or set(item) != set(Claim.__struct_fields__):
        return None
    try:
        proof = None if item.get("proof") is None else Proof.of(item["proof"])
    except InvalidValue:
        return None
    values = {name: item.get(name) for name in Claim.__struct_fields__ if name != "proof"}
    texts = [value for name, value in values.items() if name != "revision"]
    if not all(isinstance(value, str) for value in texts) or type(values["revision"]) is not int:
        return None
    return Claim(**values, proof=proof)  # type: ignore[arg-type]


def _keys(told: object) -> list[SigningKey]:
    found = []
    for one in _rows(told):
        try:
            found.append(SigningKey.of(one))
        except InvalidValue:
            continue
    return [key for key in found if key.is_whole]


def _rows(told: object) -> list[object]:
    return told if isinstance(told, list) else []


def _part(told: object) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _shown(text: str) -> str:
    """What came from the file, on one line: it can neither write lines of its own into the verdict nor move others."""
    plain = "".join(
        letter
        if letter in _JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else f"\\u{ord(letter):04x}"
        for letter in text[:MAX_SHOWN]
    )
    return plain if len(text) <= MAX_SHOWN else plain + "…"
