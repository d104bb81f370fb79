"""The tables that published files have cells of, all of them empty: where `audit` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.disclosure.builder import TablesBuilder
from rating.disclosure.lattice import TOTAL
from rating.disclosure.placing import cells_of
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL
from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Tables, Unit


def skeleton(publications: Sequence[Publication]) -> Tables:
    """Return linked tables that have every cell of some published files, all of them empty."""
    unit_keys = _unit_keys(publications)
    levelled = any(LEVEL in keys for p in publications for _, keys, _ in cells_of(p))
    seen: dict[Unit, dict[str, None]] = {}
    levels: dict[str, None] = {}
    groups: dict[str, dict[str, None]] = {}
    for publication in publications:
        for _, keys, _ in cells_of(publication):
            unit = tuple(keys.get(key, TOTAL) for key in unit_keys)
            attribute = keys.get(ATTRIBUTE, "")
            seen.setdefault(unit, {})[attribute] = None
            own = groups.setdefault(attribute, {})
            if keys.get(GROUP, TOTAL) != TOTAL:
                own[keys[GROUP]] = None
            if keys.get(LEVEL, TOTAL) != TOTAL:
                levels[keys[LEVEL]] = None
    chain = [key for position, key in enumerate(unit_keys) if any(u[position] == TOTAL for u in seen)]
    first = len(unit_keys) - len(chain)
    if chain and first:
        chain.insert(0, unit_keys[first - 1])
    subtotals = subtotals_of(publications)
    names = tuple(level for level in levels if level not in subtotals) or ("",)
    builder = TablesBuilder(
        (*unit_keys, *((LEVEL,) if levelled else ()), ATTRIBUTE, GROUP),
        dict(zip(chain[1:], chain[:-1], strict=True)),
        {name: tuple(level for level in own if level in names) for name, own in subtotals.items()},
    )
    for unit, attributes in _leaves(seen).items():
        for level in names:
            for attribute in attributes:
                for group in groups[attribute] or {"": None}:
                    keys = dict(zip(unit_keys, unit, strict=True))
                    builder.add(keys | {LEVEL: level, ATTRIBUTE: attribute, GROUP: group}, 0)
    return builder.build()


def subtotals_of(publications: Sequence[Publication]) -> dict[str, list[str]]:
    """Return the subtotals of all files.

    Raises
    ------
    DefinitionError
        If a name stands for different sums.
    """
    found: dict[str, list[str]] = {}
    for publication in publications:
        for name, levels in publication.subtotals.items():
            if set(found.setdefault(name, levels)) != set(levels):
                raise DefinitionError(f"'{name}' sums over different levels in different files.")
    return found


def _unit_keys(publications: Sequence[Publication]) -> tuple[str, ...]:
    """Return the keys that tell units apart, those that are summed over least often first."""
    summed: dict[str, int] = {}
    for publication in publications:
        for table in publication.tables:
            for key, text in table.fixed.items():
                if key not in (LEVEL, ATTRIBUTE, GROUP):
                    summed[key] = summed.get(key, 0) + (text == TOTAL)
    for publication in publications:  # a file without the key sums over it
        for table in publication.tables:
            for key in summed:
                summed[key] += key not in table.fixed
    return tuple(sorted(summed, key=lambda key: summed[key]))


def _leaves(seen: Mapping[Unit, Mapping[str, None]]) -> dict[Unit, dict[str, None]]:
    """Return the units that sum over no other seen one; a sum without seen parts is its own only part."""
    found: dict[Unit, dict[str, None]] = {}
    for unit, attributes in seen.items():
        known = [position for position, text in enumerate(unit) if text != TOTAL]
        parts = (
            [
                other
                for other in seen
                if other != unit and all(other[position] == unit[position] for position in known)
            ]
            if TOTAL in unit
            else []
        )
        if not parts:
            found[unit] = dict(attributes)
    return found
