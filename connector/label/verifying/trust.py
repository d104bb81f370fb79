"""Whom a verifier believes: a list that everybody writes for themselves, or takes from somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, ValidationError

from connector.errors import Fault, FileRefusedError
from connector.label.credential.model.base import Iri
from connector.label.toml_file import KEPT, toml_of
from connector.parties.record import Name, Record

if TYPE_CHECKING:
    from pathlib import Path

_HOW: Final = 'Each table is [[trusted]], with did = "did:web:…" and name = "…"; see docs/formats/label.md.'


class TrustRefusedError(FileRefusedError):
    """A trust list is faulty; nothing is judged by it."""


class Trusted(Record):
    """One who is believed.

    Attributes
    ----------
    did, name
        Who.
    issues
        Whether what it attests is believed.
    endorses
        Whether those are believed for whom it vouches.
    attests
        Beginnings of the names of what it may attest; everything if there are none.
    """

    did: Iri
    name: Name
    issues: bool = True
    endorses: bool = False
    attests: tuple[Iri, ...] = ()

    def may_attest(self, achievement: str) -> bool:
        """Tell whether it is believed about an achievement."""
        return not self.attests or any(
            achievement == one or achievement.startswith(f"{one.rstrip('/')}/") for one in self.attests
        )


class TrustList(Record):
    """All who are believed."""

    trusted: Annotated[tuple[Trusted, ...], Field(max_length=10_000)] = ()

    def of(self, did: str) -> Trusted | None:
        """Return who that is; None if it is nobody who is believed."""
        return next((one for one in self.trusted if one.did == did), None)


def read_trust(path: Path) -> TrustList:
    """Return a trust list from a TOML file with ``[[trusted]]`` tables.

    Raises
    ------
    TrustRefusedError
        With the place of each fault.
    """
    table = toml_of(path)
    if isinstance(table, Fault):
        raise TrustRefusedError((table,))
    try:
        return TrustList.model_validate(table)
    except ValidationError as error:
        faults = [
            Fault(path.name, ".".join(str(step) for step in one["loc"]), f"{one['msg']}.", _HOW)
            for one in error.errors(include_url=False)
        ]
        raise TrustRefusedError(tuple(faults[:KEPT]), max(len(faults) - KEPT, 0)) from error
