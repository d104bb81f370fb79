"""What the commands that change jobs have in common: some ids, one verb, all of them or none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import operate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings


def change_jobs(verb: str, ids: Sequence[UUID], done: str, *, as_json: bool) -> None:
    """Do something with jobs, in one transaction.

    Parameters
    ----------
    verb
        Name of a function of `operations.service`.
    done
        What the line of each job says in the end.
    """
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.errors import JobNotFoundError, WrongStateError  # noqa: PLC0415
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations import service  # noqa: PLC0415

    async def change(database: Database, _settings: Settings) -> list[UUID]:
        async with database.writing.begin() as db:
            acting = getattr(service, verb)
            return [(await acting(db, one, by=command_line(), now=utc_now())).id for one in ids]

    changed = operate(change, as_json=as_json, refusals=(JobNotFoundError, WrongStateError))
    if as_json:
        click.echo(json.dumps({"done": verb, "jobs": [str(one) for one in changed]}))
        return
    for asked, one in zip(ids, changed, strict=True):
        click.echo(f"{asked}: {done}" if asked == one else f"{asked}: the same is queued already, as {one}")
