"""From outcomes to who ranks, and what the card says of it."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.learning.features import features
from connector.matching.learning.outcomes import Outcome, Result
from connector.matching.learning.ranker import VERSION, Learned, learn
from connector.matching.learning.ranker.models import Logit
from connector.matching.learning.shown import shown_columns
from connector.matching.scoring import Weights, declared_weights
from connector.parties import Declaration
from connector.words import languages, say
from tests.connector.matching.learning.calls import CODES, SHARES, call

WEIGHTS = declared_weights()
BESIDE = ("smallest_gain", "position", "no_position")
COUNT = len(CODES)
#: What start-ups go by in some calls: three signals that the declared weights make little of.
OTHERWISE = np.zeros(COUNT)
OTHERWISE[[0, 2, 5]] = 0.25


def learned(
    of: tuple[object, ...], *, kinds: tuple[str, ...] = ("logit", "boosted"), seed: int = 0
) -> Learned:
    shown, seen, _ = of
    return learn(shown, seen, WEIGHTS, rng=np.random.default_rng(seed), kinds=kinds)


@pytest.fixture(scope="module")
def linear() -> Learned:
    """Learn where start-ups go by other weights than declared."""
    return learned(call(11, 2000, weights=OTHERWISE, level=-0.5))


@pytest.fixture(scope="module")
def bent() -> Learned:
    """Learn where two signals are good only together."""
    return learned(call(12, 2400, weights=np.zeros(COUNT), together=5.0, level=0.0, items=16))


# --------------------------------------------------------------------------- who ranks


def test_what_is_truly_better_replaces_the_declared_weights(linear: Learned) -> None:
    card = linear.card
    assert (card.in_use, card.challenger, linear.replaces_declared) == ("logit", "logit", True)
    assert card.decision.code == "learning.decision.replaced"
    declared, logit, _ = card.contenders
    assert (declared.kind, declared.gain) == ("declared", None)
    assert logit.gain is not None
    assert logit.gain.low > 0.02
    assert logit.gain.value == pytest.approx(
        logit.metrics.ndcg.value - declared.metrics.ndcg.value, abs=1e-12
    )
    assert logit.metrics.log_loss.value < declared.metrics.log_loss.value


def test_weights_of_signals_come_near_to_those_that_start_ups_go_by(linear: Learned) -> None:
    weights = np.array([signal.weight for signal in linear.card.signals], np.float64)
    assert np.corrcoef(weights, OTHERWISE)[0, 1] > 0.95
    assert np.corrcoef(weights, SHARES)[0, 1] < 0.0


def test_what_works_only_together_is_found_by_trees(bent: Learned) -> None:
    by_kind = {contender.kind: contender for contender in bent.card.contenders}
    assert (bent.card.in_use, bent.model.kind) == ("boosted", "boosted")
    assert by_kind["boosted"].metrics.ndcg.value > by_kind["logit"].metrics.ndcg.value + 0.01
    first_two = [signal.importance for signal in bent.card.signals[:2]]
    others = [signal.importance for signal in bent.card.signals[2:]]
    assert min(first_two) > max(others)


def test_the_declared_weights_stay_where_start_ups_go_by_them() -> None:
    found = learned(call(13, 2400), kinds=("logit",))
    assert found.card.in_use == "declared"
    assert found.card.decision.code == "learning.decision.not_better"
    assert found.calibration is None
    values = np.random.default_rng(0).random((5, COUNT))
    assert np.allclose(found.score(values), values @ SHARES, atol=1e-12)


def test_luck_alone_hardly_ever_passes() -> None:
    """Choices that depend on nothing, or on the place alone: at most one of forty by design."""
    nothing = np.zeros(COUNT)
    passed = [
        learned(call(seed, 1000, weights=nothing, exponent=exponent, items=8, level=1.0), kinds=("logit",))
        for seed in range(12)
        for exponent in (0.0, 1.0)
    ]
    assert {found.card.decision.code for found in passed} <= {
        "learning.decision.not_better",
        "learning.decision.replaced",
    }
    assert sum(found.replaces_declared for found in passed) <= 3


def test_trees_that_fit_luck_do_not_pass() -> None:
    assert not learned(call(5, 1000, weights=np.zeros(COUNT), items=8, level=1.0)).replaces_declared


@pytest.mark.parametrize(
    ("of", "code"),
    [
        ({"lists": 20}, "few_days"),
        ({"lists": 400}, "few_to_fit"),
        ({"lists": 900, "lists_a_startup": 30, "level": 2.0}, "few_startups"),
        ({"lists": 900, "level": -3.0}, "few_to_fit"),
    ],
)
def test_with_too_few_outcomes_nothing_is_learned(of: dict[str, object], code: str) -> None:
    card = learned(call(1, **of)).card
    assert (card.in_use, card.challenger, card.contenders) == ("declared", None, ())
    assert card.decision.code == f"learning.decision.{code}"
    assert [signal.weight for signal in card.signals] == pytest.approx(list(SHARES))


def test_rows_that_say_nothing_of_fit_are_left_out() -> None:
    shown, seen, _ = call(14, 1200, level=0.0)
    counts = np.random.default_rng(0).random(len(shown)) > 0.1
    with_rest = learned((dataclasses.replace(shown, counts=counts), seen, None), kinds=("logit",))
    without = learned((shown.take(counts), seen.take(np.flatnonzero(counts)), None), kinds=("logit",))
    assert with_rest.card.data is not None
    assert with_rest.card.data.left_out == int((~counts).sum())
    assert with_rest.model == without.model
    assert with_rest.card.data.digest == without.card.data.digest


def test_outcomes_as_told_teach_what_their_columns_teach() -> None:
    shown, seen, _ = call(18, 900, level=2.0, items=5)
    results = (Result.SHOWN, Result.ACCEPTED, Result.MET, Result.OUTCOME)
    told = [
        Outcome(
            startup=f"s{startup:04}",
            offer=f"c{offer:04}",
            shown_in=f"l{in_list:04}",
            day=date.fromordinal(day),
            position=int(position),
            result=results[grade],
        )
        for startup, offer, in_list, day, position, grade in zip(
            shown.startup,
            shown.offer,
            shown.in_list,
            shown.day.tolist(),
            shown.position,
            shown.grade,
            strict=True,
        )
    ]
    again = learned((shown_columns(told), seen, None), kinds=("logit",))
    assert again == learned((shown, seen, None), kinds=("logit",))
    assert again.card.contenders


@pytest.mark.parametrize("counts", [True, False])
def test_without_any_outcome_the_declared_weights_stay(counts: bool) -> None:  # noqa: FBT001 - a parameter
    shown, seen, _ = call(1, 30)
    shown = dataclasses.replace(shown, counts=np.zeros(len(shown), np.bool_))
    if counts:
        shown, seen = shown.take(np.zeros(len(shown), np.bool_)), seen.take(np.zeros(0, np.int64))
    card = learned((shown, seen, None)).card
    assert (card.in_use, card.decision.code, card.data) == ("declared", "learning.decision.few_days", None)


# --------------------------------------------------------------------------- scores


@pytest.fixture(scope="module", params=["linear", "bent"])
def either(request: pytest.FixtureRequest) -> Learned:
    found: Learned = request.getfixturevalue(request.param)
    return found


ROW = st.lists(st.just(0.0) | st.floats(0, 1), min_size=COUNT, max_size=COUNT)


@given(row=ROW, signal=st.integers(0, COUNT - 1), better=st.floats(0, 1))
@settings(max_examples=200)
def test_a_better_signal_never_lowers_a_score(
    either: Learned, row: list[float], signal: int, better: float
) -> None:
    value = np.array([row] * 2)
    value[1, signal] = max(value[1, signal], better)
    before, after = either.score(value)
    assert 0 <= before <= after <= 1


def test_a_score_depends_on_that_pair_alone(either: Learned) -> None:
    rng = np.random.default_rng(1)
    value = drawn_values(rng, (4, 9, COUNT))
    scores = either.score(value)
    assert scores.shape == (4, 9)
    assert either.score(value[2, 5]) == scores[2, 5]
    assert np.array_equal(either.score(value[::-2, 3:]), scores[::-2, 3:])


def drawn_values(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw values of signals, some of which are 0."""
    return rng.random(shape) * (rng.random(shape) > 0.3)


def test_many_pairs_are_scored_like_few(bent: Learned) -> None:
    rng = np.random.default_rng(1)
    value = drawn_values(rng, (70_000, COUNT)).astype(np.float32)
    assert np.array_equal(bent.score(value)[65_000:66_000], bent.score(value[65_000:66_000]))


def test_contributions_lead_from_a_pair_of_which_nothing_is_known_to_the_score(either: Learned) -> None:
    rng = np.random.default_rng(2)
    value = drawn_values(rng, (6, 5, COUNT))
    parts = either.contributions(value)
    assert parts.shape == (6, 5, COUNT)
    assert (parts >= 0).all()
    assert (parts[value == 0] == 0).all()
    assert (parts[value > 0] > 0).any()
    assert either.base == either.score(np.zeros(COUNT))
    assert either.base + parts.sum(axis=2) == pytest.approx(either.score(value), abs=1e-12)
    assert np.array_equal(either.contributions(value[2, 3]), parts[2, 3])
    assert not either.contributions(0 * value).any()


def test_parts_of_a_linear_ranker_stand_to_each_other_as_value_times_weight(linear: Learned) -> None:
    value = np.random.default_rng(2).random(COUNT)
    parts = linear.contributions(value)
    model = linear.model
    assert isinstance(model, Logit)
    weighed = value * model.weights + np.array(model.weights_above_0)
    assert parts / parts.sum() == pytest.approx(weighed / weighed.sum(), abs=1e-12)


def test_scores_of_all_pairs_are_those_of_each(either: Learned) -> None:
    """Columns come in single precision; those that are the same for all of a side as one row or column."""
    rng = np.random.default_rng(4)
    shapes = [(7, 1) if code == 0 else (1, 9) if code == 1 else (7, 9) for code in range(COUNT)]
    value = [drawn_values(rng, shape).astype(np.float32) for shape in shapes]
    is_asked = rng.random((7, 9)) > 0.2
    found = either.score_of_pairs(value, is_asked)
    whole = np.stack([np.broadcast_to(one, (7, 9)) for one in value], axis=2)
    assert np.array_equal(found[is_asked], either.score(whole)[is_asked])


def test_the_version_names_the_weights_the_kind_and_these_very_numbers(either: Learned) -> None:
    again = Learned.from_json(either.to_json())
    assert again.version == either.version
    assert either.version.startswith(f"{WEIGHTS.version}+{either.model.kind}-{VERSION}-")
    calibration = either.calibration
    assert calibration is not None
    moved = either.model_copy(
        update={"calibration": calibration.model_copy(update={"intercept": calibration.intercept + 1e-9})}
    )
    assert moved.version != either.version


def test_scores_ask_for_the_signals_that_were_learned(linear: Learned) -> None:
    with pytest.raises(ValueError, match="the last axis holds these signals: dates"):
        linear.score(np.zeros((3, COUNT - 1)))


def test_chances_hold_on_later_lists(either: Learned) -> None:
    for contender in either.card.contenders:
        if contender.kind == either.card.in_use:
            metrics = contender.metrics
            assert metrics.calibration_error < 4 * metrics.calibration_error_by_chance
            predicted = [one.predicted for one in metrics.reliability]
            assert predicted == sorted(predicted)


# --------------------------------------------------------------------------- storage


def test_a_ranker_read_back_is_equal_and_scores_the_same(either: Learned) -> None:
    back = Learned.from_json(either.to_json())
    assert back == either
    rng = np.random.default_rng(3)
    value = drawn_values(rng, (500, COUNT))
    assert np.array_equal(back.score(value), either.score(value))
    assert back.to_json() == either.to_json()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"signals": ["gender", *CODES[1:]]}, "no signal called 'gender'"),
        ({"signals": list(CODES[1:])}, "as many signals"),
        ({"calibration": None}, "is calibrated"),
        ({"model": {"kind": "declared", "shares": [0.0] * COUNT}}, "what is declared is not"),
        (
            {"model": {"kind": "logit", "weights": [-1.0] * COUNT, "weights_above_0": [0.0] * COUNT}},
            "greater",
        ),
        ({"model": {"kind": "logit", "weights": [1.0] * COUNT, "weights_above_0": []}}, "has a weight"),
    ],
)
def test_a_stored_ranker_that_breaks_a_promise_is_refused(
    linear: Learned, change: dict[str, object], what: str
) -> None:
    stored = {**json.loads(linear.to_json()), **change}
    with pytest.raises((ValidationError, UnknownCodeError), match=what):
        Learned.from_json(json.dumps(stored))


def test_the_card_of_another_model_is_refused(linear: Learned, bent: Learned) -> None:
    stored = {**json.loads(linear.to_json()), "card": json.loads(bent.to_json())["card"]}
    with pytest.raises(ValidationError, match="card is that of another"):
        Learned.from_json(json.dumps(stored))


# --------------------------------------------------------------------------- the same again


def test_equal_input_gives_an_equal_card_whatever_the_order_of_rows() -> None:
    shown, seen, _ = call(15, 1000, weights=OTHERWISE, level=1.0, items=6)
    mixed = np.random.default_rng(1).permutation(len(shown))
    again = learned((shown.take(mixed), seen.take(mixed), None))
    assert again.to_json() == learned((shown, seen, None)).to_json()
    assert again.replaces_declared


def test_other_data_have_another_digest() -> None:
    shown, seen, _ = call(16, 1200, level=0.0)
    grade = shown.grade.copy()
    grade[7] = 3 - grade[7]
    digests = set()
    for rows in (shown, dataclasses.replace(shown, grade=grade)):
        data = learned((rows, seen, None), kinds=("logit",)).card.data
        assert data is not None
        digests.add(data.digest)
    assert len(digests) == 2


# --------------------------------------------------------------------------- the card


def test_the_card_counts_what_was_learned_from(linear: Learned) -> None:
    data = linear.card.data
    assert data is not None
    assert data.training.lists + data.hold_out.lists == 2000
    assert data.training.rows == 10 * data.training.lists
    assert data.hold_out.lists == 500
    assert data.tuning.lists == 370
    assert data.training.last < data.hold_out.first
    assert data.tuning.last == data.training.last
    assert (data.startups, data.offers) == (2000, 10)
    assert len(data.digest) == 64


def test_the_card_names_what_it_never_sees_and_every_signal(linear: Learned) -> None:
    assert linear.card.never_sees == tuple(Declaration.model_fields)
    assert tuple(signal.code for signal in linear.card.signals) == CODES
    assert {signal.direction for signal in linear.card.signals} == {"up"}


def test_every_sentence_of_every_card_is_said_in_every_language(linear: Learned, bent: Learned) -> None:
    few = [learned(call(1, lists)) for lists in (20, 400)]
    without_order = call(17, 1200, level=0.0)
    shown = dataclasses.replace(without_order.shown, position=np.full(len(without_order.shown), np.nan))
    unordered = learned((shown, without_order.seen, None), kinds=("logit",))
    said = {
        reason.code: reason for found in (linear, bent, unordered, *few) for reason in found.card.sentences()
    }
    assert {code for code in said if code.startswith("learning.limit")} == {
        f"learning.limit.{what}"
        for what in (*BESIDE, "only_shown", "recent", "stated", "together", "proxies")
    }
    for language in languages():
        texts = [say(reason, language) for reason in said.values()]
        assert len(set(texts)) == len(texts)
    text = say(linear.card.decision.reason, "en")
    assert text.startswith("A learned ranker is in use: on 383 later lists it puts")
    assert f"by {round(linear.card.decision.facts['gain'], 2):g} points of 100" in text


# --------------------------------------------------------------------------- refusals


def test_declared_weights_have_to_know_every_signal() -> None:
    shown, seen, _ = call(1, 30)
    with pytest.raises(CannotMatchError, match="say nothing of 'dates'"):
        learn(shown, seen, Weights("x", {"language": 1.0}), rng=np.random.default_rng(0))
    with pytest.raises(CannotMatchError, match="let no signal count"):
        learn(shown, seen, Weights("x", dict.fromkeys(CODES, 0.0)), rng=np.random.default_rng(0))


def test_there_are_as_many_features_as_rows() -> None:
    shown, _, _ = call(1, 30)
    with pytest.raises(ValueError, match="as many rows"):
        learn(
            shown,
            features(CODES, np.zeros((2, COUNT))),
            WEIGHTS,
            rng=np.random.default_rng(),
        )
