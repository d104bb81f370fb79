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

What the label asks of an incubator is data; `assess` tells which level its answers reach and how far they
could go, and `self_check` what is missing for each level above.

>>> scheme = connector.declared_scheme()
>>> planned = {one.code: 1 for one in scheme.criteria}
>>> assessment = connector.assess(scheme, {**planned, "p2.share": None})
>>> assessment.level, assessment.possible, assessment.points.had, assessment.points.of
('candidate', 'candidate', 14, 45)
>>> table = {"scheme": scheme.label, "staff": 3, "answers": planned}
>>> answers = connector.answers_from(table, "answers.toml")
>>> missing = connector.self_check(answers).missing[0]
>>> print(missing.level.code, connector.say(missing.reasons[0], "en"))
connector 6 points over all pillars (there are 11 of 33).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.facade import facade

if TYPE_CHECKING:
    from connector.documents import MatchDocument
    from connector.errors import (
        AnswersRefusedError,
        CannotMatchError,
        ConnectorError,
        FileRefusedError,
        PartiesRefusedError,
        SchemeRefusedError,
        UnknownCodeError,
    )
    from connector.intake import read_offers, read_startups
    from connector.label.answers import Answers, answers_from, read_answers
    from connector.label.assessment import Assessment, CannotAssessError, assess
    from connector.label.scheme import Scheme, declared_scheme, derived, read_scheme
    from connector.label.self_check import SelfCheck, self_check
    from connector.label.verifying import (
        Fetched,
        NotReachableError,
        Trusted,
        TrustList,
        Verdict,
        read_trust,
        verify,
    )
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
    "Answers": "connector.label.answers",
    "AnswersRefusedError": "connector.errors",
    "Application": "connector.matching.calls",
    "Assessment": "connector.label.assessment",
    "Call": "connector.matching.calls",
    "CannotAssessError": "connector.label.assessment",
    "CannotMatchError": "connector.errors",
    "Cohort": "connector.matching.cohort",
    "Conflict": "connector.matching.calls",
    "Connector": "connector.parties",
    "ConnectorError": "connector.errors",
    "Engagement": "connector.matching.learning.engagement",
    "Fetched": "connector.label.verifying",
    "FileRefusedError": "connector.errors",
    "Funder": "connector.parties",
    "Introduction": "connector.matching.exposure",
    "Learned": "connector.matching.learning.ranker",
    "Mark": "connector.matching.calls",
    "MatchDocument": "connector.documents",
    "Mixing": "connector.matching.cohort",
    "NotReachableError": "connector.label.verifying",
    "Outcome": "connector.matching.learning.outcomes",
    "Override": "connector.matching.overrides",
    "Parties": "connector.parties",
    "PartiesRefusedError": "connector.errors",
    "Read": "connector.matching.calls",
    "Recommendations": "connector.matching.recommendations",
    "Rubric": "connector.matching.calls",
    "Scheme": "connector.label.scheme",
    "SchemeRefusedError": "connector.errors",
    "SecondRead": "connector.matching.calls",
    "SelfCheck": "connector.label.self_check",
    "Service": "connector.parties",
    "StartUp": "connector.parties",
    "TrustList": "connector.label.verifying",
    "Trusted": "connector.label.verifying",
    "UnknownCodeError": "connector.errors",
    "Verdict": "connector.label.verifying",
    "answers_from": "connector.label.answers",
    "assess": "connector.label.assessment",
    "assign": "connector.matching.cohort",
    "audit": "connector.matching.exposure",
    "blind_applications": "connector.matching.calls",
    "co_engagement": "connector.matching.learning.engagement",
    "declared_rubric": "connector.matching.calls",
    "declared_scheme": "connector.label.scheme",
    "declared_weights": "connector.matching.scoring",
    "derived": "connector.label.scheme",
    "hand_in": "connector.matching.calls",
    "history_of": "connector.matching.learning.engagement",
    "intake_of": "connector.matching.calls",
    "learn": "connector.matching.learning.ranker",
    "learn_engagement": "connector.matching.learning.engagement",
    "match_files": "connector.run",
    "pairs": "connector.matching.pairs",
    "read_answers": "connector.label.answers",
    "read_offers": "connector.intake",
    "read_scheme": "connector.label.scheme",
    "read_startups": "connector.intake",
    "read_trust": "connector.label.verifying",
    "recommend": "connector.matching.recommend",
    "results_of": "connector.matching.calls",
    "say": "connector.words",
    "seen_of": "connector.matching.learning.seen",
    "self_check": "connector.label.self_check",
    "share_out": "connector.matching.calls",
    "shown_columns": "connector.matching.learning.shown",
    "submit_application": "connector.matching.calls",
    "verify": "connector.label.verifying",
    "visible_to": "connector.matching.calls",
}

__all__ = [
    "Answers",
    "AnswersRefusedError",
    "Application",
    "Assessment",
    "Call",
    "CannotAssessError",
    "CannotMatchError",
    "Cohort",
    "Conflict",
    "Connector",
    "ConnectorError",
    "Engagement",
    "Fetched",
    "FileRefusedError",
    "Funder",
    "Introduction",
    "Learned",
    "Mark",
    "MatchDocument",
    "Mixing",
    "NotReachableError",
    "Outcome",
    "Override",
    "Parties",
    "PartiesRefusedError",
    "Read",
    "Recommendations",
    "Rubric",
    "Scheme",
    "SchemeRefusedError",
    "SecondRead",
    "SelfCheck",
    "Service",
    "StartUp",
    "TrustList",
    "Trusted",
    "UnknownCodeError",
    "Verdict",
    "answers_from",
    "assess",
    "assign",
    "audit",
    "blind_applications",
    "co_engagement",
    "declared_rubric",
    "declared_scheme",
    "declared_weights",
    "derived",
    "hand_in",
    "history_of",
    "intake_of",
    "learn",
    "learn_engagement",
    "match_files",
    "pairs",
    "read_answers",
    "read_offers",
    "read_scheme",
    "read_startups",
    "read_trust",
    "recommend",
    "results_of",
    "say",
    "seen_of",
    "self_check",
    "share_out",
    "shown_columns",
    "submit_application",
    "verify",
    "visible_to",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
