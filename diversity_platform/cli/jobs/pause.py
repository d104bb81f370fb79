"""`diversity-platform jobs pause`."""

from __future__ import annotations

import click

from diversity_platform.cli.jobs.pausing import pause_entry
from diversity_platform.cli.operating import AS_JSON


@click.command("pause")
@click.argument("name")
@AS_JSON
def command(*, name: str, as_json: bool) -> None:
    """Have the clock pass over an entry of the timetable."""
    pause_entry(name, is_paused=True, said=f"The clock passes over {name}.", as_json=as_json)
