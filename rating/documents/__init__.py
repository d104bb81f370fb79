"""What a run publishes: one document, and the tables drawn from it. The façade loads what is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: whatever the home holds
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
