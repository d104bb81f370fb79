"""The gate: from numbers about people to what the public may see."""

from __future__ import annotations

from dataclasses import dataclass
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
        Whether it describes the leaders or the whole workforce.
    step
        What it is rounded to in public filings; otherwise it is shown in whole points or percent.
    index_of
        The attribute it is an index of. Of the statistics released under the rules, the first index of
        each attribute is shown and no further one: two together often give the composition away.
    """

    value: Floats
    low: Floats
    high: Floats
    attributes: tuple[str, ...]
    about: Literal["leaders", "workforce"]
    step: float = 0.1
    coarse_step: float = 1.0
    index_of: str = ""


def release(headcount: Headcount, statistics: Mapping[str, Statistic], policy: Policy) -> Released:
    """Release the figures of one period.

    Public filings are released as filed. Anything else passes the primary rule, row by row (see
    `rating.disclosure.cells`), and a statistic is shown only about at least 30 people whose composition
    may itself be shown, in whole points, one index an attribute.

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
    gates = {code: _Gate(cube, headcount) for code, cube in headcount.cubes.items()}
    return Released(
        _RELEASE_ONLY,
        policy=policy,
        tables={code: gate.table() for code, gate in gates.items()},
        sizes=_without_small(headcount.sizes),
        leaders=_without_small(headcount.leaders()),
        statistics=_guarded(statistics, gates, headcount),
    )


def _as_filed(cube: Cube, headcount: Headcount) -> ReleasedTable:
    management = cube.counts[:, headcount.ladder.management].sum(axis=1)
    pooled = np.nansum(cube.counts, axis=0)
    if headcount.measure == "counts":
        return ReleasedTable(cube.attribute, "counts", cube.counts, management, pooled)
    return ReleasedTable(
        cube.attribute,
        "shares",
        _percent(cube.counts),
        _percent(management),
        _percent(pooled),
    )


def _percent(counts: Floats) -> Floats:
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.round(np.where(total > 0, 100.0 * counts / total, np.nan), _SHARE_DECIMALS))


def _without_small(people: Floats) -> Floats:
    return np.asarray(np.where((people > 0) & (people < FLOOR), np.nan, people))


def _rounded(
    statistic: Statistic, step: float, hidden: npt.NDArray[np.bool_] | None = None
) -> ReleasedStatistic:
    known = ~np.isnan(statistic.value)
    withheld = np.zeros(len(known), dtype=bool) if hidden is None else hidden & known
    # divided by a whole number, so that 0.1 steps print as 0.1 and not as 0.30000000000000004
    per_one = round(1.0 / step)
    shown = [
        np.where(withheld, np.nan, np.rint(values * per_one) / per_one)
        for values in (statistic.value, statistic.low, statistic.high)
    ]
    return ReleasedStatistic(*shown, withheld)


class _Gate:
    """Which rows of one attribute's table may be shown."""

    def __init__(self, cube: Cube, headcount: Headcount) -> None:
        self._cube = cube
        k = floor_of(cube.attribute.code)
        people = np.nan_to_num(headcount.sizes, nan=0.0)
        self._rows = releasable_rows(cube.counts, people, k) & ~np.isnan(headcount.sizes)
        levels = headcount.ladder.management
        self.leaders = self._totals(people, levels, k)
        self.workforce = self._totals(people, np.ones_like(levels), k)
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

    def table(self) -> ReleasedTable:
        counts = self._cube.counts
        everything = bool(self._rows.all())
        return ReleasedTable(
            attribute=self._cube.attribute,
            measure=self._measure,
            cells=np.where(self._rows[:, :, None], counts, np.nan),
            management=np.where(self.leaders[:, None], counts[:, self._levels].sum(axis=1), np.nan),
            pooled=counts.sum(axis=0) if everything else None,
        )


def _guarded(
    statistics: Mapping[str, Statistic], gates: Mapping[str, _Gate], headcount: Headcount
) -> dict[str, ReleasedStatistic]:
    people = {"leaders": headcount.leaders(), "workforce": np.nansum(headcount.sizes, axis=1)}
    released: dict[str, ReleasedStatistic] = {}
    indexed: set[str] = set()
    for name, statistic in statistics.items():
        enough = people[statistic.about] >= STATISTIC_FLOOR
        for code in statistic.attributes:
            gate = gates[code]
            # a company that gave nothing about an attribute has nothing of it to give away
            silent = ~gate._cube.stated()  # noqa: SLF001 - one module, one gate
            enough &= silent | (gate.leaders if statistic.about == "leaders" else gate.workforce)
        if statistic.index_of:
            enough &= statistic.index_of not in indexed
            indexed.add(statistic.index_of)
        released[name] = _rounded(statistic, statistic.coarse_step, ~enough)
    return released
