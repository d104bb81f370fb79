"""Connector: who should meet whom, and who may carry the label.

Pure: no web, database, clock, environment or network. The façade loads what is asked for, when it is.

>>> from datetime import date
>>> import connector
>>> startup = connector.StartUp(id="1", name="Baobab", stage="pre_start", needs={"finance": 5})
>>> bank = connector.Funder(id="b", name="Bank", needs={"finance": ["growth"]})
>>> fund = connector.Funder(id="f", name="Small loans", needs={"finance": ["idea", "pre_start"]})
>>> found = connector.recommend(connector.Parties((startup,), (bank, fund)), today=date(2026, 3, 2))
>>> first = found.list_of(0)[0]
>>> print(first.offer, connector.say(first.contributions[0].reason, "en"))
f Meets the one need stated: Finance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.facade import facade

if TYPE_CHECKING:
    from connector.documents import MatchDocument
    from connector.errors import CannotMatchError, ConnectorError, PartiesRefusedError, UnknownCodeError
    from connector.intake import read_offers, read_startups
    from connector.matching.calls import (
        Application,
        Call,
        Conflict,
        Mark,
        Read,
        Rubric,
        SecondRead,
        blind_applications,
        declared_rubric,
        hand_in,
        intake_of,
        results_of,
        share_out,
        submit_application,
        visible_to,
    )
    from connector.matching.cohort import Cohort, Mixing, assign
    from connector.matching.learning.ranker import Learned
    from connector.matching.overrides import Override
    from connector.matching.pairs import pairs
    from connector.matching.recommend import recommend
    from connector.matching.recommendations import Recommendations
    from connector.parties import Connector, Funder, Parties, Service, StartUp
    from connector.run import match_files
    from connector.words import say

_HOMES = {
    "Application": "connector.matching.calls",
    "Call": "connector.matching.calls",
    "CannotMatchError": "connector.errors",
    "Cohort": "connector.matching.cohort",
    "Conflict": "connector.matching.calls",
    "Connector": "connector.parties",
    "ConnectorError": "connector.errors",
    "Funder": "connector.parties",
    "Learned": "connector.matching.learning.ranker",
    "Mark": "connector.matching.calls",
    "MatchDocument": "connector.documents",
    "Mixing": "connector.matching.cohort",
    "Override": "connector.matching.overrides",
    "Parties": "connector.parties",
    "PartiesRefusedError": "connector.errors",
    "Read": "connector.matching.calls",
    "Recommendations": "connector.matching.recommendations",
    "Rubric": "connector.matching.calls",
    "SecondRead": "connector.matching.calls",
    "Service": "connector.parties",
    "StartUp": "connector.parties",
    "UnknownCodeError": "connector.errors",
    "assign": "connector.matching.cohort",
    "blind_applications": "connector.matching.calls",
    "declared_rubric": "connector.matching.calls",
    "hand_in": "connector.matching.calls",
    "intake_of": "connector.matching.calls",
    "match_files": "connector.run",
    "pairs": "connector.matching.pairs",
    "read_offers": "connector.intake",
    "read_startups": "connector.intake",
    "recommend": "connector.matching.recommend",
    "results_of": "connector.matching.calls",
    "say": "connector.words",
    "share_out": "connector.matching.calls",
    "submit_application": "connector.matching.calls",
    "visible_to": "connector.matching.calls",
}

__all__ = [
    "Application",
    "Call",
    "CannotMatchError",
    "Cohort",
    "Conflict",
    "Connector",
    "ConnectorError",
    "Funder",
    "Learned",
    "Mark",
    "MatchDocument",
    "Mixing",
    "Override",
    "Parties",
    "PartiesRefusedError",
    "Read",
    "Recommendations",
    "Rubric",
    "SecondRead",
    "Service",
    "StartUp",
    "UnknownCodeError",
    "assign",
    "blind_applications",
    "declared_rubric",
    "hand_in",
    "intake_of",
    "match_files",
    "pairs",
    "read_offers",
    "read_startups",
    "recommend",
    "results_of",
    "say",
    "share_out",
    "submit_application",
    "visible_to",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
