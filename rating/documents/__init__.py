"""What a run publishes: one document, and the tables drawn from it. The façade loads what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.facade import facade

if TYPE_CHECKING:
    from rating.documents.publication import Settings, publish
    from rating.documents.rows import REJECTED_COLUMNS, ratings_columns, ratings_rows, rejected_rows
    from rating.documents.schema import SCHEMA, RatingsDocument

_HOMES = {
    "REJECTED_COLUMNS": "rating.documents.rows",
    "SCHEMA": "rating.documents.schema",
    "RatingsDocument": "rating.documents.schema",
    "Settings": "rating.documents.publication",
    "publish": "rating.documents.publication",
    "ratings_columns": "rating.documents.rows",
    "ratings_rows": "rating.documents.rows",
    "rejected_rows": "rating.documents.rows",
}

__all__ = [
    "REJECTED_COLUMNS",
    "SCHEMA",
    "RatingsDocument",
    "Settings",
    "publish",
    "ratings_columns",
    "ratings_rows",
    "rejected_rows",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
