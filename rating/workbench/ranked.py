"""The ranking of a period, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rating.documents.sensitivity_rows import SENSITIVITY_COLUMNS, sensitivity_rows
from rating.workbench.frames import to_frame
from rating.workbench.rated import Rated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.charts.template import Figure
    from rating.documents.rows import Cell
    from rating.documents.schema import Sensitivity
    from rating.workbench.ask import Answer

_COLUMNS = (
    "company", "band", "rank_low", "rank_high", "rank_alone_low", "rank_alone_high", "rank_together_low",
    "rank_together_high", "not_separable",
)  # fmt: skip


@dataclass(frozen=True)
class RankedUnderChoices:
    """How far the ranks of a period depend on choices; what is uncertain about the data is another matter.

    Attributes
    ----------
    ranked
        The ranking that it is about.
    found
        As it is published.
    """

    ranked: Ranked
    found: Sensitivity

    def to_frame(self, backend: str | None = None) -> Any:  # noqa: ANN401 - of the user's library
        """Return one table: companies, choices and indicators left out; see `sensitivity_rows`."""
        return to_frame(SENSITIVITY_COLUMNS, sensitivity_rows(self.ranked.ratings.period), backend)

    def figure(self) -> Figure:
        """Draw for each company the ranks that chance leaves open above those that choices leave open."""
        from rating.charts import rank_choices  # noqa: PLC0415 - plotly is loaded by who draws
        from rating.workbench.drawing import shown  # noqa: PLC0415 - as above
        from rating.workbench.words import CHOICES  # noqa: PLC0415 - as above

        return shown(rank_choices(self.ranked.ratings.period, words=CHOICES), "the ranking")


@dataclass(frozen=True)
class Ranked:
    """Where the companies of one period stand: intervals and sets, never a bare rank.

    Attributes
    ----------
    ratings
        The ratings that were ranked.
    """

    ratings: Rated

    @property
    def sensitivity(self) -> RankedUnderChoices | None:
        """How far ranks depend on choices; None with too few companies or a single indicator."""
        found = self.ratings.period.sensitivity
        return None if found is None else RankedUnderChoices(self, found)

    def best(self, first: int) -> list[str]:
        """Return the companies that may be among the first so many, in the order of the ranking.

        All that truly are among them are in it with 95 % confidence (`RankSets.best`).
        """
        return [
            rating.company
            for rating in self.ratings.period.ratings
            if rating.rank_sets and rating.rank_sets.together.low <= first
        ]

    def to_frame(self, backend: str | None = None) -> Any:  # noqa: ANN401 - of the user's library
        """Return a row a ranked company, in the order of the ranking.

        Columns: band; 90 % rank interval; 95 % rank confidence sets, alone and together; from how many others
        it cannot be told apart; the probability of being among the first 1, 3, 10; ranks under other choices.

        Parameters
        ----------
        backend
            ``pandas``, ``polars`` or ``pyarrow``; None for the first that is installed.

        Raises
        ------
        NoFramesError
            If none is.
        """
        ratings = [rating for rating in self.ratings.period.ratings if rating.rank]
        tops = [f"top_{chance.first}" for chance in ratings[0].top] if ratings else []
        columns = (*_COLUMNS, *tops, "choices_low", "choices_median", "choices_high")
        return to_frame(columns, self._rows(), backend)

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for rating in self.ratings.period.ratings:
            if not rating.rank or not rating.rank_sets:
                continue
            alone, together = rating.rank_sets.alone, rating.rank_sets.together
            choices = rating.choices
            yield (
                rating.company,
                rating.band.text if rating.band else None,
                rating.rank.low,
                rating.rank.high,
                alone.low,
                alone.high,
                together.low,
                together.high,
                rating.not_separable.count if rating.not_separable else None,
                *(chance.probability for chance in rating.top),
                *((choices.low, choices.median, choices.high) if choices else (None, None, None)),
            )

    def explain(self, code: str, company: str | None = None) -> Answer:
        """Say how a number comes about; see `Rated.explain`."""
        return self.ratings.explain(code, company)

    def figure(self) -> Figure:
        """Draw the rank intervals over the bands.

        Raises
        ------
        NothingToDrawError
            If nobody is ranked.
        """
        from rating.charts import rank_intervals  # noqa: PLC0415 - plotly is loaded by who draws
        from rating.workbench.drawing import shown  # noqa: PLC0415 - as above
        from rating.workbench.words import RANKS  # noqa: PLC0415 - as above

        return shown(rank_intervals(self.ratings.period, words=RANKS), "the ranking")


def rank(ratings: Rated) -> Ranked:
    """Return the ranking of ratings.

    Ranks are computed with the ratings, because the gate decides about both at once; this is their view.

    Raises
    ------
    TypeError
        If it is given anything but ratings.
    """
    if not isinstance(ratings, Rated):
        raise TypeError(f"Ranked are ratings, the result of `rate`, not a {type(ratings).__name__}.")
    return Ranked(ratings)
