"""Offers as the search reads them: which of them ask for a field, and what may be stated in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns import offer_columns, startup_columns
from connector.matching.eligibility import shelf
from connector.matching.what_if.demands import demands_of
from connector.matching.what_if.suggestions import SUGGESTIONS
from connector.parties import StartUp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Floats, Integers
    from connector.matching.eligibility import Rule
    from connector.matching.what_if.suggestions import Option, Suggestion
    from connector.parties import Offer

_NOTHING_STATED = StartUp(id="nobody", name="Nobody")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that offers ask for.

    Attributes
    ----------
    suggestion
        The field, and how it is suggested.
    options, stating
        What may be stated, and profiles that state it and nothing else, as columns.
    rules
        Those that ask for it, each made by some offer.
    asking, offers
        The offers that make one of them: their rows among all, and themselves.
    """

    suggestion: Suggestion
    options: tuple[Option, ...]
    stating: StartUpColumns
    rules: tuple[Rule, ...]
    asking: Integers
    offers: OfferColumns


@dataclass(frozen=True, slots=True)
class Offered:
    """Offers as the search reads them: made once, good for many start-ups.

    Attributes
    ----------
    ids
        Of m offers.
    columns
        Themselves as columns.
    codes
        Which number stands for which code there, with the day of matching.
    asked
        The fields that some of them ask for, in the order of the suggestions.
    """

    ids: tuple[str, ...]
    columns: OfferColumns
    codes: Codes
    asked: tuple[Asked, ...]


def offered(offers: Sequence[Offer], codes: Codes) -> Offered:
    """Return offers as the search reads them.

    Parameters
    ----------
    offers
        All offers, with those that are closed to a start-up.
    codes
        Of parties among which are these offers and every start-up that is searched for.
    """
    columns = offer_columns(offers, codes, no_text(offers))
    return Offered(tuple(offer.id for offer in offers), columns, codes, tuple(_asked(offers, columns, codes)))


def no_text(parties: Sequence[Offer] | Sequence[StartUp]) -> Floats:
    """Return vectors of no dimension: no rule reads texts."""
    return np.zeros((len(parties), 0), np.float32)


def _asked(offers: Sequence[Offer], columns: OfferColumns, codes: Codes) -> Iterator[Asked]:
    demands = demands_of(offers)
    makers = {code: rule.is_made(columns) for code, rule in shelf().items()}
    for suggestion in SUGGESTIONS:
        field = suggestion.field
        rules = tuple(rule for code, rule in shelf().items() if field in rule.asks and makers[code].any())
        options = tuple(suggestion.options(demands))
        if rules and options:
            asking = np.flatnonzero(np.any([makers[rule.code] for rule in rules], axis=0))
            profiles = [_NOTHING_STATED.model_copy(update={field: option.value}) for option in options]
            stating = startup_columns(profiles, codes, no_text(profiles))
            yield Asked(suggestion, options, stating, rules, asking, columns.take(asking))
