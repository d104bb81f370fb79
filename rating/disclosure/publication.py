"""``released.json``: what was released, as it stands in the file; readable by anybody, also by `audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, field_validator

from rating.data import NOT_KNOWN, Movement
from rating.disclosure.companies import COMPANY, company_name
from rating.disclosure.lattice import TOTAL
from rating.disclosure.policy import (
    FLOOR,
    NOT_SENSITIVE,
    SENSITIVE_FLOOR,
    WHOLE_GROUP_FLOOR,
    floor_of,
)
from rating.disclosure.released import Released
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.disclosure.released import ReleasedTable

SCHEMA: Final = "released/1"

_Whole = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Rule(_Part):
    """The rule that readers may know.

    Attributes
    ----------
    k, k_sensitive
        The floors.
    zeros
        Where "nobody" and "everybody" are withheld.
    rounding
        How values are rounded; counts are not.
    """

    k: _Whole = FLOOR
    k_sensitive: _Whole = SENSITIVE_FLOOR
    zeros: str = f"withheld below {WHOLE_GROUP_FLOOR}"
    rounding: str = "none"
    editions: str = "small changes are kept back"


class NoiseTold(_Part):
    """What was added to the numbers of a differentially private release; see `rating.disclosure.Noise`."""

    mechanism: str
    epsilon: float
    scale: dict[str, float]
    spent: float
    budget: float


class Population(_Part):
    """Who is counted: releases about the same population are one linked problem.

    Attributes
    ----------
    company
        The only company, or "*" for several.
    reference_date
        The day the figures describe; None where it was not stated.
    joiners, leavers
        Since the edition before; None where it is not known, fewer than k, or where figures are kept.
    kept
        Companies whose figures are those of an earlier date, because too little changed since: company ->
        the date, "" where it was not stated.
    """

    company: str
    reference_date: str | None = None
    joiners: _Whole | None = None
    leavers: _Whole | None = None
    kept: dict[str, str] = {}


class PublishedTable(_Part):
    """Cells of one attribute of one unit.

    Attributes
    ----------
    keys
        The keys that tell the cells apart.
    fixed
        The keys that all cells share.
    cells
        The keys and the value of each cell; None where it is withheld.
    k
        The floor of the attribute.
    """

    keys: list[str]
    fixed: dict[str, str]
    cells: list[dict[str, StrictStr | StrictInt | None]]
    k: _Whole | None = None

    @field_validator("cells")
    @classmethod
    def _values_are_numbers(
        cls, cells: list[dict[str, str | int | None]]
    ) -> list[dict[str, str | int | None]]:
        for number, cell in enumerate(cells):
            for key, entry in cell.items():
                if isinstance(entry, str) == (key == "value") and entry is not None:
                    wanted = "a whole number or null" if key == "value" else "a text"
                    raise ValueError(f"cell {number}: '{key}' is {entry!r} and must be {wanted}")
        return cells


class Guarantee(_Part):
    """What readers can hold the publisher to: `audit` checks it with nothing but published files.

    Attributes
    ----------
    values_at_least
        So many values stay possible for each withheld cell; more for tables with a larger k.
    reaches_at_least
        One of them is at least so large.
    """

    values_at_least: int
    reaches_at_least: int


class Publication(_Part):
    """The file as a whole."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    schema_: Literal["released/1"] = Field(alias="schema")
    rule: Rule
    population: Population
    tables: list[PublishedTable]
    guarantee: Guarantee
    #: level that sums over others -> these; "*", which sums over all, is not among them
    subtotals: dict[str, list[str]] = {}
    noise: NoiseTold | None = None

    def as_text(self) -> str:
        """Return the document as it stands in a file; what there is nothing to say about is left out."""
        silent = {name for name in ("subtotals", "noise") if not getattr(self, name)}
        return self.model_dump_json(by_alias=True, exclude=silent)

    def floor_of(self, table: PublishedTable) -> int:
        """Return k of a table; the floors in code hold whatever the file says."""
        attribute = table.fixed.get(ATTRIBUTE, "")
        told = self.rule.k if attribute in NOT_SENSITIVE else max(self.rule.k, self.rule.k_sensitive)
        return max(told, table.k or 0, floor_of(attribute))


def publication_of(released: Released) -> Publication:
    """Return a release as the document of ``released.json``."""
    policy, frame = Released.only(released).policy, released.frame
    names = {company_name(unit, frame.unit_keys) for unit in frame.units} - {TOTAL}
    only = names.pop() if len(names) == 1 and COMPANY in frame.unit_keys else TOTAL
    kept = {company_name(unit, frame.unit_keys): date for unit, date in sorted(frame.as_of.items())}
    movement = NOT_KNOWN if kept else _told(policy.movement_of(only), released)
    lowest = min((table.floor for table in released.tables.values()), default=policy.k)
    return Publication(
        schema_=SCHEMA,
        rule=_rule(released),
        population=Population(
            company=only,
            reference_date=policy.reference_date or None,
            joiners=movement.joiners,
            leavers=movement.leavers,
            kept=kept,
        ),
        tables=[
            PublishedTable(
                keys=[key for key in (LEVEL, GROUP) if key in frame.keys],
                fixed=_fixed(released, table, unit),
                cells=list(_cells(released, table, unit)),
                k=table.floor,
            )
            for unit in range(len(frame.units))
            for table in released.tables.values()
            if table.stated[unit]
        ],
        guarantee=Guarantee(values_at_least=lowest, reaches_at_least=lowest),
        subtotals={name: list(levels) for name, levels in frame.subtotals.items()},
        noise=_noise(released),
    )


def _told(movement: Movement, released: Released) -> Movement:
    """Return who joined and left as far as it may be told: not where they are so few that figures stay."""
    floor = max((table.floor for table in released.tables.values()), default=released.policy.k)
    few = any(people is None or people < floor for people in (movement.joiners, movement.leavers))
    return NOT_KNOWN if few else movement


def _rule(released: Released) -> Rule:
    floors = {"k": released.policy.k, "k_sensitive": released.policy.k_sensitive}
    if released.noise is None:
        return Rule(**floors)
    return Rule(
        **floors,
        zeros="noisy as every number",
        rounding="integer Laplace noise",
        editions="each release spends of the budget",
    )


def _noise(released: Released) -> NoiseTold | None:
    noise = released.noise
    if noise is None:
        return None
    return NoiseTold(
        mechanism=noise.mechanism,
        epsilon=noise.epsilon,
        scale=dict(noise.scale),
        spent=noise.spent,
        budget=noise.budget,
    )


def columns(released: Released) -> tuple[str, ...]:
    """Return the columns of ``released.csv``."""
    return (*Released.only(released).frame.keys, "value", "status")


def rows(released: Released) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of ``released.csv``: the keys, the value or None, and ``released`` or ``withheld``."""
    for unit in range(len(Released.only(released).frame.units)):
        for table in released.tables.values():
            if not table.stated[unit]:
                continue
            fixed = _fixed(released, table, unit)
            for cell in _cells(released, table, unit):
                known = fixed | cell
                value = cell["value"]
                status = "withheld" if value is None else "released"
                yield (*(known[key] for key in released.frame.keys), value, status)


def _fixed(released: Released, table: ReleasedTable, unit: int) -> dict[str, str]:
    frame = released.frame
    fixed = dict(zip(frame.unit_keys, frame.units[unit], strict=True))
    return fixed | ({ATTRIBUTE: table.attribute} if ATTRIBUTE in frame.keys else {})


def _cells(released: Released, table: ReleasedTable, unit: int) -> Iterator[dict[str, str | int | None]]:
    frame = released.frame
    levelled = LEVEL in frame.keys
    for row, name in enumerate(frame.rows):
        if not frame.present[unit, row] or not (levelled or name == TOTAL):
            continue
        for column, group in enumerate((*table.groups, TOTAL)):
            value = table.cells[unit, row, column]
            cell: dict[str, str | int | None] = {LEVEL: name} if levelled else {}
            yield cell | {GROUP: group, "value": None if np.isnan(value) else int(value)}
