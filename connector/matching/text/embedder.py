"""What turns texts into vectors. A deployment may bring its own model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from connector.matching.text.unread import without_persons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Floats
    from connector.parties import Parties


class Embedder(Protocol):
    """From texts to vectors whose product says how alike two texts are."""

    def embed(self, startups: Sequence[str], offers: Sequence[str]) -> tuple[Floats, Floats]:
        """Return a vector for each text.

        Parameters
        ----------
        startups, offers
            The texts of both sides, in any language.

        Returns
        -------
        tuple
            Shape (n, dimensions) and (m, dimensions). Vectors of length 1; zeros for a text that is empty or
            says nothing that could be compared: it is not known how alike it is, which is not the same as 0.
        """
        ...


def text_vectors(parties: Parties, embedder: Embedder) -> tuple[Floats, Floats]:
    """Return the vectors of the texts of all parties, for `startup_columns` and `offer_columns`.

    Words for who somebody is are taken out before.

    Parameters
    ----------
    parties
        n start-ups and m offers.
    embedder
        What to turn them with.

    Returns
    -------
    tuple
        Shape (n, dimensions) and (m, dimensions).
    """
    return embedder.embed(
        [without_persons(startup.text) for startup in parties.startups],
        [without_persons(offer.text) for offer in parties.offers],
    )
