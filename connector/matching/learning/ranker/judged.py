"""What every contender is worth on the hold-out, on the same lists and the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit

from connector.matching.learning.card import ContenderCard, Metrics
from connector.matching.learning.evaluation import (
    Resampling,
    calibration_error,
    calibration_error_by_chance,
    hit,
    log_loss,
    mean_of_lists,
    ndcg,
    reliability,
)
from connector.matching.learning.ranker.calibration import calibrate
from connector.matching.learning.ranker.position import chance_seen, seen_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.matching.learning.card import Calibration, Estimate, Examination, Kind
    from connector.matching.learning.evaluation import Ratios
    from connector.matching.learning.ranker.contenders import Contender
    from connector.matching.learning.ranker.models import Model
    from connector.matching.learning.ranker.rows import Rows, Spans

DRAWS = 2000


class Judged(NamedTuple):
    """A contender, fitted to the whole training part and tried on the hold-out.

    Attributes
    ----------
    model, calibration
        As they would be used.
    card
        What is said of it.
    gain, gain_error
        nDCG@10 minus that of the declared weights, and its standard error.
    """

    model: Model
    calibration: Calibration
    card: ContenderCard
    gain: Estimate
    gain_error: float


def judged(
    found: Mapping[Kind, Contender], parts: Spans, seen: Examination, rng: np.random.Generator
) -> dict[Kind, Judged]:
    """Return every contender with what it is worth; the declared weights come first.

    Parameters
    ----------
    found
        From `contenders`.
    parts
        The spans of days.
    seen
        How much more is looked at what stands higher.
    rng
        Draws start-ups of the hold-out again.
    """
    later = parts.hold_out
    draws = Resampling(later.owner, DRAWS, rng)
    results: dict[Kind, Judged] = {}
    reference: Ratios | None = None
    for kind, contender in found.items():
        tuning = parts.tuning
        calibration = calibrate(
            contender.tried.raw(tuning.design),
            chance_seen(tuning.position, seen.exponent),
            tuning.is_chosen.astype(np.float64),
        )
        model = contender.fit(parts.training)
        metrics, weighted = _metrics(model, calibration, later, seen, draws)
        reference = weighted if reference is None else reference
        gain, error = draws.difference(weighted, reference)
        card = ContenderCard(
            kind=kind,
            settings=contender.settings,
            tuning_ndcg=contender.reached.value,
            calibration=calibration,
            metrics=metrics,
            gain=None if kind == "declared" else gain,
        )
        results[kind] = Judged(model, calibration, card, gain, error)
    return results


def _metrics(
    model: Model, calibration: Calibration, rows: Rows, seen: Examination, draws: Resampling
) -> tuple[Metrics, Ratios]:
    raw, lists = model.raw(rows.design), rows.lists
    places = lists.ranks(raw, rows.ties)
    weighted = ndcg(places, rows.gain * seen_weights(rows.position, seen.low), lists, rows.ties)
    is_chosen = rows.is_chosen.astype(np.float64)
    chance = expit(calibration.slope * raw + calibration.intercept) * chance_seen(
        rows.position, seen.exponent
    )
    bins = reliability(chance, is_chosen)
    metrics = Metrics(
        ndcg=draws.estimate(weighted),
        ndcg_as_shown=draws.estimate(mean_of_lists(ndcg(places, rows.gain, lists, rows.ties))),
        hit=draws.estimate(hit(places, rows.gain, lists)),
        log_loss=draws.estimate(log_loss(chance, is_chosen, lists)),
        calibration_error=calibration_error(bins),
        calibration_error_by_chance=calibration_error_by_chance(bins),
        reliability=bins,
    )
    return metrics, weighted
