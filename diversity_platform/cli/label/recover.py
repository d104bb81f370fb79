"""`diversity-platform label recover`: a lost folder made anew out of what was published."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from connector.label.issuing.folder import looking_at
from connector.label.issuing.recovery import recover
from diversity_platform.cli.label.facts import SHOWN
from diversity_platform.cli.label.office import BY_PASSPHRASE, IN_FOLDER, moment, passphrase_from, refusing
from diversity_platform.cli.label.showing import write_missing, write_pages

_GONE: Final = {
    "private_keys": "the private keys: new ones are in use, and what the old ones signed stands",
    "notes": "grounds and notes",
    "received_endorsements": "endorsements that were received: take them in again with `label endorsed-by`",
}


@click.command("recover")
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="SITE")
@IN_FOLDER
@BY_PASSPHRASE
def command(*, site: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Make the new FOLDER of a label out of SITE, a copy of all that was published at its address.

    Look whether SITE is the newest copy there is: a log that takes back entries is noticed.
    """
    with refusing():
        now = moment()
        came = recover(site, folder, passphrase_from(passphrase_file, is_new=True), now)
        office = looking_at(folder)
        had_certificates = any((site / SHOWN).glob("*.pdf"))
        told = write_missing(office, now, with_certificates=had_certificates)
        write_pages(office, now)
    click.echo(f"{came.settings.name}: {came.entries} entries of the log are in {folder} again.")
    for numbers, says in (
        (came.missing, "Documents that are not in the copy"),
        (came.damaged, "Documents that are not those that were signed"),
    ):
        if numbers:
            click.echo(
                f"{says}: {', '.join(numbers)}. Ask the holders, put them into {site}, and recover into "
                "another folder before anything else is done."
            )
    click.echo(f"Gone: {'; '.join(_GONE[code] for code in came.gone)}.")
    click.echo(f"Publish {folder / 'public'} again.")
    for line in told:
        click.echo(line, err=True)
