"""Rating: how diverse is a workforce, above all its management; how sure are we; what may be said in public.

Pure: no web, database, clock, environment or network. The façade loads what is asked for, when it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.facade import facade

if TYPE_CHECKING:
    from rating.disclosure import Policy, Released, Statistic, release
    from rating.documents import RatingsDocument
    from rating.errors import InputRefusedError, RatingError
    from rating.run import Outcome, rate_files
    from rating.workbench import Ranked, Rated, rank, rate, read_benchmark, read_headcounts

_HOMES = {
    "InputRefusedError": "rating.errors",
    "Outcome": "rating.run",
    "Policy": "rating.disclosure",
    "Ranked": "rating.workbench",
    "Rated": "rating.workbench",
    "RatingError": "rating.errors",
    "RatingsDocument": "rating.documents",
    "Released": "rating.disclosure",
    "Statistic": "rating.disclosure",
    "rank": "rating.workbench",
    "rate": "rating.workbench",
    "rate_files": "rating.run",
    "read_benchmark": "rating.workbench",
    "read_headcounts": "rating.workbench",
    "release": "rating.disclosure",
}

__all__ = [
    "InputRefusedError",
    "Outcome",
    "Policy",
    "Ranked",
    "Rated",
    "RatingError",
    "RatingsDocument",
    "Released",
    "Statistic",
    "rank",
    "rate",
    "rate_files",
    "read_benchmark",
    "read_headcounts",
    "release",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
