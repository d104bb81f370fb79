"""A document as the one sequence of statements that is hashed, whatever its order and layout.

RDF Dataset Canonicalization (RDFC-1.0), by PyLD. Nodes without a name that look alike are told apart by
trying their orders. A document can be made so that this never ends, and that happens before its signature is
known to be good: so the trying is metered.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any, Final

from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver

from connector.label.credential.contexts import load_context
from connector.label.credential.errors import NotACredentialError, TooIntricateError, UnknownContextError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyld.identifier_issuer import IdentifierIssuer

    #: Address and options of a JSON-LD processor -> the vocabulary there, as such processors want it.
    Load = Callable[[str, object], dict[str, Any]]

#: Orders tried for one document. What we issue needs none; 40 pieces of evidence without names need some 40.
MOST_TRIED: Final = 5_000


def canonical(document: Mapping[str, Any], load: Load = load_context) -> bytes:
    """Return the statements of a JSON-LD document as sorted N-Quads.

    Parameters
    ----------
    document
        Its vocabularies are among those that are kept.
    load
        Where vocabularies come from.

    Raises
    ------
    UnknownContextError
        If a vocabulary is not.
    TooIntricateError
        If too many nameless parts look alike, or parts are inside each other without end.
    NotACredentialError
        If it is no JSON-LD.
    """
    try:
        statements = _statements(document, load)
        # the same call that `jsonld.normalize` makes, on the metered form of the algorithm
        told: str = _Metered().main(statements, {"format": "application/n-quads"})
    except jsonld.JsonLdError as error:
        raise _told(error) from error
    except RecursionError as error:
        raise TooIntricateError("Parts of the document are too deep inside each other.") from error
    return told.encode()


class _Kept(threading.local):
    """Vocabularies as PyLD has read them, for each thread: what it keeps for all of them breaks."""

    def __init__(self) -> None:
        self.read: dict[str, Any] = {}


_kept: Final = _Kept()

#: As many as the pinned vocabularies and their inner ones come to, and some. A document that brings words of
#: its own adds them to what is kept: above this the thread starts anew, and its memory stays bounded.
_MOST_KEPT: Final = 64


def _statements(document: Mapping[str, Any], load: Load) -> dict[str, Any]:
    """Return the statements of a document by graph, as PyLD has them."""
    read = _kept.read if load is load_context else {}
    if len(read) > _MOST_KEPT:
        read.clear()
    options = {
        "documentLoader": load,
        "contextResolver": ContextResolver(read, load),
        "produceGeneralizedRdf": False,
    }
    try:
        statements: dict[str, Any] = jsonld.to_rdf(document, options)
    except BaseException:
        # whatever was being read may be kept by half
        read.clear()
        raise
    return statements


def _told(error: BaseException) -> UnknownContextError | NotACredentialError:
    """Return what a processor's error comes to: it wraps those of the loader."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, UnknownContextError):
            return seen
        seen = getattr(seen, "cause", None) or seen.__cause__
    return NotACredentialError((f"no JSON-LD: {str(error).splitlines()[0]}",))


class _Metered(URDNA2015):  # type: ignore[misc]  # PyLD has no types
    """The algorithm with an end: every order that may be tried is counted before it is."""

    def __init__(self) -> None:
        super().__init__()
        self._tried = 0

    def create_hash_to_related(self, id_: str, issuer: IdentifierIssuer) -> dict[str, list[str]]:
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        orders = sum(math.factorial(min(len(alike), 12)) for alike in related.values())
        # each order copies all names that were given on the way
        self._tried += 1 + orders * (1 + len(issuer.order) // 10)
        if self._tried > MOST_TRIED:
            raise TooIntricateError("Too many nameless parts of the document look alike.")
        return related
