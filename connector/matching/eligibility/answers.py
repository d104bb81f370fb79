"""All rules at once, for all pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.kinds import kinds
from connector.matching.eligibility.rule import Answer
from connector.matching.eligibility.shelf import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Integers
    from connector.matching.eligibility.rule import Answers, Rule
    from connector.parties import Offer, StartUp
    from connector.reasons import Reason


@dataclass(frozen=True, slots=True)
class RuleAnswers:
    """What one rule answers.

    Attributes
    ----------
    rule
        Which.
    kind
        Which row of `answers` belongs to each start-up, shape (n,).
    answers
        Shape (kinds, m).
    """

    rule: Rule
    kind: Integers
    answers: Answers

    def of(self, startup: int, offer: int) -> Answer:
        """Return the answer for a pair, by its row and column."""
        return Answer(int(self.answers[self.kind[startup], offer]))


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of m offers each of n start-ups may enter; all shape (n,).

    Attributes
    ----------
    eligible, cannot_tell, ineligible
        Together m.
    excluded_by, unclear_by
        Rule -> number of offers that it excludes, or cannot tell about. An offer that two rules exclude
        counts with both. Rules that no offer makes are left out.
    """

    eligible: Integers
    cannot_tell: Integers
    ineligible: Integers
    excluded_by: Mapping[str, Integers]
    unclear_by: Mapping[str, Integers]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What all rules answer for n start-ups and m offers.

    Attributes
    ----------
    answers
        The least answer of all rules, shape (n, m).
    by_rule
        The answers of each rule that some offer makes, in the order of the shelf.
    """

    answers: Answers
    by_rule: tuple[RuleAnswers, ...]

    def not_eligible(self, startup: int, offer: int) -> dict[str, Answer]:
        """Return the rules that do not let a pair through, with their answers, by row and column."""
        found = {answered.rule.code: answered.of(startup, offer) for answered in self.by_rule}
        return {code: answer for code, answer in found.items() if answer != Answer.ELIGIBLE}

    def summary(self) -> Summary:
        """Count offers for each start-up."""
        counts = {answer: _count(self.answers, answer) for answer in Answer}
        return Summary(
            eligible=counts[Answer.ELIGIBLE],
            cannot_tell=counts[Answer.CANNOT_TELL],
            ineligible=counts[Answer.INELIGIBLE],
            excluded_by=self._counts(Answer.INELIGIBLE),
            unclear_by=self._counts(Answer.CANNOT_TELL),
        )

    def _counts(self, answer: Answer) -> Mapping[str, Integers]:
        return {
            answered.rule.code: _count(answered.answers, answer)[answered.kind] for answered in self.by_rule
        }


def eligibility(startups: StartUpColumns, offers: OfferColumns) -> Eligibility:
    """Answer for all pairs whether the start-up may enter the offer.

    A rule is tried on the offers that make it alone, and once for start-ups that are equal in what it reads.
    For many start-ups call it in blocks (`StartUpColumns.take`): the answers take n x m bytes.

    Parameters
    ----------
    startups
        n of them.
    offers
        m of them.
    """
    by_rule = tuple(
        _answers_of(rule, startups, offers) for rule in shelf().values() if rule.is_made(offers).any()
    )
    least = np.full((len(startups), len(offers)), Answer.ELIGIBLE, np.int8)
    for answered in by_rule:
        np.minimum(least, _spread(answered), out=least)
    return Eligibility(least, by_rule)


def reasons(startup: StartUp, offer: Offer, answers: Mapping[str, Answer], today: date) -> tuple[Reason, ...]:
    """Return why a pair is not eligible: one reason a rule, exclusions before what cannot be told.

    Parameters
    ----------
    startup, offer
        The pair.
    answers
        What rules answer for it: `Eligibility.not_eligible`.
    today
        The day of matching.
    """
    ordered = sorted(answers.items(), key=lambda item: item[1])
    return tuple(shelf()[code].because(startup, offer, answer, today) for code, answer in ordered)


def _answers_of(rule: Rule, startups: StartUpColumns, offers: OfferColumns) -> RuleAnswers:
    # a rule that reads nothing of a start-up answers all alike
    read = [getattr(startups, column) for column in rule.reads] or [np.zeros(len(startups), np.bool_)]
    rows, kind = kinds(*read)
    makers = np.flatnonzero(rule.is_made(offers))
    answers = np.full((len(rows), len(offers)), Answer.ELIGIBLE, np.int8)
    answers[:, makers] = rule.answers(startups.take(rows), offers.take(makers))
    return RuleAnswers(rule, kind, answers)


def _spread(answered: RuleAnswers) -> Answers:
    """Return answers that broadcast to all start-ups."""
    return answered.answers if len(answered.answers) == 1 else answered.answers[answered.kind]


def _count(answers: Answers, answer: Answer) -> Integers:
    return np.asarray(np.count_nonzero(answers == answer, axis=1), np.int64)
