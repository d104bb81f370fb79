"""Points in time as credentials write them: RFC 3339, with a time zone."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """Return a moment in UTC, to the second.

    Raises
    ------
    ValueError
        If it has no time zone: nobody knows when it was.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def read(text: str) -> datetime:
    """Return the moment that a checked text tells."""
    return datetime.fromisoformat(text)
