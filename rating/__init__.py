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
    from rating.pipeline import rank, rate
    from rating.run import Outcome, rate_files

_HOMES = {
    "InputRefusedError": "rating.errors",
    "Outcome": "rating.run",
    "Policy": "rating.disclosure",
    "RatingError": "rating.errors",
    "RatingsDocument": "rating.documents",
    "Released": "rating.disclosure",
    "Statistic": "rating.disclosure",
    "rank": "rating.pipeline",
    "rate": "rating.pipeline",
    "rate_files": "rating.run",
    "release": "rating.disclosure",
}

__all__ = [
    "InputRefusedError",
    "Outcome",
    "Policy",
    "RatingError",
    "RatingsDocument",
    "Released",
    "Statistic",
    "rank",
    "rate",
    "rate_files",
    "release",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
