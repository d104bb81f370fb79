"""`diversity-platform jobs cancel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.jobs.changing import change_jobs
from diversity_platform.cli.operating import AS_JSON, Identifier

if TYPE_CHECKING:
    from uuid import UUID


@click.command("cancel")
@click.argument("ids", metavar="ID...", type=Identifier(), nargs=-1, required=True)
@AS_JSON
def command(*, ids: tuple[UUID, ...], as_json: bool) -> None:
    """Stop the jobs ID. One that runs stops within a second or where it next tells how far it is."""
    change_jobs("cancel_job", ids, "cancelled, or about to be", as_json=as_json)
