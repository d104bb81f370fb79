"""Read by alembic: runs the steps on the connection that `diversity_platform.db.migrate` hands over."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Run the steps inside the caller's transaction."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, render_as_batch=True, transaction_per_migration=False)
    context.run_migrations()


run()
