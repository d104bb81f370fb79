"""Trees grown one after the other on what the earlier ones leave unexplained, never falling in any signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from connector.matching.learning.ranker.trees import LEAF, Trees, sum_of_trees

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Flags, Integers

#: Signals are coarse; more steps than these tell nothing apart and take longer.
_STEPS = 127
_LEARNING_RATE, _RIDGE = 0.1, 1.0
_CHECKED_ROWS, _TOLERANCE = 256, 1e-6
#: So many rows that were not chosen are kept for each that was, and so many rows in all, at least.
_PER_CHOICE, _KEPT = 3, 100_000


class Grown(NamedTuple):
    """Trees and what they are added to, in log-odds of being chosen."""

    base: float
    trees: Trees


class Growth(NamedTuple):
    """How far trees may grow.

    Attributes
    ----------
    trees
        How many.
    leaves
        Of each tree, at most: 2 allow for no interplay of signals.
    rows
        In each leaf, at least.
    """

    trees: int
    leaves: int
    rows: int


def thinned(is_chosen: Flags, drawn: Integers) -> tuple[Integers, Doubles]:
    """Return which rows to fit trees to, and by how much each counts for those that are left out.

    What was not chosen says little where choices are rare: three such rows for each choice tell almost as
    much as all (case-control sampling: King, G. and Zeng, L. (2001), Political Analysis 9:137), in a
    fraction of the time. Few rows are all kept.

    Parameters
    ----------
    is_chosen
        Shape (rows,).
    drawn
        A random order of the rows, by which some are left out, shape (rows,).

    Returns
    -------
    tuple of numpy.ndarray
        Numbers of rows, rising, and weights: 1 for what was chosen.
    """
    chosen = int(is_chosen.sum())
    passed = np.flatnonzero(~is_chosen)
    wanted = max(_PER_CHOICE * chosen, _KEPT - chosen)
    kept = passed[np.argsort(drawn[passed])[:wanted]]
    rows = np.sort(np.concatenate([np.flatnonzero(is_chosen), kept]))
    return rows, np.where(is_chosen[rows], 1.0, len(passed) / max(len(kept), 1))


def fit_boosted(design: Doubles, is_chosen: Flags, weights: Doubles, growth: Growth) -> Grown:
    """Grow trees for the log-odds that a row is chosen.

    Gradient boosting on histograms (Friedman 2001; scikit-learn's ``HistGradientBoostingClassifier``), with
    each column held to a rising effect. The library's own form cannot be kept without running code from a
    file, so its nodes are read out into arrays; since they are private to it, the arrays are compared with it
    at once.

    Parameters
    ----------
    design
        Shape (rows, columns), finite.
    is_chosen
        Shape (rows,), both kinds.
    weights
        How much each row counts, shape (rows,).
    growth
        How far.

    Raises
    ------
    RuntimeError
        If this version of scikit-learn keeps its trees otherwise than expected.
    """
    # In steps already, so that scikit-learn need not look for them: with weights it sorts each column once
    # for every step, which takes longer than all trees.
    edges = [_edges(column) for column in design.T]
    steps = np.empty_like(design)
    for number, column in enumerate(design.T):
        steps[:, number] = np.searchsorted(edges[number], column, side="left")
    model = HistGradientBoostingClassifier(
        max_iter=growth.trees,
        max_leaf_nodes=growth.leaves,
        min_samples_leaf=growth.rows,
        learning_rate=_LEARNING_RATE,
        l2_regularization=_RIDGE,
        max_bins=_STEPS,
        monotonic_cst=np.ones(design.shape[1], np.int8),
        early_stopping=False,
        # what it would draw are the rows to find steps by
        random_state=0,
    )
    model.fit(steps, is_chosen, sample_weight=weights)
    grown = _read_out(model, edges)
    some = slice(None, None, max(1, len(design) // _CHECKED_ROWS))
    away = np.abs(sum_of_trees(grown.trees, design[some], grown.base) - model.decision_function(steps[some]))
    if not (away <= _TOLERANCE).all():
        raise RuntimeError("This version of scikit-learn keeps its trees otherwise than expected.")
    return grown


def _edges(column: Doubles) -> Doubles:
    """Return where a column may be split: a value goes left of an edge if it is at most the edge."""
    values = np.unique(column)
    if len(values) <= _STEPS:
        return values[:-1]
    return np.unique(np.quantile(column, np.linspace(0.0, 1.0, _STEPS + 1)[1:-1]))


def _read_out(model: HistGradientBoostingClassifier, edges: list[Doubles]) -> Grown:
    # The only reader of private attributes; `fit_boosted` compares what comes out of it.
    nodes = [stage[0].nodes for stage in model._predictors]  # noqa: SLF001 - as told above
    sizes = np.array([len(tree) for tree in nodes], np.int64)
    roots: Integers = np.cumsum(sizes) - sizes
    shift = np.repeat(roots, sizes)
    joined = np.concatenate(nodes)
    is_leaf = joined["is_leaf"].astype(np.bool_)
    column = np.where(is_leaf, 0, joined["feature_idx"]).astype(np.int64)
    # split between two steps: at the edge between them
    step = np.where(is_leaf, 0, np.floor(joined["num_threshold"])).astype(np.int64)
    threshold = [0.0 if leaf else edges[c][s] for leaf, c, s in zip(is_leaf, column, step, strict=True)]
    trees = Trees(
        roots=roots,
        column=column,
        threshold=np.array(threshold, np.float64),
        left=np.where(is_leaf, LEAF, joined["left"].astype(np.int64) + shift),
        right=np.where(is_leaf, LEAF, joined["right"].astype(np.int64) + shift),
        value=np.where(is_leaf, joined["value"], 0.0).astype(np.float64),
    )
    return Grown(float(model._baseline_prediction.item()), trees)  # noqa: SLF001 - as above
