"""Item-kNN (Sarwar et al. 2001) with the library `implicit`."""

from __future__ import annotations

import warnings
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from implicit.utils import ParameterWarning

if TYPE_CHECKING:
    from past import Past

_BY = {"cosine": CosineRecommender, "tf-idf": TFIDFRecommender, "bm25": BM25Recommender}
SETTINGS = tuple({"by": by, "nearest": nearest} for by, nearest in product(_BY, (10, 20, 50, 100, 200, 500)))


def item_knn(past: Past, by: str, nearest: int) -> np.ndarray:
    """Return summed similarities of offers with what the newcomer states, shape (newcomers, offers).

    Offers and stated values are items that start-ups have; a newcomer has the values only, and gets the
    offers among their nearest items.
    """
    offers = past.met.shape[1]
    model = _BY[by](K=nearest, num_threads=1)
    with warnings.catch_warnings():  # it warns of a conversion that it makes itself
        warnings.simplefilter("ignore", ParameterWarning)
        model.fit(sp.hstack([past.met, past.values]).tocsr().astype(np.float64), show_progress=False)
    similar = model.similarity.tocsr()[offers:, :offers]
    return np.asarray((past.asked_values @ similar).todense())
