"""Company by company: which figures may change beside earlier files, and which are kept."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.blocked import explain
from rating.disclosure.companies import companies_of, sums_over_companies
from rating.disclosure.editions.fitting import fit_sum, fit_unit
from rating.disclosure.editions.linked import Linked, Moved, Parted
from rating.disclosure.editions.told_before import LaterEditionError, tells_of, told_before
from rating.disclosure.editions.widening import widened
from rating.disclosure.suppression import Known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from rating.data import Floats, Movement
    from rating.disclosure.blocked import Blocked, Reason
    from rating.disclosure.companies import Company
    from rating.disclosure.editions.told_before import ToldBefore
    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.policy import Policy
    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Flags, Tables, Unit


def link(
    tables: Tables,
    policy: Policy,
    earlier: Sequence[Publication],
    kept: Mapping[Unit, Reason] = MappingProxyType({}),
) -> Linked:
    """Link counts with what was released before.

    Parameters
    ----------
    tables
        The counts as they are.
    policy
        Their reference date, and who joined and left since the edition before.
    earlier
        The files.
    kept
        Companies whose figures are to be kept whatever joined and left, with the reason.

    Raises
    ------
    ContradictionError
        If two files of the same date give different numbers for a cell.
    LaterEditionError
        If one of the files is of a later date.
    """
    if not earlier:
        return Linked(tables, Known())
    wide = widened(tables, earlier)
    by_date: dict[str, list[Publication]] = {}
    for publication in earlier:
        by_date.setdefault(publication.population.reference_date or "", []).append(publication)
    here = policy.reference_date
    latest = max(by_date)
    if here and latest > here:
        raise LaterEditionError(here, latest)
    work = _Linking(wide, policy, kept)
    others = {date: files for date, files in by_date.items() if date != here}
    if others:
        work.against(told_before(wide, work.companies, others), same=False)
    if here in by_date:  # a correction is held against what was published about that day
        work.against(told_before(wide, work.companies, {here: by_date[here]}), same=True)
    return work.linked()


class _Linking:
    """Goes through the companies, first beside editions of other dates, then beside those of the same."""

    def __init__(self, tables: Tables, policy: Policy, kept: Mapping[Unit, Reason]) -> None:
        self._tables, self._policy, self._forced = tables, policy, kept
        self.companies = companies_of(tables)
        self._floor_of = {a: policy.floor_of(a) for a in tables.counts}
        self._floors = tables.floors(self._floor_of)
        self._counts = {a: own.copy() for a, own in tables.counts.items()}
        self._present = tables.present.copy()
        shapes = {a: tables.values(a).shape for a in tables.counts}
        self._released = {a: np.zeros(shape, np.bool_) for a, shape in shapes.items()}
        self._withheld = {a: np.zeros(shape, np.bool_) for a, shape in shapes.items()}
        self._blocked: list[Blocked] = []
        self._moved: list[Moved] = []
        self._as_of: dict[Unit, str] = {}
        self._parted: list[Parted] = []
        self._hidden = tables.hidden.copy()
        self._stated = {a: own.copy() for a, own in tables.stated.items()}

    def against(self, before: ToldBefore, *, same: bool) -> None:
        """Compare with what was published before."""
        kept = np.zeros(len(self._tables.units), np.bool_)
        for company in self.companies:
            if company.top in before.dates:
                kept[company.units] = self._stays(company, before, same=same)
        self._parted = []
        for unit, parts in sums_over_companies(self._tables, self.companies):
            kept[unit] = (
                kept[parts].all()
                and self._all_there(before.last, unit)
                and unit not in before.last.parts_gone
            )
            if not kept[unit] and tells_of(before.last, [unit]):
                self._parted.append(self._part(unit, parts, kept, before.last))
        self._keep(kept, before.told)

    def _part(self, unit: int, parts: Integers, kept: Flags, last: Told) -> Parted:
        """Part a sum into what stays and the rest, of which readers have what was told of it last."""
        there = [int(part) for part in parts if tells_of(last, [part])]
        stays = np.array([part for part in there if kept[part]], dtype=np.intp)
        changed = [part for part in there if not kept[part]]
        stayed = {}
        for attribute, cells in last.values.items():
            rest = cells[changed].sum(axis=0) + last.gone_people[attribute][unit]
            stayed[attribute] = np.where(last.gone[attribute][unit], np.nan, cells[unit] - rest)
        return Parted(unit, stays, stayed, {a: own[unit] for a, own in last.gone.items()})

    def _stays(self, company: Company, before: ToldBefore, *, same: bool) -> bool:
        """Tell whether the figures of a company stay as they were published."""
        units, date = company.units, before.dates[company.top]
        changes = {a: self._changes(a, units, before.told) for a in self._counts}
        if not any(np.nansum(np.abs(change)) > 0 for change in changes.values()):
            return True
        top = self._tables.units[company.top]
        reason = "same_day" if same else self._forced.get(top)
        if reason is None:
            movement = self._policy.movement_of(company.name)
            if self._enough(movement, int(self._floors[company.top])):
                # who moved since another date is not known: then each edition stands for itself
                if date == (self._policy.movement_since or before.date):
                    self._moved.append(Moved(units, before.told, movement))
                return False
            if not self._tells_of_few(changes, units, before.told):
                return False
            reason = "few_moved"
        self._leave_out_new_attributes(company, before.told)
        self._as_of |= dict.fromkeys((self._tables.units[unit] for unit in units), date)
        self._blocked.append(explain(self._tables, units, changes, self._floor_of, (reason, date)))
        return True

    def _leave_out_new_attributes(self, company: Company, before: Told) -> None:
        """Say nothing of attributes that the earlier figures do not have: they are of other people.

        A company that is summed into others needs all attributes: its new ones are made to fit.
        """
        if self._tables.parents[company.top] >= 0:
            return
        for attribute, values in before.values.items():
            groups = values[company.units][:, :, :-1]
            if np.isnan(groups).all() and not before.withheld[attribute][company.units].any():
                self._stated[attribute][company.units] = False

    def _changes(self, attribute: str, units: npt.NDArray[np.intp], before: Told) -> Floats:
        """Return present less released figures; NaN where withheld, or somebody is at a new level."""
        now = self._tables.lattice.extended(self._counts[attribute][units])
        change = now - before.values[attribute][units]
        nobody = np.isnan(change) & ~before.withheld[attribute][units] & (now == 0)
        return np.asarray(np.where(nobody, 0.0, change))

    @staticmethod
    def _enough(movement: Movement, floor: int) -> bool:
        """Tell whether so many joined and left that nobody is told by what changed."""
        known = (movement.joiners, movement.leavers)
        return all(people is not None and people >= floor for people in known)

    def _tells_of_few(self, changes: dict[str, Floats], units: npt.NDArray[np.intp], before: Told) -> bool:
        """Tell whether some number, or the rest behind withheld ones, changed by fewer than k."""
        for attribute, change in changes.items():
            size = np.abs(change)
            few = (size > 0) & (size < self._floor_of[attribute])
            if few.any() or before.withheld[attribute][units].any():
                return True
        return False

    def _all_there(self, before: Told, top: int) -> bool:
        """Tell whether a sum was published before, over the same parts."""
        parts = self._tables.children[top]
        return all(
            (~np.isnan(before.values[a][part]) | before.withheld[a][part]).any()
            for part in (top, *parts)
            for a in self._counts
            if self._tables.stated[a][part]
        )

    def _keep(self, kept: Flags, before: Told) -> None:
        """Note which figures stay as they were, and put counts behind them."""
        for attribute in self._counts:
            cells = kept[:, None, None]
            self._released[attribute] |= cells & ~np.isnan(before.values[attribute])
            self._withheld[attribute] |= cells & before.withheld[attribute]
        for unit in np.flatnonzero(kept):  # a new site is not there as long as its company stays as it was
            held = [before.withheld[a][unit] | ~np.isnan(before.values[a][unit]) for a in self._counts]
            self._hidden[unit] |= not any(own.any() for own in held)
            for own in held:
                self._present[unit] |= own[: len(self._tables.lattice.levels)].any(axis=1)
        self._fit(kept, before)

    def _fit(self, kept: Flags, before: Told) -> None:
        """Put counts that agree with the earlier figures in place of the present ones."""
        tables = self._tables
        frame = replace(tables, counts=self._counts)
        for company in self.companies:
            if kept[company.top]:
                fit_unit(frame, company.top, before)
        parted = {part.unit: part for part in self._parted}
        for top, parts in sums_over_companies(tables, self.companies):
            if kept[top]:
                fit_sum(frame, parts, before, {a: own[top] for a, own in before.values.items()})
            elif top in parted and len(parted[top].kept):
                fit_sum(frame, parted[top].kept, before, parted[top].stayed)
            for counts in self._counts.values():
                counts[top] = counts[parts].sum(axis=0)
            if not kept[top]:
                self._present[top] = self._present[parts].any(axis=0)

    def linked(self) -> Linked:
        """Return the result."""
        tables = replace(
            self._tables,
            counts=self._counts,
            present=self._present,
            hidden=self._hidden,
            stated=self._stated,
        )
        known = Known(self._released, self._withheld)
        return Linked(
            tables, known, tuple(self._blocked), tuple(self._moved), self._as_of, tuple(self._parted)
        )
