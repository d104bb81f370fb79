"""The signed head of a log: its name, its size and its root, as text that one or more keys have signed.

Sources: C2SP signed-note (https://c2sp.org/signed-note) and tlog-checkpoint (https://c2sp.org/tlog-checkpoint).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature

from connector.label.log.errors import HeadRefusedError
from connector.label.log.merkle import HASH_SIZE
from connector.label.log.tiles import LARGEST_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Characters of a note that are read at most: room for the text and sixteen signatures of the longest kind.
LONGEST_NOTE: Final = 1 << 17

_ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_DASH = "\u2014"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a signed head says.

    Attributes
    ----------
    origin
        Which log: an address without its scheme, ``register.example.org/log``.
    size
        Number of entries.
    root
        Of the tree over them, 32 bytes.
    extensions
        Further lines. This product writes none.

    Raises
    ------
    HeadRefusedError
        If something of this cannot be written as a line of its own, or is out of range: ``malformed``.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if any(not line or "\n" in line or _CONTROL.search(line) for line in lines):
            raise HeadRefusedError("malformed", "A line of the head is empty or holds control characters.")
        if not 0 <= self.size < LARGEST_SIZE:
            raise HeadRefusedError("malformed", f"No log has {self.size} entries.")
        if len(self.root) != HASH_SIZE:
            raise HeadRefusedError("malformed", f"The root of a head has {HASH_SIZE} bytes.")

    @property
    def text(self) -> str:
        """What is signed: a line each, and the end of the last line."""
        root = base64.b64encode(self.root).decode("ascii")
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions))


def signed(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> str:
    """Return a head with a signature.

    Parameters
    ----------
    checkpoint
        What is said.
    name
        Of the key; the origin of the log, by advice of the specification. Without spaces and ``+``.
    key
        Of the log.

    Returns
    -------
    str
        The note, which ends with a line break. Signatures of others may be added below, a line each.

    Raises
    ------
    HeadRefusedError
        If a key cannot have that name: ``malformed``.
    """
    if not _is_name(name):
        raise HeadRefusedError("malformed", f"'{name}' cannot be the name of a key.")
    text = checkpoint.text
    signature = key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n{_DASH} {name} {base64.b64encode(signature).decode('ascii')}\n"


def opened(
    note_text: str, name: str, public_key: Ed25519PublicKey, *, origin: str | None = None
) -> Checkpoint:
    """Return what a note says, if the log has signed it.

    Parameters
    ----------
    note_text
        As it was served.
    name, public_key
        Of the key of the log. Signatures by other keys are not looked at.
    origin
        What the log calls itself; the name of the key by default.

    Raises
    ------
    HeadRefusedError
        If it is too large, malformed, has no signature by this key or a wrong one, or is of another log.
        Nothing else is raised, whatever the text.
    """
    text, signatures = _parted(note_text)
    known = key_id(name, public_key)
    own = [made for by, made in signatures if by == name and made[:_KEY_ID_SIZE] == known]
    if not own:
        raise HeadRefusedError("unsigned", f"The head has no signature by this key of '{name}'.")
    for made in own:
        try:
            public_key.verify(made[_KEY_ID_SIZE:], text.encode())
        except InvalidSignature as error:
            raise HeadRefusedError(
                "wrong_signature", f"The head is not what '{name}' has signed: its signature does not fit."
            ) from error
    checkpoint = _read(text)
    if checkpoint.origin != (name if origin is None else origin):
        raise HeadRefusedError("other_log", f"The head is that of another log, '{checkpoint.origin}'.")
    return checkpoint


def key_id(name: str, public_key: Ed25519PublicKey) -> bytes:
    """Return the four bytes that tell the keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key.public_bytes_raw()).digest()[
        :_KEY_ID_SIZE
    ]


def verifier_key(name: str, public_key: Ed25519PublicKey) -> str:
    """Return a public key as other programs that read notes take it: name, id and key, joined by ``+``."""
    encoded = base64.b64encode(_ED25519 + public_key.public_bytes_raw()).decode("ascii")
    return f"{name}+{key_id(name, public_key).hex()}+{encoded}"


def _parted(note_text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note, and by which name each signature is said to be."""
    if len(note_text) > LONGEST_NOTE:
        raise HeadRefusedError("too_large", f"A head has {LONGEST_NOTE} characters at most.")
    text, gap, below = note_text.rpartition("\n\n")
    lines = below.split("\n")
    if (
        not gap
        or not text
        or lines.pop()
        or not lines
        or _CONTROL.search(note_text)
        or not _is_utf8(note_text)
    ):
        raise HeadRefusedError(
            "malformed", "A head is text, an empty line, and signatures, each line with its end."
        )
    return text + "\n", list(_signatures(lines))


def _signatures(lines: list[str]) -> Iterator[tuple[str, bytes]]:
    for line in lines:
        match line.split(" "):
            case [dash, name, encoded] if dash == _DASH and _is_name(name) and (made := _unencoded(encoded)):
                yield name, made
            case _:
                raise HeadRefusedError("malformed", f"'{line[:80]}' of the head is no line of a signature.")


def _read(text: str) -> Checkpoint:
    match text.removesuffix("\n").split("\n"):
        case [origin, size, root, *extensions] if _DECIMAL.fullmatch(size):
            return Checkpoint(origin, int(size), _unencoded(root), tuple(extensions))
        case _:
            raise HeadRefusedError("malformed", "A head says its log, its size and its root, a line each.")


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() for c in name) and not _CONTROL.search(name)


def _is_utf8(text: str) -> bool:
    """Tell whether text can be written at all: a lone surrogate cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unencoded(text: str) -> bytes:
    """Return what base64 stands for, and nothing for anything that is not its one proper form."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return found if base64.b64encode(found).decode("ascii") == text else b""
