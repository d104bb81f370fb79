"""`diversity-platform jobs discard`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.jobs.changing import change_jobs
from diversity_platform.cli.operating import AS_JSON, Identifier

if TYPE_CHECKING:
    from uuid import UUID


@click.command("discard")
@click.argument("ids", metavar="ID...", type=Identifier(), nargs=-1, required=True)
@AS_JSON
def command(*, ids: tuple[UUID, ...], as_json: bool) -> None:
    """Put the failed jobs ID away: somebody has looked at them, and they need nothing more."""
    change_jobs("discard_job", ids, "put away", as_json=as_json)
