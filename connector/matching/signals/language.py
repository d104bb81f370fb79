"""How well the two sides can work in one language.

The best of all pairs of a language of one side and a language of the other: the smaller of both levels, times
how close the two languages are.

Closeness is 1 for one language, whatever the regions and scripts: an incubator in London and a founder who
learnt English in Lagos can talk. For two languages it is ``1 - d / 50``, not below 0, where d is the mean
of the CLDR's distances [1]_ in both directions. The CLDR gives 9 to Croatian and Serbian, 24 to Czech and
Slovak, 80 or more to languages without such ties. Some of its entries hold in one direction only, with 80 or
more in the other: they say which other language somebody who looks for Breton, Catalan or Ukrainian has
probably learnt. The mean leaves next to nothing of these. What somebody has learnt is asked, not presumed.

.. [1] Unicode CLDR, Language Matching (UTS 35, part 1), as in `langcodes.tag_distance`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from langcodes import tag_distance

from connector.matching.columns.codes import LEVELS
from connector.matching.columns.kinds import kinds
from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import SAYS, Signal, Values, grade
from connector.matching.signals.spread import spread
from connector.matching.signals.stated import both_state
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Floats
    from connector.parties import Offer, StartUp

_CODE = "language"
_READS = (("languages",), ("languages",))
#: The distance from which on a language is of no help.
_TOO_FAR = 50.0


@cache
def closeness(one: str, other: str) -> float:
    """Return how close two languages are, 0 to 1, the same both ways.

    Parameters
    ----------
    one, other
        Tags (BCP 47); regions and scripts are left aside.

    Examples
    --------
    >>> closeness("en", "en-GB"), round(closeness("hr", "sr"), 2), closeness("uk", "ru")
    (1.0, 0.82, 0.0)
    """
    if one.partition("-")[0] == other.partition("-")[0]:
        return 1.0
    # in one script, so that the distance is that of the languages and not that of their letters
    first, second = (f"{tag.partition('-')[0]}-Latn" for tag in (one, other))
    distance = (tag_distance(first, second) + tag_distance(second, first)) / 2
    return max(0.0, 1.0 - distance / _TOO_FAR)


@cache
def _table(languages: tuple[str, ...]) -> Floats:
    return np.array([[closeness(one, other) for other in languages] for one in languages], np.float32)


def _values(startups: StartUpColumns, offers: OfferColumns, codes: Codes) -> Values:
    first, startup_kind = kinds(startups.languages)
    second, offer_kind = kinds(offers.languages)
    spoken, used = startups.languages[first], offers.languages[second]
    best: Floats = np.zeros((len(first), len(second)), np.float32)
    close = _table(tuple(codes.languages))
    for one, other in zip(*np.nonzero(close > 0), strict=True):
        rows, columns = np.flatnonzero(spoken[:, one]), np.flatnonzero(used[:, other])
        if len(rows) and len(columns):
            here = np.ix_(rows, columns)
            level = np.minimum.outer(spoken[rows, one], used[columns, other])
            best[here] = np.maximum(best[here], level * close[one, other])
    is_known = both_state(startups.languages, offers.languages)
    return Values(spread(best, startup_kind, offer_kind), is_known)


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    if value is None:
        return unknown(_CODE, _READS, startup, offer)
    said = grade(value)
    if said == "none":
        return Reason(f"{_CODE}.none")
    fits = {
        (one, other): min(LEVELS[startup.languages[one]], LEVELS[offer.languages[other]])
        * closeness(one, other)
        for one in sorted(startup.languages)
        for other in sorted(offer.languages)
    }
    one, other = max(fits, key=lambda pair: fits[pair])
    level = min(startup.languages[one], offer.languages[other])
    is_full = LEVELS[level] == 1.0  # "or better" says nothing here
    if closeness(one, other) == 1.0:
        said = "full" if is_full else said
        return Reason(f"{_CODE}.{said}", {"language": Named("languages", one), "level": level})
    return Reason(
        f"{_CODE}.{'close_full' if is_full else 'close'}",
        {"one": Named("languages", one), "other": Named("languages", other), "level": level},
    )


SIGNAL = Signal(_CODE, _values, _because, _READS, (*SAYS, "full", "close", "close_full"))
