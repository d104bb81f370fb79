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

Once it is known what became of all that was shown, a ranker is learned from it. The declared weights stay
until it beats them on later lists; its card says so.

>>> import numpy as np
>>> shown = found.list_of(0)
>>> day = date(2026, 3, 2)
>>> outcomes = [
...     connector.Outcome(startup="1", offer=one.offer, shown_in="list 1", day=day, position=place)
...     for place, one in enumerate(shown, start=1)
... ]
>>> ranker = connector.learn(
...     connector.shown_columns(outcomes),
...     connector.seen_of([(found, outcomes)]),
...     connector.declared_weights(),
...     rng=np.random.default_rng(1),
... )
>>> ranker.card.in_use, ranker.card.decision.code
('declared', 'learning.decision.few_days')

`learn_engagement` learns from whom start-ups came together with in the past; `co_engagement` makes of it a
signal for ``recommend(..., learned=)``. `audit` says what attention declared groups get, through a gate.
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
    from connector.matching.exposure import Introduction, audit
    from connector.matching.learning.engagement import Engagement, co_engagement, history_of, learn_engagement
    from connector.matching.learning.outcomes import Outcome
    from connector.matching.learning.ranker import Learned, learn
    from connector.matching.learning.seen import seen_of
    from connector.matching.learning.shown import shown_columns
    from connector.matching.overrides import Override
    from connector.matching.pairs import pairs
    from connector.matching.recommend import recommend
    from connector.matching.recommendations import Recommendations
    from connector.matching.scoring import declared_weights
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
    "Engagement": "connector.matching.learning.engagement",
    "Funder": "connector.parties",
    "Introduction": "connector.matching.exposure",
    "Learned": "connector.matching.learning.ranker",
    "Mark": "connector.matching.calls",
    "MatchDocument": "connector.documents",
    "Mixing": "connector.matching.cohort",
    "Outcome": "connector.matching.learning.outcomes",
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
    "audit": "connector.matching.exposure",
    "blind_applications": "connector.matching.calls",
    "co_engagement": "connector.matching.learning.engagement",
    "declared_rubric": "connector.matching.calls",
    "declared_weights": "connector.matching.scoring",
    "hand_in": "connector.matching.calls",
    "history_of": "connector.matching.learning.engagement",
    "intake_of": "connector.matching.calls",
    "learn": "connector.matching.learning.ranker",
    "learn_engagement": "connector.matching.learning.engagement",
    "match_files": "connector.run",
    "pairs": "connector.matching.pairs",
    "read_offers": "connector.intake",
    "read_startups": "connector.intake",
    "recommend": "connector.matching.recommend",
    "results_of": "connector.matching.calls",
    "say": "connector.words",
    "seen_of": "connector.matching.learning.seen",
    "share_out": "connector.matching.calls",
    "shown_columns": "connector.matching.learning.shown",
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
    "Engagement",
    "Funder",
    "Introduction",
    "Learned",
    "Mark",
    "MatchDocument",
    "Mixing",
    "Outcome",
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
    "audit",
    "blind_applications",
    "co_engagement",
    "declared_rubric",
    "declared_weights",
    "hand_in",
    "history_of",
    "intake_of",
    "learn",
    "learn_engagement",
    "match_files",
    "pairs",
    "read_offers",
    "read_startups",
    "recommend",
    "results_of",
    "say",
    "seen_of",
    "share_out",
    "shown_columns",
    "submit_application",
    "visible_to",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
