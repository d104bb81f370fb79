"""Cities and companies, data sheets, rating runs, editions, jobs.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OPEN = sa.text("state IN ('queued', 'running')")

#: A published edition is frozen: whatever the software above does, the database refuses to change it.
_FROZEN = "a published edition never changes"
_SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER editions_frozen_update BEFORE UPDATE ON editions
    WHEN OLD.status <> 'draft' AND (
        NEW.document IS NOT OLD.document OR NEW.digest IS NOT OLD.digest OR NEW.period IS NOT OLD.period
        OR NEW.city_id IS NOT OLD.city_id OR NEW.city_slug IS NOT OLD.city_slug OR NEW.status = 'draft')
    BEGIN SELECT RAISE(ABORT, '{_FROZEN}'); END""",
    f"""CREATE TRIGGER editions_frozen_delete BEFORE DELETE ON editions WHEN OLD.status <> 'draft'
    BEGIN SELECT RAISE(ABORT, '{_FROZEN}'); END""",
)
_POSTGRESQL_TRIGGERS = (
    f"""CREATE FUNCTION refuse_change_of_edition() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{_FROZEN}'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER editions_frozen_update BEFORE UPDATE ON editions FOR EACH ROW
    WHEN (OLD.status <> 'draft' AND (
        NEW.document IS DISTINCT FROM OLD.document OR NEW.digest IS DISTINCT FROM OLD.digest
        OR NEW.period IS DISTINCT FROM OLD.period OR NEW.city_id IS DISTINCT FROM OLD.city_id
        OR NEW.city_slug IS DISTINCT FROM OLD.city_slug OR NEW.status = 'draft'))
    EXECUTE FUNCTION refuse_change_of_edition()""",
    """CREATE TRIGGER editions_frozen_delete BEFORE DELETE ON editions FOR EACH ROW
    WHEN (OLD.status <> 'draft') EXECUTE FUNCTION refuse_change_of_edition()""",
)
_TRIGGERS = {"sqlite": _SQLITE_TRIGGERS, "postgresql": _POSTGRESQL_TRIGGERS}


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("licence", sa.String(length=100), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cities"),
        sa.UniqueConstraint("slug", name="uq_cities_slug"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.String(length=100), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="ck_jobs_state"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index(
        "ix_jobs_due", "jobs", ["due_at"], unique=False, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index(
        "uq_jobs_open_key", "jobs", ["key"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "companies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_companies_city_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
        sa.UniqueConstraint("city_id", "key", name="uq_companies_city_id_key"),
    )
    op.create_table(
        "populations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["city_id"], ["cities.id"], name="fk_populations_city_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_populations"),
    )
    op.create_index("ix_populations_city_id", "populations", ["city_id"], unique=False)
    op.create_table(
        "rating_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("framework", sa.String(length=100), nullable=False),
        sa.Column("framework_digest", sa.String(length=64), nullable=False),
        sa.Column("inputs_digest", sa.String(length=64), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=60), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["city_id"], ["cities.id"], name="fk_rating_runs_city_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rating_runs"),
        sa.UniqueConstraint(
            "city_id",
            "period",
            "framework_digest",
            "inputs_digest",
            "draws",
            "seed",
            "product",
            name="uq_rating_runs_inputs",
        ),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("city_slug", sa.String(length=60), nullable=False),
        sa.Column("city_name", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status = 'draft' OR digest IS NOT NULL", name="ck_editions_frozen"),
        sa.CheckConstraint("status IN ('draft', 'published', 'withdrawn')", name="ck_editions_status"),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_editions_city_id"),
        sa.ForeignKeyConstraint(["run_id"], ["rating_runs.id"], name="fk_editions_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("city_id", "period", name="uq_editions_city_id_period"),
    )
    op.create_index("ix_editions_city_slug", "editions", ["city_slug"], unique=False)
    op.create_table(
        "financial_years",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.Double(), nullable=True),
        sa.Column("profit", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_financial_years_company_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "year", name="pk_financial_years"),
    )
    op.create_table(
        "headcount_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_headcount_sheets_company_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_headcount_sheets"),
        sa.UniqueConstraint("company_id", "period", name="uq_headcount_sheets_company_id_period"),
    )
    op.create_index("ix_headcount_sheets_period", "headcount_sheets", ["period"], unique=False)
    op.create_table(
        "population_cells",
        sa.Column("population_id", sa.Uuid(), nullable=False),
        sa.Column("attribute", sa.String(length=60), nullable=False),
        sa.Column("group", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Double(), nullable=False),
        sa.CheckConstraint("people >= 0", name="ck_population_cells_people"),
        sa.ForeignKeyConstraint(
            ["population_id"],
            ["populations.id"],
            name="fk_population_cells_population_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("population_id", "attribute", "group", name="pk_population_cells"),
    )
    op.create_table(
        "headcount_cells",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=60), nullable=False),
        sa.Column("attribute", sa.String(length=60), nullable=False),
        sa.Column("group", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.CheckConstraint("people >= 0", name="ck_headcount_cells_people"),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["headcount_sheets.id"], name="fk_headcount_cells_sheet_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sheet_id", "level", "attribute", "group", name="pk_headcount_cells"),
    )
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
