"""Parties drawn by hypothesis: small pools, so that rules and profiles meet often, and much left unstated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from connector.parties import Amount, EntryRules, Permission, Place
from tests.connector.builders import TODAY, funder, incubator, service, startup

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from connector.parties import Offer, StartUp

STAGES = ("idea", "pre_start", "start_up", "growth")
#: Two trees of the taxonomy with some of their branches.
SECTORS = ("digital", "software", "cloud", "food", "agriculture")
COUNTRIES = ("BE", "CH", "FR")
LANGUAGES = ("ar", "en", "en-GB", "fr")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
CURRENCIES = ("CHF", "EUR")
#: In no pair as far from each other as a radius, so that no rounding decides.
SPOTS = ((48.857, 2.352), (48.9, 2.4), (50.847, 4.357), (46.204, 6.143))
RADII = (20.0, 300.0, 700.0)
_TICKET = ("smallest_ticket", "largest_ticket")
SUMS = (500.0, 1000.0, 2000.0, 5000.0, 8000.0, 13000.0)

_days = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days))
_born = st.integers(-60, 900).map(lambda days: TODAY - timedelta(days))
_levels = st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(LEVELS), min_size=1, max_size=2)


def some(values: tuple[str, ...], least: int = 1) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), min_size=least, max_size=3)


def places() -> st.SearchStrategy[Place]:
    """Draw places that state a country, an exact place, both or nothing."""
    return st.builds(
        lambda country, spot: Place(country=country, latitude=spot[0], longitude=spot[1]),
        st.none() | st.sampled_from(COUNTRIES),
        st.just((None, None)) | st.sampled_from(SPOTS),
    )


def startups() -> st.SearchStrategy[StartUp]:
    """Draw start-ups; each field may be unstated."""
    return _STARTUPS


_STARTUPS = st.builds(
    startup,
    stage=st.none() | st.sampled_from(STAGES),
    sectors=some(SECTORS, least=0),
    place=st.none() | places(),
    founded=st.none() | _born,
    team_size=st.none() | st.integers(1, 9),
    languages=st.just({}) | _levels,
    is_registered=st.none() | st.booleans(),
    may_register=st.none() | st.sampled_from(Permission),
    ticket=st.none() | st.builds(Amount, value=st.sampled_from(SUMS), currency=st.sampled_from(CURRENCIES)),
)


def _in_order(values: tuple[Any, Any]) -> tuple[Any, Any]:
    least, most = values
    return (most, least) if least is not None and most is not None and least > most else values


def _bounds(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.tuples(st.none() | values, st.none() | values).map(_in_order)


#: What an offer may ask for, each under the name of the rule, or of the two bounds.
_ASKS: Mapping[tuple[str, ...], st.SearchStrategy[Any]] = {
    ("stages",): some(STAGES),
    ("sectors",): some(SECTORS),
    ("countries",): some(COUNTRIES),
    ("radius_km",): st.sampled_from(RADII),
    ("languages",): _levels,
    ("must_be_registered",): st.booleans(),
    ("must_be_allowed_to_register",): st.booleans(),
    ("smallest_team", "largest_team"): _bounds(st.integers(1, 7)),
    ("youngest_months", "oldest_months"): _bounds(st.integers(0, 24)),
    # that somebody gives sums from 0 says no more than that nothing is stated
    _TICKET: _bounds(st.sampled_from(SUMS)) | st.sampled_from(SUMS).map(lambda most: (0.0, most)),
}
# strategies are made once: making them anew for every draw takes longer than all that is tested
_FEW_OFFERS, _MORE_OFFERS = st.integers(0, 4), st.integers(1, 6)
_TOPICS = st.frozensets(st.sampled_from(sorted(_ASKS)), max_size=3)
_ONE_OR_TWO_TOPICS = st.lists(st.sampled_from(sorted(_ASKS)), min_size=1, max_size=2, unique=True)
_SOMETIMES = st.booleans()
_PLACES = st.lists(places(), max_size=2).map(tuple)
_KINDS = st.sampled_from((incubator, service, funder))
_CURRENCY = st.sampled_from(CURRENCIES)
_OPENING = st.fixed_dictionaries(
    {
        "capacity": st.sampled_from((None, None, 0, 3)),
        "days": st.just((None, None)) | st.just((None, None)) | _bounds(_days),
        "is_open": st.sampled_from((None, None, True, False)),
    }
)


def _an_offer(draw: st.DrawFn, code: str, topics: Collection[tuple[str, ...]]) -> Offer:
    """Draw an open offer that asks for these things."""
    asked: dict[str, Any] = {}
    for names in topics:
        value = draw(_ASKS[names])
        asked |= zip(names, value if len(names) > 1 else (value,), strict=True)
    sums = {name: asked.pop(name) for name in _TICKET if name in asked}
    build = funder if sums else draw(_KINDS)
    money = {"currency": draw(_CURRENCY), **sums} if build is funder else {}
    return build(code, places=draw(_PLACES), rules=EntryRules(**asked), **money)


@st.composite
def an_offer(draw: st.DrawFn, code: str = "o") -> Offer:
    """Draw a connector, funder or service that asks for up to three things, most of them open."""
    opening = draw(_OPENING)
    opens, closes = opening.pop("days")
    offer = _an_offer(draw, code, draw(_TOPICS))
    return offer.model_copy(update={"opens": opens, "closes": closes, **opening})


@st.composite
def some_offers(draw: st.DrawFn) -> tuple[Offer, ...]:
    """Draw up to four offers with different ids."""
    return tuple(draw(an_offer(f"o{number}")) for number in range(draw(_FEW_OFFERS)))


@st.composite
def offers_about_one_thing(draw: st.DrawFn) -> tuple[Offer, ...]:
    """Draw open offers that all ask for the same one or two things, so that they differ in little else."""
    topics = draw(_ONE_OR_TWO_TOPICS)
    return tuple(
        _an_offer(draw, f"o{number}", [topic for topic in topics if draw(_SOMETIMES)] or topics)
        for number in range(draw(_MORE_OFFERS))
    )
