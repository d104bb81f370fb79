"""Changes to bytes and to JSON, as accident and malice make them."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    Step = str | int

#: What may stand where something else stood.
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**70, "", " ", "x", "null", "_:b0", "did:web:", "https:",
    "did:web:10.0.0.1", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59", "2099-01-01T00:00:00Z",
    "a\ud800", "\0", "\u202e", "إدماج", "z", "z1", "uH4sI", "x" * 3_000, [], {}, [[]], [{}], {"@value": "x"},
    {"@id": "urn:x"}, {"id": "urn:x"}, ["x", "x"], 1.5, float("nan"), 1e400,
)  # fmt: skip
_LETTERS = "0Az :/#%é\u202e"
#: Terms that may be added; most are terms of something else.
TERMS = (
    "@context", "@id", "@type", "@graph", "@reverse", "@included", "@nest", "id", "type", "name", "proof",
    "grade", "expires", "revoked", "created", "image", "awardedDate", "endorsement", "evidence", "__proto__",
    "credentialStatus", "validUntil", "statusSize", "ttl", "termsOfUse", "", "issuer", "schema",
)  # fmt: skip


def places(part: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Return the path to every part but the whole."""
    steps: Any = ()
    if isinstance(part, dict):
        steps = part.items()
    elif isinstance(part, list):
        steps = enumerate(part)
    for step, value in steps:
        yield (*path, step)
        yield from places(value, (*path, step))


def at(document: Any, path: tuple[Step, ...]) -> Any:  # noqa: ANN401 - JSON of any shape
    for step in path:
        document = document[step]
    return document


def _drop(holder: Any, step: Any, _document: Any, _random: Random) -> None:  # noqa: ANN401
    holder.pop(step)


def _replace(holder: Any, step: Any, _document: Any, random: Random) -> None:  # noqa: ANN401
    holder[step] = copy.deepcopy(random.choice(STRANGE))


def _move(holder: Any, step: Any, document: Any, random: Random) -> None:  # noqa: ANN401
    holder[step] = copy.deepcopy(at(document, random.choice(list(places(document)))))


def _repeat(holder: Any, step: Any, _document: Any, _random: Random) -> None:  # noqa: ANN401
    if isinstance(holder, list):
        holder.append(copy.deepcopy(holder[step]))
    else:
        holder[step] = [holder[step], copy.deepcopy(holder[step])]


def _nest(holder: Any, step: Any, _document: Any, random: Random) -> None:  # noqa: ANN401
    value = holder[step]
    holder[step] = random.choice(([value], {"@value": value}, {"id": value}, {str(step): value}, [[value]]))


def _rename(holder: Any, step: Any, _document: Any, random: Random) -> None:  # noqa: ANN401
    if isinstance(holder, dict):
        holder[random.choice((*TERMS, f"{step}x", str(step).upper()))] = holder.pop(step)
    else:
        holder.insert(0, holder.pop(step))


def _add(holder: Any, step: Any, document: Any, random: Random) -> None:  # noqa: ANN401
    value = copy.deepcopy(random.choice((*STRANGE, at(document, random.choice(list(places(document)))))))
    if isinstance(holder, dict):
        holder[random.choice(TERMS)] = value
    else:
        holder.insert(step, value)


def _confuse(holder: Any, step: Any, _document: Any, random: Random) -> None:  # noqa: ANN401
    value = holder[step]
    if isinstance(value, str):
        place = random.randrange(len(value) + 1)
        choices = (
            f"{value[:place]}{value[place + 1 :]}",
            f"{value[:place]}{random.choice(_LETTERS)}{value[place:]}",
            value.upper(),
            value[::-1],
            f"{value} ",
            int(value) if value.isdecimal() and value.isascii() and len(value) < 20 else repr(value),
        )
        holder[step] = random.choice(choices)
    elif isinstance(value, bool) or value is None:
        holder[step] = random.choice((not value, int(bool(value)), str(value)))
    elif isinstance(value, int):
        holder[step] = random.choice((value + 1, value - 1, -value, str(value), bool(value), float(value)))
    elif isinstance(value, list):
        holder[step] = dict(enumerate(value)) if random.random() < 0.3 else value[::-1]
    elif isinstance(value, dict):
        holder[step] = random.choice((list(value.values()), list(value), json.dumps(value)))
    else:
        holder[step] = repr(value)  # of the numbers that JSON has not


_CHANGES: tuple[Callable[[Any, Any, Any, Random], None], ...] = (
    _drop, _replace, _move, _repeat, _nest, _rename, _add, _confuse, _confuse,
)  # fmt: skip


def changed_json(data: bytes, random: Random) -> bytes:
    """Return a JSON document with one to three changes in its parts."""
    document = {"whole": json.loads(data)}
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        paths = list(places(document))
        *steps, last = random.choice(paths)
        random.choice(_CHANGES)(at(document, tuple(steps)), last, document, random)
        if list(document) != ["whole"]:
            document = {"whole": list(document.values())}
    if random.random() < 0.1:
        return _with_a_term_twice(json.dumps(document["whole"]), random)
    return json.dumps(document["whole"], ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _with_a_term_twice(text: str, random: Random) -> bytes:
    opens = [place for place, letter in enumerate(text) if letter == "{"]
    if not opens:
        return text.encode()
    place = random.choice(opens) + 1
    return f'{text[:place]}"{random.choice(("id", "type", "name", "issuer"))}": "x", {text[place:]}'.encode()


def changed_bytes(data: bytes, random: Random) -> bytes:
    """Return bytes with one to three of them, or some in a row, changed."""
    told = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        place, other = random.randrange(len(told) + 1), random.randrange(len(told) + 1)
        match random.randrange(6):
            case 0 if place < len(told):
                told[place] ^= 1 << random.randrange(8)
            case 1:
                told[place:place] = bytes([random.randrange(256)])
            case 2:
                del told[place : place + 1]
            case 3:
                del told[place:]
            case 4:
                told[place:place] = told[other : other + random.randrange(200)]
            case _:
                told[place:place] = random.choice(
                    (b" ", b"\n", b"\t", b"\r\n", b'"', b"{", b"}", b",", b"\0")
                )
    return bytes(told)


def arbitrary(data: bytes, random: Random) -> bytes:
    """Return bytes that owe nothing, or only their beginning, to what there was."""
    junk = random.randbytes(random.randrange(200))
    values = copy.deepcopy(random.choices(STRANGE, k=3))
    return random.choice(
        (
            junk,
            data[: random.randrange(1 + len(data))] + junk,
            json.dumps(values[0]).encode("utf-8", "surrogatepass"),
            json.dumps(dict(zip(random.choices(TERMS, k=3), values, strict=True))).encode(),
            b"[" * random.randrange(3_000),
            b"<svg xmlns='http://www.w3.org/2000/svg'>" + random.choice((junk, data, b"</svg>")),
            b'{"a":' * random.randrange(3_000),
        )
    )


def mutated(data: bytes, random: Random) -> bytes:
    """Return something else, or by chance the same."""
    try:
        json.loads(data)
    except ValueError:
        ways = (changed_bytes, changed_bytes, arbitrary)
    else:
        ways = (changed_json, changed_json, changed_json, changed_bytes, changed_bytes, arbitrary)
    return random.choice(ways)(data, random)
