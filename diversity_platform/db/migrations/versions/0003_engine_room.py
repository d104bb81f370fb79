"""Jobs: lanes, cancelling, the timetable, and who works.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('queued', 'running')")
_STATES = "state IN ('queued', 'running', 'done', 'failed', 'cancelled')"
_LANES = "lane IN ('urgent', 'usual', 'long')"
#: Workers that wait are told of a job once it is committed.
_POSTGRESQL = (
    """CREATE FUNCTION tell_of_jobs() RETURNS trigger AS $$
    BEGIN PERFORM pg_notify('diversity_jobs', ''); RETURN NULL; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER jobs_told AFTER INSERT ON jobs FOR EACH STATEMENT EXECUTE FUNCTION tell_of_jobs()""",
)


def upgrade() -> None:
    """Add to the jobs; those that are there go on."""
    op.drop_index("ix_jobs_due", "jobs")
    op.drop_index("uq_jobs_open_key", "jobs")
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("lane", sa.String(length=10), nullable=False, server_default="usual"))
        jobs.add_column(sa.Column("is_cancel_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        jobs.add_column(sa.Column("asked_by", sa.String(length=200), nullable=False, server_default=""))
        jobs.drop_constraint("ck_jobs_state", type_="check")
        jobs.create_check_constraint("ck_jobs_state", _STATES)
        jobs.create_check_constraint("ck_jobs_lane", _LANES)
    op.create_index(
        "ix_jobs_due", "jobs", ["lane", "due_at", "id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index(
        "uq_jobs_open_key", "jobs", ["key"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("ix_jobs_finished_at", "jobs", ["finished_at"])
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_schedules"),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)
