"""What a matching or a self-check publishes: one document, and what is drawn from it alone.

The façade loads what is asked for: a self-check of the label needs no engine of matching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.facade import facade

if TYPE_CHECKING:
    from connector.documents.build import match_document
    from connector.documents.schema import SCHEMA, MatchDocument

_HOMES = {
    "SCHEMA": "connector.documents.schema",
    "MatchDocument": "connector.documents.schema",
    "match_document": "connector.documents.build",
}

__all__ = ["SCHEMA", "MatchDocument", "match_document"]

__getattr__, __dir__ = facade(__name__, _HOMES)
