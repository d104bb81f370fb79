"""What is supposed about withheld people: it agrees with all that is released."""

from __future__ import annotations

import numpy as np
import pytest

from rating.disclosure.completion import completed, headcounts
from rating.disclosure.lattice import Lattice


def test_withheld_people_are_spread_evenly_or_towards_an_end() -> None:
    lattice = Lattice(("staff", "head"), {"management": (1,)})
    nan = np.nan
    cells = np.array(
        [
            [nan, nan, nan, 20, 0, 60],
            [nan, nan, nan, 10, 0, 22],
            [nan, nan, nan, 10, 0, 22],
            [nan, nan, nan, 30, 0, 82],
        ]
    )  # forty and twelve people of three groups, at two levels
    even, first, last = (completed(cells, lattice, name).tolist() for name in ("even", "first", "last"))
    assert [sorted(row[:3]) for row in even] == [[13, 13, 14], [4, 4, 4]]
    assert [row[3:] for row in even] == [[20, 0], [10, 0]]
    assert first == [[40, 0, 0, 20, 0], [12, 0, 0, 10, 0]]
    assert last == [[0, 0, 40, 20, 0], [0, 0, 12, 10, 0]]


def test_nobody_is_put_among_the_unknown_who_need_not_be_there() -> None:
    lattice = Lattice(("staff",))
    nan = np.nan
    cells = np.array([[nan, nan, nan, 40], [nan, nan, nan, 40]])
    for supposition in ("even", "first", "last"):
        assert completed(cells, lattice, supposition)[0, -1] == 0
    some = np.array([[10, 12, nan, 40], [10, 12, nan, 40]])
    assert completed(some, lattice, "even").tolist() == [[10, 12, 18]]


@pytest.mark.parametrize("supposition", ["even", "first", "last"])
def test_many_people_fit_as_well_as_few(supposition: str) -> None:
    lattice = Lattice(("a", "b", "c"), {"leading": (1, 2)})
    rng = np.random.default_rng(3)
    counts = rng.integers(0, 900_000, (3, 6))
    true = lattice.extended(counts).astype(float)
    for _ in range(20):
        hidden = rng.random(true.shape) < 0.6
        hidden[:, -1] = False
        cells = np.where(hidden, np.nan, true)
        again = lattice.extended(completed(cells, lattice, supposition))
        assert again[~hidden].tolist() == true[~hidden].astype(int).tolist()


def test_cells_that_contradict_each_other_cannot_be_completed() -> None:
    lattice = Lattice(("a", "b"))
    cells = np.array([[5.0, 5, 0, 10], [5, 5, 0, 10], [11, 9, 0, 20]])
    with pytest.raises(ValueError, match="contradict"):
        completed(cells, lattice, "even")
    with pytest.raises(ValueError, match="contradict"):
        headcounts(np.array([5.0, 5, 11]), lattice, 30)


def test_withheld_headcounts_are_spread_over_their_rows() -> None:
    lattice = Lattice(("staff", "head", "board"), {"management": (1, 2)})
    nan = np.nan
    assert headcounts(np.array([100, nan, nan, 24, 124.0]), lattice, 30).tolist() == [100, 12, 12, 24, 124]
    assert headcounts(np.array([50, 20, 30, 50, 100.0]), lattice, 30).tolist() == [50, 20, 30, 50, 100]
    # of a unit that is withheld altogether it is known only that it has fewer than thirty people
    assert headcounts(np.full(5, nan), lattice, 30)[-1] == 15
