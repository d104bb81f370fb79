"""`diversity-platform jobs resume`."""

from __future__ import annotations

import click

from diversity_platform.cli.jobs.pausing import pause_entry
from diversity_platform.cli.operating import AS_JSON


@click.command("resume")
@click.argument("name")
@AS_JSON
def command(*, name: str, as_json: bool) -> None:
    """Have the clock regard an entry of the timetable again; what it missed is not made up."""
    pause_entry(name, is_paused=False, said=f"The clock regards {name} again.", as_json=as_json)
