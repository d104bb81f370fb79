"""Vectors from the letters of a text and the concepts it names; no model to download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.linalg import eigh
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from connector.matching.text.plain import words_of
from connector.matching.text.terms import all_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Floats

#: Sequences of letters inside words: what languages share, and words that differ by an ending.
_LETTERS = (3, 4)
#: Sequences are counted in so many places instead of by a list of all; few share one.
_PLACES = 2**15
#: How much of a text that names concepts is said by them, the rest by its letters.
_CONCEPTS = 0.5
#: Up to so many texts the reduction is exact; beyond, its cost grows too fast.
_FEW = 1_000
#: Passes of the randomised SVD over the texts: sharper directions for each.
_ITERATIONS = 4
#: The reduction is learned from so many texts at most, drawn from all; further ones hardly change it.
_LEARNED_FROM = 5_000
#: A text that keeps less than this of its length has next to nothing in common with any other.
_NOTHING = 1e-3


@dataclass(frozen=True, slots=True)
class TfIdfEmbedder:
    """TF-IDF of sequences of letters and of concepts in seven languages, reduced by a truncated SVD [1]_.

    Each text is a vector of two parts of fixed length: the sequences of 3 and 4 letters of its words, and the
    concepts of ``terms.toml`` that it names. So texts in one language meet in their words, and texts in
    different languages in their concepts. The reduction is learned from the texts themselves: no knowledge
    from elsewhere, and no language better known than another, but for the list of terms.

    Attributes
    ----------
    dimensions
        Of the vectors. Where there are no more texts than dimensions, nothing is lost.
    seed
        Of the randomised SVD: the same texts give the same vectors.

    Notes
    -----
    .. [1] Deerwester, S. et al. (1990), Indexing by latent semantic analysis, JASIS 41(6):391-407.
    """

    dimensions: int = 128
    seed: int = 0

    def embed(self, startups: Sequence[str], offers: Sequence[str]) -> tuple[Floats, Floats]:
        """Return a vector for each text; see `connector.matching.text.Embedder`."""
        found = self._vectors([*startups, *offers])
        return found[: len(startups)], found[len(startups) :]

    def _vectors(self, texts: Sequence[str]) -> Floats:
        # texts of the same words are one text: they get one vector, and count once for what is usual
        plain = [" ".join(words_of(text)) for text in texts]
        number = {text: row for row, text in enumerate(sorted({*plain} - {""}), start=1)}
        vectors: Floats = np.zeros((1 + len(number), self.dimensions), np.float32)
        if number:
            reduced = self._reduced(_weights([text.split() for text in number]))
            vectors[1:, : reduced.shape[1]] = reduced
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > _NOTHING)
        # the first row is that of texts without words
        return unit[[number.get(text, 0) for text in plain]]

    def _reduced(self, weights: Any) -> Floats:  # noqa: ANN401 - SciPy ships no types
        count = weights.shape[0]
        if count <= _FEW:
            # all products of the texts with each other, and the directions that say most of them: exact
            products = (weights @ weights.T).toarray().astype(np.float64)
            kept = (max(count - self.dimensions, 0), count - 1)
            values, directions = eigh(products, subset_by_index=kept)
            values[values < _NOTHING**2] = 0.0  # what is left of directions that say nothing
            exact: Floats = (directions * np.sqrt(values)).astype(np.float32)
            return exact
        drawn = np.random.default_rng(self.seed).choice(count, min(count, _LEARNED_FROM), replace=False)
        _, _, directions = randomized_svd(
            weights[np.sort(drawn)], self.dimensions, n_iter=_ITERATIONS, random_state=self.seed
        )
        reduced: Floats = (weights @ directions.T).astype(np.float32)
        return reduced


def _weights(texts: list[list[str]]) -> Any:  # noqa: ANN401 - SciPy ships no types
    """Return the two parts of each text side by side, each row of length 1."""
    letters = TfidfTransformer(sublinear_tf=True).fit_transform(_letters(texts))
    terms = all_terms()
    counter = CountVectorizer(analyzer=terms.concepts_of, vocabulary=terms.concepts, dtype=np.float32)
    concepts = TfidfTransformer(sublinear_tf=True).fit_transform(counter.transform(texts))
    both = sparse.hstack([letters * (1 - _CONCEPTS) ** 0.5, concepts * _CONCEPTS**0.5], format="csr")
    return normalize(both, copy=False)


def _letters(texts: list[list[str]]) -> Any:  # noqa: ANN401 - SciPy ships no types
    """Return how often each sequence of letters stands in each text: taken from each different word once."""
    counter = CountVectorizer(analyzer=list, dtype=np.float32)
    words = counter.fit_transform(texts)
    sequences = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=_LETTERS,
        n_features=_PLACES,
        norm=None,
        alternate_sign=False,
        dtype=np.float32,
    )
    return words @ sequences.transform(counter.get_feature_names_out())
