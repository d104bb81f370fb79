"""Inserting what may be there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.model import Model


def insert_unless_there(db: AsyncSession, table: type[Model]) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that leaves alone what is there under the same unique key; add `values` to it."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
