"""What a run publishes: one document, and the tables drawn from it."""

from rating.documents.publish import Settings, publish
from rating.documents.rows import REJECTED_COLUMNS, ratings_columns, ratings_rows, rejected_rows
from rating.documents.schema import SCHEMA, RatingsDocument

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
