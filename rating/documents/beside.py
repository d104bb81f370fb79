"""Scores beside results, for the document: which year, which companies, what may be said."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rating.documents import schema
from rating.intake.joining import joined
from rating.performance import associate, companies_needed
from rating.performance.association import SMALL_CORRELATION

if TYPE_CHECKING:
    from rating.intake.financials import Financials
    from rating.pipeline import Ratings


def describe_performance(ratings: Ratings, financials: Financials) -> schema.Performance | None:
    """Set the scores of a period beside its results; None where no year can be matched."""
    headcount = ratings.headcount
    period = headcount.period
    year = financials.year_after(period)
    if year is None:
        return None
    names = [headcount.companies[company].name for company in ratings.rated]
    lists = {each: list(joined(names, financials, each)) for each in sorted(financials.margins)}
    margins = np.array([np.nan if one.margin is None else one.margin for one in lists[year]])
    scores = ratings.score["process"].value[ratings.rated]
    found = associate(scores, margins, outcome="profit margins")
    list_name = financials.list_name(year)
    after = str(year - 1) in period
    lag = (
        "the year after the headcount"
        if after
        else f"not the year after the headcount of {period}, which would be the fairer comparison"
    )
    return schema.Performance(
        profile=financials.profile.name,
        file=financials.files[year],
        outcome="profit margin",
        list_name=list_name,
        fiscal_year=year,
        headcount_period=period,
        year_after=after,
        companies=[name for name, margin in zip(names, margins, strict=True) if not math.isnan(margin)],
        lists=[
            schema.ListJoin(
                list_name=financials.list_name(each),
                fiscal_year=each,
                by_name=sum(one.by == "name" for one in joins),
                by_alias=sum(one.by == "alias" for one in joins),
                without_figures=sum(bool(one.by) and one.margin is None for one in joins),
                not_found=sum(not one.by for one in joins),
            )
            for each, joins in lists.items()
        ],
        not_found=[one.company for one in lists[year] if not one.by],
        n=found.n,
        smallest_detectable_r=_rounded(found.smallest_detectable_r),
        companies_needed=companies_needed(SMALL_CORRELATION),
        refused=found.refused,
        rank_correlation=None
        if found.rank_correlation is None or found.low is None or found.high is None
        else schema.Quantity(
            value=round(found.rank_correlation, 3), low=round(found.low, 3), high=round(found.high, 3)
        ),
        sentence=f"{found.sentence} Results of {year} from {list_name}, {lag}.",
    )


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)
