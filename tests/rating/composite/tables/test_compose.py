"""Tables through frameworks: laws, replay, and what is told when something is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.normalise import NORMALISATIONS
from rating.composite.outranking import COMPARISONS
from rating.composite.steps import StepRecord
from rating.composite.tables import Table, TableFramework, compose, replay
from rating.errors import CannotRateError, UnknownNameError

CODES = ("a", "b", "c", "d")
METHODS = (*AGGREGATIONS, *COMPARISONS)


def framework(**changes: object) -> TableFramework:
    """Two pillars of two indicators; of `b` less is better, `d` is divided by a size."""
    rules: dict[str, object] = {
        "title": "A test",
        "indicators": [
            {"code": "a", "parent": "p", "weight": 2, "low": 0, "high": 10},
            {"code": "b", "parent": "p", "direction": -1, "low": 10, "high": 0},
            {"code": "c", "parent": "q", "low": 0, "high": 10},
            {"code": "d", "parent": "q", "weight": 3, "low": 0, "high": 10, "divided_by": "size"},
        ],
        "aggregates": [
            {"code": "index"},
            {"code": "p", "parent": "index", "weight": 0.4},
            {"code": "q", "parent": "index", "weight": 0.6},
        ],
        "normalise": {"method": "goalposts", "floor": 1},
    }
    return TableFramework(**(rules | changes))  # type: ignore[arg-type]


def table(values: np.ndarray, sizes: np.ndarray | None = None) -> Table:
    units = tuple(f"u{number}" for number in range(len(values)))
    sizes = np.ones(len(values)) if sizes is None else sizes
    return Table(units, (*CODES, "size"), np.column_stack([values, sizes]))


VALUES = (
    st.integers(3, 8)
    .flatmap(lambda n: st.lists(st.lists(st.integers(0, 10), min_size=4, max_size=4), min_size=n, max_size=n))
    .map(lambda rows: np.array(rows, dtype=float))
)


def test_a_score_can_be_followed_by_hand() -> None:
    found = compose(table(np.array([[5.0, 2.0, 10.0, 4.0]]), np.array([2.0])), framework())
    points = {"a": 50.5, "b": 80.2, "c": 100.0, "d": 20.8}
    assert {code: float(value[0]) for code, value in found.indicators.items()} == pytest.approx(points)
    p, q = (2 * 50.5 + 80.2) / 3, (100.0 + 3 * 20.8) / 4
    assert float(found.scores["p"][0]) == pytest.approx(p)
    assert float(found.scores["q"][0]) == pytest.approx(q)
    assert float(found.scores["index"][0]) == pytest.approx(0.4 * p + 0.6 * q)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("normalisation", [name for name, how in NORMALISATIONS.items() if how.bounded])
@given(values=VALUES)
def test_replaying_the_recorded_steps_gives_the_same_scores(
    normalisation: str, method: str, values: np.ndarray
) -> None:
    rules = framework(normalise={"method": normalisation, "floor": 1}, aggregate={"method": method})
    given_table = table(values)
    found = compose(given_table, rules)
    records = [StepRecord.model_validate_json(step.model_dump_json()) for step in found.steps]
    again = replay(records, given_table)
    for code, score in found.scores.items():
        np.testing.assert_array_equal(again[code], score)


@given(values=VALUES, factor=st.floats(0.01, 100))
def test_only_the_ratios_of_weights_count(values: np.ndarray, factor: float) -> None:
    once = framework()
    scaled = once.model_copy(
        update={
            "indicators": tuple(
                part.model_copy(update={"weight": factor * part.weight}) for part in once.indicators
            )
        }
    )
    np.testing.assert_allclose(
        compose(table(values), scaled).scores["index"], compose(table(values), once).scores["index"]
    )


@pytest.mark.parametrize("normalisation", ["min_max", "z_score", "percentile", "goalposts"])
@given(values=VALUES)
def test_flipping_values_and_direction_changes_no_score(normalisation: str, values: np.ndarray) -> None:
    rules = framework(normalise={"method": normalisation})
    flipped = rules.model_copy(
        update={
            "indicators": tuple(
                part.model_copy(update={"direction": -part.direction, "low": -part.low, "high": -part.high})
                for part in rules.indicators
                if part.low is not None and part.high is not None
            )
        }
    )
    there, back = compose(table(values), rules), compose(table(-values), flipped)
    np.testing.assert_allclose(back.scores["index"], there.scores["index"], atol=1e-9)


@pytest.mark.parametrize("method", AGGREGATIONS)
@given(values=VALUES)
def test_a_dominated_unit_changes_no_rank_above_it_under_fixed_goalposts(
    method: str, values: np.ndarray
) -> None:
    rules = framework(aggregate={"method": method})
    before = compose(table(values), rules)
    dominated = values.min(axis=0)
    dominated[1] = values[:, 1].max()  # of this one less is better
    after = compose(table(np.vstack([values, dominated])), rules)
    assert after.ranks("index")[:-1].tolist() == before.ranks("index").tolist()
    assert after.ranks("index")[-1] >= before.ranks("index").max()


def test_steps_run_in_order_and_say_what_they_did() -> None:
    values = np.array([[1.0, 1, 1, 1], [2, 2, 2, 2], [3, 3, np.nan, 3], [4, 4, 4, 4], [90, 5, 5, 5]])
    rules = framework(
        impute={"method": "median"},
        treat={"method": "winsorise"},
        normalise={"method": "min_max"},
    )
    found = compose(table(values), rules)
    assert [step.step for step in found.steps] == [
        "denominate", "impute", "treat", "normalise", "aggregate", "aggregate", "aggregate"
    ]  # fmt: skip
    assert {code: flags.tolist() for code, flags in found.imputed.items() if flags.any()} == {
        "c": [False, False, True, False, False]
    }
    assert found.indicators["a"].tolist() == pytest.approx([0.0, 100 / 3, 200 / 3, 100.0, 100.0])


def test_groups_may_be_texts_and_also_sizes() -> None:
    given_table = Table.of(
        ["x", "y", "z"],
        {"a": [1, None, 5], "b": [1, 1, 1], "c": ["2", "", "3"], "d": [2, 4, 6], "size": [1, 2, 2],
         "region": ["north", "north", "south"]},
    )  # fmt: skip
    found = compose(given_table, framework(impute={"method": "group_mean", "by": "region"}))
    assert found.imputed["a"].tolist() == [False, True, False]
    assert found.indicators["a"].tolist() == pytest.approx([10.9, 10.9, 50.5])
    assert found.indicators["d"].tolist() == pytest.approx([20.8, 20.8, 30.7])


def test_what_cannot_be_computed_names_step_unit_and_column() -> None:
    with pytest.raises(
        CannotRateError, match=r"Denominate, unit u1, size: A size to divide by is not above 0"
    ):
        compose(table(np.ones((2, 4)), np.array([1.0, 0.0])), framework())
    below = framework(normalise={"method": "goalposts", "floor": -1}, aggregate={"method": "geometric"})
    with pytest.raises(CannotRateError, match=r"Aggregate, unit u0, a: Negative values .* scale that does"):
        compose(table(np.zeros((2, 4))), below)
    with pytest.raises(UnknownNameError, match=r"no column called 'size'.*a, b, c, d"):
        compose(Table(("u",), CODES, np.ones((1, 4))), framework())


def test_a_column_with_a_text_cannot_be_scored_and_the_cell_is_named() -> None:
    faulty = Table.from_csv("unit,a,b,c,d,size\nu0,1,2,3,4,1\nu1,2,3,ten,5,1\n", unit="unit")
    with pytest.raises(CannotRateError, match="column c cannot be scored: of u1 it says 'ten'"):
        compose(faulty, framework())


def test_replayed_groups_are_told_by_their_names() -> None:
    columns = {"b": [1, 1, 1], "c": [1, 1, 1], "d": [1, 1, 1], "size": [1, 1, 1]}
    learned = Table.of(["x", "y", "z"], {"a": [1, 5, 9], "region": ["north", "south", "west"], **columns})
    rules = framework(impute={"method": "group_mean", "by": "region"})
    steps = compose(learned, rules).steps
    others = Table.of(
        ["p", "q", "r"], {"a": [None, None, None], "region": ["west", "south", "east"], **columns}
    )
    np.testing.assert_allclose(replay(steps, others)["a"], [90.1, 50.5, np.nan])


def test_what_goes_wrong_in_a_replay_names_the_unit_too() -> None:
    steps = compose(table(np.ones((2, 4))), framework()).steps
    with pytest.raises(CannotRateError, match="Denominate, unit u1, size"):
        replay(steps, table(np.ones((2, 4)), np.array([1.0, -1.0])))
    with pytest.raises(CannotRateError, match=r"unit u0, b: A value is infinite \(inf\)"):
        compose(table(np.array([[1.0, np.inf, 1.0, 1.0]])), framework())


def test_units_that_differ_in_the_last_digit_share_a_place() -> None:
    """0.1 + 0.2 is not 0.3, and no reason to stand apart."""
    codes = ("a", "b", "c")
    rules = TableFramework(
        title="sums",
        indicators=[{"code": code, "parent": "index"} for code in codes],  # type: ignore[list-item]
        aggregates=[{"code": "index"}],  # type: ignore[list-item]
    )
    values = np.array([[10.0, 20.0, 40.0], [40.0, 10.0, 20.0], [20.0, 40.0, 10.0], [1.0, 1.0, 1.0]])
    found = compose(Table(("w", "x", "y", "z"), codes, values), rules)
    assert found.ranks("index").tolist() == [1.0, 1.0, 1.0, 4.0]
    with pytest.raises(UnknownNameError, match=r"no score called 'a'\. Known: index"):
        found.ranks("a")


def test_gaps_that_a_method_cannot_use_are_told_with_their_unit() -> None:
    rules = framework(aggregate={"weighting": "benefit_of_the_doubt"})
    values = np.array([[1.0, 2, 3, 4], [2, 3, np.nan, 5]])
    with pytest.raises(CannotRateError, match=r"unit u1, c: A value is missing \(NaN\)"):
        compose(table(values), rules)


def test_whether_parts_go_together_is_asked_of_the_result() -> None:
    values = np.random.default_rng(2).uniform(0, 10, size=(40, 4))
    values[:, 1] = 10.0 - values[:, 0]  # of this one less is better
    found = compose(table(values), framework())
    assert found.coherence("p").alpha == pytest.approx(1.0)
    assert found.coherence("index").correlations.shape == (2, 2)
    with pytest.raises(UnknownNameError, match="no aggregate called 'a'"):
        found.coherence("a")
