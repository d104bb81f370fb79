"""Plain functions that build parties with honest defaults; a test states only what it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from connector.matching.columns import codes_of, offer_columns, startup_columns
from connector.parties import Connector, Funder, Parties, Service, StartUp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.parties import Offer

TODAY = date(2026, 3, 2)


def startup(code: str = "s1", **stated: Any) -> StartUp:  # noqa: ANN401 - any field of a profile
    """Build a start-up that stated nothing but what is given."""
    return StartUp(id=code, **{"name": code.capitalize(), **stated})


def incubator(code: str = "c1", **stated: Any) -> Connector:  # noqa: ANN401 - as above
    """Build a connector that stated nothing but what is given."""
    return Connector(id=code, **{"name": code.capitalize(), **stated})


def funder(code: str = "f1", **stated: Any) -> Funder:  # noqa: ANN401 - as above
    """Build a funder that stated nothing but what is given."""
    return Funder(id=code, **{"name": code.capitalize(), **stated})


def service(code: str = "v1", **stated: Any) -> Service:  # noqa: ANN401 - as above
    """Build a service that stated nothing but what is given."""
    return Service(id=code, **{"name": code.capitalize(), **stated})


def columns(
    startups: Sequence[StartUp], offers: Sequence[Offer], today: date = TODAY
) -> tuple[StartUpColumns, OfferColumns, Codes]:
    """Turn parties into columns without any text."""
    codes = codes_of(Parties(tuple(startups), tuple(offers)), today)
    return (
        startup_columns(startups, codes, np.zeros((len(startups), 0), np.float32)),
        offer_columns(offers, codes, np.zeros((len(offers), 0), np.float32)),
        codes,
    )
