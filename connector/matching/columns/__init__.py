"""Parties as columns: what rules and signals read, for all pairs at once.

`connector.parties.Declaration` has no column here and never gets one: what owners declared of themselves
cannot enter a rule or a signal.
"""

from connector.matching.columns.codes import Codes, codes_of
from connector.matching.columns.offers import OfferColumns, offer_columns
from connector.matching.columns.startups import StartUpColumns, startup_columns

__all__ = ["Codes", "OfferColumns", "StartUpColumns", "codes_of", "offer_columns", "startup_columns"]
