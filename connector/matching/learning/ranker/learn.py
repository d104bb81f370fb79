"""From outcomes to the ranker in use: split by day, choose inside, judge on what came later, write it down.

The days fall into three spans: early, tuning, hold-out. Settings are tried on early and compared on tuning,
and so is which learned ranker comes before the gate. Calibration comes from tuning too, by models that have
not seen it. Then every contender is fitted once more to early and tuning, and judged on the hold-out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

import numpy as np
import scipy
import sklearn

from connector.errors import CannotMatchError
from connector.matching.learning.card import NEVER_SEES, DataCard, ModelCard, Said, SignalCard
from connector.matching.learning.gate import POWER_80, judge, too_few
from connector.matching.learning.ranker.contenders import challenger, contenders
from connector.matching.learning.ranker.digest import digest
from connector.matching.learning.ranker.importance import importance
from connector.matching.learning.ranker.judged import judged
from connector.matching.learning.ranker.learned import Learned
from connector.matching.learning.ranker.models import Declared, Logit
from connector.matching.learning.ranker.position import examination, seen_weights
from connector.matching.learning.ranker.rows import arranged, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Doubles
    from connector.matching.learning.card import Calibration, ContenderCard, Examination, Kind
    from connector.matching.learning.features import Features
    from connector.matching.learning.ranker.models import Model
    from connector.matching.learning.ranker.rows import Spans
    from connector.matching.learning.shown import Shown
    from connector.matching.scoring import Weights

#: Of this way of learning; a change of the method is a new version.
VERSION = "2026-1"
#: The learned rankers that are considered.
KINDS: tuple[Kind, ...] = ("logit", "boosted")
_SEEDS = 2**32


@dataclass(frozen=True)
class _Found:
    """What is known when the card is written."""

    model: Model
    in_use: Kind
    decision: Said
    calibration: Calibration | None = None
    data: DataCard | None = None
    seen: Examination | None = None
    contenders: tuple[ContenderCard, ...] = ()
    challenger: Kind | None = None
    smallest_gain: float | None = None
    importance: Sequence[float | None] = ()


def learn(
    shown: Shown,
    seen: Features,
    declared: Weights,
    *,
    rng: np.random.Generator,
    kinds: tuple[Kind, ...] = KINDS,
) -> Learned:
    """Learn a ranker from outcomes; the declared weights stay unless it beats them on later lists.

    Parameters
    ----------
    shown
        n rows that were shown, with what became of them.
    seen
        What the engine saw of each when it was shown, row by row.
    declared
        How much each signal counts so far.
    rng
        Draws the seed that the card names; equal generators give equal cards.
    kinds
        Which learned rankers to consider, at least one, the plainest first.

    Returns
    -------
    Learned
        Who ranks from now on, with its card. The same rows in any order give the same.

    Raises
    ------
    CannotMatchError
        If the declared weights say nothing of a signal, or let none count.
    UnknownCodeError
        If a feature is no signal.
    ValueError
        If there are not as many features as rows.
    """
    if len(shown) != len(seen):
        raise ValueError("there are as many rows of features as were shown")
    seed = int(rng.integers(_SEEDS))
    shares = _shares(seen.codes, declared)
    found = _found(shown, seen, shares, kinds, seed)
    card = ModelCard(
        version=VERSION,
        weights_version=declared.version,
        libraries={"numpy": np.__version__, "scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
        seed=seed,
        in_use=found.in_use,
        decision=found.decision,
        challenger=found.challenger,
        smallest_gain=found.smallest_gain,
        data=found.data,
        examination=found.seen,
        signals=_signals(seen.codes, found),
        contenders=found.contenders,
        never_sees=NEVER_SEES,
        limits=_limits(found),
    )
    return Learned(signals=seen.codes, model=found.model, calibration=found.calibration, card=card)


def _shares(codes: tuple[str, ...], declared: Weights) -> Doubles:
    """Return what each signal counts in the declared score, sum 1."""
    nameless = [code for code in codes if code not in declared.of]
    if nameless:
        raise CannotMatchError(f"Weights {declared.version} say nothing of '{nameless[0]}'.")
    weights = [declared.of[code] for code in codes]
    total = fsum(weights)
    if not total:
        raise CannotMatchError(f"Weights {declared.version} let no signal count.")
    return np.array([weight / total for weight in weights])


def _found(shown: Shown, seen: Features, shares: Doubles, kinds: tuple[Kind, ...], seed: int) -> _Found:
    rng = np.random.default_rng(seed)
    order = shown.in_order()
    rows = arranged(shown, seen, order, rng)
    stays = Declared(shares=tuple(shares.tolist()))
    parts = spans(rows)
    if parts is None:
        return _Found(stays, "declared", Said(code="learning.decision.few_days"))
    data = DataCard(
        training=parts.training.part(),
        tuning=parts.tuning.part(),
        hold_out=parts.hold_out.part(),
        startups=len(np.unique(rows.startup)),
        offers=len(np.unique(shown.offer[order])),
        left_out=len(shown) - len(order),
        digest=digest(rows, seen.codes, shares),
    )
    startups = np.unique(parts.hold_out.owner[parts.hold_out.has_choice])
    missing = too_few(
        early=int(parts.early.has_choice.sum()),
        tuning=data.tuning.lists_with_choice,
        hold_out=data.hold_out.lists_with_choice,
        startups=len(startups),
    )
    if missing is not None:
        return _Found(stays, "declared", missing, data=data)
    return replace(_tried(parts, shares, kinds, rng), data=data)


def _tried(parts: Spans, shares: Doubles, kinds: tuple[Kind, ...], rng: np.random.Generator) -> _Found:
    training, later = parts.training, parts.hold_out
    looked_at = examination(training, training.design[:, : len(shares)] @ shares)
    found = contenders(parts.early, parts.tuning, shares, exponent=looked_at.exponent, kinds=kinds)
    best = challenger(found, kinds, parts.tuning, rng)
    results = judged(found, parts, looked_at, rng)
    in_use, decision = judge(best, results[best].gain, int(later.has_choice.sum()))
    winner = results[in_use]
    return _Found(
        model=winner.model,
        in_use=in_use,
        decision=decision,
        calibration=None if in_use == "declared" else winner.calibration,
        seen=looked_at,
        contenders=tuple(result.card for result in results.values()),
        challenger=best,
        smallest_gain=POWER_80 * results[best].gain_error,
        importance=importance(winner.model, later, seen_weights(later.position, looked_at.low), rng),
    )


def _signals(codes: tuple[str, ...], found: _Found) -> tuple[SignalCard, ...]:
    nothing: tuple[float | None, ...] = (None,) * len(codes)
    weights, above_0 = nothing, nothing
    match found.model:
        case Declared(shares=shares):
            weights = shares
        case Logit(weights=learned, weights_above_0=learned_above_0):
            weights, above_0 = learned, learned_above_0
    parts = zip(codes, weights, above_0, found.importance or nothing, strict=True)
    return tuple(
        SignalCard(code=code, weight=weight, weight_above_0=above, importance=lost)
        for code, weight, above, lost in parts
    )


def _limits(found: _Found) -> tuple[Said, ...]:
    """Return what the ranker in use cannot tell."""
    said = []
    if found.smallest_gain is not None:
        said.append(Said(code="learning.limit.smallest_gain", facts={"gain": 100 * found.smallest_gain}))
    if found.seen is not None:
        facts = {"exponent": found.seen.exponent, "low": found.seen.low, "high": found.seen.high}
        has_order = found.seen.high > 0
        said.append(Said(code="learning.limit.position", facts=facts) if has_order else _NO_POSITION)
    if found.in_use != "declared":
        said += [_ONLY_SHOWN, _RECENT, _STATED]
    if found.in_use == "boosted":
        said.append(_TOGETHER)
    return (*said, _PROXIES)


_NO_POSITION = Said(code="learning.limit.no_position")
_ONLY_SHOWN = Said(code="learning.limit.only_shown")
_RECENT = Said(code="learning.limit.recent")
_STATED = Said(code="learning.limit.stated")
_TOGETHER = Said(code="learning.limit.together")
_PROXIES = Said(code="learning.limit.proxies")
