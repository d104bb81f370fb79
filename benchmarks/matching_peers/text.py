"""BM25 (Robertson and Zaragoza 2009) with the library `bm25s`: an offer is the text of its start-ups."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import bm25s
import numpy as np

if TYPE_CHECKING:
    from past import Past

SETTINGS = tuple(
    {"k1": saturation, "b": length}
    for saturation, length in product((0.9, 1.2, 1.5, 2.0), (0.0, 0.25, 0.5, 0.75))
)


def bm25(past: Past, k1: float, b: float) -> np.ndarray:
    """Return how well the newcomer's words find each offer's text, shape (newcomers, offers)."""
    texts = (past.met.T @ past.words).tocsr()
    documents = [
        np.repeat(row.indices, row.data.astype(np.int64)).astype(str).tolist() or ["-"] for row in texts
    ]
    index = bm25s.BM25(k1=k1, b=b)
    index.index(documents, show_progress=False)
    scores = [
        index.get_scores(row.indices.astype(str).tolist()) if row.nnz else np.zeros(len(documents))
        for row in past.asked_words.tocsr()
    ]
    return np.array(scores).reshape(past.asked_words.shape[0], len(documents))
