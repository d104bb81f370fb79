"""The document ``log-proof/1``: what stands beside a credential and shows that it is in the log."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connector.label.log.checkpoint import LONGEST_NOTE, opened
from connector.label.log.errors import HeadRefusedError, ProofRefusedError
from connector.label.log.merkle import is_included, leaf_hash
from connector.label.log.reading import inclusion_proof
from connector.label.log.tiles import LARGEST_SIZE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from connector.label.log.checkpoint import Checkpoint
    from connector.label.log.tiles import Read

SCHEMA: Final = "log-proof/1"
#: Characters of a document that are read at most: the longest note with every character written as an escape.
LONGEST_PROOF: Final = 8 * LONGEST_NOTE
_HIGHEST = LARGEST_SIZE.bit_length() - 1

#: 32 bytes in base64, in the one form that RFC 4648 gives them.
EncodedHash = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$")]


class LogProof(BaseModel):
    """Where an entry is in the log, and the way from it to a signed head.

    Attributes
    ----------
    schema_
        ``log-proof/1``.
    index
        Which entry, from 0.
    size
        How many entries the log had at the head.
    hashes
        The path, the sibling of the entry first.
    checkpoint
        The signed head, as it was served.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_: Literal["log-proof/1"] = Field(alias="schema")
    index: Annotated[int, Field(ge=0, lt=LARGEST_SIZE)]
    size: Annotated[int, Field(ge=1, lt=LARGEST_SIZE)]
    hashes: Annotated[tuple[EncodedHash, ...], Field(max_length=_HIGHEST)]
    checkpoint: Annotated[str, Field(max_length=LONGEST_NOTE)]

    def to_json(self) -> str:
        """Return the document as text."""
        return self.model_dump_json(by_alias=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a document.

        Raises
        ------
        ProofRefusedError
            If it is not one: ``document``. Nothing else is raised, whatever the text.
        """
        if len(text) > LONGEST_PROOF:
            raise ProofRefusedError("document", f"A proof has {LONGEST_PROOF} characters at most.")
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(step) for step in fault["loc"]) or "document"
            raise ProofRefusedError("document", f"This is no {SCHEMA}: {place}: {fault['msg']}.") from error


def prove(read: Read, index: int, size: int, note: str, *, kept: int | None = None) -> LogProof:
    """Return the proof that an entry is in the log of a signed head.

    Parameters
    ----------
    read, index, size, kept
        As for `inclusion_proof`.
    note
        The signed head of that size. It is taken as it is.

    Raises
    ------
    OutsideLogError
        If there is no such entry at that size.
    LogBrokenError
        If a tile is missing or of another length.
    """
    path = inclusion_proof(read, index, size, kept=kept)
    encoded = tuple(base64.b64encode(sibling).decode("ascii") for sibling in path)
    return LogProof(schema=SCHEMA, index=index, size=size, hashes=encoded, checkpoint=note)


def check(
    proof: LogProof, entry: bytes, name: str, public_key: Ed25519PublicKey, *, origin: str | None = None
) -> Checkpoint:
    """Return the head that an entry is under.

    Parameters
    ----------
    proof
        What came with the entry.
    entry
        Its bytes, exactly as they were logged.
    name, public_key, origin
        Of the log, as for `opened`: from somebody who is trusted, not from what came with the entry.

    Raises
    ------
    ProofRefusedError
        If the proof does not show it, with the part that fails: ``head``, ``size``, ``index`` or ``path``.
    """
    try:
        head = opened(proof.checkpoint, name, public_key, origin=origin)
    except HeadRefusedError as error:
        raise ProofRefusedError("head", str(error)) from error
    if proof.size != head.size:
        raise ProofRefusedError("size", f"The proof is for {proof.size} entries, the head for {head.size}.")
    if proof.index >= head.size:
        raise ProofRefusedError("index", f"There is no entry {proof.index} among {head.size}.")
    path = [base64.b64decode(sibling) for sibling in proof.hashes]
    if not is_included(leaf_hash(entry), proof.index, head.size, path, head.root):
        raise ProofRefusedError(
            "path", f"This is not entry {proof.index} of the log: the path from it does not lead to the head."
        )
    return head
