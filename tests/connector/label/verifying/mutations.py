"""What somebody might make of a credential, or of a file that a verifier asks for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, "", "x", " ", "\u0000", "\ud800", "a\u202eb", "_:b0", "did:web:x", [],
    {}, [[]], "https://www.w3.org/ns/credentials/v2", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    {"@id": "x"}, {"@value": "x"}, ["VerifiableCredential"], "zzz", "u", "z", "0" * 5_000,
)  # fmt: skip
_TERMS = (
    "@context", "@id", "@type", "@graph", "@included", "@reverse", "@nest", "@index", "@set", "@list", "id",
    "type", "proof", "issuer", "credentialSubject", "credentialStatus", "endorsement", "validUntil", "name",
    "grade", "verificationMethod", "proofValue", "xsd:dateTime", "https://schema.org/name",
)  # fmt: skip


def places(told: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """Return every part that holds another one, with its name or number in it."""
    found = []
    row = [told]
    while row:
        part = row.pop()
        inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for step, value in inner:
            found.append((part, step))
            row.append(value)
    return found


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return JSON with one to three changes: of parts most of the time, of bytes otherwise."""
    if chance.random() < 0.2:
        return _bytes_changed(data, chance)
    told = json.loads(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = places(told)
        if not found:
            break
        part, step = chance.choice(found)
        chance.choice(_CHANGES)(told, part, step, chance)
    return json.dumps(told, ensure_ascii=chance.random() < 0.9).encode("utf-8", "surrogatepass")


def noise(chance: random.Random) -> bytes:
    """Return bytes that are no credential: anything, or JSON of any shape."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randrange(200))
    return json.dumps(_any(chance, 4)).encode("utf-8", "surrogatepass")


def _any(chance: random.Random, depth: int) -> Any:  # noqa: ANN401
    kind = chance.randrange(3) if depth else 2
    if kind == 0:
        return {chance.choice(_TERMS): _any(chance, depth - 1) for _ in range(chance.randrange(6))}
    if kind == 1:
        return [_any(chance, depth - 1) for _ in range(chance.randrange(4))]
    return chance.choice(_ODD)


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                del changed[place : place + chance.randrange(1, 20)]
            case 2:
                changed[place:place] = chance.randbytes(chance.randrange(1, 8))
            case _:
                changed[place:place] = changed[place : place + chance.randrange(1, 60)]
        if not changed:
            return b""
    return bytes(changed)


def _replace(_: Any, part: Any, step: Any, chance: random.Random) -> None:  # noqa: ANN401
    part[step] = chance.choice(_ODD)


def _remove(_: Any, part: Any, step: Any, __: random.Random) -> None:  # noqa: ANN401
    del part[step]


def _wrap(_: Any, part: Any, step: Any, chance: random.Random) -> None:  # noqa: ANN401
    part[step] = chance.choice(
        ([part[step]], [part[step], part[step]], {"@value": part[step]}, {"a": part[step]})
    )


def _add(_: Any, part: Any, __: Any, chance: random.Random) -> None:  # noqa: ANN401
    if isinstance(part, dict):
        part[chance.choice(_TERMS)] = chance.choice(_ODD)
    else:
        part.append(chance.choice(_ODD))


def _swap(told: Any, part: Any, step: Any, chance: random.Random) -> None:  # noqa: ANN401
    """Put what stands elsewhere here, by value: a copy, so that nothing contains itself."""
    other, there = chance.choice(places(told))
    part[step] = json.loads(json.dumps(other[there]))


def _letter(_: Any, part: Any, step: Any, chance: random.Random) -> None:  # noqa: ANN401
    text = part[step]
    if isinstance(text, str) and text:
        place = chance.randrange(len(text))
        part[step] = text[:place] + chance.choice("aZ0-:/é ") + text[place + 1 :]


_CHANGES: tuple[Callable[[Any, Any, Any, random.Random], None], ...] = (
    _replace, _remove, _wrap, _add, _swap, _letter,
)  # fmt: skip
