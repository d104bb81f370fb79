"""Factorisations of the library `implicit`: ALS with stated values as items, BPR of values and offers."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.bpr import BayesianPersonalizedRanking

if TYPE_CHECKING:
    from past import Past

ALS = tuple(
    {"factors": factors, "regularization": strength, "alpha": alpha}
    for factors, strength, alpha in product((8, 16, 32), (0.1, 1.0, 10.0, 30.0), (1.0, 5.0))
)
BPR = tuple(
    {"factors": factors, "iterations": iterations, "regularization": strength}
    for factors, iterations, strength in product((8, 16, 32), (50, 150), (0.01, 0.1))
)


def als(past: Past, factors: int, regularization: float, alpha: float) -> np.ndarray:
    """Return scores of offers, shape (newcomers, offers).

    Start-ups are users; offers and stated values are items. A newcomer is folded in by what it states (Hu,
    Koren and Volinsky 2008).
    """
    offers = past.met.shape[1]
    model = AlternatingLeastSquares(
        factors=factors,
        regularization=regularization,
        alpha=alpha,
        iterations=15,
        random_state=0,
        num_threads=1,
    )
    model.fit(sp.hstack([past.met, past.values]).tocsr().astype(np.float32), show_progress=False)
    nobody = sp.csr_matrix((past.asked_values.shape[0], offers))
    asked = sp.hstack([nobody, past.asked_values]).tocsr().astype(np.float32)
    users = model.recalculate_user(np.arange(asked.shape[0]), asked)
    return np.asarray(users) @ np.asarray(model.item_factors)[:offers].T


def bpr(past: Past, factors: int, iterations: int, regularization: float) -> np.ndarray:
    """Return scores of offers, shape (newcomers, offers).

    Stated values are users that met the offers of their start-ups; a newcomer is the mean of its values (as
    LightFM does with the features of a user), trained with BPR (Rendle et al. 2009).
    """
    together = (past.values.T @ past.met).tocsr().astype(np.float32)
    if not together.nnz or not past.asked_values.nnz:
        return np.zeros((past.asked_values.shape[0], past.met.shape[1]))
    model = BayesianPersonalizedRanking(
        factors=factors,
        iterations=iterations,
        regularization=regularization,
        random_state=0,
        num_threads=1,
        verify_negative_samples=True,
    )
    model.fit(together, show_progress=False)
    share = sp.diags(1 / np.maximum(np.asarray(past.asked_values.sum(axis=1)).ravel(), 1)) @ past.asked_values
    return np.asarray(share @ model.user_factors) @ np.asarray(model.item_factors).T
