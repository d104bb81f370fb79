"""The form of a status entry: where it is told what became of a credential (Bitstring Status List 1.0)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from connector.label.credential.model.base import Iri, Part

Purpose = Literal["revocation", "suspension"]


class StatusEntry(Part):
    """Where the status of a credential is told, of one kind. Its size is one bit."""

    id: Iri | None = None
    type: Literal["BitstringStatusListEntry"]
    statusPurpose: Purpose
    statusListIndex: Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,8})$")]
    statusListCredential: Iri
    # not Literal[1], which takes true for 1
    statusSize: Annotated[int, Field(ge=1, le=1)] | None = None
