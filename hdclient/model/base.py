"""The base of all values, and the one canonical way to write them as bytes.

Values are msgspec structs: quick to define, quick to read, and nothing that the first window has to wait for. The
platform API speaks pydantic (hdclient/wire); `hdclient.model.twins` is the bridge, loaded when pydantic asks for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import msgspec

if TYPE_CHECKING:
    JsonValue: TypeAlias = list["JsonValue"] | dict[str, "JsonValue"] | str | bool | int | float | None
else:
    JsonValue = Any  # msgspec passes on whatever JSON said


class InvalidValue(ValueError):
    """Data that is not the value it should be. The message names the place (`$.lease.ttl_s`)."""


class Value(msgspec.Struct, frozen=True):
    """An immutable value. Unknown fields from a newer program are ignored.

    The constructor trusts its arguments, as that of a dataclass does; what comes from outside is read by `of`.
    """

    @classmethod
    def of(cls, data: Any) -> Self:
        """The value that plain JSON data says; nothing is converted on the way. Raises InvalidValue."""
        try:
            return msgspec.convert(data, cls)
        except (msgspec.ValidationError, UnicodeEncodeError) as error:
            raise InvalidValue(str(error)) from None

    @classmethod
    def of_json(cls, data: bytes | str) -> Self:
        """The value that JSON text says. Raises InvalidValue, also for what is no JSON.

        msgspec's reader is fast but refuses lone surrogates, which real tasks contain; Python's takes them.
        """
        try:
            return msgspec.json.decode(data, type=cls)
        except msgspec.ValidationError as error:
            raise InvalidValue(str(error)) from None
        except (msgspec.DecodeError, UnicodeEncodeError):
            try:
                plain = json.loads(data)
            except ValueError as error:
                raise InvalidValue(str(error)) from None
            return cls.of(plain)

    def plain(self) -> dict[str, Any]:
        """The value as plain data, ready for JSON."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data

    def as_json(self) -> str:
        """The value as canonical JSON text."""
        return canonical(self.plain()).decode()

    def changed(self, **fields: Any) -> Self:
        """A copy with other values in these fields."""
        return msgspec.structs.replace(self, **fields)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """How pydantic reads and writes this value where it stands in a message of the platform API."""
        from hdclient.model.twins import core_schema_of  # start-up: pydantic is for the network only

        return core_schema_of(cls, handler)


def canonical(data: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same data gives the same bytes everywhere.

    Lone surrogates, which real data contains, are kept as \\u escapes so that the bytes stay valid UTF-8.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


_DETERMINISTIC = msgspec.json.Encoder(order="deterministic")
_NULLS = (b":null", b",null", b"[null")


def quick(data: JsonValue) -> bytes:
    """JSON with sorted keys, in a tenth of the time of `canonical`: for what is compared, or kept on this computer.

    Not for what is hashed: some numbers are written otherwise (1e16). Raises ValueError as `canonical` does.
    """
    try:
        text = _DETERMINISTIC.encode(data)
    except UnicodeEncodeError:  # lone surrogates
        return canonical(data)
    if b"null" not in text or data is None or isinstance(data, str):
        return text
    # What is no number is null to msgspec, and an error to JSON.
    return canonical(data) if any(mark in text for mark in _NULLS) or text == b"null" else text


def read_quick(text: bytes) -> JsonValue:
    """What `quick` wrote, in objects of its own."""
    try:
        found: JsonValue = msgspec.json.decode(text)
    except msgspec.DecodeError:  # lone surrogates
        found = json.loads(text)
    return found


def joined(parts: Mapping[str, bytes], **beside: JsonValue) -> bytes:
    """An object as JSON, from its fields as JSON. `beside`: more of them, which are known to be what JSON can say."""
    try:
        return _DETERMINISTIC.encode({**beside, **{name: msgspec.Raw(text) for name, text in parts.items()}})
    except UnicodeEncodeError:  # lone surrogates
        texts = {**{name: quick(value) for name, value in beside.items()}, **parts}
        return b"{" + b",".join(quick(name) + b":" + texts[name] for name in sorted(texts)) + b"}"


_SORTED = msgspec.json.Encoder(order="sorted")


def canonical_of(value: Value, *, whole: bool = False) -> bytes:
    """`canonical(value.plain())`, in a tenth of the time where the value holds neither fractions, which have another
    form, nor lone surrogates. Its JSON was checked when it came: what JSON cannot say is not found here. `whole`: it is
    known to hold no fractions."""
    try:
        if whole or is_whole(value):
            return _SORTED.encode(value)
    except (UnicodeEncodeError, OverflowError):
        pass
    return canonical(value.plain())


def is_whole(value: Value) -> bool:
    """Whether all its numbers are whole ones that JSON is read with."""
    try:
        _WHOLE_NUMBERS.decode(_SORTED.encode(value))
    except (_Fraction, msgspec.ValidationError, msgspec.DecodeError, UnicodeEncodeError, OverflowError):
        return False
    return True


class _Fraction(Exception):
    """There is a number that is not whole."""


def _refused(text: str) -> None:
    raise _Fraction(text)


_WHOLE_NUMBERS = msgspec.json.Decoder(float_hook=_refused)


def sha256_hex(data: bytes) -> str:
    """The hash by which bodies and assets are known, in lower-case hex."""
    return hashlib.sha256(data).hexdigest()
