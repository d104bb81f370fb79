"""Objects of the canonical format in JSON to parties: the same names as in `connector.parties`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from connector.errors import UnknownCodeError
from connector.intake.faults import after_place
from connector.intake.mapped import KINDS
from connector.intake.standards import countries, currencies, languages
from connector.parties import Parties, StartUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from connector.intake.faults import Faults
    from connector.intake.record import Record
    from connector.parties import Offer

_SHOWN = 60


class Nester:
    """Turns the objects of one file into parties.

    Parameters
    ----------
    side
        ``startups`` or ``offers``.
    faults
        What is wrong is noted here.
    """

    def __init__(self, side: str, faults: Faults) -> None:
        self._side = side
        self._faults = faults

    def party(self, record: Record) -> StartUp | Offer | None:
        """Return the party of an object, or None where something is wrong with it."""
        raw = record.raw or {}
        model: type[Any] = StartUp
        if self._side == "offers":
            kind = raw.get("kind")
            if not isinstance(kind, str) or kind not in KINDS:
                self._faults.add(
                    f"{record.place}, kind",
                    "the kind is missing." if kind is None else f"'{kind}' is no kind of offer.",
                    f"Write one of: {', '.join(KINDS)}.",
                )
                return None
            model = KINDS[kind]
        try:
            party: StartUp | Offer = model.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                path = ".".join(str(step) for step in fault["loc"])
                place = f"{record.place}, {path}" if path else record.place
                self._faults.add(place, *_told(fault, model))
            return None
        is_known = True
        for message, remedy in _strange(party):
            self._faults.add(record.place, message, remedy)
            is_known = False
        return party if is_known else None


def _told(fault: ErrorDetails, model: type[Any]) -> tuple[str, str]:
    """Return what is wrong with an object, and the way out."""
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    if fault["type"] == "missing":
        return f"'{name}' is missing.", "Add it."
    if fault["type"] == "extra_forbidden":
        return _stranger(name, model)
    value = fault["input"]
    shown = f" Here stands: {_shown(value)}." if isinstance(value, (str, int, float)) else ""
    return f"{after_place(fault['msg'])}{shown}", "Correct it, or leave it out."


def _stranger(name: str, model: type[Any]) -> tuple[str, str]:
    first, _, number = name.rpartition(" (")
    if first and number.endswith(")"):
        return f"the key '{first}' stands twice.", "Keep one of the two."
    near = get_close_matches(name, model.model_fields, n=1)
    return f"there is no '{name}' here.", f"Is it '{near[0]}'?" if near else "Remove it."


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _strange(party: StartUp | Offer) -> Iterator[tuple[str, str]]:
    """Yield what a party names that does not exist: terms, countries, currencies, languages."""
    try:
        Parties((party,), ()) if isinstance(party, StartUp) else Parties((), (party,))
    except UnknownCodeError as error:
        yield f"there is no {error.kind} called '{error.code}'.", f"Known: {', '.join(error.known)}."
    for kind, known, codes in (
        ("country", countries(), _named(party, _COUNTRIES)),
        ("currency", currencies(), _named(party, _CURRENCIES)),
        ("language", languages(), (tag.partition("-")[0] for tag in _named(party, _LANGUAGES))),
    ):
        for code in codes:
            if code not in known:
                yield f"there is no {kind} '{code}'.", "Correct the code."


#: Where a party names codes of a standard, as paths; a list on the way stands for each of its members.
_COUNTRIES = (
    ("place", "country"),
    ("places", "country"),
    ("markets_known",),
    ("markets_sought",),
    ("rules", "countries"),
)
_CURRENCIES = (("ticket", "currency"), ("price", "currency"), ("currency",))
_LANGUAGES = (("languages",), ("rules", "languages"))


def _named(party: StartUp | Offer, paths: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    for path in paths:
        found: list[Any] = [party]
        for step in path:
            below = [getattr(entry, step, None) for entry in found]
            found = [member for entry in below for member in _members(entry)]
        yield from sorted(found)


def _members(entry: Any) -> list[Any]:  # noqa: ANN401 - whatever a field holds
    if entry is None:
        return []
    return list(entry) if isinstance(entry, (tuple, frozenset, dict)) else [entry]
