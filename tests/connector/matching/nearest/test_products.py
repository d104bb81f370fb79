"""The nearest items, against all products."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.nearest import nearest, packed


def whole_vectors(rng: np.random.Generator, rows: int, dimensions: int) -> np.ndarray:
    """Draw small whole numbers: their products are exact in single precision, and many are equal."""
    return rng.integers(-3, 4, (rows, dimensions)).astype(np.float32)


def brute_force(queries: np.ndarray, items: np.ndarray, k: int, is_allowed: np.ndarray) -> list[list[int]]:
    products = np.where(is_allowed, queries.astype(np.int64) @ items.T.astype(np.int64), -(10**9))
    order = np.argsort(-products, axis=1, kind="stable")[:, :k]
    order = np.where(np.take_along_axis(products, order, axis=1) == -(10**9), -1, order)
    return np.pad(order, ((0, 0), (0, max(k - len(items), 0))), constant_values=-1).tolist()


@settings(max_examples=60)
@given(
    st.integers(0, 9999),
    st.integers(0, 150),
    st.sampled_from([0, 1, 40, 257]),
    st.integers(1, 12),
    st.sampled_from([1, 5, 20]),
    st.sampled_from([0.1, 1.0]),
)
def test_the_nearest_are_those_of_all_products(  # noqa: PLR0917 - what hypothesis draws
    seed: int, rows: int, columns: int, dimensions: int, k: int, share: float
) -> None:
    rng = np.random.default_rng(seed)
    queries, items = whole_vectors(rng, rows, dimensions), whole_vectors(rng, columns, dimensions)
    flags = rng.random((rows, columns)) < share
    expected = brute_force(queries, items, k, flags)
    for mask in (flags, packed(flags)):
        indices, scores = nearest(queries, items, k, mask)
        assert indices.tolist() == expected
        products = (
            np.take_along_axis(queries @ items.T, np.maximum(indices, 0), axis=1) if columns else scores
        )
        assert np.array_equal(scores, np.where(indices < 0, -np.inf, products))


def test_more_rows_than_a_block_are_all_looked_at_each_with_its_own_mask() -> None:
    """20,000 items take more than one block of rows."""
    rng = np.random.default_rng(5)
    queries, items = whole_vectors(rng, 230, 8), whole_vectors(rng, 20_000, 8)
    for flags in (np.ones((230, 20_000), bool), rng.random((230, 20_000)) < 0.01):
        indices, _ = nearest(queries, items, 7, flags)
        assert indices.tolist() == brute_force(queries, items, 7, flags)


def test_of_vectors_of_length_one_the_largest_products_are_the_smallest_distances() -> None:
    rng = np.random.default_rng(6)
    queries, items = rng.standard_normal((30, 24)), rng.standard_normal((500, 24))
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    items /= np.linalg.norm(items, axis=1, keepdims=True)
    distances = ((queries[:, None] - items[None]) ** 2).sum(axis=2)
    indices, _ = nearest(queries.astype(np.float32), items.astype(np.float32), 9)
    assert indices.tolist() == np.argsort(distances, axis=1)[:, :9].tolist()


def test_vectors_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="shapes"):
        nearest(np.zeros((2, 3), np.float32), np.zeros((2, 4), np.float32), 1)
