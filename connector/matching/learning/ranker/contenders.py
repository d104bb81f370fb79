"""The rankers that are considered, with their settings tried inside the training part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.learning.evaluation import Resampling, ndcg
from connector.matching.learning.ranker.boosted import Growth, fit_boosted, thinned
from connector.matching.learning.ranker.choices import choices_of
from connector.matching.learning.ranker.logit import fit_logit
from connector.matching.learning.ranker.models import Boosted, Declared, Logit
from connector.matching.learning.ranker.position import chance_seen, seen_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.matching.columns.types import Doubles
    from connector.matching.learning.card import Kind
    from connector.matching.learning.evaluation import Ratios
    from connector.matching.learning.ranker.models import Model
    from connector.matching.learning.ranker.rows import Rows

#: How strongly a logit is drawn to the declared weights, the strongest first: of settings that do equally
#: well the first is taken.
STRENGTHS = (1000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0)
#: How far trees may grow, the least first.
GROWTHS = (Growth(50, 4, 50), Growth(100, 8, 50), Growth(200, 16, 50))


_DRAWS = 500
#: Settings by name, and how to fit with them.
Try = tuple[dict[str, float], "Callable[[Rows], Model]"]


class Contender(NamedTuple):
    """A ranker with the settings that did best inside the training part.

    Attributes
    ----------
    fit
        From rows to a model with these settings.
    settings
        By name.
    tried
        The model that was fitted to the first part of the training.
    reached
        Its nDCG@10 on the tuning part.
    """

    fit: Callable[[Rows], Model]
    settings: Mapping[str, float]
    tried: Model
    reached: Ratios


def contenders(
    early: Rows, tuning: Rows, declared: Doubles, *, exponent: float, kinds: tuple[Kind, ...]
) -> dict[Kind, Contender]:
    """Return each kind of ranker with its best settings, the declared weights first.

    Parameters
    ----------
    early, tuning
        The two parts of the training.
    declared
        Declared shares by signal, sum 1.
    exponent
        How much more is looked at what stands higher; see `Examination`.
    kinds
        Which learned ones to consider.
    """
    grids: dict[Kind, list[Try]] = {
        "declared": [({}, partial(_declared, declared))],
        "logit": [({"strength": one}, partial(_logit, declared, exponent, one)) for one in STRENGTHS],
        "boosted": [(_named(growth), partial(_boosted, exponent, growth)) for growth in GROWTHS],
    }
    weights = seen_weights(tuning.position, exponent)
    found: dict[Kind, Contender] = {}
    for kind in ("declared", *kinds):
        for settings, fit in grids[kind]:
            tried = fit(early)
            reached = ranked(tried.raw(tuning.design), tuning, weights)
            if kind not in found or reached.value > found[kind].reached.value:
                found[kind] = Contender(fit, settings, tried, reached)
    return found


def challenger(
    found: Mapping[Kind, Contender], kinds: tuple[Kind, ...], tuning: Rows, rng: np.random.Generator
) -> Kind:
    """Return which learned ranker comes before the gate: the plainest that is about as good as any.

    Parameters
    ----------
    found
        From `contenders`.
    kinds
        The plainest first. A later one is taken if its nDCG@10 on the tuning part is larger than that of the
        one taken so far by more than the standard error of the difference.
    tuning
        Whose start-ups are drawn again for that error.
    rng
        Draws them.
    """
    draws = Resampling(tuning.owner, _DRAWS, rng)
    taken = kinds[0]
    for kind in kinds[1:]:
        gain, error = draws.difference(found[kind].reached, found[taken].reached)
        if gain.value > error:
            taken = kind
    return taken


def ranked(scores: Doubles, rows: Rows, weights: Doubles) -> Ratios:
    """Return nDCG@10 of scores, each choice counted by a weight."""
    lists = rows.lists
    return ndcg(lists.ranks(scores, rows.ties), rows.gain * weights, lists, rows.ties)


def _named(growth: Growth) -> dict[str, float]:
    return {name: float(size) for name, size in growth._asdict().items()}


def _declared(shares: Doubles, _: Rows) -> Declared:
    return Declared(shares=tuple(shares.tolist()))


def _logit(declared: Doubles, exponent: float, strength: float, rows: Rows) -> Logit:
    # The position is part of the utility here, which costs no variance as weighting would.
    offset = np.log(chance_seen(rows.position, exponent))
    choices = choices_of(rows.design, _per_choice(rows), offset, rows.lists)
    weights = fit_logit(choices, np.append(declared, np.zeros_like(declared)), strength).tolist()
    return Logit(weights=tuple(weights[: len(declared)]), weights_above_0=tuple(weights[len(declared) :]))


def _boosted(exponent: float, growth: Growth, rows: Rows) -> Boosted:
    # The odds of what is rarely chosen fall with the chance to be looked at: weighing choices by one over it
    # makes them what they would be if everything were looked at.
    kept, weights = thinned(rows.is_chosen, rows.ties)
    per_choice = _per_choice(rows) * seen_weights(rows.position, exponent)
    weights *= np.where(rows.is_chosen, per_choice, 1.0)[kept]
    base, trees = fit_boosted(rows.design[kept], rows.is_chosen[kept], weights, growth)
    stored = {name: tuple(part.tolist()) for name, part in trees._asdict().items()}
    return Boosted(signals=rows.design.shape[1] // 2, base=base, **stored)


def _per_choice(rows: Rows) -> Doubles:
    """Return gains, of choices 1 in the mean, so that settings mean the same whatever the grades are."""
    gain = rows.gain
    return np.asarray(gain / gain[rows.is_chosen].mean())
