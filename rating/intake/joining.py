"""Companies found in lists of results: by their name, or by one that was declared to be theirs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.intake.labels import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rating.intake.financials import Financials


@dataclass(frozen=True, slots=True)
class Join:
    """A company and its row in a list.

    Attributes
    ----------
    company
        As the headcount writes it.
    year
        Fiscal year of the list.
    listed_as
        As the list writes it; "" where it is not there.
    by
        "name", "alias", or "" where it is not there.
    margin
        Profit over revenue; None where the list does not have it.
    """

    company: str
    year: int
    listed_as: str
    by: str
    margin: float | None


def joined(names: Sequence[str], financials: Financials, year: int) -> Iterator[Join]:
    """Yield each company with its row in the list of a fiscal year.

    Names are the same if they are in the same letters without signs and, where nobody else is called so, if
    they are without the words that the profile lets stand at their end ("Adobe", "Adobe Systems"). Nothing
    that is only alike is joined.
    """
    listed, margins = financials.listed[year], financials.margins[year]
    forms = frozenset(financials.profile.forms)
    by_stem = _alone(listed, forms)
    stems = _alone((plain(name) for name in names), forms)
    aliases = {plain(name): known for name, known in financials.profile.aliases.items()}
    for name in names:
        own = plain(name)
        stem = _stem(own, forms)
        ways = [("name", own), *([("name", by_stem.get(stem, ""))] if stem in stems else [])]
        ways += [("alias", plain(alias)) for alias in aliases.get(own, ())]
        by, key = next(((by, key) for by, key in ways if key in listed), ("", ""))
        yield Join(name, year, listed.get(key, ""), by, margins.get(key))


def _stem(name: str, forms: frozenset[str]) -> str:
    """Return a comparable name without the words that may stand at its end."""
    words = name.split()
    while len(words) > 1 and words[-1] in forms:
        words.pop()
    return " ".join(words)


def _alone(names: Iterable[str], forms: frozenset[str]) -> dict[str, str]:
    """Return stem -> comparable name, of the stems that one name alone has."""
    stems = {name: _stem(name, forms) for name in names}
    count = Counter(stems.values())
    return {stem: name for name, stem in stems.items() if count[stem] == 1}
