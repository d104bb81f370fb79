"""The gate: from numbers about people to what the public may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.disclosure.cells import releasable_rows, releasable_total
from rating.disclosure.policy import FLOOR, STATISTIC_FLOOR, floor_of
from rating.disclosure.released import _RELEASE_ONLY, Released, ReleasedStatistic, ReleasedTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.data import Cube, Floats, Headcount
    from rating.disclosure.policy import Policy

#: Shares of public filings are shown as filed, to one decimal.
_SHARE_DECIMALS = 1


@dataclass(frozen=True)
class Statistic:
    """A statistic that somebody wants to publish.

    Attributes
    ----------
    value, low, high
        Shape (companies,), NaN where not calculable.
    attributes
        Codes of the attributes it is computed from.
    about
        Whether it describes the leaders, the whole workforce, or the levels one by one.
    step
        What it is rounded to in public filings.
    coarse_step
        What it is rounded to otherwise.
    index_of
        The attribute it is an index of; the first index of each attribute is the one that may be shown.
    possible
        Attribute code -> how many values the statistic, in whole points, leaves possible for each cell of
        that attribute, shape (companies,); without it a statistic is shown only where all compositions are.
    """

    value: Floats
    low: Floats
    high: Floats
    attributes: tuple[str, ...]
    about: Literal["leaders", "workforce", "levels"]
    step: float = 0.1
    coarse_step: float = 1.0
    index_of: str = ""
    possible: Mapping[str, npt.NDArray[np.int64]] = field(default_factory=dict)


def release(headcount: Headcount, statistics: Mapping[str, Statistic], policy: Policy) -> Released:
    """Release the figures of one period.

    Public filings are released as filed. Anything else passes the primary rule, row by row (see
    `rating.disclosure.cells`). A statistic is shown only about at least 30 people, and coarsely, and only
    where each composition it is computed from may itself be shown or keeps enough possible values (at least
    the floor of its attribute, see `rating.disclosure.compositions`). An index of one attribute is shown
    once: two indices of one attribute together often give its composition away. The indices of a company
    are shown together or not at all, because a score minus its shown parts is the part that is not.

    Parameters
    ----------
    headcount
        The cubes, C companies.
    statistics
        By name, in order of preference; shapes (C,).
    policy
        Where the figures come from and whether they are public already.
    """
    if policy.already_public:
        return Released(
            _RELEASE_ONLY,
            policy=policy,
            tables={code: _as_filed(cube, headcount) for code, cube in headcount.cubes.items()},
            sizes=headcount.sizes,
            leaders=headcount.leaders(),
            statistics={name: _rounded(statistic, statistic.step) for name, statistic in statistics.items()},
        )
    sizes = _released_sizes(headcount)
    gates = {code: _Gate(cube, headcount, sizes) for code, cube in headcount.cubes.items()}
    return Released(
        _RELEASE_ONLY,
        policy=policy,
        tables={code: gate.table() for code, gate in gates.items()},
        sizes=sizes,
        leaders=_without_small(headcount.leaders()),
        statistics=_guarded(statistics, gates, headcount),
    )


def _as_filed(cube: Cube, headcount: Headcount) -> ReleasedTable:
    counts = _stated(cube)
    management = counts[:, headcount.ladder.management].sum(axis=1)
    pooled = np.nansum(cube.counts, axis=0)
    if headcount.measure == "counts":
        return ReleasedTable(cube.attribute, "counts", counts, management, pooled, cube.unobserved)
    return ReleasedTable(
        cube.attribute,
        "shares",
        _percent(counts),
        _percent(management),
        _percent(pooled),
        cube.unobserved,
    )


def _stated(cube: Cube) -> Floats:
    """Return the counts, NaN where nobody's group is known: that is not the same as nobody."""
    silent = (cube.counts.sum(axis=2) == 0) & (cube.unobserved > 0)
    return np.asarray(np.where(silent[:, :, None], np.nan, cube.counts))


def _percent(counts: Floats) -> Floats:
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.round(np.where(total > 0, 100.0 * counts / total, np.nan), _SHARE_DECIMALS))


def _without_small(people: Floats) -> Floats:
    return np.asarray(np.where((people > 0) & (people < FLOOR), np.nan, people))


def _released_sizes(headcount: Headcount) -> Floats:
    """Withhold small numbers of people at a level, and others so that the number of leaders uncovers none."""
    sizes = _without_small(headcount.sizes)
    management = np.flatnonzero(headcount.ladder.management)
    for company, people in enumerate(headcount.sizes):
        inhabited = [level for level in management if people[level] > 0]
        hidden = [level for level in inhabited if np.isnan(sizes[company, level])]
        if not hidden:
            continue
        for level in sorted(set(inhabited) - set(hidden), key=lambda level: people[level]):
            if len(hidden) > 1 and people[hidden].sum() >= FLOOR:
                break
            hidden.append(level)
        sizes[company, hidden] = np.nan
    return sizes


def _rounded(
    statistic: Statistic, step: float, hidden: npt.NDArray[np.bool_] | None = None
) -> ReleasedStatistic:
    known = ~np.isnan(statistic.value)
    withheld = np.zeros(len(known), dtype=bool) if hidden is None else hidden & known
    # divided by a whole number, so that 0.1 steps print as 0.1 and not as 0.30000000000000004
    per_one = round(1.0 / step)

    def shown(values: Floats) -> Floats:
        return np.asarray(np.where(withheld, np.nan, np.rint(values * per_one) / per_one))

    return ReleasedStatistic(shown(statistic.value), shown(statistic.low), shown(statistic.high), withheld)


class _Gate:
    """Which rows of one attribute's table may be shown."""

    def __init__(self, cube: Cube, headcount: Headcount, sizes: Floats) -> None:
        self._cube = cube
        k = floor_of(cube.attribute.code)
        people = np.nan_to_num(headcount.sizes, nan=0.0)
        few_unknown = (cube.unobserved > 0) & (cube.unobserved < k)
        self._rows = releasable_rows(cube.counts, people, k) & ~np.isnan(sizes) & ~few_unknown
        self.floor = k
        #: companies that gave nothing about the attribute have nothing of it to give away
        self.silent: npt.NDArray[np.bool_] = ~cube.stated() & ~np.isnan(cube.counts).any(axis=(1, 2))
        levels = headcount.ladder.management
        self._leaders = self._totals(people, levels, k)
        self._workforce = self._totals(people, np.ones_like(levels), k)
        self._measure = headcount.measure
        self._levels = levels

    def _totals(self, people: Floats, levels: npt.NDArray[np.bool_], k: int) -> npt.NDArray[np.bool_]:
        counts = self._cube.counts
        return np.array(
            [
                bool(levels.any())
                and not np.isnan(counts[company][levels]).any()
                and people[company][levels].sum() > 0
                and releasable_total(
                    counts[company][levels], people[company][levels], self._rows[company][levels], k
                )
                for company in range(len(counts))
            ],
            dtype=bool,
        )

    def composition(self, about: Literal["leaders", "workforce", "levels"]) -> npt.NDArray[np.bool_]:
        """Tell for which companies the groups of all leaders, everybody or every level may be shown."""
        if about == "levels":
            return np.asarray(self._rows.all(axis=1))
        return self._leaders if about == "leaders" else self._workforce

    def table(self) -> ReleasedTable:
        counts = _stated(self._cube)
        everything = bool(self._rows.all())
        shown = _percent if self._measure == "shares" else np.asarray
        return ReleasedTable(
            attribute=self._cube.attribute,
            measure=self._measure,
            cells=np.where(self._rows[:, :, None], shown(counts), np.nan),
            management=np.where(self._leaders[:, None], shown(counts[:, self._levels].sum(axis=1)), np.nan),
            pooled=shown(np.nansum(counts, axis=0)) if everything else None,
            unobserved=np.where(self._rows, self._cube.unobserved, np.nan),
        )


def _guarded(
    statistics: Mapping[str, Statistic], gates: Mapping[str, _Gate], headcount: Headcount
) -> dict[str, ReleasedStatistic]:
    everybody = np.nansum(headcount.sizes, axis=1)
    people = {"leaders": headcount.leaders(), "workforce": everybody, "levels": everybody}
    shown: dict[str, npt.NDArray[np.bool_]] = {}
    indices: dict[tuple[str, str], str] = {}
    for name, statistic in statistics.items():
        enough = people[statistic.about] >= STATISTIC_FLOOR
        for code in statistic.attributes:
            gate = gates[code]
            shown_anyway = gate.composition(statistic.about)
            shown_anyway = shown_anyway | gate.silent
            if code in statistic.possible:
                shown_anyway = shown_anyway | (statistic.possible[code] >= gate.floor)
            enough &= shown_anyway
        if statistic.index_of:
            taken = statistic.index_of in {attribute for _, attribute in indices}
            enough &= not taken
            if not taken:
                indices[statistic.about, statistic.index_of] = name
        shown[name] = enough
    for about in people:
        siblings = [name for (of, _), name in indices.items() if of == about]
        known = {name: ~np.isnan(statistics[name].value) for name in siblings}
        together = np.ones(len(headcount.companies), dtype=bool)
        for name in siblings:
            together &= shown[name] | ~known[name]
        for name in siblings:
            shown[name] &= together
    return {
        name: _rounded(statistic, statistic.coarse_step, ~shown[name])
        for name, statistic in statistics.items()
    }
