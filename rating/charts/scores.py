"""The scores of a period with their intervals, over the bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.charts.labels import shortened
from rating.charts.point_rows import PointRow, point_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.charts.template import Figure
    from rating.documents.schema import FrameworkInfo, Period, Quantity


def score_intervals(
    period: Period, framework: FrameworkInfo, *, interval: Callable[[Quantity], str]
) -> Figure | None:
    """Draw the scores of a period, in the order of the document.

    Parameters
    ----------
    period
        Companies whose score is withheld, or that have none, are left out.
    framework
        Its bands are the lanes.
    interval
        Says points with their interval: ``"{0.value:.0f} ({0.low:.0f} to {0.high:.0f})".format``.

    Returns
    -------
    Figure or None
        One row a company; None where no score is shown.
    """
    rows = [
        PointRow(shortened(rating.company), rating.score, "accent")
        for rating in period.ratings
        if rating.score
    ]
    return point_rows(rows, framework, interval)
