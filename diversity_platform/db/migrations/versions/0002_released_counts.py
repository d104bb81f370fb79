"""The counts behind ratings as they were released, so that later editions can stand beside them.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: The counts are frozen with their edition.
_FROZEN = "a published edition never changes"
_SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER editions_frozen_counts BEFORE UPDATE ON editions
    WHEN OLD.status <> 'draft' AND NEW.released IS NOT OLD.released
    BEGIN SELECT RAISE(ABORT, '{_FROZEN}'); END""",
)
_POSTGRESQL_TRIGGERS = (
    """CREATE TRIGGER editions_frozen_counts BEFORE UPDATE ON editions FOR EACH ROW
    WHEN (OLD.status <> 'draft' AND NEW.released IS DISTINCT FROM OLD.released)
    EXECUTE FUNCTION refuse_change_of_edition()""",
)
_TRIGGERS = {"sqlite": _SQLITE_TRIGGERS, "postgresql": _POSTGRESQL_TRIGGERS}


def upgrade() -> None:
    """Add the columns; what was rated before has to be rated again before it can be published."""
    op.add_column("rating_runs", sa.Column("released", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "rating_runs", sa.Column("earlier_digest", sa.String(length=64), nullable=False, server_default="")
    )
    op.add_column("rating_runs", sa.Column("public_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("editions", sa.Column("released", sa.Text(), nullable=False, server_default=""))
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
