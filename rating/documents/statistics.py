"""The statistics of a period that ask to be published; the gate decides which of them are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure import Statistic, possible_values
from rating.indices import mutual_information, theil_h
from rating.indices.theil_h import SMALLEST_PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from rating.data import Headcount
    from rating.inference import Estimate
    from rating.pipeline import Ratings


#: Points on either side of a score in whole points that are taken to be told by it and its interval.
_HALF_A_ROUNDING = 0.25


def statistics_of(ratings: Ratings, *, as_filed: bool) -> Iterator[tuple[str, Statistic]]:
    """Name everything that is to be published about the companies, the most important first.

    Names: ``score`` and ``as_counted``; ``process:`` and ``counted:`` before the code of a component;
    ``parity:``, ``m:`` and ``h:`` before the code of an attribute. Figures that are public as filed need no
    count of what they leave possible.
    """
    headcount = ratings.headcount
    criteria = tuple(code for code in ratings.framework.criteria if code in headcount.cubes)

    def statistic(estimate: Estimate, codes: tuple[str, ...], index_of: str) -> Statistic:
        return Statistic(
            estimate.value, estimate.low, estimate.high, codes, about="leaders", index_of=index_of
        )

    possible = {} if as_filed else _possible(ratings, criteria)
    score = statistic(ratings.score["process"], criteria, "")
    yield "score", replace(score, possible=possible)
    pillars = ratings.framework.composition_pillars
    if len(pillars) == 1 and pillars[0].code in ratings.components["process"]:
        yield f"process:{pillars[0].code}", replace(score, possible=possible)  # is the score
    for target in ("process", "counted"):
        if target == "counted":
            # "all" is no attribute: under the rules the score as counted is a second index of everything
            yield "as_counted", statistic(ratings.score["counted"], criteria, criteria[0])
        for code, estimate in ratings.components[target].items():
            _, _, attribute = code.partition(".")
            codes = (attribute,) if attribute else criteria
            same_as_score = target == "process" and len(pillars) == 1 and code == pillars[0].code
            if same_as_score or not all(known in headcount.cubes for known in codes):
                continue
            index_of = attribute or (criteria[0] if target == "counted" else "")
            yield f"{target}:{code}", statistic(estimate, codes, index_of)
    for code, estimate in ratings.parity.items():
        yield (
            f"parity:{code}",
            Statistic(
                estimate.value,
                estimate.low,
                estimate.high,
                (code,),
                about="workforce",
                step=0.001,
                coarse_step=0.01,
                index_of=code,
            ),
        )
    if headcount.ladder.stated:
        yield from _segregation(headcount)


def _possible(ratings: Ratings, criteria: tuple[str, ...]) -> dict[str, npt.NDArray[np.int64]]:
    """Return for each criterion how many values the score leaves its most exposed cell, by company.

    Only for a score that is the mean of the evenness of the criteria. It follows the unbiased evenness of the
    people seen, 1 - sum n(n - 1) / N(N - 1) over its maximum. The window is half the rounding of the score,
    because the ends of its interval are published too.
    """
    measures = [i.measure for pillar in ratings.framework.composition_pillars for i in pillar.indicators]
    if measures != ["evenness"] or not len(ratings.strata.members):
        return {}
    found = {}
    for code in criteria:
        cube = ratings.headcount.cubes[code]
        leaders = ratings.strata.gather(cube.counts)
        nothing_added = np.zeros(leaders.shape[2])
        values = np.zeros(len(leaders), dtype=np.int64)
        for company in ratings.rated:
            counts = leaders[company, 0]
            if np.isnan(counts).any():
                continue
            total = counts.sum()
            largest = 1.0 - 1.0 / cube.attribute.even_groups
            slack = _HALF_A_ROUNDING / 100.0 * len(criteria) * largest * total * (total - 1.0)
            values[company] = possible_values(counts, nothing_added, slack)
        found[code] = values
    return found


def _segregation(headcount: Headcount) -> Iterator[tuple[str, Statistic]]:
    people = np.nansum(headcount.sizes, axis=1)
    for code, cube in headcount.cubes.items():
        m = mutual_information(cube.counts)
        h = np.where(people >= SMALLEST_PUBLISHED, theil_h(cube.counts), np.nan)
        for name, values in (("m", m), ("h", h)):
            yield (
                f"{name}:{code}",
                Statistic(
                    values,
                    values,
                    values,
                    (code,),
                    about="levels",
                    step=0.0001,
                    coarse_step=0.01,
                    index_of=code,
                ),
            )
