"""Small intakes: built from scores, and drawn by hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from connector.matching.cohort import Cohort, Mixing
from connector.parties import Declaration, Use
from tests.connector.builders import incubator, startup

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDER = Declaration(under_represented=True, uses=frozenset({Use.COHORTS}))
MAIN = Declaration(under_represented=False, uses=frozenset({Use.COHORTS}))
SILENT = Declaration(under_represented=True, uses=frozenset({Use.PAIRS, Use.AUDIT}))

#: everybody wants c0 more, and both prefer the mainstream applicants s0, s1, s2 to s3 and s4
WISH = [[2, 1]] * 5
ORDER = [[5, 5], [4, 4], [3, 3], [2, 2], [1, 1]]
SIDES = [MAIN, MAIN, MAIN, UNDER, UNDER]


def cohort(  # noqa: PLR0917 - a table: one column of an intake after the other
    wish: Sequence[Sequence[float]],
    order: Sequence[Sequence[float]],
    capacities: Sequence[int],
    sides: Sequence[Declaration | None],
    bounds: Mixing | dict[str, Mixing] | None = None,
    is_allowed: Sequence[Sequence[bool]] | None = None,
) -> Cohort:
    """Build an intake from scores, applicants in rows."""
    wanted = np.array(wish, np.float64).reshape(len(sides), len(capacities))
    return Cohort(
        applicants=tuple(startup(f"s{row}", declared=side) for row, side in enumerate(sides)),
        connectors=tuple(incubator(f"c{column}") for column in range(len(capacities))),
        applicant_scores=wanted,
        connector_scores=np.array(order, np.float64).reshape(wanted.shape),
        capacities=np.array(capacities, np.int64),
        is_allowed=np.ones(wanted.shape, np.bool_)
        if is_allowed is None
        else np.array(is_allowed, np.bool_).reshape(wanted.shape),
        bounds=bounds or Mixing(),
    )


#: small intakes take some hundredths of a second each, more for finding examples than for assigning them
few = settings(max_examples=25)


@st.composite
def cohorts(
    draw: st.DrawFn,
    *,
    most: int = 6,
    bound: int = 2,
) -> Cohort:
    """Draw a small intake; scores have ties."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, 3))
    scores, may = (
        st.lists(st.lists(cell, min_size=m, max_size=m), min_size=n, max_size=n)
        for cell in (st.integers(0, 4), st.sampled_from([True, True, True, False]))
    )
    mixing = st.builds(Mixing, st.integers(0, bound), st.integers(0, bound))
    names = [f"c{column}" for column in range(m)]
    return cohort(
        draw(scores),
        draw(scores),
        draw(st.lists(st.integers(0, 4), min_size=m, max_size=m)),
        draw(st.lists(st.sampled_from([UNDER, MAIN, SILENT, None]), min_size=n, max_size=n)),
        draw(mixing | st.dictionaries(st.sampled_from(names), mixing)),
        draw(may),
    )


@st.composite
def tight(draw: st.DrawFn) -> Cohort:
    """Draw an intake of two connectors whose bounds mostly matter and mostly can be kept."""
    n = draw(st.integers(3, 5))
    scores = st.lists(st.permutations([1, 2]), min_size=n, max_size=n)
    order = [draw(st.permutations(range(n))) for _ in range(2)]
    allowed = st.lists(st.sampled_from([True] * 6 + [False]), min_size=n, max_size=n)
    others = st.lists(st.sampled_from([UNDER, MAIN, MAIN, None]), min_size=n - 2, max_size=n - 2)
    few_or_none = st.integers(0, 1)
    return cohort(
        draw(scores),
        np.array(order).T.tolist(),
        draw(st.lists(st.integers(1, 3), min_size=2, max_size=2)),
        [UNDER, MAIN, *draw(others)],
        {"c0": Mixing(draw(few_or_none), 1), "c1": Mixing(draw(few_or_none), draw(few_or_none))},
        np.array([draw(allowed), draw(allowed)]).T.tolist(),
    )


def either() -> st.SearchStrategy[Cohort]:
    """Draw any small intake, or one in which bounds matter."""
    return cohorts() | tight()
