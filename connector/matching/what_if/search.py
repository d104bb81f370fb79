"""Every single change is tried on all offers at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns import codes_of, offer_columns, startup_columns
from connector.matching.eligibility import Answer, eligibility
from connector.matching.what_if.demands import demands_of
from connector.matching.what_if.suggestions import SUGGESTIONS
from connector.parties import Parties, StartUp
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from connector.matching.columns import Codes, OfferColumns
    from connector.matching.columns.types import Flags, Integers
    from connector.matching.what_if.demands import Demands
    from connector.matching.what_if.suggestions import Variant
    from connector.parties import Offer


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one field, and what it does.

    Attributes
    ----------
    field
        Which field.
    profile
        The start-up after it.
    size
        How large it is: `connector.matching.what_if.suggestions`.
    opens
        Ids of offers that may be entered after it and not before; never empty. In the order of the offers.
    closes
        Ids of offers that may be entered before it and not after, or of which it cannot be told after.
    settles
        Ids of offers of which it cannot be told before, and that may not be entered after.
    says
        The change and what it does, a sentence each.
    """

    field: str
    profile: StartUp
    size: float
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    settles: tuple[str, ...]
    says: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """Offers as the search reads them: made once, good for many start-ups.

    Attributes
    ----------
    ids
        Of m offers.
    demands
        What they ask for.
    columns
        Themselves as columns.
    codes
        Which number stands for which code there, with the day of matching.
    """

    ids: tuple[str, ...]
    demands: Demands
    columns: OfferColumns
    codes: Codes


def offered(offers: Sequence[Offer], codes: Codes) -> Offered:
    """Return offers as the search reads them.

    Parameters
    ----------
    offers
        All offers, with those that are closed to a start-up.
    codes
        Of parties among which are these offers and every start-up that is searched for.
    """
    columns = offer_columns(offers, codes, np.zeros((len(offers), 0), np.float32))
    return Offered(tuple(offer.id for offer in offers), demands_of(offers), columns, codes)


def what_if(
    startup: StartUp,
    offers: Sequence[Offer],
    today: date,
    *,
    most: int | None = 5,
    most_of_a_field: int | None = 2,
) -> tuple[Change, ...]:
    """Return the smallest single changes of a profile that open more offers.

    For many start-ups use `offered` once and `changes` for each.

    Parameters
    ----------
    startup
        Whose profile.
    offers
        All offers, with those that are closed to it.
    today
        The day of matching.
    most, most_of_a_field
        As in `changes`.

    Returns
    -------
    tuple[Change, ...]
        As `changes`.
    """
    codes = codes_of(Parties((startup,), tuple(offers)), today)
    return changes(startup, offered(offers, codes), most=most, most_of_a_field=most_of_a_field)


def changes(
    startup: StartUp, market: Offered, *, most: int | None = 5, most_of_a_field: int | None = 2
) -> tuple[Change, ...]:
    """Return the smallest single changes of a profile that open more offers.

    A change is left out if another one of the same field is no larger, opens all that it opens, and closes
    and rules out nothing else.

    Parameters
    ----------
    startup
        Whose profile.
    market
        All offers.
    most, most_of_a_field
        How many changes at most, in all and of one field; None for all of them.

    Returns
    -------
    tuple[Change, ...]
        Smallest first; of equal ones those first that open more, then those that close less. Empty where no
        single change opens anything.
    """
    variants = [
        (one.field, variant) for one in SUGGESTIONS for variant in one.variants(startup, market.demands)
    ]
    effects = _effects(startup, variants, market)
    sizes = np.array([variant.size for _, variant in variants])
    found: list[int] = []
    for row in np.lexsort((effects.harm, -effects.good, sizes)).tolist():
        if len(found) == most:
            break
        rivals = [rival for rival in found if variants[rival][0] == variants[row][0]]
        if effects.good[row] and len(rivals) != most_of_a_field and not effects.is_matched(row, rivals):
            found.append(row)
    return tuple(_change(startup, *variants[row], effects.touched(row, market.ids)) for row in found)


@dataclass(frozen=True)
class _Effects:
    """What each variant does to each offer, shape (variants, offers), and to how many, shape (variants,)."""

    opens: Flags
    closes: Flags
    settles: Flags

    @cached_property
    def good(self) -> Integers:
        return np.asarray(self.opens.sum(axis=1))

    @cached_property
    def harm(self) -> Integers:
        return np.asarray((self.closes | self.settles).sum(axis=1))

    def is_matched(self, row: int, rivals: list[int]) -> bool:
        """Say whether one of the rivals opens all that a variant opens, at no more harm.

        Rivals that are at least as good stand earlier in the order of the search, so that none is missed.
        """
        lacks = (self.opens[row] & ~self.opens[rivals]).any(axis=1)
        harms = (self.closes[rivals] & ~self.closes[row]) | (self.settles[rivals] & ~self.settles[row])
        return bool((~lacks & ~harms.any(axis=1)).any())

    def touched(self, row: int, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the ids of the offers that a variant opens, closes and settles."""
        return {
            name: tuple(ids[offer] for offer in np.flatnonzero(effect[row]).tolist())
            for name, effect in (("opens", self.opens), ("closes", self.closes), ("settles", self.settles))
        }


def _effects(startup: StartUp, variants: Sequence[tuple[str, Variant]], market: Offered) -> _Effects:
    # checked when they are shown: all values come from checked records
    profiles = [startup.model_copy(update={field: variant.value}) for field, variant in variants]
    no_text = np.zeros((len(profiles) + 1, 0), np.float32)
    answers = eligibility(
        startup_columns([startup, *profiles], market.codes, no_text), market.columns
    ).answers
    before, after = answers[0], answers[1:]
    return _Effects(
        opens=(after == Answer.ELIGIBLE) & (before != Answer.ELIGIBLE),
        closes=(after != Answer.ELIGIBLE) & (before == Answer.ELIGIBLE),
        settles=(after == Answer.INELIGIBLE) & (before == Answer.CANNOT_TELL),
    )


def _change(startup: StartUp, field: str, variant: Variant, touched: Mapping[str, tuple[str, ...]]) -> Change:
    sentences = [Reason("what_if.opens", {"change": variant.says, "n": len(touched["opens"])})]
    sentences += [
        Reason(f"what_if.{effect}", {"n": len(touched[effect])})
        for effect in ("closes", "settles")
        if touched[effect]
    ]
    # checked as if somebody had stated it
    profile = StartUp.model_validate({**dict(startup), field: variant.value})
    return Change(field, profile, variant.size, **touched, says=tuple(sentences))
