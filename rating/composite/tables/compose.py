"""A table through a framework, step by step; every step is written down and can be done again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.coherence import coherence
from rating.composite.steps import Aggregate, Denominate, Impute, Normalise, Treat, recorded, restored
from rating.errors import CannotRateError, CellError, DefinitionError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from rating.composite.coherence import Coherence
    from rating.composite.steps import Step, StepRecord
    from rating.composite.tables.framework import Indicator, TableFramework
    from rating.composite.tables.table import Table
    from rating.data import Floats


@dataclass(frozen=True)
class Composed:
    """The scores of some units.

    Attributes
    ----------
    units
        Codes.
    scores
        Code of an aggregate -> its score, shape (units,); NaN where too little is known.
    indicators
        Code of an indicator -> its points, shape (units,).
    imputed
        Code of an indicator -> for which units it was filled in, shape (units,).
    steps
        What was done, in order: `replay` does it again.
    """

    units: tuple[str, ...]
    scores: Mapping[str, Floats]
    indicators: Mapping[str, Floats]
    imputed: Mapping[str, npt.NDArray[np.bool_]]
    steps: tuple[StepRecord, ...]

    def ranks(self, code: str) -> Floats:
        """Return ranks by one score, 1 for the highest, shape (units,).

        Scores that differ in the last digits only are equal. Equal units share the best of their places; who
        has no score has no rank (NaN).
        """
        if code not in self.scores:
            raise UnknownNameError("score", code, tuple(self.scores))
        score = _rounded(self.scores[code])
        higher = (score[None, :] > score[:, None]).sum(axis=1)
        return np.where(np.isnan(score), np.nan, higher + 1.0)

    def coherence(self, code: str) -> Coherence:
        """Say whether the parts of an aggregate go together, as points on their way into it.

        Raises
        ------
        UnknownNameError
            If there is no such aggregate.
        """
        joined = {step.gives[0]: step.reads for step in self.steps if step.step == "aggregate"}
        if code not in joined:
            raise UnknownNameError("aggregate", code, tuple(joined))
        known = {**self.indicators, **self.scores}
        return coherence(np.stack([known[part] for part in joined[code]], axis=1))


def compose(table: Table, framework: TableFramework) -> Composed:
    """Compute all scores of a composite indicator.

    Parameters
    ----------
    table
        With a column for each indicator, and for sizes and groups where the framework names them.
    framework
        The tree and the methods.

    Raises
    ------
    UnknownNameError
        If a column is missing.
    CannotRateError
        If a method cannot work on the values; the message names step, unit and column.
    """
    run = _Run(table)
    codes = framework.codes
    for code in (*codes, *(part.divided_by for part in framework.indicators if part.divided_by)):
        if code in table.texts:
            unit, text = table.texts[code]
            raise CannotRateError(
                f"The column {code} cannot be scored: of {unit} it says '{text}', which is no number. "
                "Mend it, or leave the cell empty where the value is missing."
            )
    sizes = tuple(dict.fromkeys(part.divided_by for part in framework.indicators if part.divided_by))
    groups = (framework.impute.by,) if framework.impute and framework.impute.by else ()
    if sizes:
        columns = (*codes, *groups, *(size for size in sizes if size not in groups))
        place = {code: number for number, code in enumerate(columns)}
        divisors = [(place[i.code], place[i.divided_by]) for i in framework.indicators if i.divided_by]
        dropped = [place[size] for size in sizes if size not in groups]
        run.do(Denominate(divisors, dropped), columns, (*codes, *groups))
    before = run.values(codes)
    if framework.impute:
        group = len(codes) if groups else None
        run.do(Impute(framework.impute.method, group), (*codes, *groups), codes)
    filled = np.isnan(before) & ~np.isnan(run.values(codes))
    if framework.treat:
        how = framework.treat
        run.do(Treat(how.method, how.skew, how.kurtosis, how.points), codes, codes)
    if framework.normalise:
        normalise = Normalise(
            framework.normalise.method,
            floor=framework.normalise.floor,
            cap=framework.normalise.cap,
            low=_posts(framework.indicators, "low"),
            high=_posts(framework.indicators, "high"),
            directions=[float(indicator.direction) for indicator in framework.indicators],
        )
        run.do(normalise, codes, codes)
    points = {code: run.values((code,))[:, 0] for code in codes}
    for aggregate in framework.bottom_up():
        parts = framework.parts_of(aggregate.code)
        how_joined = aggregate.joining or framework.aggregate
        step = Aggregate(
            how_joined.method,
            weighting=how_joined.weighting,
            weights=[part.weight for part in parts],
            judgements=how_joined.judgements,
            least_share=how_joined.least_share,
            most_share=how_joined.most_share,
            shares_of=how_joined.shares_of,
            minimum_weight=how_joined.minimum_weight,
        )
        run.do(step, tuple(part.code for part in parts), (aggregate.code,))
    return Composed(
        units=table.units,
        scores={part.code: run.values((part.code,))[:, 0] for part in framework.aggregates},
        indicators=points,
        imputed={code: filled[:, place] for place, code in enumerate(codes)},
        steps=tuple(run.records),
    )


def replay(steps: Sequence[StepRecord], table: Table) -> dict[str, Floats]:
    """Do recorded steps again, on the same units or on others, which are then placed among the first ones.

    Parameters
    ----------
    steps
        `Composed.steps`, perhaps read back from JSON.
    table
        With the columns that the first steps read.

    Returns
    -------
    dict[str, Floats]
        Code -> values after the last step that gave them, shape (units,); of the same units the same
        scores to the last digit.
    """
    run = _Run(table)
    for record in steps:
        run.apply(restored(record), record.reads, record.gives)
    return {code: run.values((code,))[:, 0] for record in steps for code in record.gives}


class _Run:
    """The values of all columns as they are after the steps so far."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._now: dict[str, Floats] = {}
        self.records: list[StepRecord] = []

    def values(self, codes: Sequence[str]) -> Floats:
        """Return columns, shape (units, codes)."""
        columns = [self._now[code] if code in self._now else self._table.column(code) for code in codes]
        return np.stack(columns, axis=1)

    def do(self, step: Step, reads: tuple[str, ...], gives: tuple[str, ...]) -> None:
        """Let a step learn from its columns, write it down and put its columns in their place."""
        with self._told(step, reads):
            step.fit(self.values(reads))
        self.apply(step, reads, gives)
        self.records.append(recorded(step, reads, gives))

    def apply(self, step: Step, reads: tuple[str, ...], gives: tuple[str, ...]) -> None:
        """Put the columns that a step gives in their place."""
        with self._told(step, reads):
            found = step.transform(self.values(reads))
        self._now |= {code: found[:, place] for place, code in enumerate(gives)}

    @contextmanager
    def _told(self, step: Step, reads: tuple[str, ...]) -> Iterator[None]:
        """Name step, unit and column of what goes wrong."""
        name = type(step).__name__
        try:
            yield
        except CellError as error:
            columns = reads if error.column is None else (reads[error.column],)
            place = f"unit {self._table.units[error.row]}, {', '.join(columns)}"
            raise CannotRateError(f"{name}, {place}: {error.message}") from error
        except (ValueError, DefinitionError) as error:
            raise CannotRateError(f"{name} of {', '.join(reads)}: {error}") from error


def _rounded(scores: Floats) -> Floats:
    """Return scores to twelve digits: sums in another order differ in the last ones."""
    largest = np.nanmax(np.abs(scores), initial=0.0)
    return scores if largest == 0.0 else np.round(scores / largest, 12)


def _posts(indicators: Sequence[Indicator], name: str) -> list[float] | None:
    posts = [getattr(indicator, name) for indicator in indicators]
    if all(post is None for post in posts):
        return None
    return [np.nan if post is None else post for post in posts]
