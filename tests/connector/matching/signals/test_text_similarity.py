from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.signals import shelf
from connector.words import say
from tests.connector.builders import columns, incubator, startup

SIGNAL = shelf()["text_similarity"]


def similarity(first: list[list[float]], second: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return values and whether they are known, of texts with these vectors."""
    startups, offers, codes = columns(
        [startup(f"s{number}") for number in range(len(first))],
        [incubator(f"c{number}") for number in range(len(second))],
    )
    return SIGNAL.values(
        replace(startups, text=np.array(first, np.float32)),
        replace(offers, text=np.array(second, np.float32)),
        codes,
    )


def test_it_is_the_cosine_and_not_below_0() -> None:
    value, is_known = similarity([[1, 0], [0.6, 0.8]], [[1, 0], [0, 1], [-1, 0]])
    assert np.abs(value - [[1, 0, 0], [0.6, 0.8, 0]]).max() < 0.001
    assert is_known.all()


def test_a_text_without_a_vector_is_not_known() -> None:
    _, is_known = similarity([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    assert is_known.tolist() == [[True, False], [False, False]]


@given(seed=st.integers(0, 2**32 - 1), dimensions=st.integers(1, 400))
@settings(max_examples=20)
def test_sums_are_exact_in_any_order(seed: int, dimensions: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=(7, dimensions))
    unit = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    order = rng.permutation(dimensions)
    value, _ = similarity(unit.tolist(), unit.tolist())
    turned, _ = similarity(unit[:, order].tolist(), unit[:, order].tolist())
    assert np.array_equal(value, turned)
    assert np.abs(value - np.clip(unit @ unit.T, 0, 1)).max() < 2**-11 * dimensions**0.5 + 1e-6


def test_a_text_that_is_stated_and_cannot_be_compared_is_not_said_to_be_missing() -> None:
    _, _, codes = columns([], [])
    both = startup(text="?"), incubator(text="!")
    assert (
        say(SIGNAL.because(*both, None, codes), "en")
        == "The descriptions have no words that can be compared."
    )
    one = startup(text="Bread"), incubator()
    assert (
        say(SIGNAL.because(*one, None, codes), "en")
        == "Descriptions cannot be compared. Not stated: the offer’s description."
    )
