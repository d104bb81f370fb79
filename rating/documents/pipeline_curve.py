"""The share of each group from level to level, from released figures only.

Everything here can be computed from the counts that the document shows anyway: it tells nothing more.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rating.documents import schema
from rating.indices.shares import to_shares
from rating.inference import CONFIDENCE, share_interval

if TYPE_CHECKING:
    from rating.data import Benchmark, Floats
    from rating.documents.people import People

#: One level is a share; a curve begins with two.
_FEWEST_POINTS = 2
_DECIMALS = 3
#: As the benchmark's own shares have in the document.
_CITY_DECIMALS = 6


def pipeline_curves(people: People, benchmark: Benchmark | None) -> list[list[schema.PipelineCurve]]:
    """Return the curves of each company, in the order of attributes and groups.

    Parameters
    ----------
    people
        What may be shown of one period.
    benchmark
        The population, for the line that curves are compared with.
    """
    levels = people.levels
    curves: list[list[schema.PipelineCurve]] = [[] for _ in people.sizes]
    for attribute in people.attributes:
        groups = people.groups(attribute)
        city = _city(benchmark, attribute, len(groups))
        value, low, high = (ends.tolist() for ends in _shares(people, attribute))
        for company, own in enumerate(curves):
            shown = [row for row in range(len(levels)) if not math.isnan(value[company][row][0])]
            if len(shown) < _FEWEST_POINTS:
                continue
            own += [
                schema.PipelineCurve.model_construct(
                    attribute=attribute,
                    group=code,
                    city=city[group],
                    points=[
                        schema.PipelinePoint.model_construct(
                            level=levels[row],
                            share=schema.Quantity.model_construct(
                                value=value[company][row][group],
                                low=low[company][row][group],
                                high=high[company][row][group],
                            ),
                        )
                        for row in shown
                    ],
                )
                for group, code in enumerate(groups)
            ]
    return curves


def _shares(people: People, attribute: str) -> tuple[Floats, Floats, Floats]:
    """Return shares and ends of their intervals, shape (companies, levels, k).

    A level has them for all groups or, being NaN throughout, for none.
    """
    cells = people.cells(attribute)
    if people.measure(attribute) == "shares":
        # as released: dividing them by their sum would undo the rounding of the filing with one of our own
        shares = cells / 100.0
        known = (people.sizes - people.unknown(attribute))[:, :, None]
        counts = shares * known
    else:
        shares = to_shares(cells)
        known = cells.sum(axis=2, keepdims=True)
        counts = cells
    low, high = share_interval(counts, known, CONFIDENCE)
    missing = np.isnan(shares + low + high).any(axis=2, keepdims=True)
    value, low, high = (
        np.asarray(np.where(missing, np.nan, ends).round(_DECIMALS)) for ends in (shares, low, high)
    )
    return value, low, high


def _city(benchmark: Benchmark | None, attribute: str, groups: int) -> list[float | None]:
    if benchmark is None or attribute not in benchmark.shares:
        return [None] * groups
    return [
        None if math.isnan(share) else round(float(share), _CITY_DECIMALS)
        for share in benchmark.shares[attribute]
    ]
