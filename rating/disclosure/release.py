"""The gate: from numbers about people to what the public may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.editions import link
from rating.disclosure.exposed import refuse_if_told
from rating.disclosure.hierarchy import protect_hierarchies
from rating.disclosure.movement import why_not_together
from rating.disclosure.parting import part
from rating.disclosure.placing import Told
from rating.disclosure.pools import with_pools
from rating.disclosure.released import _RELEASE_ONLY, Frame, Released, ReleasedTable
from rating.disclosure.suppression import suppress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.disclosure.blocked import Blocked, Reason
    from rating.disclosure.editions import Linked
    from rating.disclosure.policy import Policy
    from rating.disclosure.publication import Publication
    from rating.disclosure.suppression import Pattern
    from rating.disclosure.tables import Flags, Tables, Unit


def release(tables: Tables, policy: Policy, earlier: Sequence[Publication] = ()) -> Released:
    """Release linked tables of counts.

    A reader is taken to know the rule, everything in the tables that is released, everything released
    earlier, and how many people a company has. For every withheld cell the whole numbers that agree with all
    of that are at least k, and one of them is at least k. Withheld is what the primary rule names
    (`rating.disclosure.primary`), and besides that what loses least.

    Parameters
    ----------
    tables
        The counts.
    policy
        Floors, and which day and population the counts describe.
    earlier
        What was released before about the same units.

    Raises
    ------
    CannotBePromisedError
        If a number of a hierarchy could be computed back whatever is withheld, because earlier files tell
        too much.
    """
    return release_and_explain(tables, policy, earlier)[0]


def release_and_explain(
    tables: Tables, policy: Policy, earlier: Sequence[Publication] = ()
) -> tuple[Released, tuple[Blocked, ...]]:
    """Release linked tables, and tell the publisher which companies keep their earlier figures and why.

    Parameters as `release`. The second part is for the publisher alone.
    """
    floor_of = {attribute: policy.floor_of(attribute) for attribute in tables.counts}
    kept: dict[Unit, Reason] = {}
    settled: set[Unit] = set()
    while True:
        linked = link(tables, policy, earlier, kept)
        pattern = _protected(linked, floor_of)
        told = _told_too_much(linked, pattern, settled)
        if not told:
            return _released(pattern, policy, linked.as_of), linked.blocked
        kept |= told


def _protected(linked: Linked, floor_of: Mapping[str, int]) -> Pattern:
    """Choose what is withheld."""
    tables, known = part(linked)
    pooled = with_pools(tables, tables.floors(floor_of))
    known = known.placed(tables, pooled)
    pattern = suppress(pooled, floor_of, known)
    refuse_if_told(pattern, known, protect_hierarchies(pattern, known))
    return pattern


def _told_too_much(linked: Linked, pattern: Pattern, settled: set[Unit]) -> dict[Unit, Reason]:
    """Return companies of which this edition and the one before may not stand side by side, and why.

    Companies that hang together with no others are settled once.
    """
    if not linked.moved:
        return {}
    names = {unit: number for number, unit in enumerate(pattern.tables.units)}
    shown = [names[unit] for unit in linked.tables.units]
    withheld = {a: cells[shown] for a, cells in pattern.withheld.items()}
    values = {
        a: np.where(withheld[a], np.nan, own[shown].astype(np.float64)) for a, own in pattern.values.items()
    }
    after = Told(values, withheld)
    found: dict[Unit, Reason] = {}
    for moved in linked.moved:
        company = linked.tables.units[moved.units[0]]
        if company in settled:
            continue
        editions = moved.before, after
        why = why_not_together(linked.tables, moved.units, editions, moved.movement, pattern.floor_of)
        if why:
            found[company] = why
        elif linked.tables.parents[moved.units[0]] < 0:
            settled.add(company)
    return found


def _silent(pattern: Pattern, attribute: str) -> Flags:
    """Return the cells that nothing is said about, shape (units, rows, groups + 1)."""
    return np.asarray(pattern.withheld[attribute] | ~pattern.tables.stated[attribute][:, None, None])


def _released(pattern: Pattern, policy: Policy, as_of: Mapping[Unit, str]) -> Released:
    tables = pattern.tables
    lattice = tables.lattice
    shown = ~tables.hidden
    # units are numbered anew without the hidden ones between them
    parents = tables.parents.copy()
    while (between := (parents >= 0) & tables.hidden[np.maximum(parents, 0)]).any():
        parents[between] = tables.parents[parents[between]]
    number = np.cumsum(shown) - 1
    present = np.zeros((len(tables.units), len(lattice.rows)), dtype=np.bool_)
    present[:, : len(lattice.levels)] = tables.present
    for place, positions in enumerate(lattice.subtotals.values()):
        present[:, len(lattice.levels) + place] = tables.present[:, list(positions)].any(axis=1)
    present[:, -1] = True
    return Released(
        _RELEASE_ONLY,
        policy=policy,
        frame=Frame(
            tables.keys,
            tables.unit_keys,
            tuple(unit for unit, own in zip(tables.units, shown, strict=True) if own),
            np.where(parents >= 0, number[parents], -1)[shown],
            lattice.rows,
            present[shown],
            as_of,
            lattice.levels_below,
        ),
        tables={
            attribute: ReleasedTable(
                attribute=attribute,
                groups=tables.groups[attribute],
                floor=pattern.floor_of[attribute],
                cells=np.where(_silent(pattern, attribute), np.nan, values.astype(np.float64))[shown],
                measure="counts",
                stated=tables.stated[attribute][shown],
            )
            for attribute, values in pattern.values.items()
        },
        statistics={},
    )
