"""`diversity-platform status`: how an installation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from diversity_platform.cli.operating import AS_JSON, operate, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import State
    from diversity_platform.settings import Settings

#: code of what needs a person -> what to do about it
_REMEDIES = {
    "failed-jobs": "Jobs have failed: diversity-platform jobs list --state failed",
    "no-worker": "No worker runs: start diversity-platform worker",
    "long-wait": "Jobs have waited for more than ten minutes: are the workers busy? Start more.",
    "little-room": "The disk has little room left.",
}


@click.command("status")
@AS_JSON
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Tell how the installation stands. Exit status 1 where something needs a person."""
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations import overview  # noqa: PLC0415

    async def read(database: Database, _settings: Settings) -> State:
        async with database.reading() as db:
            return await overview.state(db, now=utc_now())

    found = operate(read, as_json=as_json)
    show(found, as_json=as_json, lines=lambda: _lines(found))
    ctx.exit(1 if found.needs_a_person else 0)


def _lines(found: State) -> list[str]:
    there = sum(worker.is_there for worker in found.workers)
    free = f", {found.bytes_free:,} bytes free" if found.bytes_free is not None else ""
    done, wait = found.queue.done_in_the_last_hour, found.queue.longest_wait
    return [
        f"Diversity Platform {found.version}, {found.database}, schema {found.revision}",
        f"Database: {found.bytes_used:,} bytes{free}",
        f"Workers: {there}",
        f"Jobs: {_counted(found.queue.by_state)}",
        f"Mails: {_counted(found.mails)}",
        f"Done in the last hour: {done:,}; longest wait now: {wait:,.0f} s",
        *(f"To do: {_REMEDIES[code]}" for code in found.needs_a_person),
    ]


def _counted(by_state: Mapping[Any, int]) -> str:
    return ", ".join(f"{number:,} {state}" for state, number in by_state.items())
