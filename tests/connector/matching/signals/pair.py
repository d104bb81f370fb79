"""One pair and what a signal says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.signals import shelf
from connector.words import say
from tests.connector.builders import columns

if TYPE_CHECKING:
    from connector.parties import Offer, StartUp


def value_of(code: str, startup: StartUp, offer: Offer) -> float | None:
    """Return what a signal says of a pair, rounded to 6 decimals; None where it is not known."""
    value, is_known = shelf()[code].values(*columns([startup], [offer]))
    return round(float(value.item()), 6) if is_known.item() else None


def said_of(code: str, startup: StartUp, offer: Offer, language: str = "en") -> str:
    """Return the reason in a language."""
    _, _, codes = columns([startup], [offer])
    return say(shelf()[code].because(startup, offer, value_of(code, startup, offer), codes), language)
