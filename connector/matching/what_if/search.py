"""Every single change is tried on all offers, for many start-ups at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from connector.matching.columns import codes_of, startup_columns
from connector.matching.eligibility import eligibility
from connector.matching.what_if.effects import effects_of, members
from connector.matching.what_if.offered import no_text, offered
from connector.parties import Parties, StartUp
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from connector.matching.what_if.effects import Effects
    from connector.matching.what_if.offered import Asked, Offered
    from connector.parties import Offer


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one field, and what it does.

    Attributes
    ----------
    startup, field, value
        Whose profile, which field, and its whole value after the change.
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

    startup: StartUp
    field: str
    value: Any
    size: float
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    settles: tuple[str, ...]
    says: tuple[Reason, ...]

    @property
    def profile(self) -> StartUp:
        """The start-up after the change, checked as if somebody had stated it."""
        return StartUp.model_validate({**dict(self.startup), self.field: self.value})


def what_if(
    startup: StartUp,
    offers: Sequence[Offer],
    today: date,
    *,
    most: int | None = 5,
    most_of_a_field: int | None = 2,
) -> tuple[Change, ...]:
    """Return the smallest single changes of a profile that open more offers.

    For many start-ups use `offered` and `changes`.

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
    (found,) = changes([startup], offered(offers, codes), most=most, most_of_a_field=most_of_a_field)
    return found


def changes(
    startups: Sequence[StartUp],
    market: Offered,
    *,
    most: int | None = 5,
    most_of_a_field: int | None = 2,
    at_once: int = 20_000_000,
) -> Iterator[tuple[Change, ...]]:
    """Yield the smallest single changes of each profile that open more offers.

    A change is left out if another one of the same field is no larger, opens all that it opens, and closes
    and rules out nothing else.

    Parameters
    ----------
    startups
        Whose profiles.
    market
        All offers.
    most, most_of_a_field
        How many changes of a profile at most, in all and of one field; None for all of them.
    at_once
        How many pairs of a change and an offer to look at at once, about; has no influence on the result.

    Yields
    ------
    tuple[Change, ...]
        Of each start-up, in their order. Smallest first; of equal ones those first that open more, then those
        that close less. Empty where no single change opens anything.
    """
    pairs = max((len(asked.options) * len(asked.asking) for asked in market.asked), default=1)
    block = max(1, at_once // pairs)
    for start in range(0, len(startups), block):
        yield from _of_some(startups[start : start + block], market, most, most_of_a_field)


def _of_some(
    startups: Sequence[StartUp], market: Offered, most: int | None, most_of_a_field: int | None
) -> Iterator[tuple[Change, ...]]:
    own = startup_columns(startups, market.codes, no_text(startups))
    answers = eligibility(own, market.columns)
    found = [effects_of(asked, own, answers).best(most_of_a_field) for asked in market.asked]
    listed: list[list[tuple[int, int]]] = [[] for _ in startups]
    for field, row in _in_order(found):
        mine = listed[found[field].startup[row]]
        if len(mine) != most:
            mine.append((field, row))
    for startup, places in zip(startups, listed, strict=True):
        yield tuple(
            _change(startup, market.asked[field], found[field], row, market.ids) for field, row in places
        )


def _in_order(found: Sequence[Effects]) -> list[tuple[int, int]]:
    """Return field and row of all changes, the best first; equal ones in the order of the suggestions."""
    if not found:
        return []
    field = np.concatenate([np.full(len(one.size), number) for number, one in enumerate(found)])
    row = np.concatenate([np.arange(len(one.size)) for one in found])
    size, good, harm, option = (
        np.concatenate([getattr(one, name) for one in found]) for name in ("size", "good", "harm", "option")
    )
    order = np.lexsort((option, field, harm, -good, size))
    return list(zip(field[order].tolist(), row[order].tolist(), strict=True))


def _change(startup: StartUp, asked: Asked, found: Effects, row: int, ids: Sequence[str]) -> Change:
    opens, closes, settles = (
        tuple(ids[offer] for offer in asked.asking[members(effect[row])].tolist())
        for effect in (found.opens, found.closes, found.settles)
    )
    suggestion, option = asked.suggestion, asked.options[found.option[row]]
    change = suggestion.says(startup, option)
    says = [Reason("what_if.opens", {"change": change, "n": len(opens)})]
    says += [
        Reason(f"what_if.{effect}", {"n": len(touched)})
        for effect, touched in (("closes", closes), ("settles", settles))
        if touched
    ]
    value = suggestion.join.values(getattr(startup, suggestion.field), option.value)
    return Change(
        startup, suggestion.field, value, float(found.size[row]), opens, closes, settles, tuple(says)
    )
