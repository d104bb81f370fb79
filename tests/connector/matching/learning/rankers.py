"""Rankers as if they had been learned, whose gate passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.learning.card import NEVER_SEES, Calibration, ModelCard, Said, SignalCard
from connector.matching.learning.ranker import VERSION, Learned
from connector.matching.learning.ranker.models import Boosted, Declared, Logit
from connector.matching.scoring import declared_weights
from tests.connector.matching.learning.calls import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

    from connector.matching.learning.ranker.models import Model

#: Log-odds of a pair of which nothing is known.
AT_REST = -2.0
_NEVER = -1


def ranker(
    model: Model,
    *,
    codes: Sequence[str] = CODES,
    line: tuple[float, float] = (1.0, AT_REST),
    judged_beside: str | None = None,
) -> Learned:
    """Give a model its card, and a calibration of this slope and intercept."""
    is_declared = isinstance(model, Declared)
    replaced = Said(code="learning.decision.replaced", facts={"gain": 5.0, "low": 3.0, "high": 7.0, "n": 300})
    card = ModelCard(
        version=VERSION,
        weights_version=judged_beside or declared_weights().version,
        libraries={},
        seed=0,
        in_use=model.kind,
        decision=Said(code="learning.decision.few_days") if is_declared else replaced,
        signals=tuple(
            SignalCard(code=code, weight=None, weight_above_0=None, importance=None) for code in codes
        ),
        never_sees=NEVER_SEES,
        limits=(),
    )
    calibration = None if is_declared else Calibration(slope=line[0], intercept=line[1])
    return Learned(signals=tuple(codes), model=model, calibration=calibration, card=card)


def stays(codes: Sequence[str] = CODES) -> Learned:
    """Return what is learned where nothing beats the declared weights."""
    return ranker(Declared(shares=tuple([1 / len(codes)] * len(codes))), codes=codes)


def logit(rng: Generator, codes: Sequence[str] = CODES) -> Learned:
    """Draw a conditional logit: of some signals it reads nothing, of some that they are above 0."""
    weights, above_0 = rng.random((2, len(codes))) * [[3.0], [1.0]]
    weights[rng.random(len(codes)) < 0.2] = 0.0
    above_0[rng.random(len(codes)) < 0.6] = 0.0
    return ranker(Logit(weights=tuple(weights), weights_above_0=tuple(above_0)), codes=codes)


def trees(rng: Generator, codes: Sequence[str] = CODES, *, count: int = 12, splits: int = 7) -> Learned:
    """Draw trees that never fall in any column, as trees are grown: leaf after leaf is split."""
    return ranker(boosted(rng, len(codes), count=count, splits=splits), codes=codes)


def boosted(rng: Generator, signals: int, *, count: int, splits: int) -> Boosted:
    """Draw such trees alone."""
    roots: list[int] = []
    nodes: list[list[float]] = []  # column, threshold, left, right, value
    for _ in range(count):
        roots.append(len(nodes))
        nodes.append([0, 0.0, _NEVER, _NEVER, 0.0])
        leaves = [roots[-1]]  # from left to right
        for _ in range(int(rng.integers(0, splits + 1))):
            place = int(rng.integers(len(leaves)))
            column = int(rng.integers(2 * signals))
            threshold = round(float(rng.random()), 2) if column < signals else 0.0
            nodes[leaves[place]] = [column, threshold, len(nodes), len(nodes) + 1, 0.0]
            leaves[place : place + 1] = [len(nodes), len(nodes) + 1]
            nodes += [[0, 0.0, _NEVER, _NEVER, 0.0] for _ in range(2)]
        for leaf, value in zip(leaves, np.sort(rng.normal(0.0, 0.4, len(leaves))).tolist(), strict=True):
            nodes[leaf][4] = value
    column, threshold, left, right, value = zip(*nodes, strict=True)
    return Boosted(
        signals=signals, base=0.1, roots=tuple(roots), column=column, threshold=threshold, left=left,
        right=right, value=value,
    )  # fmt: skip


#: How to draw one of each kind.
DRAWN = {"logit": logit, "trees": trees}
