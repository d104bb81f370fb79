"""The audit: who did what, when, on whose behalf.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Whatever the software above does, the database keeps what was written.
_KEPT = "the audit is only added to"
_SQLITE = (
    f"""CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries
    BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END""",
    f"""CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries
    BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END""",
)
_POSTGRESQL = (
    f"""CREATE FUNCTION refuse_change_of_audit() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{_KEPT}'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER audit_entries_change BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW
    EXECUTE FUNCTION refuse_change_of_audit()""",
    """CREATE TRIGGER audit_entries_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_change_of_audit()""",
)
_TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    for column in ("action", "actor", "thing", "city_id"):
        op.create_index(f"ix_audit_entries_{column}", "audit_entries", [column, "id"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
