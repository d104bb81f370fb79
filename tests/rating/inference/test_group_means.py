"""Group means, partially pooled: golden values, second implementations, laws, and simulated errors."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import foldnorm, norm

from rating.climate import Item, Scale, sums_of
from rating.inference.group_means import pool_group_means
from rating.inference.group_spread import estimate_tau, shrink
from tests.builders import read_csv

GOLDEN = {row["quantity"]: row for row in read_csv(Path(__file__).parents[2] / "reference" / "climate.csv")}
NAN = float("nan")


def pooled(means: object, variances: object, *, draws: int = 400, seed: int = 1, **chosen: float) -> object:
    return pool_group_means(means, variances, rng=np.random.default_rng(seed), draws=draws, **chosen)


# ---------------------------------------------------------------- tau


@pytest.mark.parametrize("quantity", ["tau_squared", "common_mean", "common_error"])
def test_golden_value(quantity: str) -> None:
    row = GOLDEN[quantity]
    a, b, c, d = np.array(json.loads(row["input"]), dtype=float).T
    means, variances = np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    tau = estimate_tau(means, variances)
    weights = 1 / (variances + tau**2)
    found = {
        "tau_squared": tau**2,
        "common_mean": weights @ means / weights.sum(),
        "common_error": weights.sum() ** -0.5,
    }
    assert found[quantity] == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]))
    assert row["source"]


def test_the_estimate_maximises_the_likelihood_written_with_matrices() -> None:
    """The textbook form: log det V + log det X'V^-1 X + y'Py, as an oracle."""
    rng = np.random.default_rng(3)
    for _ in range(5):
        variances = rng.uniform(0.01, 0.2, size=6)
        means = 3.5 + rng.normal(size=6) * np.sqrt(variances + 0.1)
        ones = np.ones((6, 1))

        def deviance(tau: float, means: np.ndarray, variances: np.ndarray, ones: np.ndarray) -> float:
            inverse = np.linalg.inv(np.diag(variances + tau**2))
            information = ones.T @ inverse @ ones
            left = inverse - inverse @ ones @ np.linalg.inv(information) @ ones.T @ inverse
            return float(
                -np.linalg.slogdet(inverse)[1] + np.linalg.slogdet(information)[1] + means @ left @ means
            )

        best = minimize_scalar(
            deviance, bounds=(0, 3), args=(means, variances, ones), method="bounded", options={"xatol": 1e-10}
        )
        assert estimate_tau(means, variances) == pytest.approx(best.x, abs=1e-5)


def test_statsmodels_fits_the_same_model_to_the_rows() -> None:
    """A second implementation: MixedLM by REML on rows; equal groups, where both know the same variances."""
    from statsmodels.regression.mixed_linear_model import MixedLM  # noqa: PLC0415 - slow, needed here only

    rng = np.random.default_rng(5)
    group = np.repeat(np.arange(6), 20)
    rows = np.clip(np.rint(3.4 + 0.4 * rng.normal(size=6)[group] + 0.9 * rng.normal(size=120)), 1, 5)
    theirs = MixedLM(rows, np.ones((120, 1)), groups=group).fit(reml=True)
    sums = sums_of(rows[:, None], Scale("one", (Item("a"),)), group=group, groups=6)
    tau = estimate_tau(sums.means(), sums.mean_variances())
    shrunken, _ = shrink(sums.means(), sums.mean_variances(), tau)
    offsets = [effect.iloc[0] for effect in theirs.random_effects.values()]
    assert tau > 0.2
    assert tau**2 == pytest.approx(float(np.squeeze(theirs.cov_re)), rel=1e-3)
    np.testing.assert_allclose(shrunken, theirs.fe_params[0] + np.array(offsets), atol=1e-3)


@given(st.lists(st.floats(1, 5), min_size=2, max_size=8), st.floats(0.001, 1.0))
def test_equal_variances_have_a_closed_form(means: list[float], variance: float) -> None:
    expected = max(0.0, float(np.var(means, ddof=1)) - variance)
    found = estimate_tau(means, np.full(len(means), variance))
    assert found**2 == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("means", [[], [3.0], [3.0, NAN]])
def test_one_group_has_no_spread_between_groups(means: list[float]) -> None:
    assert np.isnan(estimate_tau(means, [0.1] * len(means)))


# ---------------------------------------------------------------- shrinking


def test_shrinking_is_the_conditional_expectation_of_the_joint_normal() -> None:
    """Precisions add up: diag(1 / v) from the data, (I - 1 1'/G) / tau^2 from the model with a flat mu."""
    means, variances, tau = np.array([3.0, 3.5, 4.4]), np.array([0.02, 0.1, 0.3]), 0.4
    posterior = np.linalg.inv(np.diag(1 / variances) + (np.eye(3) - np.full((3, 3), 1 / 3)) / tau**2)
    shrunken, errors = shrink(means, variances, tau)
    np.testing.assert_allclose(shrunken, posterior @ (means / variances), atol=1e-12)
    np.testing.assert_allclose(errors**2, np.diag(posterior), atol=1e-12)


@given(st.lists(st.floats(1, 5), min_size=1, max_size=7), st.floats(0, 3), st.data())
def test_a_shrunken_mean_lies_between_its_own_and_the_common_one(
    means: list[float], tau: float, data: st.DataObject
) -> None:
    size = len(means)
    variances = data.draw(st.lists(st.floats(0.001, 2), min_size=size, max_size=size))
    shrunken, errors = shrink(means, variances, tau)
    together, _ = shrink(means, variances, 0.0)
    weights = 1 / (np.array(variances) + tau**2)
    centre = weights @ means / weights.sum()
    np.testing.assert_allclose(together, together[0])
    assert (np.minimum(means, centre) - 1e-9 <= shrunken).all()
    assert (shrunken <= np.maximum(means, centre) + 1e-9).all()
    assert (errors <= np.sqrt(variances) + 1e-9).all()


def test_a_mean_that_is_known_is_kept() -> None:
    shrunken, errors = shrink([3.0, 5.0], [0.0, 1.0], 1.0)
    assert shrunken[0] == pytest.approx(3.0, abs=1e-9)
    assert errors[0] == pytest.approx(0.0, abs=1e-5)


# ---------------------------------------------------------------- pooling


def test_pooling_averages_over_tau_as_a_sampler_would() -> None:
    """An oracle that knows no formula: 4 million draws of (tau, mu, means), weighted by the likelihood."""
    means, variances, spread = np.array([3.2, 3.6, 4.3]), np.array([0.05, 0.1, 0.2]), 0.5
    rng = np.random.default_rng(9)
    total, weight, square, gaps = np.zeros(3), 0.0, np.zeros(3), 0.0
    for _ in range(20):
        tau = np.abs(rng.normal(size=200_000)) * spread
        centre = rng.uniform(1.0, 6.5, size=200_000)
        true = centre[:, None] + tau[:, None] * rng.normal(size=(200_000, 3))
        own = np.exp(-0.5 * ((means - true) ** 2 / variances).sum(axis=1))
        weight += own.sum()
        total += own @ true
        square += own @ true**2
        gaps += own @ np.ptp(true, axis=1)
    expected = total / weight
    found = pooled(means, variances, draws=100_000)
    np.testing.assert_allclose(found.means, expected, atol=0.01)
    np.testing.assert_allclose(found.standard_errors, np.sqrt(square / weight - expected**2), atol=0.01)
    assert found.largest_gap == pytest.approx(gaps / weight, abs=0.01)


def test_the_gap_of_two_groups_is_that_of_their_difference_alone() -> None:
    """With a flat mu their difference is all there is: N(0, 2 tau^2), seen with variance v1 + v2."""
    seen, noise, spread = 0.3, 0.002 + 1.0, 0.5
    tau = np.linspace(0.0, 4 * spread, 20_001)[1:]
    weight = norm.pdf(tau, scale=spread) * norm.pdf(seen, scale=np.sqrt(noise + 2 * tau**2))
    share = 2 * tau**2 / (2 * tau**2 + noise)
    expected = weight @ foldnorm.mean(share * seen / np.sqrt(share * noise), scale=np.sqrt(share * noise))
    found = pooled([3.3, 3.0], [0.002, 1.0], draws=200_000)
    assert found.largest_gap == pytest.approx(expected / weight.sum(), rel=0.01)


groups = st.integers(2, 6).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(1, 5), min_size=size, max_size=size),
        st.lists(st.floats(0.001, 0.5), min_size=size, max_size=size),
    )
)


@given(groups)
def test_pooled_means_lie_within_the_raw_ones_and_the_gap_within_its_interval(
    given_groups: tuple[list[float], list[float]],
) -> None:
    means, variances = given_groups
    found = pooled(means, variances)
    assert min(means) - 1e-9 <= found.means.min() <= found.means.max() <= max(means) + 1e-9
    assert np.ptp(found.means) <= np.ptp(means) + 1e-9
    assert 0.0 <= found.gap_low <= found.largest_gap <= found.gap_high
    assert (found.highest, found.lowest) == (int(found.means.argmax()), int(found.means.argmin()))


@given(groups, st.floats(-2, 2))
def test_moving_everybody_moves_the_means_and_no_gap(
    given_groups: tuple[list[float], list[float]], shift: float
) -> None:
    means, variances = np.array(given_groups[0]), given_groups[1]
    one, two = pooled(means, variances), pooled(means + shift, variances)
    np.testing.assert_allclose(two.means, one.means + shift, atol=1e-9)
    assert two.largest_gap == pytest.approx(one.largest_gap, abs=1e-9)


def test_the_order_of_groups_does_not_matter_to_means() -> None:
    means, variances, order = np.array([3.0, 3.4, 4.1]), np.array([0.01, 0.05, 0.2]), [2, 0, 1]
    np.testing.assert_allclose(
        pooled(means[order], variances[order]).means, pooled(means, variances).means[order], atol=1e-12
    )


def test_the_same_seed_gives_the_same_gap_and_another_one_nearly() -> None:
    arguments = [3.0, 3.4, 4.1], [0.01, 0.05, 0.2]
    one, again, other = (pooled(*arguments, seed=seed, draws=4000) for seed in (1, 1, 2))
    assert (one.largest_gap, one.gap_high) == (again.largest_gap, again.gap_high)
    assert one.largest_gap != other.largest_gap
    assert one.largest_gap == pytest.approx(other.largest_gap, abs=0.03)


def test_small_groups_move_further_than_large_ones() -> None:
    found = pooled([3.0, 4.0, 3.0, 4.0], [0.005, 0.005, 0.3, 0.3])
    moved = np.abs(found.means - [3.0, 4.0, 3.0, 4.0])
    assert moved[2:].min() > 5 * moved[:2].max()


def test_means_that_chance_explains_leave_a_gap_of_0_possible() -> None:
    alike, apart = pooled([3.4, 3.5, 3.6], [0.1] * 3), pooled([2.0, 3.5, 4.6], [0.01] * 3)
    assert alike.gap_low == 0.0
    assert alike.tau == 0.0
    assert apart.gap_low > 2.0


def test_a_group_without_a_mean_is_left_out() -> None:
    found, without = pooled([3.0, NAN, 4.0], [0.1, NAN, 0.2]), pooled([3.0, 4.0], [0.1, 0.2])
    np.testing.assert_array_equal(found.means, [without.means[0], NAN, without.means[1]])
    assert (found.highest, found.lowest) == (2, 0)
    assert found.largest_gap == without.largest_gap


def test_one_group_keeps_its_mean_and_nobody_has_none() -> None:
    one, none = pooled([3.0, NAN], [0.04, NAN]), pooled([NAN], [NAN])
    assert (one.mean, one.means[0]) == (pytest.approx(3.0), pytest.approx(3.0))
    assert one.standard_errors[0] == pytest.approx(0.2)
    assert (one.highest, none.highest) == (-1, -1)
    assert np.isnan([one.largest_gap, one.gap_low, one.tau, none.mean, none.largest_gap, none.tau]).all()


def test_people_of_one_mind_in_every_group_are_known_exactly() -> None:
    sums = sums_of([[4], [4], [3], [3]], Scale("one", (Item("a"),)), group=np.array([0, 0, 1, 1]), groups=2)
    found = pooled(sums.means(), sums.mean_variances())
    np.testing.assert_allclose(found.means, [4.0, 3.0], atol=1e-6)
    assert found.largest_gap == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    "chosen", [{"spread": 0.0}, {"draws": 0}, {"confidence": 1.0}, {"spread": NAN}],
    ids=["no spread", "no draws", "certainty", "unknown spread"],
)  # fmt: skip
def test_impossible_choices_are_refused(chosen: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        pooled([3.0, 4.0], [0.1, 0.1], **chosen)


@pytest.mark.parametrize("compute", [estimate_tau, lambda m, v: shrink(m, v, 0.1), pooled])
def test_groups_that_do_not_fit_are_refused(compute: object) -> None:
    with pytest.raises(ValueError, match="one shape"):
        compute([3.0, 4.0], [0.1])
    with pytest.raises(ValueError, match="at least 0"):
        compute([3.0, 4.0], [0.1, -0.1])


# ---------------------------------------------------------------- errors, simulated and real

SIZES = {"two even groups": [60, 40], "five, two of them small": [150, 60, 25, 9, 5]}


@pytest.mark.parametrize("tau", [0.0, 0.15, 0.3])
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_the_pooled_largest_gap_errs_less_than_the_raw_one(sizes: list[int], tau: float) -> None:
    """250 companies a cell, standard deviation .8 within groups; more cells in `benchmarks/climate.py`."""
    rng = np.random.default_rng(17)
    variances = 0.64 / np.array(sizes)
    raw, ours, held = [], [], []
    for _ in range(250):
        true = 3.5 + tau * rng.normal(size=len(sizes))
        seen = true + np.sqrt(variances) * rng.normal(size=len(sizes))
        found = pool_group_means(seen, variances, rng=rng, draws=300)
        gap = np.ptp(true)
        raw.append((np.ptp(seen) - gap) ** 2)
        ours.append((found.largest_gap - gap) ** 2)
        held.append(found.gap_low <= gap <= found.gap_high)
    assert np.mean(ours) < np.mean(raw)
    assert np.mean(held) >= 0.86


def inclusion(path: Path) -> dict[str, dict[str, tuple[float, float]]]:
    """Read body -> group -> (people, share of positive answers about inclusion), but for suppressed rows."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    with gzip.open(path, "rt", encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream):
            (theme,) = (own for name, own in row.items() if name.startswith("Inclusion and fair treatment"))
            if row["Count"].replace(".", "").isdigit() and theme.replace(".", "").isdigit():
                share = float(theme) / 100
                found.setdefault(row["Organisation code"], {})[row["Response"]] = (float(row["Count"]), share)
    return found


@pytest.mark.data
@pytest.mark.parametrize(
    ("what", "pair", "bodies"),
    [("gender", ("Female", "Male"), 90), ("ethnicity", ("White", "Ethnic Minority"), 70)],
)
def test_pooled_gaps_of_one_year_foretell_the_next_better_than_raw_ones(
    what: str, pair: tuple[str, str], bodies: int, data: Path
) -> None:
    """UK Civil Service People Survey 2022 and 2023: the gap between two groups in every body."""
    crosstabs = data / "csps" / "crosstabs"
    before = inclusion(crosstabs / f"2022_{what}_organisations.csv.gz")
    after = inclusion(crosstabs / f"2023_{what}_organisation.csv.gz")
    raw, ours = [], []
    for body in before.keys() & after.keys():
        if set(pair) <= before[body].keys() & after[body].keys():
            people, shares = np.array([before[body][own] for own in pair]).T
            found = pooled(shares, shares * (1 - shares) / people, spread=0.125)
            next_gap = after[body][pair[0]][1] - after[body][pair[1]][1]
            raw.append((shares[0] - shares[1] - next_gap) ** 2)
            ours.append((found.means[0] - found.means[1] - next_gap) ** 2)
    assert len(raw) > bodies
    assert np.mean(ours) < np.mean(raw)
