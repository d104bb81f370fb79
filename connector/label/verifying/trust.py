"""Whom a verifier believes: a list that everybody writes for themselves, or takes from somebody."""

from __future__ import annotations

import tomllib
from typing import Annotated

from pydantic import Field, ValidationError

from connector.errors import ConnectorError, Fault
from connector.label.credential.model.base import Iri
from connector.parties.record import Name, Record


class TrustRefusedError(ConnectorError):
    """A trust list is faulty; nothing is judged by it.

    Parameters
    ----------
    faults
        At least one.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(str(faults[0]))
        self.faults = faults


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


def read_trust(data: bytes, name: str) -> TrustList:
    """Return a trust list from a TOML file with ``[[trusted]]`` tables.

    Raises
    ------
    TrustRefusedError
        With the place of each fault.
    """
    try:
        return TrustList.model_validate(tomllib.loads(data.decode("utf-8")))
    except ValidationError as error:
        faults = tuple(
            Fault(
                name,
                ".".join(str(step) for step in one["loc"]),
                f"{one['msg']}.",
                "See docs/formats/label.md.",
            )
            for one in error.errors(include_url=False)
        )
        raise TrustRefusedError(faults) from error
    except ValueError as error:
        remedy = 'Write [[trusted]], then did = "did:web:…" and name = "…".'
        raise TrustRefusedError((Fault(name, "", f"This is no TOML: {error}.", remedy),)) from error
