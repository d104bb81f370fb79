"""Who takes part: start-ups, and the connectors, funders and services that offer them something.

What a party did not state is ``None`` (or empty, where the field says so) and stays unknown.
"""

from connector.parties.declaration import Declaration, Use
from connector.parties.offers import Connector, EntryRules, Funder, Offer, Service
from connector.parties.place import Amount, Place
from connector.parties.roster import Parties
from connector.parties.startup import Permission, StartUp

__all__ = [
    "Amount",
    "Connector",
    "Declaration",
    "EntryRules",
    "Funder",
    "Offer",
    "Parties",
    "Permission",
    "Place",
    "Service",
    "StartUp",
    "Use",
]
