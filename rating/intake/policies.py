"""The policy of a release: a TOML file that can ask for more protection, never for less."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rating.data import Movement
from rating.disclosure.policy import FLOOR, SENSITIVE_FLOOR, FloorError, Policy
from rating.errors import Fault, InputRefusedError

if TYPE_CHECKING:
    from pathlib import Path

_People = Annotated[int, Field(ge=0, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Movement(_Strict):
    joiners: _People | None = None
    leavers: _People | None = None

    def movement(self) -> Movement:
        return Movement(self.joiners, self.leavers)


class _Population(_Movement):
    reference_date: date | None = None
    companies: dict[str, _Movement] = {}


class _Rule(_Strict):
    """What stands under ``rule`` in ``released.json``: a policy may be written with the same words."""

    k: Annotated[int, Field(strict=True)] = FLOOR
    k_sensitive: Annotated[int, Field(strict=True)] = SENSITIVE_FLOOR
    zeros: str | None = None
    rounding: str | None = None
    editions: str | None = None


class _PolicyFile(_Rule):
    sensitive: list[str] = []
    source: str = ""
    rule: _Rule | None = None
    population: _Population = _Population()


def read_policy(path: Path) -> Policy:
    """Read the policy of a release.

    Keys, all optional: ``k`` and ``k_sensitive``, ``sensitive`` (attributes that are sensitive here although
    they are not elsewhere), ``source``, and the table ``population`` with ``reference_date``, ``joiners`` and
    ``leavers`` since the edition before, and the same for single companies under
    ``population.companies.<name>``.

    Raises
    ------
    InputRefusedError
        If the file is no TOML, has other keys, or asks for a floor below that in code.
    """
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
        given = _PolicyFile.model_validate(tomllib.loads(text))
    except OSError as error:
        raise InputRefusedError.because(
            name, "", f"the file cannot be read ({error.strerror}).", f"Check the path: {path}"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRefusedError.because(
            name, "", f"this is no TOML: {error}.", "See docs/formats/release.md."
        ) from error
    except ValidationError as error:
        raise InputRefusedError(
            tuple(
                Fault(
                    name,
                    ".".join(str(part) for part in wrong["loc"]),
                    f"{wrong['msg']}.",
                    "The keys are described in docs/formats/release.md.",
                )
                for wrong in error.errors()
            )
        ) from error
    rules = [given, *([given.rule] if given.rule else [])]
    try:
        return Policy(
            source=given.source,
            k=_asked([rule.k for rule in rules], FLOOR),
            k_sensitive=_asked([rule.k_sensitive for rule in rules], SENSITIVE_FLOOR),
            sensitive=frozenset(given.sensitive),
            reference_date=given.population.reference_date.isoformat()
            if given.population.reference_date
            else "",
            movement=given.population.movement(),
            movements={company: own.movement() for company, own in given.population.companies.items()},
        )
    except FloorError as error:
        raise InputRefusedError.because(
            name, error.name, str(error), f"Write {error.floor} or more, or leave the line out."
        ) from error


def _asked(floors: list[int], usual: int) -> int:
    """Return the floor that was asked for, the highest of several; one that is too low as it is."""
    return min(floors) if min(floors) < usual else max(floors)
