"""What a measure is computed from, as released: people by group in the parts of the workforce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite import Workforce
from rating.disclosure import STATISTIC_FLOOR
from rating.disclosure.headcounts import MANAGEMENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from rating.composite import Scope
    from rating.data import Benchmark, Floats, Headcount
    from rating.documents.people import People


@dataclass(frozen=True)
class Inputs:
    """The released people of some companies, for one attribute.

    Attributes
    ----------
    groups
        Codes of the groups, k of them.
    may_be_named
        Which groups are counted everywhere, shape (k,). That nobody was counted in an optional one may mean
        that nobody was asked, so nobody is asked to belong to it.
    unknown
        Part of the workforce -> people whose group is not known, shape (companies,).
    workforce
        Those whose group is known, NaN where withheld or missing.
    """

    groups: tuple[str, ...]
    may_be_named: npt.NDArray[np.bool_]
    unknown: Mapping[Scope, Floats]
    workforce: Workforce

    @property
    def people(self) -> Mapping[Scope, Floats]:
        """Part of the workforce -> people by group, shape (companies, k)."""
        return self.workforce.seen

    @property
    def shown(self) -> npt.NDArray[np.bool_]:
        """Of which companies every number is shown, shape (companies,)."""
        hidden = [np.isnan(counts).any(axis=1) for counts in self.people.values()]
        return np.asarray(~np.any(hidden, axis=0))


class ReleasedInputs:
    """Gives the inputs of some companies, by attribute.

    Parameters
    ----------
    people
        What is released of a period: nothing else about people is looked at.
    headcount
        The period, for its ladder and its lists of groups.
    benchmark
        The population.
    companies
        Which of them, as indices.
    """

    def __init__(
        self,
        people: People,
        headcount: Headcount,
        benchmark: Benchmark | None,
        companies: npt.NDArray[np.intp],
    ) -> None:
        self._people, self._headcount, self._companies = people, headcount, companies
        self._population = {} if benchmark is None else benchmark.shares
        names, ladder = people.released.frame.rows, headcount.ladder
        # leaders and everybody have totals of their own: they may be shown where a level is not
        self._rows: dict[Scope, npt.NDArray[np.intp]] = {
            "management": np.array([row for row, name in enumerate(names) if name == MANAGEMENT], np.intp),
            "rest": np.flatnonzero(~ladder.management),
            "upper": np.flatnonzero(ladder.upper),
            "lower": np.flatnonzero(ladder.lower),
            "workforce": np.array([len(names) - 1]),
        }

    @property
    def enough(self) -> npt.NDArray[np.bool_]:
        """Which companies are large enough for a figure about their leaders, shape (companies,)."""
        if self._people.released.policy.already_public:
            return np.ones(len(self._companies), dtype=bool)
        return np.asarray(self._people.leaders[self._companies] >= STATISTIC_FLOOR)

    def has_population(self, attribute: str) -> bool:
        """Tell whether there is a population to compare with."""
        return attribute in self._population

    def of(self, attribute: str, scopes: Sequence[Scope]) -> Inputs | None:
        """Return the people of an attribute in parts of the workforce; None where it was not counted."""
        if attribute not in self._people.attributes:
            return None
        cells = self._people.released.tables[attribute].cells[1:][self._companies]
        known, unknown = cells[:, :, :-2], cells[:, :, -2]
        if self._people.measure(attribute) == "shares":
            known = known / 100.0 * (cells[:, :, -1] - unknown)[:, :, None]
        return Inputs(
            groups=self._people.groups(attribute),
            may_be_named=np.array(
                [not group.optional for group in self._headcount.cubes[attribute].attribute.groups]
            ),
            unknown={scope: unknown[:, self._rows[scope]].sum(axis=1) for scope in scopes},
            workforce=Workforce.as_counted(
                {scope: known[:, self._rows[scope]].sum(axis=1) for scope in scopes},
                even_groups=self._headcount.cubes[attribute].attribute.even_groups,
                benchmark=self._population.get(attribute),
                whole=self._headcount.measure == "counts",
            ),
        )
