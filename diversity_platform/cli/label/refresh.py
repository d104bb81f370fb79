"""`diversity-platform label refresh`: status lists that speak for some weeks more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.label.office import BY_PASSPHRASE, IN_FOLDER, moment, office_in
from diversity_platform.cli.label.showing import write_missing, write_pages

if TYPE_CHECKING:
    from pathlib import Path


@click.command("refresh")
@IN_FOLDER
@click.option("--certificates", is_flag=True, help="Write certificates that are missing, too.")
@BY_PASSPHRASE
def command(*, folder: Path, certificates: bool, passphrase_file: Path | None) -> None:
    """Sign the status lists of FOLDER anew, and make good what a crash has left undone.

    After the days that label.toml tells, a status list says nothing any more, and verifiers cannot tell.
    """
    with office_in(folder, passphrase_file) as office:
        now = moment()
        office.publish(now)
        told = write_missing(office, now, with_certificates=certificates)
        write_pages(office, now)
        held = office.settings.lists_hold_days
    click.echo(f"The status lists speak for {held} days more. Publish {folder / 'public'} again.")
    for line in told:
        click.echo(line, err=True)
