"""What makes one score of the signals of a pair: the declared weights, or a ranker learned from outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Doubles, Flags, Floats
    from connector.matching.scoring.shortlists import Answers
    from connector.matching.signals import Signal, Values


class Scorer(Protocol):
    """What makes one score of the signals of a pair. The score of a pair depends on that pair alone."""

    @property
    def kind(self) -> Literal["weights", "ranker"]:
        """Which of both it is."""

    @property
    def signals(self) -> tuple[Signal, ...]:
        """That it reads, in the order of the last axis of what it is asked about."""

    @property
    def shares(self) -> Floats:
        """What each signal counts, shape (signals,)."""

    @property
    def version(self) -> str:
        """Which weights or ranker this is; kept with what was made with them."""

    @property
    def base(self) -> float:
        """The score of a pair of which nothing is known."""

    def of_pairs(self, values: Sequence[Values], answers: Answers) -> Floats:
        """Return the scores of n start-ups and m offers, 0 to 1 but for rounding.

        Parameters
        ----------
        values
            Of each signal.
        answers
            `connector.matching.eligibility.rule.Answer`, shape (n, m). What ineligible pairs get does not
            matter.
        """

    def possible(self, score: Floats, value: Floats, is_known: Flags) -> Floats:
        """Return what scores would be if every signal that is not known were known and best.

        Parameters
        ----------
        score
            Shape (...), from `of_pairs`.
        value, is_known
            Shape (..., signals); values 0 where not known.
        """

    def contributions(self, value: Floats) -> Doubles:
        """Return what each signal adds to `base`, shape (..., signals), not negative; together the score."""

    def rises(self, value: Floats, is_known: Flags) -> Doubles:
        """Return what each signal could add at most if it were known and best, shape (..., signals)."""
