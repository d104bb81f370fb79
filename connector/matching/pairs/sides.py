"""What each start-up asks for, what it can give, and what has to fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.columns import codes_of, startup_columns
from connector.matching.columns.codes import LEVELS, flags
from connector.parties import Parties, Use

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from connector.matching.columns.types import Flags, Floats, Integers, Small
    from connector.parties import StartUp

#: Who works in a language below this level does not share it.
LEAST_LEVEL = "B1"
#: So many stages two start-ups of a pair may lie apart.
WIDEST_GAP = 1
#: What a market sought counts beside needs with their urgency, 1 to 5.
MARKET_URGENCY = 1.0


@dataclass(frozen=True, eq=False)
class Sides:
    """Start-ups as columns.

    Attributes
    ----------
    startups
        By id, n of them.
    asks, haves
        Needs and markets that each asks for, and that it can help with, shape (n, needs + countries), 0 or 1.
    urgency
        How much it counts what it asks for, the same shape.
    languages
        Which it works in at `LEAST_LEVEL` or better, shape (n, languages), 0 or 1.
    language_codes
        Of these columns.
    stage
        Shape (n,); -1 where not stated.
    backgrounds
        Which set of backgrounds its owners declared and agreed to have used for pairs, shape (n,); equal
        numbers stand for equal sets, -1 for nothing that may be read.
    """

    startups: tuple[StartUp, ...]
    asks: Floats
    haves: Floats
    urgency: Floats
    languages: Floats
    language_codes: tuple[str, ...]
    stage: Small
    backgrounds: Integers

    def __len__(self) -> int:
        return len(self.startups)


class View(NamedTuple):
    """Some start-ups beside all. Every array has the shape (rows, n); nobody fits itself.

    Attributes
    ----------
    gets, gives
        How many of its needs and markets the other covers, and it of the other's.
    speaks
        Whether both work in a language.
    is_near
        Whether both stages are stated and near enough.
    differs
        Whether both declarations may be read and name different backgrounds.
    may_differ
        Whether it is not known of both that they named the same backgrounds.
    """

    gets: Floats
    gives: Floats
    speaks: Flags
    is_near: Flags
    differs: Flags
    may_differ: Flags

    def fits(self, *, across_only: bool) -> Flags:
        """Return which pairs meet all conditions."""
        wanted = self.differs if across_only else self.may_differ
        return np.asarray(self.speaks & self.is_near & (self.gets > 0) & (self.gives > 0) & wanted)


def sides_of(startups: Sequence[StartUp], today: date) -> Sides:
    """Return start-ups as columns, ordered by id, so that the order they come in decides nothing.

    Raises
    ------
    CannotMatchError
        If two have one id.
    UnknownCodeError
        If one names a need or stage that no taxonomy has.
    """
    ordered = tuple(sorted(startups, key=lambda startup: startup.id))
    codes = codes_of(Parties(ordered, ()), today)
    columns = startup_columns(ordered, codes, np.zeros((len(ordered), 0), np.float32))
    sought = flags((s.markets_sought for s in ordered), codes.countries).astype(np.float32)
    known = flags((s.markets_known for s in ordered), codes.countries).astype(np.float32)
    languages = [working_languages(startup) for startup in ordered]
    language_codes = tuple(sorted(frozenset().union(*languages)))
    numbers = {code: number for number, code in enumerate(language_codes)}
    return Sides(
        startups=ordered,
        asks=np.concatenate([(columns.needs > 0).astype(np.float32), sought], axis=1),
        haves=np.concatenate([columns.gives.astype(np.float32), known], axis=1),
        urgency=np.concatenate([columns.needs, np.float32(MARKET_URGENCY) * sought], axis=1),
        languages=flags(languages, numbers).astype(np.float32),
        language_codes=language_codes,
        stage=columns.stage,
        backgrounds=_backgrounds(ordered),
    )


def working_languages(startup: StartUp) -> frozenset[str]:
    """Return the languages it can work in: without script and region, as "fr-BE" and "fr-CA" understand."""
    least = LEVELS[LEAST_LEVEL]
    return frozenset(tag.split("-")[0] for tag, level in startup.languages.items() if LEVELS[level] >= least)


def _backgrounds(startups: Sequence[StartUp]) -> Integers:
    """Return a number for each set of backgrounds; consent is asked for before one is looked at."""
    numbers: dict[frozenset[str], int] = {}
    found = np.full(len(startups), -1, np.int64)
    for row, startup in enumerate(startups):
        declared = startup.declared
        if declared is not None and declared.allows(Use.PAIRS) and declared.backgrounds:
            found[row] = numbers.setdefault(declared.backgrounds, len(numbers))
    return found


def view(sides: Sides, rows: Integers) -> View:
    """Look at some start-ups beside all."""
    stage, background = sides.stage[rows, None], sides.backgrounds[rows, None]
    both_declared = (background >= 0) & (sides.backgrounds >= 0)
    is_same = background == sides.backgrounds
    speaks = np.asarray(sides.languages[rows] @ sides.languages.T > 0)
    speaks[np.arange(len(rows)), rows] = False
    return View(
        gets=sides.asks[rows] @ sides.haves.T,
        gives=sides.haves[rows] @ sides.asks.T,
        speaks=speaks,
        is_near=(stage >= 0) & (sides.stage >= 0) & (np.abs(stage - sides.stage) <= WIDEST_GAP),
        differs=both_declared & ~is_same,
        may_differ=~(both_declared & is_same),
    )
