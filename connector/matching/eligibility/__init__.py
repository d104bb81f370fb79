"""Hard rules: may this start-up enter this offer? Eligible, ineligible with a reason, or cannot tell and why.

``eligibility(startups, offers)`` answers for all pairs; ``reasons`` says why a pair is not eligible;
``availability`` tells which offers take nobody at present. A rule is one file in ``rules/``.
"""

from connector.matching.eligibility.answers import Eligibility, RuleAnswers, Summary, eligibility, reasons
from connector.matching.eligibility.availability import Availability, availability
from connector.matching.eligibility.rule import Answer, Answers, Rule
from connector.matching.eligibility.shelf import shelf

__all__ = [
    "Answer",
    "Answers",
    "Availability",
    "Eligibility",
    "Rule",
    "RuleAnswers",
    "Summary",
    "availability",
    "eligibility",
    "reasons",
    "shelf",
]
