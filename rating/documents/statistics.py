"""The statistics of a period that ask to be published; the gate decides which of them are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure import Statistic
from rating.indices import mutual_information, theil_h
from rating.indices.theil_h import SMALLEST_PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.data import Headcount
    from rating.inference import Estimate
    from rating.pipeline import Ratings


def statistics_of(ratings: Ratings) -> Iterator[tuple[str, Statistic]]:
    """Name everything that is to be published about the companies, the most important first.

    Names: ``score`` and ``as_counted``; ``process:`` and ``counted:`` before the code of a component;
    ``parity:``, ``m:`` and ``h:`` before the code of an attribute.
    """
    headcount = ratings.headcount
    criteria = tuple(code for code in ratings.framework.criteria if code in headcount.cubes)

    def statistic(estimate: Estimate, codes: tuple[str, ...], index_of: str) -> Statistic:
        return Statistic(
            estimate.value, estimate.low, estimate.high, codes, about="leaders", index_of=index_of
        )

    yield "score", statistic(ratings.score["process"], criteria, "")
    for target in ("process", "counted"):
        if target == "counted":
            # "all" is no attribute: under the rules the score as counted is a second index of everything
            yield "as_counted", statistic(ratings.score["counted"], criteria, criteria[0])
        for code, estimate in ratings.components[target].items():
            _, _, attribute = code.partition(".")
            codes = (attribute,) if attribute else criteria
            if all(known in headcount.cubes for known in codes):
                yield (
                    f"{target}:{code}",
                    statistic(estimate, codes, attribute or (criteria[0] if target == "counted" else "")),
                )
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
                    about="workforce",
                    step=0.0001,
                    coarse_step=0.01,
                    index_of=code,
                ),
            )
