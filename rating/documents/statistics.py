"""The statistics of a period that ask to be published; the gate decides which of them are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure import Statistic
from rating.indices import mutual_information, theil_h
from rating.indices.theil_h import SMALLEST_PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.data import Floats, Headcount
    from rating.inference import Estimate
    from rating.pipeline import Ratings


def statistics_of(ratings: Ratings) -> Iterator[tuple[str, Statistic]]:
    """Name everything that is to be published about the companies, the most important first.

    Names: ``score`` and ``as_counted``; ``process:`` and ``counted:`` before the code of a component;
    ``parity:``, ``m:`` and ``h:`` before the code of an attribute.
    """
    headcount = ratings.headcount
    criteria = tuple(code for code in ratings.framework.criteria if code in headcount.cubes)

    def statistic(estimate: Estimate, name: str, index_of: str) -> Statistic:
        spread = _spread(ratings, name, estimate.value)
        return Statistic(estimate.value, estimate.low, estimate.high, "leaders", spread, index_of=index_of)

    yield "score", statistic(ratings.score["process"], "score:process", "")
    pillars = ratings.framework.composition_pillars
    if len(pillars) == 1 and pillars[0].code in ratings.components["process"]:
        name = f"process:{pillars[0].code}"
        yield name, statistic(ratings.score["process"], "score:process", "")  # is the score
    for target in ("process", "counted"):
        if target == "counted":
            # "all" is no attribute: under the rules the score as counted is a second index of everything
            yield "as_counted", statistic(ratings.score["counted"], "score:counted", criteria[0])
        for code, estimate in ratings.components[target].items():
            _, _, attribute = code.partition(".")
            codes = (attribute,) if attribute else criteria
            same_as_score = target == "process" and len(pillars) == 1 and code == pillars[0].code
            if same_as_score or not all(known in headcount.cubes for known in codes):
                continue
            index_of = attribute or (criteria[0] if target == "counted" else "")
            yield f"{target}:{code}", statistic(estimate, f"{target}:{code}", index_of)
    for code, estimate in ratings.parity.items():
        yield (
            f"parity:{code}",
            Statistic(
                estimate.value,
                estimate.low,
                estimate.high,
                "workforce",
                _spread(ratings, f"parity:{code}", estimate.value),
                step=0.001,
                coarse_step=0.01,
                index_of=code,
            ),
        )
    if headcount.ladder.stated:
        yield from _segregation(ratings)


def _spread(ratings: Ratings, name: str, value: Floats) -> Floats:
    """Return by how much a figure differs between the headcounts that were supposed."""
    return ratings.spread.get(name, np.zeros_like(value))


def _segregation(ratings: Ratings) -> Iterator[tuple[str, Statistic]]:
    for code in ratings.headcount.cubes:
        for name, index in (("m", _between_levels), ("h", _h)):
            values = np.array([index(headcount, code) for headcount in ratings.supposed])
            middle = values.mean(axis=0)
            spread = np.asarray(values.max(axis=0) - values.min(axis=0))
            yield (
                f"{name}:{code}",
                Statistic(
                    middle,
                    middle,
                    middle,
                    "workforce",
                    spread,
                    step=0.0001,
                    coarse_step=0.01,
                    index_of=code,
                ),
            )


def _between_levels(headcount: Headcount, code: str) -> Floats:
    return mutual_information(headcount.cubes[code].counts)


def _h(headcount: Headcount, code: str) -> Floats:
    people = np.nansum(headcount.sizes, axis=1)
    return np.where(people >= SMALLEST_PUBLISHED, theil_h(headcount.cubes[code].counts), np.nan)
