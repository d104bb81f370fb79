"""What can be wrong with a database, in words for the person who starts the product."""

from __future__ import annotations


class DatabaseError(Exception):
    """Base: the database cannot be used as it is."""


class DatabaseNotUsableError(DatabaseError):
    """It cannot be opened, created or written."""


class NewerDatabaseError(DatabaseError):
    """It was made by a later version of the product."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is at revision {revision}, which this version does not know: a later version of "
            "the product made it. Start that version, or name another database."
        )
        self.revision = revision


class ForeignDatabaseError(DatabaseError):
    """It holds tables, but not ours."""

    def __init__(self, tables: list[str]) -> None:
        named = ", ".join(tables[:5])
        super().__init__(
            f"The database holds tables that are not of this product ({named}). Name an empty database or "
            "another file; nothing was changed."
        )
        self.tables = tables
